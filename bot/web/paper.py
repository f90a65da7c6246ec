"""Draws pages: templates, our Dutch sentences, and where things stand. Decides nothing."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.content.guide import TITLE, guide
from bot.content.phrases import Phrasebook
from bot.engine.model import Phrase, Text
from bot.turn.context import ZONE_WITHOUT_COLLABORATION
from bot.web.address import Site
from bot.web.looks import marked

FOLDER = Path(__file__).parent
ZONE = ZoneInfo(ZONE_WITHOUT_COLLABORATION)
Guide = tuple[str, list[tuple[str, list[Markup]]]]


class Paper:
    """The templates, ready."""

    def __init__(self, site: Site, phrases: Phrasebook) -> None:
        self.phrases = phrases
        self.mails = False
        """Whether letters can be sent."""
        environment = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.globals.update(say=self.say, label=self.label, about=self.about, path=site.path, guide=self.guide)
        environment.globals.update(mails=lambda: self.mails)
        environment.filters.update(clock=clock)
        self._environment = environment
        self._plain = environment.overlay(autoescape=False)

    def draw(self, template: str, **values: object) -> str:
        """One page, whole."""
        return self._environment.get_template(f"{template}.html").render(values)

    def draw_text(self, template: str, **values: object) -> str:
        """The same without markup, so without escaping."""
        return self._plain.get_template(f"{template}.txt").render(values)

    def say(self, key: str, **args: object) -> str:
        """A sentence of `web.yaml`."""
        return self.phrases.plain(Phrase(f"web.{key}", args))

    def marked(self, text: Text) -> Markup:
        """Words of ours, marked up."""
        return marked(str(self.phrases.html(text)))

    def label(self, key: str) -> str:
        """What stands on a button."""
        return self.phrases.plain(Phrase(f"buttons.{key}"))

    def about(self, command: str) -> str:
        """What a command does."""
        return self.phrases.plain(Phrase(f"commands.{command}"))

    def guide(self) -> Guide:
        """The page for participants: its title, and of each part the heading and its paragraphs."""
        parts = [(heading, [marked(line) for line in text.splitlines()]) for heading, text in guide(self.phrases)]
        return self.phrases.plain(TITLE), parts


def clock(at: datetime) -> str:
    """A moment, short."""
    return f"{at.astimezone(ZONE):%d-%m-%Y %H:%M}"
