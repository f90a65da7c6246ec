"""The Telegram side: updates in, messages out, within Telegram's limits."""
