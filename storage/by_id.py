"""One row by its id, as several repositories know it: whoever read the row among others has read this as well."""

from sqlalchemy import BindParameter, bindparam, select

from storage import rows, tables

_ID: BindParameter[int] = bindparam("b_id")

PERSON = select(*rows.PERSON).where(tables.person.c.id == _ID)
COLLABORATION = select(*rows.COLLABORATION).where(tables.collaboration.c.id == _ID)
PARTNER = select(*rows.PARTNER).where(tables.partner.c.id == _ID)
ROUND = select(*rows.ROUND).where(tables.round_.c.id == _ID)
RUN = select(*rows.RUN).where(tables.phase_run.c.id == _ID)
