"""Which agreements somebody may see and change, and what the talks about one may know."""

from bot.dialogs.agreements.dialog import (
    AGREEMENT,
    FOR_WHOM,
    NEW_DAY,
    NOTE,
    TOGETHER,
    AgreementFacts,
    ForWhomFacts,
    NewDayFacts,
    NoteFacts,
)
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import Agreement, AgreementId, AgreementState, Terms, agreement_of, circle, may_change
from bot.dialogs.commitment import facts as commitment
from bot.dialogs.commitment.facts import settled_form
from bot.dialogs.people.facts import memberships_in
from bot.domain.asking import About, Topic, so_far
from bot.domain.collaboration import Collaboration, Membership
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, PartnerId, PersonId
from bot.domain.visibility import ContentRef, Viewer, may_see
from bot.engine.model import Phrase
from bot.followups.asking import unanswered
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.days import calendar
from bot.turn.dialog import DialogContext, header_for
from bot.turn.made_of import MadeOf
from bot.turn.paging import at_most
from bot.turn.records import Conversation


def seen(ctx: TurnContext, collaboration: CollaborationId, mine: tuple[Membership, ...]) -> list[Agreement]:
    """The agreements this person may see, by day."""
    viewer = Viewer(mine[0].person, mine)
    found = ctx.uow.get(AGREEMENTS).of(collaboration)
    return [one for one in found if may_see(piece_of(ctx, one), viewer)]


def piece_of(ctx: TurnContext, one: Agreement) -> ContentRef:
    """An agreement to `may_see`."""
    return commitment.as_promised(ctx, one.round, agreement_of(one))


def goes_to_facilitator(ctx: TurnContext, one: Agreement) -> bool:
    """Whether whoever leads reads it once it is shared: so the promise of the round in which it was made says."""
    return one.round is not None and commitment.facilitator_reads_shared(ctx, one.round)


def outcome_of(ctx: TurnContext, one: Agreement) -> str:
    """The intended outcome it serves, for who may see it; empty for others."""
    mine = [m for m in memberships_in(ctx, one.collaboration) if m.partner == one.partner]
    if one.terms.motive is None or one.round is None or one.partner is None or not mine:
        return ""
    viewer = Viewer(mine[0].person, tuple(mine))
    form = settled_form(ctx, ctx.uow.rounds.get(one.round), one.partner, viewer)
    return next((m.outcome or "" for m in (form.motives if form else ()) if m.id == one.terms.motive), "")


def made_of(ctx: TurnContext, one: Agreement) -> tuple[Phrase, ...]:
    """The question and the answer it was made of, as far as this person may see them."""
    if one.question is None:
        return ()
    of = MadeOf(one.collaboration, one.partner, one.maker, one.question)
    return tuple(line for tell in ctx.house.each(lambda f: f.made_of) for line in tell(ctx, of))


def is_silent(ctx: TurnContext, one: Agreement) -> bool:
    """Whether everybody who was asked how it goes, for its day, has left that unanswered for as long as it is asked."""
    if one.terms.due is None:
        return False
    topic = Topic(About.AGREEMENT, one.id, one.terms.due)
    asked = ctx.uow.asking.about(About.AGREEMENT, one.id)
    people = {prompt.person for prompt in asked}
    return any(unanswered(so_far(topic, (p for p in asked if p.person == person))) for person in people)


def seen_agreement(ctx: TurnContext, argument: str) -> tuple[Agreement, tuple[Membership, ...]]:
    """An agreement this person may see, and their places there."""
    one = ctx.uow.get(AGREEMENTS).get(AgreementId(number(argument)))
    mine = memberships_in(ctx, one.collaboration)
    viewer = Viewer(mine[0].person, mine)
    if one.state is AgreementState.DRAFT or not may_see(piece_of(ctx, one), viewer):
        raise DomainError("agreements.not_yours")
    return one, mine


def members_around(ctx: TurnContext, one: Agreement) -> tuple[Membership, ...]:
    """Every membership in its collaboration."""
    return ctx.uow.collaborations.members(one.collaboration).memberships


def changeable(ctx: TurnContext, argument: str) -> Agreement:
    """An agreement this person may change. Raises `DomainError` when they may not, or may not see it."""
    one, mine = seen_agreement(ctx, argument)
    if not may_change(one, mine, members_around(ctx, one)):
        raise DomainError("agreements.not_yours")
    return one


def agreed_before(ctx: TurnContext, membership: Membership) -> Phrase | None:
    """What was agreed in earlier rounds and is still open, of somebody's own partner and of all together."""
    viewer = Viewer(membership.person, (membership,))
    kept = [one for one in ctx.uow.get(AGREEMENTS).of(membership.collaboration) if may_see(piece_of(ctx, one), viewer)]
    ours = (membership.partner, None)  # what another partner shares is no agreement to go on with
    found = [one for one in kept if one.state is AgreementState.OPEN and one.partner in ours]
    owners = [
        one.terms.owner_name if one.terms.owner is None else ctx.uow.people.get(one.terms.owner).name for one in found
    ]
    lines = [
        Phrase("yearly.agreement", {"what": one.terms.what, "owner": owner})
        for one, owner in zip(found, owners, strict=True)
    ]
    return Phrase("yearly.agreed", {"lines": at_most(lines, MOST_AGREEMENTS)}) if lines else None


MOST_AGREEMENTS = 6
"""How many stand in the message with which a round opens; the rest is a tap away."""


def agreement(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    """For making or changing one."""
    one, collaboration, viewer = _open_agreement(ctx, conversation)
    members = ctx.uow.collaborations.members(collaboration.id)
    around = circle(one, members.memberships)
    people = {person.id: person.name for _, person in members if person.id in around}
    form = None
    if one.partner is not None and one.round is not None:
        form = commitment.settled_form(ctx, ctx.uow.rounds.get(one.round), one.partner, viewer)
    facts = AgreementFacts(
        agreement=one.id,
        prefilled=one.terms.what,
        people=tuple(people.items()),
        outcomes=tuple((m.id, m.outcome) for m in (form.motives if form else ()) if m.outcome and m.choice.applies),
        calendar=calendar(conversation, collaboration.zone),
        joint=one.joint,
        kept=_terms_of(one),
        with_facilitator=goes_to_facilitator(ctx, one),
        owner=one.terms.owner if one.state is AgreementState.DRAFT else None,
        made_of=made_of(ctx, one) if one.state is AgreementState.DRAFT else (),
    )
    partner = None if one.partner is None else ctx.uow.collaborations.partner(one.partner)
    return DialogContext(AGREEMENT.begin(facts), header_for(collaboration, partner))


def _terms_of(one: Agreement) -> Terms | None:
    """What an agreement says already; None while it is still being made."""
    if one.state is AgreementState.DRAFT:
        return None
    return one.terms


def _open_agreement(ctx: TurnContext, conversation: Conversation) -> tuple[Agreement, Collaboration, Viewer]:
    """The agreement a talk is about, its collaboration, and who talks.

    Raises `DomainError` when it is closed, or this person may not change it. A draft has no other talk than the one
    its maker began it with: `changeable` shows it to nobody.
    """
    one = ctx.uow.get(AGREEMENTS).get(AgreementId(conversation.subject))
    mine = ctx.uow.collaborations.memberships_of(conversation.person) if conversation.person else ()
    here = tuple(m for m in mine if m.collaboration == one.collaboration)
    if not here or not (one.joint or any(m.partner == one.partner for m in here)):
        raise DomainError("agreements.not_yours")
    if one.state not in (AgreementState.DRAFT, AgreementState.OPEN, AgreementState.WISH):
        raise DomainError("agreements.closed")
    members = ctx.uow.collaborations.members(one.collaboration).memberships
    if one.state is not AgreementState.DRAFT and not may_change(one, here, members):
        raise DomainError("agreements.not_yours")
    return one, ctx.uow.collaborations.get(one.collaboration), Viewer(here[0].person, here)


def own_partners(mine: tuple[Membership, ...]) -> tuple[PartnerId, ...]:
    """The partners somebody belongs to, each once."""
    return tuple(dict.fromkeys(m.partner for m in mine if m.partner is not None))


def for_whom(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    """For asking of whom a new one is."""
    collaboration = ctx.uow.collaborations.get(CollaborationId(conversation.subject))
    mine = own_partners(memberships_in(ctx, collaboration.id))
    if not mine:
        raise DomainError("agreements.not_yours")
    members = ctx.uow.collaborations.members(collaboration.id)
    circles: dict[PersonId, frozenset[str]] = {}
    for membership, person in members:
        ours = {str(membership.partner)} if membership.partner in mine else set[str]()
        circles[person.id] = circles.get(person.id, frozenset({TOGETHER})) | ours
    facts = ForWhomFacts(
        collaboration.id,
        tuple((partner, ctx.uow.collaborations.partner(partner).name) for partner in mine),
        tuple({person.id: person.name for _, person in members}.items()),
        circles,
    )
    return DialogContext(FOR_WHOM.begin(facts), header_for(collaboration, None))


def new_day(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    """For giving one a new day."""
    one, collaboration, _ = _open_agreement(ctx, conversation)
    facts = NewDayFacts(one.id, one.terms.what, calendar(conversation, collaboration.zone))
    return DialogContext(NEW_DAY.begin(facts), header_for(collaboration, None))


def note(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    """For a note to one."""
    one, collaboration, _ = _open_agreement(ctx, conversation)
    return DialogContext(NOTE.begin(NoteFacts(one.id, one.terms.what)), header_for(collaboration, None))
