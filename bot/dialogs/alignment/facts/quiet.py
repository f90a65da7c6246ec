"""A quiet window: what people write to the question on the table is kept back until its time is up.

It stands with their own conversation, where nothing that reads what was said in phase 2 finds it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogs.alignment.dialog import QUIET_DIALOG, QUIET_WORDS
from bot.dialogs.alignment.facts.queries import binding_of, talk_with
from bot.dialogs.alignment.rules import Discussion, written_in_quiet
from bot.dialogs.groups.facts import chosen_partner
from bot.dialogs.questions.facts import question_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import PutQuestion
from bot.domain.collaboration import Membership, Person
from bot.domain.errors import DomainError
from bot.domain.ids import PartnerId, QuestionId
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import StepId, Written
from bot.turn.context import TurnContext
from bot.turn.records import Conversation


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody wrote, for which partner, and the conversation it stands in."""

    held: Conversation
    person: Person
    partner: PartnerId | None
    text: str


def window_on(ctx: TurnContext, question: QuestionId) -> tuple[Discussion, PutQuestion]:
    """The conversation in which people write quietly to this question. Raises `DomainError` once that is over."""
    put = ctx.uow.get(QUESTIONS).get(question)
    discussion = talk_with(ctx, put.run)
    if discussion.quiet_until is None or discussion.question != put.about:
        raise DomainError("quiet.over")
    return discussion, put


def quiet_until(ctx: TurnContext, discussion: Discussion) -> str:
    """Until what time of the day the window is open, where the collaboration is; empty when there is none."""
    if discussion.quiet_until is None:
        return ""
    zone = ctx.uow.collaborations.get(binding_of(ctx, discussion).collaboration).zone
    return f"{discussion.quiet_until.astimezone(zone):%H:%M}"


def kept_back(ctx: TurnContext, discussion: Discussion) -> tuple[Kept, ...]:
    """All that was written in the open window by people who take part, partner by partner. Only to show it to all."""
    put = question_of(ctx, discussion.run, discussion.question or "")
    if put is None or discussion.quiet_until is None:
        return ()
    ctx.uow.conversations.read_ahead(QUIET_DIALOG, put.id)
    return tuple(sorted(_written(ctx, discussion, put), key=lambda one: (one.partner or 0, one.person.id)))


def _written(ctx: TurnContext, discussion: Discussion, put: PutQuestion) -> Iterator[Kept]:
    members = ctx.uow.collaborations.members(binding_of(ctx, discussion).collaboration)
    for person in members.people:
        speaks, partner = _speaks_for(ctx, discussion, person, members.places_of(person.id))
        held = ctx.uow.conversations.find(QUIET_DIALOG, person.chat, put.id) if speaks else None
        text = _words(ctx, held) if held is not None else ""  # also while they change it: what stood there stands
        if held is not None and text and _is_of_now(ctx, held, members.places_of(person.id)):
            yield Kept(held, person, partner, text)


def _is_of_now(ctx: TurnContext, held: Conversation, places: tuple[Membership, ...]) -> bool:
    """Not what somebody wrote before they left and came back: those words went with them."""
    given = ctx.uow.conversations.given_at(held.id, StepId(QUIET_WORDS))
    return given is not None and any(place.joined_at <= given for place in places)


def _speaks_for(
    ctx: TurnContext, discussion: Discussion, person: Person, places: tuple[Membership, ...]
) -> tuple[bool, PartnerId | None]:
    """Whether somebody speaks in phase 2, and for which partner; a facilitator may speak for none."""
    mine = [m.partner for m in places if m.role.fills_in and m.partner is not None]
    if not mine:
        return Viewer(person.id, places).facilitates, None
    chosen = chosen_partner(ctx, binding_of(ctx, discussion), person.id)
    return True, chosen if chosen in mine else mine[0]


def _words(ctx: TurnContext, held: Conversation) -> str:
    given = ctx.uow.conversations.answers(held.id).get(StepId(QUIET_WORDS))
    return given.text if isinstance(given, Written) else ""


def number_kept_back(ctx: TurnContext, discussion: Discussion) -> int:
    """How many wrote something. Whoever leads hears that, and nothing else."""
    return len(kept_back(ctx, discussion))


def own_words(ctx: TurnContext, question: QuestionId, author: Person, viewer: Viewer) -> str:
    """What this person wrote, for who may read it before the time is up: themselves."""
    if not may_see(written_in_quiet(author.id), viewer):
        return ""
    held = ctx.uow.conversations.find(QUIET_DIALOG, author.chat, question)
    return _words(ctx, held) if held is not None else ""
