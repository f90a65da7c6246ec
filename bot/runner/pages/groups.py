"""In private: which groups belong to a collaboration, binding one more, letting one go, and speaking in one."""

from bot.content.screen import Button, Screen
from bot.domain.board import BoardState
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import BindingId, BindingRequestId, CollaborationId, PartnerId, RunId
from bot.domain.rounds import RunState
from bot.engine.advance import walk
from bot.engine.model import Chosen, Phrase, StepId, Written
from bot.runner.discussion.where import latest
from bot.runner.groups import boards
from bot.runner.groups.binding import Option, bind, called, let_go, let_in, make_link, options, shut_out
from bot.runner.groups.electorate import OWN, talk_of_run
from bot.runner.groups.program import Topic
from bot.runner.groups.room import chosen_partner, name_of
from bot.runner.pages.access import known_person, memberships_in, number
from bot.runner.records import Standing
from bot.runner.routes import Route, ToPage
from bot.runner.stage import Stage
from bot.runner.subjects import subject_of


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
    discussion = latest(stage, binding)
    changing = discussion is not None and stage.uow.discussions.fixed(discussion.id) is None
    if discussion is not None and first and changing:  # what they said before they chose was said for this partner
        stage.uow.discussions.speak_for(discussion.id, person.id, chosen)
    others = [stage.uow.collaborations.partner(partner) for partner in mine if partner != chosen]
    name = stage.uow.collaborations.partner(chosen).name
    about = {"title": binding.title, "partner": name, "talking": discussion is not None}
    switch = [stage.button("namens", f"namens:{binding.id}.{p.id}", name=p.name) for p in others]
    stage.page(Phrase("groups.speaking", about), *switch)


# --- an own motive before the group ---


def own_motives(stage: Stage, argument: str) -> None:
    """Which of one's own motives to put before the group: `run`."""
    mine = _standing(stage, argument)
    rooms = rooms_of(stage, mine)
    found = own_topics(stage, mine) if rooms else {}
    if not found:
        raise DomainError("groups.no_own_motive")
    buttons = [
        Button(
            topic.text if len(rooms) == 1 else f"{topic.text} › {room.title}", f"p:bord:{mine.run.id}.{room.id}.{item}"
        )
        for item, topic in found.items()
        for room in rooms
    ]
    back = stage.button("terug_naar", f"ingediend:{mine.run.id}", name=Phrase("pages.my_answers"))
    stage.page(Phrase("groups.own_motives", {"titles": tuple(room.title for room in rooms)}), *buttons, back)


def put_own(stage: Stage, argument: str) -> None:
    """Put one's own motive on the table: `run.group.item`. Only its author does."""
    run, _, rest = argument.partition(".")
    room, _, item = rest.partition(".")
    mine = _standing(stage, run)
    binding = next((b for b in rooms_of(stage, mine) if b.id == number(room)), None)
    topic = own_topics(stage, mine).get(item) if binding is not None else None
    if binding is None or topic is None:
        raise DomainError("errors.expired")
    round_ = boards.open_round(stage, binding)
    asked = stage.uow.boards.of(binding.id, round_.id)
    if any(board.subject == topic.subject for board in asked):
        raise DomainError("groups.put_already")
    if asked and asked[-1].state is BoardState.OPEN:
        raise DomainError("groups.another_is_open")
    boards.open_board(stage, binding, round_, topic, mine.person.id)
    stage.page(Phrase("groups.put", {"motive": topic.text, "title": binding.title}), stage.button("menu", "menu"))


def own_topics(stage: Stage, mine: Standing) -> dict[str, Topic]:
    """One's own motives with an answer, by item, as they stand on the form now: what was taken off is not among them.

    Raises `DomainError` when phase 1 takes no answers any more.
    """
    held = talk_of_run(stage, mine.person.id, mine.run.id)
    if held is None:
        return {}
    answers = stage.uow.conversations.answers(held.id)
    steps = walk(subject_of(stage, held).begin, answers).steps
    added = (answers.get(step.id) for step in steps if step.id.startswith("own.add."))
    found = {}
    for one in added:
        if not isinstance(one, Written) or one.item is None:
            continue
        own = f"{OWN}{one.item}"
        cluster = answers.get(StepId(f"{own}.cluster"))
        known = cluster.option if isinstance(cluster, Chosen) and cluster.option != "weet_niet" else ""
        if isinstance(answers.get(StepId(own)), Chosen):
            found[one.item] = Topic((own,), one.text, known)
    return found


def rooms_of(stage: Stage, mine: Standing) -> list[Binding]:
    """The groups in which somebody's motives may be answered: of their partner; when it is together, also of all."""
    if mine.run.state is not RunState.OPEN:
        return []
    together = mine.round.together
    found = stage.uow.groups.of(mine.collaboration.id)
    return [b for b in found if b.partner == mine.partner.id or (together and b.partner is None)]


def _standing(stage: Stage, argument: str) -> Standing:
    standing = stage.uow.rounds.standing(RunId(number(argument)), known_person(stage).id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    return standing
