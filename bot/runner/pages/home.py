"""Home: the welcome, the menu, and going on with what waits."""

from bot.content.screen import Button
from bot.domain.collaboration import Membership
from bot.domain.errors import DomainError
from bot.domain.ids import ConversationId, PersonId, RunId
from bot.domain.rounds import Phase, RunState
from bot.engine.model import ChangeRequested, Phrase, StepId
from bot.runner.pages import groups
from bot.runner.pages.access import known_person, number
from bot.runner.pages.settling import can_settle
from bot.runner.records import ConversationState, Standing
from bot.runner.routes import HOME, Route, ToPage, ToTalk
from bot.runner.stage import Stage
from bot.runner.task import next_tasks


def welcome(stage: Stage, argument: str) -> Route | None:
    """`/start` without an invitation: what the bot is; for those who take part already, the menu."""
    if next_tasks(stage) or (stage.person and stage.uow.collaborations.memberships_of(stage.person.id)):
        return HOME
    _welcome(stage)
    return None


def _welcome(stage: Stage) -> None:
    stage.page(
        Phrase("welcome.start"),
        stage.button("nieuwe_samenwerking", "nieuw"),
        stage.button("heb_uitnodiging", "uitnodiging"),
    )


def paste(stage: Stage, argument: str) -> None:
    """How to use an invitation that lies somewhere else."""
    stage.page(Phrase("welcome.paste"))


def new(stage: Stage, argument: str) -> Route:
    """`/nieuw`."""
    return ToTalk("new_collaboration", 0)


def stop(stage: Stage, argument: str) -> Route:
    """`/stop`."""
    return ToTalk("leave", 0)


def menu(stage: Stage, argument: str) -> Route | None:
    """What waits, as the first button; then where one takes part, and the rest."""
    person = stage.person
    memberships = stage.uow.collaborations.memberships_of(person.id) if person else ()
    waiting = next_tasks(stage)
    if not memberships and not waiting:
        _welcome(stage)
        return None
    lines = tuple(_line(stage, m) for m in memberships)
    buttons = [Button(stage.texts.phrases.plain(task.label), f"p:{task.page}") for task in waiting]
    found = (of(stage, memberships) for of in stage.house.menu)
    buttons += [button for button in found if button is not None]
    stage.page(Phrase("pages.menu", {"lines": lines, "waiting": bool(waiting)}), *buttons)
    return None


def _line(stage: Stage, membership: Membership) -> Phrase:
    collaboration = stage.uow.collaborations.get(membership.collaboration)
    round_ = stage.uow.rounds.latest(membership.collaboration)
    partner = stage.uow.collaborations.partner(membership.partner).name if membership.partner else None
    return Phrase(
        "pages.place",
        {
            "collaboration": collaboration.name,
            "partner": partner,
            "role": Phrase(f"roles.{membership.role}"),
            "state": Phrase(f"pages.state_{round_.state}") if round_ else "",
        },
    )


def go_on(stage: Stage, argument: str) -> Route | None:
    """`/verder`: straight into what waits; with several things, into the one touched last."""
    waiting = next_tasks(stage)
    if waiting:
        return waiting[0].route
    if stage.person is None:
        _welcome(stage)
        return None
    stage.page(Phrase("pages.nothing_waits"), stage.button("overzicht", "overzicht"), stage.button("menu", "menu"))
    return None


def fill_in(stage: Stage, argument: str) -> Route | None:
    """`/invullen`: phase 1. Chooses when there is more than one, and leads back in when it was handed in."""
    person = known_person(stage)
    mine = _forms_of(stage, person.id)
    if not mine:
        raise DomainError("errors.no_preparation")
    if len(mine) == 1 and mine[0].participation.handed_in_at is None:
        return ToTalk("preparation", mine[0].run.id)
    if len(mine) == 1:
        return ToPage("ingediend", str(mine[0].run.id))
    buttons = []
    for standing in mine:
        done = "✓ " if standing.participation.handed_in_at else ""
        route = "ingediend" if done else "doe"
        argument = str(standing.run.id) if done else f"preparation.{standing.run.id}"
        label = f"{done}{standing.collaboration.name} · {standing.partner.name}"
        buttons.append(Button(label, f"p:{route}:{argument}"))
    stage.page(Phrase("pages.which_form"), *buttons)
    return None


def _forms_of(stage: Stage, person: PersonId) -> list[Standing]:
    """The forms of phase 1 that this person has, or had, to fill in."""
    standings = stage.uow.rounds.standings(person)
    return [s for s in standings if s.run.phase is Phase.PREPARATION and s.membership.role.fills_in]


def scan(stage: Stage, argument: str) -> Route | None:
    """`/quickscan`: the perspectiefspiegel, again or for the first time."""
    person = known_person(stage)
    mine = _forms_of(stage, person.id)
    if not mine:
        raise DomainError("errors.no_preparation")
    if len(mine) == 1:
        return _scan_of(stage, mine[0].run.id)
    buttons = [Button(f"{s.collaboration.name} · {s.partner.name}", f"p:doe:quick_scan.{s.run.id}") for s in mine]
    stage.page(Phrase("pages.which_form"), *buttons)
    return None


def _scan_of(stage: Stage, run: RunId) -> Route:
    """Begin, go on, or (when it was finished) go through it once more from the first question."""
    held = stage.uow.conversations.find("quick_scan", stage.chat, run)
    if held is not None and held.state is ConversationState.DONE:
        round_ = stage.uow.rounds.get(stage.uow.rounds.run(run).round)
        first = stage.texts.of(round_.content_version).quick_scan.questions[0].id
        return ToTalk("quick_scan", run, ChangeRequested(StepId(first), stage.at))
    return ToTalk("quick_scan", run)


def do(stage: Stage, argument: str) -> Route:
    """A button that goes on with one thing: `dialog.run`."""
    dialog, _, run = argument.partition(".")
    if dialog == "quick_scan":
        return _scan_of(stage, RunId(number(run)))
    if dialog not in ("preparation", "commitment"):
        raise DomainError("errors.expired")
    return ToTalk(dialog, number(run))


def go(stage: Stage, argument: str) -> Route:
    """A button that goes on with a talk that was put away."""
    held = stage.uow.conversations.get(ConversationId(number(argument)))
    if held is None or held.chat != stage.chat:
        raise DomainError("errors.expired")
    return ToTalk(held.dialog, held.subject)


def put_away(stage: Stage, argument: str) -> None:
    """After `Later verder`."""
    stage.page(Phrase("pages.put_away"), stage.button("verder", f"ga:{argument}", what=Phrase("agenda.here")))


def handed_in(stage: Stage, argument: str) -> Route | None:
    """After `Indienen`: thanks, what happens next, and the way back in."""
    person = known_person(stage)
    standing = stage.uow.rounds.standing(RunId(number(argument)), person.id)
    if standing is None:
        raise DomainError("errors.not_a_member")
    if standing.participation.handed_in_at is None:
        return ToTalk("preparation", standing.run.id)
    all_of_them = stage.uow.rounds.participants(standing.run.id)
    about = {
        "collaboration": standing.collaboration.name,
        "partner": standing.partner.name,
        "people": len(all_of_them),
        "ready": sum(p.handed_in_at is not None for p in all_of_them),
    }
    if standing.run.state is RunState.SETTLED:
        return ToPage("vastgesteld", argument)
    settles = can_settle(stage, standing)
    everybody = about["ready"] == about["people"]
    begun = stage.uow.conversations.find("settling", stage.chat, standing.run.id) is not None
    stage.page(
        Phrase("preparation.handed_in", {**about, "settles": settles, "everybody": everybody}),
        stage.button("vaststellen", f"vaststel:{standing.run.id}") if settles and everybody else None,
        stage.button("vaststellen_opnieuw", f"vaststelnieuw:{standing.run.id}") if settles and begun else None,
        stage.button("wijzigen", f"wijzig:{standing.run.id}"),
        stage.button("eigen_motief", f"eigen:{standing.run.id}") if _has_own(stage, standing) else None,
        stage.button("collegas", f"collegas:{standing.run.id}"),
        stage.button("overzicht", f"overzicht:{standing.collaboration.id}"),
        stage.button("vaststellen", f"vaststel:{standing.run.id}") if settles and not everybody else None,
    )
    return None


def _has_own(stage: Stage, standing: Standing) -> bool:
    """Whether there is a motive of one's own, and a group to put it before."""
    return bool(groups.rooms_of(stage, standing)) and bool(groups.own_topics(stage, standing))


def change(stage: Stage, argument: str) -> Route:
    """`Wijzigen` after handing in: back to the review."""
    return ToTalk("preparation", number(argument), ChangeRequested(StepId("prep.review"), stage.at))


def stayed(stage: Stage, argument: str) -> None:
    """Thought better of leaving."""
    _forget_leaving(stage)
    stage.page(Phrase("leave.stayed"), stage.button("menu", "menu"))


def left(stage: Stage, argument: str) -> None:
    """After leaving a collaboration."""
    _forget_leaving(stage)
    stage.page(Phrase("leave.left", {"name": argument}))


def _forget_leaving(stage: Stage) -> None:
    """The next `/stop` begins afresh."""
    for held in stage.uow.conversations.in_chat(stage.chat):
        if held.dialog == "leave":
            stage.uow.conversations.delete(held.id)


def joined(stage: Stage, argument: str) -> Route | None:
    """After joining: welcome, and the first thing to do, or what to wait for."""
    waiting = next_tasks(stage)
    buttons = [Button(stage.texts.phrases.plain(t.label), f"p:{t.page}") for t in waiting[:1]]
    stage.page(Phrase("pages.joined", {"waiting": bool(waiting)}), *buttons, stage.button("menu", "menu"))
    return None


def declined(stage: Stage, argument: str) -> None:
    """Not agreed, or not meant for this person. Nothing is kept."""
    stage.page(Phrase("welcome.wrong", {"inviter": argument}) if argument else Phrase("welcome.declined"))
