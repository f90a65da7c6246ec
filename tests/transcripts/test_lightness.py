"""How much a busy person does and reads, counted on transcripts: numbers that may only go down."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.bootstrap import texts

FOLDER = Path(__file__).parent
PREPARATION, NEW, COMMITMENT = "preparation__druk", "new_collaboration__druk", "commitment__druk"
MOST_WORDS = 700


def turns(page: str = PREPARATION, who: str = "Anna") -> list[tuple[str, list[str]]]:
    """What somebody did, each with the lines of text it led to; buttons, pictures and what nobody sees left out."""
    found: list[tuple[str, list[str]]] = []
    for line in (FOLDER / f"{page}.chat").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{who}: "):
            found.append((line.removeprefix(f"{who}: "), []))
        elif found and line.startswith("      ") and not line.lstrip().startswith("["):
            found[-1][1].append(line.strip())
    return found


def inputs_until(words: str, page: str = PREPARATION, who: str = "Anna") -> int:
    """How many things somebody did until they read this; on this page each of them stands on a line of its own."""
    done = turns(page, who)
    assert not any("(vult in)" in did for did, _ in done)
    return next(n for n, (_, shown) in enumerate(done, start=1) if any(words in line for line in shown))


def not_ours() -> Iterator[str]:
    """What the instrument says, what people wrote and what things are called."""
    instrument = texts().instrument
    yield from (motive.text for form in instrument.forms for motive in form.motives)
    yield from (cluster.heading for cluster in instrument.clusters.clusters)
    yield from (question.text for question in instrument.phase1.questions)
    yield from (mirror.text for mirror in instrument.mirrors.mirrors)
    yield instrument.mirrors.source_phrase.text
    yield "HLO Zorg in de wijk · Opleiding Verpleegkunde"
    yield from (did for did, _ in turns() if not did.startswith(("[", "/")))


def words_read() -> int:
    shown = "\n".join(line for _, lines in turns() for line in lines)
    for text in sorted(not_ours(), key=len, reverse=True):
        shown = shown.replace(text, "")
    return len(re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", shown))


def test_ones_own_picture_comes_after_seventeen_inputs() -> None:
    assert inputs_until("Dit is waarom jij meedoet") <= 17


def test_the_motives_are_handed_in_after_twenty() -> None:
    assert inputs_until("Je motieven zijn ingediend") <= 20


def test_all_questions_are_answered_after_thirty() -> None:
    assert inputs_until("Ingediend. Dank je wel!") <= 30


def test_little_of_ours_is_read() -> None:
    assert words_read() <= MOST_WORDS


def test_a_collaboration_with_two_partners_takes_thirteen() -> None:
    said = [line for _, shown in turns(NEW, "Bo") for line in shown]
    asked = ("Is Opleiding Groen publiek of privaat?", "Is Hoveniers West publiek of privaat?", "Hoe vullen jullie")
    assert all(any(line.startswith(question) for line in said) for question in asked)
    assert inputs_until("Wie doet al mee?", NEW, "Bo") <= 13


def test_a_theme_of_phase_3_with_an_agreement_takes_fifteen() -> None:
    said = [line for _, shown in turns(COMMITMENT) for line in shown]
    theme = next(theme for theme in texts().instrument.phase3.themes if theme.title == "Investering")
    assert all(question.text in said for question in theme.questions)
    assert any("Vastgelegd." in line for line in said)
    assert inputs_until("1 van 2 klaar", COMMITMENT) <= 15


def test_settling_without_differences_takes_two_taps() -> None:
    done = [did for did, _ in turns()]
    assert done[-2:] == ["[Vaststellen]", "[Vaststellen]"]
    assert "Vastgesteld" in turns()[-1][1]
