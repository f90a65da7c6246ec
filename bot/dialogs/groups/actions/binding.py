"""Binding a group to a partner or a collaboration, and what becomes of it: moved, removed, let go."""

import secrets

from bot.dialogs.groups.actions import greeting
from bot.dialogs.groups.facts import Actor, BindingOption, binding_options, called, is_found_by_others, name_of
from bot.dialogs.people.ports import INVITATIONS
from bot.domain.collaboration import Partner, Person, Role
from bot.domain.errors import DomainError
from bot.domain.group import JOIN_LIFETIME, REQUEST_LIFETIME, Binding, BindingRequest, ChatThread
from bot.domain.ids import BindingRequestId, ChatId, PersonId
from bot.domain.invitation import token_hash
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


def ask_for_whom(ctx: TurnContext, binding: Binding, acting: Actor) -> None:
    """In private: for which partner somebody answers in this group. They fill in for each, else it is no choice."""
    filled_in = dict.fromkeys(m.partner for m in acting.memberships if m.role.fills_in and m.partner is not None)
    partners = [ctx.uow.collaborations.partner(partner) for partner in filled_in]
    buttons = [ctx.button("namens", f"namens:{binding.id}.{p.id}", name=p.name) for p in partners]
    ctx.tell(Phrase("groups.for_whom", {"title": binding.title}), *buttons, chat=acting.person.hears_in)


def make_link(ctx: TurnContext, person: Person, option: BindingOption) -> str:
    """A link that adds the bot to a group and binds that group in the same tap: once, within the hour."""
    token = secrets.token_urlsafe(24)
    ctx.uow.groups.ask(
        BindingRequest(
            BindingRequestId(0),
            person.id,
            ctx.at + REQUEST_LIFETIME,
            token_hash=token_hash(token),
            collaboration=option.collaboration,
            partner=option.partner,
        )
    )
    return ctx.link_to_group(token)


def by_link(ctx: TurnContext, token: str) -> None:
    """Bind the group the bot was just added to with a link. Telegram says the token there for everybody to read."""
    request = ctx.uow.groups.request_by_hash(token_hash(token))
    if request is None or request.collaboration is None or not request.works(ctx.at):
        raise DomainError("groups.link_used")
    by = ctx.uow.people.get(request.made_by)
    option = BindingOption(request.collaboration, request.partner)
    if option not in binding_options(ctx, by):  # they may have left since
        raise DomainError("groups.link_used")
    ctx.uow.groups.use(request.id, ctx.at)
    bind(ctx, ctx.chat_thread, ctx.title, option, by)


def by_whoever_asks(ctx: TurnContext) -> Phrase | None:
    """Bind the group at once where there is one thing to bind to. Of several the person chooses in private.

    Returns what the group is told then. Raises `DomainError` for who may not bind it.
    """
    if ctx.who is None:
        raise DomainError("errors.anonymous")
    person = ctx.person
    mine = binding_options(ctx, person) if person is not None else ()
    if person is None or not mine:
        raise DomainError("groups.nothing_to_bind")
    _must_be_theirs(ctx, person)
    _must_be_free(ctx, ctx.chat_thread)
    if len(mine) == 1:
        bind(ctx, ctx.chat_thread, ctx.title, mine[0], person)
        return None
    request = ctx.uow.groups.ask(
        BindingRequest(
            BindingRequestId(0), person.id, ctx.at + REQUEST_LIFETIME, chat_thread=ctx.chat_thread, title=ctx.title
        )
    )
    buttons = [
        ctx.button("koppel_aan", f"koppelaan:{request.id}.{o.collaboration}.{o.partner or 0}", what=called(ctx, o))
        for o in mine
    ]
    ctx.tell(Phrase("groups.choose", {"title": ctx.title}), *buttons, chat=person.hears_in)
    return Phrase("groups.choose_private", {"name": person.first_name})


def bind(ctx: TurnContext, chat_thread: ChatThread, title: str, option: BindingOption, by: Person) -> Binding:
    """Bind a group. A circle meets in one group, so what it was bound to before is let go."""
    _must_be_free(ctx, chat_thread)
    for other in ctx.uow.groups.of(option.collaboration):
        if other.partner == option.partner:
            unlink(ctx, other)
            ctx.send(
                ctx.screen(Phrase("groups.elsewhere")), chat=other.chat_thread.chat, thread=other.chat_thread.thread
            )
    greeting.answered(ctx, chat_thread)
    binding = ctx.uow.groups.bind(chat_thread, title, option.collaboration, option.partner, by.id, ctx.at)
    if is_found_by_others(ctx, binding):
        open_join_link(ctx, binding)
    if ctx.who is not None and ctx.person is not None:
        ctx.uow.groups.saw(binding.id, ctx.person.id)
    ctx.touched.add(binding.collaboration)
    told = Phrase("groups.bound", {"title": title, "name": called(ctx, option), "whole": option.partner is None})
    for person in _leaders(ctx, binding, by):
        ctx.tell(told, ctx.button("groep", f"groep:{binding.id}"), chat=person.hears_in)
    return binding


def _must_be_free(ctx: TurnContext, chat_thread: ChatThread) -> None:
    taken = ctx.uow.groups.at(chat_thread)
    if taken is not None:
        raise DomainError("groups.taken", name=name_of(ctx, taken))


def _must_be_theirs(ctx: TurnContext, person: Person) -> None:
    """Raises `DomainError` with what a group belongs to, which only those who have a part in it are told."""
    taken = ctx.uow.groups.at(ctx.chat_thread)
    mine = ctx.uow.collaborations.memberships_of(person.id)
    if taken is not None:
        acting = Actor(person, tuple(m for m in mine if m.collaboration == taken.collaboration))
        if not acting.memberships or not (acting.facilitates or acting.belongs_to(taken)):
            raise DomainError("groups.taken_by_others")


def open_join_link(ctx: TurnContext, binding: Binding) -> None:
    """A new way in below the messages of a group; the one before works no longer."""
    if binding.invitation is not None:
        ctx.uow.get(INVITATIONS).revoke(binding.invitation, ctx.at)
    token = secrets.token_urlsafe(18)
    invitation = ctx.uow.get(INVITATIONS).add(
        token_hash=token_hash(token),
        collaboration=binding.collaboration,
        partner=binding.partner,
        role=Role.PARTICIPANT,
        several=True,
        made_by=binding.bound_by,
        expires_at=ctx.at + JOIN_LIFETIME,
    )
    ctx.uow.groups.open_join_link(binding.id, invitation.id, token)


def close_join_link(ctx: TurnContext, binding: Binding) -> None:
    """Take away the way in below the messages of a group."""
    if binding.invitation is not None:
        ctx.uow.get(INVITATIONS).revoke(binding.invitation, ctx.at)
    ctx.uow.groups.open_join_link(binding.id, None, None)


def unlink(ctx: TurnContext, binding: Binding) -> None:
    """From now on the group belongs to nobody."""
    close_join_link(ctx, binding)
    ctx.uow.groups.end(binding.id, ctx.at)
    if binding.beside is not None:
        ctx.uow.chats.forget(binding.beside)  # nobody reads along there any more


def removed(ctx: TurnContext, chat: ChatId) -> None:
    """The bot was taken out of a group: nothing waits for it, and those who lead hear of it."""
    ctx.uow.post.forget(chat, ctx.at)
    greeting.forget(ctx, chat)
    for binding in ctx.uow.groups.in_chat(chat):
        unlink(ctx, binding)
        told = Phrase("groups.removed", {"title": binding.title, "name": name_of(ctx, binding)})
        for person in _leaders(ctx, binding, ctx.uow.people.get(binding.bound_by)):
            ctx.tell(told, ctx.button("groepen", f"groepen:{binding.collaboration}"), chat=person.hears_in)


def _leaders(ctx: TurnContext, binding: Binding, by: Person) -> list[Person]:
    """Who bound it, while they take part, and who leads there: of a partner its managers, of all the facilitator."""
    wanted = Role.FACILITATOR if binding.partner is None else Role.MANAGER
    found: dict[PersonId, Person] = {}
    for membership, person in ctx.uow.collaborations.members(binding.collaboration):
        leading = membership.role is wanted and membership.partner == binding.partner
        if person.reachable and (leading or person.id == by.id):
            found.setdefault(person.id, person)
    return list(found.values())


def partner_left(ctx: TurnContext, partner: Partner) -> None:
    """The group of a partner that left belongs to nobody any more."""
    for binding in ctx.uow.groups.of(partner.collaboration):
        if binding.partner == partner.id:
            unlink(ctx, binding)
