"""The form: for each motive whether it applies, and the outcome that is hoped for; then motives of one's own.

Shared by every dialog that asks motives. Knows no phase beyond the form itself.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from bot.content.instrument import Instrument
from bot.content.phases import Motive
from bot.dialogs.sources.screens.behind import (
    KIND,
    KINDS,
    apart,
    every_kind_of_motives,
    kind_of_motives,
    with_prompt,
)
from bot.domain.collaboration import PartnerKind
from bot.domain.form import FilledMotive
from bot.domain.motive import Choice, outcome_of, own_motive_id
from bot.domain.yearly import Reason, reason_of
from bot.engine.model import Answer, Chosen, Phrase, Place, Row, Skipped, Step, StepId, Text, TextRule, Written
from bot.engine.steps import choose, choose_or_skip, chosen, option

MOST_OTHERS = 10
"""How many other motives one person can add: far more than anybody needs, and the dialog stays finite."""


MOTIVE_LIMIT = 300
"""The longest text of an own motive, in code points: it must fit on a board and in a row of the matrix."""


class Scale(StrEnum):
    """What can be answered: on a form also Nee; a motive somebody adds does apply, the question is how much."""

    FORM = "applies"
    ADDED = "how_much"


_OPTIONS = {
    Scale.FORM: tuple(option(choice.value) for choice in Choice),
    Scale.ADDED: tuple(option(choice.value) for choice in Choice if choice.applies),
}


Asking = Generator[Step, Answer, None]


def worded(key: str, author: str | None, args: Mapping[str, object]) -> Phrase:
    """A question to somebody about themselves or, with an `author`, about the paper that this person filled in."""
    return Phrase(key, args) if author is None else Phrase(OF_SOMEBODY_ELSE[key], {**args, "name": author})


OF_SOMEBODY_ELSE: Mapping[str, str] = {
    "motives.applies": "motives.applies_of",
    "motives.how_much": "motives.how_much_of",
    "motives.outcome": "motives.outcome_of",
    "motives.others": "motives.others_of",
    "motives.missing": "motives.missing_of",
    "motives.another": "motives.another_of",
    "motives.take_over": "motives.take_over_of",
    "preparation.reflection": "preparation.reflection_of",
    "preparation.reflection_lines": "preparation.reflection_lines_of",
    "preparation.main_motive": "preparation.main_motive_of",
    "preparation.term": "preparation.term_of",
    "preparation.term_of_all": "preparation.term_of_all_of",
    "preparation.review": "preparation.review_of",
}
"""What is asked of whoever enters a paper, by what its author would have been asked."""


def motive_label(motive: str, text: str) -> Text:
    """A motive at the head of a row: whole when it is the instrument's, else its beginning."""
    return Phrase("motives.typed", {"text": text}) if motive.startswith(own_motive_id("")) else text


@dataclass(slots=True)
class MotiveList:
    """What has been answered so far, in order, with the rows the review will show."""

    motives: list[FilledMotive] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    fixed: Mapping[str, Choice] = field(default_factory=dict)
    """Answers that everybody in a group has seen: they stay as they are, and are not asked."""
    previous: Mapping[str, Choice] = field(default_factory=dict)
    """What the partner settled in the last round: hidden until the fresh answer is in."""
    author: str | None = None
    """Who filled it in, where somebody else enters it."""
    blank: set[str] = field(default_factory=set)
    """The motives that were left blank on paper."""

    @property
    def choices(self) -> dict[str, Choice]:
        """Motive id: choice."""
        return {motive.id: motive.choice for motive in self.motives}

    def answered(self, choice: Choice) -> tuple[FilledMotive, ...]:
        """The motives with this answer."""
        return tuple(motive for motive in self.motives if motive.choice is choice)


def ask_form(instrument: Instrument, kind: PartnerKind, into: MotiveList) -> Asking:
    """The form of this kind of partner, in the order of the paper."""
    motives = instrument.form(kind).motives
    below: str | None = None
    for index, motive in enumerate(motives, start=1):
        cluster = instrument.cluster(motive.cluster)
        place = Place("motives", index, len(motives))
        theory = apart(kind_of_motives(instrument, cluster)) if cluster.id != below else None
        yield from _ask_motive(motive.id, motive.text, motive.cluster, cluster.heading, place, Scale.FORM, into, theory)
        below = cluster.id


def ask_others(instrument: Instrument, kind: PartnerKind, into: MotiveList) -> Asking:
    """*Overige motieven*: one's own, or one of the other form, which then keeps its id."""
    heading = instrument.clusters.of_own_motives.heading
    for index in range(MOST_OTHERS):
        step = StepId(f"own.add.{index}")
        on_offer = _on_offer(instrument, kind, into)
        asks = "another" if index > 0 else "others" if any(m.choice.applies for m in into.motives) else "missing"
        answer = yield _other_step(step, heading, bool(on_offer), asks, into.author)
        match answer:
            case Chosen(option="klaar"):
                into.rows.append(Row(step, Phrase("motives.row_more"), "", heading, aside=True))
                return
            case Chosen(option="overnemen"):
                yield from _take_over(index, instrument, on_offer, into)
            case Written(text=text, item=str(item)):
                into.rows.append(Row(step, Phrase("motives.row_own"), text, heading))
                yield from _ask_own(item, text, instrument, into)
            case _:
                continue


@dataclass(frozen=True, slots=True)
class SharedMotive:
    """A motive that a colleague or partner put before the group, and that this person answered there."""

    id: str
    text: str
    cluster: str | None


def ask_shared(instrument: Instrument, shared: Sequence[SharedMotive], into: MotiveList) -> Asking:
    """Motives of others that were answered in a group: they stand on one's own form from then on."""
    heading = instrument.clusters.of_own_motives.heading
    for one in shared:
        yield from _ask_motive(one.id, one.text, one.cluster, heading, Place("others", 0, 0), Scale.FORM, into)


def _other_step(step: StepId, heading: str, can_take_over: bool, asks: str, author: str | None) -> Step:
    options = [option("klaar")]
    if can_take_over:
        options.insert(0, option("overnemen"))
    options.append(option("weghalen", only_to_change=True))
    prompt = worded(f"motives.{asks}", author, {"heading": heading})
    meant = Phrase("motives.motive_meant")
    rule = TextRule(names_item=True, limit=MOTIVE_LIMIT, nothing="klaar", meant=meant)
    return Step(step, prompt, tuple(options), text=rule, place=Place("others", 0, 0))


def _on_offer(instrument: Instrument, kind: PartnerKind, into: MotiveList) -> list[Motive]:
    """Motives of the other form that can be taken over: not those whose identical twin stands on the own form."""
    taken = into.choices.keys() | into.blank
    return [
        motive
        for motive in instrument.form(kind.other).motives
        if instrument.identical_twin(motive.id) is None and motive.id not in taken
    ]


def _take_over(index: int, instrument: Instrument, on_offer: Sequence[Motive], into: MotiveList) -> Asking:
    options = [option(motive.id, motive.text) for motive in on_offer] + [option("geen")]
    asked = worded("motives.take_over", into.author, {})
    taken = yield from choose(f"own.take.{index}", asked, options, place=Place("others", 0, 0))
    if taken == "geen":
        return
    motive = instrument.motive(taken)
    heading = instrument.clusters.of_own_motives.heading
    yield from _ask_motive(motive.id, motive.text, motive.cluster, heading, Place("others", 0, 0), Scale.ADDED, into)


def _ask_own(item: str, text: str, instrument: Instrument, into: MotiveList) -> Asking:
    motive, heading = own_motive_id(item), instrument.clusters.of_own_motives.heading
    known = None if into.author is not None else (yield from _cluster_of(motive, text, instrument))
    yield from _ask_motive(motive, text, known, heading, Place("others", 0, 0), Scale.ADDED, into)


def _cluster_of(motive: str, text: str, instrument: Instrument) -> Generator[Step, Answer, str | None]:
    """Below which heading an own motive belongs; None for *weet ik niet*. Nothing of that is on paper."""
    clusters = [option(c.id, c.name) for c in instrument.clusters.clusters if not c.own_motives]
    place = Place("others", 0, 0)
    prompt = Phrase("motives.cluster", {"motive": text})
    more = with_prompt(every_kind_of_motives(instrument), prompt)
    options = [*clusters, option("weet_niet")]
    step = f"{motive}.cluster"
    cluster = yield from choose(step, prompt, options, place=place, more=more, more_label=KINDS)
    return None if cluster == "weet_niet" else cluster


def _ask_motive(
    motive: str,
    text: str,
    cluster: str | None,
    heading: str,
    place: Place,
    scale: Scale,
    into: MotiveList,
    theory: Phrase | None = None,
) -> Asking:
    """Whether one motive applies and, if so, the outcome that is hoped for. Nee goes straight on.

    `theory` tells more of its kind, where that begins.
    """
    choice = into.fixed.get(motive)
    if choice is not None:
        into.rows.append(_fixed_row(motive, text, heading, choice))
    else:
        asked = _applies(motive, text, heading, place, scale, into.author)
        given = yield _with_theory(asked, theory) if theory is not None else asked
        if isinstance(given, Skipped):  # left blank on paper
            into.rows.append(Row(StepId(motive), motive_label(motive, text), Phrase("motives.left_blank"), heading))
            into.blank.add(motive)
            return
        choice = Choice(chosen(given))
        into.rows.append(_choice_row(motive, text, heading, choice))
    outcome = None
    if choice.applies:
        written = yield _outcome(motive, text, heading, place, choice, into.author)
        outcome = written.text if isinstance(written, Written) else None
        shown = outcome if outcome is not None else Phrase("motives.no_outcome")
        row = Row(StepId(outcome_of(motive)), Phrase("motives.row_outcome"), shown, heading, aside=outcome is None)
        into.rows.append(row)
    before = into.previous.get(motive)
    if before is not None and before is not choice:
        yield from _why(motive, text, heading, place, before, choice, into)
    into.motives.append(FilledMotive(motive, text, cluster, choice, outcome))


@dataclass(frozen=True, slots=True)
class MotiveRow:
    """A motive as a row of the form, with the heading it stands below."""

    id: str
    text: str
    cluster: str | None
    heading: str
    scale: Scale = Scale.FORM


def ask_row(row: MotiveRow, into: MotiveList) -> Asking:
    """The questions about one motive, wherever in the talk they come."""
    yield from _ask_motive(row.id, row.text, row.cluster, row.heading, Place("motives", 0, 0), row.scale, into)


def _with_theory(asked: Step, theory: Phrase) -> Step:
    """The question, with more of its kind behind a tap."""
    more = with_prompt((theory,), asked.prompt) if isinstance(asked.prompt, Phrase) else theory
    return replace(asked, more=more, more_label=KIND)


def _why(motive: str, text: str, heading: str, place: Place, before: Choice, now: Choice, into: MotiveList) -> Asking:
    """The partner said something else in the last round: both are shown, and one tap tells why."""
    about = {
        "motive": text,
        "before": Phrase(f"buttons.{before}"),
        "now": Phrase(f"buttons.{now}"),
    }
    reasons = [option(reason.value) for reason in Reason]
    step = reason_of(motive)
    told = Phrase("motives.changed_one_tap")
    asked = Phrase("motives.changed", about)
    why = yield from choose_or_skip(step, asked, reasons, columns=2, place=place, buttons_only=told)
    shown = Phrase(f"buttons.{why}") if why else Phrase("preparation.skipped")
    into.rows.append(Row(StepId(step), Phrase("motives.row_why", about), shown, heading, aside=why is None))


# A form is replayed on every turn, so the steps of a motive are made once and kept.


@lru_cache(maxsize=512)
def _applies(motive: str, text: str, heading: str, place: Place, scale: Scale, author: str | None) -> Step:
    prompt = worded(f"motives.{scale}", author, {"heading": heading, "motive": text})
    return Step(StepId(motive), prompt, _OPTIONS[scale], columns=3, optional=author is not None, place=place)


@lru_cache(maxsize=512)
def _outcome(motive: str, text: str, heading: str, place: Place, choice: Choice, author: str | None) -> Step:
    about = {"heading": heading, "motive": text, "choice": Phrase(f"buttons.{choice}")}
    prompt = worded("motives.outcome", author, about)
    rule = TextRule(meant=Phrase("motives.outcome_meant"))
    return Step(StepId(outcome_of(motive)), prompt, text=rule, optional=True, place=place)


@lru_cache(maxsize=512)
def _choice_row(motive: str, text: str, heading: str, choice: Choice) -> Row:
    label, said = motive_label(motive, text), Phrase(f"buttons.{choice}")
    return Row(StepId(motive), label, said, heading, gathered=choice is Choice.NO)


@lru_cache(maxsize=512)
def _fixed_row(motive: str, text: str, heading: str, choice: Choice) -> Row:
    return Row(
        None, motive_label(motive, text), Phrase("motives.fixed", {"choice": Phrase(f"buttons.{choice}")}), heading
    )
