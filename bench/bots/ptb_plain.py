"""(a) python-telegram-bot as it comes: one update after another, its own HTTP client, nothing stored."""

import os

from telegram.ext import Application, CallbackQueryHandler, CommandHandler

from bench.bots.question import answer, begin


def main() -> None:
    token, base_url = os.environ["TELEGRAM_BOT_TOKEN"], os.environ["TELEGRAM_API_BASE_URL"]
    application = Application.builder().token(token).base_url(base_url).build()
    application.add_handler(CommandHandler("start", begin))
    application.add_handler(CallbackQueryHandler(answer))
    application.run_polling()


if __name__ == "__main__":
    main()
