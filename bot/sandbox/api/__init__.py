"""The methods of the Bot API, by subject. Each takes the world and the call's parameters and gives the result."""
