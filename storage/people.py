"""People, collaborations and invitations in the database: the ports of the same names."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, insert, or_, select, update

from bot.domain.asking import Pace
from bot.domain.collaboration import Collaboration, Members, Membership, Ownership, Partner, PartnerKind, Person, Role
from bot.domain.ids import ChatId, CollaborationId, InvitationId, MembershipId, PartnerId, PersonId
from bot.domain.invitation import Invitation
from bot.turn.ports import StaleWriteError
from storage import by_id, erasing, rows
from storage.repository import Repository
from storage.tables import collaboration, invitation, membership, partner, person, person_chat

_ID: BindParameter[Any] = bindparam("b_id")

_CHAT = bindparam("b_chat", type_=person.c.chat.type)
_OTHER_CHATS = (
    select(person_chat.c.chat).where(person_chat.c.person == _ID).order_by(person_chat.c.since, person_chat.c.chat)
)
_ADD_CHAT = insert(person_chat).inline()
_PERSON_BY_KEY = select(*rows.PERSON).where(person.c.key == bindparam("b_key"), person.c.erased_at.is_(None))
_KEY = select(person.c.key).where(person.c.id == _ID)
_ADD_PERSON = insert(person)
_AGREED = update(person).where(person.c.id == _ID)
_CHANGE_PERSON = update(person).where(person.c.id == _ID)
_REACHABLE = update(person).where(person.c.chat == _CHAT)

_COLLABORATIONS = select(*rows.COLLABORATION).order_by(collaboration.c.id)
_ADD_COLLABORATION = insert(collaboration)
_RENAME = update(collaboration).where(collaboration.c.id == _ID)
_PARTNERS = select(*rows.PARTNER).where(partner.c.collaboration == _ID).order_by(partner.c.id)
"""Also those that stopped: who asks for these as well reads nothing more."""
_PARTNER_LEFT = update(partner).where(partner.c.id == _ID)
_ADD_PARTNER = insert(partner)

_ACTIVE = membership.c.left_at.is_(None)
_MEMBERSHIP = select(*rows.MEMBERSHIP).where(membership.c.id == _ID, _ACTIVE)
_MEMBERSHIPS_OF = select(*rows.MEMBERSHIP).where(membership.c.person == _ID, _ACTIVE).order_by(membership.c.id)
_EVER_OF = select(*rows.MEMBERSHIP).where(membership.c.person == _ID).order_by(membership.c.id)
_MEMBERS = (
    select(*rows.MEMBERSHIP, *rows.PERSON, *rows.COLLABORATION)
    .join_from(membership, person, membership.c.person == person.c.id)
    .join(collaboration, collaboration.c.id == membership.c.collaboration)
    .where(membership.c.collaboration == _ID, _ACTIVE)
    .order_by(membership.c.id)
)
_ADD_MEMBERSHIP = insert(membership)
_END_MEMBERSHIP = update(membership).where(membership.c.id == _ID, _ACTIVE)

_INVITATION = select(*rows.INVITATION).where(invitation.c.id == _ID)
_BY_HASH = select(*rows.INVITATION).where(invitation.c.token_hash == bindparam("b_hash"))
_ADD_INVITATION = insert(invitation)
_UNUSED = or_(invitation.c.several, invitation.c.uses == 0)
_COUNT_USE = update(invitation).where(invitation.c.id == _ID, _UNUSED).values(uses=invitation.c.uses + 1)
_REVOKE = update(invitation).where(invitation.c.id == _ID, invitation.c.revoked_at.is_(None))
_USABLE = (
    select(*rows.INVITATION)
    .where(
        invitation.c.collaboration == _ID,
        invitation.c.revoked_at.is_(None),
        invitation.c.expires_at > bindparam("b_now"),
        _UNUSED,
    )
    .order_by(invitation.c.id)
)


class SqlPeople(Repository):
    """Those who agreed to take part."""

    __slots__ = ()

    def get(self, person: PersonId) -> Person:
        return rows.person(self._known(by_id.PERSON, b_id=person))

    def in_chat(self, chat: ChatId) -> Person | None:
        """Whose chat this is: the first of somebody, or another one at another door."""
        row = next(iter(self._read_all(by_id.PERSON_IN_CHAT, by_id.PERSON, b_chat=chat)), None)
        return None if row is None else rows.person(row)

    def chats(self, person: Person) -> tuple[ChatId, ...]:
        """All of somebody: the one with which their talks are kept, then the others."""
        others = self._all(_OTHER_CHATS, b_id=person.id) if person.several else ()
        return (person.chat, *(ChatId(row[0]) for row in others))

    def add_chat(self, person: PersonId, chat: ChatId, at: datetime) -> None:
        """They come in by another door as well; it is the one they used last."""
        self._do(_ADD_CHAT, chat=chat, person=person, since=at)
        self.used(person, chat)

    def used(self, person: PersonId, chat: ChatId) -> None:
        """The chat they used last, of several."""
        self._do(_CHANGE_PERSON, b_id=person, last_in=chat)

    def set_told_in(self, person: PersonId, chat: ChatId | None) -> None:
        """Where what comes unasked goes; None for the one they used last."""
        self._do(_CHANGE_PERSON, b_id=person, told_in=chat)

    def by_key(self, key: str) -> Person | None:
        """Somebody who is not erased, by their random key."""
        row = self._one(_PERSON_BY_KEY, b_key=key)
        return None if row is None else rows.person(row)

    def key(self, person: PersonId) -> str:
        """The random key of somebody, which nobody is ever shown."""
        found: str = self._known(_KEY, b_id=person)[0]
        return found

    def add(self, chat: ChatId, name: str, consent: str, at: datetime) -> Person:
        id_ = self._add(
            _ADD_PERSON,
            chat=chat,
            name=name,
            consent=consent,
            consented_at=at,
            reachable=True,
            pace=Pace.NOW.value,
        )
        return Person(id_, chat, name, consent)

    def agreed(self, person: PersonId, name: str, consent: str, at: datetime) -> None:
        self._do(_AGREED, b_id=person, name=name, consent=consent, consented_at=at)

    def set_reachable(self, chat: ChatId, reachable: bool) -> None:
        self._do(_REACHABLE, b_chat=chat, reachable=reachable)

    def rename(self, person: PersonId, name: str) -> None:
        """Another name for somebody. The one of before goes from wherever the program put it."""
        erasing.forget_name(self._reads.connection, self.get(person).name, name)
        self._reads.forget()
        self._do(_CHANGE_PERSON, b_id=person, name=name)

    def set_pace(self, person: PersonId, pace: Pace) -> None:
        self._do(_CHANGE_PERSON, b_id=person, pace=pace.value)

    def set_away(self, person: PersonId, until: date | None) -> None:
        self._do(_CHANGE_PERSON, b_id=person, away_until=until)

    def prompted(self, person: PersonId, at: datetime | None) -> None:
        self._do(_CHANGE_PERSON, b_id=person, prompted_at=at)

    def erase(self, person: PersonId, at: datetime) -> None:
        erasing.erase(self._reads.connection, person, at)
        self._reads.forget()


class SqlCollaborations(Repository):
    """Collaborations with their partners and members."""

    __slots__ = ()

    def get(self, collaboration: CollaborationId) -> Collaboration:
        return rows.collaboration(self._known(by_id.COLLABORATION, b_id=collaboration))

    def all(self) -> tuple[Collaboration, ...]:
        return tuple(rows.collaboration(row) for row in self._read_all(_COLLABORATIONS, by_id.COLLABORATION))

    def add(self, name: str, at: datetime) -> Collaboration:
        zone = Collaboration(CollaborationId(0), name).time_zone
        return Collaboration(self._add(_ADD_COLLABORATION, name=name, time_zone=zone, created_at=at), name, zone)

    def rename(self, collaboration: CollaborationId, name: str) -> None:
        self._do(_RENAME, b_id=collaboration, name=name)

    def partner(self, partner: PartnerId) -> Partner:
        return rows.partner(self._known(by_id.PARTNER, b_id=partner))

    def partner_left(self, partner: PartnerId, at: datetime) -> None:
        self._do(_PARTNER_LEFT, b_id=partner, left_at=at)

    def partners(self, collaboration: CollaborationId) -> tuple[Partner, ...]:
        """Those that take part now."""
        return tuple(one for one in self._ever(collaboration) if one.left_at is None)

    def partners_since(self, collaboration: CollaborationId, at: datetime) -> tuple[Partner, ...]:
        """Those that take part now, and those that stopped since this moment."""
        return tuple(one for one in self._ever(collaboration) if one.left_at is None or one.left_at >= at)

    def _ever(self, collaboration: CollaborationId) -> Iterator[Partner]:
        found = self._read_all(_PARTNERS, by_id.PARTNER, b_id=collaboration)
        return (rows.partner(row) for row in found)

    def add_partner(
        self,
        collaboration: CollaborationId,
        name: str,
        kind: PartnerKind,
        sector: str | None,
        ownership: Ownership | None,
    ) -> Partner:
        id_ = self._add(
            _ADD_PARTNER,
            collaboration=collaboration,
            name=name,
            kind=kind.value,
            sector=sector,
            ownership=ownership.value if ownership else None,
        )
        return Partner(id_, collaboration, name, kind, sector, ownership)

    def membership(self, membership: MembershipId) -> Membership | None:
        row = self._one(_MEMBERSHIP, b_id=membership)
        return None if row is None else rows.membership(row)

    def memberships_of(self, person: PersonId) -> tuple[Membership, ...]:
        return tuple(rows.membership(row) for row in self._all(_MEMBERSHIPS_OF, b_id=person))

    def ever_of(self, person: PersonId) -> tuple[Membership, ...]:
        """Also those that have ended."""
        return tuple(rows.membership(row) for row in self._all(_EVER_OF, b_id=person))

    def members(self, collaboration: CollaborationId) -> Members:
        theirs, person, place = rows.parts(rows.MEMBERSHIP, rows.PERSON, rows.COLLABORATION)
        found = self._all(_MEMBERS, b_id=collaboration)
        for row in found:
            self._reads.know(by_id.PERSON, {"b_id": row[person][0]}, row[person])
            self._reads.know(by_id.COLLABORATION, {"b_id": collaboration}, row[place])
        return Members(tuple((rows.membership(row[theirs]), rows.person(row[person])) for row in found))

    def add_membership(
        self, person: PersonId, collaboration: CollaborationId, partner: PartnerId | None, role: Role, at: datetime
    ) -> Membership:
        id_ = self._add(
            _ADD_MEMBERSHIP,
            person=person,
            collaboration=collaboration,
            partner=partner,
            role=role.value,
            joined_at=at,
        )
        return Membership(id_, person, collaboration, partner, role, at)

    def end_membership(self, membership: MembershipId, at: datetime) -> None:
        self._do(_END_MEMBERSHIP, b_id=membership, left_at=at)


class SqlInvitations(Repository):
    """Ways in, by the hash of their token."""

    __slots__ = ()

    def get(self, invitation: InvitationId) -> Invitation:
        return rows.invitation(self._known(_INVITATION, b_id=invitation))

    def by_hash(self, token_hash: str) -> Invitation | None:
        row = self._one(_BY_HASH, b_hash=token_hash)
        return None if row is None else rows.invitation(row)

    def add(
        self,
        *,
        token_hash: str,
        collaboration: CollaborationId,
        partner: PartnerId | None,
        role: Role,
        several: bool,
        made_by: PersonId,
        expires_at: datetime,
    ) -> Invitation:
        id_ = self._add(
            _ADD_INVITATION,
            token_hash=token_hash,
            collaboration=collaboration,
            partner=partner,
            role=role.value,
            several=several,
            made_by=made_by,
            expires_at=expires_at,
            uses=0,
        )
        return Invitation(id_, token_hash, collaboration, partner, role, several, made_by, expires_at)

    def count_use(self, invitation: InvitationId) -> None:
        """One more use. Two persons who use an invitation for one at once: the second turn is taken again."""
        if self._do(_COUNT_USE, b_id=invitation) == 0:
            raise StaleWriteError(f"invitation {invitation}")

    def revoke(self, invitation: InvitationId, at: datetime) -> None:
        self._do(_REVOKE, b_id=invitation, revoked_at=at)

    def usable(self, collaboration: CollaborationId, now: datetime) -> tuple[Invitation, ...]:
        return tuple(rows.invitation(row) for row in self._all(_USABLE, b_id=collaboration, b_now=now))
