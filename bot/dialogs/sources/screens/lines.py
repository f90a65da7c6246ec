"""Single lines of what the sources say, each marked where it is ours or shortened by us."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.content.background import SourceDocument
from bot.content.instrument import Instrument
from bot.content.items import Item, Passage, Status
from bot.content.research import Finding
from bot.engine.model import Phrase

_MARKS = {Status.DERIVED: Phrase("sources.summed"), Status.PROPOSAL: Phrase("sources.ours")}


def passage(one: Passage, sign: str = "", *, name: str = "", marked: bool = True) -> Phrase:
    """A text, or what is missing where the source lacks it. `name` stands ahead of it, a remark on the source below.

    What is noted of a text that is ours is read in the list of all such texts.
    """
    if one.status is Status.GAP:
        return gap(one)
    mark = _MARKS.get(one.status, "") if marked else ""
    said = Phrase("sources.passage", {"text": one.text, "sign": sign, "name": name, "mark": mark})
    return together(said, note(one.note)) if one.note and one.status is Status.SOURCE else said


def note(text: str) -> Phrase:
    """What we remark."""
    return Phrase("sources.note", {"note": text})


def gap(one: Item) -> Phrase:
    """What the sources lack."""
    return Phrase("sources.gap", {"note": one.note})


def heading(text: str | Phrase) -> Phrase:
    """A heading between texts."""
    return Phrase("sources.heading", {"text": text})


def below(key: str, **about: object) -> Phrase:
    """A heading of our own: the phrase `sources.heading_<key>`."""
    return heading(Phrase(f"sources.heading_{key}", about))


def together(*lines: Phrase) -> Phrase:
    """Lines right below each other."""
    return Phrase("sources.lines", {"lines": lines})


def finding(one: Finding) -> Phrase:
    """What the research saw, with the quotation where there is one."""
    if not one.quote:
        return passage(one, "•")
    return together(passage(one, "•"), Phrase("sources.quoted", {"quote": one.quote, "quoted": one.quoted}))


def findings_by_kind(instrument: Instrument, findings: Iterable[Finding]) -> Iterator[Phrase]:
    """Findings below the kind of motives that they are about, which they do not name themselves."""
    seen = tuple(findings)
    for cluster in instrument.clusters.clusters:
        if below_it := [finding(one) for one in seen if one.cluster == cluster.id]:
            yield together(heading(cluster.name), *below_it)


@dataclass(slots=True)
class Leaf:
    """A page that grows: its lines, and the items they come from."""

    lines: list[Phrase] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def say(self, *ones: Passage, sign: str = "", marked: bool = True) -> None:
        """Texts as paragraphs."""
        self.items += ones
        self.lines += [passage(one, sign, marked=marked) for one in ones]

    def points(self, ones: Iterable[Passage], *, marked: bool = True) -> None:
        """Texts as a list."""
        found = tuple(ones)
        self.items += found
        self.lines += [together(*(passage(one, "•", marked=marked) for one in found))]

    def put(self, line: Phrase, *items: Item) -> None:
        """A line as it is, with the items it comes from."""
        self.lines.append(line)
        self.items += items

    def whole(self, documents: Iterable[SourceDocument]) -> list[Phrase]:
        """All lines, and last the documents that they come from."""
        numbers = {part[:3] for item in self.items if item.source for part in item.source.split(", ")}
        names = tuple(one.text for one in documents if one.number in numbers)
        return [*self.lines, Phrase("sources.from", {"names": names})] if names else self.lines
