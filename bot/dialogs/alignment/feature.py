"""Phase 2: the conversation in the group, its goals and minutes."""

from collections.abc import Iterable

from bot.content.roles import TalkKind
from bot.content.screen import Button
from bot.dialogs.alignment import fates, own_data, report
from bot.dialogs.alignment.actions import answering, course, goals, leading, quiet
from bot.dialogs.alignment.actions.closing import MINUTES, READ
from bot.dialogs.alignment.dialog import MINUTES_CHECK, QUIET, CheckMinutes, KeepQuiet, TakeHome
from bot.dialogs.alignment.dialog import TAKE_HOME as TAKE_HOME_DIALOG
from bot.dialogs.alignment.facts import queries, talks, waiting
from bot.dialogs.alignment.facts.minutes import may_read
from bot.dialogs.alignment.facts.queries import alignment_run, phase2
from bot.dialogs.alignment.group import alone, controls, speak, verdict
from bot.dialogs.alignment.group import course as course_in_group
from bot.dialogs.alignment.pages import leading as panel_pages
from bot.dialogs.alignment.pages import minutes, own, reading, without
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion
from bot.dialogs.alignment.screens import question
from bot.dialogs.alignment.screens.goal import REASONS
from bot.dialogs.alignment.screens.minutes import POINTS
from bot.dialogs.alignment.screens.question import BESIDE, TAKE, WRITE
from bot.dialogs.questions.facts import question_of
from bot.domain.collaboration import Membership
from bot.domain.rounds import Round, RunState
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.feature import Feature, GroupCommand, HeldDialog, Overview, Ranked, Replies, SpokenCommand, ToRead
from bot.turn.own_data import OwnData
from bot.turn.records import ConversationState
from bot.turn.report import ReportPart
from bot.turn.routes import ToPage
from bot.turn.tasks import Task


def _next(ctx: TurnContext, membership: Membership) -> Task | None:
    """The last question of the talk, which each answers alone; then the minutes, for who says something of them."""
    round_ = ctx.uow.rounds.latest(membership.collaboration)
    run = alignment_run(ctx, round_) if round_ is not None else None
    talk = ctx.uow.get(DISCUSSIONS).of(run.id) if run is not None else None
    if round_ is None or run is None or talk is None or run.state is RunState.CLOSED:
        return None
    own = _to_answer(ctx, membership, talk) if membership.partner is not None else None
    return own or _minutes_task(ctx, membership, round_, talk)


def _to_answer(ctx: TurnContext, membership: Membership, talk: Discussion) -> Task | None:
    """What somebody of a partner answers in private."""
    writing = _quiet_task(ctx, membership, talk)
    if writing is not None:
        return writing
    held = ctx.uow.conversations.find("take_home", ctx.chat, talk.run)
    question = phase2(ctx, talk).only(TalkKind.PRIVATE)
    put = question_of(ctx, talk.run, question.id) if question is not None else None
    asked = put is not None and put.was_put
    if asked and membership.role.fills_in and (held is None or held.state is not ConversationState.DONE):
        label = Phrase("buttons.naar", {"what": Phrase("agenda.take_home")})
        return Task(label, ToPage("meenemen", str(talk.run)), f"meenemen:{talk.run}")
    return None


def _minutes_task(ctx: TurnContext, membership: Membership, round_: Round, talk: Discussion) -> Task | None:
    """The minutes, for who says for a partner whether they are right, and at the end for whoever fixes them."""
    ours = (one for one in waiting.waits(ctx, round_) if one.partner in (None, membership.partner))
    steps = (waiting.TO_CHECK, waiting.TO_FIX)
    if not any(one.whom(to, membership.person) for one in ours for to in steps):
        return None
    label = Phrase("buttons.naar", {"what": Phrase("agenda.minutes_check")})
    return Task(label, ToPage("verslag", str(talk.run)), f"verslag:{talk.run}")


def _quiet_task(ctx: TurnContext, membership: Membership, talk: Discussion) -> Task | None:
    """While a quiet window is open, writing in it; what was written can be changed where it stands."""
    put = question_of(ctx, talk.run, talk.question) if talk.quiet_until is not None and talk.question else None
    if put is None or not membership.role.fills_in or ctx.uow.conversations.find("quiet", ctx.chat, put.id):
        return None
    label = Phrase("buttons.naar", {"what": Phrase("agenda.quiet")})
    return Task(label, ToPage("opschrijf", str(put.id)), f"opschrijf:{put.id}")


def _reading(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    """One's own points while they can be taken back, and the minutes once the talk is over."""
    run = alignment_run(ctx, here.round) if here.round is not None else None
    talk = ctx.uow.get(DISCUSSIONS).of(run.id) if run is not None else None
    if run is None or talk is None or not may_read(ctx, talk, Viewer(here.mine[0].person, here.mine)):
        return
    if run.state is not RunState.OPEN:
        yield ctx.button("verslag_bekijken", f"verslag:{run.id}")
    yield ctx.button("mijn_punten", f"mijnpunten:{run.id}")


def _to_read(ctx: TurnContext, here: Overview) -> Iterable[ToRead]:
    """The newest minutes that this person may read."""
    for round_ in sorted(ctx.uow.rounds.all(here.collaboration.id), key=lambda one: -one.id):
        run = alignment_run(ctx, round_)
        talk = ctx.uow.get(DISCUSSIONS).of(run.id) if run is not None and run.state is not RunState.OPEN else None
        if run is not None and talk is not None and may_read(ctx, talk, Viewer(here.mine[0].person, here.mine)):
            yield ToRead(Phrase("catching_up.minutes"), ctx.button("verslag_bekijken", f"verslag:{run.id}"))
            return


FEATURE = Feature(
    name="alignment",
    waits_for=waiting.waits,
    renderers={MINUTES: "bot.typesetting.minutes:pdf"},
    dialogs=(
        HeldDialog(dialog=TAKE_HOME_DIALOG, subject=talks.take_home),
        HeldDialog(dialog=QUIET, subject=talks.quiet),
        HeldDialog(dialog=MINUTES_CHECK, subject=talks.minutes_check),
    ),
    handlers={KeepQuiet: quiet.keep, TakeHome: answering.take_home, CheckMinutes: answering.check_minutes},
    pages={
        "mijnpunten": own.mine,
        "trekin": own.take_back,
        "meenemen": own.take_home,
        "meegenomen": own.taken_home,
        "verslag": minutes.read,
        "punten": reading.points,
        "bijvraag": reading.beside,
        "doel": reading.goal,
        "doelzonder": without.choose,
        "zonderpartner": without.close,
        "verslagklopt": minutes.check,
        "verslagvast": minutes.fix,
        "opschrijf": own.write_quietly,
        "opgeschreven": own.written_quietly,
        **panel_pages.PAGES,
    },
    readable=frozenset({"mijnpunten", "meegenomen", "verslag", "punten", "bijvraag", "doel", "opgeschreven"}),
    answers_stray=own.stray,
    links={
        TAKE: "meenemen",
        WRITE: "opschrijf",
        READ: "verslag",
        POINTS: "punten",
        BESIDE: "bijvraag",
        REASONS: "doel",
    },
    group_commands=(Ranked(41, GroupCommand("gesprek", lambda ctx, _: course_in_group.talk(ctx))),),
    group_buttons={
        **controls.BUTTONS,
        **alone.BUTTONS,
        "gesprekbegin": course_in_group.begin_now,
        "oordeel": verdict.judge,
    },
    spoken=(
        Ranked(50, SpokenCommand("punt", speak.spoke, queries.talks)),
        Ranked(60, SpokenCommand("doel", speak.spoke, queries.talks)),
    ),
    on_table=queries.table,
    panel=queries.panel_in,
    replies=(Ranked(10, Replies(speak.is_below, speak.replied, speak.is_kept)),),
    takes_back=speak.take_back,
    member_tasks=(Ranked(20, _next),),
    overview=(Ranked(60, _reading),),
    to_read=(Ranked(20, _to_read),),
    timers={course.TIMER: course.time_is_up, quiet.TIMER: quiet.time_is_up},
    own_data=(
        Ranked(80, OwnData("punten_in_gesprekken", own_data.points)),
        Ranked(90, OwnData("voorgestelde_doelen", own_data.goals, counted=True)),
        Ranked(100, OwnData("oordelen", own_data.verdicts, counted=True)),
        Ranked(110, OwnData("over_verslagen", own_data.checks, counted=True)),
        Ranked(120, OwnData("nam_mee_voor", own_data.taken_home)),
    ),
    own_words=fates.given,
    fates=fates.fates,
    members_changed=leading.hand_over,
    reach_changed=leading.reach_changed,
    holds_open=queries.has_begun,
    partner_chosen=speak.partner_chosen,
    group_moved=question.redraw_moved,
    shown_elsewhere=goals.draw_again,
    reports=(Ranked(50, ReportPart(report.sections)),),
)
