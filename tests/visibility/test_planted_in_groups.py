"""A leak is put into each way to a group in turn, and must be noticed."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import structlog
from visibility_moves import Moves
from visibility_step import SECRET, LeakError
from visibility_world import CHATS, World, full_name

from bot.content.screen import Button, Screen
from bot.dialogs.boards.actions import board as boards_actions
from bot.dialogs.boards.actions.board import open_round
from bot.dialogs.boards.screens.board import board_screen
from bot.dialogs.groups import screens as status
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.reveal.facts import picture_of, side_by_side
from bot.dialogs.settling.facts import settled_versions
from bot.domain.ids import RunId
from bot.rooms import HOUSE
from bot.turn.context import TurnContext
from bot.turn.incoming import Commanded

NORTH, EAST = "Opleiding Noord", "Zorggroep Oost"
NAMES_ONLY = json.dumps({"columns": [{"name": NORTH}]})
COUNTS = f"{NORTH}: Ja 1 · Enigszins 0 · Nee 0"


class Play(Moves):
    """Bram handed in with an own motive, Koen wrote a draft, the east settled.

    In the north a board is open on which Bram has voted; in the west one is shown, with a reply of Hugo below it.
    """

    def __init__(self, world: World) -> None:
        super().__init__(world, seed=4)
        self.north, self.east = self.run_of(NORTH), self.run_of(EAST)
        self.fill_in("bram", self.north, talkative=0.9)
        self.fill_in("koen", self.north, until=12, talkative=0.9)
        self.fill_in("carla", self.east, talkative=0.9)
        self.settle("carla", self.east)
        world.in_group("anna", Commanded("motieven"), "noord")
        self.vote("bram", "noord", "enigszins")
        world.in_group("hugo", Commanded("motieven"), "west")
        self.all_vote("west", ("ja",))
        self.reply_to_board("hugo", "west")

    def reply_to_board(self, slug: str, group: str) -> None:
        self.world.reply(slug, group, self.board_message(group) or 0, self.world.secret(slug))

    def of(self, slug: str) -> str:
        """The last text that this person was heard to give as an answer."""
        given = "".join(v for (c, _), (_, v) in self.facts.answers.items() if self.facts.talks[c].chat == CHATS[slug])
        return SECRET.findall(given)[-1]

    @property
    def facts(self):
        return self.world.facts

    @property
    def settled(self) -> str:
        return SECRET.findall(next(v.form for v in self.facts.versions if v.run == self.east))[0]

    @property
    def own_motive(self) -> str:
        talk = self.facts.forms[self.facts.people[CHATS["bram"]], self.north]
        given = self.facts.answers.items()
        return next(v for (c, step), (kind, v) in given if c == talk and kind == "written" and step[:8] == "own.add.")


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
    play.random.seed(4)
    return play


Text = Callable[[Play], str]
Plant = Callable[[Play, pytest.MonkeyPatch], None]


def test_nothing_is_noticed_where_nothing_was_planted(play: Play) -> None:
    play.put_own("bram", play.north)
    for group in ("noord", "alfa", "beta", "west"):
        play.world.in_group("fenna" if group == "alfa" else "anna", Commanded("overzicht"), group)
    play.vote("anna", "noord", "ja")
    play.lead("anna", "noord", "toon")
    play.lead("anna", "noord", "verder")
    play.vote("koen", "noord", "nee")
    play.lead("hugo", "west", "heropen")
    play.reveal(1)


# --- what a step in a group tells, there or elsewhere ---


def during(group: str, plant: Callable[[Play, TurnContext], None], who: str = "anna") -> Plant:
    """Planted in a step that somebody takes in a group."""

    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(status, "overview", lambda stage: plant(play, stage))
        play.world.in_group(who, Commanded("overzicht"), group)

    return run


def tell(group: str, what: Text) -> Plant:
    return during(group, lambda play, stage: stage.send(Screen(what(play)), chat=play.world.groups[group]))


def tell_elsewhere(where: str, what: Text) -> Plant:
    def plant(play: Play, stage: TurnContext) -> None:
        stage.send(Screen(what(play)), chat=CHATS.get(where) or play.world.groups[where])

    return during("noord", plant)


def picture(group: str) -> Plant:
    """A picture of all that was settled."""

    def plant(play: Play, stage: TurnContext) -> None:
        round_ = stage.uow.rounds.get(stage.uow.rounds.run(RunId(play.east)).round)
        found = side_by_side(stage, round_, settled_versions(stage, round_.id))
        stage.picture("x", picture_of(stage, found), renderer="matrix", chat=play.world.groups[group])

    return during("noord", plant)


def whole_board(group: str) -> Plant:
    """The board of the north, in another group."""

    def plant(play: Play, stage: TurnContext) -> None:
        here = stage.uow.groups.at(stage.chat_thread)
        round_ = open_round(stage, here)
        board = stage.uow.get(QUESTIONS).motives(here.id, round_.id)[-1]
        stage.send(board_screen(stage, here, round_, board), chat=play.world.groups[group])

    return during("noord", plant)


# --- what more stands on a board, in the status, in a toast, in a log ---


def on_board(what: Text, group: str = "noord", who: str = "anna") -> Plant:
    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        drawn = board_screen

        def with_more(*given: object) -> Screen:
            screen = drawn(*given)
            return replace(screen, html=f"{screen.html}\n{what(play)}")

        monkeypatch.setattr(boards_actions, "board_screen", with_more)
        play.world.in_group(who, Commanded("motieven"), group)

    return run


def with_button(button: Button) -> Plant:
    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        drawn = board_screen

        def with_more(*given: object) -> Screen:
            screen = drawn(*given)
            return replace(screen, buttons=(*screen.buttons, (button,)))

        monkeypatch.setattr(boards_actions, "board_screen", with_more)
        play.world.in_group("anna", Commanded("motieven"), "noord")

    return run


def on_status(what: Text, group: str = "noord", who: str = "anna") -> Plant:
    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        drawn = status._screen

        def with_more(*given: object) -> Screen:
            screen = drawn(*given)
            return replace(screen, html=f"{screen.html}\n{what(play)}")

        monkeypatch.setattr(status, "_screen", with_more)
        play.world.in_group(who, Commanded("overzicht"), group)

    return run


def when_voting(plant: Callable[[Play, TurnContext], None], who: str = "koen") -> Plant:
    """Somebody taps Nee."""

    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        vote = HOUSE.group_buttons["stem"]

        def and_more(stage: TurnContext, argument: str) -> None:
            plant(play, stage)
            vote(stage, argument)

        monkeypatch.setitem(HOUSE.group_buttons, "stem", and_more)
        play.vote(who, "noord", "nee")

    return run


def toast(what: Text) -> Plant:
    def plant(play: Play, stage: TurnContext) -> None:
        stage.toast = what(play)

    return when_voting(plant)


PLANTS: dict[str, Plant] = {
    "a choice on the board": on_board(lambda play: "Enigszins"),
    "a choice on the board in small letters": on_board(lambda play: "het laatste was nee"),
    "a number on the board": on_board(lambda play: "3 erbij"),
    "a name on the board": on_board(lambda play: full_name("bram")),
    "a first name on the board": on_board(lambda play: "✓ Bram"),
    "counts on an open board": on_board(lambda play: COUNTS),
    "a draft on the board": on_board(lambda play: play.of("koen")),
    "what was handed in on the board": on_board(lambda play: play.of("bram")),
    "a settled text on the board": on_board(lambda play: play.settled),
    "a name on a shown board": on_board(lambda play: full_name("hugo"), "west", "hugo"),
    "a choice on a shown board": on_board(lambda play: "Nina: Ja", "west", "hugo"),
    "another count on a shown board": on_board(
        lambda play: "Atelier Midden: Ja 1 · Enigszins 0 · Nee 0", "west", "hugo"
    ),
    "a draft on a shown board": on_board(lambda play: play.of("koen"), "west", "hugo"),
    "a choice in a button": with_button(Button("x", "g:stem:1.1.ja.bram")),
    "a name in a label": with_button(Button(full_name("bram"), url="https://t.me/x")),
    "a draft in a link": with_button(Button("x", url="https://t.me/geheim-koen-1z")),
    "a choice in the status": on_status(lambda play: "Bij het laatste motief: Enigszins"),
    "a number in the status": on_status(lambda play: "1 van 3 hebben geantwoord"),
    "a name in the status": on_status(lambda play: f"… {full_name('koen')}"),
    "a draft in the status": on_status(lambda play: play.of("koen")),
    "another partner in the status": on_status(lambda play: f"{EAST} is al klaar"),
    "progress of another partner in the status": on_status(lambda play: f"▰▰▰▰▰▰ {EAST}: vastgesteld"),
    "counts in the status of all": on_status(lambda play: COUNTS, "alfa", "fenna"),
    "what somebody else chose in a toast": toast(lambda play: "Een ander koos Enigszins"),
    "the choice of somebody else as one's own": toast(
        lambda play: "Enigszins genoteerd. Anderen zien niet wat jij koos."
    ),
    "somebody else's choice behind one's own": toast(lambda play: "Nee genoteerd. Bij een ander: Enigszins"),
    "a name in a toast": toast(lambda play: f"{full_name('carla')} was je voor"),
    "a draft in a toast": toast(lambda play: play.of("bram")),
    "counts in a toast": toast(lambda play: "Tot nu toe: 2"),
    "a choice in the log": when_voting(lambda play, stage: logging.getLogger("bot").error("vote nee")),
    "a choice in the structured log": when_voting(lambda play, stage: structlog.get_logger().info("x", choice="nee")),
    "a choice on the standard output": when_voting(lambda play, stage: print("nee")),
    "a name in the log": when_voting(lambda play, stage: logging.getLogger("bot").error(full_name("koen"))),
    "a choice in the turn log": when_voting(lambda play, stage: stage.log("group.nee")),
    "a choice as a dialog in the turn log": when_voting(
        lambda play, stage: stage.uow.log.write(stage.at, "group.stem", None, "nee")
    ),
    "an outcome of a draft": tell("noord", lambda play: play.of("koen")),
    "an outcome that was handed in": tell("noord", lambda play: play.of("bram")),
    "a settled text to all before the reveal": tell("alfa", lambda play: play.settled),
    "a settled text to the group of a partner": tell("noord", lambda play: play.settled),
    "a settled text to another collaboration": tell("beta", lambda play: play.settled),
    "a settled text to a group of nobody": tell("vreemd", lambda play: play.settled),
    "a reply to another group": tell_elsewhere("beta", lambda play: play.of("hugo")),
    "a reply to a colleague who did not hand in": tell_elsewhere("nina", lambda play: play.of("hugo")),
    "an own motive to a group it was not put before": tell("noord", lambda play: play.own_motive),
    "a count in the group of all of an apart round": tell("alfa", lambda play: COUNTS),
    "a count outside a board": tell("noord", lambda play: COUNTS),
    "a count to a person": tell_elsewhere("anna", lambda play: COUNTS),
    "a count to the facilitator": tell_elsewhere("fenna", lambda play: COUNTS),
    "a count in other words": tell("alfa", lambda play: "2 × Ja"),
    "progress outside the status": tell("noord", lambda play: f"{NORTH}: 1 van 3 ingediend  ▰▰▱▱▱▱"),
    "who asked, with a choice": tell("noord", lambda play: "Anna, je koos Ja"),
    "who did something": tell("noord", lambda play: "Bram is er nu ook"),
    "anything to a group of nobody": tell_elsewhere("vreemd", lambda play: "Hallo"),
    "a reveal that was not there": tell("alfa", lambda play: "2 waarbij iedereen Ja zegt, 1 met Ja aan één kant"),
    "a board of a partner in the group of all": whole_board("alfa"),
    "a board of a partner in another group": whole_board("west"),
    "the picture in the group of a partner": picture("noord"),
    "the picture in the group of all before the reveal": picture("alfa"),
    "the picture in another collaboration": picture("beta"),
    "a picture without texts": during(
        "noord", lambda play, stage: stage.picture("x", NAMES_ONLY, renderer="matrix", chat=play.world.groups["noord"])
    ),
}


@pytest.mark.parametrize("name", PLANTS)
def test_a_leak_is_noticed(name: str, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LeakError) as noticed:
        PLANTS[name](play, monkeypatch)
    assert noticed.value.__cause__ is None, "the plant itself broke"
