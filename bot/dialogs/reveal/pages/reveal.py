"""The reveal: the facilitator's decision, and the way into everything that came out."""

from collections.abc import Sequence
from zlib import crc32

from bot.content.screen import Button, Screen
from bot.dialogs.people.facts import known_person, must_facilitate
from bot.dialogs.reveal.actions import to_group
from bot.dialogs.reveal.facts import MATRIX, RevealView, audience, counts, picture_of, shown, side_by_side
from bot.dialogs.reveal.pages.parts import SHOW, cards, sign_of
from bot.dialogs.reveal.ports import REACTIONS
from bot.dialogs.settling.facts import not_settled, settled_versions
from bot.domain.errors import DomainError
from bot.domain.ids import RoundId
from bot.domain.rounds import Phase, Round, RoundState
from bot.domain.settlement import Settlement
from bot.engine.model import Phrase
from bot.insight.division import Place
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.routes import Route, ToPage

_AFTER_THE_LISTS = ("vragen", "aanbod", "spiegel", "blind")


def confirm(ctx: TurnContext, argument: str) -> None:
    """`Onthullen`: who is in it and who is not, before it cannot be undone."""
    round_ = ctx.uow.rounds.get(RoundId(number(argument)))
    must_facilitate(ctx, round_.collaboration)
    if round_.state is not RoundState.PREPARATION:
        raise DomainError("errors.revealed_already")
    if not settled_versions(ctx, round_.id):
        raise DomainError("reveal.nobody")
    name = ctx.uow.collaborations.get(round_.collaboration).name
    ctx.page(
        Phrase("reveal.confirm", {"collaboration": name, "missing": not_settled(ctx, round_.id)}),
        ctx.button("onthul_nu", f"onthulnu:{round_.id}.{_fingerprint(settled_versions(ctx, round_.id))}"),
        ctx.button("nog_niet", f"overzicht:{round_.collaboration}"),
    )


def reveal(ctx: TurnContext, argument: str) -> Route | None:
    """Everybody sees all settled versions at the same moment: one commit, then delivery as fast as Telegram allows."""
    round_id, _, seen = argument.partition(".")
    round_ = ctx.uow.rounds.get(RoundId(number(round_id)))
    must_facilitate(ctx, round_.collaboration)
    if round_.state is not RoundState.PREPARATION:
        raise DomainError("errors.revealed_already")
    versions = settled_versions(ctx, round_.id)
    if not versions or seen != _fingerprint(versions):
        ctx.notify(Phrase("reveal.changed"))
        return ToPage("onthul", round_id)
    ctx.uow.settlements.reveal(round_.id, [version.id for version in versions], ctx.at)
    ctx.uow.rounds.set_state(round_.id, RoundState.REVEALED)
    found = side_by_side(ctx, ctx.uow.rounds.get(round_.id), versions)
    ctx.touched.add(round_.collaboration)
    picture = picture_of(ctx, found)
    caption = Phrase("reveal.caption", {"collaboration": found.collaboration.name})
    look = ctx.button("bekijk_onthulling", f"onthulling:{round_.id}")
    done = Phrase("reveal.done", {"collaboration": found.collaboration.name, "next": _next(found.round)})
    ctx.page(done, look, _go_on(ctx, found.round))
    to_group(ctx, found, "groups.revealed", _summary(found), picture)
    for person in audience(ctx, found.collaboration):
        ctx.picture(caption, picture, renderer=MATRIX, chat=person.chat)
        ctx.send(_opening(ctx, found), chat=person.chat)
    return None


def _next(round_: Round) -> int | None:
    """The number of the phase that comes after the reveal, until it has begun."""
    if round_.state is not RoundState.REVEALED:
        return None
    return min((p.number for p in round_.phases if p is not Phase.PREPARATION), default=None)


def _go_on(ctx: TurnContext, round_: Round) -> Button | None:
    """What a facilitator can tap to go on; phase 2 begins in the group."""
    if Phase.ALIGNMENT in round_.phases:
        return None
    if Phase.COMMITMENT in round_.phases:
        return ctx.button("fase_3_openen", f"fase3open:{round_.id}")
    return ctx.button("ronde_afsluiten", f"rondesluit:{round_.id}")


def _fingerprint(versions: Sequence[Settlement]) -> str:
    """Which versions were on screen when somebody decided; other versions are another decision."""
    return str(crc32(repr(sorted(version.id for version in versions)).encode()))


def look(ctx: TurnContext, argument: str) -> None:
    """The reveal, part by part: `round`, `round.part` or `round.part.number`."""
    round_id, _, rest = argument.partition(".")
    part, _, index = rest.partition(".")
    found = shown(ctx, RoundId(number(round_id)))
    if not part:
        ctx.show(_opening(ctx, found))
    elif part in SHOW:
        SHOW[part](ctx, found, number(index) if index else 0)
    else:
        raise DomainError("errors.expired")


def react(ctx: TurnContext, argument: str) -> Route:
    """What somebody thinks of a card: kept, and back in phase 2: `round.part.sign.choice`.

    A version that is settled later deals other cards: what a button says is about the card it stood below.
    """
    round_id, _, rest = argument.partition(".")
    part, _, rest = rest.partition(".")
    sign, _, choice = rest.partition(".")
    found = shown(ctx, RoundId(number(round_id)))
    dealt, allowed = cards(found, part)
    card = next((one for one in dealt if sign_of(one) == sign), None)
    if card is None or choice not in allowed:
        raise DomainError("errors.expired")
    person = known_person(ctx)
    ctx.uow.get(REACTIONS).react(found.round.id, card, person.id, choice, ctx.at)
    ctx.notify(Phrase("reveal.noted"))
    return ToPage("onthulling", f"{found.round.id}.{part}.{min(dealt.index(card) + 1, len(dealt) - 1)}")


def _summary(found: RevealView) -> dict[str, object]:
    """A reveal in a few numbers and names."""
    names = {p.id: p.name for p in found.partners}
    return {
        "collaboration": found.collaboration.name,
        "partners": tuple(names.values()),
        "missing": found.missing,
        "late": tuple(names[v.partner] for v in found.versions if v.after_reveal),
        "without_manager": tuple(names[v.partner] for v in found.versions if not v.with_manager),
        "counts": counts(found.reveal.division),
        "all_yes": tuple(found.texts((one.row,))[0] for one in found.reveal.division.of(Place.ALL_YES)),
    }


def _opening(ctx: TurnContext, found: RevealView) -> Screen:
    """The reveal in short, with its parts two by two."""
    division = found.reveal.division
    lists = [(f"deel_{place.value}", place.value) for place, _ in division.lists]
    others = [(f"deel_{part}", part) for part in _AFTER_THE_LISTS]
    buttons = [
        ctx.button(label, f"onthulling:{found.round.id}.{part}", sides=division.sides)
        for label, part in [("deel_matrix", "matrix"), *lists, *others]
    ]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    if len(ctx.uow.rounds.all(found.collaboration.id)) > 1:
        rows.append((ctx.button("over_de_jaren", f"jaren:{found.collaboration.id}"),))
    about = _summary(found) | {"next": _next(found.round)}
    return Screen(str(ctx.texts.phrases.html(Phrase("reveal.opened", about))), tuple(rows))
