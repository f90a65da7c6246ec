"""Boards: a motive in a group, answered by everybody at once."""

from bot.runner import my_data as kept
from bot.runner.feature import Feature, GroupCommand, OwnData, Ranked, Replies
from bot.runner.groups import answers, boards, replies
from bot.runner.pages import groups

FEATURE = Feature(
    name="boards",
    pages={"eigen": groups.own_motives, "bord": groups.put_own},
    group_commands=(Ranked(30, GroupCommand("motieven", lambda stage, _: boards.motives(stage))),),
    group_buttons={
        "stem": boards.vote,
        "toon": boards.show_result,
        "verder": boards.go_on,
        "heropen": boards.open_again,
    },
    replies=(Ranked(30, Replies(replies.is_below, replies.replied, replies.is_kept)),),
    own_data=(
        Ranked(130, OwnData("motieven_in_groepen", kept.seats)),
        Ranked(140, OwnData("geschreven_bij_motieven", kept.replies, counted=True)),
    ),
    place_given_up=answers.place_given_up,
    redraw=boards.refresh_all,
)
