"""Ten years of collaborations with outages, clocks set back and kills: all that comes by itself is judged."""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from decade_happenings import populate
from decade_oracle import KNOWN
from decade_world import Chances, World, make_world

from bot.runner.stage import Texts

THOROUGH = os.environ.get("SAMENSPRAAK_THOROUGH") == "1"
WORLDS, COLLABORATIONS = (25, 8) if THOROUGH else (1, 2)
END = datetime(2036, 9, 1, tzinfo=UTC)


def summary(world: World) -> str:
    counts = ", ".join(f"{number} {what}" for what, number in world.oracle.counts.most_common())
    reasons = ", ".join(f"{number} × {why}" for why, number in world.audit.reasons.most_common())
    return (
        f"{len(world.humans)} people, {world.events} events, {world.program.deaths} kills, {world.downs} outages; "
        f"messages: {counts}; {world.audit.days} person-days looked back on; not that day because: {reasons}"
    )


@pytest.mark.parametrize("seed", range(1, WORLDS + 1))
def test_ten_years(file: Path, content: Texts, seed: int):
    world = make_world(file, content, seed, Chances(kill=0.02 if THOROUGH else 0.06))
    try:
        populate(world, COLLABORATIONS)
        world.run(END)
    finally:
        world.program.close()
    print(summary(world))
    found = [one for one in world.oracle.found if one.rule not in KNOWN]
    rules = Counter(one.rule for one in found)
    assert not found, f"{dict(rules)}, of which the first:\n" + "\n".join(map(str, found[:40])) + "\n" + summary(world)
