"""What people say: answers below a question, `/punt`, other words for either, and taking it back."""

from bot.dialogs.alignment.actions.answering import withdraw
from bot.dialogs.alignment.actions.goals import Proposal, give_reason, propose
from bot.dialogs.alignment.actions.leading import speaks_for
from bot.dialogs.alignment.facts.queries import going_on, latest
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules.discussion import GOALS, TAKE_HOME, Contribution, ContributionId, Discussion
from bot.dialogs.alignment.screens import panel
from bot.dialogs.alignment.screens.question import redraw
from bot.dialogs.groups.facts import Actor, actor, bound
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import PartnerId, PersonId, PlacedId
from bot.engine.model import MAX_TEXT
from bot.turn.context import Stage
from bot.turn.incoming import Replied, Spoke

KEPT = "✍"
"""The sign below what was kept; one of those that every group knows."""


def spoke(stage: Stage, said: Spoke) -> None:
    """`/punt` and `/doel`, also when they were edited."""
    binding = bound(stage)
    acting = actor(stage, binding)
    discussion = going_on(stage, binding)
    if said.name == "doel":
        partner = speaks_for(stage, binding, acting)
        propose(stage, discussion, Proposal(acting.person.id, partner, said.message, said.text, said.to))
        stage.reaction = KEPT
        redraw(stage, discussion, GOALS)
        return
    if discussion.question is None:
        raise DomainError("discussion.no_question")
    if not said.text.strip():
        raise DomainError("discussion.point_empty")
    _check(said.text)
    _keep(stage, binding, discussion, acting, discussion.question, said.message, said.text)


def replied(stage: Stage, binding: Binding, placed: PlacedId, said: Replied) -> bool:
    """An answer below a question or a goal. False when the message is neither."""
    asked = stage.uow.get(DISCUSSIONS).asked_as(placed)
    goal = stage.uow.get(DISCUSSIONS).goal_as(placed) if asked is None else None
    if asked is None and goal is None:
        return False
    discussion = going_on(stage, binding)
    acting = actor(stage, binding)
    _check(said.text)
    if goal is not None and give_reason(stage, discussion, goal, acting.person.id, said.text):
        stage.reaction = KEPT
        return True
    question = asked.question if asked is not None else GOALS
    _keep(stage, binding, discussion, acting, question, said.message, said.text)
    return True


def _check(text: str) -> None:
    if not text.strip():
        raise DomainError("groups.only_text")
    if len(text) > MAX_TEXT:
        raise DomainError("errors.too_long", limit=MAX_TEXT)


def _keep(
    stage: Stage, binding: Binding, discussion: Discussion, acting: Actor, question: str, message: int, text: str
) -> None:
    """Under its question. The same message again has other words and stays where it was."""
    before = stage.uow.get(DISCUSSIONS).said_with(discussion.id, stage.chat, message)
    if before is None and question == TAKE_HOME:
        raise DomainError("discussion.in_private")
    partner = speaks_for(stage, binding, acting) if before is None else before.partner
    new = Contribution(ContributionId(0), discussion.id, question, acting.person.id, partner, message, text, stage.at)
    stage.uow.get(DISCUSSIONS).contribute(new, stage.chat)
    stage.reaction = KEPT
    redraw(stage, discussion, before.question if before is not None else question)
    panel.refresh(stage, discussion)


def is_below(stage: Stage, placed: PlacedId) -> bool:
    """Whether a question or a goal stands in this message."""
    return (
        stage.uow.get(DISCUSSIONS).asked_as(placed) is not None
        or stage.uow.get(DISCUSSIONS).goal_as(placed) is not None
    )


def is_kept(stage: Stage, binding: Binding, person: PersonId, message: int) -> bool:
    """Whether a point or a goal was given with this message."""
    discussion = latest(stage, binding) if binding.partner is None else None
    if discussion is None:
        return False
    said = stage.uow.get(DISCUSSIONS).said_with(discussion.id, stage.chat, message)
    return said is not None or stage.uow.get(DISCUSSIONS).goal_of(discussion.id, stage.chat, message) is not None


def take_back(stage: Stage, binding: Binding, message: int) -> None:
    """The beginning of a text that turned out to be too long."""
    discussion = latest(stage, binding) if binding.partner is None else None
    said = stage.uow.get(DISCUSSIONS).said_with(discussion.id, stage.chat, message) if discussion is not None else None
    if said is not None and not said.withdrawn:
        withdraw(stage, said.id, True)


def partner_chosen(stage: Stage, binding: Binding, person: PersonId, partner: PartnerId, first: bool) -> bool:
    """What they said before they chose was said for this partner. Whether there is a conversation here."""
    discussion = latest(stage, binding)
    changing = discussion is not None and stage.uow.get(DISCUSSIONS).fixed(discussion.id) is None
    if discussion is not None and first and changing:
        stage.uow.get(DISCUSSIONS).speak_for(discussion.id, person, partner)
    return discussion is not None
