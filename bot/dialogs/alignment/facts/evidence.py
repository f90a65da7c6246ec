"""What the reveal gives a question: a few lines, short enough for a phone. What people marked comes first."""

from collections.abc import Callable, Collection, Mapping, Sequence

from bot.content.roles import TalkEvidence
from bot.dialogs.boards.facts import present, shown_choices
from bot.dialogs.groups.facts import circle_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.reveal.facts import RevealView, guessed, seen_versions, shown_in
from bot.dialogs.reveal.ports import REACTIONS
from bot.domain.collaboration import Person
from bot.domain.group import Binding
from bot.domain.ids import PartnerId
from bot.domain.motive import Choice
from bot.domain.rounds import Round
from bot.engine.model import Phrase
from bot.insight.division import Answers, Listed, Place, place_of
from bot.insight.mirror import talk_mirrors
from bot.insight.model import PairQuestion
from bot.insight.perspective import majority
from bot.turn.context import TurnContext
from bot.turn.paging import at_most

MOST = 4
"""How many lines stand below a question; the rest is a tap away."""


MARKED = ("bespreken", "herkennen")
"""What people said of a card that belongs on the table."""


Lines = tuple[Phrase, ...]


def evidence(ctx: TurnContext, binding: Binding, round_: Round, wanted: TalkEvidence) -> tuple[Lines, bool]:
    """The lines that a question wants, and whether the reveal has more than stand here; without one, how many more."""
    found = shown_in(ctx, round_, circle_of(binding, round_))
    if found is not None:
        lines = from_reveal(found, wanted, _marked(ctx, found))
        return lines[:MOST], len(lines) > MOST
    return at_most(_without_reveal(ctx, binding, round_, wanted), MOST), False


def of_research(ctx: TurnContext, round_: Round) -> Lines:
    """What the research asks these partners when they look for joint goals; it rests on no answer."""
    instrument = ctx.texts.of(round_.content_version)
    source = instrument.mirrors.source_phrase.text
    ownerships = {partner.ownership for partner in ctx.uow.collaborations.partners(round_.collaboration)}
    found = talk_mirrors(instrument, ownerships)
    return tuple(Phrase("discussion.mirror", {"source": source, "question": mirror.text}) for mirror in found)


def evidence_for(
    ctx: TurnContext, binding: Binding, round_: Round, wanted: TalkEvidence, by: Person | None = None
) -> Lines:
    """The same lines for one person (whoever acts, unless it is said) in private.

    None for who may not see all that they are drawn from.
    """
    found = shown_in(ctx, round_, circle_of(binding, round_))
    seen = seen_versions(ctx, round_, by)
    if found is not None and any(version not in seen for version in found.versions):
        return ()
    return evidence(ctx, binding, round_, wanted)[0]


def from_reveal(found: RevealView, wanted: TalkEvidence, marked: Collection[str]) -> Lines:
    """The lines that a question wants of a reveal. `marked` are the cards that somebody said belong on the table."""
    return _FROM_REVEAL[wanted](found, marked)


def tells(line: Phrase, text: str, partner: str) -> bool:
    """Whether a line puts this before the group: a motive, or what this partner asks."""
    if line.key == "discussion.open_ask":
        return line.args["text"] == text and line.args["name"] == partner
    return text in (line.args.get(name) for name in ("motive", "first", "second"))


def _shared(found: RevealView, marked: Collection[str]) -> Lines:
    """What all want, or both sides; then what nobody chose and somebody wants to talk about."""
    lines = [_of_list(found, one) for one in found.reveal.division.of(Place.ALL_YES, Place.BOTH)]
    spots = [s for s in found.reveal.blind_spots if f"blind.{s.cluster}.{'.'.join(s.rows)}"[:64] in marked]
    lines += [Phrase("discussion.blind", {"motives": found.texts(one.rows)}) for one in spots]
    return tuple(lines)


def _strained(found: RevealView, marked: Collection[str]) -> Lines:
    """Pairs that may be at odds; then what one side wants and the other does not."""
    lines = [_pair(found, pair, "tension") for pair in _marked_first(found.reveal.tensions, marked)]
    lines += [_of_list(found, one) for one in found.reveal.division.of(Place.ONE)]
    return tuple(lines)


def _of_list(found: RevealView, one: Listed) -> Phrase:
    """A motive with the name of its list, and who says Ja where not all do."""
    about = {
        "list": Phrase(f"reveal.list_{one.place.value}", {"sides": found.reveal.division.sides}),
        "motive": found.texts((one.row,))[0],
        "names": () if one.place is Place.ALL_YES else tuple(found.name(partner) for partner in one.yes),
    }
    return Phrase("discussion.of_list", about)


def _helping(found: RevealView, marked: Collection[str]) -> Lines:
    """What is asked and not answered yet; then pairs that may complete each other."""
    lines = [
        Phrase("discussion.open_ask", {"name": found.name(one.partner), "text": ask.text})
        for one in found.exchanges
        for ask in one.asks
        if ask.degree is None
    ]
    lines += [_pair(found, pair, "complement") for pair in _marked_first(found.reveal.complements, marked)]
    return tuple(lines)


def _pair(found: RevealView, pair: PairQuestion, kind: str) -> Phrase:
    """Two motives with the question that the reveal asks of them: never an outcome."""
    first, second = (found.texts((row,))[0] for row in (pair.first, pair.second))
    about = {
        "first": first,
        "second": second,
        "first_names": tuple(found.name(p) for p in pair.first_partners),
        "second_names": tuple(found.name(p) for p in pair.second_partners),
        "same": pair.first == pair.second and pair.first_partners == pair.second_partners,
        "question": Phrase(f"reveal.{kind}"),
    }
    return Phrase("discussion.pair", about)


def _marked_first(pairs: Sequence[PairQuestion], marked: Collection[str]) -> list[PairQuestion]:
    """Pairs that somebody said belong on the table, before the others."""
    return sorted(pairs, key=lambda pair: f"pair.{pair.id}" not in marked)


def _marked(ctx: TurnContext, found: RevealView) -> set[str]:
    return {card for card, choice in ctx.uow.get(REACTIONS).reactions(found.round.id) if choice in MARKED}


_FROM_REVEAL: Mapping[TalkEvidence, Callable[[RevealView, Collection[str]], Lines]] = {
    TalkEvidence.NONE: lambda found, marked: (),
    TalkEvidence.SHARED: _shared,
    TalkEvidence.STRAINED: _strained,
    TalkEvidence.HELPING: _helping,
}


_PLACES = {TalkEvidence.SHARED: (Place.ALL_YES, Place.BOTH), TalkEvidence.STRAINED: (Place.DIVIDED, Place.ONE)}
"""Which lists fit a question."""


def _without_reveal(ctx: TurnContext, binding: Binding, round_: Round, wanted: TalkEvidence) -> Lines:
    """Where there was no settling: what the boards showed, and what the sides think of each other."""
    found = _thought(ctx, round_) if wanted is TalkEvidence.SHARED else []
    kinds = {p.id: p.kind for p in ctx.uow.collaborations.partners(binding.collaboration)}
    shown = [board for board in ctx.uow.get(QUESTIONS).motives(binding.id, round_.id) if board.is_shown]
    placed = [(board, place_of(_answered(ctx, binding, round_, board), kinds)) for board in shown]
    for place in _PLACES.get(wanted, ()):
        name = Phrase(f"reveal.list_{place.value}", {"sides": len(set(kinds.values())) > 1})
        motives = (board.text for board, stands in placed if stands is place)
        found += [Phrase("discussion.of_list", {"list": name, "motive": motive, "names": ()}) for motive in motives]
    return tuple(found)


def _answered(ctx: TurnContext, binding: Binding, round_: Round, board: PutQuestion) -> Answers:
    """What the people of each partner that was asked answered on a board, as far as the group may see it."""
    given: dict[PartnerId, list[Choice]] = {seat.partner: [] for seat in present(ctx, binding, board)}
    for seat, choice in shown_choices(ctx, binding, round_, board).items():
        given[seat.partner].append(choice)
    return given


def _thought(ctx: TurnContext, round_: Round) -> list[Phrase]:
    """What most people of one side guessed about the other, from enough guesses."""
    instrument = ctx.texts.of(round_.content_version)
    sides = {side.kind: side.text for side in instrument.quick_scan.sides}
    return [
        Phrase(
            "discussion.guess",
            {
                "side": sides[line.side.value],
                "cluster": instrument.cluster(line.cluster).name.lower(),
                "thought": Phrase(f"buttons.{thought}"),
            },
        )
        for line in guessed(ctx, round_)
        if (thought := majority(line.guessed)) is not None
    ]
