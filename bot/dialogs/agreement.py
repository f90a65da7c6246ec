"""An agreement: what, who, by when. Four taps at least; looking back, repeating and sharing only for who wants it."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from bot.dialogs.day import LATER, SOON, Calendar, ask_day
from bot.dialogs.dialog import Dialog, Talk
from bot.domain.agreement import WHAT_LIMIT, AgreementId, Repeat
from bot.domain.commands import Agree, Terms
from bot.domain.ids import PersonId
from bot.engine.model import Answer, Chosen, Phrase, Row, Step, StepId, Text, TextRule, Written
from bot.engine.steps import choose, choose_or_skip, option, review, write

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
    """What it says already, where it is being changed: what is not asked again stays."""


def agreement(facts: AgreementFacts) -> Talk:
    """What, who and when; then the rest, if wanted."""
    rows: list[Row] = []
    what = yield from _what(facts, rows)
    owner, name = yield from _who(facts.people, rows)
    due = yield from ask_day("agr.when", Phrase("agreements.when"), facts.calendar, SOON)
    assert due is not None
    rows.append(Row(StepId("agr.when"), Phrase("agreements.row_when"), Phrase("places.day", {"day": due})))
    motive = yield from _outcome(facts.outcomes, rows)
    done = [option("vastleggen"), option("meer_instellen"), option("weggooien")]
    taken = yield from review("agr.review", Phrase("agreements.review"), rows, done)
    if taken == "weggooien":
        return Agree(facts.agreement, None)
    terms = Terms(what, owner, name, due, motive=motive)
    if facts.kept is not None:
        kept = facts.kept
        terms = replace(
            terms,
            look_back=kept.look_back,
            repeat=kept.repeat,
            motive=motive or kept.motive,
            shared=kept.shared,
        )
    if taken == "meer_instellen":
        terms = yield from _more(facts, terms, rows)
    return Agree(facts.agreement, terms)


def _what(facts: AgreementFacts, rows: list[Row]) -> Generator[Step, Answer, str]:
    ready = facts.prefilled and len(facts.prefilled) <= WHAT_LIMIT
    prompt = Phrase("agreements.what", {"answer": facts.prefilled, "ready": bool(ready)})
    suggestions = [option("zo")] if ready else []
    answer = yield from write("agr.what", prompt, suggestions=suggestions, rule=TextRule(limit=WHAT_LIMIT))
    what = answer.text if isinstance(answer, Written) else facts.prefilled
    rows.append(Row(StepId("agr.what"), Phrase("agreements.row_what"), what))
    return what


def _who(
    people: Sequence[tuple[PersonId, str]], rows: list[Row]
) -> Generator[Step, Answer, tuple[PersonId | None, str]]:
    """A member, or the name of somebody without Telegram."""
    suggestions = [option(str(person), name) for person, name in people]
    answer = yield from write(
        "agr.who", Phrase("agreements.who"), suggestions=suggestions, rule=TextRule(limit=NAME_LIMIT)
    )
    if isinstance(answer, Chosen):
        owner = PersonId(int(answer.option))
        shown = next((name for person, name in people if person == owner), "")
        rows.append(Row(StepId("agr.who"), Phrase("agreements.row_who"), shown))
        return owner, ""
    name = answer.text if answer else ""
    rows.append(Row(StepId("agr.who"), Phrase("agreements.row_who"), name))
    return None, name


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
    back = yield from ask_day("agr.back", Phrase("agreements.back"), facts.calendar, LATER, optional=True)
    _row(rows, "agr.back", "row_back", Phrase("places.day", {"day": back}) if back else None)
    repeats = [option(repeat.value) for repeat in Repeat]
    repeat = Repeat((yield from choose("agr.repeat", Phrase("agreements.repeat"), repeats, columns=2)))
    _row(rows, "agr.repeat", "row_repeat", Phrase(f"buttons.{repeat}"))
    shared = False
    if not facts.joint:
        sharing = [option("delen"), option("alleen_wij")]
        taken = yield from choose("agr.share", Phrase("agreements.share"), sharing)
        _row(rows, "agr.share", "row_share", Phrase(f"buttons.{taken}"))
        shared = taken == "delen"
    yield from review("agr.all", Phrase("agreements.review_all"), rows, [option("vastleggen")])
    return Terms(terms.what, terms.owner, terms.owner_name, terms.due, back, repeat, terms.motive, shared)


def _row(rows: list[Row], step: str, label: str, value: Text | None) -> None:
    rows.append(Row(StepId(step), Phrase(f"agreements.{label}"), value or Phrase("preparation.skipped")))


AGREEMENT = Dialog("agreement", agreement)
