"""How a conversation goes on. Everything that decides where somebody is lives in this file, and it is pure.

Theory of operation. No position is stored. `walk` replays the dialog over the answers: each step whose answer still
fits is passed, and the first step without one is the *open* step; that is where somebody is. A session's `cursor` only
says that an earlier step is being looked at again. Answering moves the cursor back to the open step; when there is none
(everything was answered and something was changed) it moves to the last review behind that step, and without one the
dialog is complete. So a crash, an inserted question or an answer that makes another one meaningless never loses a
place: the next walk simply finds the first thing still to be asked. Answers off the path are kept but not reported.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

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
    Confirmed,
    Doubted,
    Event,
    Notify,
    Open,
    PageRequested,
    Pause,
    PauseRequested,
    Phrase,
    Picked,
    Pressed,
    Read,
    ReadRequested,
    Resumed,
    Session,
    Skipped,
    Step,
    StepId,
    Steps,
    Turn,
    Typed,
    Unconfirmed,
    Visit,
    Withdrawn,
    Written,
)

SKIP = "overslaan"


DONE = "klaar"


_MAX_STEPS = 1000


DialogFactory = Callable[[], Steps]
"""Starts a dialog afresh, over the same facts."""


class Path:
    """The steps that answers lead through; the last one is open unless the dialog is at its end.

    Keeps the dialog where it stopped, so that an answer to the open step goes on from there instead of from the start.
    """

    __slots__ = ("_dialog", "_seen", "assumed", "ended", "result", "steps")

    def __init__(self, begin: DialogFactory) -> None:
        self.steps: list[Step] = []
        self.assumed: set[StepId] = set()
        """The steps that were passed without an answer."""
        self.ended = False
        self.result: object = None
        self._dialog = begin()
        self._seen: set[StepId] = set()
        self._reach(None)

    @property
    def open(self) -> Step | None:
        """The first step without an answer."""
        return None if self.ended else self.steps[-1]

    def find(self, step: StepId | None) -> Step | None:
        """The step of that id, if the path leads through it."""
        return next((s for s in self.steps if s.id == step), None)

    def before(self, step: Step) -> Step | None:
        """The last question before a step that was asked."""
        asked = [s for s in self.steps[: self.steps.index(step)] if s.id not in self.assumed]
        return asked[-1] if asked else None

    def follow(self, answers: Answers) -> "Path":
        """Go on from the open step as far as these answers lead."""
        while not self.ended:
            step = self.steps[-1]
            answer = answers.get(step.id)
            if answer is None and step.assumed is not None:
                self.assumed.add(step.id)
                answer = step.assumed
            if answer is None or not fits(step, answer):
                break
            self._reach(answer)
        return self

    def _reach(self, answer: Answer | None) -> None:
        """Send an answer (None begins) and keep the step that comes."""
        try:
            step = next(self._dialog) if answer is None else self._dialog.send(answer)
        except StopIteration as end:
            self.ended, self.result = True, end.value
            return
        if step.id in self._seen:
            raise DialogError(f"step {step.id} is asked twice in one dialog")
        if len(self.steps) >= _MAX_STEPS:
            raise DialogError("a dialog does not come to an end")
        self._seen.add(step.id)
        self.steps.append(step)


def walk(begin: DialogFactory, answers: Answers) -> Path:
    """Replay the dialog over the answers."""
    return Path(begin).follow(answers)


def fits(step: Step, answer: Answer) -> bool:
    """Whether an answer (still) answers this step. An option that has gone is asked again."""
    match answer:
        case Chosen(option):
            return any(o.id == option and o.opens is None for o in step.options) or (
                step.text is not None and step.text.read is not None
            )
        case Written():
            return step.text is not None
        case Skipped():
            return step.optional
        case Picked(options, done):
            known = {o.id for o in step.options}
            return done and step.preset is not None and bool(options) and known.issuperset(options)
        case _:
            assert_never(answer)


def standing(path: Path, session: Session) -> Ask | None:
    """What is asked now on this walk over the answers of the session; None at the end of the dialog."""
    step = path.find(session.cursor) or path.open
    return None if step is None else _ask_of(path, session, step)


def advance(begin: DialogFactory, session: Session, event: Event, path: Path | None = None) -> Turn:
    """One event in one state: the new state and what must be seen of it. Total, deterministic, without I/O.

    `path` is the walk over the answers of the session, where it was made already. It is used up.
    """
    path = walk(begin, session.answers) if path is None else path
    step = path.find(session.cursor) or path.open
    if step is None and not isinstance(event, ChangeRequested | Withdrawn):
        return _complete(path, session)
    unsure = session.unsure
    if not isinstance(event, Resumed):  # whatever happens next settles what was doubted
        session = replace(session, unsure=None)
    match event:
        case Resumed(note=note):
            return _ask(path, session, _given(step), note=note)
        case Pressed(option):
            return _press(begin, path, session, _given(step), option)
        case Typed():
            return _type(begin, path, session, _given(step), event)
        case Doubted():
            return _doubt(path, session, _given(step), event)
        case Confirmed(at, fresh) if unsure is not None:
            return _type(begin, path, session, _given(step), Typed(unsure, at, fresh))
        case Unconfirmed(page=page) if page is not None:
            return Turn(session, (Visit(page),))
        case Confirmed() | Unconfirmed():
            return _ask(path, session, _given(step))
        case BackRequested():
            return _back(path, session, _given(step))
        case ChangeRequested(wanted):
            return _change(path, session, wanted)
        case PageRequested(page):
            return _turn_page(path, session, _given(step), page)
        case ReadRequested():
            return Turn(session, (Read(_ask_of(path, session, _given(step))),))
        case PauseRequested():
            return Turn(session, (Pause(),))
        case Withdrawn(wanted):
            answers = {k: v for k, v in session.answers.items() if k != wanted}
            return _show(walk(begin, answers), replace(session, answers=answers, cursor=None), _too_long(MAX_TEXT))
        case _:
            assert_never(event)


def _given(step: Step | None) -> Step:
    if step is None:
        raise DialogError("no step to act on")
    return step


def _ask(path: Path, session: Session, step: Step, note: Phrase | None = None) -> Turn:
    return Turn(session, (_ask_of(path, session, step, note),))


def _ask_of(path: Path, session: Session, step: Step, note: Phrase | None = None) -> Ask:
    counts = None if isinstance(step.assumed, Skipped) else step.assumed
    given = session.answers.get(step.id, counts)
    page = _open_more(session) if step.more is not None else session.page % MORE if step.rows else 0
    first = path.before(step) is None
    shown = given if given is None or _shows(step, given) else None
    unsure = session.unsure if step.text is not None else None
    return Ask(step, shown, page, note, first, unsure)


def _open_more(session: Session) -> int:
    """1 where the longer explanation stands open, else 0."""
    return int(session.page >= MORE)


def _shows(step: Step, answer: Answer) -> bool:
    """Whether an earlier answer can be shown with the step: a choice of several also while it is being made."""
    return fits(step, answer) or isinstance(answer, Picked)


def _show(path: Path, session: Session, note: Phrase | None = None) -> Turn:
    """Ask what is now to be asked, or complete."""
    step = path.find(session.cursor) or path.open
    return _complete(path, session) if step is None else _ask(path, session, step, note)


def _complete(path: Path, session: Session) -> Turn:
    return Turn(replace(session, cursor=None, page=0), (Complete(path.result),))


def _answer(begin: DialogFactory, path: Path, session: Session, step: Step, answer: Answer) -> Turn:
    """Keep an answer and go to the first open step, else to the last review that comes after it, else complete."""
    answers = {**session.answers, step.id: answer}
    path = path.follow(answers) if step is path.open else walk(begin, answers)
    cursor = _review_after(path, step.id) if path.ended else None
    shown = path.find(cursor) or path.open
    page = session.page % MORE if shown is not None and shown.rows else 0
    return replace(_show(path, Session(answers, cursor, page)), answered=step.id)


def _review_after(path: Path, answered: StepId) -> StepId | None:
    """The last review behind a step: what was agreed to there is no longer what was answered."""
    for step in reversed(path.steps):
        if step.id == answered:
            return None
        if step.rows:
            return step.id
    return None


def _press(begin: DialogFactory, path: Path, session: Session, step: Step, option: str) -> Turn:
    if option == SKIP and step.optional:
        return _answer(begin, path, session, step, Skipped())
    if step.preset is not None:
        return _pick(begin, path, session, step, option)
    known = next((o for o in step.options if o.id == option), None)
    if known is None:
        expired = _ask(path, session, step)
        return Turn(session, (Notify(Phrase("errors.expired")), *expired.effects))
    if known.opens is not None:
        return Turn(session, (Open(known.opens),))
    return _answer(begin, path, session, step, Chosen(option))


def _pick(begin: DialogFactory, path: Path, session: Session, step: Step, option: str) -> Turn:
    """Toggle one of several; `Klaar` makes it an answer, and nothing at all is no answer."""
    on = picked(step, session.answers.get(step.id))
    if option == DONE:
        if not on:
            return _ask(path, session, step, Phrase("errors.pick_one"))
        return _answer(begin, path, session, step, Picked(on, done=True))
    if not any(o.id == option for o in step.options):
        return Turn(session, (Notify(Phrase("errors.expired")), *_ask(path, session, step).effects))
    toggled = tuple(o.id for o in step.options if (o.id in on) != (o.id == option))
    answers = {**session.answers, step.id: Picked(toggled, done=False)}
    return _ask(path, replace(session, answers=answers), step)


def picked(step: Step, answer: Answer | None) -> tuple[str, ...]:
    """Which options of a choice of several are on. One that has gone cannot be switched off, so it does not count."""
    on = answer.options if isinstance(answer, Picked) else (step.preset or ())
    return tuple(o.id for o in step.options if o.id in on)


def _type(begin: DialogFactory, path: Path, session: Session, step: Step, event: Typed) -> Turn:
    read = _read_text(step, event, session.answers.get(step.id))
    if isinstance(read, Phrase):
        return _ask(path, session, step, note=read)
    return _answer(begin, path, session, step, read)


def _doubt(path: Path, session: Session, step: Step, event: Doubted) -> Turn:
    """Keep the text aside where text can be the answer, and ask which of the two it is."""
    if step.text is None:
        return _ask(path, session, step, note=step.buttons_only)
    return _ask(path, replace(session, unsure=event.text), step)


def _read_text(step: Step, event: Typed, before: Answer | None) -> Answer | Phrase:
    """What typed text answers, or the sentence that says why it does not."""
    rule = step.text
    if rule is None:
        return step.buttons_only
    if not event.text.strip():
        return Phrase("errors.empty")
    if len(event.text) > rule.limit:
        return _too_long(rule.limit)
    if rule.is_name and not any(sign.isalpha() for sign in event.text):
        return Phrase("errors.no_name")
    if rule.read is not None:
        return rule.read(event.text, event.at)
    if not rule.names_item:
        return Written(event.text)
    kept = before.item if isinstance(before, Written) else None
    return Written(event.text, kept or event.fresh)


def _too_long(limit: int) -> Phrase:
    return Phrase("errors.too_long", {"limit": limit})


def _back(path: Path, session: Session, step: Step) -> Turn:
    """To the question before; out of a text that was unfolded first back to its question."""
    if step.more is not None and _open_more(session):
        return _turn_page(path, session, step, 0)
    earlier = path.before(step)
    if earlier is None:
        return _ask(path, session, step)
    return _ask(path, replace(session, cursor=earlier.id, page=0), earlier)


def _change(path: Path, session: Session, wanted: StepId) -> Turn:
    step = path.find(wanted) or path.open
    if step is None:
        step = path.steps[-1]
    return _ask(path, replace(session, cursor=step.id, page=session.page % MORE), step)


def _turn_page(path: Path, session: Session, step: Step, page: int) -> Turn:
    if step.more is not None:
        page = session.page % MORE + (MORE if page > 0 else 0)
    elif not step.rows:
        return _ask(path, session, step)
    return _ask(path, replace(session, page=max(page, 0)), step)
