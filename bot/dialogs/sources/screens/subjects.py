"""A page for each subject: which texts of the sources stand on it, in order. Their names stand in buttons."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.content.crosswalk import Pair
from bot.content.excerpt import beginning
from bot.content.instrument import Instrument
from bot.content.items import Item, Status
from bot.content.phases import MotiveForm
from bot.content.research import Finding, Mirror
from bot.dialogs.sources.screens.behind import phase_1, phase_2, phase_3, submotives
from bot.dialogs.sources.screens.lines import Leaf, below, findings_by_kind, gap, heading, note, passage, together
from bot.engine.model import Phrase

Build = Callable[[Instrument, Leaf], None]


def page_lines(instrument: Instrument, subject: str) -> list[Phrase]:
    """All of a subject, with its sources. Raises `KeyError` for a subject that does not exist."""
    leaf = Leaf()
    SUBJECTS[subject](instrument, leaf)
    return leaf.whole(instrument.background.documents)


def _tool(instrument: Instrument, leaf: Leaf) -> None:
    tool = instrument.tool
    leaf.put(together(heading(tool.title.text), passage(tool.subtitle)), tool.title)
    leaf.say(tool.goal, tool.approach.opening)
    leaf.put(together(*(passage(one, f"{at})") for at, one in enumerate(tool.approach.phases, 1))))
    leaf.say(*tool.approach.closing)
    leaf.say(*tool.gaps)


def _phases(instrument: Instrument, leaf: Leaf) -> None:
    first, second, third = instrument.phase1, instrument.phase2, instrument.phase3
    leaf.put(phase_1(instrument, instrument.forms[0].kind)[0], first.instruction)
    leaf.say(first.reflection_intro)
    leaf.points(first.questions)
    for line in phase_2(instrument):
        leaf.put(line, second.instruction)
    leaf.points(second.questions)
    leaf.put(phase_3(instrument)[0], third.instruction)
    leaf.say(third.central_question)
    for theme in third.themes:
        mark = Phrase("sources.ours") if theme.status is Status.PROPOSAL else ""
        about = {"text": "", "sign": "", "name": theme.title, "mark": mark}
        leaf.put(Phrase("sources.passage", about))
        leaf.points(theme.questions)
    leaf.say(*third.gaps)
    for line in phase_3(instrument)[1:]:
        leaf.put(line, third.deepening)


def _forms(instrument: Instrument, leaf: Leaf) -> None:
    phase = instrument.phase1
    leaf.say(phase.form_name)
    options = Phrase("sources.options", {"options": tuple(one.text for one in phase.scale)})
    leaf.put(together(below("columns"), passage(phase.applies, "•"), options, passage(phase.outcome, "•")))
    for form in instrument.forms:
        _form(instrument, form, leaf)
    leaf.say(*phase.gaps)


def _form(instrument: Instrument, form: MotiveForm, leaf: Leaf) -> None:
    leaf.put(heading(form.title), form)
    for cluster in instrument.clusters.clusters:
        motives = [passage(one, "•") for one in form.motives if one.cluster == cluster.id]
        leaf.put(together(heading(cluster.heading), *motives))


def _kinds(instrument: Instrument, leaf: Leaf) -> None:
    clusters = instrument.clusters
    leaf.say(clusters.intro)
    for cluster in clusters.clusters:
        for line in submotives(cluster):
            leaf.put(line, *cluster.submotives)
    leaf.put(Phrase("sources.our_reading"))
    leaf.say(clusters.levels_intro)
    leaf.points(clusters.levels)


def _research(instrument: Instrument, leaf: Leaf) -> None:
    found = instrument.findings
    leaf.put(together(below("question"), passage(found.question)), found.question)
    leaf.put(together(below("method"), passage(found.method)), found.method)
    leaf.put(below("cases"))
    for case in found.cases:
        number = {"practice": case.interviewed_practice, "education": case.interviewed_education}
        about = {**dict(case), "numbers": Phrase("sources.numbers", number)}
        leaf.put(Phrase("sources.case", about), case)
    for line in findings_by_kind(instrument, found.findings):
        leaf.put(line)
    leaf.put(below("conclusion"))
    leaf.points(found.conclusions)
    leaf.put(below("advice"))
    leaf.say(*instrument.quick_scan.recommendations)


def _quick_scan(instrument: Instrument, leaf: Leaf) -> None:
    scan = instrument.quick_scan
    leaf.put(together(below("sheet"), passage(scan.title), passage(scan.question)), scan.title)
    leaf.points(scan.sides)
    leaf.put(together(below("exercise"), passage(scan.exercise)), scan.exercise)
    leaf.points(scan.instructions)
    leaf.put(below("answers"))
    leaf.points(scan.scale)
    leaf.say(*scan.gaps)


def _advice(instrument: Instrument, leaf: Leaf) -> None:
    for number, one in enumerate(instrument.background.recommendations, 1):
        why = [passage(reason) for reason in one.reasons] or [Phrase("sources.not_copied")]
        leaf.put(together(heading(f"{number}. {one.text}"), *why), one)


def _roles(instrument: Instrument, leaf: Leaf) -> None:
    background = instrument.background
    leaf.put(together(*(passage(one, "•", name=one.name) for one in background.roles)), *background.roles)
    leaf.say(*(one for one in (background.skills, background.work) if one is not None))
    leaf.put(together(below("levels"), *(passage(one, "•", name=f"{one.name}:") for one in background.levels)))


def _degrees(instrument: Instrument, leaf: Leaf) -> None:
    frame = instrument.framework
    for section in frame.sections:
        leaf.put(together(heading(section.title), *(passage(one) for one in section.paragraphs)), section)
    leaf.put(together(below("uses"), *(passage(one, "•") for one in frame.uses)))
    leaf.put(together(below("axis"), *(passage(one, "•") for one in frame.positions)))
    levels = (
        Phrase("sources.elements", {"name": one.name, "number": one.elements, "text": one.text}) for one in frame.levels
    )
    leaf.put(together(below("levels"), *levels))
    for one in frame.gaps:
        leaf.put(gap(one))


def _design(instrument: Instrument, leaf: Leaf) -> None:
    leaf.points(instrument.picture.design)
    leaf.points(instrument.background.design)


def _picture(instrument: Instrument, leaf: Leaf) -> None:
    plate = instrument.picture
    leaf.put(together(heading(plate.title.text), passage(plate.central_question)), plate.title)
    leaf.put(together(heading(plate.heart.text), passage(plate.heart_explained)))
    leaf.put(together(below("processes"), *(passage(one, "•") for one in plate.processes)))
    leaf.put(together(below("levels"), passage(plate.levels)))
    for key, found in (("worked", plate.worked), ("actors", plate.actors), ("made", plate.made)):
        leaf.put(together(below(key), *(passage(one, "•") for one in found)))
    leaf.put(below("strengths"))
    leaf.say(*plate.strengths, sign="•")
    leaf.put(below("eight"))
    for number, one in enumerate(plate.recommendations, 1):
        leaf.put(passage(one, f"{number}."))
    leaf.say(plate.highlight)
    leaf.put(below("said"))
    leaf.points(plate.quotes)
    for missing in plate.gaps:
        leaf.put(gap(missing))


def _our_questions(instrument: Instrument, leaf: Leaf) -> None:
    mirrors, crosswalk = instrument.mirrors, instrument.crosswalk
    leaf.put(together(below("mirrors"), passage(mirrors.source_phrase, marked=False)))
    for mirror in mirrors.mirrors:
        leaf.put(together(passage(mirror, "•", marked=False), *_rests_on(instrument, mirror)))
    leaf.put(below("pairs"))
    for pair in crosswalk.pairs:
        leaf.put(_pair(instrument, pair))
    leaf.put(together(below("students"), note(mirrors.student_motives.note)))
    leaf.put(together(below("blind"), note(crosswalk.blind_spots.note)))


def _rests_on(instrument: Instrument, mirror: Mirror) -> Iterator[Phrase]:
    """The findings and conclusions below the question that rests on them."""
    for one in (*instrument.findings.findings, *instrument.findings.conclusions):
        if one.id in mirror.built_on:
            kind = instrument.cluster(one.cluster).name if isinstance(one, Finding) else ""
            yield Phrase("sources.built_on", {"kind": kind, "said": passage(one)})


def _pair(instrument: Instrument, pair: Pair) -> Phrase:
    first, second = (instrument.motive(one).text for one in pair.motives)
    about = {"first": first, "second": second, "reason": pair.reason, "question": pair.question}
    return Phrase("sources.pair", about)


def _links(instrument: Instrument, leaf: Leaf) -> None:
    third = instrument.phase3
    leaf.say(third.deepening)
    leaf.put(gap(third.links))
    for one in instrument.background.links:
        mark = Phrase("sources.ours") if one.status is Status.PROPOSAL else ""
        leaf.put(Phrase("sources.link", {"text": one.text, "url": one.url, "mark": mark}), one)


def _texts(instrument: Instrument, leaf: Leaf) -> None:
    leaf.put(Phrase("sources.how_we_copied"))
    mended = [Phrase("sources.corrected", dict(c)) for one in items_of(instrument) for c in one.corrections]
    leaf.put(together(below("corrections"), *mended))


def _missing(instrument: Instrument, leaf: Leaf) -> None:
    every = list(items_of(instrument))
    told: set[str] = set()  # what two files miss is told once
    for one in every:
        if one.status is Status.GAP and str(one.note) not in told:
            told.add(str(one.note))
            leaf.put(gap(one))
    leaf.put(Phrase("sources.only_named"))
    leaf.put(below("summed"))
    _noted(leaf, [one for one in every if one.status is Status.DERIVED])


def _ours(instrument: Instrument, leaf: Leaf) -> None:
    _noted(leaf, [one for one in items_of(instrument) if one.status is Status.PROPOSAL])


def _noted(leaf: Leaf, ones: Sequence[Item]) -> None:
    """What is noted of texts, and below it which they are; what people know by no name is told by the note alone."""
    for text in dict.fromkeys(one.note for one in ones):
        called = tuple(dict.fromkeys(filter(None, (_called(one) for one in ones if one.note == text))))
        leaf.put(together(note(text), *((Phrase("sources.noted", {"texts": called}),) if called else ())))


def _called(one: Item) -> str:
    """The beginning of the text of an item, else its name or reason; of a scale, of its answers."""
    fields = (str(getattr(one, field, "")) for field in ("text", "title", "name", "reason"))
    found = next(filter(None, fields), ", ".join(option.text for option in getattr(one, "options", ())))
    return found if len(found) <= SHORT else beginning(found, SHORT) + "…"


SHORT = 60
"""Of a text that stands elsewhere, so much is shown in a list, in characters."""


def items_of(value: object) -> Iterator[Item]:
    """Everything with an id below a part of the instrument, in the order of its files."""
    if isinstance(value, Item):
        yield value
    fields = getattr(type(value), "model_fields", None)
    inner = [getattr(value, field) for field in fields] if fields else value if isinstance(value, tuple) else ()
    for element in inner:
        yield from items_of(element)


SUBJECTS: Mapping[str, Build] = {
    "tool": _tool,
    "fasen": _phases,
    "formulier": _forms,
    "soorten": _kinds,
    "onderzoek": _research,
    "quickscan": _quick_scan,
    "aanbevelingen": _advice,
    "rollen": _roles,
    "hybride": _degrees,
    "ontwerpen": _design,
    "beeldplaat": _picture,
    "onzevragen": _our_questions,
    "verderlezen": _links,
    "teksten": _texts,
    "ontbreekt": _missing,
    "vanons": _ours,
}
"""In the order of the list; the name of each stands in buttons and is never reused."""
