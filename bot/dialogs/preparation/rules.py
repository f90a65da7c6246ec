"""A form that was filled in on paper, and that somebody else enters."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.domain.ids import PartnerId, PersonId, RunId
from bot.domain.visibility import Content, ContentRef

PaperFormId = NewType("PaperFormId", int)


@dataclass(frozen=True, slots=True)
class PaperForm:
    """One form on paper of one run, and how far it has come in.

    What was filled in stands with the talk of whoever enters it, until it is confirmed that its author signed for
    `Akkoord`; only then there is a `Person`, and the answers are theirs.
    """

    id: PaperFormId
    run: RunId
    entered_by: PersonId
    began_at: datetime
    name: str = ""
    """What its author is called; empty while that is not known yet, and once it stands with the person."""
    handed_in_at: datetime | None = None
    asked_partner: bool = False
    """Whether it was their own partner that was asked whether they signed; else whoever leads."""
    person: PersonId | None = None
    """Its author, once it was confirmed."""
    confirmed_by: PersonId | None = None
    confirmed_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether it is entered and nobody confirmed yet that its author signed."""
        return self.handed_in_at is not None and self.person is None


def entered_of(form: PaperForm, partner: PartnerId) -> ContentRef:
    """What was entered, before it is confirmed, to `may_see`."""
    return ContentRef(Content.ENTERED, form.entered_by, partner)


def signature_of(form: PaperForm, partner: PartnerId, *, others: bool) -> ContentRef:
    """That a paper lies there with a name and a place to sign, to `may_see`; `others`: a second member can look."""
    return ContentRef(Content.SIGNATURE, form.entered_by, partner, handed_in=form.waits, second_member=others)
