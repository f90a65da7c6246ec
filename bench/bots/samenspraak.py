"""The program under test: Samenspraak itself, every answer on disk before it is confirmed."""

from collections.abc import Sequence
from pathlib import Path

import click

from bench.program import Program


def prepare(data_dir: Path, users: Sequence[int]) -> None:
    """Seed `data_dir` so that each of these people is invited, has agreed and can begin phase 1 in private."""
    raise click.ClickException("samenspraak: not wired yet")


SAMENSPRAAK = Program(
    name="samenspraak",
    title="Samenspraak, answers on disk",
    arguments=("-m", "bot", "run"),
    prepare=prepare,
)
