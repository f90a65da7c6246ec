"""What the crosswalk holds, and which mistakes in it stop the program with file and id."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.content.crosswalk import PairKind
from bot.content.errors import ContentError
from bot.content.items import Status
from bot.content.load import CONTENT_FOLDER, load_crosswalk, load_instrument, read_instrument

FILE = "crosswalk.yaml"
QUESTIONS = (PairKind.COMPLEMENTARY, PairKind.STRAINED)

instrument = load_instrument()
crosswalk = load_crosswalk()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT_FOLDER / "nl" / "instrument", tmp_path / "instrument"))


def refused(folder: Path, old: str, new: str) -> tuple[str, str]:
    """Plant a mistake in the file, and tell which item the error names and what it says."""
    path = folder / FILE
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_instrument(folder)
    assert caught.value.file == FILE
    return caught.value.item, caught.value.what


def test_it_is_the_instruments_own():
    assert load_crosswalk() is load_instrument().crosswalk


def test_six_are_identical_one_equivalent_one_mirrored():
    likeness = [kind for kind in PairKind if kind.is_likeness]
    assert {kind: len(crosswalk.of(kind)) for kind in likeness} == {"identical": 6, "equivalent": 1, "mirrored": 1}
    assert [pair.motives for pair in crosswalk.of(PairKind.EQUIVALENT)] == [("pp.ont.2", "op.ont.4")]
    assert [pair.motives for pair in crosswalk.of(PairKind.MIRRORED)] == [("pp.maa.1", "op.maa.1")]


def test_every_motive_with_the_same_words_is_in_an_identical_pair():
    practice, programme = ({motive.text: motive.id for motive in form.motives} for form in instrument.forms)
    same = {(practice[text], programme[text]) for text in practice.keys() & programme.keys()}
    assert {pair.motives for pair in crosswalk.of(PairKind.IDENTICAL)} == same


@pytest.mark.parametrize("kind", QUESTIONS)
def test_there_are_questions_of_each_kind_and_all_are_ours(kind: PairKind):
    pairs = crosswalk.of(kind)
    assert len(pairs) >= 6
    assert {(pair.status, pair.source, bool(pair.note)) for pair in pairs} == {(Status.PROPOSAL, None, True)}


def test_only_identical_pairs_are_shown_as_the_sources_own():
    assert {pair.kind for pair in crosswalk.pairs if pair.status is Status.SOURCE} == {PairKind.IDENTICAL}


@pytest.mark.parametrize("pair", crosswalk.of(*QUESTIONS), ids=lambda pair: pair.id)
def test_questions_are_short_and_say_je(pair):
    assert not re.search(r"\b(u|uw)\b", f"{pair.reason} {pair.question}", re.IGNORECASE)
    assert len(pair.question) <= 220
    assert pair.question.count("?") == 1
    assert max(len(sentence.split()) for sentence in re.split(r"[.?]", pair.question)) <= 25


@pytest.mark.parametrize("pair", crosswalk.pairs, ids=lambda pair: pair.id)
def test_a_reason_is_one_sentence(pair):
    assert pair.reason.endswith(".")
    assert pair.reason.count(".") == 1


def test_what_comes_first_among_blind_spots():
    assert crosswalk.blind_spots.first == ("op.ont.4", "maa")


def test_the_other_of_a_pair():
    pair = crosswalk.of(PairKind.EQUIVALENT)[0]
    assert (pair.other("pp.ont.2"), pair.other("op.ont.4")) == ("op.ont.4", "pp.ont.2")


@pytest.mark.parametrize(
    ("old", "new", "item", "what"),
    [
        ("[pp.kap.4, op.ont.2]", "[pp.kap.9, op.ont.2]", "match.recruitment_profession", "unknown motive pp.kap.9"),
        ("[pp.kap.5, op.maa.2]", "[pp.kap.5, op.maa.7]", "strain.finance_society", "unknown motive op.maa.7"),
        ("[pp.kap.2, op.kap.1]", "[pp.kap.2, op.kap.9]", "pair.knowledge", "unknown motive op.kap.9"),
        ("first: [op.ont.4, maa]", "first: [op.ont.5, maa]", "blind_spots", "unknown motive op.ont.5"),
        ("first: [op.ont.4, maa]", "first: [op.ont.4, mvo]", "blind_spots", "unknown motive mvo"),
        (
            "[pp.kap.2, op.kap.1]",
            "[pp.kap.2, pp.kap.1]",
            "pair.knowledge",
            "motive pp.kap.1 is not on the form for opleiding",
        ),
        (
            "[pp.ont.2, op.ont.4]",
            "[op.ont.4, pp.ont.2]",
            "pair.professional_growth",
            "motive op.ont.4 is not on the form for praktijkpartner",
        ),
        (
            "[pp.ont.2, op.ont.4]",
            "[pp.ont.2, op.leg.1]",
            "pair.image",
            "motive op.leg.1 stands in two pairs of motives that are alike",
        ),
        ("[pp.kap.2, op.kap.1]", "[pp.kap.2, op.kap.4]", "pair.knowledge", "the texts of an identical pair differ"),
        (
            "[pp.kap.5, op.maa.2]",
            "[op.ont.1, pp.kap.5]",
            "strain.finance_outcomes",
            "the same motives stand in two strained pairs",
        ),
        ("[pp.leg.1, op.leg.1]", "[pp.leg.1, pp.leg.1]", "pair.image", "a pair that is identical needs two motives"),
        ("kind: mirrored", "kind: strained", "pair.own_task", "a pair that is strained needs a question"),
        (
            "kind: complementary",
            "kind: equivalent",
            "match.recruitment_profession",
            "a pair that is equivalent asks no question",
        ),
        (
            "Wat mag\n      openbaar worden, en wanneer?",
            "Praat erover.",
            "strain.innovation_publication",
            "a pair that is strained needs a question",
        ),
        (
            "kind: equivalent",
            "kind: identical",
            "pair.professional_growth",
            "a pair that is identical has status source",
        ),
        (
            "    status: proposal\n    note: Naar de strekking gelijk; door ons voorgesteld.\n",
            "",
            "pair.professional_growth",
            "a pair that is equivalent has status proposal",
        ),
        (
            "    note: Ons vermoeden; niet uit de bron.\n",
            "",
            "match.recruitment_profession",
            "status proposal needs a note",
        ),
        ("reason: Hoort bij onze taak.", 'reason: ""', "pair.own_task", "reason is empty"),
        ("    reason: Hoort bij onze taak.\n", "", "pair.own_task", "reason is missing"),
        ("question: Jullie", "vraag: Jullie", "strain.recruitment_both", "unknown field vraag"),
        ("id: pair.society", "id: pair.network", "pair.network", "the id is used before, in crosswalk.yaml"),
        ("id: blind_spots", "id: pp.kap.5", "pp.kap.5", "the id is used before, in form_praktijkpartner.yaml"),
    ],
)
def test_a_planted_mistake_is_refused(folder: Path, old: str, new: str, item: str, what: str):
    assert refused(folder, old, new) == (item, what)


@pytest.mark.parametrize("motives", ["[pp.kap.4]", "[pp.kap.4, op.ont.2, op.ont.1]"])
def test_a_pair_is_two_motives(folder: Path, motives: str):
    item, what = refused(folder, "[pp.kap.4, op.ont.2]", motives)
    assert item == "match.recruitment_profession"
    assert "motives" in what or what.startswith("1")


def test_an_unknown_kind(folder: Path):
    item, what = refused(folder, "kind: mirrored", "kind: gespiegeld")
    assert item == "pair.own_task"
    assert what.startswith("kind: ")


def test_no_blind_spot_first(folder: Path):
    assert refused(folder, "first: [op.ont.4, maa]", "first: []")[0] == "blind_spots"
