"""All dialogs by name. A new dialog is one file beside this one and one line here."""

from collections.abc import Mapping
from typing import Any

from bot.dialogs.adjust import ADJUST
from bot.dialogs.agreement import AGREEMENT
from bot.dialogs.commitment import COMMITMENT
from bot.dialogs.committing import COMMITTING
from bot.dialogs.dialog import Dialog
from bot.dialogs.leave import LEAVE
from bot.dialogs.minutes_check import MINUTES_CHECK
from bot.dialogs.new_collaboration import NEW_COLLABORATION
from bot.dialogs.new_day import NEW_DAY
from bot.dialogs.note import NOTE
from bot.dialogs.preparation import PREPARATION
from bot.dialogs.quick_scan import QUICK_SCAN
from bot.dialogs.rename import RENAME
from bot.dialogs.settling import SETTLING
from bot.dialogs.take_home import TAKE_HOME
from bot.dialogs.welcome import WELCOME
from bot.dialogs.yearly_day import YEARLY_DAY

DIALOGS: Mapping[str, Dialog[Any]] = {
    dialog.id: dialog
    for dialog in (
        WELCOME,
        NEW_COLLABORATION,
        ADJUST,
        PREPARATION,
        QUICK_SCAN,
        SETTLING,
        TAKE_HOME,
        MINUTES_CHECK,
        COMMITMENT,
        COMMITTING,
        AGREEMENT,
        NEW_DAY,
        NOTE,
        YEARLY_DAY,
        RENAME,
        LEAVE,
    )
}
