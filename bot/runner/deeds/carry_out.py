"""Doing what a finished dialog wants done: one deed for each command."""

from typing import assert_never, get_args

from bot.domain.commands import (
    AddPartner,
    Adjust,
    Agree,
    AskOn,
    CheckMinutes,
    Command,
    Commit,
    CreateCollaboration,
    Decline,
    FinishScan,
    HandIn,
    HandInCommitment,
    Join,
    Leave,
    NewDay,
    Note,
    Rename,
    Settle,
    TakeHome,
)
from bot.domain.errors import ProgrammingError
from bot.runner.deeds import agreements, making, members, phase_1, phase_2, phase_3, years
from bot.runner.routes import Route, ToDeed
from bot.runner.stage import Stage


def carry_out(stage: Stage, deed: ToDeed) -> Route | None:
    """Carry out the command of a finished conversation."""
    command = _command(deed.command)
    match command:
        case Join():
            return members.join(stage, command, deed.conversation)
        case Decline():
            return members.decline(stage, command, deed.conversation)
        case CreateCollaboration():
            return making.create(stage, command, deed.conversation)
        case AddPartner():
            return making.add_partner(stage, command, deed.conversation)
        case Adjust():
            return making.adjust(stage, command, deed.conversation)
        case HandIn():
            return phase_1.hand_in(stage, command)
        case Settle():
            return phase_1.settle(stage, command, deed.conversation)
        case FinishScan():
            return phase_1.finish_scan(stage, command)
        case TakeHome():
            return phase_2.take_home(stage, command)
        case CheckMinutes():
            return phase_2.check_minutes(stage, command, deed.conversation)
        case HandInCommitment():
            return phase_3.hand_in(stage, command)
        case Commit():
            return phase_3.commit(stage, command, deed.conversation)
        case Agree():
            return agreements.agree(stage, command, deed.conversation)
        case NewDay():
            return agreements.run_on(stage, command, deed.conversation)
        case Note():
            return agreements.note(stage, command, deed.conversation)
        case AskOn():
            return years.ask_on(stage, command, deed.conversation)
        case Rename():
            return members.rename(stage, command, deed.conversation)
        case Leave(membership):
            return members.leave(stage, membership)
        case _:
            assert_never(command)


def _command(result: object) -> Command:
    if not isinstance(result, get_args(Command)):
        raise ProgrammingError(f"a dialog ended with {type(result).__name__}")
    command: Command = result
    return command
