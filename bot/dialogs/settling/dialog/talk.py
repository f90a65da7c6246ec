"""`Vaststellen`: a partner turns what its people handed in into one version. What they agree on is not asked."""

from collections.abc import Generator
from dataclasses import dataclass, replace

from bot.content.instrument import Instrument
from bot.dialogs.settling.dialog.again import chosen_before
from bot.dialogs.settling.dialog.as_mine import AS_MINE, take_as_mine
from bot.dialogs.settling.dialog.given import Before, SettlingFacts, all_agree, motives_of
from bot.dialogs.settling.dialog.motive import settle_motive
from bot.dialogs.settling.dialog.plan import Plan
from bot.dialogs.settling.dialog.questions import settle_main, settle_reflections
from bot.dialogs.settling.dialog.rows import Settled, under_headings
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import PersonId, RunId
from bot.domain.motive import Choice, Term
from bot.domain.settlement import Draft
from bot.engine.model import Answer, Fold, Phrase, Step
from bot.engine.steps import choose, option, review
from bot.turn.dialog import Dialog, Talk


@dataclass(frozen=True, slots=True)
class Settle:
    """Settle a partner's version. `as_mine`: every difference as whoever settles filled it in."""

    run: RunId
    form: FilledForm
    as_mine: bool = False


def settling(facts: SettlingFacts) -> Talk:
    """What all agree on, as one block; each difference, with names, or all as one's own; the whole, to be settled.

    Where there is nothing to ask, the whole comes at once. What was chosen at the settling before is asked again only
    where somebody answered otherwise since.
    """
    plan = Plan(facts, chosen_before(facts))
    as_mine = plan.total > 0 and (yield from _start(facts, plan)) == AS_MINE
    settled = Settled()
    if as_mine and facts.mine is not None:
        take_as_mine(facts, facts.mine, settled)
    else:
        for motive in motives_of(facts):
            yield from settle_motive(facts, motive, plan, settled)
        yield from settle_main(facts, plan, settled)
        yield from settle_reflections(facts, plan, settled)
    about = {**_about(facts), "asked": plan.total > 0, "as_mine": as_mine}
    yield from review(
        "set.review",
        Phrase("settling.review", about),
        under_headings(settled.rows),
        [option("vaststellen")],
        fold=Fold.NUMBERS,
    )
    return Settle(facts.run, FilledForm(tuple(settled.motives), settled.main, settled.reflections), as_mine)


def _start(facts: SettlingFacts, plan: Plan) -> Generator[Step, Answer, str]:
    agreed = [m for m in motives_of(facts) if all_agree(facts, m.id)]
    blocks = tuple(
        Phrase("settling.block", {"choice": Phrase(f"buttons.{choice}"), "motives": tuple(m.text for m in same)})
        for choice in Choice
        if (same := [m for m in agreed if m.choice is choice])
    )
    about = {**_about(facts), "blocks": blocks, "asked": plan.total, "mine": facts.mine is not None}
    options = [option("begin_vaststellen")]
    if facts.mine is not None:
        options.insert(0, option(AS_MINE))
    return (yield from choose("set.start", Phrase("settling.start", about), options))


def _about(facts: SettlingFacts) -> dict[str, object]:
    return {
        "names": tuple(draft.name for draft in facts.drafts),
        "only_mine": [draft.person for draft in facts.drafts] == [facts.me],
        "missing": facts.missing,
        "with_manager": facts.with_manager,
        "after_reveal": facts.after_reveal,
        "before": facts.before.number if facts.before is not None else 0,
    }


def _example(instrument: Instrument) -> SettlingFacts:
    """Two people who agree on nothing but the first motive, so that every question is asked."""
    motives = [m for form in instrument.forms for m in form.motives]
    choices = (Choice.YES, Choice.SOMEWHAT)
    drafts = tuple(
        Draft(
            PersonId(number),
            name,
            FilledForm(
                tuple(FilledMotive(m.id, m.text, m.cluster, choice, f"{name} 1", term.value) for m in motives),
                main=motives[0].id if choice is Choice.YES else name,
                reflections={question.id: name for question in instrument.phase1.questions},
            ),
        )
        for number, name, choice, term in zip((1, 2), ("Anna Voorbeeld", "Bram Voorbeeld"), choices, Term, strict=False)
    )
    return SettlingFacts(
        instrument, RunId(1), drafts, ("Cor Voorbeeld",), with_manager=False, after_reveal=True, me=PersonId(1)
    )


def _again(instrument: Instrument) -> SettlingFacts:
    """The same two, after one of them changed the first motive."""
    now = _example(instrument)
    first, *rest = now.drafts[1].form.motives
    changed = replace(now.drafts[1].form, motives=(replace(first, choice=Choice.NO, outcome=None, term=None), *rest))
    settled = Before(1, now.drafts, now.drafts[0].form, now.me)
    return replace(now, drafts=(now.drafts[0], replace(now.drafts[1], form=changed)), before=settled)


SETTLING = Dialog("settling", settling, (Settle,), lambda instrument: [_example(instrument), _again(instrument)])
