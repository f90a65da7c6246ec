"""What stands behind a question: theory of a kind of motives, findings that a mirror rests on, the tool's instruction.

Dialogs show it with `Step.more`, in place of the question and above its buttons, so that nobody is stopped by it.
"""

from collections.abc import Sequence

from bot.content.instrument import Instrument
from bot.content.items import Passage, Status
from bot.content.phases import Cluster
from bot.content.research import Mirror
from bot.dialogs.sources.screens.lines import below, findings_by_kind, gap, heading, passage, together
from bot.engine.model import Phrase

KIND = "meer_soort"
"""The label of what stands behind a kind of motives."""

KINDS = "meer_soorten"
"""The label of what stands behind a choice between them."""

RESEARCH = "meer_onderzoek"
"""The label of the findings behind a mirror question."""


def with_prompt(lines: Sequence[Phrase], prompt: Phrase) -> Phrase:
    """What stands behind a question, with the question itself below it."""
    return Phrase("sources.with_prompt", {"more": apart(lines), "prompt": prompt})


def apart(lines: Sequence[Phrase]) -> Phrase:
    """Paragraphs."""
    return Phrase("places.whole", {"parts": tuple(lines)})


def kind_of_motives(instrument: Instrument, cluster: Cluster) -> tuple[Phrase, ...]:
    """One kind of motives among the four, and the sub-motives of the theory."""
    clusters = instrument.clusters
    names = tuple(one.name for one in clusters.clusters if not one.own_motives)
    intro = together(passage(clusters.intro), Phrase("sources.kinds", {"kinds": names, "now": cluster.name}))
    return (intro, *submotives(cluster), Phrase("sources.our_reading"))


def every_kind_of_motives(instrument: Instrument) -> tuple[Phrase, ...]:
    """All kinds of motives, each with its sub-motives."""
    clusters = instrument.clusters
    found = (line for cluster in clusters.clusters for line in submotives(cluster))
    return (passage(clusters.intro), *found, Phrase("sources.our_reading"))


def submotives(cluster: Cluster) -> tuple[Phrase, ...]:
    """The sub-motives below the name of their kind."""
    if not cluster.submotives:
        return ()
    signs = [f"{letter})" for letter in "abcdefgh"] if len(cluster.submotives) > 1 else ["•"]
    lines = [_submotive(one, sign) for one, sign in zip(cluster.submotives, signs, strict=False)]
    return (together(heading(cluster.name), *lines),)


def _submotive(one: Passage, sign: str) -> Phrase:
    """Its words are the source's; that it belongs to this kind is said once, below all of them."""
    return together(gap(one)) if one.status is Status.GAP else passage(one, sign, marked=False)


def findings_behind(instrument: Instrument, mirror: Mirror) -> tuple[Phrase, ...]:
    """The findings and conclusions that a mirror question rests on, and how the research was done."""
    found = instrument.findings
    seen = findings_by_kind(instrument, (one for one in found.findings if one.id in mirror.built_on))
    drawn = [passage(one, "•") for one in found.conclusions if one.id in mirror.built_on]
    conclusion = (together(below("conclusion"), *drawn),) if drawn else ()
    how = together(below("method"), passage(found.method))
    return (heading(Phrase("sources.title_onderzoek")), *seen, *conclusion, how)


def phase_1(instrument: Instrument, kind: str) -> tuple[Phrase, ...]:
    """The title and instruction of phase 1, and which form is filled in."""
    phase, form = instrument.phase1, instrument.form(kind)
    return (together(heading(phase.title.text), passage(phase.instruction)), heading(form.title))


def phase_2(instrument: Instrument) -> tuple[Phrase, ...]:
    """The title and instruction of phase 2."""
    return (together(heading(instrument.phase2.title.text), passage(instrument.phase2.instruction)),)


def phase_3(instrument: Instrument) -> tuple[Phrase, ...]:
    """The title and instruction of phase 3, and where the tool says that more can be read."""
    phase = instrument.phase3
    opening = together(heading(phase.title.text), passage(phase.instruction))
    return (opening, passage(phase.deepening), gap(phase.links))
