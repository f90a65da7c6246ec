"""(c) aiogram with aiogram_dialog as their documentation shows them; the answers are kept in memory only."""

import asyncio
import os
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.kbd import Button, Row
from aiogram_dialog.widgets.text import Const, Format

QUESTIONS = 44


class Form(StatesGroup):
    question = State()


async def current(dialog_manager: DialogManager, **_data: Any) -> dict[str, Any]:
    return {"number": dialog_manager.dialog_data.get("number", 1)}


async def answer(_query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    number = manager.dialog_data.get("number", 1)
    manager.dialog_data.setdefault("answers", {})[str(number % QUESTIONS)] = button.widget_id
    manager.dialog_data["number"] = number + 1


async def ignore(_query: CallbackQuery, _button: Button, _manager: DialogManager) -> None: ...


form = Dialog(
    Window(
        Format("Fase 1 · {number}\n\nIs dit een motief voor jullie om mee te doen?"),
        Row(
            Button(Const("Ja"), id="ja", on_click=answer),
            Button(Const("Enigszins"), id="enigszins", on_click=answer),
            Button(Const("Nee"), id="nee", on_click=answer),
        ),
        Row(
            Button(Const("‹ Terug"), id="terug", on_click=ignore),
            Button(Const("Later verder"), id="later", on_click=ignore),
        ),
        state=Form.question,
        getter=current,
    )
)


async def start(_message: Message, dialog_manager: DialogManager) -> None:
    await dialog_manager.start(Form.question, mode=StartMode.RESET_STACK)


async def main() -> None:
    server = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_BASE_URL"].removesuffix("/bot"))
    bot = Bot(os.environ["TELEGRAM_BOT_TOKEN"], session=AiohttpSession(api=server))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.message.register(start, CommandStart())
    dispatcher.include_router(form)
    setup_dialogs(dispatcher)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
