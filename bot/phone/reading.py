"""How a marked-up text reads on a phone. The only place here that knows the tags and what a link looks like."""

import re
from html import unescape

TAGS = ("b", "i", "u", "s", "code", "blockquote")
"""What a text may be marked with. None of them carries anything but itself."""

_TAG = re.compile(rf"</?(?:{'|'.join(TAGS)})>")
_LINK = re.compile(r"https://t\.me/\w+\?start(group)?=([A-Za-z0-9_-]+)")


def as_read(html: str) -> str:
    """The text as a person reads it. `ValueError` for a tag that no phone knows: somebody forgot to escape."""
    plain = _TAG.sub("", html)
    if "<" in plain or ">" in plain:
        raise ValueError(f"not to be shown as it is: {html}")
    return unescape(plain)


def tokens_in(text: str) -> list[str]:
    """What the links in a text carry that open the bot or add it to a group, in order."""
    return [match[2] for match in _LINK.finditer(text)]


def adds_a_group(link: str) -> bool:
    """Whether a link asks to which group the bot must be added."""
    return (match := _LINK.search(link)) is not None and match[1] is not None
