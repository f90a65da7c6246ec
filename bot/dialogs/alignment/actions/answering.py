"""What people answer in phase 2: with one tap, what they take home, the check of the minutes; and taking back."""

from bot.dialogs.alignment.actions import closing
from bot.dialogs.alignment.dialog import CheckMinutes, TakeHome
from bot.dialogs.alignment.facts.needed import asked
from bot.dialogs.alignment.facts.queries import binding_of, electorate, talk_with
from bot.dialogs.alignment.facts.talks import checks_for
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Check, Discussion
from bot.dialogs.alignment.screens import panel
from bot.dialogs.alignment.screens.question import redraw
from bot.dialogs.people.facts import known_person
from bot.dialogs.questions.actions import spoken_to
from bot.dialogs.questions.facts import question_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import Answered, Keep, Reason, Refuse, Show, react
from bot.dialogs.questions.rules.put import FIRST_WORDING, QuestionState
from bot.domain.collaboration import Person
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import ContributionId
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.records import Conversation, Vote
from bot.turn.routes import Route, ToPage


def take_home(ctx: TurnContext, command: TakeHome, conversation: Conversation) -> Route:
    """Keep the answer to the last question; somebody may have answered it before."""
    discussion = ctx.uow.get(DISCUSSIONS).of(command.run)
    if discussion is None:
        raise DomainError("errors.expired")
    keep_taken_home(ctx, discussion, known_person(ctx))
    return ToPage("meegenomen", str(command.run))


def check_minutes(ctx: TurnContext, command: CheckMinutes, conversation: Conversation) -> Route:
    """Keep what somebody says of the minutes, for every partner they speak for."""
    person = known_person(ctx).id
    discussion = ctx.uow.get(DISCUSSIONS).of(command.run)
    ctx.uow.conversations.delete(conversation.id)
    if discussion is None or ctx.uow.get(DISCUSSIONS).fixed(discussion.id) is not None:
        raise DomainError("discussion.minutes_fixed")
    for partner in checks_for(ctx, binding_of(ctx, discussion).collaboration, person):
        closing.check(ctx, discussion, Check(partner, person, command.confirmed, command.correction))
    ctx.notify(Phrase("minutes.thanks"))
    return ToPage("verslag", str(command.run))


def keep_taken_home(ctx: TurnContext, discussion: Discussion, person: Person) -> None:
    """Keep for which partners it was said: those this person takes part for now, none they join later."""
    among = electorate(ctx, binding_of(ctx, discussion))
    partners = [partner for who, partner in among if who == person.id]
    ctx.uow.get(DISCUSSIONS).take_home(discussion.id, person.id, partners)


def answer_needed(ctx: TurnContext, discussion: Discussion, binding: Binding, question: str, opinion: Vote) -> None:
    """Keep an answer that was given with one tap; once all have answered it is shown.

    Raises `DomainError` for whoever takes no part, and once it is shown.
    """
    for effect in react(asked(ctx, discussion, binding, question), Answered((opinion.person, opinion.partner))):
        match effect:
            case Refuse(reason):
                raise DomainError(REFUSED[reason])
            case Keep():
                put = spoken_to(ctx, binding, ctx.uow.rounds.run(discussion.run), question)
                ctx.uow.get(QUESTIONS).cast(put.id, FIRST_WORDING, opinion, ctx.at)
            case Show():
                show_needed(ctx, discussion, question)


REFUSED = {
    Reason.NO_SEAT: "groups.you_do_not_fill_in",
    Reason.SHOWN_ALREADY: "discussion.shown_already",
    Reason.NOBODY_ANSWERED: "groups.nobody_answered",
}


def show_needed(ctx: TurnContext, discussion: Discussion, question: str) -> None:
    """Show the numbers of such a question to everybody."""
    put = question_of(ctx, discussion.run, question)
    if put is not None:
        ctx.uow.get(QUESTIONS).turn(put, QuestionState.SHOWN, ctx.after(put.number))


def withdraw(ctx: TurnContext, contribution: ContributionId, withdrawn: bool) -> Discussion:
    """Take one's own words out of the minutes, or put them back in; the talk they were said in."""
    kept = ctx.uow.get(QUESTIONS).contribution(contribution)
    person = ctx.person
    if person is None or kept.person != person.id:
        raise DomainError("errors.expired")
    discussion = talk_with(ctx, ctx.uow.get(QUESTIONS).get(kept.question).run)
    if ctx.uow.get(DISCUSSIONS).fixed(discussion.id) is not None:
        raise DomainError("discussion.minutes_fixed")
    ctx.uow.get(QUESTIONS).withdraw(contribution, withdrawn)
    redraw(ctx, discussion, kept.about)
    panel.refresh(ctx, discussion)
    return discussion
