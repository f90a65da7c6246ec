"""A wrong file stops the program with the file, the item and what is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.errors import ContentError
from bot.content.load import CONTENT_FOLDER, FILES, load_instrument, read_instrument, set_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT_FOLDER / "nl" / "instrument", tmp_path / "instrument"))


def refused(folder: Path, file: str, old: str, new: str) -> tuple[str, str, str]:
    """Replace the first `old` in a file by `new`, and tell what the error says."""
    path = folder / file
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_instrument(folder)
    error = caught.value
    assert str(error) == f"{error.file}: {error.item}: {error.what}"
    return error.file, error.item, error.what


def test_an_untouched_copy_is_fine(folder: Path):
    assert read_instrument(folder) == load_instrument()


def test_every_file_in_the_folder_is_read():
    folder = CONTENT_FOLDER / "nl" / "instrument"
    names = {path.name for path in folder.iterdir()}
    assert names == set(FILES.values()) | {path.name for path in set_files(folder)}


def test_an_id_twice_in_one_file(folder: Path):
    error = refused(folder, "phase2.yaml", "id: f2.b2", "id: f2.b1")
    assert error == ("phase2.yaml", "f2.b1", "the id is used before, in phase2.yaml")


def test_an_id_twice_in_two_files(folder: Path):
    error = refused(folder, "phase2.yaml", "id: f2.b2", "id: pp.kap.5")
    assert error == ("phase2.yaml", "pp.kap.5", "the id is used before, in form_praktijkpartner.yaml")


def test_unknown_cluster_of_a_motive(folder: Path):
    error = refused(folder, "form_opleiding.yaml", "cluster: ont", "cluster: onb")
    assert error == ("form_opleiding.yaml", "op.ont.1", "unknown cluster onb")


def test_unknown_cluster_in_the_quick_scan(folder: Path):
    error = refused(folder, "quick_scan.yaml", "cluster: maa", "cluster: mat")
    assert error == ("quick_scan.yaml", "qs.own.maa", "unknown cluster mat")


def test_unknown_motive_in_a_condition(folder: Path):
    error = refused(folder, "mirrors.yaml", "any_nee: [pp.leg.1,", "any_nee: [pp.leg.2,")
    assert error == ("mirrors.yaml", "mirror.employer_branding", "unknown motive pp.leg.2 in the condition")


def test_condition_on_a_motive_that_this_kind_never_answers(folder: Path):
    error = refused(folder, "mirrors.yaml", "any_nee: [op.ont.4]", "any_nee: [pp.ont.2]")
    assert error == ("mirrors.yaml", "mirror.teacher_development", "unknown motive pp.ont.2 in the condition")


def test_unknown_cluster_in_a_condition(folder: Path):
    error = refused(folder, "mirrors.yaml", "all_nee_cluster: maa", "all_nee_cluster: mvo")
    assert error == ("mirrors.yaml", "mirror.society", "unknown cluster mvo in the condition")


def test_empty_condition(folder: Path):
    error = refused(folder, "mirrors.yaml", "{scope: phase2, sector_type: public}", "{scope: phase2}")
    assert error == ("mirrors.yaml", "mirror.learning_community", "condition is empty")


def test_unknown_word_in_a_condition(folder: Path):
    file, item, what = refused(folder, "mirrors.yaml", "any_ja:", "some_ja:")
    assert (file, item, what) == ("mirrors.yaml", "mirror.innovation_kind", "unknown field some_ja")


def test_unknown_scope(folder: Path):
    file, item, what = refused(folder, "mirrors.yaml", "scope: all", "scope: iedereen")
    assert (file, item) == ("mirrors.yaml", "mirror.society")
    assert what.startswith("scope: ")


def test_unknown_student_motive(folder: Path):
    error = refused(folder, "mirrors.yaml", "[op.ont.1, op.ont.2,", "[op.ont.1, op.ont.7,")
    assert error == ("mirrors.yaml", "student_motives", "unknown motive op.ont.7")


@pytest.mark.parametrize("empty", ['""', '"  "'])
def test_empty_text(folder: Path, empty: str):
    error = refused(folder, "phase2.yaml", "text: Zie je overeenkomsten in de motieven?", f"text: {empty}")
    assert error == ("phase2.yaml", "f2.b1", "text is empty")


def test_empty_title(folder: Path):
    assert refused(folder, "phase3.yaml", "title: Investering", 'title: ""') == (
        "phase3.yaml",
        "f3.inv",
        "title is empty",
    )


def test_too_long_text(folder: Path):
    error = refused(folder, "phase2.yaml", "Zie je overeenkomsten in de motieven?", "a" * 3501)
    assert error == ("phase2.yaml", "f2.b1", "text is longer than 3500 characters")


def test_longest_text_is_fine(folder: Path):
    path = folder / "phase2.yaml"
    content = path.read_text(encoding="utf-8").replace("Zie je overeenkomsten in de motieven?", "a" * 3500)
    path.write_text(content, encoding="utf-8")
    assert len(read_instrument(folder).question("f2.b1").text) == 3500


def test_missing_source(folder: Path):
    error = refused(folder, "form_opleiding.yaml", 'source: "004:83-122"', "")
    assert error == ("form_opleiding.yaml", "op.leg.1", "source is missing")


def test_source_that_is_no_place(folder: Path):
    file, item, what = refused(folder, "clusters.yaml", 'source: "001:361-371"', "source: de dia")
    assert (file, item) == ("clusters.yaml", "level.intro")
    assert what.startswith("source: ")


def test_proposal_without_a_note(folder: Path):
    error = refused(folder, "quick_scan.yaml", "note: Door ons toegevoegd; niet uit de bron.", "")
    assert error == ("quick_scan.yaml", "qs.scale.weet_niet", "status proposal needs a note")


def test_gap_without_a_note(folder: Path):
    old = "note: De twee links, van ‘dit artikel’ en van het ontwikkelinstrument, zijn niet bewaard."
    assert refused(folder, "phase3.yaml", old, "") == ("phase3.yaml", "f3.links", "status gap needs a note")


def test_unknown_status(folder: Path):
    file, item, _ = refused(folder, "phase3.yaml", "status: proposal", "status: voorstel")
    assert (file, item) == ("phase3.yaml", "f3.med")


def test_missing_field(folder: Path):
    assert refused(folder, "phase2.yaml", "instruction:", "instructie:")[1:] == (
        "instruction",
        "instruction is missing",
    )


def test_misspelt_field(folder: Path):
    assert refused(folder, "phase2.yaml", "text: Zie", "tekst: Zie")[:2] == ("phase2.yaml", "f2.b1")


def test_the_same_key_twice(folder: Path):
    file, item, what = refused(folder, "phase2.yaml", "text: Zie je", "text: Zie\n    text: Zie je")
    assert (file, what) == ("phase2.yaml", "key 'text' stands there twice")
    assert item.startswith("line ")


def test_broken_yaml(folder: Path):
    file, item, _ = refused(folder, "phase2.yaml", "questions:", "questions: [")
    assert file == "phase2.yaml"
    assert item.startswith("line ")


def test_file_that_holds_a_list(folder: Path):
    (folder / "phase2.yaml").write_text("- een\n- twee\n")
    with pytest.raises(ContentError, match=r"^phase2\.yaml: -: "):
        read_instrument(folder)


@pytest.mark.parametrize("content", [b"title: caf\xe9\n", b"title: \x00\n"])
def test_file_that_is_no_text(folder: Path, content: bytes):
    (folder / "phase2.yaml").write_bytes(content)
    with pytest.raises(ContentError, match=r"^phase2\.yaml: -: the file holds characters that are not UTF-8 text$"):
        read_instrument(folder)


def test_missing_file(folder: Path):
    (folder / "phase2.yaml").unlink()
    with pytest.raises(ContentError, match=r"^phase2\.yaml: -: the file is missing$"):
        read_instrument(folder)


def test_forms_exchanged(folder: Path):
    error = refused(folder, "form_opleiding.yaml", "kind: opleiding", "kind: praktijkpartner")
    assert error == ("form_opleiding.yaml", "form.opleiding", "this file must hold the form for opleiding")


def test_unknown_language():
    with pytest.raises(ContentError, match="the file is missing"):
        load_instrument("fy")
