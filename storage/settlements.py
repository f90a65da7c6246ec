"""What partners settled and what was revealed, with what people say of it: the ports `Settlements` and `Reactions`."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, delete, func, insert, select

from bot.domain.asks import Degree, Link
from bot.domain.form import FilledForm
from bot.domain.ids import ConversationId, PartnerId, PersonId, RoundId, RunId
from bot.domain.settlement import Draft, Settlement, SettlementId
from bot.turn.records import ConversationState
from storage import forms
from storage.columns import insert_or_ignore, upsert
from storage.repository import Repository
from storage.rows import Values
from storage.settlement_tables import ask_link, reaction, revealed, settlement, snapshot
from storage.traffic_tables import conversation

_ID: BindParameter[Any] = bindparam("b_id")
_COLUMNS = tuple(settlement.columns)

_NEXT = select(func.coalesce(func.max(settlement.c.number), 0) + 1).where(settlement.c.run == _ID)
_ADD = insert(settlement)
_LATEST = select(*_COLUMNS).where(settlement.c.run == _ID).order_by(settlement.c.number.desc()).limit(1)
_FREEZE = upsert(snapshot, key=("conversation",), change=("drafts",))
_FROZEN = select(snapshot.c.drafts).where(snapshot.c.conversation == _ID)
_HELD = and_(conversation.c.dialog == "settling", conversation.c.subject == _ID)
_SETTLED_FROM = (
    select(snapshot.c.drafts)
    .join(conversation, conversation.c.id == snapshot.c.conversation)
    .where(_HELD, conversation.c.person == bindparam("b_person"), conversation.c.state == ConversationState.DONE.value)
    .order_by(conversation.c.id)
    .limit(1)
)
_OTHERS = delete(conversation).where(
    _HELD, conversation.c.person == bindparam("b_person"), conversation.c.id != bindparam("b_but")
)
_FORGET = delete(conversation).where(_HELD)
_REVEAL = insert_or_ignore(revealed, key=("round", "settlement"))
_REVEALED = (
    select(*_COLUMNS)
    .join(revealed, revealed.c.settlement == settlement.c.id)
    .where(revealed.c.round == _ID)
    .order_by(settlement.c.id)
)
_REVEALED_AT = select(func.max(revealed.c.revealed_at)).where(revealed.c.round == _ID)
_REACT = upsert(reaction, key=("round", "card", "person"), change=("choice", "at"))
_REACTIONS = select(reaction.c.card, reaction.c.choice).where(reaction.c.round == _ID).order_by(reaction.c.card)
_MINE = select(reaction.c.card, reaction.c.choice).where(
    reaction.c.round == _ID, reaction.c.person == bindparam("b_person")
)
_LINK_KEY = ("round", "asking", "offering", "lines")
_LINK = upsert(ask_link, key=_LINK_KEY, change=("degree", "at"))
_UNLINK = delete(ask_link).where(*(ask_link.c[name] == bindparam(f"b_{name}") for name in _LINK_KEY))
_LINKS = (
    select(ask_link.c.asking, ask_link.c.ask, ask_link.c.offering, ask_link.c.offer, ask_link.c.degree)
    .where(ask_link.c.round == _ID)
    .order_by(ask_link.c.asking, ask_link.c.offering, ask_link.c.lines)
)


class SqlSettlements(Repository):
    """Settled versions, the snapshots they are made from, and reveals."""

    __slots__ = ()

    def add(
        self,
        *,
        run: RunId,
        partner: PartnerId,
        form: FilledForm,
        settled_by: PersonId,
        at: datetime,
        with_manager: bool,
        after_reveal: bool,
    ) -> Settlement:
        """Keep the next version of a partner; it counts up from 1."""
        number = self._known(_NEXT, b_id=run)[0]
        id_ = self._add(
            _ADD,
            run=run,
            partner=partner,
            number=number,
            form=forms.form_text(form),
            settled_by=settled_by,
            settled_at=at,
            with_manager=with_manager,
            after_reveal=after_reveal,
        )
        return Settlement(SettlementId(id_), run, partner, number, form, settled_by, at, with_manager, after_reveal)

    def latest(self, run: RunId) -> Settlement | None:
        row = self._one(_LATEST, b_id=run)
        return None if row is None else _settlement(row)

    def freeze(self, conversation: ConversationId, drafts: Sequence[Draft]) -> None:
        self._do(_FREEZE, conversation=conversation, drafts=forms.drafts_text(drafts))

    def frozen(self, conversation: ConversationId) -> tuple[Draft, ...] | None:
        row = self._one(_FROZEN, b_id=conversation)
        return None if row is None else forms.drafts(row[0])

    def settled_from(self, version: Settlement) -> tuple[Draft, ...] | None:
        """The snapshot that a version was made from; None where it is no longer kept."""
        row = self._one(_SETTLED_FROM, b_id=version.run, b_person=version.settled_by)
        return None if row is None else forms.drafts(row[0])

    def keep_snapshot(self, conversation: ConversationId, run: RunId, person: PersonId) -> None:
        """Of the talks of settling that this person held, only this one is kept: the version is made from it."""
        self._do(_OTHERS, b_id=run, b_person=person, b_but=conversation)

    def forget(self, run: RunId) -> None:
        """Throw away all talks of settling in this run, with their snapshots."""
        self._do(_FORGET, b_id=run)

    def reveal(self, round_: RoundId, settlements: Sequence[SettlementId], at: datetime) -> None:
        for each in settlements:
            self._do(_REVEAL, round=round_, settlement=each, revealed_at=at)

    def revealed(self, round_: RoundId) -> tuple[Settlement, ...]:
        return tuple(_settlement(row) for row in self._all(_REVEALED, b_id=round_))

    def revealed_at(self, round_: RoundId) -> datetime | None:
        """When the newest of its versions was revealed; None before the reveal."""
        row = self._one(_REVEALED_AT, b_id=round_)
        at: datetime | None = row[0] if row is not None else None
        return at


class SqlReactions(Repository):
    """Reactions to cards, and links between asks and offers."""

    __slots__ = ()

    def react(self, round_: RoundId, card: str, person: PersonId, choice: str, at: datetime) -> None:
        self._do(_REACT, round=round_, card=card, person=person, choice=choice, at=at)

    def reactions(self, round_: RoundId) -> tuple[tuple[str, str], ...]:
        return tuple((card, choice) for card, choice in self._all(_REACTIONS, b_id=round_))

    def reactions_of(self, round_: RoundId, person: PersonId) -> dict[str, str]:
        return {row[0]: row[1] for row in self._all(_MINE, b_id=round_, b_person=person)}

    def link(self, round_: RoundId, link: Link, at: datetime) -> None:
        self._do(
            _LINK,
            round=round_,
            asking=link.asking,
            offering=link.offering,
            lines=_lines(link),
            ask=link.ask,
            offer=link.offer,
            degree=link.degree.value,
            at=at,
        )

    def unlink(self, round_: RoundId, link: Link) -> None:
        """Take this link away, whatever its degree is."""
        self._do(_UNLINK, b_round=round_, b_asking=link.asking, b_offering=link.offering, b_lines=_lines(link))

    def links(self, round_: RoundId) -> tuple[Link, ...]:
        return tuple(
            Link(asking, ask, offering, offer, Degree(degree))
            for asking, ask, offering, offer, degree in self._all(_LINKS, b_id=round_)
        )


def _lines(link: Link) -> str:
    """Both texts in one short key. Neither holds a line break."""
    return sha256(f"{link.ask}\n{link.offer}".encode()).hexdigest()


def _settlement(row: Values) -> Settlement:
    id_, run, partner, number, form, settled_by, settled_at, with_manager, after_reveal = row
    return Settlement(id_, run, partner, number, forms.form(form), settled_by, settled_at, with_manager, after_reveal)
