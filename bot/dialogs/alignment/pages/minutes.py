"""The minutes: read, said to be right or not, fixed."""

from collections.abc import Iterable
from zlib import crc32

from bot.content.screen import Button
from bot.dialogs.alignment.actions import closing
from bot.dialogs.alignment.actions.leading import may_close
from bot.dialogs.alignment.dialog import MINUTES_CHECK
from bot.dialogs.alignment.facts.minutes import for_reader, minutes_now
from bot.dialogs.alignment.facts.queries import binding_of
from bot.dialogs.alignment.facts.talks import checks_for
from bot.dialogs.alignment.facts.waiting import unchecked
from bot.dialogs.alignment.pages.opening import readable, talk_of, viewer_of
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionState
from bot.dialogs.alignment.screens.minutes import as_text
from bot.dialogs.alignment.screens.panel import waiting_for_gone
from bot.dialogs.people.facts import known_person, memberships_in
from bot.domain.errors import DomainError
from bot.engine.model import Phrase, Pressed
from bot.turn.context import TurnContext
from bot.turn.paging import at_page, page_of
from bot.turn.routes import Route, ToPage, ToTalk


def read(ctx: TurnContext, argument: str) -> None:
    """The minutes as text: `run` or `run.page`. Whoever speaks for a partner says whether they are right."""
    run, index = at_page(argument)
    _show_minutes(ctx, readable(ctx, run), index)


def _show_minutes(ctx: TurnContext, discussion: Discussion, index: int, *, changed: bool = False) -> None:
    """A page of the minutes. `changed`: somebody answered for words that do not stand there any more."""
    if discussion.state is not DiscussionState.CLOSED:
        raise DomainError("minutes.not_yet")
    run = str(discussion.run)
    found = for_reader(minutes_now(ctx, discussion), viewer_of(ctx, discussion))
    whole = as_text(ctx, found)
    lines, more = page_of(ctx, whole, index)
    waiting = () if found.fixed else minutes_waiting(ctx, discussion)
    about = {"collaboration": found.collaboration, "held": found.held, "fixed": found.fixed, "lines": lines}
    about |= {"division": found.division, "changed": changed}
    about |= {"waiting": waiting, "checked": _has_checked(ctx, discussion)}
    can_check, may_fix = not found.fixed and _speaks(ctx, discussion), _may_fix(ctx, discussion, found.fixed)
    about["asks"] = asks = can_check and not about["checked"] and not more
    ctx.page(
        Phrase("minutes.text", about),
        ctx.button("volgende", f"verslag:{run}.{index + 1}") if more else None,
        *(_checking(ctx, run, _stamp(ctx, whole), again=bool(about["checked"])) if can_check else ()),
        None if asks and may_fix else _third(ctx, discussion, found.fixed),
        ctx.button("verslag_vaststellen", f"verslagvast:{run}") if may_fix else None,
        ctx.button("menu", "menu"),
    )


def _stamp(ctx: TurnContext, lines: Iterable[Phrase]) -> str:
    """A short sign of what the minutes say, by which a button knows the words it stood below."""
    said = "\n".join(ctx.texts.phrases.plain(line) for line in lines)
    return f"{crc32(said.encode()):x}"


def _is_old(ctx: TurnContext, discussion: Discussion, stamp: str) -> bool:
    """Whether the minutes say something else than below this button. Buttons of before have no stamp."""
    found = for_reader(minutes_now(ctx, discussion), viewer_of(ctx, discussion))
    return bool(stamp) and not found.fixed and stamp != _stamp(ctx, as_text(ctx, found))


def _checking(ctx: TurnContext, run: str, stamp: str, *, again: bool) -> tuple[Button, ...]:
    """Whether the minutes are right is said where they stand, so that they can be read meanwhile."""
    if again:
        return (ctx.button("wijzig_antwoord", f"verslagklopt:{run}"),)
    return (
        ctx.button("klopt", f"verslagklopt:{run}.klopt.{stamp}"),
        ctx.button("klopt_iets_niet", f"verslagklopt:{run}.klopt_iets_niet.{stamp}"),
    )


def _third(ctx: TurnContext, discussion: Discussion, fixed: bool) -> Button | None:
    """For whoever leads, goals that wait in vain; else one's own points, as long as they can be taken back."""
    if fixed:
        return None
    if waiting_for_gone(ctx, discussion) and may_close(ctx, discussion):
        return ctx.button("doel_zonder", f"doelzonder:{discussion.run}")
    return ctx.button("mijn_punten", f"mijnpunten:{discussion.run}")


def minutes_waiting(ctx: TurnContext, discussion: Discussion) -> tuple[str, ...]:
    """The partners that have not said whether the minutes are right."""
    waiting = unchecked(ctx, binding_of(ctx, discussion), discussion)
    return tuple(ctx.uow.collaborations.partner(partner).name for partner in waiting)


def _has_checked(ctx: TurnContext, discussion: Discussion) -> bool:
    """Whether somebody has answered for a partner of this person."""
    mine_ = memberships_in(ctx, binding_of(ctx, discussion).collaboration)
    checked = {check.partner for check in ctx.uow.get(DISCUSSIONS).checks(discussion.id)}
    return any(m.partner in checked for m in mine_)


def _speaks(ctx: TurnContext, discussion: Discussion) -> bool:
    """Whether this person says for a partner whether the minutes are right."""
    return bool(checks_for(ctx, binding_of(ctx, discussion).collaboration, known_person(ctx).id))


def _may_fix(ctx: TurnContext, discussion: Discussion, fixed: bool) -> bool:
    """Whether this person leads, and so may go on without a partner that does not answer."""
    return not fixed and may_close(ctx, discussion)


def check(ctx: TurnContext, argument: str) -> Route | None:
    """On to the talk about the minutes, `Klopt dit verslag?`: `run`, or `run.answer.stamp`; what it asks comes below.

    Who read other words than those of now reads these first.
    """
    run, _, said = argument.partition(".")
    answer, _, stamp = said.partition(".")
    discussion = readable(ctx, run)
    if _is_old(ctx, discussion, stamp):
        _show_minutes(ctx, discussion, 0, changed=True)
        return None
    if answer != "klopt":
        ctx.tapped = None
    if not answer:
        return ToTalk(MINUTES_CHECK.id, discussion.run)
    held = ctx.uow.conversations.find(MINUTES_CHECK.id, ctx.chat, discussion.run)
    if held is not None:
        ctx.uow.conversations.delete(held.id)
    return ToTalk(MINUTES_CHECK.id, discussion.run, Pressed(answer, ctx.at))


def fix(ctx: TurnContext, argument: str) -> Route | None:
    """Fix the minutes; first say which partners have not answered: `run`, then `run.ja`."""
    run, _, sure = argument.partition(".")
    discussion = talk_of(ctx, run)
    if not _may_fix(ctx, discussion, False):
        raise DomainError("minutes.leader_fixes")
    closing.must_be_open(ctx, discussion)
    binding = binding_of(ctx, discussion)
    waiting = unchecked(ctx, binding, discussion)
    if waiting and sure != "ja":
        names = tuple(ctx.uow.collaborations.partner(p).name for p in waiting)
        ctx.page(
            Phrase("minutes.without", {"partners": names}),
            ctx.button("toch_vaststellen", f"verslagvast:{run}.ja"),
            ctx.button("nog_niet", f"verslag:{run}"),
        )
        return None
    closing.fix(ctx, binding, discussion)
    return ToPage("verslag", run)
