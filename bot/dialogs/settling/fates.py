"""What of somebody's phase 1 stands in the version of their partner."""

from collections.abc import Iterator, Sequence

from bot.content.roles import ReflectionRole
from bot.dialogs.rounds.facts import committing
from bot.domain.form import FilledForm
from bot.domain.rounds import RunState
from bot.domain.settlement import Settlement, settled_of
from bot.domain.visibility import may_see
from bot.engine.model import Phrase
from bot.insight.wording import nearest, stands_in
from bot.turn.context import TurnContext
from bot.turn.own_words import Author, Became, Fate, Given, WordsKind


def fates(ctx: TurnContext, author: Author, words: Sequence[Given]) -> Iterator[tuple[Given, Fate]]:
    """Of what was handed in in a round that settles: where it stands in the version, once there is one."""
    for one in words:
        if not one.kind.of_the_form or not one.handed_in or not author.round.settles:
            continue
        run = ctx.uow.rounds.run(one.run)
        version = ctx.uow.settlements.latest(one.run) if run.state is RunState.SETTLED else None
        if run.state is RunState.OPEN:
            yield one, Fate(Became.WAITS, Phrase("words.not_settled"))
        elif version is not None and not _seen(ctx, author, version):
            yield one, Fate(Became.WAITS, Phrase("words.unseen"))
        elif version is not None:
            phase1 = ctx.texts.of(author.round.content_version).phase1
            main = phase1.with_role(ReflectionRole.MAIN_MOTIVE)
            yield one, _in_version(one, version, is_main=main is not None and main.id == one.source)


def _seen(ctx: TurnContext, author: Author, version: Settlement) -> bool:
    revealed = any(shown.id == version.id for shown in ctx.uow.settlements.revealed(author.round.id))
    piece = settled_of(version, revealed=revealed, committing=committing(ctx, author.round))
    return may_see(piece, author.viewer)


def _in_version(one: Given, version: Settlement, *, is_main: bool) -> Fate:
    kept, other = _main(one, version.form) if is_main else _found(one, version.form)
    if kept:
        return Fate(Became.KEPT, Phrase("words.in_version", {"number": version.number}))
    if other:
        return Fate(Became.REWORDED, Phrase("words.reworded", {"number": version.number, "text": other}))
    return Fate(Became.LEFT_OUT, Phrase("words.unused"))


def _found(one: Given, form: FilledForm) -> tuple[bool, str | None]:
    """Whether a version has these words, and else what it says in their place; None where it says nothing."""
    if one.kind in (WordsKind.OUTCOME, WordsKind.OWN_MOTIVE):
        motive = next((m for m in form.motives if m.id == one.source and m.choice.applies), None)
        if motive is None or one.kind is WordsKind.OWN_MOTIVE:
            return motive is not None, None
        return bool(motive.outcome) and stands_in(one.text, motive.outcome or ""), motive.outcome
    said = form.reflections.get(one.source, "")
    if one.kind is WordsKind.ANSWER:
        return stands_in(one.text, said), said or None
    return stands_in(one.text, said), nearest(one.text, [line.strip() for line in said.splitlines() if line.strip()])


def _main(one: Given, form: FilledForm) -> tuple[bool, str | None]:
    """The same for a main motive in one's own words: it may be one of the motives of the version instead."""
    named = next((motive.text for motive in form.motives if motive.id == form.main), form.main)
    return named is not None and stands_in(one.text, named), named
