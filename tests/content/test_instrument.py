"""What the instrument holds, and the look-ups that callers rely on."""

from __future__ import annotations

from enum import StrEnum

import pytest
from pydantic import ValidationError

from bot.content.items import Status
from bot.content.load import load_instrument

instrument = load_instrument()


def test_counts():
    assert len(instrument.form("praktijkpartner").motives) == 10
    assert len(instrument.form("opleiding").motives) == 11
    assert len(instrument.phase1.questions) == 7
    assert len(instrument.phase2.questions) == 6
    assert [len(theme.questions) for theme in instrument.phase3.themes] == [4, 3, 4, 4]
    assert len(instrument.phase3.questions) == 15
    assert [len(section.questions) for section in instrument.set_of("b1").sections] == [3, 3, 4, 2, 3]
    assert len(instrument.set_of("olos").questions) == 6
    assert sum(level.elements for level in instrument.framework.levels) == 17


def test_glossary_holds_ten_terms_three_sub_terms_and_a_gap():
    terms = instrument.glossary.terms
    gaps = [term for term in terms if term.status is Status.GAP]
    assert len(terms) - len(gaps) == 10
    assert sum(len(term.subterms) for term in terms) == 3
    assert [(gap.term, gap.text) for gap in gaps] == [("HYBRIDISERING", "")]
    assert [explanation.status for explanation in gaps[0].explanations] == ["source"] * 3 + ["proposal"]
    assert len(instrument.glossary.entries) == 14
    assert terms[0].name == "Hybride leeromgeving"


def test_form_takes_any_string_that_names_a_kind():
    class PartnerKind(StrEnum):
        OPLEIDING = "opleiding"

    assert instrument.form(PartnerKind.OPLEIDING) is instrument.form("opleiding")
    with pytest.raises(KeyError):
        instrument.form("gemeente")


def test_motives_are_found_by_id_with_their_cluster_and_kind():
    motive = instrument.motive("pp.kap.4")
    assert (motive.text, motive.cluster, motive.source) == ("Werven nieuwe medewerkers", "kap", "004:41-78")
    assert instrument.cluster(motive.cluster).name == "Kapitaal gerelateerd"
    assert instrument.kind_of("pp.kap.4") == "praktijkpartner"
    assert instrument.kind_of("op.kap.3") == "opleiding"
    with pytest.raises(KeyError):
        instrument.motive("pp.kap.6")


def test_clusters_come_in_form_order_and_the_quick_scan_in_its_own():
    assert [cluster.id for cluster in instrument.clusters.clusters] == ["leg", "ont", "kap", "maa", "ovr"]
    expected = [f"qs.{side}.{cluster}" for side in ("own", "other") for cluster in ("leg", "kap", "ont", "maa")]
    assert [question.id for question in instrument.quick_scan.questions] == expected


def test_answer_scales():
    assert [(o.value, o.text) for o in instrument.phase1.scale] == [
        ("ja", "Ja"),
        ("enigszins", "Enigszins"),
        ("nee", "Nee"),
    ]
    assert [o.value for o in instrument.quick_scan.scale] == ["ja", "enigszins", "nee", "weet_niet"]
    assert {o.status for o in instrument.quick_scan.scale} == {Status.PROPOSAL}


@pytest.mark.parametrize("question_id", ["f1.r1", "f2.b6", "f3.com.1", "f3.med.4"])
def test_questions_are_found_by_id(question_id: str):
    assert instrument.question(question_id).id == question_id


def test_twins_go_both_ways():
    assert instrument.identical_twin("pp.ont.1") == "op.ont.3"
    assert instrument.identical_twin("op.ont.3") == "pp.ont.1"
    assert instrument.identical_twin("pp.kap.5") is None
    with pytest.raises(KeyError):
        instrument.identical_twin("own.1")


def test_student_motives_are_marked_as_ours():
    assert instrument.student_motives == {"op.ont.1", "op.ont.2", "pp.maa.1"}
    assert instrument.mirrors.student_motives.status is Status.DERIVED


def test_fourth_theme_is_marked_as_proposal_but_its_questions_are_not():
    theme = instrument.phase3.themes[3]
    assert (theme.title, theme.status) == ("Medewerkers", Status.PROPOSAL)
    assert {(question.status, question.source) for question in theme.questions} == {
        (Status.SOURCE, "000:223-262, 004:157-203")
    }


def test_mirror_questions_come_in_order_with_their_conditions():
    whens = {mirror.id: mirror.when for mirror in instrument.mirrors.mirrors}
    assert list(whens) == [
        "mirror.employer_branding",
        "mirror.private_capital",
        "mirror.teacher_development",
        "mirror.student_only",
        "mirror.innovation_kind",
        "mirror.society",
        "mirror.learning_community",
    ]
    private = whens["mirror.private_capital"]
    assert (private.kind, private.sector_type) == ("praktijkpartner", "private")
    assert private.any_nee == ("pp.kap.5", "pp.kap.3")
    assert whens["mirror.student_only"].only_student_motives
    assert whens["mirror.innovation_kind"].any_ja == ("pp.kap.1",)
    assert (whens["mirror.society"].scope, whens["mirror.society"].all_nee_cluster) == ("all", "maa")
    assert whens["mirror.learning_community"].scope == "phase2"
    assert {mirror.status for mirror in instrument.mirrors.mirrors} == {Status.PROPOSAL}


def test_the_instrument_cannot_be_changed():
    with pytest.raises(ValidationError):
        instrument.motive("pp.leg.1").text = "iets anders"  # type: ignore[misc]


def test_it_is_read_once_and_has_a_version():
    assert load_instrument() is instrument
    assert instrument.content_version
