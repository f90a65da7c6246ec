"""One row by its id, as several repositories know it: whoever read the row among others has read this as well."""

from sqlalchemy import BindParameter, bindparam, or_, select

from storage import rows, tables

_ID: BindParameter[int] = bindparam("b_id")

PERSON = select(*rows.PERSON).where(tables.person.c.id == _ID)
COLLABORATION = select(*rows.COLLABORATION).where(tables.collaboration.c.id == _ID)
PARTNER = select(*rows.PARTNER).where(tables.partner.c.id == _ID)
ROUND = select(*rows.ROUND).where(tables.round_.c.id == _ID)
RUN = select(*rows.RUN).where(tables.phase_run.c.id == _ID)

_CHAT = bindparam("b_chat", type_=tables.person.c.chat.type)
_ALSO_IN = select(tables.person_chat.c.person).where(tables.person_chat.c.chat == _CHAT).scalar_subquery()
PERSON_IN_CHAT = select(*rows.PERSON).where(or_(tables.person.c.chat == _CHAT, tables.person.c.id == _ALSO_IN))
"""Whoever is in this chat, be it their first or another one."""
