"""Everybody taps whatever they see, at the same moment, again and again: afterwards all that must hold still does."""

import random
from collections.abc import Iterator

import pytest
from storage_postgres import AGAIN
from storage_town import ANNA, BO, BRAM, CAS, DANA, EVI, FRITS, GROUP, OTHER_GROUP, Town
from storage_world import BOT

from bot.content.screen import Button
from bot.domain.ids import ChatId
from bot.domain.rounds import RoundMode
from bot.phone.message import Spot
from bot.turn.incoming import Commanded, Incoming, Tapped
from storage.database import Database

MANAGERS, PARTICIPANTS = (ANNA, BRAM, DANA, EVI), (CAS, FRITS)
ROUNDS = 60
NOTED = "genoteerd"
PANEL_WITHIN = 4
"""The panel from which the boards are led stands among so many of the last messages of whoever leads."""
LEADS = 0.8
"""How often whoever leads does something in private: without going on there is nothing to vote on."""


@pytest.fixture(params=["file", AGAIN])
def town(request: pytest.FixtureRequest) -> Iterator[Town]:
    with Database(str(request.getfixturevalue(f"{request.param}_url")), BOT) as database:
        town = Town([database])
        town.seed(RoundMode.TOGETHER)
        yield town


def in_the_group(town: Town, person: ChatId, chance: random.Random) -> Incoming:
    """Mostly a tap on one of the last boards, old ones too; now and then a command or an answer below one."""
    kind = chance.random()
    if kind < 0.08:
        return town.incoming(person, Commanded(chance.choice(("motieven", "overzicht"))), GROUP)
    if kind < 0.12:
        return town.incoming(person, Commanded("koppel"), chance.choice((GROUP, OTHER_GROUP)))
    if kind < 0.2:
        return town.reply(person, f"Opbrengst {kind}", 500_000 + int(kind * 100_000))
    spot = chance.choice(town.buttons(GROUP, last=2) or [Spot(1, Button("Ja", "g:stem:1.1.ja"))])
    return town.phone(person, GROUP).presses(spot)


def in_private(town: Town, person: ChatId, chance: random.Random) -> Incoming:
    """Whatever stands on the phone and is told to the bot: of a link that was copied nobody hears."""
    shown = town.buttons(person, last=PANEL_WITHIN if person == BO else 2)
    buttons = [spot for spot in shown if not spot.button.copy]
    if not buttons or chance.random() < 0.1:
        return town.incoming(person, Commanded(chance.choice(("overzicht", "verder", "menu"))))
    return town.phone(person).presses(chance.choice(buttons))


def does(town: Town, person: ChatId, chance: random.Random) -> Incoming:
    """Participants act in the group only, so that what they were told is what must be on disk."""
    privately = person not in PARTICIPANTS and chance.random() < (LEADS if person == BO else 0.5)
    return (in_private if privately else in_the_group)(town, person, chance)


def votes(town: Town, chance: random.Random) -> list[Incoming]:
    """Those who act in the group only vote at the first board: whatever comes then, there is something to keep."""
    answers = [spot for spot in town.buttons(GROUP, last=1) if (spot.button.option or "").startswith("g:stem:")]
    return [town.phone(person, GROUP).presses(chance.choice(answers)) for person in PARTICIPANTS]


def on_disk(town: Town, person: ChatId, board: str) -> tuple[bool, str, str]:
    """Whether somebody voted at a board, as which motive, and what their answer to that is."""
    (found,) = town.rows(
        "SELECT s.voted, s.motive, a.value FROM question_seat s JOIN person p ON p.id = s.person "
        "JOIN conversation c ON c.person = s.person AND c.subject = s.run AND c.dialog = 'preparation' "
        f"JOIN answer a ON a.conversation = c.id AND a.step = s.motive WHERE p.chat = {person} AND s.question = {board}"
    )
    return bool(found[0]), str(found[1]), str(found[2])


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.deep) for seed in range(1, 8))])
def test_whatever_everybody_does_at_once(town: Town, seed: int):
    chance = random.Random(seed)
    town.hand_in(*MANAGERS)
    town.bind()
    town.command(BO, "motieven", chat=GROUP)
    told: list[tuple[ChatId, str, str]] = []
    for round_ in range(ROUNDS):
        people = chance.sample((BO, *MANAGERS, *PARTICIPANTS), k=chance.randint(2, 4))
        done = [does(town, person, chance) for person in people] if round_ else votes(town, chance)
        for incoming, result in zip(done, town.at_once(*done), strict=True):
            if NOTED in (result.toast or "") and isinstance(incoming.body, Tapped):
                board, _, choice = incoming.body.data.removeprefix("g:stem:").split(".")
                assert incoming.person is not None
                told.append((incoming.person, board, choice))
    assert told
    last: dict[tuple[ChatId, str], str] = {}
    found: dict[tuple[ChatId, str], str] = {}
    for person, board, choice in told:
        voted, motive, value = on_disk(town, person, board)
        assert voted
        if person in PARTICIPANTS:
            last[person, motive], found[person, motive] = choice, value
    assert last == found
