"""In private: which groups belong to a collaboration, binding one more, letting one go, and speaking in one."""

from bot.content.screen import Button, Screen
from bot.dialogs.groups.actions.beside import make as make_group
from bot.dialogs.groups.actions.binding import bind, close_join_link, make_link, open_join_link, unlink
from bot.dialogs.groups.facts import BindingOption, binding_options, called, chosen_partner, is_found_by_others, name_of
from bot.dialogs.people.facts import known_person, memberships_in
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import BindingId, BindingRequestId, CollaborationId, PartnerId
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.routes import Route, ToPage


def groups(ctx: TurnContext, argument: str) -> None:
    """The groups of a collaboration that this person may bind or let go."""
    collaboration = CollaborationId(number(argument))
    memberships_in(ctx, collaboration)
    mine = [o for o in binding_options(ctx, known_person(ctx)) if o.collaboration == collaboration]
    if not mine:
        raise DomainError("groups.may_not_bind")
    bindings = ctx.uow.groups.of(collaboration)
    lines, buttons = [], []
    for option in mine:
        group = next((b for b in bindings if b.partner == option.partner), None)
        lines.append(Phrase("groups.one", {"name": called(ctx, option), "title": group.title if group else None}))
        route = f"groep:{group.id}" if group else f"groepnieuw:{option.collaboration}.{option.partner or 0}"
        label = group.title if group else ctx.label("groep_erbij", name=called(ctx, option))
        buttons.append(Button(label, f"p:{route}"))
    ctx.page(Phrase("groups.list", {"lines": tuple(lines)}), *buttons, ctx.button("menu", "menu"))


def add(ctx: TurnContext, argument: str) -> None:
    """A button that adds the bot to a group, which is bound in the same tap."""
    option = _option(ctx, argument)
    link = make_link(ctx, known_person(ctx), option)
    label = ctx.label("voeg_toe")
    back = ctx.button("terug_naar", f"groepen:{option.collaboration}", name=Phrase("buttons.groepen"))
    on_page = ctx.doors.with_own_groups() is not None
    about = {"name": called(ctx, option), "whole": option.partner is None, "page": on_page}
    text = Phrase("groups.add", about | {"bot": ctx.doors.for_groups(ctx.chat).called})
    here = (ctx.button("groep_in_browser", f"groeppagina:{argument}"),) if on_page else None
    rows = tuple(row for row in ((Button(label, url=link),), here, (back,)) if row is not None)
    ctx.show(Screen(str(ctx.texts.phrases.html(text)), rows))


def make(ctx: TurnContext, argument: str) -> Route:
    """A group without Telegram: it is there at once. Where one is bound already, that is shown."""
    option = _option(ctx, argument)
    if not any(one.partner == option.partner for one in ctx.uow.groups.of(option.collaboration)):
        make_group(ctx, option, known_person(ctx))
    return ToPage("groepen", str(option.collaboration))


def _option(ctx: TurnContext, argument: str) -> BindingOption:
    """What is to be bound, as far as this person may."""
    collaboration, _, partner = argument.partition(".")
    wanted = BindingOption(CollaborationId(number(collaboration)), PartnerId(number(partner)) or None)
    if wanted not in binding_options(ctx, known_person(ctx)):
        raise DomainError("groups.may_not_bind")
    return wanted


def choose(ctx: TurnContext, argument: str) -> Route:
    """After `/koppel` in a group: what it is bound to."""
    request_id, _, rest = argument.partition(".")
    option = _option(ctx, rest)
    person = known_person(ctx)
    request = ctx.uow.groups.request(BindingRequestId(number(request_id)))
    if request.made_by != person.id or request.chat_thread is None or not request.works(ctx.at):
        raise DomainError("groups.link_used")
    ctx.uow.groups.use(request.id, ctx.at)
    bind(ctx, request.chat_thread, request.title, option, person)
    return ToPage("groepen", str(option.collaboration))


def group(ctx: TurnContext, argument: str) -> None:
    """One group: its way in, and letting it go."""
    binding = _binding(ctx, argument)
    open_to_all = binding.join_token is not None
    found = is_found_by_others(ctx, binding)
    about = {"title": binding.title, "name": name_of(ctx, binding), "open": open_to_all, "page": not found}
    way_in = ("meedoen_uit", "meedoenuit") if open_to_all else ("meedoen_aan", "meedoenaan")
    ctx.page(
        Phrase("groups.group", about),
        ctx.button(way_in[0], f"{way_in[1]}:{binding.id}") if found else None,
        ctx.button("meedoen_nieuw", f"meedoenaan:{binding.id}") if open_to_all else None,
        ctx.button("loskoppelen", f"los:{binding.id}"),
        ctx.button("terug_naar", f"groepen:{binding.collaboration}", name=Phrase("buttons.groepen")),
    )


def _binding(ctx: TurnContext, argument: str) -> Binding:
    """A group that this person may change."""
    binding = ctx.uow.groups.get(BindingId(number(argument)))
    person = known_person(ctx)
    member = any(m.collaboration == binding.collaboration for m in ctx.uow.collaborations.memberships_of(person.id))
    made_it = member and binding.bound_by == person.id
    if not made_it and BindingOption(binding.collaboration, binding.partner) not in binding_options(ctx, person):
        raise DomainError("groups.may_not_bind")
    if binding.ended_at is not None:
        raise DomainError("errors.expired")
    return binding


def let_nobody_in(ctx: TurnContext, argument: str) -> Route:
    """The way in below the messages of a group works no longer."""
    binding = _binding(ctx, argument)
    close_join_link(ctx, binding)
    ctx.touched.add(binding.collaboration)
    return ToPage("groep", argument)


def let_people_in(ctx: TurnContext, argument: str) -> Route:
    """A new way in; an earlier one works no longer."""
    binding = _binding(ctx, argument)
    open_join_link(ctx, binding)
    ctx.touched.add(binding.collaboration)
    return ToPage("groep", argument)


def release(ctx: TurnContext, argument: str) -> Route:
    """The group belongs to nobody any more, and is told so."""
    binding = _binding(ctx, argument)
    unlink(ctx, binding)
    ctx.send(ctx.screen(Phrase("groups.let_go")), chat=binding.chat_thread.chat, thread=binding.chat_thread.thread)
    return ToPage("groepen", str(binding.collaboration))


def speak_for(ctx: TurnContext, argument: str) -> None:
    """For which of their partners somebody answers in a group."""
    binding_id, _, partner_id = argument.partition(".")
    binding = ctx.uow.groups.get(BindingId(number(binding_id)))
    person = known_person(ctx)
    places = [m for m in memberships_in(ctx, binding.collaboration) if m.role.fills_in]
    mine = list(dict.fromkeys(m.partner for m in places if m.partner is not None))
    chosen = next((partner for partner in mine if partner == number(partner_id)), None)
    if chosen is None or not binding.covers(chosen):
        raise DomainError("errors.expired")
    first = chosen_partner(ctx, binding, person.id) is None
    ctx.uow.groups.speaks_for(binding.id, person.id, chosen)
    told = [tell(ctx, binding, person.id, chosen, first) for tell in ctx.house.each(lambda f: f.partner_chosen)]
    others = [ctx.uow.collaborations.partner(partner) for partner in mine if partner != chosen]
    name = ctx.uow.collaborations.partner(chosen).name
    about = {"title": binding.title, "partner": name, "talking": any(told)}
    switch = [ctx.button("namens", f"namens:{binding.id}.{p.id}", name=p.name) for p in others]
    ctx.page(Phrase("groups.speaking", about), *switch)
