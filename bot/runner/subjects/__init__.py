"""What each dialog is about: the facts it needs, the header of its screens, and whether it may (still) be held.

One entry per dialog. This is the only place that reads facts for dialogs, so that a dialog never sees more than the one
who holds it may see.
"""

from collections.abc import Callable, Mapping

from bot.dialogs.adjust import ADJUST
from bot.dialogs.agreement import AGREEMENT
from bot.dialogs.commitment import COMMITMENT
from bot.dialogs.committing import COMMITTING
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
from bot.runner.records import Conversation
from bot.runner.stage import Stage
from bot.runner.subjects import joining, phase_1, phase_2, phase_3
from bot.runner.subjects.phase_1 import drafts_of, with_manager
from bot.runner.subjects.subject import Subject, header_for

__all__ = ["Subject", "drafts_of", "header_for", "subject_of", "with_manager"]


def subject_of(stage: Stage, conversation: Conversation) -> Subject:
    """The subject of a conversation. Raises `DomainError` when it may no longer be held."""
    return _SUBJECTS[conversation.dialog](stage, conversation)


_SUBJECTS: Mapping[str, Callable[[Stage, Conversation], Subject]] = {
    WELCOME.id: joining.welcome,
    NEW_COLLABORATION.id: joining.new_collaboration,
    ADJUST.id: joining.adjust,
    PREPARATION.id: phase_1.preparation,
    QUICK_SCAN.id: phase_1.quick_scan,
    SETTLING.id: phase_1.settling,
    TAKE_HOME.id: phase_2.take_home,
    MINUTES_CHECK.id: phase_2.minutes_check,
    COMMITMENT.id: phase_3.commitment_questions,
    COMMITTING.id: phase_3.committing,
    AGREEMENT.id: phase_3.agreement,
    NEW_DAY.id: phase_3.new_day,
    NOTE.id: phase_3.note,
    YEARLY_DAY.id: phase_3.yearly_day,
    RENAME.id: joining.rename,
    LEAVE.id: joining.leave,
}
