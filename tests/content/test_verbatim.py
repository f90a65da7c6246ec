"""Every text of the instrument is the text of its source, letter for letter."""

from __future__ import annotations

import re

import pytest

from bot.content.items import Item, Status
from bot.content.load import load_crosswalk, load_instrument

from .source_expected import expected_texts, form_headings
from .source_text import items, rows, section, shown_in_sets, shown_texts, texts_of_source, under


def test_every_text_is_the_text_of_its_source():
    instrument = load_instrument()
    besides = shown_in_sets(instrument.sets) | texts_of_source(instrument.background)
    assert shown_texts(instrument) | besides == expected_texts()


def test_a_slip_in_a_loaded_motive_is_noticed():
    instrument = load_instrument()
    form = instrument.form("praktijkpartner")
    slipped = form.motives[7].model_copy(update={"text": form.motives[7].text.replace("ë", "e")})
    motives = (*form.motives[:7], slipped, *form.motives[8:])
    broken = instrument.model_copy(update={"form_praktijkpartner": form.model_copy(update={"motives": motives})})
    different = shown_texts(broken).items() - expected_texts().items()
    assert {key for key, _ in different} == {("pp.kap.5", "text")}


def test_what_a_set_says_for_itself_is_marked_as_ours():
    compared = shown_in_sets(load_instrument().sets)
    assert ("b1.5.3", "text") in compared
    assert ("olos.6", "text") in compared
    assert not {"b1.about", "olos.title", "olos.ask", "olos.scale.ja"} & {item_id for item_id, _ in compared}


@pytest.mark.parametrize("kind", ["praktijkpartner", "opleiding"])
def test_motives_stand_in_form_order_below_their_heading(kind: str):
    instrument = load_instrument()
    shown = [(motive.id, instrument.cluster(motive.cluster).heading) for motive in instrument.form(kind).motives]
    assert shown == form_headings(kind)


def test_pairs_are_those_of_the_source():
    line = next(line for line in section("a") if line.startswith("Gelijke tekst"))
    identical, equivalent = (re.findall(r"`([^`]+)`↔`([^`]+)`", part) for part in line.split("[VOORSTEL]"))
    pairs = load_crosswalk().pairs
    assert [p.motives for p in pairs if p.kind == "identical"] == identical
    assert [p.motives for p in pairs if p.kind in ("equivalent", "mirrored")] == equivalent
    assert {p.status for p in pairs if p.kind in ("equivalent", "mirrored")} == {Status.PROPOSAL}


def test_mirror_conditions_name_the_motives_of_the_source():
    lines = [line for line in under("m", "Spiegelvragen") if line.startswith("|")][2:]
    named = [re.findall(r"`((?:pp|op)\.[a-z]+\.\d)`", line.split("|")[1]) for line in lines]
    assert [list(mirror.when.motive_ids) for mirror in load_instrument().mirrors.mirrors] == named


def test_what_was_mended_is_told():
    listed = [(row[1], row[2], row[3]) for row in rows(section("y"))]
    told = {
        item.id: [(correction.original, correction.here) for correction in item.corrections]
        for item in items(load_instrument())
        if item.corrections
    }
    assert sorted((item, *pair) for item, pairs in told.items() for pair in pairs) == sorted(map(tuple, listed))


def test_every_slip_that_the_sources_mark_is_in_the_list():
    marked = {
        mark for letter in "abcdefghijklm" for line in section(letter) for mark in re.findall(r"\[(C-\d+)\]", line)
    }
    assert marked <= {row[0] for row in rows(section("y"))}


def test_what_we_put_in_fewer_words_is_marked_so():
    findings = load_instrument().findings
    told: list[Item] = [findings.method, *findings.findings, *findings.conclusions]
    lines = [line for line in section("m") if "[SAMENGEVAT]" in line]
    shortened = [one for one in told if any(str(vars(one)["text"]) in line for line in lines)]
    assert len(shortened) == len(lines) == 6
    assert [one for one in told if one.status is Status.DERIVED] == shortened


def test_a_mirror_never_says_more_than_the_findings_it_rests_on():
    instrument = load_instrument()
    found = {one.id: one.text for one in (*instrument.findings.findings, *instrument.findings.conclusions)}
    for mirror in instrument.mirrors.mirrors:
        said = " ".join(found[one] for one in mirror.built_on).lower()
        assert mirror.built_on, mirror.id
        assert mirror.status is Status.PROPOSAL
        strong = {"vaak", "altijd", "meestal", "vooral", "juist", "alle", "vrijwel"}
        assert not strong & set(re.findall(r"\w+", mirror.text.lower())) - set(re.findall(r"\w+", said)), mirror.id


def test_what_is_told_to_be_missing_is_missing_in_the_sources():
    told = {item.id for item in items(load_instrument()) if item.status is Status.GAP}
    assert sorted(told) == sorted(row[0] for row in rows(section("z")))


def test_words_quoted_in_a_summary_are_those_of_the_source():
    said = "\n".join(line for letter in "abcdefghijklm" for line in section(letter))
    shortened = [item for item in items(load_instrument().background) if item.status is Status.DERIVED]
    quoted = {quote for item in shortened for quote in re.findall(r"‘([^’]+)’", str(getattr(item, "text", "")))}
    assert "een continu proces" in quoted
    assert sorted(quote for quote in quoted if f"'{quote}'" not in said) == []


STANDS_IN = {
    "tool": "e", "f1": "abe", "pp": "a", "op": "a", "form": "a", "student_motives": "a", "pair": "a",
    "f2": "c", "f3": "d", "glossary": "f", "term": "f", "theory": "g", "level": "g", "qs": "h",
    "research": "m", "case": "m", "finding": "m", "conclusion": "m", "mirror": "m", "framework": "i", "raamwerk": "i",
    "olos": "j", "b1": "k", "recommendation": "k", "role": "k", "hlo": "k", "beeldplaat": "l", "plaat": "l",
    "link": "l", "leg": "ag", "ont": "ag", "kap": "ag", "maa": "ag", "ovr": "a",
}  # fmt: skip
"""The first part of an id: the sections of the tables in which it stands."""

OF_BOTH_FORMS = "004:41-122"


def places(letters: str) -> set[str]:
    """Documents and lines that these sections name."""
    return {place for letter in letters for place in re.findall(r"\b\d{3}:\d+(?:-\d+)?", "\n".join(section(letter)))}


def test_the_lines_a_text_comes_from_are_those_of_its_section():
    strange = {
        item.id: place
        for item in items(load_instrument())
        if item.source
        for place in item.source.split(", ")
        if ":" in place and place != OF_BOTH_FORMS and place not in places(STANDS_IN[item.id.partition(".")[0]])
    }
    assert strange == {}


def test_a_submotive_of_the_theory_comes_from_the_slide_alone():
    parts = [one for cluster in load_instrument().clusters.clusters for one in cluster.submotives]
    assert {one.source for one in parts} == {"001:37-76"}
