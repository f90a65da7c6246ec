"""What can go wrong between Telegram and us, for who tells it to whoever runs the program."""

from telegram.error import InvalidToken, TelegramError

__all__ = ["InvalidToken", "TelegramError"]
