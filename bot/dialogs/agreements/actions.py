"""Agreements: making one, and what becomes of it. Who may do what with one is checked by the pages."""

from dataclasses import replace

from bot.dialogs.agreements.dialog import Agree, NewDay, Note
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import (
    Agreement,
    AgreementEvent,
    AgreementId,
    AgreementState,
    EventKind,
    circle,
    lapsed,
    must_be_open,
    running,
)
from bot.dialogs.agreements.rules import done as rules_done
from bot.dialogs.people.actions import member
from bot.domain.asking import About
from bot.domain.ids import CollaborationId, PartnerId, PersonId, RoundId
from bot.engine.model import Phrase
from bot.turn.bundle import schedule_all
from bot.turn.context import Stage
from bot.turn.records import Conversation
from bot.turn.routes import Route, ToPage


def begin(
    stage: Stage,
    collaboration: CollaborationId,
    partner: PartnerId | None,
    *,
    what: str = "",
    question: str | None = None,
) -> Agreement:
    """A draft, which its maker goes on with."""
    round_ = stage.uow.rounds.latest(collaboration)
    made_in: RoundId | None = round_.id if round_ is not None else None
    new = Agreement(
        AgreementId(0), collaboration, partner, member(stage).id, what, stage.at, round=made_in, question=question
    )
    return stage.uow.get(AGREEMENTS).add(new)


def agree(stage: Stage, command: Agree, conversation: Conversation) -> Route:
    """Keep it, or leave it away; the owner hears of it when somebody else made or changed it."""
    stage.uow.conversations.delete(conversation.id)
    before = stage.uow.get(AGREEMENTS).get(command.agreement)
    terms = command.terms
    made = before.state is AgreementState.DRAFT
    if terms is None and not made:
        return ToPage("afspraak", str(before.id))
    if terms is None:
        stage.uow.get(AGREEMENTS).throw_away(command.agreement)
        return ToPage("afspraken", str(before.collaboration))
    if not made:
        must_be_open(before)
    now = replace(
        before,
        what=terms.what,
        owner=terms.owner,
        owner_name=terms.owner_name,
        due=terms.due,
        look_back=terms.look_back,
        repeat=terms.repeat,
        counts_from=before.counts_from if terms.due == before.due else terms.due,
        motive=terms.motive,
        shared=terms.shared,
        state=AgreementState.OPEN,
    )
    if now.owner is not None and now.owner != before.owner:
        stage.uow.asking.forget(now.owner, About.AGREEMENT, now.id)
    _keep(stage, now, EventKind.MADE if made else EventKind.CHANGED)
    _tell_owner(stage, now, "agreements.given" if made or now.owner != before.owner else "agreements.changed")
    stage.notify(Phrase("agreements.kept", {"due": now.due}))
    return ToPage("afspraak", str(now.id))


def _tell_owner(stage: Stage, agreement: Agreement, key: str) -> None:
    """What somebody else did with an agreement in their name."""
    if agreement.owner is not None:
        _tell(stage, agreement, agreement.owner, key)


def _tell(stage: Stage, agreement: Agreement, whom: PersonId, key: str) -> None:
    """What somebody else did with an agreement; not when they no longer belong to those it is of."""
    around = circle(agreement, [m for m, _ in stage.uow.collaborations.members(agreement.collaboration)])
    if whom == member(stage).id or whom not in around:
        return
    about = {
        "collaboration": stage.uow.collaborations.get(agreement.collaboration).name,
        "name": member(stage).name,
        "what": agreement.what,
        "due": agreement.due,
        "shared": agreement.shared and not agreement.joint,
    }
    button = stage.button("bekijk_afspraak", f"afspraak:{agreement.id}")
    stage.tell(Phrase(key, about), button, chat=stage.uow.people.get(whom).chat)


def done(stage: Stage, agreement: Agreement) -> None:
    """`Gedaan`."""
    today = stage.at.astimezone(stage.uow.collaborations.get(agreement.collaboration).zone).date()
    _keep(stage, rules_done(agreement, today), EventKind.DONE)


def lapse(stage: Stage, agreement: Agreement) -> None:
    """`Vervalt`."""
    _keep(stage, lapsed(agreement), EventKind.LAPSED)


def run_on(stage: Stage, command: NewDay, conversation: Conversation) -> Route:
    """`Loopt nog`, with its new day."""
    stage.uow.conversations.delete(conversation.id)
    agreement = stage.uow.get(AGREEMENTS).get(command.agreement)
    now = running(agreement, command.due)
    _keep(stage, now, EventKind.RUNNING)
    _tell_owner(stage, now, "agreements.changed")
    return ToPage("afspraak", str(command.agreement))


def note(stage: Stage, command: Note, conversation: Conversation) -> Route:
    """A note with it."""
    stage.uow.conversations.delete(conversation.id)
    agreement = stage.uow.get(AGREEMENTS).get(command.agreement)
    event = AgreementEvent(
        agreement.id, EventKind.NOTED, stage.at, member(stage).id, agreement.due, command.text, agreement.what
    )
    stage.uow.get(AGREEMENTS).happened(event)
    return ToPage("afspraak", str(command.agreement))


def hand_over(stage: Stage, agreement: Agreement, to: PersonId) -> None:
    """Somebody else does it from now on; what they were asked about it before does not count any more."""
    must_be_open(agreement)
    now = replace(agreement, owner=to, owner_name="")
    _keep(stage, now, EventKind.HANDED_OVER)
    stage.uow.asking.forget(to, About.AGREEMENT, agreement.id)
    _tell_owner(stage, now, "agreements.given")
    schedule_all(stage, agreement.collaboration)


def share(stage: Stage, agreement: Agreement, shared: bool) -> None:
    """`Delen met partners`, or no longer; the owner and the maker hear it, once for each change."""
    if agreement.shared is shared:
        return
    stage.uow.get(AGREEMENTS).save(replace(agreement, shared=shared))
    for person in dict.fromkeys((agreement.owner, agreement.maker)):
        if person is not None:
            _tell(stage, agreement, person, "agreements.shared" if shared else "agreements.unshared")


def _keep(stage: Stage, now: Agreement, kind: EventKind) -> None:
    stage.uow.get(AGREEMENTS).save(now)
    stage.uow.get(AGREEMENTS).happened(AgreementEvent(now.id, kind, stage.at, member(stage).id, now.due, what=now.what))
    schedule_all(stage, now.collaboration)
