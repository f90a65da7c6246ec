"""Entering what a colleague filled in on paper: whose it is, whether they signed, then the form as it lies there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.content.instrument import Instrument
from bot.dialogs.people.dialog import NAME_LIMIT
from bot.dialogs.preparation.dialog.form import PreparationFacts, preparation
from bot.dialogs.preparation.rules import PaperFormId
from bot.domain.collaboration import Ownership, PartnerKind
from bot.domain.ids import RunId
from bot.domain.rounds import RoundMode
from bot.engine.model import Phrase, StepId, TextRule, Written
from bot.engine.steps import choose, option, write
from bot.turn.dialog import Dialog, Talk

NAME = StepId("namens.name")
SIGNED = StepId("namens.signed")


@dataclass(frozen=True, slots=True)
class Entered:
    """All of the paper is entered, in the name of this person."""

    form: PaperFormId
    name: str


@dataclass(frozen=True, slots=True)
class NotSigned:
    """There is no signature on the paper, so nothing of it is kept."""

    form: PaperFormId


@dataclass(frozen=True, slots=True)
class EnteringFacts:
    """Which paper, and the form that stands on it."""

    paper: PaperFormId
    form: PreparationFacts


def entering(facts: EnteringFacts) -> Talk:
    """The name and the signature come first: without them nothing that somebody wrote is typed over."""
    rule = TextRule(limit=NAME_LIMIT, is_name=True)
    written = yield from write(NAME, Phrase("paper.name"), rule=rule)
    name = written.text if isinstance(written, Written) else ""
    options = [option("getekend"), option("niet_getekend")]
    signed = yield from choose(SIGNED, Phrase("paper.signed", {"name": name}), options)
    if signed == "niet_getekend":
        return NotSigned(facts.paper)
    yield from preparation(replace(facts.form, author=name))
    return Entered(facts.paper, name)


def _examples(instrument: Instrument) -> Iterator[EnteringFacts]:
    for kind in PartnerKind:
        form = PreparationFacts(instrument, RunId(1), kind, Ownership.PRIVATE, RoundMode.APART, quick_scan_done=True)
        yield EnteringFacts(PaperFormId(1), form)


ENTERING = Dialog("namens", entering, (Entered, NotSigned), _examples)
