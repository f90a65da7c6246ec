"""Agreements: making one, and what becomes of it. Who may do what with one is checked by the pages."""

from dataclasses import replace
from datetime import date

from bot.dialogs.agreements import rules
from bot.dialogs.agreements.dialog import Agree, ForWhom, NewDay, Note
from bot.dialogs.agreements.facts import goes_to_facilitator
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import (
    Agreement,
    AgreementEvent,
    AgreementId,
    AgreementState,
    EventKind,
    Part,
    Terms,
    answerable,
    changes,
    circle,
    must_be_open,
    with_terms,
)
from bot.dialogs.commitment.facts import DIALOG, commitment_runs
from bot.dialogs.commitment.rules import to_agree
from bot.dialogs.people.facts import known_person
from bot.domain.asking import About
from bot.domain.ids import CollaborationId, PartnerId, PersonId, RoundId
from bot.domain.rounds import Round
from bot.engine.model import Phrase, Resumed
from bot.followups.working_hours import working_day_from
from bot.turn.bundle import schedule_all
from bot.turn.context import TurnContext
from bot.turn.records import Conversation, ConversationState
from bot.turn.routes import Route, ToPage, ToTalk


def begin(
    ctx: TurnContext,
    collaboration: CollaborationId,
    partner: PartnerId | None,
    *,
    what: str = "",
    question: str | None = None,
    owner: PersonId | None = None,
) -> Agreement:
    """Make a draft, which its maker goes on with in a talk. `owner` is who was named already to take it up."""
    round_ = ctx.uow.rounds.latest(collaboration)
    made_in: RoundId | None = round_.id if round_ is not None else None
    terms = Terms(what, owner)
    new = Agreement(AgreementId(0), collaboration, partner, known_person(ctx).id, terms, ctx.at, made_in, question)
    return ctx.uow.get(AGREEMENTS).add(new)


def for_whom(ctx: TurnContext, command: ForWhom, conversation: Conversation) -> Route:
    """On to the agreement itself, by the page that checks whether it may be made there."""
    ctx.uow.conversations.delete(conversation.id)
    owner = f".{command.owner}" if command.owner is not None else ""
    return ToPage("afspraaknieuw", f"{command.collaboration}.{command.partner or 0}{owner}")


def agree(ctx: TurnContext, command: Agree, conversation: Conversation) -> Route:
    """Keep what the talk gave, or leave it away; the owner hears of it when somebody else made or changed it."""
    ctx.uow.conversations.delete(conversation.id)
    before = ctx.uow.get(AGREEMENTS).get(command.agreement)
    terms = command.terms
    made = before.state is AgreementState.DRAFT
    if terms is None and not made:
        return ToPage("afspraak", str(before.id))
    if terms is None:
        ctx.uow.get(AGREEMENTS).throw_away(command.agreement)
        return _back_to_its_question(ctx, before) or ToPage("afspraken", str(before.collaboration))
    was_wish = before.state is AgreementState.WISH
    if not made and not was_wish:
        must_be_open(before)
    now = replace(
        before,
        terms=terms,
        counts_from=before.counts_from if terms.due == before.terms.due else terms.due,
        state=AgreementState.OPEN if terms.complete else AgreementState.WISH,
    )
    if now.state is AgreementState.WISH:
        return _wished(ctx, now, made=made, changed=() if made else changes(before.terms, terms))
    if now.terms.owner is not None and now.terms.owner != before.terms.owner:
        _forget_asked(ctx, now, now.terms.owner)
    _keep(ctx, now, EventKind.MADE if made else EventKind.CHANGED, () if made else changes(before.terms, terms))
    _tell_owner(
        ctx,
        now,
        "agreements.given" if made or was_wish or now.terms.owner != before.terms.owner else "agreements.changed",
    )
    due = now.terms.due
    asked = working_day_from(due) if due is not None else None
    kept = Phrase("agreements.kept", {"due": asked, "today": due == _today(ctx, now)})
    return _after_keeping(ctx, now, kept, "afspraakvers" if made else "afspraak", made=made)


def _wished(ctx: TurnContext, wish: Agreement, *, made: bool, changed: tuple[Part, ...]) -> Route:
    """Keep what has nobody or no day yet. Nobody hears of it, and nothing is asked later."""
    _keep(ctx, wish, EventKind.MADE if made else EventKind.CHANGED, changed)
    return _after_keeping(ctx, wish, Phrase("agreements.kept_wish"), "afspraak", made=made)


def _after_keeping(ctx: TurnContext, now: Agreement, kept: Phrase, page: str, *, made: bool) -> Route:
    """On with the question it was made at, where that still waits; else to the agreement itself."""
    if made and (on := _back_to_its_question(ctx, now, kept)) is not None:
        return on
    ctx.notify(kept)
    return ToPage(page, str(now.id))


def _back_to_its_question(ctx: TurnContext, one: Agreement, note: Phrase | None = None) -> Route | None:
    """To phase 3, for who made it of an answer there and has not handed in yet. `note` is said above the question."""
    if one.question is None or one.round is None or one.partner is None:
        return None
    round_ = ctx.uow.rounds.get(one.round)
    run = next((run for run in commitment_runs(ctx, round_) if run.partner == one.partner), None)
    held = ctx.uow.conversations.find(DIALOG, ctx.chat, run.id) if run is not None else None
    can_become = to_agree(ctx.texts.of(round_.content_version).phase3)
    if run is None or held is None or held.state is ConversationState.DONE or one.question not in can_become:
        return None
    return ToTalk(DIALOG, run.id, Resumed(ctx.at, note))


def agreed_from(ctx: TurnContext, round_: Round, person: PersonId) -> frozenset[str]:
    """The questions of phase 3 of which this person made an agreement in this round."""
    found = ctx.uow.get(AGREEMENTS).of(round_.collaboration)
    return frozenset(
        one.question
        for one in found
        if one.question is not None
        and one.maker == person
        and one.round == round_.id
        and one.state is not AgreementState.DRAFT
    )


def _tell_owner(ctx: TurnContext, agreement: Agreement, key: str) -> None:
    """Tell the owner what somebody else did with an agreement that is in their name."""
    if agreement.terms.owner is not None:
        _tell(ctx, agreement, agreement.terms.owner, key)


def _tell(ctx: TurnContext, agreement: Agreement, whom: PersonId, key: str) -> None:
    """Tell somebody what another did with an agreement; not when it is no longer theirs."""
    around = circle(agreement, ctx.uow.collaborations.members(agreement.collaboration).memberships)
    if whom == known_person(ctx).id or whom not in around:
        return
    about = {
        "collaboration": ctx.uow.collaborations.get(agreement.collaboration).name,
        "name": known_person(ctx).name,
        "what": agreement.terms.what,
        "due": agreement.terms.due,
        "late": agreement.terms.due is not None and agreement.terms.due < _today(ctx, agreement),
        "shared": agreement.terms.shared and not agreement.joint,
        "with_facilitator": goes_to_facilitator(ctx, agreement),
    }
    button = ctx.button("bekijk_afspraak", f"afspraak:{agreement.id}")
    ctx.tell(Phrase(key, about), button, chat=ctx.uow.people.get(whom).hears_in)


def done(ctx: TurnContext, agreement: Agreement) -> None:
    """`Gedaan`: close it, or put it on its next day."""
    _keep(ctx, rules.done(agreement, _today(ctx, agreement)), EventKind.DONE)


def _today(ctx: TurnContext, agreement: Agreement) -> date:
    return ctx.at.astimezone(ctx.uow.collaborations.get(agreement.collaboration).zone).date()


def lapse(ctx: TurnContext, agreement: Agreement) -> None:
    """`Vervalt`: close it."""
    _keep(ctx, rules.lapsed(agreement), EventKind.LAPSED)


def run_on(ctx: TurnContext, command: NewDay, conversation: Conversation) -> Route:
    """`Loopt nog`: give it the new day."""
    ctx.uow.conversations.delete(conversation.id)
    agreement = ctx.uow.get(AGREEMENTS).get(command.agreement)
    now = rules.running(agreement, command.due)
    _keep(ctx, now, EventKind.RUNNING)
    _tell_owner(ctx, now, "agreements.changed")
    return ToPage("afspraak", str(command.agreement))


def note(ctx: TurnContext, command: Note, conversation: Conversation) -> Route:
    """Add a note to its history."""
    ctx.uow.conversations.delete(conversation.id)
    agreement = ctx.uow.get(AGREEMENTS).get(command.agreement)
    event = AgreementEvent(
        agreement.id,
        EventKind.NOTED,
        ctx.at,
        known_person(ctx).id,
        agreement.terms.due,
        command.text,
        agreement.terms.what,
    )
    ctx.uow.get(AGREEMENTS).happened(event)
    return ToPage("afspraak", str(command.agreement))


def hand_over(ctx: TurnContext, agreement: Agreement, to: PersonId) -> None:
    """Somebody else does it from now on; what they were asked about it before does not count any more."""
    must_be_open(agreement)
    now = with_terms(agreement, owner=to, owner_name="")
    _keep(ctx, now, EventKind.HANDED_OVER, note=ctx.uow.people.get(to).name)
    _forget_asked(ctx, now, to)
    _tell_owner(ctx, now, "agreements.given")
    schedule_all(ctx, agreement.collaboration)


def _forget_asked(ctx: TurnContext, agreement: Agreement, owner: PersonId) -> None:
    """As if its new owner was never asked about it."""
    for about in (About.AGREEMENT, About.BEFORE):
        ctx.uow.asking.forget(owner, about, agreement.id)


def owners_gone(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """Owners left in this turn: whoever is asked about their agreements from now on hears it, in one message."""
    members = ctx.uow.collaborations.members(collaboration)
    passed: dict[PersonId, list[Agreement]] = {}
    for one in ctx.uow.get(AGREEMENTS).of(collaboration):
        heir = answerable(one, members.memberships)
        left = one.terms.owner is not None and _left_now(ctx, one, one.terms.owner)
        if one.state is AgreementState.OPEN and left and heir is not None:
            passed.setdefault(heir, []).append(one)
    for person in members.people:
        lines = tuple(
            Phrase("yearly.agreement", {"what": one.terms.what, "owner": ctx.uow.people.get(one.terms.owner).name})
            for one in passed.get(person.id, ())
            if one.terms.owner is not None
        )
        if lines:
            about = {"collaboration": ctx.uow.collaborations.get(collaboration).name, "lines": lines}
            button = ctx.button("afspraken", f"afspraken:{collaboration}")
            ctx.tell(Phrase("agreements.passed_on", about), button, chat=person.hears_in)


def _left_now(ctx: TurnContext, agreement: Agreement, owner: PersonId) -> bool:
    """Whether an owner was one of those whose agreement it is until this turn."""
    here = [m for m in ctx.uow.collaborations.ever_of(owner) if m.collaboration == agreement.collaboration]
    theirs = [m for m in here if agreement.joint or m.partner == agreement.partner]
    return any(m.left_at == ctx.at for m in theirs) and all(m.left_at is not None for m in theirs)


def share(ctx: TurnContext, agreement: Agreement, shared: bool) -> None:
    """`Delen met partners`, or no longer; the owner and the maker hear it, once for each change."""
    if agreement.terms.shared is shared:
        return
    ctx.uow.get(AGREEMENTS).save(with_terms(agreement, shared=shared))
    for person in dict.fromkeys((agreement.terms.owner, agreement.maker)):
        if person is not None:
            _tell(ctx, agreement, person, "agreements.shared" if shared else "agreements.unshared")


def gone(ctx: TurnContext, agreement: Agreement, kind: EventKind) -> None:
    """Keep how it goes before its day."""
    must_be_open(agreement)
    _happened(ctx, agreement, kind)


def ask_for_help(ctx: TurnContext, agreement: Agreement, helper: PersonId) -> None:
    """`Ik heb hulp nodig`: tell this one person, and nobody else. It is not kept with the agreement."""
    must_be_open(agreement)
    _tell(ctx, agreement, helper, "agreements.help_wanted")


def _happened(
    ctx: TurnContext, now: Agreement, kind: EventKind, changed: tuple[Part, ...] = (), note: str = ""
) -> None:
    by = known_person(ctx).id
    event = AgreementEvent(now.id, kind, ctx.at, by, now.terms.due, note, now.terms.what, changed)
    ctx.uow.get(AGREEMENTS).happened(event)


def _keep(ctx: TurnContext, now: Agreement, kind: EventKind, changed: tuple[Part, ...] = (), note: str = "") -> None:
    before = ctx.uow.get(AGREEMENTS).get(now.id)
    if before.state is AgreementState.DRAFT or before.terms.due != now.terms.due:
        now = replace(now, dated_at=ctx.at)
    ctx.uow.get(AGREEMENTS).save(now)
    _happened(ctx, now, kind, changed, note)
    schedule_all(ctx, now.collaboration)
