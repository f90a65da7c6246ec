"""Binding a group to a partner or a collaboration, and what becomes of it: moved, removed, let go."""

import secrets

from bot.dialogs.groups.facts import Actor, Option, called, name_of, options
from bot.dialogs.people.ports import INVITATIONS
from bot.domain.collaboration import Partner, Person, Role
from bot.domain.errors import DomainError
from bot.domain.group import JOIN_LIFETIME, REQUEST_LIFETIME, Binding, BindingRequest, Room
from bot.domain.ids import BindingRequestId, ChatId, PersonId
from bot.domain.invitation import token_hash
from bot.engine.model import Phrase
from bot.turn.context import Stage


def ask_for_whom(stage: Stage, binding: Binding, acting: Actor) -> None:
    """In private: for which partner somebody answers in this group. They fill in for each, else it is no choice."""
    filled_in = dict.fromkeys(m.partner for m in acting.memberships if m.role.fills_in and m.partner is not None)
    partners = [stage.uow.collaborations.partner(partner) for partner in filled_in]
    buttons = [stage.button("namens", f"namens:{binding.id}.{p.id}", name=p.name) for p in partners]
    stage.tell(Phrase("groups.for_whom", {"title": binding.title}), *buttons, chat=acting.person.chat)


def make_link(stage: Stage, person: Person, option: Option) -> str:
    """A link that adds the bot to a group and binds that group in the same tap: once, within the hour."""
    token = secrets.token_urlsafe(24)
    stage.uow.groups.ask(
        BindingRequest(
            BindingRequestId(0),
            person.id,
            stage.at + REQUEST_LIFETIME,
            token_hash=token_hash(token),
            collaboration=option.collaboration,
            partner=option.partner,
        )
    )
    return stage.link_to_group(token)


def by_link(stage: Stage, token: str) -> None:
    """The bot was added to a group with a link, which Telegram says there for everybody to read."""
    request = stage.uow.groups.request_by_hash(token_hash(token))
    if request is None or request.collaboration is None or not request.works(stage.at):
        raise DomainError("groups.link_used")
    by = stage.uow.people.get(request.made_by)
    option = Option(request.collaboration, request.partner)
    if option not in options(stage, by):  # they may have left since
        raise DomainError("groups.link_used")
    stage.uow.groups.use(request.id, stage.at)
    bind(stage, stage.room, stage.title, option, by)


def by_command(stage: Stage) -> None:
    """`/koppel`: at once where there is one thing to bind to; of several, the person chooses in private."""
    if stage.who is None:
        raise DomainError("errors.anonymous")
    person = stage.person
    mine = options(stage, person) if person is not None else ()
    if person is None or not mine:
        raise DomainError("groups.may_not_bind")
    _must_be_theirs(stage, person)
    _must_be_free(stage, stage.room)
    if len(mine) == 1:
        bind(stage, stage.room, stage.title, mine[0], person)
        return
    request = stage.uow.groups.ask(
        BindingRequest(BindingRequestId(0), person.id, stage.at + REQUEST_LIFETIME, room=stage.room, title=stage.title)
    )
    buttons = [
        stage.button("koppel_aan", f"koppelaan:{request.id}.{o.collaboration}.{o.partner or 0}", what=called(stage, o))
        for o in mine
    ]
    stage.tell(Phrase("groups.choose", {"title": stage.title}), *buttons, chat=person.chat)
    stage.tell(Phrase("groups.choose_private", {"name": person.first_name}))


def bind(stage: Stage, room: Room, title: str, option: Option, by: Person) -> Binding:
    """Bind it. A circle meets in one group: what it was bound to before is let go."""
    _must_be_free(stage, room)
    for other in stage.uow.groups.of(option.collaboration):
        if other.partner == option.partner:
            let_go(stage, other)
            stage.send(stage.screen(Phrase("groups.elsewhere")), chat=other.room.chat, thread=other.room.thread)
    binding = stage.uow.groups.bind(room, title, option.collaboration, option.partner, by.id, stage.at)
    let_in(stage, binding)
    if stage.who is not None and stage.person is not None:
        stage.uow.groups.saw(binding.id, stage.person.id)
    stage.touched.add(binding.collaboration)
    told = Phrase("groups.bound", {"title": title, "name": called(stage, option), "whole": option.partner is None})
    for person in _leaders(stage, binding, by):
        stage.tell(told, stage.button("groep", f"groep:{binding.id}"), chat=person.chat)
    return binding


def _must_be_free(stage: Stage, room: Room) -> None:
    taken = stage.uow.groups.at(room)
    if taken is not None:
        raise DomainError("groups.taken", name=name_of(stage, taken))


def _must_be_theirs(stage: Stage, person: Person) -> None:
    """To whom a group belongs is told to those who have a part in it."""
    taken = stage.uow.groups.at(stage.room)
    mine = stage.uow.collaborations.memberships_of(person.id)
    if taken is not None:
        acting = Actor(person, tuple(m for m in mine if m.collaboration == taken.collaboration))
        if not acting.memberships or not (acting.facilitates or acting.belongs_to(taken)):
            raise DomainError("groups.taken_by_others")


def let_in(stage: Stage, binding: Binding) -> None:
    """A new way in below the messages of a group; the one before works no longer."""
    if binding.invitation is not None:
        stage.uow.get(INVITATIONS).revoke(binding.invitation, stage.at)
    token = secrets.token_urlsafe(18)
    invitation = stage.uow.get(INVITATIONS).add(
        token_hash=token_hash(token),
        collaboration=binding.collaboration,
        partner=binding.partner,
        role=Role.PARTICIPANT,
        several=True,
        made_by=binding.bound_by,
        expires_at=stage.at + JOIN_LIFETIME,
    )
    stage.uow.groups.let_in(binding.id, invitation.id, token)


def shut_out(stage: Stage, binding: Binding) -> None:
    """Take the way in away."""
    if binding.invitation is not None:
        stage.uow.get(INVITATIONS).revoke(binding.invitation, stage.at)
    stage.uow.groups.let_in(binding.id, None, None)


def let_go(stage: Stage, binding: Binding) -> None:
    """The group belongs to nobody any more."""
    shut_out(stage, binding)
    stage.uow.groups.end(binding.id, stage.at)


def removed(stage: Stage, chat: ChatId) -> None:
    """The bot was taken out of a group: nothing waits for it, and those who lead hear of it."""
    stage.uow.post.forget(chat, stage.at)
    for binding in stage.uow.groups.in_chat(chat):
        let_go(stage, binding)
        told = Phrase("groups.removed", {"title": binding.title, "name": name_of(stage, binding)})
        for person in _leaders(stage, binding, stage.uow.people.get(binding.bound_by)):
            stage.tell(told, stage.button("groepen", f"groepen:{binding.collaboration}"), chat=person.chat)


def _leaders(stage: Stage, binding: Binding, by: Person) -> list[Person]:
    """Who bound it, while they take part, and who leads there: of a partner its managers, of all the facilitator."""
    wanted = Role.FACILITATOR if binding.partner is None else Role.MANAGER
    found: dict[PersonId, Person] = {}
    for membership, person in stage.uow.collaborations.members(binding.collaboration):
        leading = membership.role is wanted and membership.partner == binding.partner
        if person.reachable and (leading or person.id == by.id):
            found.setdefault(person.id, person)
    return list(found.values())


def partner_left(stage: Stage, partner: Partner) -> None:
    """The group of a partner that left belongs to nobody any more."""
    for binding in stage.uow.groups.of(partner.collaboration):
        if binding.partner == partner.id:
            let_go(stage, binding)
