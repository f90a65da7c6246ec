"""Phase 2: what somebody takes home, and what a partner says of the minutes."""

from bot.domain.commands import CheckMinutes, TakeHome
from bot.domain.discussion import Check
from bot.domain.errors import DomainError
from bot.domain.settlement import may_settle
from bot.engine.model import Phrase
from bot.runner.deeds.members import member
from bot.runner.discussion import closing, home
from bot.runner.discussion.where import binding_of
from bot.runner.records import Conversation
from bot.runner.routes import Route, ToPage
from bot.runner.stage import Stage


def take_home(stage: Stage, command: TakeHome, conversation: Conversation) -> Route:
    """The last question has been answered, perhaps once more."""
    discussion = stage.uow.discussions.of(command.run)
    if discussion is None:
        raise DomainError("errors.expired")
    home.keep(stage, discussion, member(stage))
    return ToPage("meegenomen", str(command.run))


def check_minutes(stage: Stage, command: CheckMinutes, conversation: Conversation) -> Route:
    """Keep it for every partner this person speaks for; the talk about it is over."""
    person = member(stage)
    discussion = stage.uow.discussions.of(command.run)
    stage.uow.conversations.delete(conversation.id)
    if discussion is None or stage.uow.discussions.fixed(discussion.id) is not None:
        raise DomainError("discussion.minutes_fixed")
    collaboration = binding_of(stage, discussion).collaboration
    people = [m for m, _ in stage.uow.collaborations.members(collaboration)]
    mine = [m for m in people if m.person == person.id and m.partner is not None and may_settle(m, people)]
    if not mine:
        raise DomainError("errors.manager_settles")
    for one in mine:
        assert one.partner is not None
        closing.check(stage, discussion, Check(one.partner, person.id, command.confirmed, command.correction))
    stage.notify(Phrase("minutes.thanks"))
    return ToPage("verslag", str(command.run))
