"""One's own words: points that can be taken back, what is written in a quiet window, the last question."""

from bot.content.roles import TalkKind
from bot.dialogs.alignment.actions.answering import withdraw
from bot.dialogs.alignment.dialog import QUIET_DIALOG, QUIET_WORDS
from bot.dialogs.alignment.facts import taken_home as taken_home_facts
from bot.dialogs.alignment.facts.queries import current, kind_of, phase2
from bot.dialogs.alignment.facts.quiet import own_words, quiet_until, window_on
from bot.dialogs.alignment.facts.taken_home import DIALOG
from bot.dialogs.alignment.pages.opening import talk_of, viewer_of
from bot.dialogs.alignment.rules import Discussion, DiscussionState
from bot.dialogs.people.facts import known_person
from bot.dialogs.questions.facts import question_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import Contribution
from bot.domain.collaboration import Role
from bot.domain.ids import ContributionId, PersonId, QuestionId
from bot.engine.model import ChangeRequested, Phrase, StepId
from bot.turn.arguments import number, switch, switched
from bot.turn.context import TurnContext
from bot.turn.paging import at_page, page_of
from bot.turn.records import ConversationState
from bot.turn.routes import Route, ToPage, ToTalk


def mine(ctx: TurnContext, argument: str) -> None:
    """`Mijn punten`: what one said, each of which can be taken back: `run` or `run.page`."""
    run, _, page = argument.partition(".")
    discussion = talk_of(ctx, run)
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


def take_home(ctx: TurnContext, argument: str) -> Route:
    """On to the talk about the last question: `run`."""
    discussion = talk_of(ctx, argument)
    question = phase2(ctx, discussion).only(TalkKind.PRIVATE)
    return _once_more(ctx, DIALOG, discussion.run, question.id if question is not None else "")


def taken_home(ctx: TurnContext, argument: str) -> None:
    """After question 6: thanks, and what colleagues of one's own partner take home: `run` or `run.page`."""
    run, index = at_page(argument)
    discussion = talk_of(ctx, run)
    person = known_person(ctx)
    viewer = viewer_of(ctx, discussion)
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
        "text": own_words(ctx, question, person, viewer_of(ctx, discussion)),
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
    wrote = bool(own_words(ctx, put.id, known_person(ctx), viewer_of(ctx, talk)))
    to_it = ctx.button("wijzigen" if wrote else "opschrijven", f"opschrijf:{put.id}")
    ctx.page(Phrase("quiet.say_here", {"wrote": wrote}), to_it)
