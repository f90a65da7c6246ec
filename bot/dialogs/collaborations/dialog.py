"""A collaboration with its partners and first round: making it, and changing it later."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date

from bot.dialogs.people.dialog import Arrival, Decline, ask_consent
from bot.domain.collaboration import Ownership, PartnerKind, Role
from bot.domain.ids import CollaborationId
from bot.domain.rounds import Phase, RoundMode, dated_phase
from bot.engine.model import Answer, Chosen, Fold, Phrase, Row, Skipped, Step, StepId, Text, TextRule, Written
from bot.engine.steps import choose, choose_or_skip, option, pick, review, write
from bot.turn.days import EXAMPLE_CALENDAR, WEEKS, Calendar, ask_day_or_skip
from bot.turn.dialog import Dialog, Talk


@dataclass(frozen=True, slots=True)
class NewPartner:
    """A partner as it was described when the collaboration was made."""

    name: str
    kind: PartnerKind
    sector: str | None
    ownership: Ownership | None


@dataclass(frozen=True, slots=True)
class CreateCollaboration:
    """Make a collaboration with its first round. `own_partner` is an index into `partners`."""

    name: str
    partners: tuple[NewPartner, ...]
    own_partner: int | None
    own_role: Role | None
    mode: RoundMode
    phases: frozenset[Phase]
    deadline: date | None
    open_now: bool


@dataclass(frozen=True, slots=True)
class AddPartner:
    """Let another organisation in."""

    collaboration: CollaborationId
    partner: NewPartner


@dataclass(frozen=True, slots=True)
class Adjust:
    """Change what can still be changed of a collaboration; None leaves it as it is."""

    collaboration: CollaborationId
    name: str | None = None
    mode: RoundMode | None = None
    phases: frozenset[Phase] | None = None
    deadline: date | None = None
    without_deadline: bool = False


MOST_PARTNERS = 8


NAME_LIMIT = 80


SECTORS = ("zorg", "educatie", "techniek", "ict", "economie")


_OWN_ROLES = (Role.MANAGER, Role.PARTICIPANT, Role.PROCESS_FACILITATOR)


@dataclass(frozen=True, slots=True)
class NewCollaborationFacts:
    """How the maker comes in, and the calendar."""

    arrival: Arrival
    calendar: Calendar


def new_collaboration(facts: NewCollaborationFacts) -> Talk:
    """From a name to a round that can be opened."""
    if not (yield from ask_consent(facts.arrival)):
        return Decline(wrong=False)
    rows: list[Row] = []
    name = yield from ask_name(rows)
    place = yield from choose("new.place", Phrase("new.place"), [option("alleen_begeleider"), option("ook_lid")])
    rows.append(Row(StepId("new.place"), Phrase("new.row_place"), Phrase(f"buttons.{place}")))
    partners = yield from _partners(rows, own=place == "ook_lid")
    own_partner, own_role = (yield from _own_place(partners, rows)) if place == "ook_lid" else (None, None)
    mode = yield from ask_mode(rows)
    phases = yield from ask_phases(rows, ask=False)
    deadline = yield from ask_deadline(phases, facts.calendar, rows)
    options = [option("openen"), option("nog_niet_openen")]
    opening = yield from review("new.review", Phrase("new.review"), rows, options, fold=Fold.NUMBERS)
    return CreateCollaboration(
        name, tuple(partners), own_partner, own_role, mode, phases, deadline, open_now=opening == "openen"
    )


def ask_name(rows: list[Row]) -> Generator[Step, Answer, str]:
    """What the collaboration is called."""
    answer = yield from write("new.name", Phrase("new.name"), rule=TextRule(limit=NAME_LIMIT, is_name=True))
    name = answer.text if isinstance(answer, Written) else ""
    rows.append(Row(StepId("new.name"), Phrase("new.row_name"), name))
    return name


def _partners(rows: list[Row], *, own: bool) -> Generator[Step, Answer, list[NewPartner]]:
    """One partner after another until `Klaar`; at least one. `own` when whoever makes it belongs to one of them."""
    partners: list[NewPartner] = []
    for number in range(MOST_PARTNERS):
        step = StepId(f"new.partner.{number}")
        options = [option("klaar")] if partners else []
        if 0 < number < MOST_PARTNERS - 1:
            options.append(option("weghalen", only_to_change=True))
        prompt = Phrase("new.next_partner") if partners else Phrase("new.first_partner", {"own": own})
        rule = TextRule(limit=NAME_LIMIT, is_name=True, nothing="klaar" if partners else "")
        answer = yield Step(step, prompt, tuple(options), text=rule)
        match answer:
            case Chosen(option="klaar"):
                rows.append(Row(step, Phrase("new.row_more"), "", aside=True))
                break
            case Written(text=name):
                rows.append(Row(step, Phrase("new.row_partner", {"number": len(partners) + 1}), name))
                partners.append((yield from ask_partner(step, name, rows, ask_sector=False)))
            case _:
                continue
    return partners


def ask_partner(
    base: str, name: str, rows: list[Row], *, ask_sector: bool = True
) -> Generator[Step, Answer, NewPartner]:
    """What kind of organisation it is; sector and ownership may be skipped.

    Without `ask_sector` the sector is asked only where a review leads back to it.
    """
    about = {"partner": name}
    kind = yield from choose(f"{base}.kind", Phrase("new.kind", about), [option(kind.value) for kind in PartnerKind])
    rows.append(Row(StepId(f"{base}.kind"), Phrase("new.row_kind"), Phrase(f"buttons.{kind}")))
    sector = yield from write(
        f"{base}.sector",
        Phrase("new.sector", about),
        optional=True,
        suggestions=[option(sector) for sector in SECTORS],
        columns=3,
        rule=TextRule(limit=NAME_LIMIT),
        assumed=None if ask_sector else Skipped(),
    )
    rows.append(Row(StepId(f"{base}.sector"), Phrase("new.row_sector"), _shown(sector), aside=sector is None))
    kinds = [option(ownership.value) for ownership in Ownership]
    owned = yield from choose_or_skip(f"{base}.ownership", Phrase("new.ownership", about), kinds, columns=2)
    shown = Phrase(f"buttons.{owned}") if owned else Phrase("new.unknown")
    rows.append(Row(StepId(f"{base}.ownership"), Phrase("new.row_ownership"), shown, aside=owned is None))
    known = sector.option if isinstance(sector, Chosen) else sector.text if sector else None
    return NewPartner(name, PartnerKind(kind), known, Ownership(owned) if owned else None)


def _own_place(partners: list[NewPartner], rows: list[Row]) -> Generator[Step, Answer, tuple[int, Role]]:
    """For which of the partners the maker takes part, and in which role."""
    options = [option(str(index), partner.name) for index, partner in enumerate(partners)]
    mine = int((yield from choose("new.own_partner", Phrase("new.own_partner"), options)))
    name = partners[mine].name
    rows.append(Row(StepId("new.own_partner"), Phrase("new.row_own_partner"), name))
    roles = [option(role.value, Phrase("buttons.rol", {"role": Phrase(f"roles.{role}")})) for role in _OWN_ROLES]
    role = Role((yield from choose("new.own_role", Phrase("new.own_role", {"partner": name}), roles)))
    rows.append(Row(StepId("new.own_role"), Phrase("new.row_own_role"), Phrase(f"roles.{role}")))
    return mine, role


def ask_mode(rows: list[Row]) -> Generator[Step, Answer, RoundMode]:
    """Apart or together: part of the promise."""
    mode = yield from choose("new.mode", Phrase("new.mode"), [option(mode.value) for mode in RoundMode])
    rows.append(Row(StepId("new.mode"), Phrase("new.row_mode"), Phrase(f"buttons.{mode}")))
    return RoundMode(mode)


def ask_phases(rows: list[Row], *, ask: bool = True) -> Generator[Step, Answer, frozenset[Phase]]:
    """Which phases this round has; all three unless somebody takes one out.

    Without `ask` it is asked only where a review leads back to it.
    """
    every = tuple(phase.value for phase in Phase)
    on = yield from pick("new.phases", Phrase("new.phases"), [option(phase) for phase in every], preset=every, ask=ask)
    phases = [Phase(phase) for phase in on]
    names = Phrase("new.phase_names", {"names": tuple(Phrase(f"buttons.{phase}") for phase in phases)})
    rows.append(Row(StepId("new.phases"), Phrase("new.row_phases"), names))
    return frozenset(phases)


def ask_deadline(phases: frozenset[Phase], calendar: Calendar, rows: list[Row]) -> Generator[Step, Answer, date | None]:
    """By when what everybody writes in private must be ready, if there is such a day; not asked where nobody does."""
    dated = dated_phase(phases)
    if dated is None:
        return None
    about = {"phase": dated.number}
    day = yield from ask_day_or_skip("new.deadline", Phrase("new.deadline", about), calendar, WEEKS)
    shown = Phrase("places.day", {"day": day}) if day else Phrase("new.no_deadline")
    rows.append(Row(StepId("new.deadline"), Phrase("new.row_deadline", about), shown))
    return day


def _shown(answer: Written | Chosen | None) -> Text:
    if isinstance(answer, Written):
        return answer.text
    return Phrase(f"buttons.{answer.option}") if answer else Phrase("new.unknown")


NEW_COLLABORATION = Dialog(
    "new_collaboration",
    new_collaboration,
    (CreateCollaboration, Decline),
    lambda _: [NewCollaborationFacts(Arrival(False), EXAMPLE_CALENDAR)],
)


@dataclass(frozen=True, slots=True)
class AdjustFacts:
    """Which collaboration, whether its promise is fixed already, its phases, and the calendar."""

    collaboration: CollaborationId
    opened: bool
    phases: frozenset[Phase]
    calendar: Calendar


def adjust(facts: AdjustFacts) -> Talk:
    """What to change, and to what. One thing at a time."""
    what = ["naam", "partner_erbij"]
    if dated_phase(facts.phases) is not None:
        what.append("einddatum")
    if not facts.opened:
        what += ["wijze", "fasen"]
    key = "adjust.opened" if facts.opened else "adjust.draft"
    match (yield from choose("adjust.what", Phrase(key), [option(one) for one in what])):
        case "naam":
            return Adjust(facts.collaboration, name=(yield from ask_name([])))
        case "partner_erbij":
            answer = yield from write(
                "adjust.partner", Phrase("adjust.partner"), rule=TextRule(limit=NAME_LIMIT, is_name=True)
            )
            name = answer.text if isinstance(answer, Written) else ""
            return AddPartner(facts.collaboration, (yield from ask_partner("adjust.partner", name, [])))
        case "wijze":
            return Adjust(facts.collaboration, mode=(yield from ask_mode([])))
        case "fasen":
            return Adjust(facts.collaboration, phases=(yield from ask_phases([])))
        case _:
            deadline = yield from ask_deadline(facts.phases, facts.calendar, [])
            return Adjust(facts.collaboration, deadline=deadline, without_deadline=deadline is None)


ADJUST = Dialog(
    "adjust",
    adjust,
    (Adjust, AddPartner),
    lambda _: [AdjustFacts(CollaborationId(1), opened, frozenset(Phase), EXAMPLE_CALENDAR) for opened in (True, False)],
)
