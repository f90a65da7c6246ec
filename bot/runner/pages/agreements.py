"""`/afspraken`: the list, and one agreement with its history; who may see it and who may change it."""

from collections import Counter

from bot.content.screen import Button
from bot.domain.agreement import Agreement, AgreementId, AgreementState, Result, agreement_of, may_change, may_share
from bot.domain.asking import About, Topic, so_far
from bot.domain.collaboration import Membership
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import Phrase
from bot.followups.asking import unanswered
from bot.runner.commitment import settled_form
from bot.runner.feature import Overview
from bot.runner.pages.access import known_person, memberships_in, number, switch
from bot.runner.pages.paging import at_page, page_of
from bot.runner.reminders import agreements as asking
from bot.runner.routes import Route, ToPage
from bot.runner.stage import Stage
from bot.runner.task import next_tasks

PER_PAGE = 6
"""How many agreements stand on one screen, each with a button."""
FILTERS = ("open", "vanmij", "klaar")
"""What the list can be narrowed to; names of buttons as well."""


def overview(stage: Stage, argument: str) -> Route | None:
    """The list: `collaboration`, or `collaboration.filter.page`; without any, of the only one there is."""
    collaboration_id, _, rest = argument.partition(".")
    if not collaboration_id.isdecimal():
        return _which(stage)
    collaboration = stage.uow.collaborations.get(CollaborationId(number(collaboration_id)))
    mine = memberships_in(stage, collaboration.id)
    chosen, _, page = rest.partition(".")
    chosen = chosen if chosen in FILTERS else FILTERS[0]
    found = [one for one in seen(stage, collaboration.id, mine) if _fits(stage, one, chosen)]
    first = min(number(page) if page else 0, max(len(found) - 1, 0) // PER_PAGE) * PER_PAGE
    shown = found[first : first + PER_PAGE]
    lines = tuple(line_of(stage, one, index) for index, one in enumerate(shown, start=first + 1))
    rows = [tuple(_numbered(one, index) for index, one in enumerate(shown, start=first + 1))]
    if first + PER_PAGE < len(found):
        rows.append((stage.button("volgende", f"afspraken:{collaboration.id}.{chosen}.{first // PER_PAGE + 1}"),))
    others = [name for name in FILTERS if name != chosen]
    rows.append(tuple(stage.button(f"filter_{name}", f"afspraken:{collaboration.id}.{name}") for name in others))
    rows.append((stage.button("nieuwe_afspraak", f"afspraaknieuw:{collaboration.id}"),))
    rows.append((stage.button("menu", "menu"),))
    about = {"collaboration": collaboration.name, "filter": Phrase(f"buttons.filter_{chosen}"), "lines": lines}
    stage.lay_out(Phrase("agreements.list", about), tuple(row for row in rows if row))
    return None


def _which(stage: Stage) -> Route | None:
    """Choose a collaboration where there are several."""
    mine = stage.uow.collaborations.memberships_of(known_person(stage).id)
    found = list(dict.fromkeys(m.collaboration for m in mine))
    if len(found) == 1:
        return ToPage("afspraken", str(found[0]))
    buttons = [Button(stage.uow.collaborations.get(c).name, f"p:afspraken:{c}") for c in found]
    stage.page(Phrase("pages.which_collaboration" if buttons else "pages.no_collaboration"), *buttons)
    return None


def _numbered(one: Agreement, index: int) -> Button:
    return Button(str(index), f"p:afspraak:{one.id}")


def seen(stage: Stage, collaboration: CollaborationId, mine: tuple[Membership, ...]) -> list[Agreement]:
    """The agreements this person may see, by day."""
    viewer = Viewer(mine[0].person, mine)
    found = stage.uow.agreements.of(collaboration)
    return [one for one in found if may_see(agreement_of(one), viewer)]


def _fits(stage: Stage, one: Agreement, chosen: str) -> bool:
    if chosen == "klaar":
        return one.state in (AgreementState.DONE, AgreementState.LAPSED)
    return one.state is AgreementState.OPEN and (chosen == "open" or one.owner == known_person(stage).id)


def line_of(stage: Stage, one: Agreement, index: int) -> Phrase:
    """One agreement in a list."""
    about = about_of(stage, one)
    return Phrase("agreements.line", about | {"index": index})


def about_of(stage: Stage, one: Agreement) -> dict[str, object]:
    """What is told of an agreement wherever it stands."""
    owner = stage.uow.people.get(one.owner).name if one.owner is not None else one.owner_name
    today = stage.at.astimezone(stage.uow.collaborations.get(one.collaboration).zone).date()
    is_open = one.state is AgreementState.OPEN
    return {
        "what": one.what,
        "owner": owner,
        "due": one.due,
        "late": is_open and one.due is not None and one.due < today,
        "silent": is_open and is_silent(stage, one),
        "state": Phrase(f"agreements.state_{one.state}") if not is_open else "",
        "partner": stage.uow.collaborations.partner(one.partner).name if one.partner is not None else "",
        "repeat": Phrase(f"buttons.{one.repeat}") if one.repeat.months else "",
        "look_back": one.look_back,
        "shared": one.shared and not one.joint,
        "outcome": outcome_of(stage, one),
    }


def look(stage: Stage, argument: str) -> None:
    """One agreement: what, who, when, what happened; and what can be done with it."""
    one, mine = seen_agreement(stage, argument)
    events = _events(stage, one)
    about = about_of(stage, one) | {"events": events[-MOST_EVENTS:], "results": _results(stage, one)}
    text = Phrase("agreements.one", about)
    rows: list[tuple[Button, ...]] = []
    if one.state is AgreementState.OPEN and may_change(one, mine, _members(stage, one)):
        rows.append(asking.answers(stage, one))
        rows.append(
            (stage.button("notitie", f"notitie:{one.id}"), stage.button("wijzigen", f"afspraakwijzig:{one.id}"))
        )
        rows.append((stage.button("overdragen", f"overdragen:{one.id}"),))
    if may_share(one, mine, _members(stage, one)):
        rows.append(
            (stage.button("niet_delen" if one.shared else "delen", f"afspraakdeel:{one.id}.{switch(not one.shared)}"),)
        )
    waiting = next((task for task in next_tasks(stage) if task.page.startswith("doe:commitment")), None)
    if waiting is not None and waiting.label.key == "buttons.verder":  # made from an answer: back to the questions
        rows.insert(0, (Button(stage.texts.phrases.plain(waiting.label), f"p:{waiting.page}"),))
    if len(events) > MOST_EVENTS:
        rows.append((stage.button("wat_gebeurde", f"afspraakverloop:{one.id}"),))
    rows.append((stage.button("naar_afspraken", f"afspraken:{one.collaboration}"),))
    rows.append((stage.button("menu", "menu"),))
    stage.lay_out(text, tuple(rows))


def course(stage: Stage, argument: str) -> None:
    """All that happened with an agreement: `agreement` or `agreement.page`."""
    id_, index = at_page(argument)
    one, _ = seen_agreement(stage, id_)
    shown, more = page_of(stage, _events(stage, one), index)
    stage.page(
        Phrase("agreements.course", {"what": one.what, "lines": shown}),
        stage.button("volgende", f"afspraakverloop:{one.id}.{index + 1}") if more else None,
        stage.button("terug_naar", f"afspraak:{one.id}", name=Phrase("agreements.this")),
    )


def _events(stage: Stage, one: Agreement) -> tuple[Phrase, ...]:
    zone = stage.uow.collaborations.get(one.collaboration).zone
    return tuple(
        Phrase(
            f"agreements.event_{event.kind}",
            {
                "name": stage.uow.people.get(event.person).name if event.person is not None else "",
                "day": event.at.astimezone(zone).date(),
                "due": event.due,
                "note": event.note,
            },
        )
        for event in stage.uow.agreements.events(one.id)
    )


def outcome_of(stage: Stage, one: Agreement) -> str:
    """The intended outcome it serves, for those of the partner whose it is."""
    mine = [m for m in memberships_in(stage, one.collaboration) if m.partner == one.partner]
    if one.motive is None or one.round is None or one.partner is None or not mine:
        return ""
    viewer = Viewer(mine[0].person, tuple(mine))
    form = settled_form(stage, stage.uow.rounds.get(one.round), one.partner, viewer)
    return next((m.outcome or "" for m in (form.motives if form else ()) if m.id == one.motive), "")


def is_silent(stage: Stage, one: Agreement) -> bool:
    """Whether nobody answered, however often was asked."""
    if one.due is None:
        return False
    topic = Topic(About.AGREEMENT, one.id, one.due)
    asked = stage.uow.asking.about(About.AGREEMENT, one.id)
    people = {prompt.person for prompt in asked}
    return any(unanswered(so_far(topic, (p for p in asked if p.person == person))) for person in people)


MOST_EVENTS = 8
"""How much of its history stands with an agreement."""


def _results(stage: Stage, one: Agreement) -> tuple[Phrase, ...]:
    """What was said looking back, as numbers, without names."""
    if one.look_back is None:
        return ()
    said = Counter(result for _, result in stage.uow.agreements.results(one.id, one.look_back))
    return tuple(
        Phrase("agreements.counted", {"what": Phrase(f"buttons.{result}"), "number": said[result]})
        for result in Result
        if said[result]
    )


def seen_agreement(stage: Stage, argument: str) -> tuple[Agreement, tuple[Membership, ...]]:
    """An agreement this person may see, and their places there."""
    one = stage.uow.agreements.get(AgreementId(number(argument)))
    mine = memberships_in(stage, one.collaboration)
    viewer = Viewer(mine[0].person, mine)
    if one.state is AgreementState.DRAFT or not may_see(agreement_of(one), viewer):
        raise DomainError("agreements.not_yours")
    return one, mine


def _members(stage: Stage, one: Agreement) -> list[Membership]:
    return [m for m, _ in stage.uow.collaborations.members(one.collaboration)]


def changeable(stage: Stage, argument: str) -> Agreement:
    one, mine = seen_agreement(stage, argument)
    if not may_change(one, mine, _members(stage, one)):
        raise DomainError("agreements.not_yours")
    return one


def overview_line(stage: Stage, here: Overview) -> Phrase | str:
    """How many agreements are open that this person may see, the next day, and how many nobody answers for."""
    seen_here = [one for one in seen(stage, here.collaboration.id, here.mine) if one.state is AgreementState.OPEN]
    if not seen_here:
        return ""
    silent = sum(is_silent(stage, one) for one in seen_here)
    return Phrase("pages.open_agreements", {"number": len(seen_here), "due": seen_here[0].due, "silent": silent})
