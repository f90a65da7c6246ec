"""What the form and the quick scan of one person may know."""

from collections.abc import Mapping

from bot.content.instrument import Instrument
from bot.dialogs.preparation.dialog.form import PREPARATION, START, PreparationFacts
from bot.dialogs.preparation.dialog.motives import SharedMotive
from bot.dialogs.preparation.dialog.quick_scan import QUICK_SCAN, QuickScanFacts
from bot.domain.collaboration import Partner, PartnerKind
from bot.domain.errors import DomainError
from bot.domain.ids import PersonId, RunId
from bot.domain.motive import Choice
from bot.domain.rounds import Phase, Round, RunState
from bot.engine.advance import DialogFactory
from bot.engine.model import Answers, Chosen, StepId
from bot.turn.context import TurnContext
from bot.turn.dialog import DialogContext, header_for
from bot.turn.records import Conversation, ParticipantContext


def preparation(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    standing = _standing(ctx, conversation)
    begin = form_of(ctx, standing, standing.person.id, conversation)
    whole = ctx.whole_form(standing.run.id)
    beside = {} if whole is None else {START: whole}
    return DialogContext(begin, header_for(standing.collaboration, standing.partner), beside)


def form_of(ctx: TurnContext, standing: ParticipantContext, person: PersonId, held: Conversation) -> DialogFactory:
    """Phase 1 of this run, as this person fills it in."""
    return PREPARATION.begin(facts_of(ctx, standing, person, ctx.uow.conversations.answers(held.id)))


def facts_of(ctx: TurnContext, standing: ParticipantContext, person: PersonId, answers: Answers) -> PreparationFacts:
    """What phase 1 of this run may know of this person, with these answers."""
    found = ctx.house.each(lambda f: f.asked_in_groups)
    asked = [one for of in found for one in of(ctx, standing.run.id, person)]
    given = {one.motive: a for one in asked if isinstance(a := answers.get(StepId(one.motive)), Chosen)}
    shared = {
        one.motive: SharedMotive(one.motive, one.text, one.cluster)
        for one in asked
        if one.of_others and one.motive in given
    }
    previous, carried = last_round(ctx, standing.round, standing.partner)
    author = ctx.uow.people.get(person)
    return PreparationFacts(
        instrument=ctx.texts.of(standing.round.content_version),
        run=standing.run.id,
        kind=standing.partner.kind,
        ownership=standing.partner.ownership,
        mode=standing.round.mode,
        quick_scan_done=standing.participation.scanned_at is not None,
        fixed={o.motive: Choice(given[o.motive].option) for o in asked if o.counted and o.motive in given},
        shared=tuple(shared.values()),
        previous={} if author.on_paper else previous,
        carried=carried,
        given=answers.keys(),
        author=author.name if author.on_paper else None,
    )


def form_on_paper(ctx: TurnContext, mine: ParticipantContext, held: Conversation) -> PreparationFacts:
    """The form of this run as it lies on paper before whoever enters it: what nobody can have written is not asked."""
    return PreparationFacts(
        instrument=ctx.texts.of(mine.round.content_version),
        run=mine.run.id,
        kind=mine.partner.kind,
        ownership=mine.partner.ownership,
        mode=mine.round.mode,
        quick_scan_done=True,
        carried=last_round(ctx, mine.round, mine.partner)[1],
        given=ctx.uow.conversations.answers(held.id).keys(),
    )


def last_round(ctx: TurnContext, now: Round, partner: Partner) -> tuple[Mapping[str, Choice], tuple[SharedMotive, ...]]:
    """What this partner settled in the last round that it took part in, and what it had added to its form then."""
    known = _asked_anyway(ctx.texts.of(now.content_version), partner.kind)
    for round_ in reversed(ctx.uow.rounds.all(now.collaboration)):
        if round_.id >= now.id:
            continue
        versions = [v for v in ctx.uow.settlements.revealed(round_.id) if v.partner == partner.id]
        if versions:
            motives = versions[-1].form.motives
            own = tuple(SharedMotive(m.id, m.text, m.cluster) for m in motives if m.id not in known)
            return {m.id: m.choice for m in motives}, own
    return {}, ()


def _asked_anyway(instrument: Instrument, kind: PartnerKind) -> set[str]:
    """Motives that are not asked because somebody added them: those of the own form, also in their identical twin.

    In an edition that does not ask again what was taken over, those of the other form are not either.
    """
    own = [motive.id for motive in instrument.form(kind).motives]
    if not instrument.crosswalk.taken_over_again:
        return {motive.id for form in instrument.forms for motive in form.motives}
    return {same for motive in own for same in instrument.crosswalk.same_as(motive)}


def quick_scan(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    standing = _standing(ctx, conversation)
    facts = QuickScanFacts(ctx.texts.of(standing.round.content_version), standing.run.id, standing.partner.kind)
    return DialogContext(QUICK_SCAN.begin(facts), header_for(standing.collaboration, standing.partner))


def _standing(ctx: TurnContext, conversation: Conversation) -> ParticipantContext:
    """This person in an open phase 1. Raises `DomainError` when they may not fill it in (any more)."""
    if conversation.person is None:
        raise DomainError("errors.not_a_member")
    standing = ctx.uow.rounds.standing(RunId(conversation.subject), conversation.person)
    if standing is None:
        raise DomainError("errors.not_a_member")
    must_be_open(standing)
    return standing


def must_be_open(standing: ParticipantContext) -> None:
    """Raises `DomainError` with why nothing can be filled in (any more)."""
    if standing.run.phase is not Phase.PREPARATION or standing.run.state is not RunState.OPEN:
        if standing.run.state is RunState.SETTLED:
            raise DomainError("errors.settled_without_you", partner=standing.partner.name)
        raise DomainError("errors.run_closed")
