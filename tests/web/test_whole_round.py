"""One script of a whole round and the year after: everybody in Telegram, everybody in the browser, and mixed.

What is kept is the same, row by row and moment by moment; what each of them saw is the same, text by text.
"""

import re
from collections.abc import Collection

import pytest
from round_kept import Rows, kept
from round_played import NAMES, PAGE, PHONE, Seen, Sight, played
from round_script import BOARDS, WHOLE, Script

ON_PHONES = dict.fromkeys(NAMES, PHONE)
ON_PAGES = dict.fromkeys(NAMES, PAGE)
MIXED = ON_PHONES | {"Bram": PAGE, "Carla": PAGE}

SAID = re.compile(r"\n• \w+ Voorbeeld \((?:Opleiding Verpleegkunde|Zorggroep Noord)\): [^\n]*")
"""In Telegram people read each other; a page shows only what the bot says, so there the bot tells who said what."""
NOTED = "Genoteerd."
"""In Telegram a sign stands below what was said; on a page there is a sentence."""
OF_ONE_DOOR = {
    "De groep Groep hoort nu bij": "a group in Telegram has a name",
    "Deze groep hoort nu bij": "one that is a page is called by what it is for",
    "Groepen\n• HLO Zorg in de wijk": "and after it was made the groups are shown again",
    "Vanaf nu leest hier ook iemand mee in de browser": "the group in Telegram hears that it is a page as well",
}
"""Messages of one door alone, by how they begin."""
WHILE_MOVING = {
    "Met deze link ga je verder in de browser": "with which the other door is opened",
    "Ben jij dit?": "what is asked there",
    "Hier doe je aan mee": "/menu, typed so that the door counts as the one used last",
    "↓ Staat verderop.": "the panel goes along with whoever leads",
    "Welke motieven staan op gespannen voet met elkaar, belemmeren elkaar of zijn strijdig?\n↓ Staat": "/gesprek again",
}
"""All that is new to somebody while they change doors."""


Outcome = tuple[Seen, Rows]


async def a_round(at: dict[str, str], script: Script = WHOLE, *, moves: bool = False) -> Outcome:
    async with played(script, at, moves=moves) as play:
        await play.page_shows_the_group()
        return play.seen, kept(play.house.database)


@pytest.fixture(scope="module")
def on_phones() -> dict[str, Outcome]:
    """The whole round on phones, once it was played."""
    return {}


async def by_phone(found: dict[str, Outcome]) -> Outcome:
    if PHONE not in found:
        found[PHONE] = await a_round(ON_PHONES)
    return found[PHONE]


async def test_changing_doors_in_the_middle_of_questions_changes_nothing(on_phones: dict[str, Outcome]):
    (there, rows), (mixed, mixed_rows) = await by_phone(on_phones), await a_round(MIXED, moves=True)
    assert mixed_rows == rows
    same_is_seen(there, mixed, "group")
    for who, sights in mixed.moving.items():
        for one in sights:
            assert one.text.startswith(tuple(WHILE_MOVING)), (who, one)


async def test_boards_in_the_group_are_the_same_through_whichever_door():
    (there, rows), (mixed, mixed_rows) = await a_round(ON_PHONES, BOARDS), await a_round(MIXED, BOARDS)
    assert mixed_rows == rows
    same_is_seen(there, mixed, "group")


@pytest.mark.deep
async def test_everybody_in_the_browser_keeps_and_sees_the_same(on_phones: dict[str, Outcome]):
    (there, rows), (pages, page_rows) = await by_phone(on_phones), await a_round(ON_PAGES)
    assert page_rows == rows
    same_is_seen(there, pages, "page")
    assert not [one for sights in pages.ever.values() for one in sights if "t.me" in one.text]


def same_is_seen(there: Seen, here: Seen, group: str) -> None:
    """At each step everybody, and the group, saw the same come, and heard the same in answer."""
    for who in NAMES:
        known = set(here.moving.get(who, ()))
        assert told(here, who, known) == told(there, who, known), who
    assert told(here, group) == told(there, "group")
    answers = [(step, who, said.removeprefix(NOTED)) for step, who, said in here.answers]
    assert answers == [(step, who, said.removeprefix(NOTED)) for step, who, said in there.answers]


def told(seen: Seen, who: str, known: Collection[Sight] = ()) -> dict[int, set[Sight]]:
    """What came at each step, without what one door alone says."""
    found = {
        step: {
            Sight(SAID.sub("", one.text), one.labels) for one in sights if one not in known and not _of_one_door(one)
        }
        for step, sights in seen.by.get(who, {}).items()
    }
    return {step: sights for step, sights in found.items() if sights}


def _of_one_door(sight: Sight) -> bool:
    return sight.text.startswith(tuple(OF_ONE_DOOR))
