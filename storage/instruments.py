"""Further instruments that people answer in private: the port `Instruments`."""

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from bot.dialogs.instruments.rules import InstrumentRun, InstrumentRunId
from bot.domain.ids import CollaborationId, PartnerId, PersonId
from storage.instrument_tables import instrument_run
from storage.repository import Repository

_ID: BindParameter[Any] = bindparam("b_id")
_PARTNER: BindParameter[Any] = bindparam("b_partner")
_INSTRUMENT: BindParameter[Any] = bindparam("b_instrument")
_PERSON: BindParameter[Any] = bindparam("b_person")

_ADD = insert(instrument_run)
_ALL = select(*instrument_run.columns).order_by(instrument_run.c.id)
_GET = select(*instrument_run.columns).where(instrument_run.c.id == _ID)
_OF_PARTNER = _ALL.where(instrument_run.c.partner == _PARTNER, instrument_run.c.instrument == _INSTRUMENT)
_FIND = _OF_PARTNER.where(instrument_run.c.person == _PERSON)
_OF_PERSON = _ALL.where(instrument_run.c.person == _PERSON)
_HALF_WAY = _ALL.where(instrument_run.c.collaboration == _ID, instrument_run.c.handed_in_at.is_(None))
_HAND_IN = update(instrument_run).where(instrument_run.c.id == _ID)
_THROW_AWAY = delete(instrument_run).where(instrument_run.c.id == _ID)


class SqlInstruments(Repository):
    """Who answers which instrument, and who handed it in."""

    __slots__ = ()

    def add(self, run: InstrumentRun) -> InstrumentRun:
        id_ = self._add(
            _ADD,
            instrument=run.instrument,
            collaboration=run.collaboration,
            partner=run.partner,
            person=run.person,
            began_at=run.began_at,
            handed_in_at=run.handed_in_at,
        )
        return self.get(InstrumentRunId(id_))

    def get(self, run: InstrumentRunId) -> InstrumentRun:
        """Raises `NoSuchRowError` for one that is not there."""
        return InstrumentRun(*self._known(_GET, b_id=run))

    def find(self, instrument: str, partner: PartnerId, person: PersonId) -> InstrumentRun | None:
        row = self._one(_FIND, b_instrument=instrument, b_partner=partner, b_person=person)
        return None if row is None else InstrumentRun(*row)

    def of_partner(self, instrument: str, partner: PartnerId) -> tuple[InstrumentRun, ...]:
        found = self._read_all(_OF_PARTNER, _GET, b_instrument=instrument, b_partner=partner)
        return tuple(InstrumentRun(*row) for row in found)

    def of_person(self, person: PersonId) -> tuple[InstrumentRun, ...]:
        return tuple(InstrumentRun(*row) for row in self._read_all(_OF_PERSON, _GET, b_person=person))

    def half_way(self, collaboration: CollaborationId) -> tuple[InstrumentRun, ...]:
        """Those of a collaboration that were not handed in."""
        return tuple(InstrumentRun(*row) for row in self._read_all(_HALF_WAY, _GET, b_id=collaboration))

    def hand_in(self, run: InstrumentRunId, at: datetime) -> None:
        self._do(_HAND_IN, b_id=run, handed_in_at=at)

    def throw_away(self, run: InstrumentRunId) -> None:
        self._do(_THROW_AWAY, b_id=run)
