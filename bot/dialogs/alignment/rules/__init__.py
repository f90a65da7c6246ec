"""The rules of the conversation and its goals. Pure."""
