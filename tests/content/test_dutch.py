"""Our own Dutch: short sentences, people who do things, and words that everybody knows.

Only what stands in `phrases`; the texts of the instrument are not ours. Each phrase is read with every choice it makes:
what a person typed or what is counted there becomes one short word.
"""

import re
from collections.abc import Iterable, Iterator

import jinja2
import yaml
from jinja2 import nodes
from wordfreq import zipf_frequency

from bot.content.load import CONTENT_FOLDER

MOST_WORDS = 20
RARE = 3.0
"""Zipf scale of wordfreq: 3 is once in a million words."""

MOST_CHOICES = 6
FILLED_IN = "iets"

_KNOWN = """
    bruggenbouwers actieonderzoek appreciative civ-levenlangflex complextool feedbackcultuur heldens inquiry lectoraat
    onderwijsmaakjesamen onderzoekscultuur raamwerk-voor-ontwikkeling-hybride-leeromgeving swennenhuis talentmobiliseren
    kennisconstructie tijdschriftovo waardentools werken-en-leren-in-hybride-leeromgevingen werkvormen
    perspectiefspiegel spiegelvraag spiegelvragen waardepolsslag polsslag hoofdmotief quickscan motievenronde hlo
    leeromgeving leeromgevingen praktijkpartner praktijkpartners procesbegeleider reflectievraag reflectievragen
    commitment afstemming samenspraak beeldplaat bevinding
    heropenen vaststelt committeren indient invult invulde invulden ingevulde beantwoordden antwoordden inbracht
    loskoppelen koppelde overslaat wijzig wijzigde bewerk meelezen navertellen
    privéchat mijngegevens json csv woordenlijst kopieer
    aanhalingstekens inspringen yaml utf vragenset teamvragen
    leidinggeven meegekomen ontbrekend typt typte vulden browsers uitloggen uitgelogd
    afmelden afgemeld mailserver ververs groepsinstellingen
"""
KNOWN = frozenset(_KNOWN.split())
"""Rare, and yet the word for it."""

PASSIVE_ALLOWED = frozenset(
    {
        "discussion.not_revealed",  # nobody in particular does it: all partners see it at once
        "edits.gone",
        "groups.apart",
        "preparation.promise_apart",
        "preparation.promise_samen",
    }
)
"""Who does it is unknown there, or is not to be told."""

_DONE = r"(?:ge|be|ver|ont|her)\w+(?:d|t|en)"
PASSIVE = re.compile(
    rf"\b(?:wordt|worden|werd|werden)\b[^.!?;:]*\b{_DONE}\b(?!\s+(?:kan|kun))|\b{_DONE}\s+(?:wordt|worden|werd|werden)\b",
    re.I,
)
WORD = re.compile(r"[^\W\d_][^\W\d_’'-]*(?:[’'-][^\W\d_]+)*")
_TAG = re.compile(r"<[^>]*>")
_END = re.compile(r"(?<=[.!?:;])[”’)]*\s+|\n")
_ENVIRONMENT = jinja2.Environment(autoescape=False)


def _read(node: nodes.Node, choice: int) -> str:
    """A part of a phrase as it reads when every choice in it falls on this branch, or its last."""
    match node:
        case nodes.TemplateData(data=text):
            return text
        case nodes.Const(value=value):
            return str(value)
        case nodes.CondExpr(expr1=yes, expr2=no):
            return _read(yes, choice) if choice % 2 == 0 else _read(no, choice) if no is not None else ""
        case nodes.If(body=body, elif_=others, else_=otherwise):
            branches = [body, *(other.body for other in others), otherwise]
            return _all(branches[min(choice, len(branches) - 1)], choice)
        case nodes.For(body=body, else_=otherwise):
            return _all(otherwise if otherwise and choice == 1 else body, choice)
        case nodes.Output(nodes=parts) | nodes.Template(body=parts) | nodes.Concat(nodes=parts):
            return _all(parts, choice)
        case nodes.Assign():
            return ""
        case _:
            return FILLED_IN


def _all(parts: Iterable[nodes.Node], choice: int) -> str:
    return "".join(_read(part, choice) for part in parts)


def sentences(text: str) -> Iterator[str]:
    """What a phrase can say, sentence by sentence, without marks."""
    tree = _ENVIRONMENT.parse(text)
    for choice in range(MOST_CHOICES):
        for sentence in _END.split(_TAG.sub("", _all([tree], choice))):
            if sentence.strip():
                yield sentence.strip()


def ours() -> list[tuple[str, str]]:
    """Key of a phrase and each sentence it can say, once."""
    files = sorted((CONTENT_FOLDER / "nl" / "phrases").glob("*.yaml"))
    phrases = [(f"{file.stem}.{key}", text) for file in files for key, text in yaml.safe_load(file.read_text()).items()]
    return sorted({(key, sentence) for key, text in phrases for sentence in sentences(str(text))})


def words(sentence: str) -> list[str]:
    return WORD.findall(sentence)


def test_a_phrase_is_read_with_every_choice_it_makes() -> None:
    text = "{% if a %}<b>Een</b>{% elif b %}Twee{% else %}Drie{% endif %} {{ 'x' if c else 'y' }}. Nog {{ number }}!"
    assert {*sentences(text)} == {"Een x.", "Twee y.", "Drie x.", "Drie y.", "Nog iets!"}


def test_sentences_are_short() -> None:
    assert [(key, said) for key, said in ours() if len(words(said)) > MOST_WORDS] == []


def test_somebody_does_it() -> None:
    found = {key: said for key, said in ours() if PASSIVE.search(said)}
    assert {key: said for key, said in found.items() if key not in PASSIVE_ALLOWED} == {}
    assert found.keys() >= PASSIVE_ALLOWED, "an allowed one is gone: take it off the list"


def test_words_are_known_to_everybody() -> None:
    rare = {
        (word.casefold(), key)
        for key, said in ours()
        for word in words(said)
        if zipf_frequency(word, "nl") < RARE and not word.startswith("http")
    }
    assert sorted(found for found in rare if found[0] not in KNOWN) == []
    assert {word for word, _ in rare} >= KNOWN, "an allowed one is gone: take it off the list"
