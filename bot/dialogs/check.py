"""Walks every dialog over the real content before the program starts: what people could run into must not exist."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import cycle

from bot.content.errors import ContentError
from bot.content.instrument import Instrument
from bot.content.load import load_instrument
from bot.content.phrases import Phrasebook, load_phrases
from bot.content.screen import LABEL_LIMIT, MESSAGE_LIMIT, Screen, screen_of
from bot.content.sought import load_sought
from bot.dialogs.adjust import ADJUST, AdjustFacts
from bot.dialogs.agreement import AGREEMENT, AgreementFacts
from bot.dialogs.commitment import COMMITMENT, CommitmentFacts
from bot.dialogs.committing import COMMITTING, CommittingFacts
from bot.dialogs.day import Calendar
from bot.dialogs.leave import LEAVE, LeaveFacts
from bot.dialogs.minutes_check import MINUTES_CHECK, MinutesCheckFacts
from bot.dialogs.motives import Shared
from bot.dialogs.new_collaboration import NEW_COLLABORATION, NewCollaborationFacts
from bot.dialogs.new_day import NEW_DAY, NewDayFacts
from bot.dialogs.note import NOTE, NoteFacts
from bot.dialogs.preparation import PREPARATION, PreparationFacts
from bot.dialogs.quick_scan import QUICK_SCAN, QuickScanFacts
from bot.dialogs.registry import DIALOGS
from bot.dialogs.rename import RENAME, RenameFacts
from bot.dialogs.settling import SETTLING, SettlingFacts
from bot.dialogs.take_home import TAKE_HOME, TakeHomeFacts
from bot.dialogs.welcome import WELCOME, WelcomeFacts
from bot.dialogs.yearly_day import YEARLY_DAY, YearlyDayFacts
from bot.domain.agreement import AgreementId
from bot.domain.collaboration import Ownership, PartnerKind, Role
from bot.domain.commands import Terms
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import CollaborationId, InvitationId, MembershipId, PartnerId, PersonId, RoundId, RunId
from bot.domain.motive import Choice, Term
from bot.domain.rounds import Phase, RoundMode
from bot.domain.settlement import Draft
from bot.engine.advance import Begin
from bot.engine.errors import DialogError
from bot.engine.explore import explore
from bot.engine.model import MAX_TEXT, Ask, Chosen, Phrase, Step, StepId, Written

OPTION_LIMIT = 40
"""The longest option, in bytes: Telegram allows 64 for a button, conversation and turn need the rest."""
_ROOM_FOR_ANSWERS = 600
"""Kept free on each screen for a header, a note and the beginning of an earlier answer, in characters."""


@dataclass(frozen=True, slots=True)
class Example:
    """A dialog over facts that lead through a part of it."""

    dialog: str
    begin: Begin


def examples(instrument: Instrument) -> Iterator[Example]:
    """Every dialog, over facts that together reach all of it."""
    for kind, mode in zip(PartnerKind, RoundMode, strict=True):
        facts = PreparationFacts(instrument, RunId(1), kind, Ownership.PRIVATE, mode, quick_scan_done=False)
        yield Example(PREPARATION.id, PREPARATION.begin(facts))
        yield Example(QUICK_SCAN.id, QUICK_SCAN.begin(QuickScanFacts(instrument, RunId(1), kind)))
    for partner in ("Partner", None):
        for role in Role:
            invited = WelcomeFacts(InvitationId(1), "Samenwerking", partner, role, consented=False)
            yield Example(WELCOME.id, WELCOME.begin(invited))
    several = ((PartnerId(1), "Een"), (PartnerId(2), "Twee"))
    from_group = WelcomeFacts(InvitationId(1), "Samenwerking", None, Role.PARTICIPANT, consented=True, partners=several)
    yield Example(WELCOME.id, WELCOME.begin(from_group))
    calendar = Calendar(date(2026, 9, 1), lambda text, at: Chosen("2026-10-01"))
    new = NewCollaborationFacts(False, calendar)
    yield Example(NEW_COLLABORATION.id, NEW_COLLABORATION.begin(new))
    for opened in (True, False):
        later = AdjustFacts(CollaborationId(1), opened, frozenset(Phase), calendar)
        yield Example(ADJUST.id, ADJUST.begin(later))
    yield Example(SETTLING.id, SETTLING.begin(_differing(instrument)))
    question = instrument.phase2.questions[-1]
    yield Example(TAKE_HOME.id, TAKE_HOME.begin(TakeHomeFacts(RunId(1), question.id, question.text)))
    yield Example(MINUTES_CHECK.id, MINUTES_CHECK.begin(MinutesCheckFacts(RunId(1), "Partner")))
    yield from _after_the_talk(instrument)
    memberships = ((MembershipId(1), "Een"), (MembershipId(2), "Twee"))
    yield Example(LEAVE.id, LEAVE.begin(LeaveFacts(memberships)))


def _after_the_talk(instrument: Instrument) -> Iterator[Example]:
    """Phase 3, agreements and the yearly round, with and without what they can build on."""
    line = (Phrase("commitment.goal", {"text": "Doel"}),)
    questions = [question.id for question in instrument.phase3.questions]
    built_on = CommitmentFacts(instrument, RunId(1), dict.fromkeys(questions, line), taken_home=line)
    for facts in (CommitmentFacts(instrument, RunId(1)), built_on):
        yield Example(COMMITMENT.id, COMMITMENT.begin(facts))
    yield Example(COMMITTING.id, COMMITTING.begin(CommittingFacts(RunId(1), "Partner", ("Cor Voorbeeld",))))
    several = Calendar(date(2026, 9, 1), lambda text, at: Chosen("2026-10-01,2026-10-08"))
    people = ((PersonId(1), "Anna Voorbeeld"), (PersonId(2), "Bram Voorbeeld"))
    for joint, outcomes in ((True, ()), (False, (("own.een", "Opbrengst"), ("own.twee", "Nog een")))):
        about = AgreementFacts(AgreementId(1), "Zes uur per week", people, outcomes, several, joint)
        yield Example(AGREEMENT.id, AGREEMENT.begin(about))
        kept = Terms("Zes uur per week", PersonId(1), "", date(2026, 10, 1))
        yield Example(AGREEMENT.id, AGREEMENT.begin(replace(about, kept=kept)))
    yield Example(NEW_DAY.id, NEW_DAY.begin(NewDayFacts(AgreementId(1), "Zes uur per week", several)))
    yield Example(NOTE.id, NOTE.begin(NoteFacts(AgreementId(1), "Zes uur per week")))
    yield Example(YEARLY_DAY.id, YEARLY_DAY.begin(YearlyDayFacts(RoundId(1), date(2027, 9, 1), several)))
    yield Example(RENAME.id, RENAME.begin(RenameFacts("Anna Voorbeeld")))
    form = instrument.form(PartnerKind.PROGRAMME)
    last_year = {motive.id: choice for motive, choice in zip(form.motives, cycle(Choice), strict=False)}
    carried = (Shared("own.een", "Eigen motief", None),)
    again = PreparationFacts(
        instrument,
        RunId(1),
        PartnerKind.PROGRAMME,
        Ownership.PUBLIC,
        RoundMode.APART,
        quick_scan_done=True,
        previous=last_year,
        carried=carried,
    )
    yield Example(PREPARATION.id, PREPARATION.begin(again))


def _differing(instrument: Instrument) -> SettlingFacts:
    """Two people who agree on nothing but the first motive, so that every question of settling is asked."""
    motives = [m for form in instrument.forms for m in form.motives]
    choices = (Choice.YES, Choice.SOMEWHAT)
    drafts = tuple(
        Draft(
            PersonId(1),
            name,
            FilledForm(
                tuple(FilledMotive(m.id, m.text, m.cluster, choice, f"{name} 1", term.value) for m in motives),
                main=motives[0].id if choice is Choice.YES else name,
                reflections={question.id: name for question in instrument.phase1.questions},
            ),
        )
        for name, choice, term in zip(("Anna Voorbeeld", "Bram Voorbeeld"), choices, Term, strict=False)
    )
    return SettlingFacts(instrument, RunId(1), drafts, ("Cor Voorbeeld",), with_manager=False, after_reveal=True)


@cache
def check_own_dialogs() -> int:
    """Check the dialogs over the content of the program; once, as neither changes while it runs."""
    return check_dialogs(load_instrument(), load_phrases())


def check_dialogs(instrument: Instrument, phrases: Phrasebook, tried: Iterable[Example] | None = None) -> int:
    """Check each step of each dialog; returns how many there are. Raises `ContentError` for the first that is wrong.

    `tried` are the examples to walk, our own unless given.
    """
    reached: dict[str, set[StepId]] = {name: set() for name in DIALOGS}
    for example in examples(instrument) if tried is None else tried:
        try:
            for step in explore(example.begin):
                _check_step(example.dialog, step, phrases)
                reached[example.dialog].add(step.id)
        except DialogError as error:
            raise ContentError(f"dialogs/{example.dialog}.py", "-", str(error)) from None
    _check_reached(instrument, reached)
    return sum(len(steps) for steps in reached.values())


def _check_step(dialog: str, step: Step, phrases: Phrasebook) -> None:
    where = f"dialogs/{dialog}.py"
    if not step.options and step.text is None:
        raise ContentError(where, step.id, "the step can not be answered")
    for ask in _asks(step):
        _check_screen(where, step, screen_of(phrases, ask, ""))


def _asks(step: Step) -> Iterator[Ask]:
    """The ways in which people can see a step: refused, with the longer text, on each page, when changing it."""
    yield Ask(step, note=Phrase("errors.only_text"))
    yield from (Ask(step, page=page) for page in range(1, len(step.rows) + 1))
    if step.more is not None:
        yield Ask(step, page=1)
    if step.text is not None:
        yield Ask(step, Written("x" * MAX_TEXT))
        yield from (Ask(step, unsure=word) for word in load_sought())
    for option in step.options:
        yield Ask(step, Chosen(option.id))


def _check_screen(where: str, step: Step, screen: Screen) -> None:
    if len(screen.html) > MESSAGE_LIMIT - _ROOM_FOR_ANSWERS:
        raise ContentError(where, step.id, f"the screen has {len(screen.html)} characters")
    for button in (button for row in screen.buttons for button in row):
        if not button.label or len(button.label) > LABEL_LIMIT:
            raise ContentError(where, step.id, f"the label “{button.label}” has {len(button.label)} characters")
        if len(button.option.encode()) > OPTION_LIMIT:
            raise ContentError(where, step.id, f"the option {button.option} is too long for a button")


def _check_reached(instrument: Instrument, reached: dict[str, set[StepId]]) -> None:
    """A question of the instrument that no dialog asks is a mistake."""
    motives = [motive.id for form in instrument.forms for motive in form.motives]
    asked = {
        PREPARATION.id: [*motives, *(question.id for question in instrument.phase1.questions)],
        TAKE_HOME.id: [instrument.phase2.questions[-1].id],
        COMMITMENT.id: [question.id for question in instrument.phase3.questions],
        QUICK_SCAN.id: [question.id for question in instrument.quick_scan.questions],
    }
    for dialog, questions in asked.items():
        for question in questions:
            if question not in reached[dialog]:
                raise ContentError(f"dialogs/{dialog}.py", question, "no way leads to this question")
    for dialog, steps in reached.items():
        if not steps:
            raise ContentError(f"dialogs/{dialog}.py", "-", "the dialog asks nothing")
