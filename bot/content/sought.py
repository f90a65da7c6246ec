"""Words that are mostly no answer: people look for the bot by them, or say that there is nothing to say."""

from collections.abc import Mapping
from functools import cache

from bot.content.errors import ContentError
from bot.content.load import CONTENT_FOLDER, LANGUAGE, read_yaml
from bot.content.small_talk import small_talk

LATER, BACK, MENU, HELP, PRIVACY = "later", "terug", "menu", "help", "privacy"
"""What is no page, and the pages that have words of their own here."""
LONGEST = 40
"""A text of more characters than this is never such a word, however many signs stand around it."""
_SIGNS = " \t\r\n./!?…,;:'\"“”‘’()*-–—‹›«»👋🙂"


NOTHING, UNKNOWN = "niets", "weet_niet"
"""What a word says that answers nothing: there is nothing, or it is not known."""


@cache
def load_sought(language: str = LANGUAGE) -> Mapping[str, str]:
    """Each word that looks for the bot, and what it asks for. Raises `ContentError` when the file is wrong."""
    return _words("sought.yaml", language)


@cache
def load_declined(language: str = LANGUAGE) -> Mapping[str, str]:
    """Each word that declines to answer, and what it says. Raises `ContentError` when the file is wrong."""
    return _words("declined.yaml", language)


def _words(name: str, language: str) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for wish, typed in read_yaml(CONTENT_FOLDER / language / name).items():
        if not isinstance(typed, list) or not all(isinstance(word, str) and word == _bare(word) for word in typed):
            raise ContentError(name, wish, "here stands a list of words in small letters")
        for word in typed:
            if word in words:
                raise ContentError(name, wish, f"the word {word} stands there twice")
            words[word] = wish
    return words


def sought(text: str) -> str | None:
    """What a typed word asks of the bot, or None when it is an answer like any other."""
    return load_sought().get(_bare(text)) if len(text) <= LONGEST else None


def asks_for(text: str) -> str | None:
    """The same in private, where small talk is not meant for other people."""
    return sought(text) or small_talk(text)


def declined(text: str) -> str | None:
    """`NOTHING` or `UNKNOWN` when a typed text says no more than that, else None."""
    return load_declined().get(_bare(text)) if len(text) <= LONGEST else None


def _bare(text: str) -> str:
    """As people mean it: without capitals, and without signs and too much space around and between the words."""
    return " ".join(text.casefold().strip(_SIGNS).split())
