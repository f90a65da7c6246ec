"""Boards: a motive in a group, answered by everybody at once."""

from bot.dialogs.boards import facts, group, own_data, pages
from bot.dialogs.boards.actions import board
from bot.dialogs.boards.screens.board import REPLIES
from bot.turn.feature import Feature, GroupCommand, Ranked, Replies
from bot.turn.own_data import OwnData

FEATURE = Feature(
    name="boards",
    pages={"eigen": pages.own_motives, "bord": pages.put_own, "bordteksten": pages.replies, **pages.PANEL},
    readable=frozenset({"bordteksten"}),
    links={REPLIES: "bordteksten"},
    group_commands=(
        Ranked(30, GroupCommand("motieven", lambda ctx, _: group.motives(ctx))),
        Ranked(39, GroupCommand("gesprek", lambda ctx, _: group.go_on_leading(ctx))),
    ),
    group_buttons=group.BUTTONS,
    replies=(Ranked(30, Replies(group.is_below, group.replied, group.is_kept)),),
    own_data=(
        Ranked(130, OwnData("motieven_in_groepen", own_data.seats)),
        Ranked(140, OwnData("geschreven_bij_motieven", own_data.replies, counted=True)),
    ),
    on_table=facts.table,
    members_changed=board.refresh_all,
    reach_changed=board.reach_changed,
    asked_in_groups=facts.asked_in_groups,
    place_given_up=board.place_given_up,
    redraw=board.refresh_all,
)
