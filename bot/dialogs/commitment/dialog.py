"""Phase 3: the questions for one person, and, for the manager, what the partner commits to."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field

from bot.content.instrument import Instrument
from bot.content.phases import Theme
from bot.dialogs.commitment.rules import AGENDA, REVIEW, THEMES, AnswerLevel, Stand, level_of, to_agree
from bot.dialogs.sources.screens.behind import apart, phase_3
from bot.domain.ids import RunId
from bot.domain.motive import Term
from bot.engine.model import Answer, Chosen, Fold, Phrase, Place, Row, Step, StepId, Text, TextRule, Written
from bot.engine.steps import choose, choose_or_skip, option, pick, review, write
from bot.turn.dialog import Dialog, Talk


@dataclass(frozen=True, slots=True)
class HandInCommitment:
    """Hand in one's phase 3."""

    run: RunId


@dataclass(frozen=True, slots=True)
class Commit:
    """Say for a partner what it commits to, and close its phase 3."""

    run: RunId
    stand: Stand
    condition: str
    term: str
    shared: bool


MAKE_AGREEMENT = "maakafspraak"
"""The page that makes an agreement of an answer."""


WHICH = "welke"
"""In place of a question: it is asked of which answer."""


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """Of which phase 3, and what phase 1 and 2 gave: lines per question, and what people took home."""

    instrument: Instrument
    run: RunId
    evidence: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    taken_home: tuple[Phrase, ...] = ()
    agreed: frozenset[str] = frozenset()
    """Questions of whose answer an agreement was made already."""


def commitment(facts: CommitmentFacts) -> Talk:
    """First one's own agenda point, then theme by theme."""
    themes = facts.instrument.phase3.themes
    phase = facts.instrument.phase3
    opening = {
        "title": phase.title.text,
        "central": phase.central_question.text,
        "with_facilitator": phase.facilitator_reads_shared,
    }
    prompt = Phrase("commitment.themes", opening)
    instruction = Phrase("commitment.instruction", {"text": apart(phase_3(facts.instrument))})
    options = [option(theme.id, theme_title(theme)) for theme in themes]
    on = yield from pick(THEMES, prompt, options, preset=[theme.id for theme in themes], more=instruction)
    chosen = tuple(theme for theme in themes if theme.id in on)
    rows = [Row(StepId(THEMES), Phrase("commitment.row_themes"), Phrase("commitment.titles", {"titles": _all(chosen)}))]
    questions = [(theme_title(theme), question.id, question.text) for theme in chosen for question in theme.questions]
    total = len(questions) + bool(facts.taken_home)
    if facts.taken_home:
        asked = Phrase("commitment.agenda", {"lines": facts.taken_home})
        row, heading = Phrase("commitment.row_agenda"), Phrase("commitment.heading_agenda")
        agree = AGENDA not in facts.agreed
        yield from _ask(AGENDA, asked, row, heading, Place("commitment", 1, total), rows, agree=agree)
    for index, (title, question, text) in enumerate(questions, start=1 + bool(facts.taken_home)):
        asked = Phrase(
            "commitment.question", {"theme": title, "question": text, "lines": facts.evidence.get(question, ())}
        )
        place = Place("commitment", index, total)
        agree = question in to_agree(facts.instrument.phase3) - facts.agreed
        yield from _ask(question, asked, text, title, place, rows, agree=agree)
    options = [option("indienen")]
    answered = {row.step for row in rows if not row.aside}
    if answered & (to_agree(facts.instrument.phase3) - facts.agreed):
        options.append(option("maak_afspraak", opens=f"{MAKE_AGREEMENT}:{WHICH}"))
    yield from review(REVIEW, Phrase("commitment.review"), rows, options, fold=Fold.NUMBERS)
    return HandInCommitment(facts.run)


def theme_title(theme: Theme) -> Phrase:
    """A heading that the source lacks is marked as our proposal."""
    return Phrase(
        "commitment.title_proposed" if theme.status == "proposal" else "commitment.title", {"title": theme.title}
    )


def _all(themes: tuple[Theme, ...]) -> tuple[Phrase, ...]:
    return tuple(theme_title(theme) for theme in themes)


def _ask(
    question: str, prompt: Text, label: Text, heading: Text, place: Place, rows: list[Row], *, agree: bool = False
) -> Generator[Step, Answer, None]:
    """One question and, when it was answered, for whom that holds. `agree`: it can become an agreement."""
    answer = yield from write(question, prompt, optional=True, place=place)
    written = answer.text if isinstance(answer, Written) else None
    shown: Text = written or Phrase("preparation.skipped")
    rows.append(Row(StepId(question), label, shown, heading, aside=written is None))
    if written is None:
        return
    levels = [option(level.value) for level in AnswerLevel]
    if agree:
        levels.append(option("maak_afspraak", opens=f"{MAKE_AGREEMENT}:{question}"))
    asked = Phrase("commitment.level", {"answer": written})
    level = yield from choose_or_skip(level_of(question), asked, levels, place=place)
    shown = Phrase(f"buttons.{level}") if level else Phrase("preparation.skipped")
    rows.append(Row(StepId(level_of(question)), Phrase("commitment.row_level"), shown, heading, aside=level is None))


def _examples(instrument: Instrument) -> Iterator[CommitmentFacts]:
    """With and without what it can build on."""
    yield CommitmentFacts(instrument, RunId(1))
    line = (Phrase("commitment.goal", {"text": "Doel"}),)
    questions = [question.id for question in instrument.phase3.questions]
    yield CommitmentFacts(instrument, RunId(1), dict.fromkeys(questions, line), taken_home=line)


COMMITMENT = Dialog(
    "commitment",
    commitment,
    (HandInCommitment,),
    _examples,
    lambda instrument: [question.id for question in instrument.phase3.questions],
)


CONDITION_LIMIT = 1000


TERM_LIMIT = 200


@dataclass(frozen=True, slots=True)
class CommittingFacts:
    """Of which phase 3 and partner, who has not handed in yet, and whether whoever leads reads what is shared."""

    run: RunId
    partner: str
    waiting: tuple[str, ...] = ()
    with_facilitator: bool = False


def committing(facts: CommittingFacts) -> Talk:
    """Three taps when all is well."""
    about = {"partner": facts.partner, "waiting": facts.waiting}
    stand = Stand(
        (yield from choose("com.stand", Phrase("commitment.stand", about), [option(stand.value) for stand in Stand]))
    )
    rows = [Row(StepId("com.stand"), Phrase("commitment.row_stand"), Phrase(f"commitment.stands_{stand}"))]
    condition = ""
    if stand is Stand.CONDITIONAL:
        answer = yield from write("com.condition", Phrase("commitment.condition"), rule=TextRule(limit=CONDITION_LIMIT))
        condition = answer.text if isinstance(answer, Written) else ""
        rows.append(Row(StepId("com.condition"), Phrase("commitment.row_condition"), condition))
    term = ""
    if stand is not Stand.NOT:
        terms = [option(term.value) for term in Term]
        given = yield from write(
            "com.term",
            Phrase("commitment.how_long"),
            suggestions=terms,
            columns=2,
            rule=TextRule(limit=TERM_LIMIT),
        )
        term = given.option if isinstance(given, Chosen) else given.text if given else ""
        shown: Text = Phrase(f"buttons.{term}") if isinstance(given, Chosen) else term
        rows.append(Row(StepId("com.term"), Phrase("commitment.row_term"), shown))
    seen = {"with_facilitator": facts.with_facilitator}
    sharing = yield from choose("com.share", Phrase("commitment.share", seen), [option("delen"), option("alleen_wij")])
    shared = sharing == "delen"
    seen_by = Phrase("commitment.seen_by", {**seen, "shared": shared})
    rows.append(Row(StepId("com.share"), Phrase("commitment.row_share"), seen_by))
    yield from review("com.review", Phrase("commitment.close"), rows, [option("fase_3_afsluiten")])
    return Commit(facts.run, stand, condition, term, shared)


COMMITTING = Dialog(
    "committing",
    committing,
    (Commit,),
    lambda _: [CommittingFacts(RunId(1), "Partner", ("Cor Voorbeeld",), led) for led in (False, True)],
)
