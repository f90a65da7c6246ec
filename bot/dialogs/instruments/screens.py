"""How an instrument and its answers look: the explanation in short and whole, what was answered to a question."""

from collections.abc import Iterable, Sequence

from bot.content.items import Passage, Status
from bot.content.question_sets import QuestionSet, SetQuestion
from bot.content.screen import Button
from bot.dialogs.instruments.facts import ForPartner, InstrumentAnswer
from bot.domain.ids import PersonId
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


def passage(one: Passage) -> Phrase:
    """A text, marked where it is ours and not the source's."""
    return Phrase("verdieping.passage", {"text": one.text, "ours": one.status not in (Status.SOURCE, Status.OWN)})


def title(one: QuestionSet) -> dict[str, object]:
    """What it is called, and whether that is our own wording where the set itself is not ours."""
    return {"title": one.title.text, "own_title": bool(one.origin) and one.title.status is Status.PROPOSAL}


def in_short(
    one: QuestionSet,
    there: ForPartner | None,
    numbers: Iterable[tuple[ForPartner, int]],
    *,
    handed_in: bool,
    choose: bool,
    leads_only: bool = False,
) -> Phrase:
    """What an instrument is, who sees the answers, and how far people are. `choose`: for whom is not clear yet.

    `leads_only`: whoever looks leads, and answers for nobody.
    """
    about = {
        "collaboration": there.collaboration.name if there else "",
        "partner": there.partner.name if there else "",
        **title(one),
        "about": passage(one.about),
        "origin": origin(one),
        "in_private": one.in_private,
        "handed_in": handed_in,
        "choose": choose,
        "leads_only": leads_only,
        "lines": tuple(_number(at, number, there) for at, number in numbers),
    }
    return Phrase("verdieping.instrument", about)


def _number(at: ForPartner, number: int, here: ForPartner | None) -> Phrase:
    """How many of a partner handed in; the collaboration is named where the header does not."""
    elsewhere = here is None or here.collaboration.id != at.collaboration.id
    about = {"of": at.collaboration.name if elsewhere else "", "partner": at.partner.name, "number": number}
    return Phrase("verdieping.number", about)


def origin(one: QuestionSet) -> Phrase | str:
    """Where it comes from; empty for a set that is our own."""
    return Phrase("verdieping.origin", {"origin": one.origin}) if one.origin else ""


def whole(one: QuestionSet) -> list[Phrase]:
    """The explanation in full: its texts, what the source lacks, and the source."""
    lines = [passage(text) for text in one.explanation]
    lines += [Phrase("verdieping.gap", {"note": gap.note}) for gap in one.gaps]
    lines += [] if one.in_private else ahead(one)
    source = origin(one)
    return [*lines, source] if isinstance(source, Phrase) else lines


def ahead(one: QuestionSet) -> list[Phrase]:
    """What a group will be asked, for who wants to read that before: its questions, and what a plate says."""
    lines = [] if one.context is None else [_ahead(one.context)]
    for question in one.questions:
        section = one.section_of(question.id)
        options = () if question.scale is None else tuple(o.text for o in one.scale_of(question).options)
        lines.append(_ahead(question, section.title, section.ask, options))
    if one.plate is not None:
        lines.append(_ahead(one.plate.heart))
        lines += [
            Phrase("verdieping.ahead_advice", {"when": Phrase(f"verdieping.sign_{one_.when}"), "text": one_.text})
            for one_ in one.plate.advice
        ]
    return lines


def _ahead(question: Passage, section: str = "", ask: Passage | None = None, options: tuple[str, ...] = ()) -> Phrase:
    about = {
        "section": section,
        "question": question.text,
        "by_us": question.status is Status.PROPOSAL,
        "ask": "" if ask is None else ask.text,
        "ours": ask is not None and ask.status is Status.PROPOSAL,
        "options": options,
    }
    return Phrase("verdieping.ahead", about)


def turning(ctx: TurnContext, page: str, one: QuestionSet, question: SetQuestion) -> tuple[Button, ...]:
    """To the question before and the one behind, each on its first `page`."""
    at = one.questions.index(question)
    before, behind = one.questions[:at][-1:], one.questions[at + 1 :][:1]
    return (
        *(ctx.button("vorige", f"{page}.0.{other.id}") for other in before),
        *(ctx.button("volgende", f"{page}.0.{other.id}") for other in behind),
    )


def answers(answered: Sequence[InstrumentAnswer], me: PersonId) -> list[Phrase]:
    """What was answered to a question, one's own first, a line each."""
    return [
        Phrase(
            "verdieping.answer",
            {"name": one.name, "mine": one.person == me, "text": one.text, "typed": isinstance(one.text, str)},
        )
        for one in answered
    ]


def heading(one: QuestionSet, question: SetQuestion) -> dict[str, object]:
    """Which question is looked at."""
    place = one.questions.index(question)
    section = one.section_of(question.id)
    return {
        "name": one.name,
        "index": place + 1,
        "total": len(one.questions),
        "section": section.title,
        "question": question.text,
        "by_us": question.status is Status.PROPOSAL,
        "ask": section.ask.text if section.ask else "",
        "ours": section.ask is not None and section.ask.status is Status.PROPOSAL,
    }
