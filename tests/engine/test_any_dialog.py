"""Random dialogs, random events: nobody ever loses their place or an answer."""

from dataclasses import replace

from dialog_programs import (
    AT,
    LETTERS,
    OPTION_KINDS,
    PROGRAMS,
    Program,
    Question,
    begin,
    every_question,
    first_open,
    path,
    rewritten,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.engine.advance import DONE, SKIP, advance, standing, walk
from bot.engine.codec import decode, encode
from bot.engine.explore import explore
from bot.engine.model import (
    Ask,
    BackRequested,
    ChangeRequested,
    Complete,
    Event,
    PageRequested,
    PauseRequested,
    Picked,
    Pressed,
    ReadRequested,
    Resumed,
    Session,
    StepId,
    Turn,
    Typed,
    Withdrawn,
)

STEPS = st.integers(0, 20).map(lambda number: StepId(f"q{number}"))
OPTIONS = st.sampled_from((*LETTERS, SKIP, DONE, "gone", ""))
TEXTS = st.sampled_from(("tekst", "<b>", "!", " ", "x" * 20, "x" * 21, "twee\nregels"))


class AnyDialog(RuleBasedStateMachine):
    """One person in one conversation, while the program around it may be released anew."""

    def __init__(self) -> None:
        super().__init__()
        self.program: Program = ()
        self.session = Session()
        self.inserted = 0
        self.fresh = 0

    @initialize(program=PROGRAMS)
    def start(self, program: Program) -> None:
        self.program = program

    def take(self, event: Event) -> Turn:
        looked = walk(begin(self.program), self.session.answers)
        asked = standing(looked, self.session)
        assert (asked.step.id if asked else None) == self.shown()
        turn = advance(begin(self.program), self.session, event, looked)  # goes on where it was looked
        assert turn == advance(begin(self.program), self.session, event)
        stored = {step: decode(encode(answer)) for step, answer in turn.session.answers.items()}
        assert stored == turn.session.answers
        self.session = replace(turn.session, answers=stored)
        return turn

    def shown(self) -> StepId | None:
        effect = advance(begin(self.program), self.session, Resumed(AT)).effects[-1]
        return effect.step.id if isinstance(effect, Ask) else None

    def unfolded(self) -> bool:
        """Whether a longer explanation stands open."""
        effect = advance(begin(self.program), self.session, Resumed(AT)).effects[-1]
        return isinstance(effect, Ask) and effect.step.more is not None and effect.page > 0

    def changed(self, event: Event) -> set[StepId]:
        """The steps whose answer this event changed."""
        before = self.session.answers
        after = self.take(event).session.answers
        return {step for step in {*before, *after} if before.get(step) != after.get(step)}

    @rule(option=OPTIONS)
    def press(self, option: str) -> None:
        shown = self.shown()
        assert self.changed(Pressed(option, AT)) <= {shown}

    @rule(text=TEXTS)
    def type(self, text: str) -> None:
        shown = self.shown()
        self.fresh += 1
        assert self.changed(Typed(text, AT, f"item{self.fresh}")) <= {shown}

    @rule()
    def answer(self) -> None:
        shown = self.shown()
        before = self.session.answers
        after = self.go_on().session.answers
        assert {step for step in after if before.get(step) != after[step]} <= {shown}

    @rule(step=STEPS)
    def change(self, step: StepId) -> None:
        on_path = [found for found, _ in path(self.program, self.session.answers)]
        assert self.changed(ChangeRequested(step, AT)) == set()
        if step in on_path:
            assert self.session.cursor == step

    @rule()
    def back(self) -> None:
        steps = [found for found, _ in path(self.program, self.session.answers)]
        shown, unfolded = self.shown(), self.unfolded()
        assert self.changed(BackRequested(AT)) == set()
        if unfolded:  # back to its question, whose longer explanation is folded again
            assert (self.shown(), self.unfolded()) == (shown, False)
        elif shown is not None:
            assert self.shown() == steps[max(0, steps.index(shown) - 1)]

    @rule(event=st.sampled_from((PauseRequested(AT), Resumed(AT), ReadRequested(AT), PageRequested(1, AT))))
    def look(self, event: Event) -> None:
        shown = self.shown()
        assert self.changed(event) == set()
        assert self.shown() == shown

    @rule(step=STEPS)
    def withdraw(self, step: StepId) -> None:
        assert self.changed(Withdrawn(step, AT)) <= {step}
        assert step not in self.session.answers

    @rule()
    def drop_the_cursor(self) -> None:
        self.session = Session(self.session.answers)
        assert self.shown() == first_open(self.program, self.session.answers)

    @precondition(lambda self: self.inserted < 3)
    @rule(at=st.integers(0, 5), kind=st.sampled_from(("choice", "text", "several", "review")))
    def release_with_a_new_question(self, at: int, kind: str) -> None:
        new = StepId(f"new{self.inserted}")
        self.inserted += 1
        before = first_open(self.program, self.session.answers)
        self.program = (*self.program[:at], Question(kind, id=new), *self.program[at:])
        assert first_open(self.program, self.session.answers) in (before, new)

    @rule(step=STEPS, letter=st.sampled_from(LETTERS))
    def release_without_an_option(self, step: StepId, letter: str) -> None:
        def without(question: Question) -> Question:
            left = tuple(o for o in question.options if o != letter)
            return replace(question, options=left) if question.id == step and left else question

        self.program = rewritten(self.program, without)

    @invariant()
    def stands_at_the_cursor_or_at_the_first_open_step(self) -> None:
        steps = [found for found, _ in path(self.program, self.session.answers)]
        cursor = self.session.cursor
        wanted = cursor if cursor in steps else first_open(self.program, self.session.answers)
        assert self.shown() == wanted

    def go_on(self) -> Turn:
        """What people would do: tap the first button, `Klaar` when something is on, or type."""
        shown = self.shown()
        question = next((q for q in every_question(self.program) if q.id == shown), None)
        if question is None:
            return self.take(Resumed(AT))
        if "several" in question.kind:
            given = self.session.answers.get(question.id)
            on = given.options if isinstance(given, Picked) else question.preset
            return self.take(Pressed(DONE if set(on) & set(question.options) else question.options[0], AT))
        is_text = question.kind not in OPTION_KINDS
        return self.take(Typed("tekst", AT, "item") if is_text else Pressed(question.options[0], AT))

    def teardown(self) -> None:
        """From wherever somebody is, answering what is asked leads to the end."""
        for _ in range(100):
            if any(isinstance(effect, Complete) for effect in self.go_on().effects):
                return
        raise AssertionError("the dialog can not be finished")


AnyDialog.TestCase.settings = settings(stateful_step_count=30, max_examples=max(100, settings.default.max_examples))
TestAnyDialog = AnyDialog.TestCase


def reachable(program: Program) -> set[StepId]:
    """What samples of answers lead to: each option once, and of several options all at once."""
    found: set[StepId] = set()
    for question in program:
        found.add(question.id)
        ways = () if question.kind not in OPTION_KINDS else LETTERS[:1] if "several" in question.kind else LETTERS
        for way in ways:
            found |= reachable(question.then.get(way, ()))
    return found


@given(PROGRAMS)
def test_explore_reaches_every_question_once(program: Program):
    answerable = rewritten(program, lambda q: replace(q, kind="text" if q.kind == "read" else q.kind))
    found = [step.id for step in explore(begin(answerable))]
    assert sorted(found) == sorted(reachable(answerable))
