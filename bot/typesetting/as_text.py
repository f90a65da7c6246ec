"""A document that is the very text it is made from."""


def as_text(data: str) -> bytes:
    """The text as it is kept and sent everywhere."""
    return data.encode()
