"""What became of words, as a thing to see: its author's alone."""

from bot.domain.ids import PersonId
from bot.domain.visibility import Content, ContentRef


def fate_of(author: PersonId) -> ContentRef:
    """What became of somebody's words, to `may_see`."""
    return ContentRef(Content.FATE, author, None)
