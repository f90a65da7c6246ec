"""Phase 1 in private: the way in and back in, and what colleagues of one's own partner handed in."""

from dataclasses import replace

from bot.content.screen import Button, Screen, long_texts, screen_of
from bot.dialogs.people.facts import called, known_person
from bot.dialogs.preparation.dialog.form import LANDING, REVIEW
from bot.dialogs.preparation.facts.handed import (
    handed_of,
    has_open_questions,
    to_the_questions,
    viewer_of,
    visible_rows,
)
from bot.dialogs.preparation.facts.paper import entered_by, on_paper_with
from bot.domain.errors import DomainError
from bot.domain.ids import PersonId, RunId
from bot.domain.rounds import Phase, draft_of
from bot.domain.visibility import may_see
from bot.engine.model import Ask, ChangeRequested, Fold, Phrase, Step, StepId
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.dialog import header_for, look_over
from bot.turn.records import ConversationState, ParticipantContext
from bot.turn.routes import Route, ToPage, ToTalk


def fill_in(ctx: TurnContext, argument: str) -> Route | None:
    """`/invullen`: phase 1. Chooses when there is more than one, and leads back in when it was handed in."""
    person = known_person(ctx)
    mine = _forms_of(ctx, person.id)
    if not mine:
        raise DomainError("errors.no_preparation")
    if len(mine) == 1 and mine[0].participation.handed_in_at is None:
        return ToTalk("preparation", mine[0].run.id)
    if len(mine) == 1:
        return ToPage("ingediend", str(mine[0].run.id))
    buttons = []
    for standing in mine:
        done = "✓ " if standing.participation.handed_in_at else ""
        route = "ingediend" if done else "doe"
        argument = str(standing.run.id) if done else f"preparation.{standing.run.id}"
        label = f"{done}{standing.collaboration.name} · {standing.partner.name}"
        buttons.append(Button(label, f"p:{route}:{argument}"))
    ctx.page(Phrase("pages.which_form"), *buttons)
    return None


def _forms_of(ctx: TurnContext, person: PersonId) -> list[ParticipantContext]:
    """The forms of phase 1 that this person has, or had, to fill in."""
    standings = ctx.uow.rounds.standings(person)
    return [s for s in standings if s.run.phase is Phase.PREPARATION and s.membership.role.fills_in]


def scan(ctx: TurnContext, argument: str) -> Route | None:
    """`/quickscan`: the perspectiefspiegel, again or for the first time."""
    person = known_person(ctx)
    mine = _forms_of(ctx, person.id)
    if not mine:
        raise DomainError("errors.no_preparation")
    if len(mine) == 1:
        return _scan_of(ctx, mine[0].run.id)
    buttons = [Button(f"{s.collaboration.name} · {s.partner.name}", f"p:doe:quick_scan.{s.run.id}") for s in mine]
    ctx.page(Phrase("pages.which_form"), *buttons)
    return None


def _scan_of(ctx: TurnContext, run: RunId) -> Route:
    """Begin, go on, or (when it was finished) go through it once more from the first question."""
    held = ctx.uow.conversations.find("quick_scan", ctx.chat, run)
    if held is not None and held.state is ConversationState.DONE:
        round_ = ctx.uow.rounds.get(ctx.uow.rounds.run(run).round)
        first = ctx.texts.of(round_.content_version).quick_scan.questions[0].id
        return ToTalk("quick_scan", run, ChangeRequested(StepId(first), ctx.at))
    return ToTalk("quick_scan", run)


def do(ctx: TurnContext, argument: str) -> Route:
    """A button that goes on with one thing: `dialog.run`."""
    dialog, _, run = argument.partition(".")
    if dialog == "quick_scan":
        return _scan_of(ctx, RunId(number(run)))
    if dialog not in ("preparation", "commitment"):
        raise DomainError("errors.expired")
    return ToTalk(dialog, number(run))


def change(ctx: TurnContext, argument: str) -> Route:
    """`Wijzigen` after handing in: back to what was handed in, with its numbers: `run`."""
    held = ctx.uow.conversations.find("preparation", ctx.chat, number(argument))
    whole = held is None or REVIEW in ctx.uow.conversations.answers(held.id)
    return look_over(ctx, "preparation", number(argument), REVIEW if whole else LANDING)


def questions(ctx: TurnContext, argument: str) -> Route:
    """`Verder met de vragen`, after the motives were handed in: `run`."""
    mine = _standing(ctx, argument)
    if has_open_questions(ctx, mine):
        to_the_questions(ctx, mine)
    return ToTalk("preparation", mine.run.id)


def colleagues(ctx: TurnContext, argument: str) -> None:
    """Which colleagues can be looked at: `run`."""
    mine = _standing(ctx, argument)
    shown = [s for s in _colleagues(ctx, mine) if _visible(ctx, mine, s)]
    buttons = [Button(called(ctx, s.person), f"p:collega:{s.run.id}.{s.person.id}.0") for s in shown]
    key = "pages.colleagues" if shown else "pages.no_colleagues"
    back = ctx.button("terug_naar", f"ingediend:{mine.run.id}", name=Phrase("pages.my_answers"))
    ctx.page(Phrase(key, {"partner": mine.partner.name}), *buttons, back)


def colleague(ctx: TurnContext, argument: str) -> None:
    """The answers of one colleague, page by page, without anything to press in them."""
    run, _, rest = argument.partition(".")
    person, _, page = rest.partition(".")
    mine = _standing(ctx, run)
    theirs = _colleague(ctx, mine, PersonId(number(person)))
    if theirs is None or not _visible(ctx, mine, theirs):
        raise DomainError("errors.not_visible")
    handed = handed_of(ctx, theirs, theirs.person.id)
    if handed is None:  # they are changing something, so that a question is open again
        raise DomainError("pages.colleague_changes", name=theirs.person.name)
    title = _title(ctx, theirs)
    rows = tuple(replace(row, step=None) for row in visible_rows(ctx, mine, theirs, handed))
    shown = Ask(Step(REVIEW, title, rows=rows, fold=Fold.NUMBERS), page=number(page) if page else 0)
    drawn = screen_of(ctx.texts.phrases, shown, header_for(theirs.collaboration, theirs.partner))
    turning = [b for row in drawn.buttons for b in row if b.option.startswith("#")]
    links = tuple(
        (Button(b.label, f"p:collega:{mine.run.id}.{theirs.person.id}.{b.option.removeprefix('#')}"),) for b in turning
    )
    back = ctx.button("terug_naar", f"collegas:{mine.run.id}", name=Phrase("pages.back_to_colleagues"))
    ctx.put_down(Screen(drawn.html, (*links, (back,))), long_texts(ctx.texts.phrases, shown))


def _title(ctx: TurnContext, theirs: ParticipantContext) -> Phrase:
    name = theirs.person.name
    if not theirs.person.on_paper:
        return Phrase("pages.colleague", {"name": name})
    return Phrase("paper.colleague", {"name": name, "by": entered_by(ctx, theirs.run.id, theirs.person.id)})


def _standing(ctx: TurnContext, argument: str) -> ParticipantContext:
    standing = ctx.uow.rounds.standing(RunId(number(argument)), known_person(ctx).id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    return standing


def _colleagues(ctx: TurnContext, mine: ParticipantContext) -> list[ParticipantContext]:
    parts = ctx.uow.rounds.participants(mine.run.id)
    found = (_colleague(ctx, mine, p.person) for p in parts if p.person != mine.person.id)
    return [s for s in found if s is not None]


def _colleague(ctx: TurnContext, mine: ParticipantContext, person: PersonId) -> ParticipantContext | None:
    """Somebody else of this run; None for who is not in it, or left. Who takes part on paper has no place to leave."""
    theirs = ctx.uow.rounds.standing(mine.run.id, person)
    return theirs or on_paper_with(ctx, mine, person)


def _visible(ctx: TurnContext, mine: ParticipantContext, theirs: ParticipantContext) -> bool:
    return may_see(draft_of(theirs.participation, theirs.partner.id), viewer_of(ctx, mine))


def has_colleagues(ctx: TurnContext, mine: ParticipantContext) -> bool:
    """Whether there is a colleague whose answers this person may see."""
    return any(_visible(ctx, mine, theirs) for theirs in _colleagues(ctx, mine))
