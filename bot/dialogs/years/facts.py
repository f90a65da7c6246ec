"""What the talk about another day may know, which outcomes a pulse asks about, and motives over the rounds."""

from collections.abc import Sequence
from datetime import date

from bot.dialogs.reveal.facts import labels_of
from bot.dialogs.years.dialog import YEARLY_DAY, YearlyDayFacts
from bot.dialogs.years.ports import YEARS
from bot.domain.collaboration import Membership, Partner
from bot.domain.errors import DomainError
from bot.domain.form import FilledMotive
from bot.domain.ids import CollaborationId, RoundId
from bot.domain.motive import Choice
from bot.domain.rounds import Round, RoundState
from bot.domain.settlement import settled_of
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import Phrase
from bot.followups.pulse import MOST_OUTCOMES
from bot.insight.history import History, RoundVersion, history
from bot.turn.context import TurnContext
from bot.turn.days import calendar
from bot.turn.dialog import DialogContext, header_for
from bot.turn.records import Conversation
from bot.typesetting.picture import history_picture


def hoped_for(ctx: TurnContext, round_: Round, membership: Membership) -> tuple[FilledMotive, ...]:
    """The outcomes of one's own partner that are asked about: that of the main motive first, then those with a Ja."""
    if membership.partner is None or not membership.role.fills_in:
        return ()
    viewer = Viewer(membership.person, (membership,))
    for version in ctx.uow.settlements.revealed(round_.id):
        if version.partner != membership.partner or not may_see(settled_of(version, revealed=True), viewer):
            continue
        form = version.form
        found = [m for m in form.motives if m.outcome and m.choice.applies]
        found.sort(key=lambda m: (m.id != form.main, m.choice is not Choice.YES))
        return tuple(found[:MOST_OUTCOMES])
    return ()


def unanswered(
    ctx: TurnContext, round_: Round, person: int, day: date, outcomes: tuple[FilledMotive, ...]
) -> tuple[FilledMotive, ...]:
    """The outcomes this person has said nothing about for this day."""
    said = {motive for who, motive, when, _ in ctx.uow.get(YEARS).felt(round_.id) if who == person and when == day}
    return tuple(one for one in outcomes if one.id not in said)


def yearly_day(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    closed = ctx.uow.rounds.get(RoundId(conversation.subject))
    mine = ctx.uow.collaborations.memberships_of(conversation.person) if conversation.person else ()
    yearly = ctx.uow.get(YEARS).yearly(closed.id)
    if yearly is None or not any(m.collaboration == closed.collaboration for m in mine):
        raise DomainError("errors.not_a_member")
    collaboration = ctx.uow.collaborations.get(closed.collaboration)
    facts = YearlyDayFacts(closed.id, yearly.on, calendar(conversation, collaboration.zone))
    return DialogContext(YEARLY_DAY.begin(facts), header_for(collaboration, None))


# --- over the rounds ---


def ever(ctx: TurnContext, collaboration: CollaborationId) -> list[Partner]:
    """Every partner that ever had a version revealed, also those that have left."""
    ids = {
        version.partner
        for round_ in ctx.uow.rounds.all(collaboration)
        for version in ctx.uow.settlements.revealed(round_.id)
    }
    return [ctx.uow.collaborations.partner(one) for one in sorted(ids)]


def history_of(
    ctx: TurnContext, partner: Partner, viewers: Sequence[Viewer], *, until: Round | None = None
) -> History | None:
    """The revealed versions of a partner that all of these may see, round by round, up to one of them.

    None when it took part in fewer than two.
    """
    rounds = [one for one in revealed(ctx, partner.collaboration) if until is None or one.id <= until.id]
    versions = []
    for label, round_ in zip(labels(rounds), rounds, strict=True):
        form = None
        for version in (v for v in ctx.uow.settlements.revealed(round_.id) if v.partner == partner.id):
            piece = settled_of(version, revealed=True)
            form = version.form if all(may_see(piece, viewer) for viewer in viewers) else None
        versions.append(RoundVersion(label, form))
    found = history(versions, kind=partner.kind, instrument=ctx.texts.instrument)
    return found if found.change is not None else None


def revealed(ctx: TurnContext, collaboration: CollaborationId) -> list[Round]:
    """The rounds that are beyond phase 1, oldest first."""
    hidden = (RoundState.DRAFT, RoundState.PREPARATION)
    rounds = ctx.uow.rounds.all(collaboration)
    return [one for one in rounds if one.state not in hidden and one.opened_at is not None]


def labels(rounds: list[Round]) -> list[str]:
    """The year in which each began; two rounds in one year are told apart by a letter."""
    years = [str(one.opened_at.year) for one in rounds if one.opened_at is not None]
    letters = (chr(ord("a") + years[:place].count(year)) for place, year in enumerate(years))
    return [f"{year}{letter}" if years.count(year) > 1 else year for year, letter in zip(years, letters, strict=True)]


def picture_of_history(ctx: TurnContext, partner: Partner, told: History) -> str:
    """The data of a picture of one partner's rounds, as JSON."""
    clusters = {c.id: c.heading for c in ctx.texts.instrument.clusters.clusters}
    plain = ctx.texts.phrases.plain
    words = labels_of(
        ctx,
        title=partner.name,
        subtitle=plain(Phrase("history.subtitle")),
        not_on_form=plain(Phrase("history.not_on_form")),
    )
    return history_picture(told, clusters=clusters, labels=words)
