"""Rounds that version 0.1 left open are played to their end, by what stands on the phones."""

import pytest
from release import Phone, Town


class Street:
    """Short words for what people do. Whatever is typed or tapped must be answered."""

    def __init__(self, town: Town) -> None:
        self.town = town
        town.start_again()

    def person(self, who: str) -> Phone:
        """Somebody in private, or `name @ group`."""
        name, _, group = who.partition(" @ ")
        phone = self.town.phone(name)
        return phone.at(self.town.phones.group(group)) if group else phone

    def does(self, who: str, *acts: str) -> None:
        """`[label]` taps, `> text` answers the newest message that has such words, everything else is typed."""
        for act in acts:
            phone = self.person(who)
            if act.startswith("["):
                self.town.take(phone.taps(act[1:-1]))
            elif act.startswith(">"):
                self.town.take(phone.replies(act[2:]))
            else:
                self.town.take(phone.types(act))

    def reads(self, who: str) -> str:
        """All that this chat ever showed."""
        return self.person(who).chat.text

    def answers_until(self, who: str, label: str) -> None:
        """Go on with what the screen offers, until there is a button of this name."""
        for _ in range(80):
            labels = self.person(who).newest.now.labels
            if label in labels:
                return
            self.does(who, next((act for one, act in OFFERED.items() if one in labels), f"[{labels[0]}]"))
        raise AssertionError(f"{who} never sees [{label}]: {self.person(who).newest.text}")

    def settles(self, who: str) -> None:
        self.answers_until(who, "Vaststellen")
        self.does(who, "[Vaststellen]")


OFFERED = {label: f"[{label}]" for label in ("Klaar", "Nee", "Overslaan", "Begin", "Verder met de vragen")}
"""What is tapped where it stands: the first of these."""


@pytest.fixture
def street(town: Town) -> Street:
    return Street(town)


def test_the_question_that_is_open_takes_its_answer(street: Street):
    street.does("Anna", "Meer <b>plezier</b> & _zin_ 🌱 سلام")
    street.answers_until("Anna", "Indienen")
    street.does("Anna", "[Indienen]", "/invullen", "[Wijzigen]")
    assert "Meer <b>plezier</b> & _zin_ 🌱 سلام" in street.reads("Anna")
    assert "Meer <b>trots</b> & _rust_ 🌱 سلام" in street.reads("Anna")


def test_phase_1_with_half_a_form_and_half_a_settlement(street: Street):
    for who in ("Anna", "Bram"):
        street.answers_until(who, "Indienen")
        street.does(who, "[Indienen]")
    street.settles("Carla")
    street.does("Anna", "[Vaststellen]")
    street.settles("Anna")
    assert "Dit is versie 1 van Zorggroep Noord" in street.reads("Carla")
    street.does("Bo", "/overzicht", "[Onthullen]", "[Onthullen]")
    for who in ("Anna", "Bram", "Carla", "Daan"):
        assert "De motieven zijn onthuld" in street.person(who).newest.text
    talks(street, "zorg", "Bo", "Anna", "Carla")
    commits(street, "Anna", "Carla")
    assert "Deze ronde is afgerond" in street.reads("Bo")
    street.does("Anna", "/overzicht", "[Meer]", "[Over de jaren]")
    assert "Opleiding Verpleegkunde, 2026 en 2027" in street.person("Anna").newest.text


def test_boards(street: Street):
    """The last one answers a board, which shows it; the round goes on in private and in the group."""
    street.does("Dora @ bouw", "[Nee]")
    shown = street.person("Bas @ bouw").find("Uitslag").text
    assert "Opleiding Bouwkunde: Ja 1 · Enigszins 0 · Nee 1" in shown
    street.does("Bas @ bouw", "[Volgende ›]")
    for who in ("Cleo", "Dora", "Evert", "Femke"):
        street.does(who, "/invullen", "[Begin met de motieven]")
        street.answers_until(who, "Indienen")
        street.does(who, "[Indienen]")
    for who in ("Cleo", "Evert"):
        street.does(who, "[Vaststellen]")
        street.settles(who)
    street.does("Bas", "/overzicht", "[HLO Samen Bouwen]", "[Onthullen]", "[Onthullen]")
    talks(street, "bouw", "Bas", "Cleo", "Evert")


def test_the_yearly_question(street: Street):
    street.does("Gerda", "[Nieuwe ronde]", "[Ronde openen]", "[Ja, openen]")
    assert "Een nieuwe ronde is begonnen." in street.reads("Hugo")
    street.does("Hugo", "/invullen", "[Begin met de motieven]")
    street.answers_until("Hugo", "Indienen")
    street.does("Hugo", "[Indienen]", "[Vaststellen]")
    street.settles("Hugo")
    street.does(
        "Gerda", "/overzicht", "[Onthullen]", "[Onthullen]", "/overzicht", "[Ronde afsluiten]", "[Ja, afsluiten]"
    )
    assert "Deze ronde is afgerond" in street.reads("Hugo")


def test_a_round_that_was_revealed(street: Street):
    street.does("Gast", "[Akkoord]")
    assert "Je doet mee" in street.reads("Gast")
    talks(street, "sport", "Jules", "Kim", "Mees", "Pim")
    commits(street, "Kim", "Mees", "Pim")
    assert "Deze ronde is afgerond" in street.reads("Jules")


def test_phase_2_in_the_middle_of_a_question(street: Street):
    street.does("Otto @ techniek", "[Tijd]")  # below the question, as 0.1 left it
    assert "⏱ 10 minuten" in street.reads("Sam @ techniek")
    street.does("Sam @ techniek", "/punt Nog een gedachte")
    for who in ("Pien", "Roos"):
        street.does(f"{who} @ techniek", "[Akkoord]")
    assert "Dit is een gezamenlijk doel" in street.person("Roos @ techniek").find("Samen een lokaal").text
    street.does("Otto", "[Volgende ›]")
    closes(street, "techniek", "Otto", "Pien", "Roos")
    assert "Dat kost te veel tijd" in street.reads("Pien")
    assert "Dit zei ik te snel" not in street.reads("Pien")
    commits(street, "Pien", "Roos")


def test_minutes_that_wait_for_a_partner(street: Street):
    street.does("Vera", "[Bekijk het verslag]", "[Ja, klopt]")
    commits(street, "Ula", "Vera")
    assert "Deze ronde is afgerond" in street.reads("Teun")


def test_phase_3_in_private_and_in_a_group(street: Street):
    street.does("Xena @ kunstteam", "> Graag met tijd erbij", "[Volgende ›]")
    street.does("Zoe", "Een tweede atelier")
    street.does("Zoe", "/menu")
    commits(street, "Xena", "Zoe")
    assert "Wij staan erachter" in street.reads("Xena")
    assert "Ja, helemaal" in street.reads("Zoe")
    assert "Deze ronde is afgerond" in street.reads("Wim")


def test_what_is_shared_under_the_promise_of_then_stays_out_of_sight_of_whoever_leads(street: Street):
    street.does("Xena", "/overzicht", "[Naar fase 3]", "[Delen met partners]")
    assert "Alleen wat je hier deelt, zien de andere partners." in street.reads("Xena")
    street.does("Xena", "[Deel 1]")
    street.does("Wim", "/overzicht")
    seen = [*street.person("Wim").newest.now.labels]
    if "Meer" in seen:
        street.does("Wim", "[Meer]")
        seen += street.person("Wim").newest.now.labels
    assert "Wat partners delen" not in seen


def test_an_agreement_that_is_due(street: Street):
    street.does("Zoe", "/afspraken", "[1]", "[Gedaan]")
    assert "Een atelier inrichten" in street.person("Zoe").newest.text
    assert "· gedaan" in street.person("Zoe").newest.text


def test_a_round_that_was_not_opened_yet(street: Street):
    street.does("Bas", "/overzicht", "[HLO Nieuwe Start]", "[Ronde openen]", "[Ja, openen]")
    street.does("Bas", "/menu", "[Uitnodigen]", "[HLO Nieuwe Start]", "[Opleiding Start]")
    street.does("Bas", "[Link voor één leidinggevende]")
    token = street.person("Bas").chat.token
    street.town.take(street.person("Nieuwe").opens(token))
    street.does("Nieuwe", "[Ja, klopt]", "[Akkoord]", "[Begin met fase 1]")
    assert "HLO Nieuwe Start · Opleiding Start" in street.person("Nieuwe").newest.text


def test_everybody_finds_something_in_the_menu(street: Street):
    for name in street.town.phones.people:
        street.does(name, "/menu")
        assert street.person(name).labels, name


# --- what several rounds do ---


def talks(street: Street, group: str, leader: str, *managers: str) -> None:
    """Phase 2, from its first question to the minutes that are fixed."""
    street.does(f"{leader} @ {group}", "/gesprek")
    street.does(f"{managers[0]} @ {group}", "> Dit herkennen wij")
    for _ in range(4):
        street.does(leader, "[Volgende ›]")
    street.does(f"{managers[1]} @ {group}", "/doel Samen verder")
    for manager in managers:
        street.does(f"{manager} @ {group}", "[Akkoord]")
    street.does(leader, "[Volgende ›]")
    closes(street, group, leader, *managers)


def closes(street: Street, group: str, leader: str, *managers: str) -> None:
    street.does(managers[0], "[Naar mijn antwoord]", "Aan het team vertellen")
    street.does(leader, "[Afsluiten]", "[Ja, afsluiten]")
    for manager in managers:
        street.does(manager, "[Bekijk het verslag]", "[Ja, klopt]")
    assert "het verslag van fase 2 is vastgesteld" in street.reads(f"{leader} @ {group}")


def commits(street: Street, *managers: str) -> None:
    """Phase 3 of each partner, to its end."""
    for manager in managers:
        street.does(manager, "/overzicht")
        street.does(manager, "[Naar fase 3]")
        street.does(manager, "[Fase 3 afsluiten]", "[Wij committeren ons]", "[Langer]", "[Alleen wij]")
        street.does(manager, "[Fase 3 afsluiten]")
