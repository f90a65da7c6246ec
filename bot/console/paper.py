"""How things look in a terminal of eighty columns: marked-up texts, numbered buttons, and words to the player."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.content.markup import Tag, spans
from bot.content.screen import Button, Screen

WIDTH = 80
STYLES = {
    Tag.BOLD: "bold",
    Tag.ITALIC: "italic",
    Tag.UNDERLINED: "underline",
    Tag.STRUCK: "strike",
    Tag.CODE: "cyan",
    Tag.QUOTE: "dim",
    Tag.FOLDED: "dim",
}
"""How each tag of a marked-up text is shown."""


def marked(html: str) -> Text:
    """A marked-up text, ready to be printed."""
    text = Text()
    for span in spans(html):
        text.append(span.text, " ".join(STYLES[tag] for tag in span.tags))
    return text


def buttons_of(screen: Screen) -> list[Button]:
    """The buttons of a screen, in the order in which they are numbered."""
    return [button for row in screen.buttons for button in row]


class Paper:
    """What is printed on."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)
        self._console.width = min(WIDTH, self._console.width)

    def ask(self, prompt: str) -> str:
        """What is typed. Raises `EOFError` at the end."""
        return self._console.input(Text(prompt, "bold green"))

    def message(self, heading: str, screen: Screen, attached: str = "") -> None:
        """A message of the bot, with its buttons numbered below it."""
        self._console.print(Text(heading, "bold blue"))
        if attached:
            self._indented(Text(f"({attached}; ! writes it to a file)", "magenta"))
        self._indented(marked(screen.html))
        number = 0
        for row in screen.buttons:
            line = []
            for button in row:
                number += 1
                line.append(f"{number} [{button.label}{' ↗' if button.url else ''}]")
            self._indented(Text("   ".join(line), "cyan"))

    def note(self, text: str) -> None:
        """A word about what happened."""
        self._console.print(Text(f"({text})", "yellow"))

    def plain(self, text: str) -> None:
        """Words to whoever plays."""
        self._console.print(Text(text))

    def numbered(self, lines: Sequence[str], signs: Iterable[str]) -> None:
        """A list, each with what is typed to choose it."""
        for line, sign in zip(lines, signs, strict=True):
            self._console.print(Text(f"  {sign:<4}{line}"))

    def _indented(self, text: Text) -> None:
        self._console.print(Padding(text, (0, 0, 0, 2), expand=False))
