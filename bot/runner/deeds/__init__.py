"""What finished dialogs and pages change. Each deed changes what is kept, and says where to go next."""

from bot.runner.deeds.carry_out import carry_out
from bot.runner.deeds.making import open_round
from bot.runner.deeds.members import end, enter_open_runs
from bot.runner.deeds.phase_1 import reopen, settle

__all__ = ["carry_out", "end", "enter_open_runs", "open_round", "reopen", "settle"]
