"""In which forms a report comes, and the ids that stand in its buttons."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import CollaborationId, PartnerId, PersonId, RoundId
from bot.turn.report import Scope


class Form(StrEnum):
    """A kind of file. The values stand in buttons and are the names of its renderers."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    ICS = "ics"


def renderer_of(form: Form) -> str:
    """The name of what makes it."""
    return f"report_{form.value}"


RENDERERS = {
    renderer_of(Form.PDF): "bot.typesetting.report:pdf",
    renderer_of(Form.XLSX): "bot.typesetting.rows:xlsx",
    renderer_of(Form.CSV): "bot.typesetting.rows:csv",
    renderer_of(Form.ICS): "bot.typesetting.days:ics",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which report: of which round, and for whom."""

    collaboration: CollaborationId
    round: RoundId
    scope: Scope
    partner: PartnerId | None = None

    @property
    def argument(self) -> str:
        """As it stands in a button."""
        scope = f"p{self.partner}" if self.scope is Scope.PARTNER else self.scope.value
        return f"{self.collaboration}.{self.round}.{scope}"


@dataclass(frozen=True, slots=True)
class CalendarAddress:
    """At which the calendar of a person fetches the days of a collaboration. Its token is kept nowhere."""

    person: PersonId
    collaboration: CollaborationId
    made_at: datetime


COLUMNS = (
    "id",
    "samenwerking",
    "ronde",
    "onderdeel",
    "partner",
    "persoon",
    "rubriek",
    "vraag_id",
    "vraag",
    "keuze",
    "antwoord",
    "opbrengst",
    "termijn",
    "hoofdmotief",
    "datum",
    "terugkijken",
    "status",
    "toelichting",
    "bereik",
    "gemaakt_op",
)
"""The columns of a file of rows, as `docs/reports.md` tells them. A new one comes last; the others stay."""
