"""`/afspraken`: the list, and one agreement with its history; who may see it and who may change it."""

from collections import Counter

from bot.content.screen import Button
from bot.dialogs.agreements.facts import is_silent, made_of, members_around, seen, seen_agreement
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import Agreement, AgreementState, LookBackResult, may_change, may_share
from bot.dialogs.agreements.screens import about_of, answers, line_of
from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.words.facts import in_agreement
from bot.dialogs.words.screens import way_in
from bot.domain.collaboration import Membership
from bot.domain.ids import CollaborationId
from bot.engine.model import Phrase
from bot.turn.arguments import number, switch
from bot.turn.context import TurnContext
from bot.turn.feature import Overview
from bot.turn.folding import Rows, unfolded
from bot.turn.paging import at_page, page_of
from bot.turn.routes import Route, ToPage
from bot.turn.tasks import next_tasks

PER_PAGE = 6
"""How many agreements stand on one screen, each with a button."""


FILTERS = ("open", "vanmij", "klaar", "wens")
"""What the list can be narrowed to; names of buttons as well."""


def overview(ctx: TurnContext, argument: str) -> Route | None:
    """The list: `collaboration`, or `collaboration.filter.page`; without any, of the only one there is."""
    collaboration_id, _, rest = argument.partition(".")
    if not collaboration_id.isdecimal():
        return _which(ctx)
    collaboration = ctx.uow.collaborations.get(CollaborationId(number(collaboration_id)))
    mine = memberships_in(ctx, collaboration.id)
    chosen, _, page = rest.partition(".")
    chosen = chosen if chosen in FILTERS else FILTERS[0]
    all_seen = seen(ctx, collaboration.id, mine)
    found = [one for one in all_seen if _fits(ctx, one, chosen)]
    wishes = any(_fits(ctx, one, "wens") for one in all_seen)
    first = min(number(page) if page else 0, max(len(found) - 1, 0) // PER_PAGE) * PER_PAGE
    shown = found[first : first + PER_PAGE]
    lines = tuple(line_of(ctx, one, index) for index, one in enumerate(shown, start=first + 1))
    rows = [tuple(_numbered(one, index) for index, one in enumerate(shown, start=first + 1))]
    if first + PER_PAGE < len(found):
        rows.append((ctx.button("volgende", f"afspraken:{collaboration.id}.{chosen}.{first // PER_PAGE + 1}"),))
    others = [name for name in FILTERS if name != chosen and (wishes or name != "wens")]
    rows.append(tuple(ctx.button(f"filter_{name}", f"afspraken:{collaboration.id}.{name}") for name in others))
    rows.append((ctx.button("nieuwe_afspraak", f"afspraaknieuw:{collaboration.id}"),))
    rows.append((ctx.button("menu", "menu"),))
    filter_ = Phrase(f"buttons.filter_{chosen}")
    about = {"collaboration": collaboration.name, "filter": filter_, "lines": lines, "wishes": wishes}
    ctx.lay_out(Phrase("agreements.list", about), tuple(row for row in rows if row))
    return None


def _which(ctx: TurnContext) -> Route | None:
    """Choose a collaboration where there are several."""
    mine = ctx.uow.collaborations.memberships_of(known_person(ctx).id)
    found = list(dict.fromkeys(m.collaboration for m in mine))
    if len(found) == 1:
        return ToPage("afspraken", str(found[0]))
    buttons = [Button(ctx.uow.collaborations.get(c).name, f"p:afspraken:{c}") for c in found]
    ctx.page(Phrase("pages.which_collaboration" if buttons else "pages.no_collaboration"), *buttons)
    return None


def _numbered(one: Agreement, index: int) -> Button:
    return Button(str(index), f"p:afspraak:{one.id}")


def _fits(ctx: TurnContext, one: Agreement, chosen: str) -> bool:
    if chosen == "wens":
        return one.state is AgreementState.WISH
    if chosen == "klaar":
        return one.state in (AgreementState.DONE, AgreementState.LAPSED)
    return one.state is AgreementState.OPEN and (chosen == "open" or one.terms.owner == known_person(ctx).id)


def fresh(ctx: TurnContext, argument: str) -> Route | None:
    """One that was just made, with the two things people do next; the rest is behind `Meer`."""
    one, mine = seen_agreement(ctx, argument)
    may = may_change(one, mine, members_around(ctx, one))
    if one.state is not AgreementState.OPEN or not may:
        return ToPage("afspraak", str(one.id))
    on = _back_to_phase_3(ctx) or ctx.button("nieuwe_afspraak", f"afspraaknieuw:{one.collaboration}")
    share = may_share(one, mine, members_around(ctx, one)) and not one.terms.shared
    then = (
        ctx.button("delen", f"afspraakdeel:{one.id}.ja")
        if share
        else ctx.button("wijzigen", f"afspraakwijzig:{one.id}")
    )
    more = ctx.button("meer", f"afspraak:{one.id}")
    text = Phrase("agreements.one", about_of(ctx, one) | {"events": (), "results": (), "words": ""})
    ctx.lay_out(text, ((on,), (then,), (more, ctx.button("menu", "menu"))))
    return None


def _back_to_phase_3(ctx: TurnContext) -> Button | None:
    """On with the questions of phase 3, for who is in the midst of them."""
    waiting = next((task for task in next_tasks(ctx) if task.page.startswith("doe:commitment")), None)
    if waiting is None or waiting.label.key != "buttons.verder":
        return None
    return Button(ctx.texts.phrases.plain(waiting.label), f"p:{waiting.page}")


def look(ctx: TurnContext, argument: str) -> None:
    """One agreement: what, who, when, what happened; and what is done with it most: `agreement` or `agreement.meer`."""
    id_, more = unfolded(argument)
    one, mine = seen_agreement(ctx, id_)
    events = _events(ctx, one)
    words = _words(ctx, one)
    about = about_of(ctx, one) | {"events": events[-MOST_EVENTS:], "results": _results(ctx, one), "words": words or ""}
    about["made_of"] = made_of(ctx, one)
    rest = _rest(ctx, one, mine, course=len(events) > MOST_EVENTS, words=words is not None)
    rows = ((*((button,) for button in rest), (_this(ctx, one),))) if more else _first(ctx, one, mine, bool(rest))
    ctx.lay_out(Phrase("agreements.one", about), rows)


def _first(ctx: TurnContext, one: Agreement, mine: tuple[Membership, ...], more: bool) -> Rows:
    """What is done with an agreement most."""
    around = members_around(ctx, one)
    rows: list[tuple[Button, ...]] = []
    if on := _back_to_phase_3(ctx):
        rows.append((on,))
    if one.state is AgreementState.OPEN and may_change(one, mine, around):
        rows.append(answers(ctx, one))
        rows.append((ctx.button("wijzigen", f"afspraakwijzig:{one.id}"),))
    if one.state is AgreementState.WISH and may_change(one, mine, around):
        rows.append((ctx.button("maak_afspraak", f"afspraakwijzig:{one.id}"),))
        rows.append((ctx.button("vervalt", f"vervalt:{one.id}"),))
    if may_share(one, mine, around):
        label = "niet_delen" if one.terms.shared else "delen"
        rows.append((ctx.button(label, f"afspraakdeel:{one.id}.{switch(not one.terms.shared)}"),))
    all_of_them = ctx.button("naar_afspraken", f"afspraken:{one.collaboration}")
    rows.append((ctx.button("meer", f"afspraak:{one.id}.meer"), all_of_them) if more else (all_of_them,))
    return tuple(rows)


def _rest(
    ctx: TurnContext, one: Agreement, mine: tuple[Membership, ...], *, course: bool, words: bool
) -> tuple[Button, ...]:
    """What stands behind `Meer`: a note, somebody else to do it, all that happened, what became of one's words."""
    found = []
    if one.state is AgreementState.OPEN and may_change(one, mine, members_around(ctx, one)):
        found += [ctx.button("notitie", f"notitie:{one.id}"), ctx.button("overdragen", f"overdragen:{one.id}")]
    if course:
        found.append(ctx.button("wat_gebeurde", f"afspraakverloop:{one.id}"))
    if words and one.round is not None:
        found.append(way_in(ctx, ctx.uow.rounds.get(one.round)))
    return tuple(found)


def _this(ctx: TurnContext, one: Agreement) -> Button:
    return ctx.button("terug_naar", f"afspraak:{one.id}", name=Phrase("agreements.this"))


def _words(ctx: TurnContext, one: Agreement) -> Phrase | None:
    """For who looked back: how much of what they gave themselves is in it."""
    person = known_person(ctx)
    looked_back = any(id_ == one.id for id_, _, _ in ctx.uow.get(AGREEMENTS).results_of(person.id))
    if not looked_back or one.round is None:
        return None
    return in_agreement(ctx, person, ctx.uow.rounds.get(one.round), one.id)


def course(ctx: TurnContext, argument: str) -> None:
    """All that happened with an agreement: `agreement` or `agreement.page`."""
    id_, index = at_page(argument)
    one, _ = seen_agreement(ctx, id_)
    shown, more = page_of(ctx, _events(ctx, one), index)
    ctx.page(
        Phrase("agreements.course", {"what": one.terms.what, "lines": shown}),
        ctx.button("volgende", f"afspraakverloop:{one.id}.{index + 1}") if more else None,
        _this(ctx, one),
    )


def _events(ctx: TurnContext, one: Agreement) -> tuple[Phrase, ...]:
    zone = ctx.uow.collaborations.get(one.collaboration).zone
    return tuple(
        Phrase(
            f"agreements.event_{event.kind}",
            {
                "name": ctx.uow.people.get(event.person).name if event.person is not None else "",
                "day": event.at.astimezone(zone).date(),
                "due": event.due,
                "note": event.note,
                "changed": tuple(Phrase(f"agreements.changed_{part}", {"due": event.due}) for part in event.changed),
            },
        )
        for event in ctx.uow.get(AGREEMENTS).events(one.id)
    )


MOST_EVENTS = 8
"""How much of its history stands with an agreement."""


def _results(ctx: TurnContext, one: Agreement) -> tuple[Phrase, ...]:
    """What was said looking back, as numbers, without names."""
    if one.terms.look_back is None:
        return ()
    said = Counter(result for _, result in ctx.uow.get(AGREEMENTS).results(one.id, one.terms.look_back))
    return tuple(
        Phrase("agreements.counted", {"what": Phrase(f"buttons.{result}"), "number": said[result]})
        for result in LookBackResult
        if said[result]
    )


def overview_line(ctx: TurnContext, here: Overview) -> Phrase | str:
    """How many agreements are open that this person may see, how many are late, and how many nobody answers for.

    With them the next day that one is due.
    """
    seen_here = [one for one in seen(ctx, here.collaboration.id, here.mine) if one.state is AgreementState.OPEN]
    if not seen_here:
        return ""
    silent = sum(is_silent(ctx, one) for one in seen_here)
    today = ctx.today(here.collaboration.zone.key)
    days = [one.terms.due for one in seen_here if one.terms.due is not None]
    about = {"number": len(seen_here), "late": sum(day < today for day in days), "silent": silent}
    return Phrase("pages.open_agreements", about | {"due": min((day for day in days if day >= today), default=None)})
