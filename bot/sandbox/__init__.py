"""A local Bot API server and a page to play everyone. A development aid; knows nothing of the bot's code."""
