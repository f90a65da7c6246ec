"""Agreements of a round, and in the newest also those that are still open from before; and their days."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from bot.dialogs.agreements.facts import piece_of
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import Agreement, AgreementState, LookBackResult, in_words
from bot.dialogs.agreements.rules import Part as AgreedPart
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.report import Block, Date, Part, Row, Section, Shape, Wanted
from bot.turn.report_time import in_round, is_newest


def sections(ctx: TurnContext, wanted: Wanted) -> Iterator[Section]:
    """Agreements by day; wishes apart, which are no agreements."""
    found = list(_of_round(ctx, wanted))
    plain = ctx.texts.phrases.plain
    kept = tuple(_row(ctx, wanted, one) for one in found if one.state is not AgreementState.WISH)
    wishes = tuple(_row(ctx, wanted, one) for one in found if one.state is AgreementState.WISH)
    blocks = (
        Block(shape=Shape.AGREEMENTS, rows=kept),
        Block(shape=Shape.AGREEMENTS, rows=wishes, title=plain(Phrase("report.wishes"))),
    )
    yield Section(title=plain(Phrase("report.agreements")), blocks=blocks)


def _of_round(ctx: TurnContext, wanted: Wanted) -> Iterator[Agreement]:
    for one in ctx.uow.get(AGREEMENTS).of(wanted.collaboration.id):
        here = one.round == wanted.round.id if one.round is not None else in_round(ctx, wanted.round, one.made_at)
        still = is_newest(ctx, wanted.round) and one.state in (AgreementState.OPEN, AgreementState.WISH)
        if here or still:
            yield one


def _row(ctx: TurnContext, wanted: Wanted, one: Agreement) -> Row:
    plain = ctx.texts.phrases.plain
    by = (
        ctx.uow.collaborations.partner(one.partner).name
        if one.partner is not None
        else plain(Phrase("report.joint_of"))
    )
    besides = in_words(one.terms) | {"looked_back": _looked_back(ctx, one)}
    return Row(
        id=f"c{wanted.collaboration.id}.afspraak.{one.id}",
        part=Part.AGREEMENTS,
        sees=(piece_of(ctx, one),),
        partner=by,
        person=_owner(ctx, one),
        question=one.question or "",
        answer=one.terms.what,
        day=one.terms.due,
        second_day=one.terms.look_back,
        status=plain(Phrase(f"report.state_{one.state.value}")),
        note=plain(Phrase("agreements.besides", besides)).strip(),
    )


def _owner(ctx: TurnContext, one: Agreement) -> str:
    return one.terms.owner_name if one.terms.owner is None else ctx.uow.people.get(one.terms.owner).name


def _looked_back(ctx: TurnContext, one: Agreement) -> str:
    """What was said looking back, as numbers."""
    if one.terms.look_back is None:
        return ""
    said = Counter(result for _, result in ctx.uow.get(AGREEMENTS).results(one.id, one.terms.look_back))
    told = [f"{ctx.label(result.value)} {said[result]}" for result in LookBackResult if said[result]]
    return ctx.texts.phrases.plain(Phrase("report.looked_back", {"counts": tuple(told)})) if told else ""


# --- the calendar ---


def dates(ctx: TurnContext, wanted: Wanted) -> Iterator[Date]:
    """The day on which each is done, and that on which is looked back; one that lapsed is taken out of the calendar."""
    for one in _of_round(ctx, wanted):
        yield from _dates(ctx, one)


def _dates(ctx: TurnContext, one: Agreement) -> Iterator[Date]:
    plain = ctx.texts.phrases.plain
    by = ctx.uow.collaborations.get(one.collaboration).name
    about = plain(Phrase("report.event_about", {"owner": _owner(ctx, one), "collaboration": by, "link": ctx.link()}))
    lapsed = one.state in (AgreementState.LAPSED, AgreementState.WISH)
    days = (("klaar", one.terms.due, "event_due"), ("terugblik", one.terms.look_back, "event_look_back"))
    for kind, day, key in days:
        shown = day or _last_day(ctx, one, kind)
        if shown is not None:
            yield Date(
                uid=f"{uuid5(NAMESPACE_URL, f'{ctx.link()}#{one.id}.{one.made_at.isoformat()}.{kind}')}@samenspraak",
                sees=piece_of(ctx, one),
                day=shown,
                title=plain(Phrase(f"report.{key}", {"what": one.terms.what})),
                about=about,
                sequence=one.version,
                cancelled=lapsed or day is None,
            )


def _last_day(ctx: TurnContext, one: Agreement, kind: str) -> date | None:
    """The day it once was about: whoever has that in a calendar must lose it. None where it never had one."""
    events = ctx.uow.get(AGREEMENTS).events(one.id)
    due = one.terms.due or next((event.due for event in reversed(events) if event.due is not None), None)
    if kind == "klaar":
        return due
    had_one = any(AgreedPart.LOOK_BACK in event.changed for event in events)
    # On which day people were to look back is not kept; a calendar finds what is cancelled by its uid.
    return (due or one.made_at.date()) if had_one else None
