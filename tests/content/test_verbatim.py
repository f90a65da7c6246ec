"""Every text of the instrument is the text of its source, letter for letter."""

from __future__ import annotations

import re

import pytest

from bot.content.items import Status
from bot.content.load import load_crosswalk, load_instrument

from .source_expected import expected_texts, form_headings
from .source_text import section, shown_in_sets, shown_texts, under


def test_every_text_is_the_text_of_its_source():
    instrument = load_instrument()
    assert shown_texts(instrument) | shown_in_sets(instrument.sets) == expected_texts()


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
