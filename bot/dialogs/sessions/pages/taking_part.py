"""Beginning a session from the private chat, and writing an answer there that nobody sees before it is shown."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.groups.facts import Actor, leads, name_of
from bot.dialogs.instruments.facts import in_full, question_in
from bot.dialogs.instruments.screens import origin, passage
from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.sessions.actions import course
from bot.dialogs.sessions.dialog import SET_ANSWER, WORDS
from bot.dialogs.sessions.facts.held import (
    binding_of,
    circle_of,
    is_free,
    may_begin_in,
    must_be_free,
    offered_set,
    readable,
    set_of,
)
from bot.dialogs.sessions.facts.writing import kept_back, open_to_write
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.screens.offer import offer
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import BindingId, QuestionId
from bot.domain.visibility import Viewer
from bot.engine.model import ChangeRequested, Phrase, StepId
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.records import ConversationState
from bot.turn.routes import Route, ToTalk

MOST_RESULTS = 3
"""So many earlier results stand with an instrument, the newest first."""


def beside(ctx: TurnContext, set_id: str) -> Iterable[Button]:
    """What stands with an instrument in private: together in a group, for who leads one; what groups answered."""
    if may_begin_in(ctx, set_id):
        yield ctx.button("samen_in_groep", f"samenkies:{set_id}")
    person = ctx.person
    mine = ctx.uow.collaborations.memberships_of(person.id) if person is not None else ()
    found = [
        one
        for there in dict.fromkeys(m.collaboration for m in mine)
        for one in ctx.uow.get(SESSIONS).of(there)
        if one.instrument == set_id
    ]
    for one in sorted(found, key=lambda s: -s.id)[:MOST_RESULTS]:
        viewer = Viewer(mine[0].person, tuple(m for m in mine if m.collaboration == one.collaboration))
        if viewer.facilitates or circle_of(one).takes_in(viewer):
            day = one.began_at.astimezone(ctx.uow.collaborations.get(one.collaboration).zone).date()
            about = {"name": name_of(ctx, binding_of(ctx, one)), "day": day}
            yield ctx.button("uitslag_van", f"samenuitslag:{one.id}", **about)


def choose_group(ctx: TurnContext, argument: str) -> None:
    """In which group: `set`."""
    found = may_begin_in(ctx, argument)
    if not found:
        raise DomainError("session.no_group")
    free = [binding for binding in found if is_free(ctx, binding)]
    if not free:
        raise DomainError("session.all_busy")
    one = offered_set(ctx, found[0], argument)
    buttons = [Button(_called(ctx, b), f"p:samenstart:{argument}.{b.id}") for b in free]
    back = ctx.button("terug_naar", f"verdiep:{argument}", name=one.name)
    ctx.page(Phrase("session.which_group", {"title": one.title.text}), *buttons, back)


def _called(ctx: TurnContext, binding: Binding) -> str:
    """A group by its title, and whose it is where the title does not say so."""
    whose = name_of(ctx, binding)
    return binding.title if whose.casefold() in binding.title.casefold() else f"{binding.title} ({whose})"


def start(ctx: TurnContext, argument: str) -> None:
    """Begin there: `set.group`."""
    set_id, _, group = argument.partition(".")
    binding = ctx.uow.groups.get(BindingId(number(group)))
    acting = Actor(known_person(ctx), memberships_in(ctx, binding.collaboration))
    if binding.ended_at is not None:
        raise DomainError("errors.expired")
    if not leads(ctx, binding, acting):
        raise DomainError("groups.leaders_only")
    one = offered_set(ctx, binding, set_id)
    must_be_free(ctx, binding)
    there = binding.chat_thread
    ctx.send(offer(ctx, binding, one, begun=True), chat=there.chat, thread=there.thread)
    session = course.begin(ctx, binding, one, acting.person.id)
    ctx.page(
        Phrase("session.started", {"set": one.name, "group": binding.title}),
        ctx.button("uitslag_van_nu", f"samenuitslag:{session.id}"),
        ctx.button("menu", "menu"),
    )


def write(ctx: TurnContext, argument: str) -> Route:
    """On to writing: `question`. Who wrote already is asked it again."""
    question = QuestionId(number(argument))
    open_to_write(ctx, ctx.uow.get(QUESTIONS).get(question))
    held = ctx.uow.conversations.find(SET_ANSWER, ctx.chat, question)
    done = held is not None and held.state is ConversationState.DONE
    return ToTalk(SET_ANSWER, question, ChangeRequested(StepId(WORDS), ctx.at) if done else None)


def words(ctx: TurnContext, argument: str) -> None:
    """What the words of a question mean, as the source says it: `question`."""
    put = ctx.uow.get(QUESTIONS).get(QuestionId(number(argument)))
    if put.session is None:
        raise DomainError("errors.expired")
    session = readable(ctx, str(put.session))
    one = set_of(ctx, session)
    question = question_in(one, put.about)
    lines = tuple(passage(text) for text in one.behind(question))
    ctx.page(
        Phrase("session.words", {"question": in_full(one, question), "lines": lines, "origin": origin(one)}),
        ctx.button("lees_meer", f"verdiepuitleg:{one.id}"),
        ctx.button("menu", "menu"),
    )


def written(ctx: TurnContext, argument: str) -> None:
    """What somebody wrote, shown back to them alone: `question`."""
    put = ctx.uow.get(QUESTIONS).get(QuestionId(number(argument)))
    session = open_to_write(ctx, put)
    mine = next((one for one in kept_back(ctx, session, put) if one.seat[0] == known_person(ctx).id), None)
    about = {"text": mine.text if mine is not None else "", "shown": put.is_shown, "whole": session.partner is None}
    ctx.page(
        Phrase("session.kept", about),
        None if put.is_shown else ctx.button("wijzigen", f"samenschrijf:{put.id}"),
        ctx.button("menu", "menu"),
    )
