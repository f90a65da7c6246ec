"""Every event in every kind of state, and what it leads to."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.engine.advance import DONE, SKIP, advance, walk
from bot.engine.errors import DialogError
from bot.engine.model import (
    MAX_TEXT,
    MORE,
    Answer,
    Answers,
    Ask,
    BackRequested,
    ChangeRequested,
    Chosen,
    Complete,
    Effect,
    Event,
    Notify,
    Open,
    Option,
    PageRequested,
    Pause,
    PauseRequested,
    Phrase,
    Picked,
    Pressed,
    Read,
    ReadRequested,
    Resumed,
    Row,
    Session,
    Skipped,
    Step,
    StepId,
    Steps,
    TextRule,
    Turn,
    Typed,
    Withdrawn,
    Written,
)
from bot.engine.steps import choose, option, pick, review, write

AT = datetime(2026, 9, 16, 10, tzinfo=UTC)


def talk() -> Steps:
    """One question of each kind."""
    options = [option("red"), option("blue"), option("side", opens="other")]
    colour = yield from choose("colour", "?", options, more="more")
    if colour == "red":
        yield from choose("shade", "?", [option("dark"), option("light")])
    yield from write("word", "?", rule=TextRule(limit=10))
    yield from write("note", "?", optional=True, suggestions=[option("usual")])
    yield from pick("days", "?", [option("mon"), option("tue"), option("wed")], preset=["mon"])
    yield from write("name", "?", rule=TextRule(names_item=True))
    rows = [Row(StepId(step), step, "") for step in ("colour", "word", "days")]
    return (yield from review("review", "?", rows, [option("ok")]))


def answers(**given: Answer) -> Answers:
    return {StepId(step): answer for step, answer in given.items()}


COLOUR = answers(colour=Chosen("blue"))
WORD = {**COLOUR, **answers(word=Written("hello"))}
NOTE = {**WORD, **answers(note=Skipped())}
DAYS = {**NOTE, **answers(days=Picked(("mon", "wed"), done=True))}
NAME = {**DAYS, **answers(name=Written("Anna", "i1"))}
FINISHED = {**NAME, **answers(review=Chosen("ok"))}

STATES = {
    "choice": Session(),
    "text": Session(COLOUR),
    "optional": Session(WORD),
    "several": Session(NOTE),
    "picking": Session({**NOTE, **answers(days=Picked((), done=False))}),
    "named": Session(DAYS),
    "review": Session(NAME, page=2),
    "more": Session(page=MORE),
    "changing": Session(NAME, StepId("word")),
    "finished": Session(FINISHED),
    "finished, changing": Session(FINISHED, StepId("note")),
}

EVENTS: dict[str, Event] = {
    "resumed": Resumed(AT),
    "noted": Resumed(AT, Phrase("hello")),
    "first option": Pressed("red", AT),
    "ok": Pressed("ok", AT),
    "opens": Pressed("side", AT),
    "suggestion": Pressed("usual", AT),
    "toggle": Pressed("tue", AT),
    "toggle off": Pressed("mon", AT),
    "done": Pressed(DONE, AT),
    "skip": Pressed(SKIP, AT),
    "unknown option": Pressed("gone", AT),
    "typed": Typed("text", AT, "i2"),
    "empty": Typed(" \n ", AT, "i2"),
    "long": Typed("x" * 11, AT, "i2"),
    "too long": Typed("x" * (MAX_TEXT + 1), AT, "i2"),
    "back": BackRequested(AT),
    "change": ChangeRequested(StepId("colour"), AT),
    "change unknown": ChangeRequested(StepId("gone"), AT),
    "page": PageRequested(1, AT),
    "page below": PageRequested(-1, AT),
    "read": ReadRequested(AT),
    "pause": PauseRequested(AT),
    "withdrawn": Withdrawn(StepId("word"), AT),
}

TABLE = {
    "choice": {
        "resumed": "ask colour",
        "noted": "ask colour (hello)",
        "first option": "ask shade",
        "ok": "say errors.expired, ask colour",
        "opens": "open other",
        "suggestion": "say errors.expired, ask colour",
        "toggle": "say errors.expired, ask colour",
        "toggle off": "say errors.expired, ask colour",
        "done": "say errors.expired, ask colour",
        "skip": "say errors.expired, ask colour",
        "unknown option": "say errors.expired, ask colour",
        "typed": "ask colour (errors.use_buttons)",
        "empty": "ask colour (errors.use_buttons)",
        "long": "ask colour (errors.use_buttons)",
        "too long": "ask colour (errors.use_buttons)",
        "back": "ask colour",
        "change": "ask colour",
        "change unknown": "ask colour",
        "page": "ask colour page 1",
        "page below": "ask colour",
        "read": "read ask colour",
        "pause": "pause",
        "withdrawn": "ask colour (errors.too_long)",
    },
    "text": {
        "resumed": "ask word",
        "noted": "ask word (hello)",
        "first option": "say errors.expired, ask word",
        "ok": "say errors.expired, ask word",
        "opens": "say errors.expired, ask word",
        "suggestion": "say errors.expired, ask word",
        "toggle": "say errors.expired, ask word",
        "toggle off": "say errors.expired, ask word",
        "done": "say errors.expired, ask word",
        "skip": "say errors.expired, ask word",
        "unknown option": "say errors.expired, ask word",
        "typed": "ask note",
        "empty": "ask word (errors.empty)",
        "long": "ask word (errors.too_long)",
        "too long": "ask word (errors.too_long)",
        "back": "ask colour = blue",
        "change": "ask colour = blue",
        "change unknown": "ask word",
        "page": "ask word",
        "page below": "ask word",
        "read": "read ask word",
        "pause": "pause",
        "withdrawn": "ask word (errors.too_long)",
    },
    "optional": {
        "resumed": "ask note",
        "noted": "ask note (hello)",
        "first option": "say errors.expired, ask note",
        "ok": "say errors.expired, ask note",
        "opens": "say errors.expired, ask note",
        "suggestion": "ask days",
        "toggle": "say errors.expired, ask note",
        "toggle off": "say errors.expired, ask note",
        "done": "say errors.expired, ask note",
        "skip": "ask days",
        "unknown option": "say errors.expired, ask note",
        "typed": "ask days",
        "empty": "ask note (errors.empty)",
        "long": "ask days",
        "too long": "ask note (errors.too_long)",
        "back": "ask word = hello",
        "change": "ask colour = blue",
        "change unknown": "ask note",
        "page": "ask note",
        "page below": "ask note",
        "read": "read ask note",
        "pause": "pause",
        "withdrawn": "ask word (errors.too_long)",
    },
    "several": {
        "resumed": "ask days",
        "noted": "ask days (hello)",
        "first option": "say errors.expired, ask days",
        "ok": "say errors.expired, ask days",
        "opens": "say errors.expired, ask days",
        "suggestion": "say errors.expired, ask days",
        "toggle": "ask days = mon+tue",
        "toggle off": "ask days = nothing",
        "done": "ask name",
        "skip": "say errors.expired, ask days",
        "unknown option": "say errors.expired, ask days",
        "typed": "ask days (errors.use_buttons)",
        "empty": "ask days (errors.use_buttons)",
        "long": "ask days (errors.use_buttons)",
        "too long": "ask days (errors.use_buttons)",
        "back": "ask note = skipped",
        "change": "ask colour = blue",
        "change unknown": "ask days",
        "page": "ask days",
        "page below": "ask days",
        "read": "read ask days",
        "pause": "pause",
        "withdrawn": "ask word (errors.too_long)",
    },
    "picking": {
        "resumed": "ask days = nothing",
        "noted": "ask days (hello) = nothing",
        "first option": "say errors.expired, ask days = nothing",
        "ok": "say errors.expired, ask days = nothing",
        "opens": "say errors.expired, ask days = nothing",
        "suggestion": "say errors.expired, ask days = nothing",
        "toggle": "ask days = tue",
        "toggle off": "ask days = mon",
        "done": "ask days (errors.pick_one) = nothing",
        "skip": "say errors.expired, ask days = nothing",
        "unknown option": "say errors.expired, ask days = nothing",
        "typed": "ask days (errors.use_buttons) = nothing",
        "empty": "ask days (errors.use_buttons) = nothing",
        "long": "ask days (errors.use_buttons) = nothing",
        "too long": "ask days (errors.use_buttons) = nothing",
        "back": "ask note = skipped",
        "change": "ask colour = blue",
        "change unknown": "ask days = nothing",
        "page": "ask days = nothing",
        "page below": "ask days = nothing",
        "read": "read ask days = nothing",
        "pause": "pause",
        "withdrawn": "ask word (errors.too_long)",
    },
    "named": {
        "resumed": "ask name",
        "noted": "ask name (hello)",
        "first option": "say errors.expired, ask name",
        "ok": "say errors.expired, ask name",
        "opens": "say errors.expired, ask name",
        "suggestion": "say errors.expired, ask name",
        "toggle": "say errors.expired, ask name",
        "toggle off": "say errors.expired, ask name",
        "done": "say errors.expired, ask name",
        "skip": "say errors.expired, ask name",
        "unknown option": "say errors.expired, ask name",
        "typed": "ask review",
        "empty": "ask name (errors.empty)",
        "long": "ask review",
        "too long": "ask name (errors.too_long)",
        "back": "ask days = mon+wed",
        "change": "ask colour = blue",
        "change unknown": "ask name",
        "page": "ask name",
        "page below": "ask name",
        "read": "read ask name",
        "pause": "pause",
        "withdrawn": "ask word (errors.too_long)",
    },
    "review": {
        "resumed": "ask review page 2",
        "noted": "ask review page 2 (hello)",
        "first option": "say errors.expired, ask review page 2",
        "ok": "complete ok",
        "opens": "say errors.expired, ask review page 2",
        "suggestion": "say errors.expired, ask review page 2",
        "toggle": "say errors.expired, ask review page 2",
        "toggle off": "say errors.expired, ask review page 2",
        "done": "say errors.expired, ask review page 2",
        "skip": "say errors.expired, ask review page 2",
        "unknown option": "say errors.expired, ask review page 2",
        "typed": "ask review page 2 (errors.use_buttons)",
        "empty": "ask review page 2 (errors.use_buttons)",
        "long": "ask review page 2 (errors.use_buttons)",
        "too long": "ask review page 2 (errors.use_buttons)",
        "back": "ask name = Anna",
        "change": "ask colour = blue",
        "change unknown": "ask review page 2",
        "page": "ask review page 1",
        "page below": "ask review",
        "read": "read ask review page 2",
        "pause": "pause",
        "withdrawn": "ask word (errors.too_long)",
    },
    "more": {
        "resumed": "ask colour page 1",
        "noted": "ask colour page 1 (hello)",
        "first option": "ask shade",
        "ok": "say errors.expired, ask colour page 1",
        "opens": "open other",
        "suggestion": "say errors.expired, ask colour page 1",
        "toggle": "say errors.expired, ask colour page 1",
        "toggle off": "say errors.expired, ask colour page 1",
        "done": "say errors.expired, ask colour page 1",
        "skip": "say errors.expired, ask colour page 1",
        "unknown option": "say errors.expired, ask colour page 1",
        "typed": "ask colour page 1 (errors.use_buttons)",
        "empty": "ask colour page 1 (errors.use_buttons)",
        "long": "ask colour page 1 (errors.use_buttons)",
        "too long": "ask colour page 1 (errors.use_buttons)",
        "back": "ask colour",
        "change": "ask colour",
        "change unknown": "ask colour",
        "page": "ask colour page 1",
        "page below": "ask colour",
        "read": "read ask colour page 1",
        "pause": "pause",
        "withdrawn": "ask colour page 1 (errors.too_long)",
    },
    "changing": {
        "resumed": "ask word = hello",
        "noted": "ask word (hello) = hello",
        "first option": "say errors.expired, ask word = hello",
        "ok": "say errors.expired, ask word = hello",
        "opens": "say errors.expired, ask word = hello",
        "suggestion": "say errors.expired, ask word = hello",
        "toggle": "say errors.expired, ask word = hello",
        "toggle off": "say errors.expired, ask word = hello",
        "done": "say errors.expired, ask word = hello",
        "skip": "say errors.expired, ask word = hello",
        "unknown option": "say errors.expired, ask word = hello",
        "typed": "ask review",
        "empty": "ask word (errors.empty) = hello",
        "long": "ask word (errors.too_long) = hello",
        "too long": "ask word (errors.too_long) = hello",
        "back": "ask colour = blue",
        "change": "ask colour = blue",
        "change unknown": "ask review",
        "page": "ask word = hello",
        "page below": "ask word = hello",
        "read": "read ask word = hello",
        "pause": "pause",
        "withdrawn": "ask word (errors.too_long)",
    },
    "finished": {
        **dict.fromkeys(EVENTS, "complete ok"),
        "change": "ask colour = blue",
        "change unknown": "ask review = ok",
        "withdrawn": "ask word (errors.too_long)",
    },
    "finished, changing": {
        "resumed": "ask note = skipped",
        "noted": "ask note (hello) = skipped",
        "first option": "say errors.expired, ask note = skipped",
        "ok": "say errors.expired, ask note = skipped",
        "opens": "say errors.expired, ask note = skipped",
        "suggestion": "ask review = ok",
        "toggle": "say errors.expired, ask note = skipped",
        "toggle off": "say errors.expired, ask note = skipped",
        "done": "say errors.expired, ask note = skipped",
        "skip": "ask review = ok",
        "unknown option": "say errors.expired, ask note = skipped",
        "typed": "ask review = ok",
        "empty": "ask note (errors.empty) = skipped",
        "long": "ask review = ok",
        "too long": "ask note (errors.too_long) = skipped",
        "back": "ask word = hello",
        "change": "ask colour = blue",
        "change unknown": "ask review = ok",
        "page": "ask note = skipped",
        "page below": "ask note = skipped",
        "read": "read ask note = skipped",
        "pause": "pause",
        "withdrawn": "ask word (errors.too_long)",
    },
}
ROWS = [(state, event, seen) for state, row in TABLE.items() for event, seen in row.items()]
NEVER_ANSWERS = ("resumed", "noted", "unknown option", "empty", "too long", "back", "read", "pause", "page", "opens")


def seen(turn: Turn) -> str:
    """What the effects of a turn show, in a few words."""
    return ", ".join(_seen(effect) for effect in turn.effects)


def _seen(effect: Effect) -> str:
    match effect:
        case Ask(step, given, page, note):
            shown = f"ask {step.id}" + (f" page {page}" if page else "") + (f" ({note.key})" if note else "")
            return shown if given is None else f"{shown} = {_told(given)}"
        case Notify(phrase):
            return f"say {phrase.key}"
        case Read(ask):
            return f"read {_seen(ask)}"
        case Open(dialog):
            return f"open {dialog}"
        case Pause():
            return "pause"
        case Complete(result):
            return f"complete {result}"


def _told(answer: Answer) -> str:
    match answer:
        case Chosen(taken):
            return taken
        case Written(text):
            return text
        case Picked(on):
            return "+".join(on) or "nothing"
        case Skipped():
            return "skipped"


def play(session: Session, *events: Event) -> Turn:
    """Several events after each other."""
    turn = Turn(session, ())
    for event in events:
        turn = advance(talk, turn.session, event)
    return turn


def test_the_table_has_every_event_in_every_state():
    assert {state: sorted(row) for state, row in TABLE.items()} == dict.fromkeys(STATES, sorted(EVENTS))


@pytest.mark.parametrize(("state", "event", "expected"), ROWS)
def test_advance_shows(state: str, event: str, expected: str):
    assert seen(advance(talk, STATES[state], EVENTS[event])) == expected


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("event", NEVER_ANSWERS)
def test_advance_keeps_the_answers_when_nothing_was_answered(state: str, event: str):
    assert advance(talk, STATES[state], EVENTS[event]).session.answers == STATES[state].answers


@pytest.mark.parametrize(("state", "event", "expected"), [row for row in ROWS if "errors." in row[2]])
def test_advance_changes_nothing_when_it_refuses(state: str, event: str, expected: str):
    if event != "withdrawn":
        assert advance(talk, STATES[state], EVENTS[event]).session == STATES[state]


def test_a_session_is_not_changed_in_place():
    before = Session(dict(NAME), StepId("colour"))
    advance(talk, before, Pressed("red", AT))
    assert before == Session(NAME, StepId("colour"))


def test_answering_keeps_the_answer_by_its_step():
    turn = play(Session(), Pressed("red", AT), Pressed("dark", AT), Typed("hello", AT, "i1"), Pressed("usual", AT))
    assert turn.session == Session(
        answers(colour=Chosen("red"), shade=Chosen("dark"), word=Written("hello"), note=Chosen("usual"))
    )


def test_skipping_is_an_answer_of_its_own():
    assert play(Session(WORD), Pressed(SKIP, AT)).session.answers == NOTE


def test_back_goes_on_step_by_step_and_answering_returns_to_the_open_step():
    turn = play(Session(NOTE), BackRequested(AT), BackRequested(AT))
    assert turn.session == Session(NOTE, StepId("word"))
    turn = advance(talk, turn.session, Typed("other", AT, "i1"))
    assert (seen(turn), turn.session.cursor) == ("ask days", None)


def test_only_the_first_step_says_that_nothing_lies_before_it():
    asks = [advance(talk, session, Resumed(AT)).effects[0] for session in (Session(), Session(COLOUR))]
    assert [ask.first for ask in asks] == [True, False]


def test_a_change_from_the_review_returns_to_its_page():
    changing = advance(talk, STATES["review"], ChangeRequested(StepId("word"), AT))
    assert (seen(changing), changing.session) == ("ask word = hello", Session(NAME, StepId("word"), 2))
    turn = advance(talk, changing.session, Typed("bye", AT, "i2"))
    assert (seen(turn), turn.session.answers[StepId("word")]) == ("ask review page 2", Written("bye"))


def test_a_longer_explanation_read_while_changing_keeps_the_page_of_the_review():
    turn = play(Session(NAME, page=2), ChangeRequested(StepId("colour"), AT))
    told = [seen(turn)]
    for event in (PageRequested(1, AT), PageRequested(0, AT), PageRequested(1, AT), Pressed("blue", AT)):
        turn = advance(talk, turn.session, event)
        told.append(seen(turn))
    opened, closed = "ask colour page 1 = blue", "ask colour = blue"
    assert told == [closed, opened, closed, opened, "ask review page 2"]


def test_a_review_that_is_come_back_to_begins_at_its_first_page():
    turn = play(Session(NAME, page=2), BackRequested(AT), Typed("Bram", AT, "i2"))
    assert seen(turn) == "ask review"


def test_a_change_that_opens_a_question_asks_it_and_then_returns_to_the_review():
    turn = play(Session(NAME), ChangeRequested(StepId("colour"), AT), Pressed("red", AT))
    assert seen(turn) == "ask shade"
    assert seen(advance(talk, turn.session, Pressed("light", AT))) == "ask review"


def test_a_change_after_the_end_returns_to_the_review_before_it_completes():
    turn = play(Session(FINISHED), ChangeRequested(StepId("colour"), AT), Pressed("red", AT), Pressed("dark", AT))
    assert (seen(turn), turn.session.cursor) == ("ask review = ok", "review")
    assert seen(advance(talk, turn.session, Pressed("ok", AT))) == "complete ok"


def two_reviews() -> Steps:
    yield from write("word", "?")
    yield from review("check", "?", [Row(StepId("word"), "word", "")], [option("ok")])
    yield from choose("sure", "?", [option("yes"), option("no")])
    return "end"


def test_a_change_before_a_review_that_is_not_the_last_step_returns_to_that_review():
    session = Session(answers(word=Written("a"), check=Chosen("ok"), sure=Chosen("yes")), StepId("word"))
    turn = advance(two_reviews, session, Typed("b", AT, "i"))
    assert seen(turn) == "ask check = ok"
    assert seen(advance(two_reviews, turn.session, Pressed("ok", AT))) == "complete end"


def test_a_change_behind_every_review_completes():
    session = Session(answers(word=Written("a"), check=Chosen("ok"), sure=Chosen("yes")), StepId("sure"))
    assert seen(advance(two_reviews, session, Pressed("no", AT))) == "complete end"


def test_an_answer_off_the_path_is_kept_but_not_reported():
    left = answers(colour=Chosen("red"), shade=Chosen("dark"))
    turn = play(Session({**NAME, **left}), ChangeRequested(StepId("colour"), AT), Pressed("blue", AT))
    assert turn.session.answers == {**NAME, **left, **COLOUR}
    assert [step.id for step in walk(talk, turn.session.answers).steps] == [
        "colour",
        "word",
        "note",
        "days",
        "name",
        "review",
    ]
    again = play(turn.session, ChangeRequested(StepId("colour"), AT), Pressed("red", AT))
    assert seen(again) == "ask review"


def test_a_cursor_off_the_path_means_the_open_step():
    assert seen(advance(talk, Session(WORD, StepId("shade")), Resumed(AT))) == "ask note"


def test_an_option_that_no_longer_exists_is_asked_again_and_the_rest_is_kept():
    session = Session({**NAME, **answers(colour=Chosen("green"))})
    turn = advance(talk, session, Resumed(AT))
    assert (seen(turn), turn.session) == ("ask colour", session)
    assert seen(advance(talk, session, Pressed("blue", AT))) == "ask review"


@pytest.mark.parametrize(
    "left", [answers(colour=Chosen("side")), answers(colour=Skipped())], ids=["opens a dialog", "was skipped"]
)
def test_what_answered_an_earlier_form_of_a_question_is_asked_again(left: Answers):
    """The option has come to open another dialog, or the question may no longer be skipped."""
    assert seen(advance(talk, Session({**NAME, **left}), Resumed(AT))) == "ask colour"


def test_one_of_several_that_no_longer_exists_is_asked_again_without_it():
    session = Session({**NAME, **answers(days=Picked(("mon", "sun"), done=True))})
    turn = advance(talk, session, Resumed(AT))
    assert (seen(turn), turn.session) == ("ask days = mon+sun", session)
    turn = advance(talk, session, Pressed(DONE, AT))
    assert (seen(turn), turn.session.answers[StepId("days")]) == ("ask review", Picked(("mon",), done=True))


def test_several_that_have_all_gone_are_not_an_answer():
    session = Session({**NOTE, **answers(days=Picked(("sun",), done=True))})
    assert seen(advance(talk, session, Pressed(DONE, AT))) == "ask days (errors.pick_one) = sun"


def test_several_can_be_skipped_where_that_is_offered():
    def talk() -> Steps:
        yield Step(StepId("days"), "?", (Option("mon", "mon"),), optional=True, preset=())

    assert advance(talk, Session(), Pressed(SKIP, AT)).session.answers == answers(days=Skipped())


def test_a_choice_of_several_keeps_the_order_of_the_options():
    turn = play(Session(NOTE), Pressed("wed", AT), Pressed("tue", AT), Pressed("mon", AT), Pressed(DONE, AT))
    assert turn.session.answers[StepId("days")] == Picked(("tue", "wed"), done=True)


def test_touching_several_again_makes_it_open_until_done():
    turn = play(Session(NAME), ChangeRequested(StepId("days"), AT), Pressed("tue", AT))
    assert (seen(turn), walk(talk, turn.session.answers).open) == ("ask days = mon+tue+wed", turn.effects[0].step)
    assert seen(advance(talk, turn.session, Pressed(DONE, AT))) == "ask review"


def test_a_withdrawn_text_leaves_its_question_open_and_the_rest_answered():
    turn = advance(talk, Session(NAME), Withdrawn(StepId("word"), AT))
    assert turn.effects[0].note == Phrase("errors.too_long", {"limit": MAX_TEXT})
    assert turn.session.answers == {step: answer for step, answer in NAME.items() if step != "word"}
    assert seen(advance(talk, turn.session, Typed("hello", AT, "i"))) == "ask review"


def test_a_named_item_keeps_its_id_when_it_is_changed():
    turn = play(Session(NAME), ChangeRequested(StepId("name"), AT), Typed("Anneke", AT, "i9"))
    assert turn.session.answers[StepId("name")] == Written("Anneke", "i1")


def test_a_named_item_gets_a_fresh_id():
    assert play(Session(DAYS), Typed("Bram", AT, "i9")).session.answers[StepId("name")] == Written("Bram", "i9")


def test_text_is_kept_letter_for_letter():
    text = "  <b>&amp;</b> {{ 7*7 }}\n👩‍🏫 שלום_*`  "
    assert play(Session(WORD), Typed(text, AT, "i")).session.answers[StepId("note")] == Written(text)


@pytest.mark.parametrize(("length", "expected"), [(MAX_TEXT, "ask days"), (MAX_TEXT + 1, "ask note (errors.too_long)")])
def test_the_longest_text_is_counted_in_code_points(length: int, expected: str):
    assert seen(advance(talk, Session(WORD), Typed("👍" * length, AT, "i"))) == expected


def test_a_refusal_quotes_the_limit_of_its_question():
    turn = advance(talk, Session(COLOUR), Typed("x" * 11, AT, "i"))
    assert turn.effects[0].note == Phrase("errors.too_long", {"limit": 10})


def read_number(text: str, at: datetime) -> Answer | Phrase:
    return Chosen(str(at.year + int(text))) if text.isdecimal() else Phrase("no number")


def with_reading() -> Steps:
    yield from write("year", "?", rule=TextRule(read=read_number))


def test_a_rule_reads_text_into_an_answer_or_a_refusal():
    assert advance(with_reading, Session(), Typed("3", AT, "i")).session.answers == answers(year=Chosen("2029"))
    refused = advance(with_reading, Session(), Typed("x", AT, "i"))
    assert (seen(refused), refused.session) == ("ask year (no number)", Session())


def test_lines_are_the_items_of_a_text():
    assert Written(" een \n\n twee\r\n\t\n").lines == ("een", "twee")


def test_a_step_asked_twice_is_a_mistake_of_the_dialog():
    def twice() -> Steps:
        yield from choose("same", "?", [option("a")])
        yield from choose("same", "?", [option("a")])

    with pytest.raises(DialogError, match="step same is asked twice"):
        advance(twice, Session(answers(same=Chosen("a"))), Resumed(AT))


def quick() -> Steps:
    """Two questions that are asked only of who wants them otherwise."""
    size = yield from write("size", "?", optional=True, suggestions=[option("big")], assumed=Skipped())
    yield from write("word", "?")
    days = yield from pick("days", "?", [option("mon"), option("tue")], preset=["mon"], ask=False)
    rows = [Row(StepId(step), step, "") for step in ("size", "word", "days")]
    yield from review("review", "?", rows, [option("ok")])
    return size, days


def at(turn: Turn) -> str:
    effect = turn.effects[-1]
    return effect.step.id if isinstance(effect, Ask) else str(effect)


def test_what_is_assumed_is_not_asked():
    turn = advance(quick, Session(), Resumed(AT))
    assert at(turn) == "word"
    assert isinstance(turn.effects[-1], Ask)
    assert turn.effects[-1].first
    turn = advance(quick, turn.session, Typed("hello", AT, "i1"))
    assert at(turn) == "review"
    assert advance(quick, turn.session, Pressed("ok", AT)).effects == (Complete((None, ("mon",))),)


def test_what_is_assumed_is_asked_where_it_is_changed():
    turn = advance(quick, Session(answers(word=Written("hello"))), ChangeRequested(StepId("size"), AT))
    assert at(turn) == "size"
    turn = advance(quick, turn.session, Pressed("big", AT))
    turn = advance(quick, turn.session, ChangeRequested(StepId("days"), AT))
    turn = advance(quick, turn.session, Pressed("tue", AT))
    assert at(turn) == "days"
    turn = advance(quick, turn.session, Pressed("klaar", AT))
    assert at(turn) == "review"
    turn = advance(quick, turn.session, Pressed("ok", AT))
    assert turn.effects == (Complete((Chosen("big"), ("mon", "tue"))),)


def test_a_choice_that_was_begun_is_not_assumed():
    begun = answers(word=Written("hello"), days=Picked(("tue",), done=False))
    assert at(advance(quick, Session(begun), Resumed(AT))) == "days"


def test_back_passes_over_what_is_assumed():
    turn = advance(quick, Session(answers(word=Written("hello"))), BackRequested(AT))
    assert at(turn) == "word"
    assert at(advance(quick, turn.session, BackRequested(AT))) == "word"


def test_dropping_the_cursor_loses_only_what_was_looked_at():
    for session in STATES.values():
        dropped = replace(session, cursor=None, page=0)
        assert advance(talk, dropped, Resumed(AT)).session.answers == session.answers
