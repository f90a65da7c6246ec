"""The shape of what the sources say besides, and nobody is asked: documents, recommendations, roles, levels, links."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from bot.content.items import Node, Passage, Text


class SourceDocument(Passage):
    """One of the documents that the texts come from; `number` begins the `source` of an item, `text` is its name."""

    number: Annotated[str, StringConstraints(pattern=r"^\d{3}$")]


class Recommendation(Passage):
    """Advice for a whole hybride leeromgeving, with what is said for it as far as we have that."""

    reasons: tuple[Passage, ...] = ()


class Named(Passage):
    """A role or level by its name, and what it is."""

    name: Text


class Link(Passage):
    """Where more stands."""

    url: Text


class Background(Node):
    """To read. An edition before format 4 has none of it."""

    documents: tuple[SourceDocument, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    roles: tuple[Named, ...] = ()
    skills: Passage | None = None
    work: Passage | None = None
    levels: tuple[Named, ...] = ()
    design: tuple[Passage, ...] = ()
    links: tuple[Link, ...] = ()
