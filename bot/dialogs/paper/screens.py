"""The paper form as plain data for what makes the document: every word that is on it."""

from collections.abc import Iterator, Mapping

from bot.content.instrument import Instrument
from bot.content.load import LANGUAGE
from bot.content.markup import Tag, spans
from bot.content.phases import Cluster
from bot.content.roles import ReflectionRole
from bot.dialogs.paper.facts import OpenForm, Paper, typed_name, witnesses
from bot.dialogs.paper.rules import OWN_ROWS, lines_for
from bot.dialogs.people.dialog import Promise
from bot.dialogs.preparation.dialog.form import entered_by_others
from bot.dialogs.preparation.facts.form import last_round
from bot.domain.rounds import Phase, RoundState
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

_LABELS = (
    *("agree", "agreed", "name", "day", "signature", "own_row", "source", "questions_after", "promise", "on_paper"),
)
_LABELS_OF_REPORTS = ("partner", "attribution", "attribution_title", "page", "page_of")


def paper(ctx: TurnContext, form: OpenForm) -> dict[str, object]:
    """What the blank form shows."""
    texts = ctx.texts.of(form.round.content_version)
    phase = texts.phase1
    who = {"partner": form.partner.name}
    return {
        "language": LANGUAGE,
        "labels": _labels(ctx),
        "title": texts.tool.title.text,
        "subtitle": texts.tool.subtitle.text,
        "phase": phase.title.text,
        "collaboration": form.collaboration.name,
        "partner": form.partner.name,
        "about": _about(ctx, form),
        "promise": [_marked(ctx, one) for one in promise_of(form)],
        "on_paper": [_plain(ctx, Phrase(f"paper.rule_{one}", who)) for one in ("who", "signed", "stop")],
        "instruction": phase.instruction.text,
        "form_title": texts.form(form.partner.kind).title,
        "applies": phase.applies.text,
        "outcome": phase.outcome.text,
        "choices": [_plain(ctx, Phrase(f"buttons.{one}")) for one in ("ja", "enigszins", "nee")],
        "groups": list(_groups(ctx, form, texts)),
        "reflection_intro": phase.reflection_intro.text,
        "questions": list(_questions(ctx, texts)),
    }


def promise_of(form: OpenForm) -> tuple[Phrase, Phrase]:
    """What somebody signs for: the promise as it is given at the welcome, and that of this round."""
    late = form.round.state in (RoundState.REVEALED, RoundState.ALIGNMENT, RoundState.COMMITMENT)
    said = (Promise.LATE if late else Promise.USUAL).said("consent.promise")
    return said, Phrase(f"preparation.promise_{form.round.mode}")


def _labels(ctx: TurnContext) -> dict[str, str]:
    of_reports = {name: _plain(ctx, Phrase(f"report.label_{name}")) for name in _LABELS_OF_REPORTS}
    return of_reports | {name: _plain(ctx, Phrase(f"paper.label_{name}")) for name in _LABELS}


def _plain(ctx: TurnContext, text: Phrase) -> str:
    return ctx.texts.phrases.plain(text)


def _about(ctx: TurnContext, form: OpenForm) -> list[str]:
    """Of which round it is, and by when it is wanted."""
    opened = form.round.opened_at
    lines = []
    if opened is not None:
        lines.append(_plain(ctx, Phrase("paper.round", {"opened": opened.astimezone(form.collaboration.zone).date()})))
    if form.round.deadline is not None and form.round.dated is Phase.PREPARATION:
        lines.append(_plain(ctx, Phrase("paper.deadline", {"deadline": form.round.deadline})))
    return lines


def _marked(ctx: TurnContext, text: Phrase) -> list[list[dict[str, object]]]:
    """A text line by line, each in words that are bold or not."""
    html = str(ctx.texts.phrases.html(text))
    return [[{"text": span.text, "bold": Tag.BOLD in span.tags} for span in spans(one)] for one in html.splitlines()]


def _groups(ctx: TurnContext, form: OpenForm, texts: Instrument) -> Iterator[dict[str, object]]:
    """The motives below their headings, in the order of the form; then what was added before, and empty rows."""
    below: dict[str, list[str]] = {}
    for motive in texts.form(form.partner.kind).motives:
        below.setdefault(texts.cluster(motive.cluster).heading, []).append(motive.text)
    for heading, motives in below.items():
        yield _group(heading, motives)
    own: Cluster = texts.clusters.of_own_motives
    carried = [one.text for one in last_round(ctx, form.round, form.partner)[1]]
    yield _group(own.heading, [*carried, *("" for _ in range(OWN_ROWS))])


def _group(heading: str, motives: list[str]) -> dict[str, object]:
    return {"heading": heading, "motives": motives}


def _questions(ctx: TurnContext, texts: Instrument) -> Iterator[dict[str, object]]:
    for number, question in enumerate(texts.phase1.questions, start=1):
        asked = entered_by_others(question)
        hint = _HINTS.get(question.role) if asked else "not_entered"
        yield {
            "number": number,
            "text": question.text,
            "hint": _plain(ctx, Phrase(f"paper.hint_{hint}")) if hint is not None else "",
            "lines": lines_for(question),
        }


_HINTS: Mapping[ReflectionRole | None, str] = {
    ReflectionRole.MAIN_MOTIVE: "main_motive",
    ReflectionRole.TERMS: "terms",
    ReflectionRole.OFFERS: "lines",
}


# --- a paper that is entered ---


def name_of(ctx: TurnContext, paper: Paper) -> str:
    """What its author is called, with its sign once it is confirmed."""
    name = _whose(ctx, paper) or _plain(ctx, Phrase("paper.nameless"))
    return name if paper.form.person is None else f"✓ {name}"


def _whose(ctx: TurnContext, paper: Paper) -> str:
    person = paper.form.person
    return typed_name(ctx, paper) if person is None else ctx.uow.people.get(person).name


def asked_at(paper: Paper) -> str:
    """When it was asked whether this paper is signed, under the name of then: a button says for which name it is."""
    return "" if paper.form.handed_in_at is None else str(int(paper.form.handed_in_at.timestamp()))


def unfinished(name: str) -> Phrase:
    """What a paper is called that is not all entered yet."""
    return Phrase("paper.unfinished", {"name": name})


def about_paper(ctx: TurnContext, paper: Paper) -> dict[str, object]:
    """Whose it is, who entered it, and how far it is; never what stands on it."""
    form = paper.form
    confirmed = ctx.uow.people.get(form.confirmed_by).name if form.confirmed_by is not None else ""
    return {
        "collaboration": paper.collaboration.name,
        "partner": paper.partner.name,
        "name": _whose(ctx, paper),
        "by": ctx.uow.people.get(form.entered_by).name,
        "counts": form.person is not None,
        "waits": form.waits,
        "open": paper.is_open,
        "confirmed_by": confirmed,
        "asked": tuple(one.name for one in witnesses(ctx, paper)) if form.waits else (),
    }
