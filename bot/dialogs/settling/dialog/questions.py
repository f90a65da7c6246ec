"""The main motive and the reflection questions, settled."""

from collections.abc import Generator, Mapping

from bot.content.roles import ReflectionRole
from bot.dialogs.settling.dialog.given import SettlingFacts, main_motives, motives_of, must_ask, reflections
from bot.dialogs.settling.dialog.plan import Plan
from bot.dialogs.settling.dialog.rows import LEFT_OUT, Settled
from bot.dialogs.settling.dialog.texts import one_text
from bot.domain.motive import Choice
from bot.engine.model import Answer, Chosen, Phrase, Row, Step, StepId, Written
from bot.engine.steps import option, write

_PERSON = "eigen"
"""How the option begins that takes the words of one person."""


def settle_main(facts: SettlingFacts, plan: Plan, settled: Settled) -> Generator[Step, Answer, None]:
    """The main motive: what all named, else one of those that were answered Ja, or somebody's own words."""
    asked = facts.instrument.phase1.with_role(ReflectionRole.MAIN_MOTIVE)
    named = main_motives(facts)
    if asked is None or not named:
        return
    texts = {m.id: m.text for m in motives_of(facts)}
    by_id = {m.id: m.text for m in settled.motives if m.choice is Choice.YES}
    heading = Phrase("preparation.heading_reflection")
    only = None if must_ask(facts, named) else named[0][1]
    if only is not None and (only in by_id or only not in texts):
        starred = Phrase("preparation.starred", {"motive": by_id.get(only, only)})
        settled.rows.append(Row(None, asked.text, starred, heading))
        settled.main = only
        return
    said = tuple(Phrase("settling.named", {"name": d.name, "motive": texts.get(main, main)}) for d, main in named)
    prompt = Phrase("settling.main", {"question": asked.text, "said": said})
    own = {f"{_PERSON}{d.person}": (d.name, main) for d, main in named if main not in texts}
    suggestions = [option(motive, text) for motive, text in by_id.items()]
    suggestions += [option(id_, Phrase("settling.of", {"name": name})) for id_, (name, _) in own.items()]
    before = plan.chosen("set.main")
    if isinstance(before, Chosen) and before.option not in by_id:
        plan.ask("set.main")
    behind = (f"set.{question}" for question, texts in reflections(facts) if must_ask(facts, texts))
    place = plan.place("set.main", after=plan.total - sum(plan.chosen(step) is None for step in behind))
    assumed = plan.chosen("set.main")
    answer = yield from write("set.main", prompt, optional=True, suggestions=suggestions, place=place, assumed=assumed)
    main = _taken(answer, own)
    shown = Phrase("preparation.starred", {"motive": by_id.get(main, main)}) if main else Phrase("preparation.skipped")
    settled.rows.append(Row(StepId("set.main"), asked.text, shown, heading, aside=main is None))
    settled.main = main


def _taken(answer: Chosen | Written | None, own: Mapping[str, tuple[str, str]]) -> str | None:
    """The id of a motive, or words."""
    match answer:
        case Chosen(taken):
            return own[taken][1] if taken in own else taken
        case Written(text):
            return text
        case _:
            return None


def settle_reflections(facts: SettlingFacts, plan: Plan, settled: Settled) -> Generator[Step, Answer, None]:
    heading = Phrase("preparation.heading_reflection")
    words = {question.id: question.text for question in facts.instrument.phase1.questions}
    for question, texts in reflections(facts):
        step = f"set.{question}"
        answer = yield from one_text(facts, step, words[question], texts, plan)
        if answer is not None:
            settled.reflections[question] = answer
        if texts:
            changes = StepId(step) if must_ask(facts, texts) else None
            shown = answer if answer is not None else LEFT_OUT
            settled.rows.append(Row(changes, words[question], shown, heading, aside=answer is None))
