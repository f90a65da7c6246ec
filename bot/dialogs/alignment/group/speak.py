"""What people say: answers below a question, `/punt`, other words for either, and taking it back."""

from bot.content.roles import TalkKind
from bot.dialogs.alignment.actions.answering import withdraw
from bot.dialogs.alignment.actions.goals import Proposal, give_reason, propose
from bot.dialogs.alignment.actions.leading import speaks_for
from bot.dialogs.alignment.facts.queries import goals_question, going_on, kind_of, latest, wording
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion
from bot.dialogs.alignment.screens import panel
from bot.dialogs.alignment.screens.question import redraw
from bot.dialogs.groups.facts import Actor, actor, bound
from bot.dialogs.questions.actions import say, spoken_to
from bot.dialogs.questions.facts import said_with
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import PutQuestion, QuestionKind
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import LiveMessageId, PartnerId, PersonId
from bot.engine.model import MAX_TEXT, Phrase
from bot.turn.context import TurnContext
from bot.turn.incoming import Replied, Spoke

KEPT = "✍"
"""The sign below what was kept; one of those that every group knows."""


def spoke(ctx: TurnContext, said: Spoke) -> None:
    """`/punt` and `/doel`, also when they were edited."""
    binding = bound(ctx)
    acting = actor(ctx, binding)
    discussion = going_on(ctx, binding)
    empty, is_goal = not said.text.strip(), said.name == "doel"
    if empty and is_kept(ctx, binding, acting.person.id, said.message):
        raise DomainError("discussion.emptied")
    question = goals_question(ctx, discussion) if is_goal else discussion.question
    if question is None:
        raise DomainError("discussion.no_question")
    if empty:
        _ask_here(ctx, binding, discussion, question, asks_proposal=is_goal)
        return
    if is_goal:
        _propose(ctx, binding, discussion, acting, said)
        return
    _check(said.text)
    _keep(ctx, binding, discussion, acting, question, said.message, said.text)


def _ask_here(
    ctx: TurnContext, binding: Binding, discussion: Discussion, question: str, *, asks_proposal: bool
) -> None:
    """A command without words gets a question that everybody sees; an answer to that is what was meant."""
    if not asks_proposal and kind_of(ctx, discussion, question) is TalkKind.PRIVATE:
        raise DomainError("discussion.in_private")
    placed = ctx.uow.post.place(binding.chat_thread).id
    to = spoken_to(ctx, binding, ctx.uow.rounds.run(discussion.run), question)
    ctx.uow.get(QUESTIONS).stand(to.id, placed, asks_proposal=asks_proposal)
    about = {} if asks_proposal else {"question": wording(ctx, discussion, question)}
    ctx.put(placed, ctx.screen(Phrase(f"discussion.ask_{'goal' if asks_proposal else 'point'}", about)))


def _propose(ctx: TurnContext, binding: Binding, discussion: Discussion, acting: Actor, said: Spoke | Replied) -> None:
    question = goals_question(ctx, discussion)
    partner = speaks_for(ctx, binding, acting)
    propose(ctx, discussion, Proposal(acting.person.id, partner, said.message, said.text, said.to))
    ctx.reaction = KEPT
    redraw(ctx, discussion, question)


def replied(ctx: TurnContext, binding: Binding, placed: LiveMessageId, said: Replied) -> bool:
    """An answer below a question or a goal. False when the message is neither."""
    found = _question_in(ctx, placed)
    if found is None:
        return False
    discussion = going_on(ctx, binding)
    acting = actor(ctx, binding)
    _check(said.text)
    if ctx.uow.get(QUESTIONS).asks_proposal(placed):
        _propose(ctx, binding, discussion, acting, said)
        return True
    is_goal = found.kind is QuestionKind.PROPOSAL
    if is_goal and give_reason(ctx, discussion, found, acting.person.id, said.text):
        ctx.reaction = KEPT
        return True
    question = goals_question(ctx, discussion) if is_goal else found.about
    _keep(ctx, binding, discussion, acting, question, said.message, said.text)
    return True


def _check(text: str) -> None:
    if not text.strip():
        raise DomainError("groups.only_text")
    if len(text) > MAX_TEXT:
        raise DomainError("groups.too_long", limit=MAX_TEXT)


def _keep(
    ctx: TurnContext, binding: Binding, discussion: Discussion, acting: Actor, question: str, message: int, text: str
) -> None:
    """Under its question. The same message again has other words and stays where it was."""
    before = said_with(ctx, discussion.run, message)
    if before is None and kind_of(ctx, discussion, question) is TalkKind.PRIVATE:
        raise DomainError("discussion.in_private")
    partner = speaks_for(ctx, binding, acting) if before is None else before.partner
    about = question if before is None else before.about
    to = spoken_to(ctx, binding, ctx.uow.rounds.run(discussion.run), about)
    say(ctx, to, acting.person.id, partner, message=message, text=text)
    ctx.reaction = KEPT
    redraw(ctx, discussion, about)
    panel.refresh(ctx, discussion)


def is_below(ctx: TurnContext, placed: LiveMessageId) -> bool:
    """Whether a question or a goal stands in this message."""
    return _question_in(ctx, placed) is not None


def _question_in(ctx: TurnContext, placed: LiveMessageId) -> PutQuestion | None:
    """The question or goal of phase 2 that stands or once stood in this message."""
    found = ctx.uow.get(QUESTIONS).stood_in(placed)
    of_talk = found is not None and found.run is not None and ctx.uow.get(DISCUSSIONS).of(found.run) is not None
    return found if of_talk else None


def is_kept(ctx: TurnContext, binding: Binding, person: PersonId, message: int) -> bool:
    """Whether a point or a goal was given with this message."""
    discussion = latest(ctx, binding) if binding.partner is None else None
    if discussion is None:
        return False
    said = said_with(ctx, discussion.run, message)
    return said is not None or ctx.uow.get(QUESTIONS).worded_with(discussion.run, ctx.chat, message) is not None


def take_back(ctx: TurnContext, binding: Binding, message: int) -> None:
    """Take back the beginning of a text that turned out to be too long."""
    discussion = latest(ctx, binding) if binding.partner is None else None
    said = said_with(ctx, discussion.run, message) if discussion is not None else None
    if said is not None and not said.withdrawn:
        withdraw(ctx, said.id, True)


def partner_chosen(ctx: TurnContext, binding: Binding, person: PersonId, partner: PartnerId, first: bool) -> bool:
    """What they said before they chose was said for this partner. Whether there is a conversation here."""
    discussion = latest(ctx, binding)
    changing = discussion is not None and ctx.uow.get(DISCUSSIONS).fixed(discussion.id) is None
    if discussion is not None and first and changing:
        ctx.uow.get(QUESTIONS).speak_for(discussion.run, person, partner)
    return discussion is not None
