"""What a finished dialog wants done. Data only: the dialog says it, the runner does it."""

from dataclasses import dataclass
from datetime import date

from bot.domain.agreement import AgreementId, Repeat
from bot.domain.collaboration import Ownership, PartnerKind, Role
from bot.domain.commitment import Stand
from bot.domain.form import FilledForm
from bot.domain.ids import CollaborationId, InvitationId, MembershipId, PartnerId, PersonId, RoundId, RunId
from bot.domain.rounds import Phase, RoundMode


@dataclass(frozen=True, slots=True)
class Join:
    """Agreed: become a member as the invitation says; `partner` where that was still to be chosen."""

    invitation: InvitationId
    partner: PartnerId | None = None


@dataclass(frozen=True, slots=True)
class Decline:
    """Not agreed, or not meant for this person: keep nothing. `wrong` tells the two apart."""

    wrong: bool


@dataclass(frozen=True, slots=True)
class NewPartner:
    """A partner as it was described when the collaboration was made."""

    name: str
    kind: PartnerKind
    sector: str | None
    ownership: Ownership | None


@dataclass(frozen=True, slots=True)
class CreateCollaboration:
    """Make a collaboration with its first round. `own_partner` is an index into `partners`."""

    name: str
    partners: tuple[NewPartner, ...]
    own_partner: int | None
    own_role: Role | None
    mode: RoundMode
    phases: frozenset[Phase]
    deadline: date | None
    open_now: bool


@dataclass(frozen=True, slots=True)
class AddPartner:
    """Let another organisation in."""

    collaboration: CollaborationId
    partner: NewPartner


@dataclass(frozen=True, slots=True)
class Adjust:
    """Change what can still be changed of a collaboration; None leaves it as it is."""

    collaboration: CollaborationId
    name: str | None = None
    mode: RoundMode | None = None
    phases: frozenset[Phase] | None = None
    deadline: date | None = None
    without_deadline: bool = False


@dataclass(frozen=True, slots=True)
class HandIn:
    """Hand in one's phase 1, filled in like this."""

    run: RunId
    form: FilledForm


@dataclass(frozen=True, slots=True)
class Settle:
    """Settle a partner's version."""

    run: RunId
    form: FilledForm


@dataclass(frozen=True, slots=True)
class FinishScan:
    """Finish the perspectiefspiegel, and go on with what waits."""

    run: RunId


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave a collaboration; None when the person thought better of it."""

    membership: MembershipId | None


@dataclass(frozen=True, slots=True)
class TakeHome:
    """Keep what somebody takes home from phase 2; empty when they skipped it."""

    run: RunId
    text: str


@dataclass(frozen=True, slots=True)
class CheckMinutes:
    """Say for a partner whether the minutes of phase 2 are right."""

    run: RunId
    confirmed: bool
    correction: str = ""


@dataclass(frozen=True, slots=True)
class HandInCommitment:
    """Hand in one's phase 3."""

    run: RunId


@dataclass(frozen=True, slots=True)
class Commit:
    """Say for a partner what it commits to, and close its phase 3."""

    run: RunId
    stand: Stand
    condition: str
    term: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says."""

    what: str
    owner: PersonId | None
    owner_name: str
    due: date
    look_back: date | None = None
    repeat: Repeat = Repeat.ONCE
    motive: str | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Agree:
    """Keep an agreement as it was described; None leaves it away."""

    agreement: AgreementId
    terms: Terms | None


@dataclass(frozen=True, slots=True)
class NewDay:
    """Give something a new day: an agreement that is still running."""

    agreement: AgreementId
    due: date


@dataclass(frozen=True, slots=True)
class Note:
    """Add a note to an agreement."""

    agreement: AgreementId
    text: str


@dataclass(frozen=True, slots=True)
class AskOn:
    """Ask for the next round on this day."""

    round: RoundId
    day: date


@dataclass(frozen=True, slots=True)
class Rename:
    """Call me this from now on."""

    name: str


Command = (
    Join
    | Decline
    | CreateCollaboration
    | AddPartner
    | Adjust
    | HandIn
    | Settle
    | FinishScan
    | Leave
    | TakeHome
    | CheckMinutes
    | HandInCommitment
    | Commit
    | Agree
    | NewDay
    | Note
    | AskOn
    | Rename
)
