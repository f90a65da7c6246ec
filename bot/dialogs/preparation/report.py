"""What each person filled in in phase 1, for who may see that: themselves, and colleagues who handed in as well."""

from collections.abc import Callable, Iterator

from bot.dialogs.people.facts import called
from bot.dialogs.preparation.dialog.form import PREPARATION, REVIEW
from bot.dialogs.preparation.facts.given import form_so_far
from bot.dialogs.preparation.facts.handed import handed_of, viewer_of
from bot.dialogs.preparation.facts.paper import entered_by
from bot.domain.collaboration import Person
from bot.domain.form import FilledForm
from bot.domain.rounds import Participation, Phase, PhaseRun, answer_of, draft_of
from bot.domain.visibility import ContentRef, Viewer
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.records import ParticipantContext
from bot.turn.report import Section, Wanted, all_may_see
from bot.turn.report_forms import FormOf, form_blocks


def sections(ctx: TurnContext, wanted: Wanted) -> Iterator[Section]:
    """Form by form, of each partner in turn; whoever takes part in the report looks with what they handed in here."""
    for run in ctx.uow.rounds.runs(wanted.round.id):
        if run.phase is Phase.PREPARATION and run.partner is not None:
            yield from _of_run(ctx, wanted, run)


def _of_run(ctx: TurnContext, wanted: Wanted, run: PhaseRun) -> Iterator[Section]:
    viewers = tuple(_viewer(ctx, run, one) for one in wanted.viewers)
    ctx.uow.conversations.read_ahead(PREPARATION.id, run.id)
    parts = ctx.uow.rounds.participants(run.id)
    standings = (ctx.uow.rounds.standing(run.id, part.person) for part in parts)
    anybody = next((one for one in standings if one is not None), None)
    for part in parts:
        if anybody is not None and run.partner is not None and all_may_see((draft_of(part, run.partner),), viewers):
            yield from _of_person(ctx, wanted, anybody, part, viewers)


def _viewer(ctx: TurnContext, run: PhaseRun, viewer: Viewer) -> Viewer:
    """Somebody as they look at this run: with what they handed in there themselves."""
    mine = ctx.uow.rounds.standing(run.id, viewer.person)
    return viewer_of(ctx, mine) if mine is not None else viewer


def _of_person(
    ctx: TurnContext, wanted: Wanted, around: ParticipantContext, part: Participation, viewers: tuple[Viewer, ...]
) -> Iterator[Section]:
    found = _form(ctx, around, part, wanted)
    if found is None:
        return
    form, whole = found
    partner, person = around.partner, ctx.uow.people.get(part.person)

    def of_question(question: str) -> ContentRef:
        return answer_of(part, partner.id, question, handed_in=whole)

    may: Callable[[ContentRef], bool] = lambda piece: all_may_see((piece,), viewers)  # noqa: E731
    about = {"name": called(ctx, person), "partner": partner.name, "mine": wanted.mine == person}
    of = FormOf(
        instrument=ctx.texts.of(around.round.content_version),
        partner=partner,
        form=form,
        id=f"r{around.round.id}.p{partner.id}.m{person.id}",
        sees=draft_of(part, partner.id),
        of_question=of_question,
        may=may,
        person=called(ctx, person),
        whole=False,
        note=_note(ctx, part, person),
    )
    title = ctx.texts.phrases.plain(Phrase("report.filled_in_by", about))
    yield Section(title=title, blocks=tuple(form_blocks(ctx, of)), viewers=viewers)


def _note(ctx: TurnContext, part: Participation, person: Person) -> str:
    if part.handed_in_at is None:
        return ctx.texts.phrases.plain(Phrase("report.not_handed_in"))
    if not person.on_paper:
        return ""
    about = {"name": person.name, "by": entered_by(ctx, part.run, person.id)}
    return ctx.texts.phrases.plain(Phrase("paper.entered", about))


def _form(
    ctx: TurnContext, around: ParticipantContext, part: Participation, wanted: Wanted
) -> tuple[FilledForm, bool] | None:
    """What they handed in; before that, and for their own eyes alone, what they have answered so far."""
    if part.handed_in_at is not None:
        handed = handed_of(ctx, around, part.person)
        if handed is not None:
            return handed.form, handed.whole
    held = ctx.uow.conversations.find(PREPARATION.id, ctx.uow.people.get(part.person).chat, around.run.id)
    if held is None or wanted.mine is None or wanted.mine.id != part.person:
        return None
    form = form_so_far(ctx, around, part.person, held)
    return (form, REVIEW in ctx.uow.conversations.answers(held.id)) if form.motives else None
