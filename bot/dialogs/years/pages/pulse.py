"""The waardepolsslag: one outcome after the other, each with one tap."""

from datetime import date

from bot.content.screen import Button, Screen
from bot.dialogs.people.facts import memberships_in
from bot.dialogs.years.facts import hoped_for, unanswered
from bot.dialogs.years.ports import YEARS
from bot.domain.collaboration import Membership
from bot.domain.errors import DomainError
from bot.domain.form import FilledMotive
from bot.domain.ids import RoundId
from bot.domain.motive import Choice
from bot.domain.rounds import Round, RoundState
from bot.engine.model import Phrase
from bot.followups.pulse import pulse_day
from bot.turn.arguments import number
from bot.turn.context import Stage
from bot.turn.routes import Route, ToPage


def ask(stage: Stage, argument: str) -> None:
    """The first outcome that was not answered; after the last one, thanks."""
    round_, membership, day = _place(stage, argument)
    outcomes = hoped_for(stage, round_, membership)
    waiting = unanswered(stage, round_, membership.person, day, outcomes)
    if not waiting:
        stage.page(Phrase("pulse.thanks"), stage.button("menu", "menu"))
        return
    one = waiting[0]
    about = {
        "collaboration": stage.uow.collaborations.get(round_.collaboration).name,
        "motive": one.text,
        "outcome": one.outcome or "",
        "index": len(outcomes) - len(waiting) + 1,
        "total": len(outcomes),
    }
    html = str(stage.texts.phrases.html(Phrase("pulse.question", about)))
    stage.show(Screen(html, (_answers(stage, round_, one),)))


def _answers(stage: Stage, round_: Round, one: FilledMotive) -> tuple[Button, ...]:
    return tuple(stage.button(c.value, f"polszet:{round_.id}.{c.value}.{one.id}") for c in Choice)


def answer(stage: Stage, argument: str) -> Route:
    """`round.choice.motive`."""
    round_id, _, rest = argument.partition(".")
    choice, _, motive = rest.partition(".")
    round_, membership, day = _place(stage, round_id)
    mine = memberships_in(stage, round_.collaboration)
    asked = {one.id for place in mine for one in hoped_for(stage, round_, place)}
    if choice not in set(Choice) or motive not in asked:
        raise DomainError("errors.expired")
    stage.uow.get(YEARS).feel(round_.id, membership.person, motive, day, Choice(choice))
    return ToPage("pols", str(round_.id))


def _place(stage: Stage, argument: str) -> tuple[Round, Membership, date]:
    """The round, the place somebody has in it, and the day for which is asked."""
    round_ = stage.uow.rounds.get(RoundId(number(argument)))
    mine = [m for m in memberships_in(stage, round_.collaboration) if m.role.fills_in]
    if not mine or round_.state is not RoundState.CLOSED or round_.closed_at is None:
        raise DomainError("errors.expired")
    zone = stage.uow.collaborations.get(round_.collaboration).zone
    today = stage.at.astimezone(zone).date()
    day = pulse_day(round_.closed_at.astimezone(zone).date(), today)
    waits = (m for m in mine if unanswered(stage, round_, m.person, day, hoped_for(stage, round_, m)))
    return round_, next(waits, mine[0]), day
