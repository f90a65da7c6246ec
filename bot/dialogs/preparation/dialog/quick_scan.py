"""The perspectiefspiegel: per cluster what plays on one's own side and, as a guess, on the other. Eight taps."""

from dataclasses import dataclass

from bot.content.instrument import Instrument
from bot.content.phases import ScanQuestion
from bot.dialogs.sources.screens.behind import KIND, kind_of_motives, with_prompt
from bot.domain.collaboration import PartnerKind
from bot.domain.ids import RunId
from bot.engine.model import Phrase, Place
from bot.engine.steps import choose, option
from bot.turn.dialog import Dialog, Talk


@dataclass(frozen=True, slots=True)
class FinishScan:
    """Finish the perspectiefspiegel, and go on with what waits."""

    run: RunId


EXAMPLES = 2
"""How many motives of a cluster stand beside its name, so that the name needs no explanation."""


@dataclass(frozen=True, slots=True)
class QuickScanFacts:
    """For whom: the kind of partner whose own side this is."""

    instrument: Instrument
    run: RunId
    kind: PartnerKind


def quick_scan(facts: QuickScanFacts) -> Talk:
    """Four clusters for one's own side, then the same four for the other side."""
    scan = facts.instrument.quick_scan
    options = [option(answer.value, answer.text) for answer in scan.scale]
    for index, question in enumerate(scan.questions, start=1):
        place = Place("quick_scan", index, len(scan.questions))
        prompt = _prompt(facts, question)
        cluster = facts.instrument.cluster(question.cluster)
        more = with_prompt(kind_of_motives(facts.instrument, cluster), prompt)
        yield from choose(question.id, prompt, options, columns=3, place=place, more=more, more_label=KIND)
    return FinishScan(facts.run)


def _prompt(facts: QuickScanFacts, question: ScanQuestion) -> Phrase:
    kind = facts.kind if question.side == "own" else facts.kind.other
    side = next(side.text for side in facts.instrument.quick_scan.sides if side.kind == kind)
    motives = [m.text for m in facts.instrument.form(kind).motives if m.cluster == question.cluster]
    cluster = facts.instrument.cluster(question.cluster)
    about = {"side": side, "cluster": cluster.name, "examples": tuple(motives[:EXAMPLES])}
    return Phrase(f"quick_scan.{question.side}", about)


QUICK_SCAN = Dialog(
    "quick_scan",
    quick_scan,
    (FinishScan,),
    lambda instrument: [QuickScanFacts(instrument, RunId(1), kind) for kind in PartnerKind],
    lambda instrument: [question.id for question in instrument.quick_scan.questions],
)
