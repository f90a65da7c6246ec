"""After handing in, settling a partner's version, and taking it back. Always in private, always within the partner."""

from dataclasses import replace

from bot.content.screen import Button
from bot.content.tones import Tone
from bot.dialogs.boards.facts import own_topics, rooms_of
from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.preparation.facts.handed import answered_by_others, has_open_questions, skip_the_questions
from bot.dialogs.preparation.pages import has_colleagues
from bot.dialogs.settling import actions
from bot.dialogs.settling.dialog.talk import SETTLING, Settle
from bot.dialogs.settling.facts import can_settle, drafts_of, is_over
from bot.dialogs.settling.screens import version_lines
from bot.domain.errors import DomainError
from bot.domain.ids import RunId
from bot.domain.rounds import RoundState, RunState
from bot.domain.settlement import settled_of
from bot.domain.visibility import Viewer, may_see
from bot.engine.advance import walk
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.dialog import dialog_context
from bot.turn.paging import at_page, page_of
from bot.turn.records import Conversation, ParticipantContext
from bot.turn.routes import Route, ToPage, ToTalk


def handed_in(ctx: TurnContext, argument: str) -> Route | None:
    """After `Indienen`: thanks, what happens next, and the way back in."""
    person = known_person(ctx)
    standing = ctx.uow.rounds.standing(RunId(number(argument)), person.id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.participation.handed_in_at is None:
        return ToTalk("preparation", standing.run.id)
    all_of_them = ctx.uow.rounds.participants(standing.run.id)
    about = {
        "collaboration": standing.collaboration.name,
        "partner": standing.partner.name,
        "people": len(all_of_them),
        "ready": sum(p.handed_in_at is not None for p in all_of_them),
    }
    if standing.run.state is RunState.SETTLED:
        return ToPage("vastgesteld", argument)
    settles = can_settle(ctx, standing)
    everybody = about["ready"] == about["people"]
    open_questions = has_open_questions(ctx, standing)
    run = standing.run.id
    begun = _held(ctx, run) is not None
    first = answered_by_others(ctx, standing) if settles and everybody else ()
    questions = ctx.button("verder_vragen", f"vragen:{run}") if open_questions else None
    now = ctx.button("vaststellen", f"vaststel:{run}") if settles else None
    ctx.page(
        Phrase(
            "preparation.handed_in",
            {**about, "settles": settles, "everybody": everybody, "questions": open_questions, "first": first},
        ),
        *(_one_main(questions, now) if first else _one_main(now if everybody else None, questions)),
        ctx.button("vaststellen_opnieuw", f"vaststelnieuw:{standing.run.id}") if settles and begun else None,
        ctx.button("wijzigen", f"wijzig:{standing.run.id}"),
        ctx.button("eigen_motief", f"eigen:{standing.run.id}") if _has_own(ctx, standing) else None,
        ctx.button("collegas", f"collegas:{run}") if has_colleagues(ctx, standing) else None,
        ctx.button("overzicht", f"overzicht:{standing.collaboration.id}"),
        replace(now, tone=Tone.PLAIN) if now is not None and not everybody else None,
    )
    return None


def _one_main(*buttons: Button | None) -> list[Button | None]:
    """These buttons, of which only the first can be the main thing to do."""
    first = next((button for button in buttons if button is not None), None)
    return [button if button is None or button is first else replace(button, tone=Tone.PLAIN) for button in buttons]


def _has_own(ctx: TurnContext, standing: ParticipantContext) -> bool:
    """Whether there is a motive of one's own, and a group to put it before."""
    return bool(rooms_of(ctx, standing)) and bool(own_topics(ctx, standing))


def settle(ctx: TurnContext, argument: str) -> Route | None:
    """`Vaststellen`: begin, or go on with the snapshot that was begun.

    Who did not answer the questions that a colleague answered would settle what they may not see: that comes first.
    """
    mine = _mine(ctx, argument)
    run = mine.run.id
    held = _held(ctx, run)
    if held is not None and _is_stale(ctx, mine, held):
        ctx.uow.conversations.delete(held.id)
        held = None
    if held is None and can_settle(ctx, mine):
        names = answered_by_others(ctx, mine)
        if names:
            ctx.page(
                Phrase("settling.questions_first", {"names": names}),
                ctx.button("verder_vragen", f"vragen:{run}"),
                ctx.button("vragen_over", f"vragenover:{run}"),
            )
            return None
    return _talk(ctx, mine)


def _held(ctx: TurnContext, run: RunId) -> Conversation | None:
    """Settling as it was begun and not brought to its end."""
    held = ctx.uow.conversations.find(SETTLING.id, ctx.chat, run)
    return None if held is None or is_over(ctx, held) else held


def _is_stale(ctx: TurnContext, mine: ParticipantContext, held: Conversation) -> bool:
    """Whether a colleague handed in or changed something before anything was chosen: no choice is lost then."""
    frozen = ctx.uow.settlements.frozen(held.id)
    return frozen is not None and not ctx.uow.conversations.answers(held.id) and frozen != drafts_of(ctx, mine)


def _talk(ctx: TurnContext, mine: ParticipantContext) -> Route:
    """On with settling; where the version before was taken back, from the beginning, with what was chosen then."""
    run = mine.run.id
    old = ctx.uow.conversations.find(SETTLING.id, ctx.chat, run)
    if old is not None and is_over(ctx, old):
        ctx.uow.conversations.add(SETTLING.id, ctx.chat, mine.person.id, run, old.content_version, ctx.at)
    return ToTalk(SETTLING.id, run)


def skip_questions(ctx: TurnContext, argument: str) -> Route:
    """`Overslaan` to every question of one's own that is open, and on to settling: `run`."""
    mine = _mine(ctx, argument)
    if not has_open_questions(ctx, mine):
        raise DomainError("errors.expired")
    skip_the_questions(ctx, mine)
    return ToPage("vaststel", argument)


def afresh(ctx: TurnContext, argument: str) -> Route | None:
    """Free the snapshot and begin again with what is handed in now, also with one's own questions first."""
    held = _held(ctx, _mine(ctx, argument).run.id)
    if held is not None:
        ctx.uow.conversations.delete(held.id)
    return settle(ctx, argument)


def overtaken(ctx: TurnContext, argument: str) -> None:
    """Colleagues handed in or changed something while this was being settled: nothing of theirs is passed over."""
    mine = _mine(ctx, argument)
    ctx.page(
        Phrase("settling.overtaken", {"partner": mine.partner.name}),
        ctx.button("vaststellen_opnieuw", f"vaststelnieuw:{mine.run.id}"),
        ctx.button("toch_vaststellen", f"vaststeltoch:{mine.run.id}"),
    )


def anyway(ctx: TurnContext, argument: str) -> Route:
    """Settle what was settled, without what came in meanwhile."""
    mine = _mine(ctx, argument)
    held = _held(ctx, mine.run.id)
    if held is None:
        raise DomainError("errors.expired")
    result = walk(dialog_context(ctx, held).begin, ctx.uow.conversations.answers(held.id)).result
    if not isinstance(result, Settle):
        return ToTalk("settling", mine.run.id)
    return actions.settle(ctx, result, held, anyway=True)


def version(ctx: TurnContext, argument: str) -> None:
    """What was settled in the name of one's partner: `run`, or `run.page`."""
    run_id, index = at_page(argument)
    run = ctx.uow.rounds.run(RunId(number(run_id)))
    round_ = ctx.uow.rounds.get(run.round)
    collaboration = round_.collaboration
    viewer = Viewer(known_person(ctx).id, memberships_in(ctx, collaboration))
    kept = ctx.uow.settlements.latest(run.id)
    if kept is None or not may_see(settled_of(kept), viewer):
        raise DomainError("errors.expired")
    shown, more = page_of(ctx, version_lines(kept.form, ctx.texts.of(round_.content_version)), index)
    takes_part = ctx.uow.rounds.standing(run.id, viewer.person) is not None
    ctx.page(
        Phrase(
            "settling.version",
            {
                "partner": ctx.uow.collaborations.partner(kept.partner).name,
                "number": kept.number,
                "lines": shown,
            },
        ),
        ctx.button("volgende", f"versie:{run.id}.{index + 1}") if more else None,
        ctx.button("terug_naar", f"vastgesteld:{run.id}", name=Phrase("pages.my_answers")) if takes_part else None,
        None if takes_part else ctx.button("overzicht", f"overzicht:{collaboration}"),
    )


def settled(ctx: TurnContext, argument: str) -> None:
    """Shown after settling: what was settled, and what happens next."""
    mine = _mine(ctx, argument)
    kept = ctx.uow.settlements.latest(mine.run.id)
    if kept is None or mine.run.state is not RunState.SETTLED:
        raise DomainError("errors.expired")
    open_again = mine.round.state is RoundState.PREPARATION and can_settle(ctx, mine)
    about: dict[str, object] = {
        "number": kept.number,
        "partner": mine.partner.name,
        "after_reveal": kept.after_reveal,
    }
    about |= {"open_again": open_again, "revealed": mine.round.state is not RoundState.PREPARATION}
    ctx.page(
        Phrase("settling.settled", about),
        ctx.button("bekijk_versie", f"versie:{mine.run.id}"),
        ctx.button("heropenen", f"heropen:{mine.run.id}") if open_again else None,
        ctx.button("bekijk_onthulling", f"onthulling:{mine.round.id}") if about["revealed"] else None,
        ctx.button("overzicht", f"overzicht:{mine.collaboration.id}"),
    )


def discuss(ctx: TurnContext, argument: str) -> None:
    """`Bespreken`, before the reveal: who settled hears it: `run`."""
    mine = _mine(ctx, argument)
    name = actions.discuss(ctx, mine)
    ctx.page(Phrase("settling.discuss_asked", {"name": name}), ctx.button("bekijk_versie", f"versie:{mine.run.id}"))


def reopen(ctx: TurnContext, argument: str) -> None:
    """`Heropenen`: take the version back, until the reveal: `run`."""
    mine = _mine(ctx, argument)
    if not can_settle(ctx, mine):
        raise DomainError("errors.manager_settles")
    actions.reopen(ctx, mine)
    ctx.page(
        Phrase("settling.reopened", {"partner": mine.partner.name}),
        ctx.button("wijzigen", f"wijzig:{mine.run.id}"),
        ctx.button("vaststellen", f"vaststel:{mine.run.id}"),
    )


def _mine(ctx: TurnContext, argument: str) -> ParticipantContext:
    standing = ctx.uow.rounds.standing(RunId(number(argument)), known_person(ctx).id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    return standing
