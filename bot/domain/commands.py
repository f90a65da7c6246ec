"""What a finished dialog wants done. Data only: the dialog says it, the runner does it."""

from bot.dialogs.agreements.dialog import Agree, NewDay, Note
from bot.dialogs.alignment.dialog import CheckMinutes, TakeHome
from bot.dialogs.collaborations.dialog import AddPartner, Adjust, CreateCollaboration
from bot.dialogs.commitment.dialog import Commit, HandInCommitment
from bot.dialogs.people.dialog import Decline, Join, Leave, Rename
from bot.dialogs.preparation.dialog.form import HandIn
from bot.dialogs.preparation.dialog.quick_scan import FinishScan
from bot.dialogs.settling.dialog import Settle
from bot.dialogs.years.dialog import AskOn

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
