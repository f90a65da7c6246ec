"""That what the house allows itself fits Telegram: its sizes, and the tags of a marked-up text."""

from telegram.constants import CallbackQueryLimit, InlineKeyboardButtonLimit, MessageLimit

from bot.content import sizes
from bot.content.markup import Tag
from bot.domain.errors import ProgrammingError

HTML = {
    Tag.BOLD: "b",
    Tag.ITALIC: "i",
    Tag.UNDERLINED: "u",
    Tag.STRUCK: "s",
    Tag.CODE: "code",
    Tag.QUOTE: "blockquote",
    Tag.FOLDED: "blockquote expandable",
}
"""How Telegram's HTML writes each tag."""

_OTHERWISE = tuple(
    (f"<{sign}{ours}>", f"<{sign}{theirs.split()[0] if sign else theirs}>")
    for ours, theirs in HTML.items()
    if ours != theirs
    for sign in ("", "/")
)
"""The tags that go out otherwise than they stand in a text."""


def as_html(marked: str) -> str:
    """A marked-up text as Telegram writes it. What people typed has no tags: theirs are escaped."""
    for ours, theirs in _OTHERWISE:
        marked = marked.replace(ours, theirs)
    return marked


_DEEP_LINK = 64
"""What `start` and `startgroup` may carry. Source: core.telegram.org/bots/features#deep-linking."""

_ROOM = {
    "a message": (sizes.MESSAGE_LIMIT, MessageLimit.MAX_TEXT_LENGTH),
    "a text sent whole": (sizes.MESSAGE_UNITS, MessageLimit.MAX_TEXT_LENGTH),
    "a caption": (sizes.CAPTION_LIMIT, MessageLimit.CAPTION_LENGTH),
    "a button": (sizes.BUTTON_DATA_LIMIT, InlineKeyboardButtonLimit.MAX_CALLBACK_DATA),
    "an answer to a tap": (sizes.TOAST_LIMIT, CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH),
    "a link": (sizes.TOKEN_LIMIT, _DEEP_LINK),
}


def must_fit() -> None:
    """Raises `ProgrammingError` for a size or a tag that Telegram has no room for."""
    for what, (ours, theirs) in _ROOM.items():
        if ours > theirs:
            raise ProgrammingError(f"{what} may be {ours} long, and Telegram allows {int(theirs)}")
    for tag in Tag:
        if tag not in HTML:
            raise ProgrammingError(f"nobody said how Telegram writes {tag}")
