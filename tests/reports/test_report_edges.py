"""Reports of what is small, large or odd: each becomes a file that can be read."""

import io

import pytest
from pypdf import PdfReader
from report_reading import csv_rows, everything_in, pdf_text, words, xlsx_rows
from report_world import Place, Plan, ReportWorld, report_world

from bot.domain.collaboration import PartnerKind, Role
from bot.domain.rounds import Phase, RoundMode, RoundState
from bot.turn.ports import UnitOfWork

LONG = ("Wat wij hopen te zien is dat studenten en professionals samen leren in de wijk. " * 60)[:4000]
ODD = (
    "👩‍⚕️ zorg 🇳🇱 en <b>vet</b> & *ster* #kop $geld$ \\pad",
    "שלום לכולם, זה טקסט מימין לשמאל",
    "مرحبا بكم في الحي",
    "=cmd|' /C calc'!A0",
    "W" * 300 + " https://voorbeeld.nl/" + "pad/" * 40,
    "regel een\nregel twee\n\n\n- regel drie",
    "e\u0301" * 90 + " \u202eomgekeerd\u202c",
)
EIGHT = tuple(
    (f"{name} met een lange naam die niet past", kind)
    for name, kind in zip(
        ("Opleiding A", "Opleiding B", "Zorg C", "Zorg D", "Gemeente E", "Stichting F", "Bureau G", "Atelier H"),
        (PartnerKind.PROGRAMME,) * 2 + (PartnerKind.PRACTICE,) * 6,
        strict=True,
    )
)


def files(world: ReportWorld, who: str, scope: str) -> dict[str, bytes]:
    return {form: world.file(who, form, scope) for form in ("pdf", "xlsx", "csv")}


def pages(body: bytes) -> list[str]:
    """What stands on each page."""
    return [words(page.extract_text()) for page in PdfReader(io.BytesIO(body)).pages]


def test_one_partner_alone():
    partners = (("Zorggroep Noord", PartnerKind.PRACTICE),)
    people = (Place("Carla Zorg", 0, Role.MANAGER), Place("Daan Wijk", 0, Role.PARTICIPANT))
    with report_world(partners=partners, people=people) as world:
        world.begin(rounds=1)
        for body in files(world, "Carla", "allen").values():
            assert body
        assert "Zorggroep Noord (praktijkpartner)" in pdf_text(world.file("Carla", "pdf", "allen"))


@pytest.mark.deep
def test_answers_of_4000_characters_are_whole_and_have_the_width_of_the_page():
    with report_world(outcomes=(LONG,)) as world:
        world.begin(rounds=1)
        found = files(world, "Anna", "mij")
        assert words(LONG) in everything_in("csv", found["csv"])
        assert any(row["opbrengst"].strip() == LONG.strip() for row in xlsx_rows(found["xlsx"]))
        text = pdf_text(found["pdf"]).replace(" ", "")
        assert text.count(words(LONG)[-60:].replace(" ", "")) >= 5
        on_pages = pages(found["pdf"])
        assert len(on_pages) < 55
        assert "staat hieronder" in on_pages[1]


@pytest.mark.deep
def test_eight_partners():
    people = tuple(Place(f"Persoon{number} Naam", number, Role.MANAGER) for number in range(8))
    with report_world(partners=EIGHT, people=people) as world:
        world.begin(rounds=2)
        text = pdf_text(world.file("Persoon3", "pdf", "allen"))
        assert all(words(name) in text for name, _ in EIGHT)
        assert len({row["partner"] for row in csv_rows(world.file("Persoon3", "csv", "allen"))}) >= 8


def test_odd_texts_come_through():
    with report_world(outcomes=ODD) as world:
        world.begin(rounds=1)
        found = files(world, "Anna", "mij")
        told = {row["opbrengst"] for row in xlsx_rows(found["xlsx"])}
        in_csv = {row["opbrengst"] for row in csv_rows(found["csv"])}
        for odd in ODD[:5]:
            assert odd in told
            assert odd in in_csv or f"'{odd}" in in_csv
        text = pdf_text(found["pdf"])
        assert "<b>vet</b> & *ster* #kop $geld$ \\pad" in text
        assert "regel drie" in text


def test_nothing_answered_gives_no_file_and_says_so():
    with report_world() as world:
        world.do(world._people)
        world.do(_open_round)
        place = world.do(lambda uow: uow.collaborations.all()[0].id)
        phone = world.town.phone("Anna")
        world.town.take(phone.forges(f"p:rapportmaak:{place}.1.mij.pdf"))
        assert "Er is in deze ronde nog niets dat hierin mag staan" in phone.newest.text


def _open_round(uow: UnitOfWork) -> None:
    place = uow.collaborations.all()[0]
    version = "onbekend"
    round_ = uow.rounds.add(place.id, RoundMode.APART, frozenset(Phase), version, deadline=None)
    uow.rounds.set_state(round_.id, RoundState.PREPARATION)


# --- the way to it ---


@pytest.fixture
def world():
    with report_world(plan=Plan()) as world:
        world.begin(rounds=1)
        yield world


def ask(world: ReportWorld, form: str) -> str:
    return f"p:rapportmaak:1.1.mij.{form}"


def test_one_at_a_time_and_a_program_that_stopped_goes_on_with_it(world: ReportWorld):
    phone, runner = world.town.phone("Anna"), world.town.runner
    taken = world.do(lambda uow: runner.take(uow, phone.forges(ask(world, "pdf")), world.town.now))
    assert any(one.document for one in taken.outgoing)
    seen = world.town.take(phone.forges(ask(world, "csv")))
    assert seen.toast == "Je vorige bestand is nog onderweg. Vraag het volgende als dat er is."
    again = world.town.start_again()  # it was killed before it sent anything
    assert any(one.version.document for one in again.changes)
    assert world.town.take(phone.forges(ask(world, "csv"))).toast == ""


def test_a_report_that_waits_is_not_sent_with_the_words_of_who_was_erased(world: ReportWorld):
    phone, runner = world.town.phone("Carla"), world.town.runner
    world.do(lambda uow: runner.take(uow, phone.forges(ask(world, "csv")), world.town.now))
    world.do(lambda uow: uow.people.erase(world.by_name["Daan"].id, world.town.now))
    waiting = world.do(lambda uow: uow.post.waiting())
    assert not any("Daan" in (one.document or "") for one in waiting)


def test_a_group_gets_a_link_and_nothing_else(world: ReportWorld):
    group = world.town.phones.group("Team")
    phone = world.town.phone("Anna").at(group)
    seen = world.town.take(phone.types("/rapport"))
    assert len(seen.changes) == 1
    assert seen.changes[0].version.document is None
    assert "https://" in seen.changes[0].version.text


MADE_UP = (
    *("", "1", "1.1", "1.1.mij", "1.1.mij.exe", "2.1.mij.pdf", "1.9.mij.pdf", "1.1.p2.csv", "1.1.p0.csv"),
    *("1.1.px.csv", "1.1.mij.pdf.pdf", "x.y.z.pdf"),
)


@pytest.mark.parametrize("argument", MADE_UP)
def test_a_made_up_button_gets_no_file(world: ReportWorld, argument: str):
    seen = world.town.take(world.town.phone("Anna").forges(f"p:rapportmaak:{argument}"))
    assert not any(one.version.document for one in seen.changes)
    assert seen.toast


# --- how it lies on the page ---


def test_a_long_table_of_contents_leaves_no_page_with_a_single_line():
    people = tuple(Place(f"Persoon{number} Naam", number, Role.MANAGER) for number in range(8))
    with report_world(partners=EIGHT, people=people) as world:
        world.begin(rounds=1)
        first, second, *_ = pages(world.file("Persoon3", "pdf", "allen"))
        tool = world.instrument.tool
    assert (tool.goal.text[:40] in first) == (tool.approach.closing[-1].text[:40] in first)
    assert tool.approach.closing[-1].text[:40] in first or tool.goal.text[:40] in second


def test_each_page_says_for_whom_and_when_it_was_made(world: ReportWorld):
    _, *others = pages(world.file("Anna", "pdf", "mij"))
    assert all("Voor Anna Docent · 20-11-2026" in page for page in others)


def test_a_condition_is_named_as_one(world: ReportWorld):
    assert "Voorwaarde: als er twee begeleiders zijn" in pdf_text(world.file("Anna", "pdf", "mij"))
    row = next(one for one in csv_rows(world.file("Anna", "csv", "mij")) if one["onderdeel"] == "besluit")
    assert row["toelichting"] == "als er twee begeleiders zijn"


def test_a_motive_that_stands_in_its_own_way_is_told_once(world: ReportWorld):
    text = pdf_text(world.file("Anna", "pdf", "mij"))
    question = "Meer dan één praktijkpartner zoekt nieuwe oplossingen."
    before, after = text.split(question, 1)
    assert before.strip().endswith("Nieuwe innovatieve oplossingen/producten/processen")
    assert not before.strip().endswith("processen – Nieuwe innovatieve oplossingen/producten/processen")
    assert after.split("?", 1)[1].strip().startswith("Zorggroep Noord, Gemeente Oost")


def test_a_side_of_which_too_few_guessed_is_named(world: ReportWorld):
    text = pdf_text(world.file("Anna", "pdf", "mij"))
    assert "Wat de overkant dacht over: Werkveldpartner(s) Te weinig schattingen om te laten zien." in text


def test_an_emoji_is_on_the_page():
    with report_world(outcomes=ODD) as world:
        world.begin(rounds=1)
        body = world.file("Anna", "pdf", "mij")
    fonts = [font for page in PdfReader(io.BytesIO(body)).pages for font in page["/Resources"]["/Font"].values()]
    assert any("NotoEmoji" in font.get_object()["/BaseFont"] for font in fonts)
