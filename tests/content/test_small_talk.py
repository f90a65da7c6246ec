"""What people say to the bot at an open question, and what is an answer like any other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content import small_talk as rule
from bot.content.errors import ContentError
from bot.content.load import CONTENT_FOLDER, read_yaml
from bot.content.small_talk import LONGEST, load_small_talk, small_talk
from bot.content.sought import HELP, LATER, MENU, PRIVACY, sought
from bot.engine.advance import SKIP

TRANSCRIPTS = Path(__file__).parents[1] / "transcripts"


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("haha wat een vraag", SKIP),
        ("Haha, goeie vraag 😅", SKIP),
        ("momentje ik ben zo terug", LATER),
        ("Ja, moment!", LATER),
        ("Hmm, daar moet ik even over nadenken…", LATER),
        ("hoi wie leest dit eigenlijk?", PRIVACY),
        ("Wie leest dit allemaal mee", PRIVACY),
        ("Leest mijn baas dit?", PRIVACY),
        ("is dit echt anoniem??", PRIVACY),
        ("hoe werkt dit?", HELP),
        ("Hallo! Hoe werkt dit hier?", HELP),
        ("ik snap de vraag niet", HELP),
        ("Sorry, ik snap er niks van", HELP),
        ("Wat bedoel je hier precies mee?", HELP),
        ("Kan ik dit later nog aanpassen?", HELP),
        ("ben jij een robot", HELP),
        ("???", HELP),
        ("hallo hallo", MENU),
        ("Goedemorgen!", MENU),
    ],
)
def test_talk_with_the_bot_is_heard_in_many_ways(text: str, wish: str):
    assert small_talk(text) == wish


@pytest.mark.parametrize(
    "text",
    [
        "Hoe houden we studenten vast?",
        "Hoe werkt dit straks in de wijk voor onze cliënten?",
        "Hoe werkt dit voor ons?",
        "Wie doet wat?",
        "Wat levert het op?",
        "Lezen",
        "Meer lezen",
        "Momenten om samen te leren",
        "Even wachten met nieuwe plekken",
        "Ik snap de student beter",
        "Begrijpen wat de ander nodig heeft",
        "Dat ik zie hoe het in de praktijk gaat",
        "Een goede vraag uit de praktijk",
        "Goede vraag",
        "Lastig",
        "Ja",
        "Nee hoor",
        "nou ja",
        "Lol in het werk",
        "Geen tijd",
        "Hoi zeggen op de gang",
        "Dag van de zorg",
        "Dank je wel zeggen",
        "Anoniem melden",
        "Help elkaar",
        "",
        "…",
        "👍",
        "Haha, dat de student blijft",
        "haha " * LONGEST,
    ],
)
def test_an_answer_stays_an_answer(text: str):
    assert small_talk(text) is None


def typed() -> Iterator[str]:
    """What people type in the played conversations, apart from the page on small talk."""
    for page in TRANSCRIPTS.glob("*.chat"):
        if page.stem == "woorden__tegen_de_bot":
            continue
        for line in page.read_text(encoding="utf-8").splitlines():
            who, colon, did = line.partition(": ")
            if colon and not who.startswith((" ", "#", "-", "=")):
                for one in did.removeprefix("(vult in) ").split(" | "):
                    if not one.startswith("["):
                        yield one.rpartition("} ")[2] if one.startswith("{") else one.removeprefix("/punt ")


def words_of_the_instrument() -> Iterator[str]:
    """Every text of the tool, also those that are questions."""

    def texts(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from texts(inner)

    for file in (CONTENT_FOLDER / "nl" / "instrument").glob("*.yaml"):
        yield from texts(read_yaml(file))


def test_no_answer_of_the_played_conversations_and_no_text_of_the_tool_is_small_talk():
    answers, texts = list(typed()), list(words_of_the_instrument())
    assert min(len(answers), len(texts)) > 400
    assert [text for text in (*answers, *texts) if small_talk(text) and not sought(text)] == []


def test_each_piece_is_heard_alone_and_leads_somewhere():
    pieces = load_small_talk().pieces
    assert set(pieces) == {PRIVACY, HELP, LATER, MENU, SKIP}
    heard = {wish: {small_talk(" ".join(piece)) for piece in of_it} for wish, of_it in pieces.items()}
    assert heard == {wish: {wish} for wish in pieces}


@pytest.mark.parametrize(
    "file",
    [
        {"help": ["Hoe werkt dit"]},
        {"help": ["hoe, dan"]},
        {"help": ["hoe"], "later": ["hoe"]},
        {"help": "hoe"},
        {"help": ["hoe"], "tussendoor": ["ja"]},
    ],
)
def test_a_wrong_file_is_refused(file: dict[str, object], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rule, "read_yaml", lambda path: file)
    with pytest.raises(ContentError):
        load_small_talk.__wrapped__()
