"""What the links on a phone carry. The only place here that knows what one looks like."""

import re

_LINK = re.compile(r"\w+://[\w./-]+\?start(group)?=([A-Za-z0-9_-]+)")


def tokens_in(text: str) -> list[str]:
    """What the links in a text carry that open the bot or add it to a group, in order."""
    return [match[2] for match in _LINK.finditer(text)]


def adds_a_group(link: str) -> bool:
    """Whether a link asks to which group the bot must be added."""
    return (match := _LINK.search(link)) is not None and match[1] is not None
