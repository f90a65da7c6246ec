"""Who may do what on a page. Raises `DomainError` for whoever may not."""

from bot.domain.collaboration import Membership, Person, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, PartnerId
from bot.runner.routes import MOST_DIGITS
from bot.runner.stage import Stage


def known_person(stage: Stage) -> Person:
    """The person of this chat."""
    person = stage.person
    if person is None:
        raise DomainError("errors.not_a_member")
    return person


def memberships_in(stage: Stage, collaboration: CollaborationId) -> tuple[Membership, ...]:
    """The places this person has in a collaboration, at least one."""
    mine = stage.uow.collaborations.memberships_of(known_person(stage).id)
    found = tuple(m for m in mine if m.collaboration == collaboration)
    if not found:
        raise DomainError("errors.not_a_member")
    return found


def must_facilitate(stage: Stage, collaboration: CollaborationId) -> None:
    """Only the facilitator goes on."""
    if not any(m.role is Role.FACILITATOR for m in memberships_in(stage, collaboration)):
        raise DomainError("errors.facilitator_only")


def must_manage(stage: Stage, collaboration: CollaborationId, partner: PartnerId | None) -> None:
    """Only a manager of that partner, or the facilitator, goes on."""
    mine = memberships_in(stage, collaboration)
    if not any(m.role is Role.FACILITATOR or (m.role is Role.MANAGER and m.partner == partner) for m in mine):
        raise DomainError("errors.manager_only")


def switch(on: bool) -> str:
    """How a button says what it wants: a second tap then changes nothing, and an old one does what it said."""
    return "ja" if on else "nee"


def switched(argument: str) -> tuple[str, bool]:
    """What is switched, and whether on, of `….ja` or `….nee`."""
    what, _, wanted = argument.rpartition(".")
    if wanted not in ("ja", "nee"):
        raise DomainError("errors.expired")
    return what, wanted == "ja"


def number(argument: str) -> int:
    """An id in a button. Anything else is an old or broken button."""
    if not argument.isdecimal() or len(argument) > MOST_DIGITS:
        raise DomainError("errors.expired")
    return int(argument)
