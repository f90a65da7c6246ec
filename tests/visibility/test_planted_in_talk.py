"""A leak is put into each way out of phase 2 in turn, and must be noticed."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
import structlog
from sqlalchemy import text
from test_discussion_machine import begun
from visibility_step import SECRET, LeakError
from visibility_talk_facts import HOME
from visibility_talk_moves import ALFA, TalkMoves
from visibility_talk_rules import QUIET_WORDS
from visibility_world import CHATS, World, full_name

from bot.content.screen import Button, Screen
from bot.dialogs.alignment.actions import closing
from bot.dialogs.alignment.facts import minutes as facts_minutes
from bot.dialogs.alignment.facts.minutes import as_it_is
from bot.dialogs.alignment.pages import minutes as minutes_pages
from bot.dialogs.alignment.screens import question as screen
from bot.dialogs.groups import screens as status
from bot.rooms import HOUSE
from bot.turn.context import TurnContext
from bot.turn.incoming import Commanded
from bot.typesetting.minutes import Counted, Point

COUNTS = "Opleiding Noord: Ja 1 · Enigszins 0 · Nee 0"
SHARES = "praktijkpartners: 2 van 5 gehoord, samen 58% van wat er staat"
TIP = "De kant van de praktijkpartners kwam nog weinig aan het woord."


class Play(TalkMoves):
    """Question 4 is on the table with some ballots, Fenna leads, a point was taken back, Anna and Tess took home."""

    def __init__(self, world: World, far: str) -> None:
        super().__init__(world, seed=4)
        world.go_back(begun(far))
        if far != "closed":
            self.go_to("alfa", "f2.b4")
        self.withdrawn = self._take_back_one()

    def _take_back_one(self) -> str:
        now = self.world.facts.phase_2.words
        words = next(w for w in now.values() if SECRET.search(w.text) and w.led == self.led_now.id)
        who = next(s for s, chat in CHATS.items() if self.world.facts.people.get(chat) == words.person)
        self.world.press(who, f"p:trekin:{words.id}.ja")
        return SECRET.findall(words.text)[0]

    @property
    def led_now(self):
        led = self.led("alfa")
        assert led is not None
        return led

    def home(self, slug: str) -> str:
        facts = self.world.facts
        mine = [v for (c, step), (_, v) in facts.answers.items() if facts.talks[c].chat == CHATS[slug] and step == HOME]
        return SECRET.findall(mine[-1])[0]

    def end(self) -> None:
        """All partners agree with the minutes."""
        for who in ALFA:
            self.check_minutes(who, self.led_now.run, right=True)


@pytest.fixture(scope="module")
def world():
    world = World()
    yield world
    world.close()


@pytest.fixture
def play(world: World) -> Play:
    return Play(world, "home")


@pytest.fixture
def closed(world: World) -> Play:
    return Play(world, "closed")


Plant = Callable[[Play, pytest.MonkeyPatch], None]
Text = Callable[[Play], str]


def test_nothing_is_noticed_where_nothing_was_planted(play: Play) -> None:
    play.world.in_group("anna", Commanded("overzicht"), "alfa")
    play.need("dora", "alfa", "nee")
    play.press_in("fenna", "alfa", "samenvatting")
    play.take_home("carla", play.led_now.run)
    play.close("alfa")
    play.end()
    assert play.world.facts.phase_2.fixed


# --- what a step tells, in a group or to a person ---


def told(where: str, what: Text, who: str = "anna") -> Plant:
    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        chat = CHATS.get(where) or play.world.groups[where]
        monkeypatch.setattr(status, "overview", lambda stage: stage.send(Screen(what(play)), chat=chat))
        play.world.in_group(who, Commanded("overzicht"), "alfa")

    return run


def button(made: Callable[[Play], Button]) -> Plant:
    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        screen_ = Screen("x", ((made(play),),))
        monkeypatch.setattr(status, "overview", lambda stage: stage.send(screen_, chat=play.world.groups["alfa"]))
        play.world.in_group("anna", Commanded("overzicht"), "alfa")

    return run


def document(where: str, what: Text) -> Plant:
    """Beside what is sent, or with other content."""

    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        chat = CHATS.get(where) or play.world.groups[where]
        data = json.dumps({"discussed": [], "goals": [], "made": what(play)})
        monkeypatch.setattr(
            status, "overview", lambda s: s.document(Screen("x"), data, "verslag.pdf", renderer="minutes", chat=chat)
        )
        play.world.in_group("anna", Commanded("overzicht"), "alfa")

    return run


def on_question(what: Text, draw: Callable[[Play], object] = lambda play: play.need("dora", "alfa", "nee")) -> Plant:
    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        drawn = screen.question_screen

        def with_more(*given: object) -> Screen:
            made = drawn(*given)  # type: ignore[arg-type]
            return replace(made, html=f"{made.html}\n{what(play)}")

        monkeypatch.setattr(screen, "question_screen", with_more)
        draw(play)

    return run


def on_choosing(plant: Callable[[Play, TurnContext], None]) -> Plant:
    """Dora taps Nee."""

    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        chosen = HOUSE.group_buttons["nodig"]

        def and_more(stage: TurnContext, argument: str) -> None:
            plant(play, stage)
            chosen(stage, argument)

        monkeypatch.setitem(HOUSE.group_buttons, "nodig", and_more)
        play.need("dora", "alfa", "nee")

    return run


def toast(what: Text) -> Plant:
    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        def and_more(stage: TurnContext, argument: str) -> None:
            stage.toast = what(play)

        monkeypatch.setitem(HOUSE.group_buttons, "nodig", and_more)
        play.need("dora", "alfa", "nee")

    return run


def on_panel(what: Text) -> Plant:
    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        drawn = TurnContext.screen

        def with_more(stage: TurnContext, phrase: object, *buttons: Button | None) -> Screen:
            made = drawn(stage, phrase, *buttons)  # type: ignore[arg-type]
            more = f"\n{what(play)}" if "Gelijke stem" in made.html else ""
            return replace(made, html=made.html + more)

        monkeypatch.setattr(TurnContext, "screen", with_more)
        play.world.speak("dora", "alfa", "punt", "Iets.")

    return run


def wrong_minutes(**changed: Callable[[Play, object], object]) -> Plant:
    """The draft, as it is read in private."""

    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        made = as_it_is

        def other(*given: object, **how: bool) -> object:
            found = made(*given, **how)  # type: ignore[arg-type]
            return replace(found, **{name: change(play, found) for name, change in changed.items()})

        monkeypatch.setattr(facts_minutes, "as_it_is", other)
        monkeypatch.setattr(closing, "as_it_is", other)
        play.close("alfa")
        play.read_minutes("anna", play.led_now.run)
        play.end()

    return run


def point(what: Text) -> Plant:
    """One point more below the first question."""

    def change(play: Play, found: object) -> object:
        first, *rest = found.discussed  # type: ignore[attr-defined]
        return (replace(first, points=(*first.points, Point("Opleiding Noord", what(play)))), *rest)

    return wrong_minutes(discussed=change)


def counted(play: Play, found: object) -> object:
    return tuple(
        replace(one, counted=(Counted("Opleiding Noord", (("Ja", 1), ("Enigszins", 0), ("Nee", 0))),))
        for one in found.discussed  # type: ignore[attr-defined]
    )


def wrong_document(what: Callable[[Play, dict[str, object]], object]) -> Plant:
    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        made = closing.document

        def other(*given: object) -> object:
            data = made(*given)  # type: ignore[arg-type]
            what(play, data)
            return data

        monkeypatch.setattr(closing, "document", other)
        play.close("alfa")
        play.end()

    return run


def quietly(then: Plant) -> Plant:
    """While a quiet window is open in which Anna and Dora wrote something."""

    def run(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        play.go_to("alfa", "f2.b2")
        play.steer("fenna", "alfa", "schrijf4")
        for who in ("anna", "dora"):
            play.quietly(who, "alfa")
        then(play, monkeypatch)

    return run


def below_question(what: Text) -> Plant:
    return on_question(what, lambda play: play.world.speak("dora", "alfa", "punt", "Iets."))


def quiet_of(slug: str) -> Text:
    def what(play: Play) -> str:
        facts = play.world.facts
        mine = [
            v for (c, s), (_, v) in facts.answers.items() if facts.talks[c].chat == CHATS[slug] and s == QUIET_WORDS
        ]
        return SECRET.findall(mine[-1])[0]

    return what


QUIET_PLANTS: dict[str, Plant] = {
    "in the group of all": told("alfa", quiet_of("anna")),
    "in the group of the own partner": told("noord", quiet_of("anna")),
    "to a colleague": told("bram", quiet_of("anna")),
    "to a colleague who wrote as well": told("dora", quiet_of("anna")),
    "to another partner": told("carla", quiet_of("anna")),
    "to the facilitator": told("fenna", quiet_of("anna")),
    "to an outsider": told("odin", quiet_of("anna")),
    "to whoever leads": on_panel(quiet_of("anna")),
    "below the question": below_question(quiet_of("anna")),
    "in the minutes": document("alfa", quiet_of("anna")),
    "in a summary": told("alfa", lambda play: f"Dit schreven jullie op:\n• Opleiding Noord: {quiet_of('anna')(play)}"),
    "its number in the group": told("alfa", lambda play: "Eerst opschrijven, tot 10:00: 2 mensen schreven iets"),
    "its number to a member": told("carla", lambda play: "Eerst opschrijven, tot 10:00: 2 mensen schreven iets"),
    "its number below the question": below_question(lambda play: "2 mensen schreven iets"),
    "a wrong number to whoever leads": on_panel(lambda play: "Eerst opschrijven, tot 10:00: 3 mensen schreven iets"),
}


@pytest.mark.parametrize("leak", QUIET_PLANTS)
def test_what_is_written_quietly_is_noticed(leak: str, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LeakError) as noticed:
        quietly(QUIET_PLANTS[leak])(play, monkeypatch)
    assert noticed.value.__cause__ is None, "the plant itself broke"


PLANTS: dict[str, Plant] = {
    "question 6 in the group of all": told("alfa", lambda play: play.home("tess")),
    "question 6 in the group of the own partner": told("noord", lambda play: play.home("anna")),
    "question 6 in the group of another partner": told("noord", lambda play: play.home("tess")),
    "question 6 to another partner": told("carla", lambda play: play.home("anna")),
    "question 6 to the facilitator": told("fenna", lambda play: play.home("anna")),
    "question 6 to an outsider": told("odin", lambda play: play.home("anna")),
    "question 6 to a stakeholder": told("bas", lambda play: play.home("anna")),
    "question 6 below a question": on_question(lambda play: play.home("anna")),
    "question 6 to whoever leads": on_panel(lambda play: play.home("anna")),
    "question 6 in a toast": toast(lambda play: play.home("anna")),
    "question 6 in a label": button(lambda play: Button(play.home("anna"), "g:leid:1")),
    "question 6 in a button": button(lambda play: Button("x", f"g:x:{play.home('anna')}")),
    "question 6 in a link": button(lambda play: Button("x", url=f"https://t.me/{play.home('anna')}")),
    "question 6 in a document": document("alfa", lambda play: play.home("anna")),
    "question 6 in the minutes": point(lambda play: play.home("anna")),
    "question 6 in the log": on_choosing(lambda play, stage: logging.getLogger("bot").error(play.home("anna"))),
    "question 6 in the structured log": on_choosing(lambda play, s: structlog.get_logger().info(play.home("anna"))),
    "question 6 on the standard output": on_choosing(lambda play, stage: print(play.home("anna"))),
    "question 6 in the turn log": on_choosing(lambda play, stage: stage.log(play.home("anna"))),
    "shares in the group of all": told("alfa", lambda play: SHARES),
    "shares in the group of a partner": told("noord", lambda play: SHARES),
    "shares to a manager": told("anna", lambda play: SHARES),
    "a tip about a side in the group": told("alfa", lambda play: TIP),
    "a tip about a side to a participant": told("bram", lambda play: TIP),
    "shares below a question": on_question(lambda play: SHARES),
    "shares in a toast": toast(lambda play: SHARES),
    "shares in the minutes": point(lambda play: SHARES),
    "shares in the document": wrong_document(lambda play, data: data.update(shares=SHARES)),
    "a name to whoever leads": on_panel(lambda play: "Bram is stil"),
    "a point to whoever leads": on_panel(lambda play: SECRET.findall(_standing(play))[0]),
    "a choice to whoever leads": on_panel(lambda play: COUNTS),
    "counts below question 4": on_question(lambda play: COUNTS),
    "a choice below question 4": on_question(lambda play: "Het laatste was nee"),
    "a number below question 4": on_question(lambda play: "2 vinden van niet"),
    "counts in the group of all": told("alfa", lambda play: COUNTS),
    "counts in the group of a partner": told("noord", lambda play: COUNTS),
    "counts to the facilitator": told("fenna", lambda play: COUNTS),
    "what another chose in a toast": toast(lambda play: "Anna koos Ja"),
    "another choice as one's own": toast(lambda play: "Ja genoteerd. Anderen zien niet wat jij koos."),
    "a choice in the log": on_choosing(lambda play, stage: logging.getLogger("bot").error("choice nee")),
    "a choice in the turn log": on_choosing(lambda play, stage: stage.log("group.nee")),
    "a choice as a dialog": on_choosing(lambda play, s: s.uow.log.write(s.at, "group.nodig", None, "nee")),
    "hidden counts in the minutes": wrong_minutes(discussed=counted),
    "a point that was taken back in the group": told("alfa", lambda play: play.withdrawn),
    "a point that was taken back to another": told("tess", lambda play: play.withdrawn),
    "a point that was taken back in the minutes": point(lambda play: play.withdrawn),
    "a point that was taken back in a document": document("alfa", lambda play: play.withdrawn),
    "a point in another collaboration": told("beta", lambda play: SECRET.findall(_standing(play))[0]),
    "a point in the group of a partner": told("noord", lambda play: SECRET.findall(_standing(play))[0]),
    "a point to an outsider": told("odin", lambda play: SECRET.findall(_standing(play))[0]),
    "a point in the log": on_choosing(lambda play, stage: logging.getLogger("bot").error(_standing(play))),
    "a name below a question": on_question(lambda play: full_name("bram")),
    "a first name in the group": told("alfa", lambda play: "Bram zei het al"),
    "a name in the minutes": point(lambda play: full_name("bram")),
    "a name in the document": wrong_document(lambda play, data: data.update(made=full_name("bram"))),
    "a document with less": wrong_document(lambda play, data: data.update(discussed=data["discussed"][1:])),  # type: ignore[index]
    "a document that is a draft": wrong_document(lambda play, data: data.update(fixed=False)),
    "minutes that lose goals": wrong_minutes(goals=lambda play, found: ()),
    "minutes by somebody else": wrong_minutes(led_by=lambda play, found: full_name("fenna")),
    "a document to a partner": document("noord", lambda play: "x"),
    "a document to another collaboration": document("beta", lambda play: "x"),
    "a document to an outsider": document("odin", lambda play: "x"),
}


def _standing(play: Play) -> str:
    now = play.world.facts.phase_2.words.values()
    return next(w.text for w in now if not w.withdrawn and SECRET.search(w.text) and w.led == play.led_now.id)


@pytest.mark.parametrize("name", PLANTS)
def test_a_leak_is_noticed(name: str, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LeakError) as noticed:
        PLANTS[name](play, monkeypatch)
    assert noticed.value.__cause__ is None, "the plant itself broke"


def test_minutes_that_were_fixed_stay_as_they_are(closed: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    closed.end()
    assert closed.led_now.id in closed.world.facts.phase_2.fixed

    def change(stage: TurnContext) -> None:
        stage.uow.people._reads.connection.execute(text("UPDATE minutes SET body = '{}'"))  # type: ignore[attr-defined]

    monkeypatch.setattr(status, "overview", change)
    with pytest.raises(LeakError, match="the fixed minutes"):
        closed.world.in_group("anna", Commanded("overzicht"), "alfa")


def test_fixed_minutes_are_not_read_as_they_are_now(closed: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is made anew instead of read."""
    closed.end()
    monkeypatch.setattr(minutes_pages, "minutes_now", as_it_is)
    with pytest.raises(LeakError, match="have more than was said"):
        closed.read_minutes("anna", closed.led_now.run)
