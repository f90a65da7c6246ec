"""Phase 2 in private: one's own points, the last question, the minutes."""

from collections.abc import Iterable
from zlib import crc32

from bot.content.roles import TalkKind, TalkQuestion
from bot.content.screen import Button
from bot.dialogs.alignment.actions import closing
from bot.dialogs.alignment.actions.answering import withdraw
from bot.dialogs.alignment.actions.leading import may_close
from bot.dialogs.alignment.dialog import MINUTES_CHECK, QUIET_DIALOG, QUIET_WORDS
from bot.dialogs.alignment.facts import taken_home as taken_home_facts
from bot.dialogs.alignment.facts.evidence import evidence_for
from bot.dialogs.alignment.facts.goals import about_gone
from bot.dialogs.alignment.facts.minutes import for_reader, may_read, minutes_now
from bot.dialogs.alignment.facts.queries import binding_of, current, kind_of, phase2, round_of
from bot.dialogs.alignment.facts.quiet import own_words, quiet_until, window_on
from bot.dialogs.alignment.facts.taken_home import DIALOG
from bot.dialogs.alignment.facts.waiting import unchecked
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionState
from bot.dialogs.alignment.screens.goal import reason_lines, state_line
from bot.dialogs.alignment.screens.minutes import as_text, lines_of
from bot.dialogs.alignment.screens.panel import waiting_for_gone
from bot.dialogs.alignment.screens.question import goal_lines
from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.questions.facts import question_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import Contribution
from bot.domain.collaboration import Role
from bot.domain.errors import DomainError
from bot.domain.ids import ContributionId, PersonId, QuestionId, RunId
from bot.domain.settlement import may_settle
from bot.domain.visibility import Viewer
from bot.engine.model import ChangeRequested, Phrase, Pressed, StepId
from bot.turn.arguments import number, switch, switched
from bot.turn.context import TurnContext
from bot.turn.paging import at_page, page_of
from bot.turn.records import ConversationState
from bot.turn.routes import Route, ToPage, ToTalk


def _discussion(ctx: TurnContext, argument: str) -> Discussion:
    """Phase 2 of this run, for somebody who takes part in the collaboration."""
    run = ctx.uow.rounds.run(RunId(number(argument)))
    found = ctx.uow.get(DISCUSSIONS).of(run.id)
    if found is None:
        raise DomainError("errors.expired")
    memberships_in(ctx, ctx.uow.rounds.get(run.round).collaboration)
    return found


def _readable(ctx: TurnContext, argument: str) -> Discussion:
    """Phase 2 of this run, for somebody who may read what was said in it."""
    found = _discussion(ctx, argument)
    if not may_read(ctx, found, _viewer(ctx, found)):
        raise DomainError("discussion.from_phase_3")
    return found


def _viewer(ctx: TurnContext, discussion: Discussion) -> Viewer:
    return Viewer(known_person(ctx).id, memberships_in(ctx, binding_of(ctx, discussion).collaboration))


# --- one's own points ---


def mine(ctx: TurnContext, argument: str) -> None:
    """`Mijn punten`: what one said, each of which can be taken back: `run` or `run.page`."""
    run, _, page = argument.partition(".")
    discussion = _discussion(ctx, run)
    said = _said_by(ctx, discussion, known_person(ctx).id)
    shown = said[_first(said, page) : _first(said, page) + PER_PAGE]
    lines, buttons = [], []
    for index, one in enumerate(shown, start=_first(said, page) + 1):
        lines.append(Phrase("discussion.my_point", {"index": index, "text": one.text, "withdrawn": one.withdrawn}))
        label = "terugzetten" if one.withdrawn else "trek_in"
        buttons.append(ctx.button(label, f"trekin:{one.id}.{switch(not one.withdrawn)}", index=index))
    more = _first(said, page) + PER_PAGE < len(said)
    ctx.page(
        Phrase("discussion.my_points", {"lines": tuple(lines), "counts": not all(one.withdrawn for one in shown)}),
        *buttons,
        ctx.button("volgende", f"mijnpunten:{run}.{_first(said, page) // PER_PAGE + 1}") if more else None,
        ctx.button("menu", "menu"),
    )


PER_PAGE = 8
"""How many points stand on one screen."""


def _first(said: list[Contribution], page: str) -> int:
    last = max(len(said) - 1, 0) // PER_PAGE
    return min(number(page), last) * PER_PAGE if page else 0


def _said_by(ctx: TurnContext, discussion: Discussion, person: PersonId) -> list[Contribution]:
    return [c for c in ctx.uow.get(QUESTIONS).contributions(discussion.run) if c.person == person]


def take_back(ctx: TurnContext, argument: str) -> Route:
    """Take one's words out of the minutes, or put them back: `contribution.ja` or `contribution.nee`."""
    id_, out = switched(argument)
    contribution = ContributionId(number(id_))
    kept = ctx.uow.get(QUESTIONS).contribution(contribution)
    discussion = withdraw(ctx, contribution, out)
    index = next(i for i, c in enumerate(_said_by(ctx, discussion, kept.person)) if c.id == kept.id)
    return ToPage("mijnpunten", f"{discussion.run}.{index // PER_PAGE}")


# --- the last question ---


def take_home(ctx: TurnContext, argument: str) -> Route:
    """On to the talk about the last question: `run`."""
    discussion = _discussion(ctx, argument)
    question = phase2(ctx, discussion).only(TalkKind.PRIVATE)
    return _once_more(ctx, DIALOG, discussion.run, question.id if question is not None else "")


def taken_home(ctx: TurnContext, argument: str) -> None:
    """After question 6: thanks, and what colleagues of one's own partner take home: `run` or `run.page`."""
    run, index = at_page(argument)
    discussion = _discussion(ctx, run)
    person = known_person(ctx)
    viewer = _viewer(ctx, discussion)
    lines = tuple(
        Phrase("take_home.colleague", {"name": one.person.name, "text": one.text})
        for one in taken_home_facts.taken_home(ctx, discussion, viewer)
        if one.person.id != person.id
    )
    shown, more = page_of(ctx, lines, index)
    ctx.page(
        Phrase("take_home.thanks", {"lines": shown}),
        ctx.button("volgende", f"meegenomen:{run}.{index + 1}") if more else None,
        ctx.button("wijzigen", f"meenemen:{discussion.run}"),
        ctx.button("mijn_punten", f"mijnpunten:{discussion.run}"),
        ctx.button("menu", "menu"),
    )


# --- a quiet window ---


def write_quietly(ctx: TurnContext, argument: str) -> Route:
    """On to writing before anybody speaks: `question`."""
    return _once_more(ctx, QUIET_DIALOG, QuestionId(number(argument)), QUIET_WORDS)


def _once_more(ctx: TurnContext, dialog: str, subject: int, step: str) -> Route:
    """On to a talk of one question; who answered it already is asked it again."""
    held = ctx.uow.conversations.find(dialog, ctx.chat, subject)
    done = held is not None and held.state is ConversationState.DONE
    return ToTalk(dialog, subject, ChangeRequested(StepId(step), ctx.at) if done else None)


def written_quietly(ctx: TurnContext, argument: str) -> None:
    """What somebody wrote, shown back to them alone: `question`."""
    question, person = QuestionId(number(argument)), known_person(ctx)
    discussion, _ = window_on(ctx, question)
    about = {
        "text": own_words(ctx, question, person, _viewer(ctx, discussion)),
        "until": quiet_until(ctx, discussion),
    }
    ctx.page(Phrase("quiet.kept", about), ctx.button("wijzigen", f"opschrijf:{question}"), ctx.button("menu", "menu"))


def stray(ctx: TurnContext) -> bool:
    """Words that nobody asked for, in private, while a conversation goes on: nothing is kept, and where they count."""
    person = ctx.person
    mine = ctx.uow.collaborations.memberships_of(person.id) if person is not None else ()
    for collaboration in dict.fromkeys(m.collaboration for m in mine if m.role.fills_in or m.role is Role.FACILITATOR):
        talk = current(ctx, collaboration)
        on_table = talk is not None and talk.state is not DiscussionState.CLOSED and talk.question is not None
        if talk is None or not on_table or kind_of(ctx, talk, talk.question or "") is TalkKind.PRIVATE:
            continue
        _say_where(ctx, talk, ctx.uow.collaborations.get(collaboration).name)
        return True
    return False


def _say_where(ctx: TurnContext, talk: Discussion, collaboration: str) -> None:
    """In the window that is open now; else in the group."""
    put = question_of(ctx, talk.run, talk.question or "")
    if talk.quiet_until is None or put is None:
        ctx.page(Phrase("quiet.say_in_group", {"collaboration": collaboration}))
        return
    wrote = bool(own_words(ctx, put.id, known_person(ctx), _viewer(ctx, talk)))
    to_it = ctx.button("wijzigen" if wrote else "opschrijven", f"opschrijf:{put.id}")
    ctx.page(Phrase("quiet.say_here", {"wrote": wrote}), to_it)


# --- what could not be read whole in the group ---


def _place(ctx: TurnContext, argument: str) -> tuple[Discussion, TalkQuestion, str, int]:
    """The question that `run.question` or `run.question.page` is about, its place, and the page."""
    run, _, rest = argument.partition(".")
    place, index = at_page(rest)
    discussion = _readable(ctx, run)
    every = phase2(ctx, discussion).questions
    if number(place) >= len(every) or every[number(place)].kind is TalkKind.PRIVATE:
        raise DomainError("errors.expired")
    return discussion, every[number(place)], f"{run}.{place}", index


def beside(ctx: TurnContext, argument: str) -> None:
    """What the reveal gives a question, and the goals that were proposed: `run.question`, or `….page`."""
    discussion, question, place, index = _place(ctx, argument)
    binding = binding_of(ctx, discussion)
    lines = evidence_for(ctx, binding, round_of(ctx, discussion), question.evidence)
    if question.kind is TalkKind.GOALS:
        lines = (*lines, *goal_lines(ctx, discussion))
    shown, more = page_of(ctx, lines, index)
    ctx.page(
        Phrase("discussion.beside", {"question": question.text, "lines": shown}),
        ctx.button("volgende", f"bijvraag:{place}.{index + 1}") if more else None,
        ctx.button("menu", "menu"),
    )


def goal(ctx: TurnContext, argument: str) -> None:
    """A goal with all concerns and objections: `goal` or `goal.page`."""
    id_, index = at_page(argument)
    found = ctx.uow.get(QUESTIONS).proposal(number(id_))
    discussion = _readable(ctx, str(found.run))
    shown, more = page_of(ctx, reason_lines(ctx, discussion, found), index)
    about = {"text": found.text, "state": state_line(ctx, discussion, found), "lines": shown}
    about["gone"] = about_gone(ctx, discussion, found)
    ctx.page(
        Phrase("discussion.goal_read", about),
        ctx.button("volgende", f"doel:{found.id}.{index + 1}") if more else None,
        ctx.button("menu", "menu"),
    )


def points(ctx: TurnContext, argument: str) -> None:
    """What was said to a question: `run.question`, or `….page`."""
    discussion, question, place, index = _place(ctx, argument)
    shown, more = page_of(ctx, lines_of(ctx, discussion, question.id), index)
    ctx.page(
        Phrase("discussion.summary", {"question": question.text, "lines": shown, "earlier": 0}),
        ctx.button("volgende", f"punten:{place}.{index + 1}") if more else None,
        ctx.button("menu", "menu"),
    )


# --- the minutes ---


def read(ctx: TurnContext, argument: str) -> None:
    """The minutes as text: `run` or `run.page`. Whoever speaks for a partner says whether they are right."""
    run, index = at_page(argument)
    _show_minutes(ctx, _readable(ctx, run), index)


def _show_minutes(ctx: TurnContext, discussion: Discussion, index: int, *, changed: bool = False) -> None:
    """A page of the minutes. `changed`: somebody answered for words that do not stand there any more."""
    if discussion.state is not DiscussionState.CLOSED:
        raise DomainError("minutes.not_yet")
    run = str(discussion.run)
    found = for_reader(minutes_now(ctx, discussion), _viewer(ctx, discussion))
    whole = as_text(ctx, found)
    lines, more = page_of(ctx, whole, index)
    waiting = () if found.fixed else minutes_waiting(ctx, discussion)
    about = {"collaboration": found.collaboration, "held": found.held, "fixed": found.fixed, "lines": lines}
    about |= {"division": found.division, "changed": changed}
    about |= {"waiting": waiting, "checked": _has_checked(ctx, discussion)}
    can_check, may_fix = not found.fixed and _speaks(ctx, discussion), _may_fix(ctx, discussion, found.fixed)
    about["asks"] = asks = can_check and not about["checked"] and not more
    ctx.page(
        Phrase("minutes.text", about),
        ctx.button("volgende", f"verslag:{run}.{index + 1}") if more else None,
        *(_checking(ctx, run, _stamp(ctx, whole), again=bool(about["checked"])) if can_check else ()),
        None if asks and may_fix else _third(ctx, discussion, found.fixed),
        ctx.button("verslag_vaststellen", f"verslagvast:{run}") if may_fix else None,
        ctx.button("menu", "menu"),
    )


def _stamp(ctx: TurnContext, lines: Iterable[Phrase]) -> str:
    """A short sign of what the minutes say, by which a button knows the words it stood below."""
    said = "\n".join(ctx.texts.phrases.plain(line) for line in lines)
    return f"{crc32(said.encode()):x}"


def _is_old(ctx: TurnContext, discussion: Discussion, stamp: str) -> bool:
    """Whether the minutes say something else than below this button. Buttons of before have no stamp."""
    found = for_reader(minutes_now(ctx, discussion), _viewer(ctx, discussion))
    return bool(stamp) and not found.fixed and stamp != _stamp(ctx, as_text(ctx, found))


def _checking(ctx: TurnContext, run: str, stamp: str, *, again: bool) -> tuple[Button, ...]:
    """Whether the minutes are right is said where they stand, so that they can be read meanwhile."""
    if again:
        return (ctx.button("wijzig_antwoord", f"verslagklopt:{run}"),)
    return (
        ctx.button("klopt", f"verslagklopt:{run}.klopt.{stamp}"),
        ctx.button("klopt_iets_niet", f"verslagklopt:{run}.klopt_iets_niet.{stamp}"),
    )


def _third(ctx: TurnContext, discussion: Discussion, fixed: bool) -> Button | None:
    """For whoever leads, goals that wait in vain; else one's own points, as long as they can be taken back."""
    if fixed:
        return None
    if waiting_for_gone(ctx, discussion) and may_close(ctx, discussion):
        return ctx.button("doel_zonder", f"doelzonder:{discussion.run}")
    return ctx.button("mijn_punten", f"mijnpunten:{discussion.run}")


def minutes_waiting(ctx: TurnContext, discussion: Discussion) -> tuple[str, ...]:
    """The partners that have not said whether the minutes are right."""
    waiting = unchecked(ctx, binding_of(ctx, discussion), discussion)
    return tuple(ctx.uow.collaborations.partner(partner).name for partner in waiting)


def _has_checked(ctx: TurnContext, discussion: Discussion) -> bool:
    """Whether somebody has answered for a partner of this person."""
    mine_ = memberships_in(ctx, binding_of(ctx, discussion).collaboration)
    checked = {check.partner for check in ctx.uow.get(DISCUSSIONS).checks(discussion.id)}
    return any(m.partner in checked for m in mine_)


def _speaks(ctx: TurnContext, discussion: Discussion) -> bool:
    """Whether this person says for a partner whether the minutes are right."""
    binding = binding_of(ctx, discussion)
    people = ctx.uow.collaborations.members(binding.collaboration).memberships
    mine_ = memberships_in(ctx, binding.collaboration)
    return any(m.partner is not None and may_settle(m, people) for m in mine_)


def _may_fix(ctx: TurnContext, discussion: Discussion, fixed: bool) -> bool:
    """Whether this person leads, and so may go on without a partner that does not answer."""
    return not fixed and may_close(ctx, discussion)


def check(ctx: TurnContext, argument: str) -> Route | None:
    """On to the talk about the minutes, `Klopt dit verslag?`: `run`, or `run.answer.stamp`; what it asks comes below.

    Who read other words than those of now reads these first.
    """
    run, _, said = argument.partition(".")
    answer, _, stamp = said.partition(".")
    discussion = _discussion(ctx, run)
    if not _speaks(ctx, discussion):
        raise DomainError("errors.manager_settles")
    if _is_old(ctx, discussion, stamp):
        _show_minutes(ctx, discussion, 0, changed=True)
        return None
    if answer != "klopt":
        ctx.tapped = None
    if not answer:
        return ToTalk(MINUTES_CHECK.id, discussion.run)
    held = ctx.uow.conversations.find(MINUTES_CHECK.id, ctx.chat, discussion.run)
    if held is not None:
        ctx.uow.conversations.delete(held.id)
    return ToTalk(MINUTES_CHECK.id, discussion.run, Pressed(answer, ctx.at))


def fix(ctx: TurnContext, argument: str) -> Route | None:
    """Fix the minutes; first say which partners have not answered: `run`, then `run.ja`."""
    run, _, sure = argument.partition(".")
    discussion = _discussion(ctx, run)
    if not _may_fix(ctx, discussion, False):
        raise DomainError("minutes.leader_fixes")
    closing.must_be_open(ctx, discussion)
    binding = binding_of(ctx, discussion)
    waiting = unchecked(ctx, binding, discussion)
    if waiting and sure != "ja":
        names = tuple(ctx.uow.collaborations.partner(p).name for p in waiting)
        ctx.page(
            Phrase("minutes.without", {"partners": names}),
            ctx.button("toch_vaststellen", f"verslagvast:{run}.ja"),
            ctx.button("nog_niet", f"verslag:{run}"),
        )
        return None
    closing.fix(ctx, binding, discussion)
    return ToPage("verslag", run)
