"""Rows of the database as frozen objects of the domain and of turns. One function per kind, by position.

Each takes the columns of its table in the order of `COLUMNS`, so that a join can be read by slicing.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from sqlalchemy import Column

from bot.content.screen import Button, Screen
from bot.content.tones import Tone
from bot.domain.asking import Pace
from bot.domain.collaboration import Collaboration, Membership, Ownership, Partner, PartnerKind, Person, Role
from bot.domain.invitation import Invitation
from bot.domain.rounds import Participation, Phase, PhaseRun, Round, RoundMode, RoundState, RunState
from bot.turn.records import Conversation, ConversationState, LongText, Outgoing, Timer, Unsure
from storage import tables, traffic_tables

Values = Sequence[Any]

_p, _c, _o, _m, _i = tables.person.c, tables.collaboration.c, tables.partner.c, tables.membership.c, tables.invitation.c
_r, _n, _a = tables.round_.c, tables.phase_run.c, tables.participation.c
_t, _out, _due = traffic_tables.conversation.c, traffic_tables.outbox.c, traffic_tables.timer.c

PERSON: tuple[Column[Any], ...] = (
    _p.id,
    _p.chat,
    _p.name,
    _p.consent,
    _p.reachable,
    _p.pace,
    _p.prompted_at,
    _p.away_until,
    _p.told_in,
    _p.last_in,
)
COLLABORATION: tuple[Column[Any], ...] = (_c.id, _c.name, _c.time_zone)
PARTNER: tuple[Column[Any], ...] = (_o.id, _o.collaboration, _o.name, _o.kind, _o.sector, _o.ownership, _o.left_at)
MEMBERSHIP: tuple[Column[Any], ...] = (
    _m.id,
    _m.person,
    _m.collaboration,
    _m.partner,
    _m.role,
    _m.joined_at,
    _m.left_at,
)
INVITATION: tuple[Column[Any], ...] = (
    _i.id,
    _i.token_hash,
    _i.collaboration,
    _i.partner,
    _i.role,
    _i.several,
    _i.made_by,
    _i.expires_at,
    _i.uses,
    _i.revoked_at,
)
ROUND: tuple[Column[Any], ...] = (
    _r.id,
    _r.collaboration,
    _r.mode,
    _r.phases,
    _r.state,
    _r.content_version,
    _r.deadline,
    _r.opened_at,
    _r.closed_at,
)
RUN: tuple[Column[Any], ...] = (_n.id, _n.round, _n.phase, _n.partner, _n.state, _n.opened_at)
PARTICIPATION: tuple[Column[Any], ...] = (
    _a.run,
    _a.person,
    _a.handed_in_at,
    _a.scanned_at,
)
CONVERSATION: tuple[Column[Any], ...] = tuple(traffic_tables.conversation.columns)
TIMER: tuple[Column[Any], ...] = (_due.id, _due.kind, _due.subject, _due.due_at)
OUTGOING: tuple[Column[Any], ...] = (_out.chat, _out.body, _out.conversation, _out.edits, _out.id, _out.placed)


def parts(*kinds: Sequence[Column[Any]]) -> tuple[slice, ...]:
    """Where the columns of each kind stand in the rows of a join that reads them one kind after the other."""
    return tuple(slice(*edges) for edges in pairwise(accumulate(map(len, kinds), initial=0)))


def person(row: Values) -> Person:
    """Somebody who agreed to take part."""
    id_, chat, name, consent, reachable, pace, *rest = row
    return Person(id_, chat, name, consent, reachable, Pace(pace), *rest)


def collaboration(row: Values) -> Collaboration:
    """A collaboration without its partners and people."""
    return Collaboration(*row)


def partner(row: Values) -> Partner:
    """An organisation in a collaboration."""
    id_, of, name, kind, sector, ownership, left_at = row
    owned = None if ownership is None else Ownership(ownership)
    return Partner(id_, of, name, PartnerKind(kind), sector, owned, left_at)


def membership(row: Values) -> Membership:
    """A person in a collaboration."""
    id_, person_, of, partner_, role, joined_at, left_at = row
    return Membership(id_, person_, of, partner_, Role(role), joined_at, left_at)


def invitation(row: Values) -> Invitation:
    """A way in."""
    id_, token_hash, of, partner_, role, *rest = row
    return Invitation(id_, token_hash, of, partner_, Role(role), *rest)


def phases_text(phases: frozenset[Phase]) -> str:
    """The phases of a round in one column."""
    return ",".join(phase.value for phase in Phase if phase in phases)


def round_(row: Values) -> Round:
    """A round without its runs."""
    id_, of, mode, phases, state, *rest = row
    chosen = frozenset(Phase(phase) for phase in phases.split(",") if phase)
    return Round(id_, of, RoundMode(mode), chosen, RoundState(state), *rest)


def run(row: Values) -> PhaseRun:
    """One phase of a round."""
    id_, of, phase, partner_, state, opened_at = row
    return PhaseRun(id_, of, Phase(phase), partner_, RunState(state), opened_at)


def participation(row: Values) -> Participation:
    """One person in one run."""
    return Participation(*row)


def conversation(row: Values) -> Conversation:
    """A conversation without its answers."""
    id_, dialog, chat, person_, subject, version, started_at, state, cursor, page, turn, saved, shown_at, *more = row
    *long, word, message = more
    return Conversation(
        id_,
        dialog,
        chat,
        person_,
        subject,
        version,
        started_at,
        ConversationState(state),
        cursor,
        page,
        turn,
        saved,
        shown_at,
        None if long[0] is None else LongText(*long),
        None if word is None else Unsure(word, message),
    )


def timer(row: Values) -> Timer:
    """A due moment."""
    return Timer(*row)


def outgoing(row: Values) -> Outgoing:
    """A message on its way."""
    chat, body, of, edits, id_, placed = row
    kept = json.loads(body)
    special = {name: kept[name] for name in _SPECIAL if name in kept}
    special.setdefault("renderer", _renderer_before(special))
    return Outgoing(chat, _screen(kept), of, edits, id_, placed=placed, **special)


_SPECIAL = ("picture", "thread", "pin", "document", "file", "prompt", "renderer", "unasked", "if_there")


def _renderer_before(special: Mapping[str, Any]) -> str:
    """What made the picture or document of a message that names nothing: version 0.1 told it from the file."""
    if "picture" in special:
        return "matrix"
    if "document" in special:
        return "minutes" if special.get("file", "").endswith(".pdf") else "json"
    return ""


def _read(label: str, option: str, url: str | None, copy: str = "", tone: str = "", within: str = "") -> Button:
    return Button(label, option, url, copy, Tone(tone), bool(within))


def _screen(kept: dict[str, Any]) -> Screen:
    return Screen(kept["html"], tuple(tuple(_read(*button) for button in row) for row in kept["buttons"]))


def _button(button: Button) -> list[str | None]:
    """A button as version 0.1 kept it; behind that, only where there is any, what it copies, its tone, and `within`."""
    known = [button.label, button.option, button.url]
    if button.within:
        return [*known, button.copy, button.tone, "within"]
    return known if not (button.copy or button.tone) else [*known, button.copy, button.tone]


def body(message: Outgoing) -> str:
    """The body of a message: its screen, and of the rest what differs from an ordinary one."""
    buttons = [[_button(button) for button in row] for row in message.screen.buttons]
    kept: dict[str, Any] = {"html": message.screen.html, "buttons": buttons}
    special = {name: getattr(message, name) for name in _SPECIAL}
    return json.dumps(kept | {name: value for name, value in special.items() if value}, ensure_ascii=False)
