"""The errors of the domain. Expected behaviour of people is never one of them: that is an effect."""


class DomainError(Exception):
    """A rule refused what was asked. `key` names the Dutch sentence that says so."""

    def __init__(self, key: str, **args: object) -> None:
        super().__init__(key)
        self.key = key
        self.args_of_phrase = args


class ProgrammingError(Exception):
    """Something that cannot happen did. Always a mistake in the code."""


class NoSuchRowError(ProgrammingError):
    """An id that leads nowhere. Only where it came in with a button, which can be forged, is it no mistake of ours."""
