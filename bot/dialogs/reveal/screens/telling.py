"""What a reveal says, thing by thing: one sentence, the biggest surprise, what differs, what may strengthen.

The same words stand in private and in the group; only in private three lines tell where somebody stands.
"""

from collections.abc import Sequence

from bot.dialogs.reveal.facts import Mine, RevealView, counts
from bot.domain.ids import PartnerId
from bot.domain.rounds import Phase, Round, RoundState
from bot.engine.model import Phrase
from bot.insight.division import Listed, Place
from bot.insight.guide import Guide, guide
from bot.insight.model import CellState, PairQuestion
from bot.insight.words import Surprise
from bot.turn.context import TurnContext

LOOK = "r-"
"""How the token of a link begins that opens a reveal in private; its round follows."""


def summary(ctx: TurnContext, found: RevealView) -> dict[str, object]:
    """A reveal in a few words, names and numbers, with what stands out and a question about it."""
    names = {p.id: p.name for p in found.partners}
    way = guide(found.reveal)
    return {
        "collaboration": found.collaboration.name,
        "partners": tuple(names.values()),
        "missing": found.missing,
        "late": tuple(names[v.partner] for v in found.versions if v.after_reveal),
        "without_manager": tuple(names[v.partner] for v in found.versions if not v.with_manager),
        "counts": counts(found.reveal.division),
        "sentence": _sentence(found),
        "surprise": _surprise(ctx, found, way),
        "question": _question(found, way),
    }


def next_phase(round_: Round) -> int | None:
    """The number of the phase that comes after the reveal, until it has begun."""
    if round_.state is not RoundState.REVEALED:
        return None
    return min((p.number for p in round_.phases if p is not Phase.PREPARATION), default=None)


def _sentence(found: RevealView) -> Phrase:
    """One sentence about what binds them."""
    all_yes, both = (found.reveal.division.of(place) for place in (Place.ALL_YES, Place.BOTH))
    about = {
        "number": len(all_yes),
        "alone": len(found.partners) == 1,
        "sides": found.reveal.division.sides,
        "motive": text_of(found, all_yes[0]) if all_yes else "",
        "both": text_of(found, both[0]) if both else "",
    }
    return Phrase("reveal.sentence", about)


def _surprise(ctx: TurnContext, found: RevealView, way: Guide) -> Phrase | None:
    """What stands out; beside a single partner nothing can."""
    if len(found.partners) == 1:
        return None
    if way.guessed is not None:
        return surprise(ctx, found, way.guessed)
    if way.motive is not None:
        return said(found, way.motive)
    return Phrase("reveal.nothing_stands_out")


def _question(found: RevealView, way: Guide) -> Phrase | None:
    """A question that belongs to the surprise."""
    if len(found.partners) == 1:
        return None
    if way.guessed is not None:
        return Phrase("reveal.ask_guessed")
    return question_about(found, way.motive) if way.motive is not None else None


def question_about(found: RevealView, one: Listed) -> Phrase:
    """What to talk about with a motive in this list."""
    if one.yes and one.no:
        return Phrase("reveal.ask_different", {"yes": names(found, one.yes), "no": names(found, one.no)})
    if one.place in (Place.ALL_YES, Place.NOBODY):
        return Phrase(f"reveal.ask_{one.place.value}")
    return Phrase("reveal.ask_other")


def surprise(ctx: TurnContext, found: RevealView, one: Surprise) -> Phrase:
    """What was thought of a side beside what it says itself."""
    instrument = ctx.texts.of(found.round.content_version)
    side = next(side.text for side in instrument.quick_scan.sides if side.kind == one.side)
    about = {
        "side": side,
        "cluster": instrument.cluster(one.cluster).name,
        "thought": Phrase(f"buttons.{one.thought}"),
        "says": Phrase(f"reveal.{one.says.value}"),
    }
    return Phrase("reveal.surprise", about)


def text_of(found: RevealView, one: Listed) -> str:
    """What a motive says."""
    return found.texts((one.row,))[0]


def names(found: RevealView, partners: Sequence[PartnerId]) -> tuple[str, ...]:
    """What these partners are called."""
    return tuple(found.name(partner) for partner in partners)


def said(found: RevealView, one: Listed, *, name: Phrase | str = "", why: Phrase | str = "") -> Phrase:
    """A motive: who said what, who left it blank, and what it is linked with; the first of a list below its name."""
    groups = (
        (CellState.YES, one.yes),
        (CellState.SOMEWHAT, one.somewhat),
        (CellState.NO, one.no),
        (CellState.NOT_FILLED_IN, one.blank),
    )
    about = {
        "name": name,
        "why": why,
        "motive": text_of(found, one),
        "groups": tuple(_group(found, state, who, one.stars) for state, who in groups if who),
        "linked": found.texts(one.linked),
    }
    return Phrase("reveal.listed", about)


def _group(
    found: RevealView, state: CellState, who: Sequence[PartnerId], stars: Sequence[PartnerId], *, key: str = "group"
) -> Phrase:
    called = (Phrase("reveal.starred", {"name": found.name(one)}) if one in stars else found.name(one) for one in who)
    return Phrase(f"reveal.{key}", {"word": Phrase(f"reveal.{state.value}"), "names": tuple(called)})


def where_i_stand(found: RevealView, one: Listed | None, mine: Mine | None) -> Phrase | None:
    """Three lines for one person alone: what they said, what their partner said, and the others."""
    if one is None or mine is None:
        return None
    states = {**dict.fromkeys(one.yes, CellState.YES), **dict.fromkeys(one.somewhat, CellState.SOMEWHAT)}
    states |= {**dict.fromkeys(one.no, CellState.NO), **dict.fromkeys(one.blank, CellState.NOT_FILLED_IN)}
    own = mine.choices.get(one.row)
    others = {partner: state for partner, state in states.items() if partner != mine.partner}
    about = {
        "motive": text_of(found, one),
        "mine": Phrase(f"buttons.{own}") if own is not None else "",
        "partner": found.name(mine.partner),
        "said": Phrase(f"reveal.{states.get(mine.partner, CellState.NOT_ON_FORM).value}"),
        "others": tuple(
            _group(found, state, [partner for partner, its in others.items() if its is state], (), key="stand_group")
            for state in CellState
            if state in others.values()
        ),
    }
    return Phrase("reveal.where_i_stand", about)


def step(found: RevealView, index: int) -> Phrase:
    """One thing of the way through: a motive on which partners differ, or a question about two motives."""
    way = guide(found.reveal)
    one = way.steps[index]
    total = len(way.steps)
    if isinstance(one, PairQuestion):
        return pair(found, one, index=index + 1, total=total)
    about = {"motive": said(found, one), "question": question_about(found, one)}
    return Phrase("reveal.different", about | {"index": index + 1, "total": total})


def pair(found: RevealView, one: PairQuestion, *, index: int, total: int) -> Phrase:
    """Two motives that may be at odds, or may strengthen each other, with the question about them."""
    kind = "reveal.tension" if one in found.reveal.tensions else "reveal.complement"
    about = {
        "kind": Phrase(kind),
        "index": index,
        "total": total,
        "first": found.texts((one.first,))[0],
        "second": found.texts((one.second,))[0],
        "first_names": names(found, one.first_partners),
        "second_names": names(found, one.second_partners),
        "question": one.question,
    }
    return Phrase("reveal.card", about)
