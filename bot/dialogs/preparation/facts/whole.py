"""The form of phase 1 as a whole, of one person for themselves."""

from collections.abc import Iterator
from itertools import groupby

from bot.dialogs.preparation.dialog.form import PreparationFacts
from bot.dialogs.preparation.dialog.motives import MotiveRow
from bot.dialogs.preparation.dialog.rows import row_dialog, rows_of
from bot.dialogs.preparation.facts.form import facts_of, must_be_open
from bot.dialogs.preparation.facts.handed import talk_of, viewer_of
from bot.dialogs.sources.screens.behind import apart, phase_1
from bot.domain.errors import DomainError
from bot.domain.ids import RunId
from bot.domain.rounds import Phase, RunState, draft_of
from bot.domain.visibility import may_see
from bot.engine.model import Answers, Phrase, Step, Text
from bot.turn.context import TurnContext
from bot.turn.dialog import header_for
from bot.turn.forms import FormField, FormPlace, FormRow, FormSection, WholeForm, steps_of
from bot.turn.records import ParticipantContext


def places(ctx: TurnContext) -> Iterator[FormPlace]:
    """The forms that whoever acts can fill in now."""
    person = ctx.person
    for standing in ctx.uow.rounds.standings(person.id) if person is not None else ():
        is_open = standing.run.phase is Phase.PREPARATION and standing.run.state is RunState.OPEN
        if is_open and standing.membership.role.fills_in:
            yield FormPlace(standing.run.id, header_for(standing.collaboration, standing.partner))


def whole_form(ctx: TurnContext, subject: int) -> WholeForm | None:
    """The form of whoever acts; None for any number that is no form of theirs."""
    standing = standing_at(ctx, RunId(subject))
    if standing is None or not may_see(draft_of(standing.participation, standing.partner.id), viewer_of(ctx, standing)):
        return None
    held = talk_of(ctx, standing, standing.person.id)
    closed = _why_closed(standing)
    if held is None and closed is not None:
        return None  # nothing of it is kept
    answers = ctx.uow.conversations.answers(held.id) if held is not None else {}
    facts = facts_of(ctx, standing, standing.person.id, answers)
    return WholeForm(
        subject,
        header_for(standing.collaboration, standing.partner),
        (apart(phase_1(facts.instrument, facts.kind)), Phrase(f"preparation.promise_{facts.mode}")),
        tuple(_sections(facts, answers)),
        closed,
    )


def standing_at(ctx: TurnContext, run: RunId) -> ParticipantContext | None:
    """Whoever acts, in a phase 1 that they fill in; None for any other number."""
    person = ctx.person
    standing = ctx.uow.rounds.standing(run, person.id) if person is not None else None
    if standing is None or standing.run.phase is not Phase.PREPARATION or not standing.membership.role.fills_in:
        return None
    return standing


def _why_closed(standing: ParticipantContext) -> Phrase | None:
    try:
        must_be_open(standing)
    except DomainError as refusal:
        return Phrase(refusal.key, refusal.args_of_phrase)
    return None


def _sections(facts: PreparationFacts, answers: Answers) -> Iterator[FormSection]:
    for heading, rows in groupby(rows_of(facts, answers), key=lambda row: row.heading):
        yield FormSection(heading, tuple(_row(facts, row, answers) for row in rows))


def _row(facts: PreparationFacts, row: MotiveRow, answers: Answers) -> FormRow:
    dialog = row_dialog(facts, row)
    asked = [step.id for step in steps_of(dialog.begin, answers)]
    fields = tuple(
        FormField(step, _label(facts, row, step), answers.get(step.id) if step.id in asked else None)
        for step in dialog.drawn(answers)
    )
    fixed = facts.fixed.get(row.id)
    return FormRow(
        row.id,
        row.text,
        fields,
        None if fixed is None else Phrase("motives.fixed", {"choice": Phrase(f"buttons.{fixed}")}),
        waits=next((step for step in asked if step not in answers), None),
    )


def _label(facts: PreparationFacts, row: MotiveRow, step: Step) -> Text:
    if step.id == row.id:
        return facts.instrument.phase1.applies.text
    if step.text is not None:
        return Phrase("whole_form.outcome")
    about = step.prompt.args if isinstance(step.prompt, Phrase) else {}
    return Phrase("whole_form.why", {"before": about["before"], "now": about["now"]})
