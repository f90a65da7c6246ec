"""All that a database keeps, but for what a door keeps for itself: so a new table is compared as well."""

from typing import Any

from storage.database import Database

OF_A_DOOR = {
    "chat": "every door has numbers of its own for chats",
    "person_chat": "who comes in by two doors has two chats",
    "page_message": "what stands on a page; what was seen is compared by itself",
    "page_session": "windows of browsers",
    "shown_turn": "what each chat of somebody with several last saw",
    "inbox": "numbers of what comes in are a door's",
    "outbox": "what goes out; what was seen is compared by itself",
    "placed": "under which number a message stands at its door",
    "question_stood": "the same, of earlier questions",
    "binding_request": "a group in Telegram is asked for with a link, one that is a page is made at once",
    "calendar_address": "an address is served by the page, and offered only where there is one",
    "entry_link": "links with which people change doors",
    "invitation": "the way into a group in Telegram; one that is a page has none",
    "turn_log": "changing doors takes turns too",
    "sqlite_sequence": "of the database itself",
}
"""Tables that may differ, each with the reason."""
NUMBERS = {
    "answer": ("message",),
    "chat_binding": ("chat", "title", "join_token", "status", "beside", "invitation"),
    "conversation": ("chat", "shown_at", "version"),
    "discussion": ("panel", "version"),
    "group_lead": ("panel", "version"),
    "person": ("chat", "told_in", "last_in", "key"),
    "question": ("placed",),
    "question_contribution": ("chat", "message"),
}
"""Columns that say where something stands, how often a row was written, or what nobody may guess."""


Rows = dict[str, list[tuple[Any, ...]]]


def kept(database: Database) -> Rows:
    """Rows by table, with their moments."""
    with database.engine.connect() as connection:
        tables = [name for (name,) in connection.exec_driver_sql(_TABLES)]
        return {name: _rows(connection, name) for name in tables if name not in OF_A_DOOR}


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"


def _rows(connection: Any, table: str) -> list[tuple[Any, ...]]:
    columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
    told = [f'"{name}"' for name in columns if name not in NUMBERS.get(table, ())]
    return sorted(
        (tuple(row) for row in connection.exec_driver_sql(f"SELECT {', '.join(told)} FROM {table}")), key=repr
    )
