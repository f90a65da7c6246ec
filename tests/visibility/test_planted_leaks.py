"""A leak is put into each way out in turn, and must be noticed: a watch that misses one says nothing."""

import logging
from collections.abc import Callable, Iterator

import pytest
import structlog
from visibility_moves import Moves
from visibility_watch import SECRET, LeakError
from visibility_words import TITLE
from visibility_world import CHATS, GROUPS, World, full_name

from bot.content.screen import Button, Screen
from bot.dialogs.people.pages import my_data
from bot.dialogs.preparation import actions as preparation_actions
from bot.dialogs.preparation import pages as colleagues
from bot.dialogs.preparation.facts import handed
from bot.dialogs.reveal import facts as reveal_facts
from bot.dialogs.reveal.facts import audience, side_by_side
from bot.dialogs.reveal.pages import reveal
from bot.dialogs.reveal.ports import REACTIONS
from bot.dialogs.settling import facts as settling_facts
from bot.dialogs.settling.facts import drafts_of
from bot.dialogs.words import facts as words_facts
from bot.dialogs.words import pages as words_pages
from bot.domain.asks import Degree, Link
from bot.domain.collaboration import Person, Role
from bot.domain.ids import CollaborationId, RoundId, RunId
from bot.domain.motive import Choice
from bot.rooms import HOUSE
from bot.turn.context import TurnContext
from bot.turn.incoming import Commanded
from bot.turn.own_data import gathered

NORTH, EAST, SOUTH = "Opleiding Noord", "Zorggroep Oost", "Bureau Zuid"


class Play(Moves):
    """Bram and Koen handed in and Anna did not; the east settled; the south settled and opened again."""

    def __init__(self, world: World) -> None:
        super().__init__(world, seed=2)
        self.for_now = 0
        self.north, self.east, self.south = (self.run_of(name) for name in (NORTH, EAST, SOUTH))
        for who, run in [("bram", self.north), ("koen", self.north), ("carla", self.east), ("tess", self.south)]:
            self.fill_in(who, run, talkative=0.5)
        self.settle("carla", self.east)
        self.settle("tess", self.south)
        world.press("tess", f"p:heropen:{self.south}")

    def of(self, slug: str) -> str:
        """A text that this person handed in."""
        return next(s for s, chat in self.world.watch.authors.items() if chat == CHATS[slug])

    def revealed(self) -> "Play":
        self.reveal(1)
        return self


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


def seen_by(play: Play, slug: str) -> set[str]:
    """The texts on the newest versions of everything this person has."""
    kept = play.world.messages.get(CHATS[slug], [])
    return {s for m in kept for s in SECRET.findall(m.screen.html)}


# --- without a plant ---


def test_what_may_be_seen_is_seen_and_at_its_moment(play: Play) -> None:
    play.look_everywhere("koen")
    assert play.of("bram") in seen_by(play, "koen")
    play.look_everywhere("anna")
    assert play.of("bram") not in seen_by(play, "anna")
    settled = set(SECRET.findall(next(v.form for v in play.world.facts.versions if v.run == play.east)))
    for who in ("anna", "bram", "fenna"):
        play.look_everywhere(who)
        assert not settled & seen_by(play, who)
    play.reveal(1)
    for who in ("anna", "bram", "fenna"):
        play.look_everywhere(who)
    assert any(settled & seen_by(play, who) for who in ("anna", "bram", "fenna"))
    for who in ("odin", "lars", "rosa", "hugo"):
        play.look_everywhere(who)
        assert not seen_by(play, who)


# --- a message, label, button, toast, log line ---


def tell(who: str, what: Callable[[Play], str]) -> Callable[[Play], Callable[[TurnContext], None]]:
    return lambda play: lambda stage: stage.send(Screen(what(play)), chat=CHATS[who])


def show(screen: Callable[[Play], Screen]) -> Callable[[Play], Callable[[TurnContext], None]]:
    return lambda play: lambda stage: stage.show(screen(play))


def toast(play: Play) -> Callable[[TurnContext], None]:
    def plant(stage: TurnContext) -> None:
        stage.toast = f"Gelukt: {play.of('bram')}"

    return plant


def other_answer(stage: TurnContext) -> None:
    """Somebody's answer is overwritten by somebody else's step."""
    held = stage.uow.conversations.find("preparation", CHATS["bram"], 1)
    assert held is not None
    answers = stage.uow.conversations.answers(held.id)
    stage.uow.conversations.save_answers(held.id, answers, dict(list(answers.items())[1:]), stage.at)


def other_talk(stage: TurnContext) -> None:
    held = stage.uow.conversations.find("preparation", CHATS["bram"], 1)
    assert held is not None
    stage.uow.conversations.delete(held.id)


def hands_in_anna(stage: TurnContext) -> None:
    part = next(p for p in stage.uow.rounds.participants(RunId(1)) if p.handed_in_at is None)
    stage.uow.rounds.save_participation(type(part)(part.run, part.person, handed_in_at=stage.at))


def shows_a_version(stage: TurnContext) -> None:
    version = stage.uow.settlements.latest(RunId(2))
    assert version is not None
    stage.uow.settlements.reveal(stage.uow.rounds.runs(1)[0].round, [version.id], stage.at)  # type: ignore[arg-type]


def new_facilitator(stage: TurnContext) -> None:
    person = stage.person
    assert person is not None
    collaboration = stage.uow.collaborations.memberships_of(person.id)[0].collaboration
    stage.uow.collaborations.add_membership(person.id, collaboration, None, Role.FACILITATOR, stage.at)


def links_for_others(stage: TurnContext) -> None:
    asked, offered = stage.uow.collaborations.partners(CollaborationId(1))[:2]
    link = Link(asked.id, "stageplekken", offered.id, "tien", Degree.COVERED)
    stage.uow.get(REACTIONS).link(RoundId(1), link, stage.at)


def fails(stage: TurnContext) -> None:
    raise ValueError("broken")


def bram(play: Play) -> str:
    return play.of("bram")


def carla(play: Play) -> str:
    return play.of("carla")


def told(choice: str) -> Callable[[Play], str]:
    return lambda play: f"{full_name('bram')}: {choice}"


def button(label: str = "x", data: str = "p:help") -> Callable[[Play], Screen]:
    def screen(play: Play) -> Screen:
        return Screen("x", ((Button(label.format(play.of("bram")), data.format(play.of("bram"))),),))

    return screen


PLANTS = {
    "a draft to the facilitator": tell("fenna", bram),
    "a draft to a colleague who did not hand in": tell("anna", bram),
    "a draft to a stakeholder": tell("bas", bram),
    "a draft to another partner": tell("carla", bram),
    "a draft to the other collaboration": tell("hugo", bram),
    "a draft to an outsider": tell("odin", bram),
    "a draft to somebody who left": tell("lars", bram),
    "a draft to somebody who was removed": tell("rosa", bram),
    "a settled text to the facilitator before the reveal": tell("fenna", carla),
    "a settled text to another partner before the reveal": tell("bram", carla),
    "a choice to a colleague who did not hand in": tell("anna", told(Choice.YES.capitalize())),
    "who handed in to another partner": tell("carla", lambda play: f"✓ {full_name('bram')}"),
    "anything to somebody who left": tell("lars", lambda play: "Hallo"),
    "what a partner answered before the reveal": tell("anna", lambda play: f"Ja: {EAST}"),
    "guesses of too few": tell("anna", lambda play: "de overkant dacht vooral Ja"),
    "that a colleague left, to a colleague": tell(
        "bram", lambda play: f"{full_name('anna')} ({NORTH}) is gestopt. {NORTH} heeft nu geen leidinggevende."
    ),
    "that somebody left who did not": tell(
        "fenna", lambda play: f"Iemand van {NORTH} is gestopt. Niemand daar kan nu vaststellen."
    ),
    "that nobody is left where there is": tell(
        "anna", lambda play: f"Zonder jou kan niemand van {NORTH} nog vaststellen."
    ),
    "a half text": tell("fenna", lambda play: bram(play)[:10]),
    "a draft in a label": show(button(label="Kies {}")),
    "a draft in a button": show(button(data="p:{}")),
    "a button that is too large": show(button(data="p:" + "x" * 63)),
    "a message that is too long": show(lambda play: Screen("&lt;" * 4097)),
    "a draft in a toast": toast,
    "a draft in the log": lambda play: lambda stage: logging.getLogger("bot").error(play.of("bram")),
    "a draft in the structured log": lambda play: lambda stage: structlog.get_logger().info("x", text=play.of("bram")),
    "a draft in the turn log": lambda play: lambda stage: stage.log(play.of("bram")),
    "a draft on the standard output": lambda play: lambda stage: print(play.of("bram")),
    "how much of somebody's words changed, in a group": lambda play: (
        lambda stage: stage.send(
            Screen("2 van je opbrengsten staan anders verwoord in de versie."), chat=GROUPS["noord"]
        )
    ),
    "an answer that is lost": lambda play: other_answer,
    "a form that is lost": lambda play: other_talk,
    "a hand-in by somebody else": lambda play: hands_in_anna,
    "a version that is shown without a reveal": lambda play: shows_a_version,
    "a facilitator who made themselves one": lambda play: new_facilitator,
    "an ask that links itself": lambda play: links_for_others,
    "an error": lambda play: fails,
}


@pytest.mark.parametrize("name", PLANTS)
def test_a_leak_is_noticed(name: str, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    plant = PLANTS[name](play)
    monkeypatch.setitem(HOUSE.pages, "help", lambda stage, argument: plant(stage))
    with pytest.raises(LeakError):
        play.world.say("anna", Commanded("help"))


# --- a check that is forgotten ---


def forget_on_the_page_of_colleagues(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(colleagues, "may_see", lambda piece, viewer: True)
    play.look_everywhere("anna")


def forget_that_only_motives_were_handed_in(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anna is shown what her colleagues answered to the questions that she did not answer yet."""
    play.motives_only("anna", play.north)
    monkeypatch.setattr(handed, "may_see", lambda piece, viewer: True)
    play.look_everywhere("anna")


def forget_when_settling(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not handed in becomes part of the snapshot."""
    play.fill_in("anna", play.north)
    parts = drafts_of

    def with_more(stage: TurnContext, standing: object) -> object:
        drafts = parts(stage, standing)  # type: ignore[arg-type]
        return (*drafts, type(drafts[0])(stage.uow.people.in_chat(CHATS["carla"]).id, "x", drafts[0].form))  # type: ignore[union-attr]

    monkeypatch.setattr(settling_facts, "drafts_of", with_more)
    play.settle("anna", play.north)


def forget_at_the_reveal(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    play.revealed()
    monkeypatch.setattr(reveal_facts, "may_see", lambda piece, viewer: True)
    play.come_in("odin", "fenna", play.world.facts.runs[play.north][1], "betrokkene")
    play.look_everywhere("odin")


def forget_that_it_was_opened_again(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture and the text take a version that nobody revealed along."""
    compare = side_by_side

    def with_all(stage: TurnContext, round_: object, versions: object) -> object:
        every = [stage.uow.settlements.latest(RunId(run)) for run in (play.east, play.south)]
        return compare(stage, round_, [v for v in every if v is not None])  # type: ignore[arg-type]

    monkeypatch.setattr(reveal, "side_by_side", with_all)
    play.revealed()


def forget_somebody_at_the_reveal(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = audience
    monkeypatch.setattr(reveal, "audience", lambda *given: everybody(*given)[:-1])
    play.revealed()


def forget_that_somebody_is_a_stakeholder(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_outsiders(stage: TurnContext, collaboration: object) -> list[object]:
        return [m[1] for c in (1, 2) for m in stage.uow.collaborations.members(c)]  # type: ignore[arg-type]

    monkeypatch.setattr(reveal, "audience", with_outsiders)
    play.revealed()


def tell_the_facilitator_what_was_handed_in(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = preparation_actions.schedule

    def and_tell(stage: TurnContext, person: object) -> None:
        stage.send(Screen(play.of("bram")), chat=CHATS["fenna"])
        ask(stage, person)  # type: ignore[arg-type]

    monkeypatch.setattr(preparation_actions, "schedule", and_tell)
    play.fill_in("anna", play.north)


def look_at_what_is_kept_about_everybody(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = gathered

    def of_bram_too(stage: TurnContext, person: Person) -> dict[str, object]:
        other = stage.uow.people.in_chat(CHATS["bram"])
        assert other is not None
        return {**ask(stage, person), "collega": ask(stage, other)}

    monkeypatch.setattr(my_data, "gathered", of_bram_too)
    play.world.press("anna", "p:gegevensbestand:")


def forget_whose_words_they_are(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Koen reads what became of Bram's words, which he may read themselves."""
    author_in = words_pages.author_in

    def of_bram(stage: TurnContext, person: Person, round_: object) -> object:
        bram = stage.uow.people.in_chat(CHATS["bram"])
        assert bram is not None
        return author_in(stage, bram, round_)  # type: ignore[arg-type]

    monkeypatch.setattr(words_pages, "author_in", of_bram)
    monkeypatch.setattr(words_facts, "may_see", lambda piece, viewer: True)
    play.look_at_words("koen")


def send_somebody_what_became_of_their_words(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page goes to a colleague who did not ask for it."""
    ask = preparation_actions.schedule

    def and_tell(stage: TurnContext, person: object) -> None:
        stage.send(Screen(f"<b>{TITLE}</b>\n“{play.of('bram')}”"), chat=CHATS["bram"])
        ask(stage, person)  # type: ignore[arg-type]

    monkeypatch.setattr(preparation_actions, "schedule", and_tell)
    play.fill_in("anna", play.north)


FORGOTTEN = [
    forget_whose_words_they_are,
    send_somebody_what_became_of_their_words,
    look_at_what_is_kept_about_everybody,
    forget_on_the_page_of_colleagues,
    forget_that_only_motives_were_handed_in,
    forget_when_settling,
    forget_at_the_reveal,
    forget_that_it_was_opened_again,
    forget_somebody_at_the_reveal,
    forget_that_somebody_is_a_stakeholder,
    tell_the_facilitator_what_was_handed_in,
]


@pytest.mark.parametrize("forget", FORGOTTEN)
def test_a_forgotten_check_is_noticed(
    forget: Callable[[Play, pytest.MonkeyPatch], None], play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LeakError):
        forget(play, monkeypatch)
