"""Every button, link and message that can be answered on the phones of version 0.1 still does something sensible."""

from datetime import datetime, timedelta

import pytest
from release import (
    PHONES,
    Commanded,
    Opened,
    Replied,
    Shown,
    Spoke,
    TurnResult,
    different,
    read_as,
    shown,
    to_answer,
)

BUTTONS = different(one for one in shown() if one.data)
LINKS = different(one for one in shown() if one.link)
NAMES = {chat: name for name, chat in PHONES["people"].items()} | {
    group["chat"]: f"@{name}" for name, group in PHONES["groups"].items()
}
CHATS = sorted({one.chat for one in BUTTONS})
PAST = {("Hugo", "Verwijder Iris"), ("Gerda", "Ronde afsluiten"), ("Gerda", "Ja, afsluiten")}
"""Buttons without a question that have grown old all the same: Iris left by herself, and that round is closed."""
ANOTHER_GROUP = -900
WHILE_LINKS_WORKED = datetime.fromisoformat("2027-09-28T07:45:00+00:00")
"""On the last day, five minutes after the last links were made."""


def _is_answered(result: TurnResult) -> bool:
    return bool(result.toast or result.outgoing or result.reaction)


def _said(result: TurnResult) -> str:
    """All that is seen of a turn."""
    return "\n".join([result.toast or "", *(read_as(one.screen.html) for one in result.outgoing)])


@pytest.mark.parametrize("chat", CHATS, ids=NAMES.get)
def test_every_button_gives_an_answer(kept: Opened, chat: int):
    apology = kept.apology()
    for one in (b for b in BUTTONS if b.chat == chat):
        result = _tapped(kept, one)
        assert _is_answered(result), one
        assert apology not in _said(result), one
        if not one.data.startswith("c:") and (one.who, one.label) not in PAST:
            assert "Deze knop is verlopen" not in _said(result), one


def _tapped(kept: Opened, one: Shown) -> TurnResult:
    try:
        return kept.taps(one.who, one.chat, one.message, one.data)
    except Exception as error:
        error.add_note(str(one))
        raise


def test_every_link_opens(kept: Opened):
    """In the chat where it leads: one that adds the bot to a group, in a group."""
    apology = kept.apology()
    assert {"start", "startgroup"} <= {one.link.partition("?")[2].partition("=")[0] for one in LINKS}
    for one in LINKS:
        chat = ANOTHER_GROUP if "?startgroup=" in one.link else PHONES["people"][one.who]
        result = kept.does(one.who, chat, Commanded("start", one.link.partition("=")[2]))
        assert _is_answered(result), one
        assert apology not in _said(result), one


@pytest.mark.parametrize(
    ("whose", "label", "who", "says"),
    [
        ("Jules", "", "Nieuwe", "Je bent uitgenodigd voor HLO Sport en Buurt, namens Opleiding Sport"),
        ("sport", "Meedoen", "Nieuwe", "Bij welke organisatie hoor je?"),
        ("sport", "Bekijk de onthulling", "Luca", "De motieven zijn onthuld."),
        ("zorg", "Lees als tekst", "Daan", "verslag van fase 2"),
    ],
)
def test_a_link_does_what_it_promises(kept: Opened, whose: str, label: str, who: str, says: str):
    chat = PHONES["people"].get(whose) or PHONES["groups"][whose]["chat"]
    link = next(one.link for one in shown() if one.chat == chat and one.label == label and one.link)
    result = kept.does(who, PHONES["people"].get(who, 9000), Commanded("start", link.partition("=")[2]))
    assert says in _said(result)


def test_a_group_is_bound_by_the_link_of_then(kept: Opened):
    one = next(one for one in shown() if one.who == "Kim" and "?startgroup=" in one.link)
    body = Commanded("start", one.link.partition("=")[2])
    assert "Deze link werkt niet meer" in _said(kept.does("Kim", ANOTHER_GROUP, body))
    bound = kept.does("Kim", ANOTHER_GROUP, body, WHILE_LINKS_WORKED)
    assert "hoort nu bij HLO Sport en Buurt · Opleiding Sport" in _said(bound)


def test_every_message_that_can_be_answered_takes_an_answer(kept: Opened):
    """As a point, an outcome, a reason or an answer of phase 3; or it says why it is not kept."""
    seen = set()
    for target in to_answer():
        for who in target.members:
            number = PHONES["last_message"] + 1
            replied = kept.does(who, target.chat, Replied("Zo <zien> wij het & niet anders", number, target.message))
            assert _is_answered(replied), (target, who)
            assert kept.apology() not in _said(replied)
            seen |= {(target.kind, bool(replied.reaction))}
    assert {kind for kind, is_kept in seen if is_kept} == {"board", "question", "goal", "phase_3"}


@pytest.mark.parametrize("command", ["punt", "doel"])
def test_commands_that_answer_a_question_of_then(kept: Opened, command: str):
    """`/punt` and `/doel` below the question on the table."""
    target = next(one for one in to_answer() if one.group == "techniek" and one.kind == "question")
    said = kept.does("Quint", target.chat, Spoke(command, "Een nieuwe gedachte", 5000, target.message))
    assert said.reaction


def test_later_and_never_again_below_what_came_by_itself(kept: Opened):
    """Both can still be said months later."""
    for label in ("Later", "Niet meer"):
        one = next(one for one in reversed(BUTTONS) if one.label == label)
        at = WHILE_LINKS_WORKED + timedelta(days=90)
        result = kept.undone(lambda uow, one=one, at=at: kept.runner.take(uow, one.tap(), at))  # type: ignore[misc]
        assert "Goed" in _said(result)
