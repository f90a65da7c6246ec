"""Addresses and letters that wait, in the database: the port `Mail`."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from bot.domain.ids import PersonId
from bot.turn.mail import Letter, LetterKind, MailAddress
from storage.columns import insert_or_ignore, upsert
from storage.mail_tables import letter, mail_address
from storage.repository import Repository
from storage.rows import Values

_c = mail_address.c
_ADDRESS = (_c.person, _c.address, _c.key, _c.asked_at, _c.confirmed_at, _c.refused_at, _c.notices)
_PERSON = bindparam("b_person", type_=_c.person.type)
_OF = select(*_ADDRESS).where(_c.person == _PERSON)
_CONFIRMED = (
    select(*_ADDRESS)
    .where(_c.address == bindparam("b_address"), _c.confirmed_at.is_not(None), _c.refused_at.is_(None))
    .order_by(_c.person)
    .limit(1)
)
_BY_KEY = select(*_ADDRESS).where(_c.key == bindparam("b_key"))
_CONFIRMS = select(*_ADDRESS).where(
    _c.confirm_hash == bindparam("b_hash"), _c.confirm_until > bindparam("b_now", type_=_c.confirm_until.type)
)
_KEPT = ("address", "key", "asked_at", "confirmed_at", "refused_at", "notices", "confirm_hash", "confirm_until")
_ASK = upsert(mail_address, key=("person",), change=_KEPT)
_CHANGE = update(mail_address).where(_c.person == _PERSON)
_FORGET = (delete(letter).where(letter.c.person == _PERSON), delete(mail_address).where(_c.person == _PERSON))
_PUT = insert_or_ignore(letter, key=("person", "kind"))
_WAITING = select(letter.c.id, letter.c.person, letter.c.kind).order_by(letter.c.id)
_DONE = delete(letter).where(letter.c.id == bindparam("b_id"))


class SqlMail(Repository):
    """Addresses, one a person, and letters that wait."""

    __slots__ = ()

    def of(self, person: PersonId) -> MailAddress | None:
        return _address(self._one(_OF, b_person=person))

    def confirmed(self, address: str) -> MailAddress | None:
        return _address(self._one(_CONFIRMED, b_address=address.lower()))

    def by_key(self, key: str) -> MailAddress | None:
        return _address(self._one(_BY_KEY, b_key=key))

    def ask(self, person: PersonId, address: str, key: str, at: datetime) -> None:
        values = dict.fromkeys(_KEPT) | {"address": address.lower(), "key": key, "asked_at": at, "notices": True}
        self._do(_ASK, person=person, **values)

    def may_confirm(self, person: PersonId, token_hash: str, until: datetime) -> None:
        self._do(_CHANGE, b_person=person, confirm_hash=token_hash, confirm_until=until)

    def confirms(self, token_hash: str, at: datetime) -> MailAddress | None:
        return _address(self._one(_CONFIRMS, b_hash=token_hash, b_now=at))

    def confirm(self, person: PersonId, at: datetime) -> None:
        self._do(_CHANGE, b_person=person, confirmed_at=at, confirm_hash=None, confirm_until=None)

    def refuse(self, person: PersonId, at: datetime) -> None:
        self._do(_CHANGE, b_person=person, refused_at=at)

    def set_notices(self, person: PersonId, wanted: bool) -> None:
        self._do(_CHANGE, b_person=person, notices=wanted)

    def forget(self, person: PersonId) -> None:
        for statement in _FORGET:
            self._do(statement, b_person=person)

    def put(self, person: PersonId, kind: LetterKind, at: datetime) -> None:
        self._do(_PUT, person=person, kind=kind.value, at=at)

    def waiting(self) -> tuple[Letter, ...]:
        return tuple(Letter(id_, person, LetterKind(kind)) for id_, person, kind in self._all(_WAITING))

    def done(self, letter: int) -> None:
        self._do(_DONE, b_id=letter)


def _address(row: Values | None) -> MailAddress | None:
    return None if row is None else MailAddress(*row)
