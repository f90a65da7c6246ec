"""One person plays everyone in a terminal: what is typed, what is seen, and a whole play from invitation to reveal."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from bot import terminal
from bot.commands import cli
from bot.console.lines import Be, Choose, Enter, Explain, Line, Pass, Press, Reply, Save, Say, read
from bot.console.paper import WIDTH, Paper

TUESDAY = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


class Typist(Paper):
    """Types what it is given, and remembers all that was printed."""

    def __init__(self, typed: str | list[str]):
        self.out = StringIO()
        super().__init__(Console(file=self.out, width=200, highlight=False))
        self._typed: Iterator[str] = iter(typed.splitlines() if isinstance(typed, str) else typed)

    def ask(self, prompt: str) -> str:
        line = next(self._typed, None)
        if line is None:
            raise EOFError
        self.out.write(f"{prompt}{line}\n")
        return re.findall(r"samenspraak://\S+", self.printed)[-1] if line == "LINK" else line

    @property
    def printed(self) -> str:
        return self.out.getvalue()


def play(typed: str | list[str], folder: Path | None = None) -> str:
    typist = Typist(typed)
    terminal.play(TUESDAY, typist, folder)
    return typist.printed


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("", None),
        ("3", Choose(3)),
        ("2026", Say("2026")),
        ("[Later verder]", Press("Later verder")),
        ("/menu", Say("/menu")),
        ("Gewoon tekst", Say("Gewoon tekst")),
        ("> iets anders", Reply("iets anders")),
        ("@", Be("")),
        ("@anna", Be("anna")),
        ("@+Fien Smit", Be("Fien Smit", new=True)),
        ("#", Enter("")),
        ("#team", Enter("team")),
        ("#+Nieuw", Enter("Nieuw", new=True)),
        ("+3 dagen", Pass(timedelta(days=3))),
        ("+ 1 week", Pass(timedelta(days=7))),
        ("+1 jaar", Pass(timedelta(days=365))),
        ("+10 minuten", Pass(timedelta(minutes=10))),
        ("!", Save()),
        ("!!", Say("!!")),
        ("?", Explain()),
    ],
)
def test_a_line_means(typed: str, line: Line | None):
    assert read(typed) == line


@pytest.mark.parametrize("typed", ["+", "+3", "+3 eeuwen", "+9999 jaar"])
def test_a_time_that_is_none_is_explained(typed: str):
    assert isinstance(read(typed), Explain)


FROM_INVITATION_TO_REVEAL = [
    "/menu",
    "[Uitnodigen]",
    "[Opleiding Verpleegkunde]",
    "[Link voor één deelnemer]",
    "@+Fien Voorbeeld",
    "LINK",
    "[Ja, klopt]",
    "[Akkoord]",
    "@anna",
    *[
        "/invullen",
        "[Begin met de motieven]",
        "ja",
        "een goede naam",
        "ja",
        "overslaan",
        "n",
        "n",
        "n",
        "n",
        "ja",
        "kennissen",
    ],
    *[
        "enigszins",
        "overslaan",
        "n",
        "n",
        "n",
        "klaar",
        "[Verder met de vragen]",
        "overslaan",
        "[Uitbreiden/versterken netwerk]",
    ],
    *["overslaan", "overslaan", "overslaan", "overslaan", "overslaan", "Stageplekken", "Onderzoek", "indienen"],
    *["[Vaststellen]", "[Vaststellen]"],
    "@4",
    *[
        "/invullen",
        "[Begin met de motieven]",
        "n",
        "n",
        "n",
        "ja",
        "een protocol",
        "n",
        "ja",
        "overslaan",
        "ja",
        "collega’s",
    ],
    *[
        "n",
        "ja",
        "overslaan",
        "n",
        "klaar",
        "[Verder met de vragen]",
        "overslaan",
        "overslaan",
        "[Werven nieuwe medewerkers]",
        "overslaan",
    ],
    *["overslaan", "overslaan", "overslaan", "overslaan", "Docenten in huis", "Twee begeleiders", "indienen"],
    *["[Vaststellen]", "[Vaststellen]"],
    "@bo",
    "/overzicht",
    "[Onthullen]",
    "[Onthullen]",
    "@anna",
    "!",
]


def test_from_invitation_to_reveal(tmp_path: Path):
    begun = time.process_time()
    printed = play(FROM_INVITATION_TO_REVEAL, tmp_path)
    assert time.process_time() - begun < 5
    assert "Fien Voorbeeld > " in printed
    assert "for Carla Voorbeeld" in printed
    assert "(a picture; ! writes it to a file)" in printed
    assert (tmp_path / "plaatje.png").read_bytes().startswith(b"\x89PNG")
    assert max(len(line) for line in printed.splitlines() if " > " not in line) <= WIDTH


def test_a_group_is_a_place_like_any_other():
    printed = play(
        [
            *("/menu", "[Overzicht]", "[Groepen]", "1", "[Kies een groep]"),
            *("#team", "iets", "/overzicht", "> een antwoord", "[Mijn vragen]", "#", "#nergens", "#+Nieuw"),
        ]
    )
    assert "(the bot is added to the group you go to now: # lists them)" in printed
    assert "Bot → Team Verpleegkunde" in printed
    assert "(in a group the bot hears commands, and answers to it: > text)" in printed
    assert "#2  Team Verpleegkunde" in printed
    assert "(there is no group nergens; # lists them, #+nergens makes a new one)" in printed


def test_time_goes_by_and_others_are_told_of():
    printed = play("+3 dagen\n+2 weken\n@\n@2\n@2\n@Bram\n@nobody\n@99\n+1 eeuw")
    assert "(It is Friday 04 September 2026, 10:00)" in printed
    assert re.search(r"^  @2  Anna Voorbeeld \(\d new\)$", printed, re.MULTILINE)
    assert re.search(r"^\(\d for Bram Voorbeeld\)$", printed, re.MULTILINE)
    assert "(there is no nobody; @ lists who there is, @+nobody adds somebody new)" in printed
    assert "as in: +3 dagen" in printed


def test_what_cannot_be_done_is_said():
    printed = play("[Nergens]\n!\n> hier\n?\n42")
    assert "sees no button [Nergens]" in printed
    assert "there is no picture or document here" in printed
    assert "answering is for groups" in printed


def test_a_document_is_written_once_more_under_another_name(tmp_path: Path):
    play("@anna\n/mijngegevens\n[Alles als bestand]\n!\n!", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mijn-gegevens-2.json", "mijn-gegevens.json"]


def test_the_command_plays_everyone_and_ends_with_its_input():
    done = CliRunner().invoke(cli, ["chat"], input="/menu\n@anna\n/menu\n")
    assert (done.exit_code, done.exception) == (0, None)
    assert "Bo Begeleider > " in done.output
    assert "[Begin met fase 1]" in done.output
    assert done.output.endswith("Nothing of this play was kept.\n")


def test_ctrl_c_ends_it(monkeypatch: pytest.MonkeyPatch):
    typist = Typist("")

    def interrupted(prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(typist, "ask", interrupted)
    terminal.play(TUESDAY, typist)
    assert typist.printed.endswith("Nothing of this play was kept.\n")


def test_the_command_still_plays_one_dialog():
    done = CliRunner().invoke(cli, ["chat", "rename"], input="Anna de Vries\n")
    assert (done.exit_code, done.exception) == (0, None)
    assert "(the end: " in done.output
