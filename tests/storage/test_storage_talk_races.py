"""Several people at the same moment in the conversation of phase 2, through the real runner: one consistent state."""

import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from storage_town import ANNA, BO, BRAM, DANA, EVI, GROUP, Town
from storage_world import BOT, NOW

from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import ChatId
from bot.domain.motive import Choice
from bot.domain.rounds import RoundMode, RoundState, RunState
from bot.phone.message import Message
from bot.turn.incoming import Incoming, Replied, Spoke, Tapped
from bot.turn.ports import UnitOfWork
from storage.database import Database

KEPT = "✍"
EXPIRED = "Deze knop is verlopen"
LAST = 6
ONE = pytest.param(("postgres", 1), marks=[pytest.mark.postgres, pytest.mark.deep], id="postgres")  # TWO is harder
TWO = pytest.param(("postgres", 2), marks=pytest.mark.postgres, id="postgres-two-writers")
FORM = FilledForm((FilledMotive("op.leg.1", "Imago", "leg", Choice.YES),))


def reveal(uow: UnitOfWork) -> None:
    """Both partners have settled, and all of it is revealed."""
    collaboration = next(iter(uow.collaborations.memberships_of(uow.people.in_chat(BO).id))).collaboration
    round_ = uow.rounds.latest(collaboration)
    versions = []
    for run in uow.rounds.runs(round_.id):
        by = uow.rounds.participants(run.id)[0].person
        about = {"run": run.id, "partner": run.partner, "form": FORM, "settled_by": by, "at": NOW}
        versions.append(uow.settlements.add(**about, with_manager=True, after_reveal=False))
        uow.rounds.set_run_state(run.id, RunState.SETTLED)
    uow.settlements.reveal(round_.id, [version.id for version in versions], NOW)
    uow.rounds.set_state(round_.id, RoundState.REVEALED)


@pytest.fixture(params=[pytest.param(("file", 1), id="file"), ONE, TWO])
def town(request: pytest.FixtureRequest) -> Iterator[Town]:
    """The motives are revealed, and the first question lies on the table in the group of all."""
    backend, writers = request.param
    url = str(request.getfixturevalue(f"{backend}_url"))
    with ExitStack() as stack:
        town = Town([stack.enter_context(Database(url, BOT)) for _ in range(writers)])
        town.seed(RoundMode.APART)
        town.writers[0].run_sync(reveal)
        town.bind()
        town.command(BO, "gesprek", chat=GROUP)
        yield town


def go_to(town: Town, question: int) -> None:
    for _ in range(question - 1):
        town.press(BO, "Volgende ›")


def standing(town: Town, words: str) -> Message:
    """The newest message in the group that says this now."""
    return next(m for m in reversed(town.messages(GROUP)) if words in m.screen.html)


def reply(town: Town, person: ChatId, words: str, number: int, to: Message) -> Incoming:
    return town.incoming(person, Replied(words, number, to.id), GROUP)


def goal(town: Town, person: ChatId, words: str, number: int, to: Message | None = None) -> Incoming:
    return town.incoming(person, Spoke("doel", words, number, to.id if to else 0), GROUP)


def point(town: Town, person: ChatId, words: str, number: int) -> Incoming:
    return town.incoming(person, Spoke("punt", words, number), GROUP)


def with_panel(town: Town) -> list[Message]:
    """The messages from which somebody can go on now: one, of whoever leads."""
    return [m for chat in (GROUP, BO, DANA) for m in town.messages(chat) if "Volgende ›" in m.now.labels]


def test_two_who_go_on_come_to_one_question(town: Town):
    """A manager leads; the facilitator taps at the same moment, below a question of version 0.1."""
    town.command(DANA, "gesprek", chat=GROUP)
    town.press(DANA, "Ik neem het over", GROUP)
    old = town.incoming(BO, Tapped("g:vraagna:1.f2.b1", "", standing(town, "vraag 1/6").id), GROUP)
    went_on, tapped_old = (result.toast for result in town.at_once(town.tap(DANA, "Volgende ›"), old))
    assert {went_on, tapped_old} in ({None, EXPIRED}, {None, "Bo leidt dit gesprek. Overnemen kan met /gesprek."})
    first = DANA if went_on is None else BO
    assert first == BO or tapped_old == EXPIRED
    found = town.rows("SELECT d.question, p.chat FROM discussion d JOIN person p ON p.id = d.led_by")
    assert found == [("f2.b2", first)]
    assert town.value("SELECT count(*) FROM question WHERE kind = 'asked' AND placed IS NOT NULL") == 2
    assert len(with_panel(town)) == 1
    assert town.value("SELECT count(*) FROM placed p JOIN question a ON a.placed = p.id WHERE p.message IS NULL") == 0


def test_one_who_leads_from_two_phones_comes_to_one_question(town: Town):
    results = town.at_once(*(town.tap(BO, "Volgende ›") for _ in range(2)))
    assert sorted(result.toast == EXPIRED for result in results) == [False, True]
    assert town.rows("SELECT question FROM discussion") == [("f2.b2",)]
    assert town.value("SELECT count(*) FROM question WHERE kind = 'asked' AND placed IS NOT NULL") == 2
    assert len(with_panel(town)) == 1


def test_one_goes_on_while_another_pauses(town: Town):
    town.at_once(town.tap(BO, "Volgende ›"), town.tap(BO, "Pauze"))
    question, state = town.rows("SELECT question, state FROM discussion")[0]
    assert (question, state) in [("f2.b2", "running"), ("f2.b1", "paused")]
    assert len(with_panel(town)) == (state == "running")


def test_two_points_at_once_are_both_kept(town: Town):
    results = town.at_once(point(town, ANNA, "Van ons", 101), point(town, EVI, "En van ons", 102))
    assert [result.reaction for result in results] == [KEPT] * 2
    assert town.rows("SELECT text FROM question_contribution ORDER BY message") == [("Van ons",), ("En van ons",)]


def test_two_goals_while_one_gets_other_words(town: Town):
    go_to(town, 5)
    town.take(goal(town, ANNA, "Tien studenten", 101))
    before = standing(town, "Tien studenten")
    results = town.at_once(
        goal(town, ANNA, "Een praktijklab", 102),
        goal(town, EVI, "Een gezamenlijke intake", 103),
        goal(town, DANA, "Zes studenten", 104, to=before),
    )
    assert [result.reaction for result in results] == [KEPT] * 3
    wanted = {("Zes studenten", 2), ("Een praktijklab", 1), ("Een gezamenlijke intake", 1)}
    assert set(town.rows("SELECT text, number FROM question WHERE kind = 'proposal'")) == wanted
    for text, _ in wanted:
        assert standing(town, f"<b>{text}</b>").screen.buttons[0][0].label == "Akkoord"
    asked = standing(town, "vraag 5/6")  # the phones may get what several turns sent in any order
    assert any(all(text in one.screen.html for text, _ in wanted) for one in asked.versions)


def test_a_ballot_while_the_goal_gets_other_words_counts_for_the_words_it_was_cast_on(town: Town):
    go_to(town, 5)
    town.take(goal(town, ANNA, "Tien studenten", 101))
    before = standing(town, "Tien studenten")
    cast, _ = town.at_once(town.tap(EVI, "Akkoord", GROUP), goal(town, DANA, "Zes studenten", 102, to=before))
    assert cast.toast in ("Akkoord genoteerd.", EXPIRED)
    assert town.rows("SELECT text, number FROM question WHERE kind = 'proposal'") == [("Zes studenten", 2)]
    accepted = [(1,)] if cast.toast != EXPIRED else []
    assert town.rows("SELECT wording FROM question_ballot") == accepted
    assert "Akkoord 1" not in standing(town, "<b>Zes studenten</b>").screen.html


def test_two_new_wordings_at_once_are_of_one_goal(town: Town):
    go_to(town, 5)
    town.take(goal(town, ANNA, "Tien studenten", 101))
    before = standing(town, "Tien studenten")
    words = ((BRAM, "Zes studenten", 102), (DANA, "Acht studenten", 103))
    town.at_once(*(goal(town, *said, to=before) for said in words))
    assert town.rows("SELECT number FROM question WHERE kind = 'proposal'") == [(3,)]


def test_what_is_said_while_the_conversation_ends_is_kept_or_refused(town: Town):
    first = standing(town, "vraag 1/6")
    go_to(town, LAST)
    town.press(BO, "Afsluiten")
    results = town.at_once(
        reply(town, ANNA, "Nog één ding", 101, first),
        town.tap(BO, "Ja, afsluiten"),
        reply(town, EVI, "En van ons", 102, first),
    )
    said = {text for (text,) in town.rows("SELECT text FROM question_contribution")}
    for result, person, words in ((results[0], ANNA, "Nog één ding"), (results[2], EVI, "En van ons")):
        assert (result.reaction == KEPT) == (words in said) != ("niet bewaard" in town.text(person))
    assert town.rows("SELECT state FROM discussion") == [("closed",)]
    late = town.take(reply(town, BRAM, "Te laat", 103, first))
    assert late.reaction is None
    assert "niet bewaard" in town.text(BRAM)
    for person in (ANNA, DANA):
        confirm(town, person)
    assert points(town) == [text for (text,) in town.rows("SELECT text FROM question_contribution ORDER BY id")]


def confirm(town: Town, person: ChatId) -> None:
    ready_to_confirm(town, person)
    town.press(person, "Ja, klopt")


def ready_to_confirm(town: Town, person: ChatId) -> None:
    town.press(person, "Bekijk het verslag")


def points(town: Town) -> list[str]:
    """What stands in the minutes below the first question."""
    return [point["text"] for point in json.loads(town.value("SELECT body FROM minutes"))["discussed"][0]["points"]]


def test_the_last_two_partners_at_once_fix_the_minutes_once(town: Town):
    town.take(point(town, ANNA, "Een punt", 101))
    go_to(town, LAST)
    town.press(BO, "Afsluiten")
    town.press(BO, "Ja, afsluiten")
    for person in (ANNA, DANA):
        ready_to_confirm(town, person)
    town.at_once(*(town.tap(person, "Ja, klopt") for person in (ANNA, DANA)))
    assert town.value("SELECT count(*) FROM minutes_check WHERE confirmed") == 2
    assert points(town) == ["Een punt"]
    assert town.text(GROUP).count("het verslag van fase 2 is vastgesteld") == 1
