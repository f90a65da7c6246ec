"""Question sets of a team's own: a file that a facilitator hands over, what came of it, and taking a set away."""

from bot.content.own_file import read_own
from bot.content.own_sets import PREFIX, stored
from bot.dialogs.instruments.facts import led_by_me, of_their_own, offered_in, own_set_of, set_by
from bot.dialogs.instruments.ports import OWN_SETS
from bot.dialogs.instruments.rules import MOST_OWN_SETS, OwnSet, OwnSetId
from bot.dialogs.people.facts import known_person
from bot.domain.collaboration import Collaboration
from bot.domain.errors import DomainError
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.door import Ability
from bot.turn.incoming import FILE_LIMIT, Handed
from bot.turn.routes import Route, ToPage

EXAMPLE = "voorbeeld-vragenset.yaml"
"""What the example is called."""
AS_TEXT = "own_set_example"
"""What makes the file of the example: its data is its text."""
ENDS = (".yaml", ".yml", ".txt")
"""What the name of such a file ends with."""


def overview(ctx: TurnContext, argument: str) -> None:
    """`Eigen vragenset`: how to give one, and those there are."""
    led = _led(ctx)
    found = [(there, one) for there in led for one in of_their_own(ctx, there.id)]
    lines = tuple(
        Phrase("own_set.line", {"name": one.name, "number": len(one.questions), "collaboration": there.name})
        for there, one in found
    )
    ctx.page(
        Phrase("own_set.page", {"lines": lines, "hands": Ability.HANDS in ctx.door.can}),
        ctx.button("eigen_voorbeeld", "eigenvoorbeeld"),
        *(ctx.button("eigen_weghalen", f"eigenweg:{one.id}", name=one.name) for _, one in found),
        ctx.button("terug_naar", "verdieping", name=Phrase("verdieping.list")),
    )


def example(ctx: TurnContext, argument: str) -> None:
    """A file to fill in."""
    _led(ctx)
    text = ctx.texts.phrases.plain(Phrase("own_set.example_file"))
    ctx.document(ctx.screen(Phrase("own_set.example")), text, EXAMPLE, renderer=AS_TEXT, chat=ctx.chat)


def take(ctx: TurnContext, file: Handed) -> Route | None:
    """A file that somebody handed over. None for what is no such file, or from who takes no part in anything."""
    if not file.name.lower().endswith(ENDS) or ctx.person is None:
        return None
    led = _led(ctx)
    if file.size > FILE_LIMIT:
        raise DomainError("own_set.too_large", limit=FILE_LIMIT // 1024)
    if file.text is None:
        raise DomainError("own_set.not_read")
    if not file.text.strip():
        raise DomainError("own_set.not_text")
    spec = read_own(file.text)
    there = _meant(led, spec.of)
    if len(of_their_own(ctx, there.id)) >= MOST_OWN_SETS:
        raise DomainError("own_set.too_many", most=MOST_OWN_SETS)
    before = {one.name.casefold() for one in offered_in(ctx, there.id)}
    new = OwnSet(OwnSetId(0), there.id, known_person(ctx).id, ctx.at, stored(spec))
    kept = ctx.uow.get(OWN_SETS).add(new)
    made = set_by(ctx, f"{PREFIX}{kept.id}", "")
    if made.name.casefold() in before:
        raise DomainError("own_set.name_taken", name=made.name)
    return ToPage("eigenklaar", made.id)


def _meant(led: tuple[Collaboration, ...], called: str) -> Collaboration:
    """For which of several that somebody leads; the file says so by name."""
    fitting = [one for one in led if not called or one.name.casefold() == called.casefold()]
    if len(fitting) != 1:
        raise DomainError("own_set.which", names=[one.name for one in led])
    return fitting[0]


def _led(ctx: TurnContext) -> tuple[Collaboration, ...]:
    found = led_by_me(ctx)
    if not found:
        raise DomainError("own_set.leaders_only")
    return found


def _mine(ctx: TurnContext, set_id: str) -> OwnSet:
    """A set of a collaboration that this person leads. Raises `DomainError` for another."""
    kept = own_set_of(ctx, set_id)
    if kept is None or kept.taken_away_at is not None or all(one.id != kept.collaboration for one in _led(ctx)):
        raise DomainError("errors.expired")
    return kept


def ready(ctx: TurnContext, argument: str) -> None:
    """What came of a file: `set`."""
    kept = _mine(ctx, argument)
    one = set_by(ctx, argument, "")
    about = {
        "name": one.name,
        "number": len(one.questions),
        "collaboration": ctx.uow.collaborations.get(kept.collaboration).name,
    }
    ctx.page(
        Phrase("own_set.kept", about),
        ctx.button("bekijk_set", f"verdiep:{one.id}"),
        ctx.button("eigen_weghalen", f"eigenweg:{one.id}", name=one.name),
    )


def take_away(ctx: TurnContext, argument: str) -> Route | None:
    """`Weghalen`: asked once more, then done: `set` or `set.ja`."""
    set_id, _, sure = argument.partition(".")
    kept = _mine(ctx, set_id)
    if sure != "ja":
        ctx.page(
            Phrase("own_set.sure", {"name": set_by(ctx, set_id, "").name}),
            ctx.button("ja_weghalen", f"eigenweg:{set_id}.ja"),
            ctx.button("nog_niet", "eigensets"),
        )
        return None
    ctx.uow.get(OWN_SETS).take_away(kept.id, ctx.at)
    ctx.notify(Phrase("own_set.gone"))
    return ToPage("eigensets")
