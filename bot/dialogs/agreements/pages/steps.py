"""What can be done with an agreement: making and changing it, saying how it goes, handing over, looking back."""

from datetime import timedelta

from bot.content.screen import Button, Screen
from bot.dialogs.agreements import actions as deeds
from bot.dialogs.agreements.actions import begin
from bot.dialogs.agreements.facts import changeable, seen_agreement
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import WHAT_LIMIT, Agreement, AgreementState, Result, circle
from bot.dialogs.agreements.screens import results
from bot.dialogs.commitment.facts import my_run
from bot.dialogs.commitment.pages import DIALOG
from bot.dialogs.commitment.rules import TO_AGREE
from bot.dialogs.people.facts import memberships_in
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, PartnerId, PersonId, RunId
from bot.engine.model import Phrase, StepId, Written
from bot.turn.arguments import number, switched
from bot.turn.context import Stage
from bot.turn.routes import Route, ToPage, ToTalk

# --- from an answer to an agreement ---


def make_agreement(stage: Stage, argument: str) -> Route:
    """`Maak er een afspraak van`: `run.question`."""
    run_id, _, question = argument.partition(".")
    run, membership = my_run(stage, RunId(number(run_id)))
    held = stage.uow.conversations.find(DIALOG, stage.chat, run.id)
    answer = stage.uow.conversations.answers(held.id).get(StepId(question)) if held is not None else None
    if question not in TO_AGREE or not isinstance(answer, Written):
        raise DomainError("errors.expired")
    what = answer.text if len(answer.text) <= WHAT_LIMIT else ""
    new = begin(stage, membership.collaboration, run.partner, what=what, question=question)
    return ToTalk("agreement", new.id)


def new(stage: Stage, argument: str) -> Route | None:
    """`Nieuwe afspraak`: for which partner, or for all: `collaboration`, then `collaboration.partner` (0 for all)."""
    collaboration_id, _, partner = argument.partition(".")
    collaboration = CollaborationId(number(collaboration_id))
    mine = memberships_in(stage, collaboration)
    partners = list(dict.fromkeys(m.partner for m in mine if m.partner is not None))
    if partner:
        chosen = PartnerId(number(partner))
        if chosen and chosen not in partners:
            raise DomainError("agreements.not_yours")
        made = deeds.begin(stage, collaboration, chosen or None)
        return ToTalk("agreement", made.id)
    buttons = [
        Button(stage.uow.collaborations.partner(p).name, f"p:afspraaknieuw:{collaboration}.{p}") for p in partners
    ]
    if not buttons:
        return ToPage("afspraaknieuw", f"{collaboration}.0")
    stage.page(
        Phrase("agreements.for_whom"), *buttons, stage.button("samen_afspraak", f"afspraaknieuw:{collaboration}.0")
    )
    return None


def change(stage: Stage, argument: str) -> Route:
    """`Wijzigen`."""
    return ToTalk("agreement", changeable(stage, argument).id)


def share(stage: Stage, argument: str) -> Route:
    """`Delen met partners`, on or off: `agreement.ja` or `agreement.nee`."""
    id_, on = switched(argument)
    one = changeable(stage, id_)
    if one.joint:
        raise DomainError("agreements.not_yours")
    deeds.share(stage, one, on)
    return ToPage("afspraak", str(one.id))


# --- how it goes ---


def done(stage: Stage, argument: str) -> Route | None:
    """`Gedaan`, for this day: `agreement.day`, for certain `agreement.day.ja`.

    Of one that comes back, another day is not what was asked, and a day that is far off is asked about.
    """
    id_, _, rest = argument.partition(".")
    day, _, sure = rest.partition(".")
    one = _answered(stage, id_)
    if one.repeat.months and one.due is not None:
        if day != one.due.isoformat():
            raise DomainError("agreements.next_day", due=one.due)
        today = stage.at.astimezone(stage.uow.collaborations.get(one.collaboration).zone).date()
        if one.due - today > EARLY and sure != "ja":
            stage.page(
                Phrase("agreements.done_early", {"what": one.what, "due": one.due}),
                stage.button("ja_gedaan", f"gedaan:{one.id}.{day}.ja"),
                stage.button("terug_naar", f"afspraak:{one.id}", name=Phrase("agreements.this")),
            )
            return None
    deeds.done(stage, one)
    now = stage.uow.get(AGREEMENTS).get(one.id)
    stage.notify(Phrase("agreements.done", {"next": now.due if now.state is AgreementState.OPEN else None}))
    return ToPage("afspraak", str(one.id))


EARLY = timedelta(days=14)
"""Sooner than this before its day nobody means the next time when they tap `Gedaan`."""


def lapse(stage: Stage, argument: str) -> Route:
    """`Vervalt`."""
    one = _answered(stage, argument)
    deeds.lapse(stage, one)
    stage.notify(Phrase("agreements.lapsed"))
    return ToPage("afspraak", str(one.id))


def run_on(stage: Stage, argument: str) -> Route:
    """`Loopt nog`: by when, then?"""
    return ToTalk("new_day", _answered(stage, argument).id)


def note(stage: Stage, argument: str) -> Route:
    """`Notitie`."""
    return ToTalk("note", changeable(stage, argument).id)


def _answered(stage: Stage, argument: str) -> Agreement:
    """An agreement that is still open. One that is not, says so and shows itself."""
    one = changeable(stage, argument)
    if one.state is not AgreementState.OPEN:
        raise DomainError("agreements.closed")
    return one


def hand_over(stage: Stage, argument: str) -> None:
    """Who does it from now on?"""
    one = changeable(stage, argument)
    members = stage.uow.collaborations.members(one.collaboration)
    around = circle(one, [m for m, _ in members])
    people = {person.id: person.name for _, person in members if person.id in around and person.id != one.owner}
    buttons = [Button(name, f"p:overdragenaan:{one.id}.{person}") for person, name in people.items()]
    back = stage.button("terug_naar", f"afspraak:{one.id}", name=Phrase("agreements.this"))
    stage.page(
        Phrase("agreements.to_whom" if buttons else "agreements.nobody_else", {"what": one.what}), *buttons, back
    )


def hand_to(stage: Stage, argument: str) -> Route:
    """`agreement.person`."""
    agreement, _, person = argument.partition(".")
    one = changeable(stage, agreement)
    to = PersonId(number(person))
    if to not in circle(one, [m for m, _ in stage.uow.collaborations.members(one.collaboration)]):
        raise DomainError("errors.expired")
    deeds.hand_over(stage, one, to)
    return ToPage("afspraak", str(one.id))


# --- looking back ---


def look_back(stage: Stage, argument: str) -> None:
    """What came of it?"""
    one, _ = seen_agreement(stage, argument)
    text = Phrase("agreements.what_came", {"what": one.what})
    stage.show(Screen(str(stage.texts.phrases.html(text)), results(stage, one)))


def looked_back(stage: Stage, argument: str) -> Route:
    """`agreement.result.day`: kept for this person; the last counts."""
    agreement, _, rest = argument.partition(".")
    result, _, day = rest.partition(".")
    one, mine = seen_agreement(stage, agreement)
    members = [m for m, _ in stage.uow.collaborations.members(one.collaboration)]
    this_day = one.look_back is not None and day == one.look_back.isoformat()
    if one.look_back is None or not this_day or result not in set(Result) or mine[0].person not in circle(one, members):
        raise DomainError("errors.expired")
    stage.uow.get(AGREEMENTS).look_back(one.id, one.look_back, mine[0].person, Result(result))
    stage.notify(Phrase("agreements.looked_back"))
    return ToPage("afspraak", str(one.id))
