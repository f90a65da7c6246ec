"""Forms that were filled in on paper: the port `PaperForms`."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, or_, select, update

from bot.dialogs.preparation.rules import PaperForm, PaperFormId
from bot.domain.ids import CollaborationId, PersonId, RunId
from storage.paper_tables import paper_form
from storage.repository import Repository
from storage.tables import phase_run, round_

_ID: BindParameter[Any] = bindparam("b_id")

_ALL = select(*paper_form.columns).order_by(paper_form.c.id)
_GET = select(*paper_form.columns).where(paper_form.c.id == _ID)
_OF_RUN = _ALL.where(paper_form.c.run == _ID)
_IN = (
    _ALL.join(phase_run, phase_run.c.id == paper_form.c.run)
    .join(round_, round_.c.id == phase_run.c.round)
    .where(round_.c.collaboration == _ID)
)
_BY = _ALL.where(or_(paper_form.c.entered_by == _ID, paper_form.c.confirmed_by == _ID))
_ADD = insert(paper_form)
_SAVE = update(paper_form).where(paper_form.c.id == _ID)
_DELETE = delete(paper_form).where(paper_form.c.id == _ID)


class SqlPaperForms(Repository):
    """Forms on paper that somebody enters, or entered."""

    __slots__ = ()

    def add(self, run: RunId, entered_by: PersonId, at: datetime) -> PaperForm:
        id_ = self._add(_ADD, run=run, entered_by=entered_by, began_at=at, name="", asked_partner=False)
        return PaperForm(PaperFormId(id_), run, entered_by, at)

    def get(self, form: PaperFormId) -> PaperForm | None:
        row = self._one(_GET, b_id=form)
        return None if row is None else PaperForm(*row)

    def of_run(self, run: RunId) -> tuple[PaperForm, ...]:
        """Oldest first."""
        return tuple(PaperForm(*row) for row in self._read_all(_OF_RUN, _GET, b_id=run))

    def in_collaboration(self, collaboration: CollaborationId) -> tuple[PaperForm, ...]:
        """Of all its rounds; oldest first."""
        return tuple(PaperForm(*row) for row in self._read_all(_IN, _GET, b_id=collaboration))

    def by(self, person: PersonId) -> tuple[PaperForm, ...]:
        """Those that somebody entered, or confirmed."""
        return tuple(PaperForm(*row) for row in self._read_all(_BY, _GET, b_id=person))

    def save(self, form: PaperForm) -> None:
        values = {key: value for key, value in asdict(form).items() if key != "id"}
        self._do(_SAVE, b_id=form.id, **values)

    def delete(self, form: PaperFormId) -> None:
        self._do(_DELETE, b_id=form)
