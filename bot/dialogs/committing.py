"""The end of phase 3: what a partner commits to, on what condition and for how long; said by its manager."""

from dataclasses import dataclass

from bot.dialogs.dialog import Dialog, Talk
from bot.domain.commands import Commit
from bot.domain.commitment import Stand
from bot.domain.ids import RunId
from bot.domain.motive import Term
from bot.engine.model import Chosen, Phrase, Row, StepId, Text, TextRule, Written
from bot.engine.steps import choose, option, review, write

CONDITION_LIMIT = 1000
TERM_LIMIT = 200


@dataclass(frozen=True, slots=True)
class CommittingFacts:
    """Of which phase 3, for which partner, and who has not handed in yet."""

    run: RunId
    partner: str
    waiting: tuple[str, ...] = ()


def committing(facts: CommittingFacts) -> Talk:
    """Three taps when all is well."""
    about = {"partner": facts.partner, "waiting": facts.waiting}
    stand = Stand(
        (yield from choose("com.stand", Phrase("commitment.stand", about), [option(stand.value) for stand in Stand]))
    )
    rows = [Row(StepId("com.stand"), Phrase("commitment.row_stand"), Phrase(f"buttons.{stand}"))]
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
    sharing = yield from choose("com.share", Phrase("commitment.share"), [option("delen"), option("alleen_wij")])
    rows.append(Row(StepId("com.share"), Phrase("commitment.row_share"), Phrase(f"buttons.{sharing}")))
    yield from review("com.review", Phrase("commitment.close"), rows, [option("fase_3_afsluiten")])
    return Commit(facts.run, stand, condition, term, sharing == "delen")


COMMITTING = Dialog(
    "committing", committing, (Commit,), lambda _: [CommittingFacts(RunId(1), "Partner", ("Cor Voorbeeld",))]
)
