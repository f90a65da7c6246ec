"""The reveal: the facilitator's decision, and the way into everything that came out."""

from collections.abc import Sequence
from zlib import crc32

from bot.content.screen import Button, Screen
from bot.dialogs.people.facts import known_person, must_facilitate
from bot.dialogs.reveal.actions.showing import group_of_all, to_group
from bot.dialogs.reveal.facts import MATRIX, RevealView, audience, mine, picture_of, shown, side_by_side
from bot.dialogs.reveal.pages.parts import SHOW, cards, sign_of
from bot.dialogs.reveal.ports import REACTIONS
from bot.dialogs.reveal.screens.telling import next_phase, summary, where_i_stand
from bot.dialogs.settling.facts import not_settled, settled_versions
from bot.dialogs.words.facts import changed_in_version
from bot.dialogs.words.screens import way_in
from bot.domain.collaboration import Person, Role
from bot.domain.errors import DomainError
from bot.domain.ids import RoundId
from bot.domain.rounds import Phase, Round, RoundState
from bot.domain.settlement import Settlement
from bot.engine.model import Phrase
from bot.insight.guide import guide
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.routes import Route, ToPage


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
    for version in versions:
        ctx.uow.settlements.forget(version.run)  # what they were settled from: they can no longer be taken back
    ctx.uow.rounds.set_state(round_.id, RoundState.REVEALED)
    found = side_by_side(ctx, ctx.uow.rounds.get(round_.id), versions)
    ctx.touched.add(round_.collaboration)
    picture = picture_of(ctx, found)
    caption = Phrase("reveal.caption", {"collaboration": found.collaboration.name})
    look = ctx.button("bekijk_onthulling", f"onthulling:{round_.id}")
    upcoming, group = next_phase(found.round), group_of_all(ctx, found) is not None
    bind = ctx.button("groepen", f"groepen:{round_.collaboration}") if upcoming == 2 and not group else None
    about = {"collaboration": found.collaboration.name, "next": upcoming, "group": group}
    ctx.page(Phrase("reveal.done", about), _together(ctx, found), look, bind, _go_on(ctx, found.round))
    to_group(ctx, found, "groups.revealed", summary(ctx, found), picture)
    for person in audience(ctx, found.collaboration):
        ctx.picture(caption, picture, renderer=MATRIX, chat=person.hears_in)
        ctx.send(_opening(ctx, found, person, _changed(ctx, found, person)), chat=person.hears_in)
    return None


def _changed(ctx: TurnContext, found: RevealView, person: Person) -> Phrase | None:
    """How much of their words stands otherwise in their partner's version; whoever settled it knows."""
    if any(version.settled_by == person.id for version in found.versions):
        return None
    return changed_in_version(ctx, person, found.round)


def _together(ctx: TurnContext, found: RevealView) -> Button | None:
    """The way to step the group through it, for who leads, while there is a group and something to go through."""
    steps = found.round.state is RoundState.REVEALED and guide(found.reveal).steps
    if not steps or group_of_all(ctx, found) is None:
        return None
    return ctx.button("samen_doorlopen", f"onthulsamen:{found.round.id}")


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
    if part in ("", "begin"):
        ctx.show(_opening(ctx, found, known_person(ctx)))
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
    if not card or choice not in allowed:
        raise DomainError("errors.expired")
    person = known_person(ctx)
    ctx.uow.get(REACTIONS).react(found.round.id, card, person.id, choice, ctx.at)
    ctx.notify(Phrase("reveal.noted"))
    return ToPage("onthulling", f"{found.round.id}.{part}.{min(dealt.index(card) + 1, len(dealt) - 1)}")


def _opening(ctx: TurnContext, found: RevealView, person: Person, changed: Phrase | None = None) -> Screen:
    """The reveal in short: a sentence, what stands out, a question, where one stands; then on, or to all parts.

    `changed` says how much of this person's words stands otherwise in the version of their partner.
    """
    way = guide(found.reveal)
    about = summary(ctx, found) | {
        "next": next_phase(found.round),
        "mine": where_i_stand(found, way.motive, mine(ctx, found, person)) if len(found.partners) > 1 else None,
        "changed": changed or "",
    }
    first = ctx.button("volgende", f"onthulling:{found.round.id}.stap.0") if way.steps else None
    text = Phrase("reveal.opened", about)
    leads = _leads(ctx, found, person)
    return ctx.screen(
        text,
        first,
        _together(ctx, found) if leads else None,
        ctx.button("alle_onderdelen", f"onthulling:{found.round.id}.delen"),
        way_in(ctx, found.round) if changed else None,
    )


def _leads(ctx: TurnContext, found: RevealView, person: Person) -> bool:
    mine = ctx.uow.collaborations.memberships_of(person.id)
    return any(m.collaboration == found.collaboration.id and m.role is Role.FACILITATOR for m in mine)
