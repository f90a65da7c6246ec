"""An invitation is opened: is it meant for this person, and do they agree?"""

from dataclasses import dataclass

from bot.dialogs.consent import ask_consent
from bot.dialogs.dialog import Dialog, Talk
from bot.domain.collaboration import Role
from bot.domain.commands import Decline, Join
from bot.domain.ids import InvitationId
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


def welcome(facts: WelcomeFacts) -> Talk:
    """Say in words what the invitation is for, then ask consent unless it was given before."""
    said = {"collaboration": facts.collaboration, "partner": facts.partner, "role": Phrase(f"roles.{facts.role}")}
    key = "welcome.facilitator" if facts.partner is None else "welcome.invited"
    correct = yield from choose("welcome.correct", Phrase(key, said), [option("klopt"), option("klopt_niet")])
    if correct == "klopt_niet":
        return Decline(wrong=True)
    agreed = facts.consented or (yield from ask_consent())
    return Join(facts.invitation) if agreed else Decline(wrong=False)


WELCOME = Dialog("welcome", welcome)
