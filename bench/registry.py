"""The programs that can be measured, by name."""

from bench.bots.samenspraak import SAMENSPRAAK
from bench.program import Program

A = Program(
    name="ptb-plain",
    title="(a) python-telegram-bot as it comes",
    arguments=("-m", "bench.bots.ptb_plain"),
)
B = Program(
    name="ptb-transport",
    title="(b) the same on aiohttp, chats at once",
    arguments=("-m", "bench.bots.ptb_transport"),
)
C = Program(
    name="aiogram-dialog",
    title="(c) aiogram_dialog, state in memory",
    arguments=("-m", "bench.bots.aiogram_dialog_bot"),
    needs_aiogram=True,
)

REFERENCES = {"a": A, "b": B, "c": C}
PROGRAMS = {program.name: program for program in (A, B, C, SAMENSPRAAK)}
DEFAULT = (A.name, B.name, C.name, SAMENSPRAAK.name)
