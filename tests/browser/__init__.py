"""The demo as people meet it: the real bot, the sandbox and its page in a real browser."""
