"""A question set of a team's own: what a file may say, and that nothing in it is carried out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bootstrap import texts
from bot.content.own_file import FILE_LIMIT, MOST_QUESTIONS, read_own
from bot.content.own_sets import own_set, stored
from bot.content.question_sets import AnsweredBy, AnswerKind, Reveal
from bot.content.question_sets_check import set_problems
from bot.domain.errors import DomainError
from bot.engine.model import Phrase

TEAM = """\
naam: Teamvragen
titel: Hoe werken wij samen?
uitleg: Over ons.
wie: [alleen, groep]
uitslag: aan het eind
vragen:
  - Wat gaat er goed?
  - kop: Over de student
  - vraag: Hoe vaak?
    antwoorden: [Vaak, Soms, Nooit]
  - vraag: Waar staan jullie?
    lijn: [Apart, Deels, Samen]
    straks: ja
"""
ELEMENTS = """\
elementen:
  strategisch: [Appel, Peer]
  tactisch: [Eik, Beuk, Es, Linde, Berk, Wilg, Els]
  operationeel: [Merel, Mus, Mees, Lijster, Kauw, Kraai, Ekster, Gaai]
"""


def refusal(text: str) -> str:
    with pytest.raises(DomainError) as refused:
        read_own(text)
    return texts().phrases.plain(Phrase(refused.value.key, refused.value.args_of_phrase))


def test_a_file_becomes_a_set_like_any_other():
    one = own_set(3, stored(read_own(TEAM)), "Van ons", texts().instrument)
    assert list(set_problems((*texts().instrument.sets, one))) == []
    assert [q.kind for q in one.questions] == [AnswerKind.WRITE, AnswerKind.CHOOSE, AnswerKind.PLACE]
    assert (one.answered_by, one.reveal) == ((AnsweredBy.PERSON, AnsweredBy.GROUP), Reveal.SET)
    assert [one.section_of(q.id).title for q in one.questions] == ["", "Over de student", "Over de student"]


def test_elements_make_the_framework_with_a_place_for_each():
    one = own_set(4, stored(read_own(ELEMENTS)), "Van ons", texts().instrument)
    assert [q.text for q in one.questions][:3] == ["Appel", "Peer", "Eik"]
    assert len(one.questions) == 17
    assert all(q.kind is AnswerKind.PLACE and q.ambition for q in one.questions)
    assert one.context is not None


def test_the_example_that_is_sent_is_right():
    text = texts().phrases.plain(Phrase("own_set.example_file"))
    spec = read_own(text)
    assert spec.name == "Teamvragen"
    assert {(bool(one.answers), one.line, one.ambition) for one in spec.questions} == {
        (False, False, False),
        (True, False, False),
        (True, True, True),
    }
    numbers = ("Nul", "Eén", "Twee", "Drie", "Vier", "Vijf", "Zes")
    assert spec.about.startswith(f"{numbers[len(spec.questions)]} vragen ")


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("naam: [", 2, "vorm"),
        ("naam: a\nuitleg: u\nvragen:\n  - vraag: b\n    antwoorden: [c]\n", 5, "2 tot 9"),
        ("naam: a\nuitleg: u\nvragen:\n  - &b Wat?\n  - *b\n", 4, "verwijzingen"),
        ("naam: a\nuitleg: u\nvragen:\n  - !!python/object/apply:os.system [ls]\n", 4, "verwijzingen"),
        ("naam: a\nvraagen:\n  - b\n", 3, "ken ik niet"),
        ("naam: a\nnaam: b\nvragen: [c]\n", 2, "twee keer"),
        ("naam: a\n", 1, "vragen of elementen"),
        ("vragen: [b]\n", 1, "naam ontbreekt"),
        ("naam: " + "a" * 25 + "\nvragen: [b]\n", 1, "24 tekens"),
        ("naam: a\nuitleg: u\nvragen:\n  - " + "b" * 301, 4, "300 tekens"),
        ("naam: a\nuitleg: u\nvragen:\n" + "  - b\n" * (MOST_QUESTIONS + 1), MOST_QUESTIONS + 4, "te veel vragen"),
        ("naam: a\nuitleg: u\nvragen:\n  - vraag: b\n    straks: ja\n", 5, "alleen bij lijn"),
        ("naam: a\nuitleg: u\nwie: iedereen\nvragen: [b]\n", 3, "alleen, partner, groep"),
        (ELEMENTS.replace(", Els", ""), 3, "precies 7"),
        ("- a\n", 1, "naam:"),
        ("", 1, "naam:"),
        ("[" * 20000, 1, "te diep"),
        ("a: " * 20 + "b", 1, "vorm"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, line, why):
    said = refusal(text)
    assert said.startswith(f"Regel {line}: ")
    assert why in said


def test_a_file_that_is_too_large_is_not_read():
    assert "64 kB" in refusal("x" * (FILE_LIMIT + 1))


def test_hidden_signs_are_taken_out():
    assert read_own('naam: "a\\u202eb\\u0000 c"\nuitleg: u\nvragen: [d]').name == "a b c"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300) | st.text("[]{}:-&*!| \n\"'#ab", max_size=300))
def test_whatever_is_sent_is_read_or_refused_in_words(text):
    try:
        spec = read_own(text)
    except DomainError as refused:
        said = texts().phrases.plain(Phrase(refused.key, refused.args_of_phrase))
    else:
        said = "ok" if not list(set_problems((own_set(1, stored(spec), "o", texts().instrument),))) else ""
    assert said
