"""The endless form of the python-telegram-bot programs: its number travels in the buttons, so nothing is stored."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes


def text_of(number: int) -> str:
    return f"Fase 1 · {number}\n\nIs dit een motief voor jullie om mee te doen?"


def keyboard_of(number: int) -> InlineKeyboardMarkup:
    rows = [["Ja", "Enigszins", "Nee"], ["‹ Terug", "Later verder"]]
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"{number}:{label}") for label in row] for row in rows]
    )


async def begin(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(text_of(1), reply_markup=keyboard_of(1))


async def answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    await query.answer()
    number = int(query.data.partition(":")[0]) + 1
    await query.edit_message_text(text_of(number), reply_markup=keyboard_of(number))
