"""Coming in by another door: the links, the question whether it is you, where you are in, and where you hear what."""

import secrets
from zoneinfo import ZoneInfo

from bot.content.screen import Button
from bot.dialogs.people.facts import known_person, must_be_told, must_facilitate, windows_of
from bot.domain.chats import block_of
from bot.domain.collaboration import Person
from bot.domain.errors import DomainError
from bot.domain.ids import ChatId, CollaborationId
from bot.domain.invitation import token_hash
from bot.engine.model import Phrase, Resumed
from bot.turn import doors, talks
from bot.turn.arguments import number
from bot.turn.context import ZONE_WITHOUT_COLLABORATION, TurnContext
from bot.turn.door import Ability, Doorway
from bot.turn.routes import HOME, Route, ToPage
from bot.turn.shown import LEAST_OF_HASH, LINK_LASTS, Session

LAST_USED = "laatst"


def browser(ctx: TurnContext, argument: str) -> None:
    """`/browser`: a link to the page, shown this once; only its hash is kept. Not where there is no page."""
    page = next((door for door in ctx.doors.every if Ability.DIRECT in door.can), None)
    if page is None:
        ctx.page(Phrase("my_data.browser_closed"), ctx.button("menu", "menu"))
        return
    link = page.link(_token(ctx, known_person(ctx)))
    ctx.page(Phrase("doors.link", {"link": link}), Button(ctx.label("kopieer_link"), copy=link))


def _token(ctx: TurnContext, person: Person) -> str:
    token = secrets.token_urlsafe(24)
    ctx.uow.windows.add_link(token_hash(token), person.id, ctx.at + LINK_LASTS)
    return token


def asked(ctx: TurnContext, token: str) -> bool:
    """Whether this is the token of such a link. Opening it does nothing but ask whether it is you."""
    hashed = token_hash(token)
    if ctx.uow.windows.link(hashed, ctx.at) is None:
        return False
    button = ctx.button("ja_dit_ben_ik", f"ditbenik:{hashed[:LEAST_OF_HASH]}")
    ctx.page(Phrase("doors.is_it_you", {"direct": Ability.DIRECT in ctx.door.can}), button)
    return True


def it_is_me(ctx: TurnContext, argument: str) -> Route:
    """`Ja, dit ben ik`: this chat is theirs as well from now on. Somebody else's link changes nothing."""
    person = ctx.uow.windows.link(argument, ctx.at)
    if person is None or ctx.here is None:
        raise DomainError("doors.no_link")
    wrong = doors.refusal(ctx.uow, person, ctx.person, ctx.door.block, ctx.here)
    if wrong is not None:
        raise DomainError(wrong.key, **wrong.args)
    ctx.uow.windows.use_link(argument, ctx.at)
    doors.come_in(ctx.uow, person, ctx.here, ctx.at)
    came = ctx.uow.people.get(person)
    ctx.chat, ctx.mine = came.chat, frozenset((came.chat, came.hears_in, ctx.here))
    ctx.log("door.came_in")
    return ToPage("hier")


def here(ctx: TurnContext, argument: str) -> Route | None:
    """The question of now, where they are now; the menu where none is open."""
    now = talks.current(ctx)
    return HOME if now is None else talks.go_on(ctx, now, Resumed(ctx.at))


# --- where what comes unasked goes ---


def where(ctx: TurnContext, argument: str) -> None:
    """Which one door somebody hears through."""
    person = known_person(ctx)
    told = _door(ctx, person.told_in).way_in if person.told_in is not None else LAST_USED
    chats = [chat for chat in ctx.uow.people.chats(person) if _has_door(ctx, chat)]
    names = [*(_door(ctx, chat).way_in for chat in chats), LAST_USED]
    labels = {name: ctx.label(name if name != LAST_USED else "waar_ik_laatst_was") for name in names}
    buttons = [Button(("✓ " if one == told else "") + labels[one], f"p:hierheen:{one}") for one in names]
    back = ctx.button("terug_naar", "herinneringen", name=Phrase("commands.herinneringen"))
    ctx.page(Phrase("doors.where"), *buttons, back)


def hear_there(ctx: TurnContext, argument: str) -> Route:
    """Keep by which door."""
    person = known_person(ctx)
    chats = [chat for chat in ctx.uow.people.chats(person) if _has_door(ctx, chat)]
    chosen = next((chat for chat in chats if _door(ctx, chat).way_in == argument), None)
    if chosen is None and argument != LAST_USED:
        raise DomainError("errors.expired")
    ctx.uow.people.set_told_in(person.id, chosen)
    ctx.notify(Phrase("reminders.pace_set"))
    return ToPage("waarheen")


def _has_door(ctx: TurnContext, chat: ChatId) -> bool:
    return any(door.block == block_of(chat) for door in ctx.doors.every)


def _door(ctx: TurnContext, chat: ChatId) -> Doorway:
    return ctx.doors.of(chat)


def tell_by_hand(ctx: TurnContext, argument: str) -> None:
    """Who hears of nothing by themselves, for who leads; and a text that can be forwarded as it is."""
    collaboration = CollaborationId(number(argument))
    must_facilitate(ctx, collaboration)
    people, name = must_be_told(ctx, collaboration), ctx.uow.collaborations.get(collaboration).name
    told = Phrase("doors.by_hand", {"collaboration": name, "names": tuple(one.name for one in people)})
    ctx.page(told, ctx.button("terug_naar", f"overzicht:{collaboration}", name=Phrase("buttons.overzicht")))
    page = next((door for door in ctx.doors.every if Ability.DIRECT in door.can), None)
    if people and page is not None:
        ctx.tell(Phrase("doors.to_forward", {"collaboration": name, "link": page.link()}))


# --- windows in which somebody is in ---


def sessions(ctx: TurnContext, argument: str) -> None:
    """Where somebody is in, each with a button that ends it."""
    open_ = _sessions(ctx)
    zone = ZoneInfo(ZONE_WITHOUT_COLLABORATION)
    lines = tuple(
        Phrase(
            "my_data.one_session",
            {
                "number": n,
                "since": one.made_at.astimezone(zone),
                "used": one.used_at.astimezone(zone),
                "shared": one.shared,
            },
        )
        for n, one in enumerate(open_, start=1)
    )
    ends = [ctx.button("sessie_eindigt", f"browserweg:{one.id}", number=n) for n, one in enumerate(open_, start=1)]
    back = ctx.button("terug_naar", "mijngegevens", name=Phrase("commands.mijngegevens"))
    ctx.page(Phrase("my_data.sessions", {"lines": lines}), *ends, back)


def end_session(ctx: TurnContext, argument: str) -> Route:
    """One of one's own is over."""
    one = next((one for one in _sessions(ctx) if one.id == number(argument)), None)
    if one is None:
        raise DomainError("errors.expired")
    ctx.uow.windows.end(one.id)
    doors.window_closed(ctx.uow, one.chat, ctx.at)
    ctx.notify(Phrase("my_data.session_ended"))
    return ToPage("browsers")


def _sessions(ctx: TurnContext) -> list[Session]:
    return [one for one in windows_of(ctx, known_person(ctx)) if one.ends_at > ctx.at]
