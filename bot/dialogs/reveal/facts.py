"""The reveal: which versions are seen, by whom, and what comes out when they lie side by side.

Everything is read through `revealed_forms`, which shows nothing before the round was revealed.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.content.load import LANGUAGE
from bot.dialogs.preparation.dialog.form import PREPARATION
from bot.dialogs.reveal.ports import REACTIONS
from bot.dialogs.settling.facts import drafts_of, preparation_runs
from bot.domain.collaboration import Collaboration, Partner, Person, Role
from bot.domain.errors import DomainError
from bot.domain.form import FilledForm
from bot.domain.ids import PartnerId, RoundId
from bot.domain.motive import Choice
from bot.domain.rounds import Round, RoundState, draft_of
from bot.domain.settlement import Settlement, settled_of
from bot.domain.visibility import Circle, Viewer, may_see
from bot.engine.model import Chosen, Phrase
from bot.insight.coverage import PartnerExchange, coverage
from bot.insight.division import Division
from bot.insight.given import Guess, PartnerForm
from bot.insight.perspective import perspective
from bot.insight.reveal import Reveal
from bot.insight.reveal import reveal as compare
from bot.insight.words import PerspectiveLine
from bot.turn.context import TurnContext
from bot.turn.records import ParticipantContext
from bot.typesetting.picture import MatrixLabels, matrix_data

MATRIX = "matrix"
"""What makes the picture of a reveal."""


@dataclass(frozen=True, slots=True)
class Mine:
    """Where one person stands: the partner they filled in for, and what they said themselves, by row of the matrix."""

    partner: PartnerId
    choices: Mapping[str, Choice]


@dataclass(frozen=True, slots=True)
class RevealView:
    """A reveal as it is shown: the versions, in the order of the partners, and what they bring out."""

    collaboration: Collaboration
    round: Round
    partners: tuple[Partner, ...]
    versions: tuple[Settlement, ...]
    missing: tuple[str, ...]
    reveal: Reveal
    exchanges: tuple[PartnerExchange, ...]

    def name(self, partner: int) -> str:
        """The name of a partner that is in it."""
        return next(p.name for p in self.partners if p.id == partner)

    def texts(self, rows: Sequence[str]) -> tuple[str, ...]:
        """What these rows say."""
        return tuple(row.text for row in self.reveal.matrix.rows if row.id in rows)


def shown(ctx: TurnContext, round_id: RoundId) -> RevealView:
    """What this person may see of a reveal. Raises `DomainError` when that is nothing (yet)."""
    round_ = ctx.uow.rounds.get(round_id)
    versions = seen_versions(ctx, round_)
    if not versions:
        raise DomainError("errors.not_revealed")
    return side_by_side(ctx, round_, versions)


def seen_versions(ctx: TurnContext, round_: Round, by: Person | None = None) -> list[Settlement]:
    """The revealed versions that somebody (whoever acts, unless it is said) may see: none before the reveal."""
    person = by or ctx.person
    if person is None or round_.state in (RoundState.DRAFT, RoundState.PREPARATION):
        return []
    mine = ctx.uow.collaborations.memberships_of(person.id)
    viewer = Viewer(person.id, tuple(m for m in mine if m.collaboration == round_.collaboration))
    return [v for v in ctx.uow.settlements.revealed(round_.id) if may_see(settled_of(v, revealed=True), viewer)]


def shown_in(ctx: TurnContext, round_: Round, circle: Circle) -> RevealView | None:
    """What a group may see of a reveal; None when that is nothing (yet)."""
    versions = [v for v in ctx.uow.settlements.revealed(round_.id) if may_see(settled_of(v, revealed=True), circle)]
    return side_by_side(ctx, round_, versions) if versions else None


def side_by_side(ctx: TurnContext, round_: Round, versions: Sequence[Settlement]) -> RevealView:
    """Compare these versions, in the order in which the partners were added."""
    partners = ctx.uow.collaborations.partners(round_.collaboration)
    by_partner = {version.partner: version for version in versions}
    present = tuple(ctx.uow.collaborations.partner(partner) for partner in sorted(by_partner))
    forms = [PartnerForm(p.id, p.name, p.kind, p.ownership, by_partner[p.id].form) for p in present]
    instrument = ctx.texts.of(round_.content_version)
    found = compare(forms, _guesses(ctx, round_, present), instrument, instrument.crosswalk)
    return RevealView(
        collaboration=ctx.uow.collaborations.get(round_.collaboration),
        round=round_,
        partners=present,
        versions=tuple(by_partner[p.id] for p in present),
        missing=tuple(p.name for p in partners if p.id not in by_partner),
        reveal=found,
        exchanges=coverage(found.asks_and_offers, ctx.uow.get(REACTIONS).links(round_.id)),
    )


def mine(ctx: TurnContext, found: RevealView, person: Person) -> Mine | None:
    """What this person said themselves in a reveal, for their own eyes. Of nobody, and of two partners, nothing."""
    held = [one for one in _standings(ctx, found.round, person) if one.partner in found.partners]
    if len(held) != 1:
        return None
    own = held[0]
    talk = ctx.uow.conversations.find(PREPARATION.id, person.chat, own.run.id)
    part = next((p for p in ctx.uow.rounds.participants(own.run.id) if p.person == person.id), None)
    viewer = Viewer(person.id, (own.membership,))
    if talk is None or part is None or not may_see(draft_of(part, own.partner.id), viewer):
        return Mine(own.partner.id, {})
    answers = ctx.uow.conversations.answers(talk.id)
    given = {
        str(step): Choice(a.option) for step, a in answers.items() if isinstance(a, Chosen) and a.option in _CHOICES
    }
    rows = ((row.id, motive) for row in found.reveal.matrix.rows for motive in row.motives)
    return Mine(own.partner.id, {row: given[motive] for row, motive in rows if motive in given})


_CHOICES = frozenset(choice.value for choice in Choice)


def _standings(ctx: TurnContext, round_: Round, person: Person) -> list[ParticipantContext]:
    """The places in which this person takes part in phase 1 of a round."""
    found = (ctx.uow.rounds.standing(run.id, person.id) for run in preparation_runs(ctx, round_.id))
    return [one for one in found if one is not None and one.membership.role.fills_in]


def within(ctx: TurnContext, round_: Round) -> dict[str, Counter[Choice]]:
    """Motives on which people of one's own partner differ, with how many said what, as far as one may see it."""
    person = ctx.person
    found: dict[str, Counter[Choice]] = {}
    for own in _standings(ctx, round_, person) if person is not None else ():
        for draft in drafts_of(ctx, own):
            for motive in draft.form.motives:
                found.setdefault(motive.text, Counter())[motive.choice] += 1
    return {text: given for text, given in found.items() if len(given) > 1}


def guessed(ctx: TurnContext, round_: Round) -> tuple[PerspectiveLine, ...]:
    """What the sides guessed about each other, where nobody settled anything to lay beside it."""
    partners = ctx.uow.collaborations.partners(round_.collaboration)
    forms = [PartnerForm(p.id, p.name, p.kind, p.ownership, FilledForm(())) for p in partners]
    return perspective(forms, _guesses(ctx, round_, partners), ctx.texts.of(round_.content_version)).lines


def _guesses(ctx: TurnContext, round_: Round, partners: Sequence[Partner]) -> list[Guess]:
    """The finished quick scans of people of these partners. One person's guess is never shown by itself."""
    kinds = {partner.id: partner.kind for partner in partners}
    found = []
    for run in preparation_runs(ctx, round_.id):
        if run.partner not in kinds:
            continue
        ctx.uow.conversations.read_ahead("quick_scan", run.id)
        for part in ctx.uow.rounds.participants(run.id):
            held = ctx.uow.conversations.find("quick_scan", ctx.uow.people.get(part.person).chat, run.id)
            if part.scanned_at is None or held is None:
                continue
            answers = ctx.uow.conversations.answers(held.id)
            given = {str(step): answer.option for step, answer in answers.items() if isinstance(answer, Chosen)}
            found.append(Guess(kinds[run.partner], given))
    return found


def audience(ctx: TurnContext, collaboration: Collaboration) -> list[Person]:
    """Everybody who is shown a reveal, each once: those who fill in, and who leads."""
    people: dict[int, Person] = {}
    for membership, person in ctx.uow.collaborations.members(collaboration.id):
        if membership.role.fills_in or membership.role is Role.FACILITATOR:
            people.setdefault(person.id, person)
    return list(people.values())


def picture_of(ctx: TurnContext, found: RevealView) -> str:
    """The data of the matrix picture, as JSON."""
    plain = ctx.texts.phrases.plain
    labels = labels_of(
        ctx,
        title=found.collaboration.name,
        subtitle=plain(Phrase("reveal.subtitle", {"day": _day(ctx, found), "counts": counts(found.reveal.division)})),
        not_on_form=plain(Phrase("reveal.not_on_form")),
    )
    clusters = {c.id: c.heading for c in ctx.texts.of(found.round.content_version).clusters.clusters}
    return json.dumps(matrix_data(found.reveal.matrix, clusters=clusters, labels=labels), ensure_ascii=False)


def labels_of(ctx: TurnContext, *, title: str, subtitle: str, not_on_form: str) -> MatrixLabels:
    """The words of a picture of motives."""
    plain = ctx.texts.phrases.plain
    return MatrixLabels(
        title=title,
        subtitle=subtitle,
        yes=plain(Phrase("reveal.ja")),
        somewhat=plain(Phrase("reveal.enigszins")),
        no=plain(Phrase("reveal.nee")),
        not_filled_in=plain(Phrase("reveal.not_filled_in")),
        not_on_form=not_on_form,
        main=plain(Phrase("reveal.legend_main")),
        footer=plain(Phrase("reveal.footer")),
        language=LANGUAGE,
        changed=plain(Phrase("history.changed")),
    )


def counts(division: Division) -> Phrase:
    """How many motives stand in each list that has any: every answered motive is in this line once."""
    lists = tuple(
        Phrase(f"reveal.count_{place.value}", {"number": len(listed), "sides": division.sides})
        for place, listed in division.lists
    )
    return Phrase("reveal.counts", {"lists": lists})


def _day(ctx: TurnContext, found: RevealView) -> date | None:
    """The day of this reveal, or the last one on which a version was added to it."""
    at = ctx.uow.settlements.revealed_at(found.round.id)
    return at.astimezone(found.collaboration.zone).date() if at is not None else None
