"""Each check on forms on paper is forgotten in turn, and must be noticed."""

import csv
import io
from collections.abc import Callable, Iterator

import pytest
from visibility_moves import Moves
from visibility_step import SECRET, LeakError
from visibility_world import CHATS, World

from bot.content.screen import Screen
from bot.dialogs.paper import actions, facts, pages
from bot.dialogs.paper.facts import Paper
from bot.dialogs.preparation import pages as colleagues
from bot.dialogs.preparation.facts import handed
from bot.domain.collaboration import Person
from bot.domain.ids import RunId
from bot.rooms import HOUSE
from bot.turn import context
from bot.turn.context import TurnContext
from bot.turn.records import ParticipantContext
from bot.turn.rendering import render

NORTH = "Opleiding Noord"


class Play(Moves):
    """Anna and Koen handed in, Bram did not; Anna entered one paper that Koen confirmed, and one that waits."""

    def __init__(self, world: World) -> None:
        super().__init__(world, seed=3)
        self.for_now = 0
        self.north = self.run_of(NORTH)
        for who in ("anna", "koen"):
            self.fill_in(who, self.north, talkative=0.5)
        self.enter_paper("anna", self.north, talkative=0.9)
        self.confirm_papers("koen")
        self.enter_paper("anna", self.north, talkative=0.9)
        self.counts, self.waits = sorted(world.facts.papers)

    def words(self) -> set[str]:
        """What was typed over of the paper that waits."""
        entered = self.world.facts.entered_in(self.world.facts.papers[self.waits])
        return {secret for _, value in entered.values() for secret in SECRET.findall(value)}

    def that_count(self) -> set[str]:
        """What was typed over of the paper that counts."""
        there = self.world.facts.on_paper
        return {secret for secret, chat in self.world.watch.authors.items() if chat in there}


@pytest.fixture(scope="module")
def played() -> Iterator[tuple[Play, object]]:
    world = World()
    play = Play(world)
    yield play, world.keep()
    world.close()


@pytest.fixture
def play(played: tuple[Play, object]) -> Play:
    play, kept = played
    play.world.go_back(kept)
    return play


def read_by(play: Play, slug: str) -> set[str]:
    kept = play.world.messages.get(CHATS[slug], [])
    return {secret for message in kept for secret in SECRET.findall(message.screen.html)}


def test_a_paper_is_seen_by_whoever_may_and_by_nobody_else(play: Play) -> None:
    facts_now = play.world.facts
    assert facts_now.papers[play.counts].person is not None
    assert facts_now.papers[play.waits].handed_in
    assert play.words()
    for who in ("koen", "bram", "bas", "fenna", "carla", "odin"):
        play.look_everywhere(who)
        assert not play.words() & read_by(play, who)
        assert bool(play.that_count() & read_by(play, who)) is (who == "koen")


def test_who_left_confirms_and_enters_nothing(play: Play) -> None:
    play.leave("anna")
    assert list(play.world.facts.papers) == [play.counts]
    play.enter_paper("anna", play.north)
    play.look_at_papers("anna")
    assert list(play.world.facts.papers) == [play.counts]


def test_deleted_it_is_nowhere(play: Play) -> None:
    texts = play.that_count()
    play.world.press("anna", f"p:namensweg:{play.counts}.ja")
    assert play.counts not in play.world.facts.papers
    kept = {secret for _, value in play.world.facts.answers.values() for secret in SECRET.findall(value)}
    assert not texts & kept


@pytest.mark.parametrize("who", ["koen", "bram", "fenna", "carla"])
def test_a_report_tells_of_a_paper_whose_it_is_and_who_entered_it(play: Play, who: str) -> None:
    author = play.world.facts.papers[play.counts].person
    assert author is not None
    called = f"{play.world.facts.names[author]} (op papier)"
    rows = list(csv.DictReader(io.StringIO(file_for(play, who, "csv").lstrip("\ufeff"), newline=""), delimiter=";"))
    theirs = [row for row in rows if row["persoon"] == called]
    assert bool(theirs) is (who == "koen")
    assert not [row for row in theirs if row["vraag_id"].startswith("f1.r6")]
    page = document_for(play, who, "pdf")
    assert ("op papier. Ingevoerd door Anna van Annadam" in page) is (who == "koen")
    assert not play.words() & set(SECRET.findall(page))


def test_a_paper_that_counts_is_settled_and_one_that_waits_is_not(play: Play) -> None:
    play.world.press("anna", f"p:vaststel:{play.north}")
    told = "".join(screen.html for chat, screen in play.world.latest if chat == CHATS["anna"])
    author = play.world.facts.papers[play.counts].person
    assert author is not None
    assert f"{play.world.facts.names[author]} (op papier)" in told
    kept = "".join(play.world.facts.snapshots.values())
    assert play.world.facts.names[author] in kept
    assert not play.words() & set(SECRET.findall(kept))
    play.settle("anna", play.north)
    assert play.world.facts.runs[play.north][2] == "settled"
    form = next(version.form for version in play.world.facts.versions if version.run == play.north)
    assert not play.words() & set(SECRET.findall(form))


def document_for(play: Play, who: str, form: str) -> str:
    """The data of which a report is made; nothing where there is nothing to report."""
    play.world.press(who, f"p:rapportmaak:1.1.mij.{form}")
    assert play.world.last is not None
    made = (m.document or "" for m in play.world.last.outgoing if m.renderer == f"report_{form}")
    return next(made, "")


def file_for(play: Play, who: str, form: str) -> str:
    made = document_for(play, who, form)
    return render(HOUSE.renderers, f"report_{form}", made).decode() if made else ""


# --- forgotten ---

Forget = Callable[[Play, pytest.MonkeyPatch], None]


def everybody(ctx: TurnContext, paper: Paper) -> tuple[Person, ...]:
    return ctx.uow.collaborations.members(paper.collaboration.id).people


def who_looks_for_the_signature(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "witnesses", everybody)
    play.world.press("fenna", f"p:namensgezien:{play.waits}")


def who_confirms(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever entered it says that it is signed."""
    monkeypatch.setattr(facts, "witnesses", everybody)
    play.confirm_papers("anna")


def who_is_asked(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "witnesses", everybody)
    play.enter_paper("koen", play.north)


def who_refuses(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "must_confirm", facts.the_paper)
    play.world.press("carla", f"p:namensnee:{play.waits}.ja")


def that_it_was_entered(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper that is still being entered is confirmed."""
    play.enter_paper("koen", play.north, until=4)
    monkeypatch.setattr(pages, "must_confirm", facts.the_paper)
    monkeypatch.setattr(pages, "is_whole", lambda ctx, paper: True)
    play.world.press("anna", f"p:namensja:{max(play.world.facts.papers)}.")


def who_deletes(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "may_forget", lambda ctx, paper: True)
    play.world.press("fenna", f"p:namensweg:{play.counts}.ja")


def whose_name_it_is(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "may_forget", lambda ctx, paper: True)
    play.world.press("carla", f"p:namensvan:{play.waits}")


def which_are_listed(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "may_forget", lambda ctx, paper: True)
    play.world.press("carla", "p:namenslijst:1")


def who_enters(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bram did not hand in."""

    def of_bram(ctx: TurnContext, run: RunId) -> ParticipantContext | None:
        bram = ctx.uow.people.in_chat(CHATS["bram"])
        return ctx.uow.rounds.standing(run, bram.id) if bram is not None else None

    monkeypatch.setattr(pages, "may_enter", of_bram)
    monkeypatch.setattr(facts, "may_enter", of_bram)
    play.world.press("bram", f"p:namensbegin:{play.north}")


def what_the_one_who_leads_is_told(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    ask, secret = actions.ask_for_signature, min(play.words())

    def and_tell(ctx: TurnContext, paper: Paper) -> None:
        ctx.send(Screen(secret), chat=CHATS["fenna"])
        ask(ctx, paper)

    monkeypatch.setattr(actions, "ask_for_signature", and_tell)
    play.enter_paper("koen", play.north)


def who_compares(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bram reads what stands on the paper that counts, and did not hand in himself."""
    monkeypatch.setattr(colleagues, "_visible", lambda ctx, mine, theirs: True)
    monkeypatch.setattr(handed, "may_see", lambda piece, viewer: True)
    play.look_at_colleagues("bram", play.north)


def a_word_of_it(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = actions._of_the_form
    monkeypatch.setattr(actions, "_of_the_form", lambda answers: dict(list(keep(answers).items())[1:]))
    play.confirm_papers("koen")


def that_nobody_is_there(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever filled in a paper is told something."""
    monkeypatch.setattr(context, "is_on_paper", lambda chat: False)
    chat = min(play.world.facts.on_paper)

    def them(ctx: TurnContext, paper: Paper) -> tuple[Person, ...]:
        found = ctx.uow.people.in_chat(chat)  # type: ignore[arg-type]
        return (found,) if found is not None else ()

    monkeypatch.setattr(actions, "witnesses", them)
    play.enter_paper("koen", play.north)


FORGOTTEN: list[Forget] = [
    who_looks_for_the_signature,
    who_confirms,
    who_is_asked,
    who_refuses,
    that_it_was_entered,
    who_deletes,
    whose_name_it_is,
    which_are_listed,
    who_enters,
    what_the_one_who_leads_is_told,
    who_compares,
    a_word_of_it,
    that_nobody_is_there,
]


@pytest.mark.parametrize("forget", FORGOTTEN)
def test_a_forgotten_check_is_noticed(forget: Forget, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LeakError):
        forget(play, monkeypatch)
