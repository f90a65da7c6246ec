"""`/afspraken`: the list, and one agreement with its history; who may see it and who may change it."""

from collections import Counter

from bot.content.screen import Button
from bot.dialogs.agreements.facts import is_silent, members_around, seen, seen_agreement
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import Agreement, AgreementState, Result, may_change, may_share
from bot.dialogs.agreements.screens import about_of, answers, line_of
from bot.dialogs.people.facts import known_person, memberships_in
from bot.domain.ids import CollaborationId
from bot.engine.model import Phrase
from bot.turn.arguments import number, switch
from bot.turn.context import Stage
from bot.turn.feature import Overview
from bot.turn.paging import at_page, page_of
from bot.turn.routes import Route, ToPage
from bot.turn.tasks import next_tasks

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


def _fits(stage: Stage, one: Agreement, chosen: str) -> bool:
    if chosen == "klaar":
        return one.state in (AgreementState.DONE, AgreementState.LAPSED)
    return one.state is AgreementState.OPEN and (chosen == "open" or one.owner == known_person(stage).id)


def look(stage: Stage, argument: str) -> None:
    """One agreement: what, who, when, what happened; and what can be done with it."""
    one, mine = seen_agreement(stage, argument)
    events = _events(stage, one)
    about = about_of(stage, one) | {"events": events[-MOST_EVENTS:], "results": _results(stage, one)}
    text = Phrase("agreements.one", about)
    rows: list[tuple[Button, ...]] = []
    if one.state is AgreementState.OPEN and may_change(one, mine, members_around(stage, one)):
        rows.append(answers(stage, one))
        rows.append(
            (stage.button("notitie", f"notitie:{one.id}"), stage.button("wijzigen", f"afspraakwijzig:{one.id}"))
        )
        rows.append((stage.button("overdragen", f"overdragen:{one.id}"),))
    if may_share(one, mine, members_around(stage, one)):
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
        for event in stage.uow.get(AGREEMENTS).events(one.id)
    )


MOST_EVENTS = 8
"""How much of its history stands with an agreement."""


def _results(stage: Stage, one: Agreement) -> tuple[Phrase, ...]:
    """What was said looking back, as numbers, without names."""
    if one.look_back is None:
        return ()
    said = Counter(result for _, result in stage.uow.get(AGREEMENTS).results(one.id, one.look_back))
    return tuple(
        Phrase("agreements.counted", {"what": Phrase(f"buttons.{result}"), "number": said[result]})
        for result in Result
        if said[result]
    )


def overview_line(stage: Stage, here: Overview) -> Phrase | str:
    """How many agreements are open that this person may see, the next day, and how many nobody answers for."""
    seen_here = [one for one in seen(stage, here.collaboration.id, here.mine) if one.state is AgreementState.OPEN]
    if not seen_here:
        return ""
    silent = sum(is_silent(stage, one) for one in seen_here)
    return Phrase("pages.open_agreements", {"number": len(seen_here), "due": seen_here[0].due, "silent": silent})
