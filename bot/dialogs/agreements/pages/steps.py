"""What can be done with an agreement: making and changing it, saying how it goes, handing over, looking back."""

from collections.abc import Mapping
from datetime import timedelta

from bot.content.screen import Button, Screen
from bot.dialogs.agreements import actions
from bot.dialogs.agreements.facts import changeable, own_partners, seen_agreement
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import WHAT_LIMIT, Agreement, AgreementState, LookBackResult, circle
from bot.dialogs.agreements.screens import results
from bot.dialogs.commitment.dialog import MAKE_AGREEMENT, WHICH
from bot.dialogs.commitment.facts import my_run
from bot.dialogs.commitment.pages import DIALOG
from bot.dialogs.commitment.rules import to_agree
from bot.dialogs.people.facts import memberships_in
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, PartnerId, PersonId, RunId
from bot.engine.model import Phrase, StepId, Written
from bot.turn.arguments import number, switched
from bot.turn.context import TurnContext
from bot.turn.routes import Route, ToPage, ToTalk

# --- from an answer to an agreement ---


def make_agreement(ctx: TurnContext, argument: str) -> Route | None:
    """`Maak er een afspraak van`: `run.question`; from the review it is asked of which answer."""
    run_id, _, question = argument.partition(".")
    run, membership = my_run(ctx, RunId(number(run_id)))
    held = ctx.uow.conversations.find(DIALOG, ctx.chat, run.id)
    answers = ctx.uow.conversations.answers(held.id) if held is not None else {}
    can_become = to_agree(ctx.texts.of(ctx.uow.rounds.get(run.round).content_version).phase3)
    if question == WHICH:
        left = sorted(can_become - actions.agreed_from(ctx, ctx.uow.rounds.get(run.round), membership.person))
        said = {one: given for one in left if isinstance(given := answers.get(StepId(one)), Written)}
        _of_which(ctx, run.id, said)
        return None
    answer = answers.get(StepId(question))
    if question not in can_become or not isinstance(answer, Written):
        raise DomainError("errors.expired")
    what = answer.text if len(answer.text) <= WHAT_LIMIT else ""
    new = actions.begin(ctx, membership.collaboration, run.partner, what=what, question=question)
    return ToTalk("agreement", new.id)


def _of_which(ctx: TurnContext, run: RunId, said: Mapping[str, Written]) -> None:
    """One's own answers of which an agreement can be made."""
    buttons = [
        ctx.button("afspraak", f"{MAKE_AGREEMENT}:{run}.{question}", what=answer.text)
        for question, answer in said.items()
    ]
    back = ctx.button("terug_naar", f"fase:{run}", name=Phrase("commitment.this"))
    ctx.page(Phrase("agreements.of_which"), *buttons, back)


def new(ctx: TurnContext, argument: str) -> Route | None:
    """`Nieuwe afspraak`: `collaboration`, then for whom: `collaboration.partner` (0 for all).

    Behind that may stand the person who was named at once to take it up.
    """
    collaboration_id, _, rest = argument.partition(".")
    partner, _, owner = rest.partition(".")
    collaboration = CollaborationId(number(collaboration_id))
    partners = own_partners(memberships_in(ctx, collaboration))
    if not partner:
        return ToTalk("agreement_for", collaboration) if partners else ToPage("afspraaknieuw", f"{collaboration}.0")
    chosen = PartnerId(number(partner))
    if chosen and chosen not in partners:
        raise DomainError("agreements.not_yours")
    members = ctx.uow.collaborations.members(collaboration)
    named = next((person.id for _, person in members if str(person.id) == owner), None)
    made = actions.begin(ctx, collaboration, chosen or None, owner=named)
    return ToTalk("agreement", made.id)


def change(ctx: TurnContext, argument: str) -> Route:
    """`Wijzigen`."""
    return ToTalk("agreement", changeable(ctx, argument).id)


def share(ctx: TurnContext, argument: str) -> Route:
    """`Delen met partners`, on or off: `agreement.ja` or `agreement.nee`."""
    id_, on = switched(argument)
    one = changeable(ctx, id_)
    if one.joint:
        raise DomainError("agreements.not_yours")
    actions.share(ctx, one, on)
    return ToPage("afspraak", str(one.id))


# --- how it goes ---


def done(ctx: TurnContext, argument: str) -> Route | None:
    """`Gedaan`, for this day: `agreement.day`, for certain `agreement.day.ja`.

    Of one that comes back, another day is not what was asked, and a day that is far off is asked about.
    """
    id_, _, rest = argument.partition(".")
    day, _, sure = rest.partition(".")
    one = _answered(ctx, id_)
    if one.terms.repeat.months and one.terms.due is not None:
        if day != one.terms.due.isoformat():
            raise DomainError("agreements.next_day", due=one.terms.due)
        today = ctx.at.astimezone(ctx.uow.collaborations.get(one.collaboration).zone).date()
        if one.terms.due - today > EARLY and sure != "ja":
            ctx.page(
                Phrase("agreements.done_early", {"what": one.terms.what, "due": one.terms.due}),
                ctx.button("ja_gedaan", f"gedaan:{one.id}.{day}.ja"),
                ctx.button("terug_naar", f"afspraak:{one.id}", name=Phrase("agreements.this")),
            )
            return None
    actions.done(ctx, one)
    now = ctx.uow.get(AGREEMENTS).get(one.id)
    ctx.notify(Phrase("agreements.done", {"next": now.terms.due if now.state is AgreementState.OPEN else None}))
    return ToPage("afspraak", str(one.id))


EARLY = timedelta(days=14)
"""Sooner than this before its day nobody means the next time when they tap `Gedaan`."""


def lapse(ctx: TurnContext, argument: str) -> Route:
    """`Vervalt`."""
    one = changeable(ctx, argument)
    actions.lapse(ctx, one)
    ctx.notify(Phrase("agreements.lapsed"))
    return ToPage("afspraak", str(one.id))


def run_on(ctx: TurnContext, argument: str) -> Route:
    """`Loopt nog`: by when, then?"""
    return ToTalk("new_day", _answered(ctx, argument).id)


def note(ctx: TurnContext, argument: str) -> Route:
    """`Notitie`."""
    return ToTalk("note", changeable(ctx, argument).id)


def _answered(ctx: TurnContext, argument: str) -> Agreement:
    """An agreement that is still open. One that is not, says so and shows itself."""
    one = changeable(ctx, argument)
    if one.state is not AgreementState.OPEN:
        raise DomainError("agreements.closed")
    return one


def hand_over(ctx: TurnContext, argument: str) -> None:
    """Who does it from now on?"""
    one = changeable(ctx, argument)
    members = ctx.uow.collaborations.members(one.collaboration)
    around = circle(one, members.memberships)
    people = {person.id: person.name for _, person in members if person.id in around and person.id != one.terms.owner}
    buttons = [Button(name, f"p:overdragenaan:{one.id}.{person}") for person, name in people.items()]
    back = ctx.button("terug_naar", f"afspraak:{one.id}", name=Phrase("agreements.this"))
    ctx.page(
        Phrase("agreements.to_whom" if buttons else "agreements.nobody_else", {"what": one.terms.what}), *buttons, back
    )


def hand_to(ctx: TurnContext, argument: str) -> Route:
    """`agreement.person`."""
    agreement, _, person = argument.partition(".")
    one = changeable(ctx, agreement)
    to = PersonId(number(person))
    if to not in circle(one, ctx.uow.collaborations.members(one.collaboration).memberships):
        raise DomainError("errors.expired")
    actions.hand_over(ctx, one, to)
    return ToPage("afspraak", str(one.id))


# --- looking back ---


def look_back(ctx: TurnContext, argument: str) -> None:
    """What came of it?"""
    one, _ = seen_agreement(ctx, argument)
    text = Phrase("agreements.what_came", {"what": one.terms.what})
    ctx.show(Screen(str(ctx.texts.phrases.html(text)), results(ctx, one)))


def looked_back(ctx: TurnContext, argument: str) -> Route:
    """`agreement.result.day`: kept for this person; the last counts."""
    agreement, _, rest = argument.partition(".")
    result, _, day = rest.partition(".")
    one, mine = seen_agreement(ctx, agreement)
    members = ctx.uow.collaborations.members(one.collaboration).memberships
    this_day = one.terms.look_back is not None and day == one.terms.look_back.isoformat()
    if (
        one.terms.look_back is None
        or not this_day
        or result not in set(LookBackResult)
        or mine[0].person not in circle(one, members)
    ):
        raise DomainError("errors.expired")
    ctx.uow.get(AGREEMENTS).look_back(one.id, one.terms.look_back, mine[0].person, LookBackResult(result))
    ctx.notify(Phrase("agreements.looked_back"))
    return ToPage("afspraak", str(one.id))
