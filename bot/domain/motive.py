"""How a motive is answered: the scale of the form, and the ids derived from a motive's id."""

from enum import StrEnum


class Choice(StrEnum):
    """Whether a motive applies (source: the column *Motief van toepassing* of both forms)."""

    YES = "ja"
    SOMEWHAT = "enigszins"
    NO = "nee"

    @property
    def applies(self) -> bool:
        """Whether the form asks for an intended outcome."""
        return self is not Choice.NO


class Term(StrEnum):
    """When an intended outcome is hoped for (our four, offered with reflection question 3)."""

    THIS_YEAR = "dit_studiejaar"
    ONE_TO_THREE = "een_tot_drie_jaar"
    LONGER = "langer"
    UNKNOWN = "weet_ik_niet"


def outcome_of(question_id: str) -> str:
    """The question that asks for the intended outcome of a motive."""
    return f"{question_id}.outcome"


def term_of(question_id: str) -> str:
    """The question that asks on what term that outcome is hoped for."""
    return f"{question_id}.term"


def own_motive_id(item: str) -> str:
    """The question id of an own motive, from the item id it was given when it was added."""
    return f"own.{item}"
