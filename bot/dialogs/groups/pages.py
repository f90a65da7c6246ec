"""In private: which groups belong to a collaboration, binding one more, letting one go, and speaking in one."""

from bot.content.screen import Button, Screen
from bot.dialogs.groups.actions import bind, let_go, let_in, make_link, shut_out
from bot.dialogs.groups.facts import Option, called, chosen_partner, name_of, options
from bot.dialogs.people.facts import known_person, memberships_in
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import BindingId, BindingRequestId, CollaborationId, PartnerId
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import Stage
from bot.turn.routes import Route, ToPage


def groups(stage: Stage, argument: str) -> None:
    """The groups of a collaboration that this person may bind or let go."""
    collaboration = CollaborationId(number(argument))
    memberships_in(stage, collaboration)
    mine = [o for o in options(stage, known_person(stage)) if o.collaboration == collaboration]
    if not mine:
        raise DomainError("groups.may_not_bind")
    bindings = stage.uow.groups.of(collaboration)
    lines, buttons = [], []
    for option in mine:
        group = next((b for b in bindings if b.partner == option.partner), None)
        lines.append(Phrase("groups.one", {"name": called(stage, option), "title": group.title if group else None}))
        route = f"groep:{group.id}" if group else f"groepnieuw:{option.collaboration}.{option.partner or 0}"
        label = group.title if group else stage.label("groep_erbij", name=called(stage, option))
        buttons.append(Button(label, f"p:{route}"))
    stage.page(Phrase("groups.list", {"lines": tuple(lines)}), *buttons, stage.button("menu", "menu"))


def add(stage: Stage, argument: str) -> None:
    """A button that adds the bot to a group, which is bound in the same tap."""
    option = _option(stage, argument)
    link = make_link(stage, known_person(stage), option)
    label = stage.label("voeg_toe")
    back = stage.button("terug_naar", f"groepen:{option.collaboration}", name=Phrase("buttons.groepen"))
    text = Phrase(
        "groups.add",
        {"name": called(stage, option), "whole": option.partner is None, "bot": stage.texts.bot_username},
    )
    stage.show(Screen(str(stage.texts.phrases.html(text)), ((Button(label, url=link),), (back,))))


def _option(stage: Stage, argument: str) -> Option:
    """What is to be bound, as far as this person may."""
    collaboration, _, partner = argument.partition(".")
    wanted = Option(CollaborationId(number(collaboration)), PartnerId(number(partner)) or None)
    if wanted not in options(stage, known_person(stage)):
        raise DomainError("groups.may_not_bind")
    return wanted


def choose(stage: Stage, argument: str) -> Route:
    """After `/koppel` in a group: what it is bound to."""
    request_id, _, rest = argument.partition(".")
    option = _option(stage, rest)
    person = known_person(stage)
    request = stage.uow.groups.request(BindingRequestId(number(request_id)))
    if request.made_by != person.id or request.room is None or not request.works(stage.at):
        raise DomainError("groups.link_used")
    stage.uow.groups.use(request.id, stage.at)
    bind(stage, request.room, request.title, option, person)
    return ToPage("groepen", str(option.collaboration))


def group(stage: Stage, argument: str) -> None:
    """One group: its way in, and letting it go."""
    binding = _binding(stage, argument)
    open_to_all = binding.join_token is not None
    about = {"title": binding.title, "name": name_of(stage, binding), "open": open_to_all}
    way_in = ("meedoen_uit", "meedoenuit") if open_to_all else ("meedoen_aan", "meedoenaan")
    stage.page(
        Phrase("groups.group", about),
        stage.button(way_in[0], f"{way_in[1]}:{binding.id}"),
        stage.button("meedoen_nieuw", f"meedoenaan:{binding.id}") if open_to_all else None,
        stage.button("loskoppelen", f"los:{binding.id}"),
        stage.button("terug_naar", f"groepen:{binding.collaboration}", name=Phrase("buttons.groepen")),
    )


def _binding(stage: Stage, argument: str) -> Binding:
    """A group that this person may change."""
    binding = stage.uow.groups.get(BindingId(number(argument)))
    person = known_person(stage)
    member = any(m.collaboration == binding.collaboration for m in stage.uow.collaborations.memberships_of(person.id))
    made_it = member and binding.bound_by == person.id
    if not made_it and Option(binding.collaboration, binding.partner) not in options(stage, person):
        raise DomainError("groups.may_not_bind")
    if binding.ended_at is not None:
        raise DomainError("errors.expired")
    return binding


def let_nobody_in(stage: Stage, argument: str) -> Route:
    """The way in below the messages of a group works no longer."""
    binding = _binding(stage, argument)
    shut_out(stage, binding)
    stage.touched.add(binding.collaboration)
    return ToPage("groep", argument)


def let_people_in(stage: Stage, argument: str) -> Route:
    """A new way in; an earlier one works no longer."""
    binding = _binding(stage, argument)
    let_in(stage, binding)
    stage.touched.add(binding.collaboration)
    return ToPage("groep", argument)


def release(stage: Stage, argument: str) -> Route:
    """The group belongs to nobody any more, and is told so."""
    binding = _binding(stage, argument)
    let_go(stage, binding)
    stage.send(stage.screen(Phrase("groups.let_go")), chat=binding.room.chat, thread=binding.room.thread)
    return ToPage("groepen", str(binding.collaboration))


def speak_for(stage: Stage, argument: str) -> None:
    """For which of their partners somebody answers in a group."""
    binding_id, _, partner_id = argument.partition(".")
    binding = stage.uow.groups.get(BindingId(number(binding_id)))
    person = known_person(stage)
    places = [m for m in memberships_in(stage, binding.collaboration) if m.role.fills_in]
    mine = list(dict.fromkeys(m.partner for m in places if m.partner is not None))
    chosen = next((partner for partner in mine if partner == number(partner_id)), None)
    if chosen is None or not binding.covers(chosen):
        raise DomainError("errors.expired")
    first = chosen_partner(stage, binding, person.id) is None
    stage.uow.groups.speaks_for(binding.id, person.id, chosen)
    told = [tell(stage, binding, person.id, chosen, first) for tell in stage.house.each(lambda f: f.partner_chosen)]
    others = [stage.uow.collaborations.partner(partner) for partner in mine if partner != chosen]
    name = stage.uow.collaborations.partner(chosen).name
    about = {"title": binding.title, "partner": name, "talking": any(told)}
    switch = [stage.button("namens", f"namens:{binding.id}.{p.id}", name=p.name) for p in others]
    stage.page(Phrase("groups.speaking", about), *switch)
