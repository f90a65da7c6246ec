"""Home and overview: the menu, going on with what waits, how far everybody is. Shows progress, never content."""

from collections.abc import Iterator, Sequence

from bot.content.guide import TITLE
from bot.content.guide import guide as parts_of_the_guide
from bot.content.phrases import bar
from bot.content.screen import Button
from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.people.pages.arriving import greet
from bot.dialogs.rounds.facts import PartnerProgress, committing, on_paper, partner_progress
from bot.domain.asking import Response
from bot.domain.collaboration import Collaboration, Membership, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, ConversationId
from bot.domain.rounds import Participation, Phase, PhaseRun, Round, RoundState, RunState
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.bundle import answer
from bot.turn.context import TurnContext
from bot.turn.feature import Overview
from bot.turn.folding import folded, unfolded
from bot.turn.routes import Route, ToPage, ToTalk
from bot.turn.talks import current
from bot.turn.tasks import buttons_for, next_tasks
from bot.turn.waiting import lines_for, waits_of
from bot.typesetting.guide import guide_data


def new(ctx: TurnContext, argument: str) -> Route:
    """`/nieuw`: on to the talk about a new collaboration."""
    return ToTalk("new_collaboration", 0)


def menu(ctx: TurnContext, argument: str) -> Route | None:
    """What waits, as the first button; then where one takes part, and the rest."""
    person = ctx.person
    memberships = ctx.uow.collaborations.memberships_of(person.id) if person else ()
    waiting = next_tasks(ctx)
    if not memberships and not waiting:
        greet(ctx)
        return None
    lines = tuple(_place(ctx, m) for m in memberships)
    tasks = buttons_for(ctx, waiting)
    found = (of(ctx, memberships) for of in ctx.house.menu)
    rows = folded(ctx, "menu", "", [*tasks, *(one for one in found if one is not None)], more=unfolded(argument)[1])
    waits = _waits(ctx, memberships, only_mine=not all(task.aside for task in waiting)) if memberships else ()
    ctx.lay_out(Phrase("pages.menu", {"lines": lines, "waiting": bool(waiting), "waits": waits}), rows)
    return None


def _waits(ctx: TurnContext, mine: Sequence[Membership], *, only_mine: bool = False) -> tuple[Phrase, ...]:
    """For whom the rounds of these places wait."""
    person = known_person(ctx)
    return tuple(
        line for round_ in _rounds_of(ctx, mine) for line in lines_for(ctx, person, round_, only_mine=only_mine)
    )


def _waits_for_me(ctx: TurnContext, mine: Sequence[Membership]) -> bool:
    """Whether any of these rounds waits for who asks, though no button leads to it."""
    me = known_person(ctx).id
    return any(me in one.people for round_ in _rounds_of(ctx, mine) for one in waits_of(ctx, round_))


def _rounds_of(ctx: TurnContext, mine: Sequence[Membership]) -> list[Round]:
    """The newest round of each collaboration in which these places are."""
    found = (ctx.uow.rounds.latest(one) for one in dict.fromkeys(m.collaboration for m in mine))
    return [round_ for round_ in found if round_ is not None]


def _place(ctx: TurnContext, membership: Membership) -> Phrase:
    collaboration = ctx.uow.collaborations.get(membership.collaboration)
    round_ = ctx.uow.rounds.latest(membership.collaboration)
    partner = ctx.uow.collaborations.partner(membership.partner).name if membership.partner else None
    return Phrase(
        "pages.place",
        {
            "collaboration": collaboration.name,
            "partner": partner,
            "role": Phrase(f"roles.{membership.role}"),
            "state": Phrase(f"pages.state_{round_.state}") if round_ else "",
        },
    )


def go_on(ctx: TurnContext, argument: str) -> Route | None:
    """`/verder`: straight into what waits; with several things, into the one touched last."""
    waiting = next_tasks(ctx)
    if waiting:
        return waiting[0].route
    if ctx.person is None:
        greet(ctx)
        return None
    memberships = ctx.uow.collaborations.memberships_of(ctx.person.id)
    about = {"waits": _waits(ctx, memberships), "mine": _waits_for_me(ctx, memberships)}
    ctx.page(
        Phrase("pages.nothing_waits", about),
        ctx.button("overzicht", "overzicht"),
        ctx.button("menu", "menu"),
    )
    return None


def go(ctx: TurnContext, argument: str) -> Route:
    """A button that goes on with a talk that was put away."""
    held = ctx.uow.conversations.get(ConversationId(number(argument)))
    if held is None or held.chat != ctx.chat:
        raise DomainError("errors.expired")
    return ToTalk(held.dialog, held.subject)


def put_away(ctx: TurnContext, argument: str) -> None:
    """Shown after `Later verder`, with the same talk as one page where it is one and the door opens it."""
    go_on_here = ctx.button("verder", f"ga:{argument}", what=Phrase("agenda.here"))
    held = ctx.uow.conversations.get(ConversationId(number(argument)))
    talks = {forms.dialog for forms in ctx.house.each(lambda f: f.whole_forms)}
    as_a_page = held is not None and held.chat == ctx.chat and held.dialog in talks
    ctx.page(Phrase("pages.put_away"), go_on_here, ctx.whole_form(held.subject) if held and as_a_page else None)


def overview(ctx: TurnContext, argument: str) -> Route | None:
    """`/overzicht`: progress per partner, and the next date: nothing, `collaboration` or `collaboration.meer`."""
    argument, more = unfolded(argument)
    if not argument:
        mine = ctx.uow.collaborations.memberships_of(known_person(ctx).id)
        collaborations = list(dict.fromkeys(m.collaboration for m in mine))
        if len(collaborations) == 1:
            return ToPage("overzicht", str(collaborations[0]))
        buttons = [Button(ctx.uow.collaborations.get(c).name, f"p:overzicht:{c}") for c in collaborations]
        ctx.page(Phrase("pages.which_collaboration" if buttons else "pages.no_collaboration"), *buttons)
        return None
    collaboration = ctx.uow.collaborations.get(CollaborationId(number(argument)))
    mine = memberships_in(ctx, collaboration.id)
    leads = any(m.role is Role.FACILITATOR for m in mine)
    here = Overview(collaboration, ctx.uow.rounds.latest(collaboration.id), mine, leads)
    buttons = [button for of in ctx.house.overview for button in of(ctx, here)]
    rows = folded(ctx, "overzicht", argument, buttons, more=more, way_out=ctx.button("menu", "menu"))
    ctx.lay_out(_overview(ctx, here), rows)
    return None


def _overview(ctx: TurnContext, here: Overview) -> Phrase:
    collaboration, round_ = here.collaboration, here.round
    found = [] if round_ is None else _progress(ctx, collaboration, round_)
    now = round_ is not None and _shown_phase(ctx, round_) is Phase.COMMITMENT
    over = now and round_ is not None and round_.state is RoundState.CLOSED
    lines = tuple(_line(p, in_phase_3=now, over=over) for p in found)
    if round_ is None or round_.state is RoundState.DRAFT:
        lines = tuple(_who_take_part(ctx, collaboration))
    dated = round_.dated if round_ else None
    more = (line for of in ctx.house.each(lambda f: f.overview_line) if (line := of(ctx, here)))
    return Phrase(
        "pages.overview",
        {
            "collaboration": collaboration.name,
            "state": Phrase(f"pages.state_{round_.state}") if round_ else "",
            "lines": lines,
            "deadline": round_.deadline if round_ and dated and round_.state is _UNDER_WAY[dated] else None,
            "dated": dated.number if dated else None,
            "waits": lines_for(ctx, known_person(ctx), round_, beside_progress=True) if round_ else (),
            "agreements": next(more, ""),
        },
    )


def _who_take_part(ctx: TurnContext, collaboration: Collaboration) -> Iterator[Phrase]:
    """The partners of a round that is not open yet, and how many people each has."""
    memberships = [membership for membership, _ in ctx.uow.collaborations.members(collaboration.id)]
    for partner in ctx.uow.collaborations.partners(collaboration.id):
        people = sum(membership.partner == partner.id for membership in memberships)
        yield Phrase("pages.takes_part", {"partner": partner.name, "people": people})


_UNDER_WAY = {Phase.PREPARATION: RoundState.PREPARATION, Phase.COMMITMENT: RoundState.COMMITMENT}


def _progress(ctx: TurnContext, collaboration: Collaboration, round_: Round) -> list[PartnerProgress]:
    members = ctx.uow.collaborations.members(collaboration.id)
    viewer = Viewer(known_person(ctx).id, memberships_in(ctx, collaboration.id))
    phase = _shown_phase(ctx, round_)
    runs = {run.partner: run for run in ctx.uow.rounds.runs(round_.id) if run.phase is phase}
    return [
        partner_progress(
            partner,
            members,
            parts := ctx.uow.rounds.participants(runs[partner.id].id),
            _has_ended(round_, runs[partner.id], parts),
            viewer,
            on_paper(ctx, runs[partner.id].id),
        )
        for partner in ctx.uow.collaborations.partners(collaboration.id)
        if partner.id in runs
    ]


def _shown_phase(ctx: TurnContext, round_: Round) -> Phase:
    """The phase of which the overview tells how far each partner is: the one that goes on, at the end the last."""
    over = round_.state is RoundState.CLOSED and committing(ctx, round_)
    return Phase.COMMITMENT if over or round_.state is RoundState.COMMITMENT else Phase.PREPARATION


def _has_ended(round_: Round, run: PhaseRun, parts: Sequence[Participation]) -> bool:
    """Whether a partner ended its phase itself. With the round every phase closes, also one that nobody filled in."""
    if run.phase is Phase.PREPARATION:
        return run.state is RunState.SETTLED
    handed_in = round_.state is not RoundState.CLOSED or any(one.handed_in_at is not None for one in parts)
    return run.state is RunState.CLOSED and handed_in


def _line(progress: PartnerProgress, *, in_phase_3: bool, over: bool = False) -> Phrase:
    """How far a partner is. `over`: the round has ended, so it is only told whether it ended its phase 3."""
    return Phrase(
        "pages.progress",
        {
            "partner": progress.partner,
            "bar": bar(progress.people if progress.settled else progress.ready, progress.people, width=6),
            "ready": progress.ready,
            "people": progress.people,
            "settled": progress.settled and not in_phase_3,
            "closed": progress.settled and in_phase_3,
            "over": over,
            "names_ready": () if over else progress.names_ready,
            "names_busy": () if over else progress.names_busy,
        },
    )


def adjust(ctx: TurnContext, argument: str) -> Route:
    """`Aanpassen`: name, partners, deadline; the rest while the round is not open."""
    return ToTalk("adjust", CollaborationId(number(argument)))


def later(ctx: TurnContext, argument: str) -> None:
    """`Later` below a message that came by itself: `stamp` of that message."""
    answer(ctx, number(argument), Response.LATER)
    ctx.page(Phrase("reminders.later_done"), ctx.button("menu", "menu"))


def no_more(ctx: TurnContext, argument: str) -> None:
    """`Niet meer` below a message that came by itself: `stamp` of that message."""
    answer(ctx, number(argument), Response.NO_MORE)
    ctx.page(Phrase("reminders.no_more_done"), ctx.button("menu", "menu"))


def help_(ctx: TurnContext, argument: str) -> None:
    """`/help`, in private and in a group; what is wanted less often with `meer`."""
    if unfolded(argument)[1]:
        ctx.page(Phrase("pages.help_more"), ctx.button("terug", "help"), ctx.button("menu", "menu"))
        return
    held = current(ctx)
    go_on = ctx.button("verder", f"ga:{held.id}", what=Phrase("agenda.here")) if held is not None else None
    ctx.page(
        Phrase("pages.help"),
        go_on,
        ctx.button("handleiding", "handleiding"),
        ctx.button("meer", "help:meer"),
        ctx.button("over_de_tool", "bron:tool.0.help"),
        ctx.button("bronnen", "bronnen"),
        ctx.button("menu", "menu") if go_on is None else None,
    )


GUIDE = "guide"
"""What makes the document for participants."""
GUIDE_FILE = "handleiding-samenspraak.pdf"


def guide(ctx: TurnContext, argument: str) -> None:
    """`Handleiding`: the page for participants, as a file."""
    phrases = ctx.texts.phrases
    data = guide_data(phrases.plain(TITLE), parts_of_the_guide(phrases))
    said = ctx.screen(Phrase("guide.sent", {"title": TITLE}))
    ctx.document(said, data, GUIDE_FILE, renderer=GUIDE, chat=ctx.chat)
