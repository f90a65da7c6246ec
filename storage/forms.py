"""A filled form as JSON, and back. A stored form is never changed, so what is read here stays readable for ever."""

import json
from collections.abc import Sequence
from typing import Any

from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import PersonId
from bot.domain.motive import Choice
from bot.domain.settlement import Draft


def form_text(form: FilledForm) -> str:
    """A filled form as the text of one column."""
    return json.dumps(_form_body(form), ensure_ascii=False)


def form(text: str) -> FilledForm:
    """A filled form, read from its column."""
    return _form(json.loads(text))


def drafts_text(drafts: Sequence[Draft]) -> str:
    """What several people handed in, as the text of one column."""
    return json.dumps(
        [{"person": d.person, "name": d.name, "form": _form_body(d.form)} for d in drafts], ensure_ascii=False
    )


def drafts(text: str) -> tuple[Draft, ...]:
    """What several people handed in, read from its column."""
    return tuple(Draft(PersonId(body["person"]), body["name"], _form(body["form"])) for body in json.loads(text))


def _form_body(form: FilledForm) -> dict[str, Any]:
    motives = [[m.id, m.text, m.cluster, m.choice.value, m.outcome, m.term] for m in form.motives]
    return {"motives": motives, "main": form.main, "reflections": dict(form.reflections)}


def _form(body: dict[str, Any]) -> FilledForm:
    motives = tuple(
        FilledMotive(id_, text, cluster, Choice(choice), outcome, term)
        for id_, text, cluster, choice, outcome, term in body["motives"]
    )
    return FilledForm(motives, body["main"], body["reflections"])
