"""An invitation is opened: is it meant for this person, and do they agree?"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.instrument import Instrument
from bot.dialogs.consent import ask_consent
from bot.dialogs.dialog import Dialog, Talk
from bot.domain.collaboration import Role
from bot.domain.commands import Decline, Join
from bot.domain.ids import InvitationId, PartnerId
from bot.engine.model import Phrase
from bot.engine.steps import choose, option


@dataclass(frozen=True, slots=True)
class WelcomeFacts:
    """What the invitation says, and whether this person has agreed before."""

    invitation: InvitationId
    collaboration: str
    partner: str | None
    role: Role
    consented: bool
    partners: tuple[tuple[PartnerId, str], ...] = ()
    """Between which to choose, when the invitation is for all of them."""


def welcome(facts: WelcomeFacts) -> Talk:
    """Say in words what the invitation is for, then ask consent unless it was given before."""
    partner, partner_id = facts.partner, None
    if facts.partners:
        asked = Phrase("welcome.which_partner", {"collaboration": facts.collaboration})
        chosen = yield from choose("welcome.partner", asked, [option(str(id_), name) for id_, name in facts.partners])
        partner_id, partner = next((id_, name) for id_, name in facts.partners if str(id_) == chosen)
    said = {"collaboration": facts.collaboration, "partner": partner, "role": Phrase(f"roles.{facts.role}")}
    key = "welcome.facilitator" if partner is None else "welcome.invited"
    correct = yield from choose("welcome.correct", Phrase(key, said), [option("klopt"), option("klopt_niet")])
    if correct == "klopt_niet":
        return Decline(wrong=True)
    agreed = facts.consented or (yield from ask_consent())
    return Join(facts.invitation, partner_id) if agreed else Decline(wrong=False)


def _examples(_: Instrument) -> Iterator[WelcomeFacts]:
    for partner in ("Partner", None):
        for role in Role:
            yield WelcomeFacts(InvitationId(1), "Samenwerking", partner, role, consented=False)
    several = ((PartnerId(1), "Een"), (PartnerId(2), "Twee"))
    yield WelcomeFacts(InvitationId(1), "Samenwerking", None, Role.PARTICIPANT, consented=True, partners=several)


WELCOME = Dialog("welcome", welcome, (Join, Decline), _examples)
