"""Ten years of collaborations with outages, clocks set back and kills: all that comes by itself is judged."""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from decade_happenings import populate
from decade_oracle import KNOWN
from decade_world import Chances, World, make_world

from bot.turn.context import Texts

THOROUGH = os.environ.get("SAMENSPRAAK_THOROUGH") == "1"
WORLDS, COLLABORATIONS = (25, 8) if THOROUGH else (4, 2)
DEEP = pytest.mark.deep
WHOLE = [pytest.param(seed, 10, marks=DEEP) for seed in range(1, WORLDS + 1)]
"""Which world, and how many years of it."""


def summary(world: World) -> str:
    counts = ", ".join(f"{number} {what}" for what, number in world.oracle.counts.most_common())
    reasons = ", ".join(f"{number} × {why}" for why, number in world.audit.reasons.most_common())
    return (
        f"{len(world.humans)} people, {world.events} events, {world.program.deaths} kills, {world.downs} outages; "
        f"messages: {counts}; {world.audit.days} person-days looked back on; not that day because: {reasons}"
    )


@pytest.mark.parametrize(("seed", "years"), [(1, 2), *WHOLE])
def test_all_that_comes_by_itself_is_right(file: Path, content: Texts, seed: int, years: int):
    world = make_world(file, content, seed, Chances(kill=0.02 if THOROUGH else 0.06))
    try:
        populate(world, COLLABORATIONS)
        world.run(datetime(2026 + years, 9, 1, tzinfo=UTC))
    finally:
        world.program.close()
    print(summary(world))
    found = [one for one in world.oracle.found if one.rule not in KNOWN]
    rules = Counter(one.rule for one in found)
    assert not found, f"{dict(rules)}, of which the first:\n" + "\n".join(map(str, found[:40])) + "\n" + summary(world)
