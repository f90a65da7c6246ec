"""An agreement in a line, and the buttons below it."""

from collections.abc import Sequence

from bot.content.screen import Button
from bot.dialogs.agreements.facts import is_silent, outcome_of
from bot.dialogs.agreements.rules import Agreement, AgreementState, LookBackResult, in_words
from bot.domain.collaboration import Membership
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.due import Rows


def answers(ctx: TurnContext, agreement: Agreement) -> tuple[Button, ...]:
    """The buttons with which somebody says how it goes."""
    return (
        ctx.button("gedaan", f"gedaan:{agreement.id}.{agreement.terms.due}"),
        ctx.button("loopt_nog", f"looptnog:{agreement.id}"),
        ctx.button("vervalt", f"vervalt:{agreement.id}"),
    )


def before_its_day(ctx: TurnContext, agreement: Agreement, helpers: Sequence[Membership]) -> Rows:
    """The buttons with which somebody says how it goes before its day; for help only where somebody can be told.

    They carry the day, and where it is one person, who will hear: what the message says stays true.
    """
    asked = f"{agreement.id}.{agreement.terms.due}"
    who = f".{helpers[0].person}" if len(helpers) == 1 else ""
    rows: Rows = (
        (ctx.button("op_schema", f"opschema:{asked}"),),
        (ctx.button("niet_begonnen", f"nietbegonnen:{asked}"),),
    )
    return (*rows, (ctx.button("hulp_nodig", f"hulp:{asked}{who}"),)) if helpers else rows


def look_at(ctx: TurnContext, agreement: Agreement) -> Button:
    """The button below a message that tells that its day comes."""
    return ctx.button("bekijk_afspraak", f"vooraf:{agreement.id}")


def named(ctx: TurnContext, helpers: Sequence[Membership]) -> tuple[Phrase, ...]:
    """Who can be told, with their role."""
    return tuple(
        Phrase("agreements.helper", {"name": ctx.uow.people.get(one.person).name, "role": Phrase(f"roles.{one.role}")})
        for one in helpers
    )


def results(ctx: TurnContext, agreement: Agreement) -> Rows:
    """The buttons with which somebody looks back, two on a row."""
    buttons: list[Button] = [
        ctx.button(one.value, f"terugblik:{agreement.id}.{one.value}.{agreement.terms.look_back}")
        for one in LookBackResult
    ]
    return (tuple(buttons[:2]), tuple(buttons[2:]))


def line_of(ctx: TurnContext, one: Agreement, index: int) -> Phrase:
    """One agreement in a list."""
    about = about_of(ctx, one)
    return Phrase("agreements.line", about | {"index": index})


def about_of(ctx: TurnContext, one: Agreement) -> dict[str, object]:
    """What a phrase is told of an agreement, wherever it is shown."""
    owner = ctx.uow.people.get(one.terms.owner).name if one.terms.owner is not None else one.terms.owner_name
    today = ctx.at.astimezone(ctx.uow.collaborations.get(one.collaboration).zone).date()
    is_open = one.state is AgreementState.OPEN
    return in_words(one.terms) | {
        "owner": owner,
        "late": is_open and one.terms.due is not None and one.terms.due < today,
        "silent": is_open and is_silent(ctx, one),
        "state": Phrase(f"agreements.state_{one.state}") if not is_open else "",
        "wish": one.state is AgreementState.WISH,
        "partner": ctx.uow.collaborations.partner(one.partner).name if one.partner is not None else "",
        "shared": one.terms.shared and not one.joint,
        "outcome": outcome_of(ctx, one),
        "made_of": (),
    }
