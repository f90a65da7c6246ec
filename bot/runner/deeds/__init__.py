"""What finished dialogs and pages change. Each deed changes what is kept, and says where to go next."""

from bot.runner.deeds.agreements import begin as begin_agreement
from bot.runner.deeds.agreements import done as agreement_done
from bot.runner.deeds.agreements import hand_over as hand_over_agreement
from bot.runner.deeds.agreements import lapse as agreement_lapses
from bot.runner.deeds.agreements import share as share_agreement
from bot.runner.deeds.carry_out import carry_out
from bot.runner.deeds.making import open_round
from bot.runner.deeds.members import end, enter_open_runs, erase, hand_over, partner_leaves
from bot.runner.deeds.phase_1 import reopen, settle

__all__ = [
    "agreement_done",
    "agreement_lapses",
    "begin_agreement",
    "carry_out",
    "end",
    "enter_open_runs",
    "erase",
    "hand_over",
    "hand_over_agreement",
    "open_round",
    "partner_leaves",
    "reopen",
    "settle",
    "share_agreement",
]
