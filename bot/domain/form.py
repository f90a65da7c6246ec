"""The form of phase 1 as it was filled in: by one person as a draft, or by a partner as its settled version."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.motive import Choice


@dataclass(frozen=True, slots=True)
class FilledMotive:
    """One motive that was answered. `id` is that of the form, or `own.<item>` for one somebody added.

    `outcome` is free text; `term` the id of a `Term`, or free text.
    """

    id: str
    text: str
    cluster: str | None
    choice: Choice
    outcome: str | None = None
    term: str | None = None


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A whole form. A motive that is missing was not filled in, which is not a Nee.

    `main` is the id of the main motive, or its text where it was typed. `reflections` are the answers to the
    reflection questions by id, without those that were skipped.
    """

    motives: tuple[FilledMotive, ...]
    main: str | None = None
    reflections: Mapping[str, str] = field(default_factory=dict)
