"""Talks about agreements: making and changing one, a new day, a note."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.content.instrument import Instrument
from bot.dialogs.agreements.rules import IF_THEN_LIMIT, WHAT_LIMIT, AgreementId, Part, Repeat, Terms, called, in_words
from bot.domain.ids import CollaborationId, PartnerId, PersonId
from bot.engine.model import Answer, Chosen, Phrase, Row, Step, StepId, Text, TextRule, Written
from bot.engine.steps import choose, choose_or_skip, option, review, write
from bot.turn.days import EXAMPLE_CALENDAR, LATER, SOON, Calendar, ask_day, ask_day_or_skip
from bot.turn.dialog import Dialog, Talk


@dataclass(frozen=True, slots=True)
class Agree:
    """Keep an agreement as it was described; None leaves it away."""

    agreement: AgreementId
    terms: Terms | None


@dataclass(frozen=True, slots=True)
class NewDay:
    """Give something a new day: an agreement that is still running."""

    agreement: AgreementId
    due: date


@dataclass(frozen=True, slots=True)
class Note:
    """Add a note to an agreement."""

    agreement: AgreementId
    text: str


NAME_LIMIT = 80


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What is known of it before: the answer it is made from, who could do it, and the outcomes it could serve.

    `people` and `outcomes` are pairs of an id and what it is called. `joint`: everybody sees it anyway.
    """

    agreement: AgreementId
    prefilled: str
    people: tuple[tuple[PersonId, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    calendar: Calendar
    joint: bool = False
    kept: Terms | None = None
    """What it says already, where it is being changed."""
    with_facilitator: bool = False
    """What is shared with partners, whoever leads may read too."""
    owner: PersonId | None = None
    """Who was named already as the one who takes it up, before anything else was asked."""
    made_of: tuple[Phrase, ...] = ()
    """The question and the answer it is made from, where that cannot be taken over as it is."""


def agreement(facts: AgreementFacts) -> Talk:
    """What, who and when; then the rest, if wanted. Of one that is there already only what must change."""
    if facts.kept is not None and not facts.kept.complete:
        return Agree(facts.agreement, (yield from _complete(facts, facts.kept)))
    if facts.kept is not None:
        return Agree(facts.agreement, (yield from _change(facts, facts.kept)))
    rows: list[Row] = []
    what = yield from _what(facts, rows)
    if what is None:
        return Agree(facts.agreement, None)
    said = yield from _ask_who(
        facts.people, optional=True, of=facts.prefilled if _ready(facts) else "", named=facts.owner
    )
    if said == Chosen(_NONE):
        return Agree(facts.agreement, None)
    owner, name = yield from _named(facts.people, said, rows)
    due = yield from _when(facts.calendar, rows)
    motive = yield from _outcome(facts.outcomes, rows)
    done = [option("vastleggen"), option("als_dan"), option("meer_instellen"), option("weggooien")]
    terms = Terms(what, owner, name, due, motive=motive)
    asked = Phrase("agreements.review" if terms.complete else "agreements.review_wish")
    taken = yield from review("agr.review", asked, rows, done)
    if taken == "weggooien":
        return Agree(facts.agreement, None)
    if taken == "als_dan":
        terms = replace(terms, if_then=(yield from _if_then(rows)))
        done = [option("vastleggen"), option("meer_instellen")]
        taken = yield from review("agr.review2", asked, rows, done)
    if taken == "meer_instellen":
        terms = yield from _more(facts, terms, rows)
    return Agree(facts.agreement, terms)


def _complete(facts: AgreementFacts, kept: Terms) -> Generator[Step, Answer, Terms | None]:
    """A wish becomes an agreement: the words, and what it does not say yet. What is skipped again stays open."""
    rows: list[Row] = []
    what = yield from _what(facts, rows)
    if what is None:
        return None
    owner, name, due = kept.owner, kept.owner_name, kept.due
    if owner is None and not name:
        owner, name = yield from _who(facts.people, rows, optional=True)
    if due is None:
        due = yield from _when(facts.calendar, rows)
    return replace(kept, what=what, owner=owner, owner_name=name, due=due)


def _when(calendar: Calendar, rows: list[Row]) -> Generator[Step, Answer, date | None]:
    due = yield from ask_day_or_skip("agr.when", Phrase("agreements.when"), calendar, SOON, today=True)
    _row(rows, "agr.when", "row_when", Phrase("places.day", {"day": due}) if due else None)
    return due


def _change(facts: AgreementFacts, kept: Terms) -> Generator[Step, Answer, Terms | None]:
    """One thing at a time; the rest stays as it is. None when nothing is to change after all."""
    parts = [str(part) for part in Part if part is not Part.OUTCOME or len(facts.outcomes) > 1]
    parts.append("niets_wijzigen")
    about = in_words(kept) | {
        "owner": kept.owner_name or dict(facts.people).get(kept.owner or PersonId(0), ""),
        "repeat": Phrase(f"buttons.{kept.repeat}"),
        "outcome": dict(facts.outcomes).get(kept.motive or "", ""),
    }
    options = [option(part) for part in parts]
    match (yield from choose("agr.change", Phrase("agreements.change", about), options, columns=2)):
        case Part.WHAT:
            what = yield from _what(replace(facts, prefilled=""), [])
            return None if what is None else replace(kept, what=what)
        case Part.WHO:
            owner, name = yield from _who(facts.people, [])
            return replace(kept, owner=owner, owner_name=name)
        case Part.DUE:
            return replace(
                kept, due=(yield from ask_day("agr.when", Phrase("agreements.when"), facts.calendar, SOON, today=True))
            )
        case Part.LOOK_BACK:
            return replace(kept, look_back=(yield from _back(facts.calendar)))
        case Part.REPEAT:
            return replace(kept, repeat=(yield from _repeat()))
        case Part.OUTCOME:
            return replace(kept, motive=(yield from _outcome(facts.outcomes, [])))
        case Part.IF_THEN:
            return replace(kept, if_then=(yield from _if_then([])))
        case _:
            return None


_NONE = "weggooien"
"""No agreement after all."""


def _ready(facts: AgreementFacts) -> bool:
    """Whether the answer it is made from can be taken over as it is. Then it is, until its maker changes it."""
    return bool(facts.prefilled) and len(facts.prefilled) <= WHAT_LIMIT


def _what(facts: AgreementFacts, rows: list[Row]) -> Generator[Step, Answer, str | None]:
    """What is agreed; None when there is to be no agreement after all."""
    ready = _ready(facts)
    made_of = () if facts.prefilled else facts.made_of
    prompt = Phrase("agreements.what", {"answer": facts.prefilled, "ready": ready, "made_of": made_of})
    suggestions = [option("zo")] if ready else []
    suggestions.append(option("niets_wijzigen" if facts.kept is not None else _NONE))
    answer = yield from write(
        "agr.what",
        prompt,
        suggestions=suggestions,
        rule=TextRule(limit=WHAT_LIMIT),
        assumed=Chosen("zo") if ready and facts.kept is None else None,
    )
    if isinstance(answer, Chosen) and answer.option != "zo":
        return None
    what = answer.text if isinstance(answer, Written) else facts.prefilled
    rows.append(Row(StepId("agr.what"), Phrase("agreements.row_what"), what))
    return what


def _who(
    people: Sequence[tuple[PersonId, str]], rows: list[Row], *, optional: bool = False
) -> Generator[Step, Answer, tuple[PersonId | None, str]]:
    """A member, or the name of somebody without Telegram; nobody when it is skipped."""
    return (yield from _named(people, (yield from _ask_who(people, optional=optional)), rows))


def _ask_who(
    people: Sequence[tuple[PersonId, str]], *, optional: bool, of: str = "", named: PersonId | None = None
) -> Generator[Step, Answer, Written | Chosen | None]:
    """The question for whom. `of` is the answer that was taken over unasked: it can still be no agreement.

    Who was `named` before is not asked for; the review can still say otherwise.
    """
    suggestions = [option(str(person), name) for person, name in people]
    if of:
        suggestions.append(option(_NONE))
    prompt = Phrase("agreements.who", {"what": of, "optional": optional})
    rule = TextRule(limit=NAME_LIMIT, is_name=True, among=True)
    assumed = Chosen(str(named)) if named in dict(people) else None
    return (yield from write("agr.who", prompt, optional=optional, suggestions=suggestions, rule=rule, assumed=assumed))


def _named(
    people: Sequence[tuple[PersonId, str]], answer: Written | Chosen | None, rows: list[Row]
) -> Generator[Step, Answer, tuple[PersonId | None, str]]:
    """A typed name is that of a member where it can be: they hear of it. Of several it is asked who is meant."""
    name = answer.text if isinstance(answer, Written) else ""
    owner = PersonId(int(answer.option)) if isinstance(answer, Chosen) else None
    if name and (meant := called(people, name)):
        owner = meant[0] if len(meant) == 1 else (yield from _which_of("agr.who.which", people, meant, name, _ELSE))
    shown = name if owner is None else dict(people).get(owner, "")
    _row(rows, "agr.who", "row_who", shown)
    return owner, name if owner is None else ""


def _which_of(
    step: str, people: Sequence[tuple[PersonId, str]], meant: Sequence[PersonId], name: str, *others: str
) -> Generator[Step, Answer, PersonId | None]:
    """Who of several with that name; None for `others`."""
    options = [option(str(person), label) for person, label in people if person in meant]
    options += [option(other) for other in others]
    taken = yield from choose(step, Phrase("agreements.which_person", {"name": name}), options)
    return None if taken in others else PersonId(int(taken))


_ELSE = "iemand_anders"
"""Somebody who takes no part here and is called so too."""


def _if_then(rows: list[Row]) -> Generator[Step, Answer, str | None]:
    """One line, which may be left out after all."""
    answer = yield from write("agr.if", Phrase("agreements.if_then"), optional=True, rule=TextRule(limit=IF_THEN_LIMIT))
    line = " ".join(answer.text.split()) if isinstance(answer, Written) else None
    _row(rows, "agr.if", "row_if_then", line)
    return line


def _outcome(outcomes: Sequence[tuple[str, str]], rows: list[Row]) -> Generator[Step, Answer, str | None]:
    """The outcome it serves. With one there is nothing to ask."""
    if len(outcomes) < 2:
        return outcomes[0][0] if outcomes else None
    options = [option(motive, text) for motive, text in outcomes]
    motive = yield from choose_or_skip("agr.outcome", Phrase("agreements.outcome"), options)
    _row(rows, "agr.outcome", "row_outcome", dict(outcomes).get(motive) if motive else None)
    return motive


def _more(facts: AgreementFacts, terms: Terms, rows: list[Row]) -> Generator[Step, Answer, Terms]:
    """Looking back, repeating, and who may see it."""
    back = yield from _back(facts.calendar)
    _row(rows, "agr.back", "row_back", Phrase("places.day", {"day": back}) if back else None)
    repeat = yield from _repeat()
    _row(rows, "agr.repeat", "row_repeat", Phrase(f"buttons.{repeat}"))
    shared = False
    if not facts.joint:
        sharing = [option("delen"), option("alleen_wij")]
        about = {"with_facilitator": facts.with_facilitator}
        shared = (yield from choose("agr.share", Phrase("agreements.share", about), sharing)) == "delen"
        _row(rows, "agr.share", "row_share", Phrase("commitment.seen_by", {**about, "shared": shared}))
    yield from review("agr.all", Phrase("agreements.review_all"), rows, [option("vastleggen")])
    return replace(terms, look_back=back, repeat=repeat, shared=shared)


def _back(calendar: Calendar) -> Generator[Step, Answer, date | None]:
    return (yield from ask_day_or_skip("agr.back", Phrase("agreements.back"), calendar, LATER))


def _repeat() -> Generator[Step, Answer, Repeat]:
    repeats = [option(repeat.value) for repeat in Repeat]
    return Repeat((yield from choose("agr.repeat", Phrase("agreements.repeat"), repeats, columns=2)))


def _row(rows: list[Row], step: str, label: str, value: Text | None) -> None:
    rows.append(Row(StepId(step), Phrase(f"agreements.{label}"), value or Phrase("preparation.skipped")))


def _examples(_: Instrument) -> Iterator[AgreementFacts]:
    """Joint or not, new and changed."""
    people = ((PersonId(1), "Anna Voorbeeld"), (PersonId(2), "Bram Voorbeeld"))
    kept = Terms("Zes uur per week", PersonId(1), "", date(2026, 10, 1))
    for joint, outcomes in ((True, ()), (False, (("own.een", "Opbrengst"), ("own.twee", "Nog een")))):
        about = AgreementFacts(AgreementId(1), "Zes uur per week", people, outcomes, EXAMPLE_CALENDAR, joint)
        yield about
        yield replace(about, kept=kept)


AGREEMENT = Dialog("agreement", agreement, (Agree,), _examples)


@dataclass(frozen=True, slots=True)
class ForWhom:
    """Begin an agreement of this partner, or of all together (None). `owner` is who was named at once."""

    collaboration: CollaborationId
    partner: PartnerId | None
    owner: PersonId | None = None


TOGETHER = "0"
"""An agreement of all partners; beside it stand the numbers of one's own."""


@dataclass(frozen=True, slots=True)
class ForWhomFacts:
    """The partners somebody can make one for, and everybody who could take one up, each with the circles they are in.

    A circle is the number of a partner as a text, or `TOGETHER`.
    """

    collaboration: CollaborationId
    partners: tuple[tuple[PartnerId, str], ...]
    people: tuple[tuple[PersonId, str], ...]
    circles: Mapping[PersonId, frozenset[str]]


def for_whom(facts: ForWhomFacts) -> Talk:
    """Of whom it is. Who types the name of a person says who takes it up: then it is asked of whom it is."""
    offered = [option(str(partner), name) for partner, name in facts.partners]
    offered.append(option(TOGETHER, Phrase("buttons.samen_afspraak")))
    rule = TextRule(limit=NAME_LIMIT, among=True, read=lambda text, at: _read_name(facts, text))
    answer = yield from write("whose.circle", Phrase("agreements.for_whom"), suggestions=offered, rule=rule)
    if isinstance(answer, Chosen):
        return ForWhom(facts.collaboration, _partner(answer.option))
    name = answer.text if answer else ""
    meant = called(facts.people, name)
    owner = meant[0] if len(meant) == 1 else (yield from _which_of("whose.person", facts.people, meant, name))
    assert owner is not None
    fitting = [one for one in offered if one.id in facts.circles[owner]]
    asked = Phrase("agreements.for_whom_named", {"name": dict(facts.people)[owner]})
    taken = (yield from choose("whose.of", asked, fitting)) if len(fitting) > 1 else TOGETHER
    return ForWhom(facts.collaboration, _partner(taken), owner)


def _read_name(facts: ForWhomFacts, text: str) -> Answer | Phrase:
    return Written(text) if called(facts.people, text) else Phrase("agreements.for_whom_unknown")


def _partner(circle: str) -> PartnerId | None:
    return None if circle == TOGETHER else PartnerId(int(circle))


def _examples_of_whom(_: Instrument) -> Iterator[ForWhomFacts]:
    people = ((PersonId(1), "Anna Voorbeeld"), (PersonId(2), "Anna Voorbeeld-Smit"), (PersonId(3), "Carla Voorbeeld"))
    ours, all_ = frozenset({"5", TOGETHER}), frozenset({TOGETHER})
    circles = {PersonId(1): ours, PersonId(2): ours, PersonId(3): all_}
    yield ForWhomFacts(CollaborationId(1), ((PartnerId(5), "Opleiding Verpleegkunde"),), people, circles)


FOR_WHOM = Dialog("agreement_for", for_whom, (ForWhom,), _examples_of_whom)


@dataclass(frozen=True, slots=True)
class NewDayFacts:
    """Which agreement, what it says, and the calendar."""

    agreement: AgreementId
    what: str
    calendar: Calendar


def new_day(facts: NewDayFacts) -> Talk:
    """One question."""
    due = yield from ask_day(
        "day.when", Phrase("agreements.new_day", {"what": facts.what}), facts.calendar, SOON, today=True
    )
    return NewDay(facts.agreement, due)


NEW_DAY = Dialog(
    "new_day", new_day, (NewDay,), lambda _: [NewDayFacts(AgreementId(1), "Zes uur per week", EXAMPLE_CALENDAR)]
)


NOTE_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """Which agreement, and what it says."""

    agreement: AgreementId
    what: str


def note(facts: NoteFacts) -> Talk:
    """One question."""
    answer = yield from write(
        "note.text", Phrase("agreements.note", {"what": facts.what}), rule=TextRule(limit=NOTE_LIMIT)
    )
    return Note(facts.agreement, answer.text if isinstance(answer, Written) else "")


NOTE = Dialog("note", note, (Note,), lambda _: [NoteFacts(AgreementId(1), "Zes uur per week")])
