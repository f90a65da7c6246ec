"""A settled version as lines."""

from bot.content.instrument import Instrument
from bot.content.roles import ReflectionRole
from bot.dialogs.settling.dialog.rows import told
from bot.domain.form import FilledForm
from bot.engine.model import Phrase


def version_lines(form: FilledForm, instrument: Instrument) -> tuple[Phrase, ...]:
    """All that was settled: the motives, then what was said to the questions."""
    said = dict(form.reflections)
    main = instrument.phase1.with_role(ReflectionRole.MAIN_MOTIVE)
    if main is not None and form.main and form.main not in {m.id for m in form.motives}:
        said[main.id] = form.main
    asked = (question for question in instrument.phase1.questions if question.id in said)
    lines = (Phrase("settling.version_said", {"question": one.text, "text": said[one.id]}) for one in asked)
    return (*motive_lines(form), *lines)


def motive_lines(form: FilledForm) -> tuple[Phrase, ...]:
    """The motives of a settled version, a line each."""
    return tuple(
        Phrase(
            "settling.version_line",
            {
                "motive": m.text,
                "choice": Phrase(f"buttons.{m.choice}"),
                "outcome": m.outcome or "",
                "term": told(m.term) if m.outcome and m.term else "",
                "main": m.id == form.main,
            },
        )
        for m in form.motives
    )
