"""A leak is put into each way out of phase 3 in turn, and must be noticed: a watch that misses one says nothing."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from sqlalchemy import select
from visibility_calendar import fetch
from visibility_commitment_world import ALFA, FAR, NEVER, CommitmentMoves, CommitmentWorld
from visibility_step import LeakError
from visibility_world import CHATS

from bot.content.load import load_instrument
from bot.dialogs.agreements import actions as agreement_actions
from bot.dialogs.agreements import facts as agreements_facts
from bot.dialogs.agreements import group as in_groups
from bot.dialogs.agreements import reminders as agreements_reminders
from bot.dialogs.agreements.pages import before as before_pages
from bot.dialogs.agreements.pages import overview as pages_overview
from bot.dialogs.commitment import actions as phase_3
from bot.dialogs.commitment import facts as commitment
from bot.dialogs.commitment import pages as commitment_pages
from bot.dialogs.commitment import pages as sharing
from bot.dialogs.commitment import screens as commitment_screens
from bot.dialogs.commitment.dialog import Commit
from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.commitment.rules import SharedAnswer
from bot.dialogs.people.pages import my_data
from bot.dialogs.reports import facts as report_facts
from bot.dialogs.reports import screens as report_screens
from bot.domain.ids import PersonId, RunId
from bot.engine.model import Phrase
from bot.rooms import HOUSE
from bot.turn.context import TurnContext
from bot.turn.incoming import Commanded, Said
from bot.turn.own_data import gathered
from storage import agreements as storage
from storage.agreements import SqlCommitments

NOORD, OOST = 1, 2
Patch = pytest.MonkeyPatch


@dataclass
class Play:
    """Bram wrote all as *ik* and handed in, Anna for the organisation; Carla did not hand in. Nothing is shared."""

    world: CommitmentWorld
    moves: CommitmentMoves

    @property
    def noord(self) -> int:
        return self.world.run_of(NOORD)

    @property
    def oost(self) -> int:
        return self.world.run_of(OOST)

    @property
    def made(self) -> int:
        """The agreement of Noord, of Anna and on Bram's name."""
        return self.world.agreements()[0]


@cache
def _begun() -> object:
    world = CommitmentWorld()
    moves = CommitmentMoves(world, seed=4)
    moves.answer("bram", world.run_of(NOORD), level="ik")
    moves.answer("anna", world.run_of(NOORD), level="wij_samen")
    moves.answer("carla", world.run_of(OOST), level="wij_samen", hand_in=False)
    moves.agree("anna", NOORD, owner="bram")
    for question in sorted(
        load_instrument().phase3.to_agree
    ):  # drafts that go no further, with what was meant for himself alone
        world.press("bram", f"p:maakafspraak:{world.run_of(NOORD)}.{question}")
    kept = world.keep()
    world.close()
    return kept


@pytest.fixture
def play() -> Iterator[Play]:
    kept = _begun()
    world = CommitmentWorld()
    world.go_back(kept)
    yield Play(world, CommitmentMoves(world, seed=4))
    world.close()


def always(*_: object, **__: object) -> bool:
    return True


# --- what people do ---


def fetch_calendars(play: Play) -> None:
    for who in ("anna", "carla", "fenna", "bas", "hugo"):
        fetch(play.world, who)


def look_at_noord(play: Play) -> None:
    for who in ("anna", "bas", "bram"):
        play.world.press(who, f"p:fase3:{play.noord}")


def look_at_oost(play: Play) -> None:
    play.world.press("dora", f"p:fase3:{play.oost}")


def look_at_what_is_shared(play: Play) -> None:
    for who in ("fenna", "carla"):
        play.world.press(who, "p:gedeeld:3")


def look_at_agreements(play: Play) -> None:
    for who in ("fenna", "carla", "bas"):
        play.world.press(who, f"p:afspraken:{ALFA}")


def look_at_wishes(play: Play) -> None:
    play.moves.agree("anna", NOORD, day=NEVER)
    for who in ("fenna", "carla", "bas"):
        play.world.press(who, f"p:afspraken:{ALFA}.wens.0")


def look_in_the_group_of_all(play: Play) -> None:
    play.world.in_group("anna", Commanded("afspraken"), "alfa")


def close(play: Play) -> None:
    play.moves.close("anna", play.noord, shared=False)
    look_at_what_is_shared(play)


def look_at_my_data(play: Play) -> None:
    play.world.press("anna", "p:gegevensbestand:")


def look_at_the_thread(play: Play) -> None:
    play.world.press("anna", f"p:draad:{play.noord}")


def look_at_the_years(play: Play) -> None:
    play.world.press("carla", f"p:jaren:{ALFA}")


def make_another(play: Play) -> None:
    play.moves.agree("anna", NOORD, owner="bram")


def let_a_month_go_by(play: Play) -> None:
    make_another(play)
    play.world.wait(timedelta(days=30))


def ask_for_help(play: Play) -> None:
    play.moves.agree("anna", NOORD, owner="bram", day=FAR)
    one = play.world.agreements()[-1]
    play.world.press("bram", f"p:hulp:{one}.{play.moves.day_of(one)}")
    for person in range(1, 20):
        play.world.press("bram", f"p:hulp:{one}.{play.moves.day_of(one)}.{person}")


def look_back_on_it(play: Play) -> None:
    play.moves.agree("anna", NOORD, shared=True, owner="anna")
    play.world.press("anna", f"p:afspraakdeel:{play.world.agreements()[-1]}.nee")
    play.world.wait(timedelta(days=30))


# --- what goes wrong ---


def changed(monkeypatch: Patch, module: Any, **other: Any) -> None:
    """That module asks what may be seen of a piece that is not quite this one."""
    real = module.may_see
    monkeypatch.setattr(module, "may_see", lambda piece, audience: real(replace(piece, **other), audience))


def everything_is_shared(monkeypatch: Patch) -> None:
    def shared(_: SqlCommitments, run: RunId) -> frozenset[SharedAnswer]:
        questions = [f"f3.{theme}.{n}" for theme in ("com", "inv", "cmn", "med") for n in range(1, 6)]
        return frozenset(SharedAnswer(run, PersonId(p), question) for p in range(1, 20) for question in questions)

    monkeypatch.setattr(SqlCommitments, "shared", shared)


def statements_are_read_by_all(monkeypatch: Patch) -> None:
    def read(stage, run, viewer):
        stated = stage.uow.get(COMMITMENTS).stated(run.id)
        return None if stated is None else replace(stated, shared=True)

    monkeypatch.setattr(commitment_screens, "statement_of", read)
    monkeypatch.setattr(sharing, "statement_of", read)


def the_file_is_somebody_elses(monkeypatch: Patch) -> None:
    real = gathered
    monkeypatch.setattr(my_data, "gathered", lambda stage, _: real(stage, stage.uow.people.in_chat(CHATS["bram"])))


def calendars_ask_nobody(monkeypatch: Patch) -> None:
    monkeypatch.setattr(report_facts, "all_may_see", always)


def calendars_say_what(monkeypatch: Patch) -> None:
    monkeypatch.setattr(
        report_screens,
        "days_at_address",
        lambda stage, name, found: {
            "name": name,
            "made": stage.at.isoformat(),
            "days": list(report_screens._days(found)),
        },
    )


def drafts_are_listed(monkeypatch: Patch) -> None:
    everything = select(*storage.agreement.columns).where(storage.agreement.c.collaboration == storage._ID)
    monkeypatch.setattr(storage, "_OF", everything)
    monkeypatch.setattr(pages_overview, "_fits", always)


def the_leader_answers_for_all(monkeypatch: Patch) -> None:
    def leads(_: object, members: list[Any]) -> PersonId:
        return next(m.person for m in members if m.role == "begeleider")

    monkeypatch.setattr(agreements_reminders, "answerable", leads)


def all_look_back(monkeypatch: Patch) -> None:
    monkeypatch.setattr(agreements_reminders, "circle", lambda _, members: tuple(m.person for m in members))


def the_leader_hears_of_each_agreement(monkeypatch: Patch) -> None:
    def tell(stage: TurnContext, agreement: Any, key: str) -> None:
        stage.tell(Phrase("agreements.this"), stage.button("menu", "menu"), chat=CHATS["fenna"])
        stage.tell(Phrase("agreements.note", {"what": agreement.terms.what}), chat=CHATS["fenna"])

    monkeypatch.setattr(agreement_actions, "_tell_owner", tell)


def the_leader_can_be_told(monkeypatch: Patch) -> None:
    """Of any agreement, as if it were joint."""
    real = before_pages.helpers
    monkeypatch.setattr(before_pages, "helpers", lambda one, *about: real(replace(one, partner=None), *about))
    monkeypatch.setattr(agreement_actions, "circle", lambda _, members: tuple(m.person for m in members))


def a_statement_is_logged(monkeypatch: Patch) -> None:
    real = phase_3.commit

    def commit(stage: TurnContext, command: Any, conversation: Any) -> Any:
        logging.getLogger("bot").warning("committed: %s", command.condition)
        return real(stage, command, conversation)

    monkeypatch.setitem(HOUSE.handlers, Commit, commit)


def all_read_as_bram(monkeypatch: Patch) -> None:
    real, bram = commitment.said_in, PersonId(list(CHATS).index("bram") + 1)
    monkeypatch.setattr(
        commitment_pages, "said_in", lambda stage, run, viewer: real(stage, run, replace(viewer, person=bram))
    )


def page_tells(name: str) -> Callable[[Patch], None]:
    """A page that also tells in a toast what others answered."""

    def plant(monkeypatch: Patch) -> None:
        real = HOUSE.pages[name]

        def page(stage: TurnContext, argument: str) -> Any:
            of = stage.uow.conversations
            held = [one for chat in CHATS.values() if chat != stage.chat for one in of.in_chat(chat)]
            said = [str(answer) for one in held for answer in of.answers(one.id).values() if "geheim" in str(answer)]
            stage.notify(Phrase("agreements.note", {"what": said[0]}))
            return real(stage, argument)

        monkeypatch.setitem(HOUSE.pages, name, page)

    return plant


LEAKS: Mapping[str, tuple[Callable[[Patch], None], Callable[[Play], None]]] = {
    "ik is not looked at": (lambda m: changed(m, commitment, myself=False), look_at_noord),
    "levels are forgotten": (lambda m: changed(m, commitment, myself=False), look_at_noord),
    "handing in is not looked at": (lambda m: changed(m, commitment, handed_in=True), look_at_oost),
    "everybody sees every answer": (lambda m: m.setattr(commitment, "may_see", always), look_at_noord),
    "sharing is not looked at": (everything_is_shared, look_at_what_is_shared),
    "somebody else's eyes": (all_read_as_bram, look_at_noord),
    "statements are read by all": (statements_are_read_by_all, close),
    "agreements are read by all": (lambda m: m.setattr(agreements_facts, "may_see", always), look_at_agreements),
    "wishes are read by all": (lambda m: m.setattr(agreements_facts, "may_see", always), look_at_wishes),
    "agreements are shared": (lambda m: changed(m, agreements_facts, shared=True), look_at_agreements),
    "agreements are joint": (lambda m: changed(m, agreements_facts, partner=None), look_at_agreements),
    "a group gets all agreements": (lambda m: m.setattr(in_groups, "may_see", always), look_in_the_group_of_all),
    "a group is that of a partner": (lambda m: changed(m, in_groups, partner=None), look_in_the_group_of_all),
    "drafts are listed": (drafts_are_listed, look_at_agreements),
    "somebody else's data": (the_file_is_somebody_elses, look_at_my_data),
    "the leader is reminded": (the_leader_answers_for_all, let_a_month_go_by),
    "all look back": (all_look_back, look_back_on_it),
    "the leader hears of it": (the_leader_hears_of_each_agreement, make_another),
    "the leader can be told": (the_leader_can_be_told, ask_for_help),
    "a statement is logged": (a_statement_is_logged, close),
    "the thread tells": (page_tells("draad"), look_at_the_thread),
    "the years tell": (page_tells("jaren"), look_at_the_years),
    "a calendar has the days of others": (calendars_ask_nobody, fetch_calendars),
    "a calendar says what was agreed": (calendars_say_what, fetch_calendars),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_noticed(leak: str, play: Play, monkeypatch: Patch):
    plant, act = LEAKS[leak]
    plant(monkeypatch)
    with pytest.raises(LeakError, match=r"has geheim-|^logged: .*geheim-"):
        act(play)


@pytest.mark.parametrize("act", dict.fromkeys(act for _, act in LEAKS.values()), ids=lambda act: act.__name__)
def test_without_a_leak_nothing_is_noticed(act: Callable[[Play], None], play: Play):
    act(play)


def test_a_calendar_has_the_days_that_its_person_may_read(play: Play):
    assert (fetch(play.world, "anna"), fetch(play.world, "carla")) == (1, 0)
    play.moves.agree("anna", NOORD, shared=True)
    assert (fetch(play.world, "anna"), fetch(play.world, "carla")) == (3, 2)


def test_what_may_be_seen_does_get_through(play: Play):
    """Otherwise a watch would be content with a bot that says nothing."""
    play.moves.share("anna", play.noord, times=1)
    look_at_noord(play)
    look_at_what_is_shared(play)
    play.world.in_group("anna", Commanded("afspraken"), "noord")
    play.world.say("anna", Said("menu"))
    got = {chat for secret, chat in play.world.watch.reached if play.world.watch.authors[secret] == CHATS["anna"]}
    assert {CHATS["anna"], CHATS["bas"], CHATS["carla"], play.world.groups["noord"]} <= got
