"""One text out of what several people wrote."""

from collections.abc import Generator, Mapping

from bot.dialogs.settling.dialog.given import SettlingFacts, Texts, must_ask
from bot.dialogs.settling.dialog.plan import Plan
from bot.domain.ids import PersonId
from bot.engine.model import Answer, Chosen, Phrase, Step, Text, Written
from bot.engine.steps import option, write

LEAVE_OUT = "weglaten"


_PERSON = "van"


_JOINED = "samengevoegd"


def answer_for(texts: Texts, settled: str | None) -> Answer | None:
    """The answer that makes this one text of these; None for leaving out what cannot be left out."""
    if settled is None:
        return Chosen(LEAVE_OUT) if len(texts) == 1 else None
    written = [text for _, text in texts]
    if settled in written:
        return Chosen(f"{_PERSON}{written.index(settled)}")
    joined = len(texts) > 1 and settled == _together(texts)
    return Chosen(_JOINED) if joined else Written(settled)


def _together(texts: Texts) -> str:
    return "\n".join(dict.fromkeys(text.strip() for _, text in texts))


def one_text(
    facts: SettlingFacts,
    step: str,
    label: Text,
    texts: Texts,
    plan: Plan,
    beside: Mapping[PersonId, Text] | None = None,
) -> Generator[Step, Answer, str | None]:
    """One text out of what several people wrote: one of theirs, theirs together, or a new one; or none.

    `beside` is what stands beside the text of a person.
    """
    if not texts:
        return None
    together = _together(texts)
    if not must_ask(facts, texts):
        return together
    options = [option(f"{_PERSON}{i}", Phrase("settling.of", {"name": d.name})) for i, (d, _) in enumerate(texts)]
    options.append(option(_JOINED) if len(texts) > 1 else option(LEAVE_OUT))
    with_it = beside or {}
    written = tuple(
        Phrase("settling.wrote", {"name": draft.name, "text": text, "beside": with_it.get(draft.person, "")})
        for draft, text in texts
    )
    prompt = Phrase("settling.text", {"label": label, "written": written})
    answer = yield from write(step, prompt, suggestions=options, place=plan.place(step), assumed=plan.chosen(step))
    match answer:
        case Written(text):
            return text
        case Chosen(option=taken) if taken == LEAVE_OUT:
            return None
        case Chosen(option=taken) if taken != _JOINED:
            return texts[int(taken.removeprefix(_PERSON))][1]
        case _:
            return together
