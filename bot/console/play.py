"""Plays one dialog in the terminal: the real engine, texts and screens, nothing kept. For whoever writes a dialog."""

import secrets
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.prompt import Prompt

from bot.console.paper import buttons_of, marked
from bot.content.load import load_instrument
from bot.content.phrases import Phrasebook, load_phrases
from bot.content.screen import event_of, in_whole, long_texts, screen_of, typed_event
from bot.engine.advance import DialogFactory, advance
from bot.engine.model import Ask, Complete, Event, Notify, Open, Pause, Read, Resumed, Session, Turn, Visit
from bot.turn.dialog import Dialog


def play(dialog: Dialog[Any]) -> None:
    """Play it until it is finished or put away. A number presses that button, anything else is typed."""
    begin = next(dialog.walks(load_instrument()))
    console, phrases = Console(), load_phrases()
    session = Session()
    event: Event | None = Resumed(datetime.now(UTC))
    while event is not None:
        turn = advance(begin, session, event)
        session = turn.session
        event = _carry_out(console, phrases, begin, turn)


def _carry_out(console: Console, phrases: Phrasebook, begin: DialogFactory, turn: Turn) -> Event | None:
    """Show what a turn led to; the next event, or None at the end."""
    for effect in turn.effects:
        match effect:
            case Ask():
                return _ask(console, phrases, effect)
            case Notify(phrase):
                console.print(f"({phrases.plain(phrase)})", style="yellow")
            case Read(ask):
                for whole in in_whole(long_texts(phrases, ask)):
                    console.print(phrases.plain(whole), markup=False)
                return Resumed(datetime.now(UTC))
            case Open(name):
                console.print(f"(here the dialog {name} would begin)", style="yellow")
                return Resumed(datetime.now(UTC))
            case Visit(page):
                console.print(f"(here the page {page} would come)", style="yellow")
                return Resumed(datetime.now(UTC))
            case Pause():
                console.print("(put away)", style="yellow")
            case Complete(result):
                console.print(f"(the end: {result})", style="green", markup=False)
    return None


def _ask(console: Console, phrases: Phrasebook, ask: Ask) -> Event:
    screen = screen_of(phrases, ask, "")
    console.rule()
    console.print(marked(screen.html))
    buttons = buttons_of(screen)
    for number, button in enumerate(buttons, start=1):
        console.print(f"  {number}  [{button.label}]", markup=False, highlight=False)
    typed = Prompt.ask(">")
    at = datetime.now(UTC)
    if typed.isdecimal() and 0 < int(typed) <= len(buttons):
        return event_of(buttons[int(typed) - 1].option, at, secrets.token_hex(4))
    return typed_event(phrases, ask, typed, at, secrets.token_hex(4))
