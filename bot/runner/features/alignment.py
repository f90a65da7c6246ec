"""Phase 2: the conversation in the group, its goals and minutes."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.minutes_check import MINUTES_CHECK
from bot.dialogs.take_home import TAKE_HOME as TAKE_HOME_DIALOG
from bot.domain.collaboration import Membership
from bot.domain.commands import CheckMinutes, TakeHome
from bot.domain.discussion import TAKE_HOME
from bot.domain.rounds import RunState
from bot.domain.settlement import may_settle
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.runner import my_data as kept
from bot.runner.deeds import phase_2
from bot.runner.discussion import alone, controls, course, screen, speak, verdict, where
from bot.runner.discussion.closing import READ
from bot.runner.discussion.minutes import POINTS, may_read
from bot.runner.discussion.screen import TAKE
from bot.runner.discussion.where import alignment_run
from bot.runner.feature import Feature, GroupCommand, HeldDialog, Overview, OwnData, Ranked, Replies, SpokenCommand
from bot.runner.pages import discussion
from bot.runner.records import ConversationState
from bot.runner.routes import ToPage
from bot.runner.stage import Stage
from bot.runner.subjects import phase_2 as facts
from bot.runner.task import Task


def _next(stage: Stage, membership: Membership) -> Task | None:
    """The last question of the talk, which each answers alone; then the minutes, for who speaks for a partner."""
    round_ = stage.uow.rounds.latest(membership.collaboration)
    run = alignment_run(stage, round_) if round_ is not None else None
    talk = stage.uow.discussions.of(run.id) if run is not None else None
    if run is None or talk is None or membership.partner is None or run.state is RunState.CLOSED:
        return None
    held = stage.uow.conversations.find("take_home", stage.chat, run.id)
    asked = stage.uow.discussions.asked(talk.id, TAKE_HOME) is not None
    if asked and membership.role.fills_in and (held is None or held.state is not ConversationState.DONE):
        label = Phrase("buttons.naar", {"what": Phrase("agenda.take_home")})
        return Task(label, ToPage("meenemen", str(run.id)), f"meenemen:{run.id}")
    people = [m for m, _ in stage.uow.collaborations.members(membership.collaboration)]
    checked = any(check.partner == membership.partner for check in stage.uow.discussions.checks(talk.id))
    if run.state is RunState.MINUTES and may_settle(membership, people) and not checked:
        label = Phrase("buttons.naar", {"what": Phrase("agenda.minutes_check")})
        return Task(label, ToPage("verslag", str(run.id)), f"verslag:{run.id}")
    return None


def _reading(stage: Stage, here: Overview) -> Iterable[Button]:
    """One's own points while they can be taken back, and the minutes once the talk is over."""
    run = alignment_run(stage, here.round) if here.round is not None else None
    talk = stage.uow.discussions.of(run.id) if run is not None else None
    if run is None or talk is None or not may_read(stage, talk, Viewer(here.mine[0].person, here.mine)):
        return
    if run.state is not RunState.OPEN:
        yield stage.button("verslag_bekijken", f"verslag:{run.id}")
    yield stage.button("mijn_punten", f"mijnpunten:{run.id}")


FEATURE = Feature(
    name="alignment",
    dialogs=(
        HeldDialog(dialog=TAKE_HOME_DIALOG, subject=facts.take_home),
        HeldDialog(dialog=MINUTES_CHECK, subject=facts.minutes_check),
    ),
    handlers={TakeHome: phase_2.take_home, CheckMinutes: phase_2.check_minutes},
    pages={
        "mijnpunten": discussion.mine,
        "trekin": discussion.take_back,
        "meenemen": discussion.take_home,
        "meegenomen": discussion.taken_home,
        "verslag": discussion.read,
        "punten": discussion.points,
        "verslagklopt": discussion.check,
        "verslagvast": discussion.fix,
    },
    readable=frozenset({"mijnpunten", "meegenomen", "verslag", "punten"}),
    links={TAKE: "meenemen", READ: "verslag", POINTS: "punten"},
    group_commands=(Ranked(41, GroupCommand("gesprek", lambda stage, _: course.talk(stage))),),
    group_buttons={**controls.BUTTONS, **alone.BUTTONS, "oordeel": verdict.judge},
    spoken=(Ranked(50, SpokenCommand("punt", speak.spoke)), Ranked(60, SpokenCommand("doel", speak.spoke))),
    replies=(Ranked(10, Replies(speak.is_below, speak.replied, speak.is_kept)),),
    takes_back=speak.take_back,
    member_tasks=(Ranked(20, _next),),
    overview=(Ranked(60, _reading),),
    timers={course.TIMER: controls.time_is_up},
    own_data=(
        Ranked(80, OwnData("punten_in_gesprekken", kept.points)),
        Ranked(90, OwnData("voorgestelde_doelen", kept.goals, counted=True)),
        Ranked(100, OwnData("oordelen", kept.verdicts, counted=True)),
        Ranked(110, OwnData("over_verslagen", kept.checks, counted=True)),
        Ranked(120, OwnData("nam_mee_voor", kept.taken_home)),
    ),
    members_changed=where.hand_over,
    holds_open=where.has_begun,
    partner_chosen=speak.partner_chosen,
    group_moved=screen.redraw_moved,
)
