"""The form of phase 1 as rows, each a small dialog of its own: the same steps, ids and rules as in the talk.

The motives of the form come in its order, then those that groups, the last round or somebody themselves added to it.
"""

from collections.abc import Iterator

from bot.dialogs.preparation.dialog.form import PreparationFacts
from bot.dialogs.preparation.dialog.motives import (
    MOST_OTHERS,
    Asking,
    MotiveList,
    MotiveRow,
    Scale,
    SharedMotive,
    ask_row,
)
from bot.domain.motive import Choice, outcome_of, own_motive_id
from bot.engine.model import Answers, Chosen, Step, StepId, Written
from bot.turn.forms import RowDialog, steps_of

_UNKNOWN = "weet_niet"


def rows_of(facts: PreparationFacts, answers: Answers) -> Iterator[MotiveRow]:
    """The rows of this form, in the order in which the talk asks them."""
    instrument = facts.instrument
    found = set[str]()
    for motive in instrument.form(facts.kind).motives:
        found.add(motive.id)
        yield MotiveRow(motive.id, motive.text, motive.cluster, instrument.cluster(motive.cluster).heading)
    heading = instrument.clusters.of_own_motives.heading
    for one in (*facts.shared, *facts.carried):
        if one.id not in found:
            found.add(one.id)
            yield MotiveRow(one.id, one.text, one.cluster, heading)
    for one in _added(facts, answers):
        if one.id not in found:
            found.add(one.id)
            yield MotiveRow(one.id, one.text, one.cluster, heading, Scale.ADDED)


def _added(facts: PreparationFacts, answers: Answers) -> Iterator[SharedMotive]:
    """What somebody added: motives of their own, and those taken over from the other form."""
    for index in range(MOST_OTHERS):
        match answers.get(StepId(f"own.add.{index}")):
            case Written(text=text, item=str(item)):
                motive = own_motive_id(item)
                cluster = answers.get(StepId(f"{motive}.cluster"))
                known = cluster.option if isinstance(cluster, Chosen) and cluster.option != _UNKNOWN else None
                yield SharedMotive(motive, text, known)
            case Chosen(option="overnemen"):
                taken = answers.get(StepId(f"own.take.{index}"))
                for motive_ in facts.instrument.form(facts.kind.other).motives:
                    if isinstance(taken, Chosen) and taken.option == motive_.id:
                        yield SharedMotive(motive_.id, motive_.text, motive_.cluster)
            case Chosen(option="weghalen"):
                continue
            case _:
                return


def row_dialog(facts: PreparationFacts, row: MotiveRow) -> RowDialog:
    """One row as a dialog. Its page shows the outcome from the start: it stands beside the choice on paper as well."""

    def begin() -> Asking:
        return ask_row(row, MotiveList(fixed=facts.fixed, previous=facts.previous))

    def drawn(answers: Answers) -> tuple[Step, ...]:
        asked = steps_of(begin, answers)
        outcome = StepId(outcome_of(row.id))
        if row.id in facts.fixed or any(step.id == outcome for step in asked):
            return asked
        if_it_applies = steps_of(begin, {**answers, StepId(row.id): Chosen(Choice.YES)})
        beside = next(step for step in if_it_applies if step.id == outcome)
        return (asked[0], beside, *asked[1:])

    return RowDialog(begin, drawn)
