"""What somebody can do now, the most urgent first: one source for `/verder`, the menu and what follows a dialog."""

from dataclasses import dataclass

from bot.domain.collaboration import Membership, Role
from bot.domain.discussion import TAKE_HOME
from bot.domain.rounds import Phase, RoundState, RunState
from bot.domain.settlement import may_settle
from bot.domain.yearly import Decision
from bot.engine.advance import walk
from bot.engine.model import Phrase
from bot.runner.discussion.where import alignment_run
from bot.runner.records import Conversation, ConversationState, Standing
from bot.runner.reminders.years import decides
from bot.runner.revealing import all_settled
from bot.runner.routes import Route, ToPage, ToTalk
from bot.runner.stage import Stage
from bot.runner.subjects import subject_of

_LEFT_HALF_WAY = ("new_collaboration", "welcome", "adjust", "agreement", "committing")
"""Talks that somebody goes on with because they began them, not because something waits."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to do: what it is called and where it leads."""

    label: Phrase
    route: Route
    page: str
    """The page a button for it goes to."""


def things(stage: Stage) -> tuple[Thing, ...]:
    """Everything that waits for this chat, unfinished talks first, in the order they were last touched."""
    person = stage.person
    found = list(_unfinished(stage))
    if person is None:
        return tuple(found)
    held = {thing.page for thing in found}
    for standing in stage.uow.rounds.standings(person.id):
        thing = _preparation(stage, standing) or _to_settle(stage, standing) or _phase_3(stage, standing)
        if thing is not None and thing.page not in held:
            found.append(thing)
    for membership in stage.uow.collaborations.memberships_of(person.id):
        for thing in (_to_open(stage, membership), _of_phase_2(stage, membership), _next_round(stage, membership)):
            if thing is not None and thing not in found:
                found.append(thing)
        thing = _to_reveal(stage, membership) or _to_look_at(stage, membership)
        if thing is not None and thing not in found:
            found.append(thing)
    return tuple(found)


def _unfinished(stage: Stage) -> list[Thing]:
    """What was begun and left half-way."""
    found = []
    for held in stage.uow.conversations.in_chat(stage.chat):
        if held.dialog in _LEFT_HALF_WAY and held.state is not ConversationState.DONE:
            label = Phrase("buttons.verder", {"what": Phrase(f"agenda.{held.dialog}")})
            found.append(Thing(label, ToTalk(held.dialog, held.subject), f"ga:{held.id}"))
    return found


def _preparation(stage: Stage, standing: Standing) -> Thing | None:
    if not standing.membership.role.fills_in or standing.participation.handed_in_at is not None:
        return None
    if standing.run.phase is not Phase.PREPARATION or standing.run.state is not RunState.OPEN:
        return None
    scan = stage.uow.conversations.find("quick_scan", standing.person.chat, standing.run.id)
    if scan is not None and scan.state is not ConversationState.DONE:
        return _thing(stage, "quick_scan", scan, standing)
    held = stage.uow.conversations.find("preparation", standing.person.chat, standing.run.id)
    return _thing(stage, "preparation", held, standing)


def _thing(stage: Stage, dialog: str, held: Conversation | None, standing: Standing) -> Thing:
    what = Phrase(f"agenda.{dialog}")
    place = _place(stage, held) if held is not None else None
    if place is None:
        label = Phrase("buttons.begin_fase", {"what": what})
    else:
        label = Phrase("buttons.verder", {"what": Phrase("agenda.at", {"what": what, "place": place})})
    return Thing(label, ToTalk(dialog, standing.run.id), f"doe:{dialog}.{standing.run.id}")


def _place(stage: Stage, held: Conversation) -> Phrase | None:
    """Where somebody is in a talk, in a few words; None when it has not begun."""
    step = walk(subject_of(stage, held).begin, stage.uow.conversations.answers(held.id)).open
    if step is None or step.place is None:
        return Phrase("agenda.review") if step is not None and step.rows else None
    return Phrase(f"agenda.at_{step.place.part}", {"index": step.place.index, "total": step.place.total})


def _to_settle(stage: Stage, standing: Standing) -> Thing | None:
    """Everybody of one's partner has handed in, and one may settle."""
    if standing.run.phase is not Phase.PREPARATION or standing.run.state is not RunState.OPEN:
        return None
    if standing.participation.handed_in_at is None or not standing.round.settles:
        return None
    people = stage.uow.collaborations.members(standing.collaboration.id)
    parts = stage.uow.rounds.participants(standing.run.id)
    if not may_settle(standing.membership, [m for m, _ in people]) or any(p.handed_in_at is None for p in parts):
        return None
    return Thing(Phrase("buttons.vaststellen"), ToTalk("settling", standing.run.id), f"vaststel:{standing.run.id}")


def _to_reveal(stage: Stage, membership: Membership) -> Thing | None:
    """All partners have settled, and one leads the round."""
    round_ = stage.uow.rounds.latest(membership.collaboration)
    if membership.role is not Role.FACILITATOR or round_ is None or round_.state is not RoundState.PREPARATION:
        return None
    if not all_settled(stage, round_.id):
        return None
    return Thing(Phrase("buttons.onthullen"), ToPage("onthul", str(round_.id)), f"onthul:{round_.id}")


def _of_phase_2(stage: Stage, membership: Membership) -> Thing | None:
    """The last question of the talk, which each answers alone; then the minutes, for who speaks for a partner."""
    round_ = stage.uow.rounds.latest(membership.collaboration)
    run = alignment_run(stage, round_) if round_ is not None else None
    discussion = stage.uow.discussions.of(run.id) if run is not None else None
    if run is None or discussion is None or membership.partner is None or run.state is RunState.CLOSED:
        return None
    held = stage.uow.conversations.find("take_home", stage.chat, run.id)
    asked = stage.uow.discussions.asked(discussion.id, TAKE_HOME) is not None
    if asked and membership.role.fills_in and (held is None or held.state is not ConversationState.DONE):
        label = Phrase("buttons.naar", {"what": Phrase("agenda.take_home")})
        return Thing(label, ToPage("meenemen", str(run.id)), f"meenemen:{run.id}")
    people = [m for m, _ in stage.uow.collaborations.members(membership.collaboration)]
    checked = any(check.partner == membership.partner for check in stage.uow.discussions.checks(discussion.id))
    if run.state is RunState.MINUTES and may_settle(membership, people) and not checked:
        label = Phrase("buttons.naar", {"what": Phrase("agenda.minutes_check")})
        return Thing(label, ToPage("verslag", str(run.id)), f"verslag:{run.id}")
    return None


def _phase_3(stage: Stage, standing: Standing) -> Thing | None:
    """One's own phase 3; once everybody of the partner is ready, closing it."""
    if standing.run.phase is not Phase.COMMITMENT or standing.run.state is not RunState.OPEN:
        return None
    if standing.participation.handed_in_at is None and standing.membership.role.commits:
        held = stage.uow.conversations.find("commitment", standing.person.chat, standing.run.id)
        return _thing(stage, "commitment", held, standing)
    people = [m for m, _ in stage.uow.collaborations.members(standing.collaboration.id)]
    parts = stage.uow.rounds.participants(standing.run.id)
    if not may_settle(standing.membership, people) or any(p.handed_in_at is None for p in parts):
        return None
    label = Phrase("buttons.fase_3_afsluiten")
    return Thing(label, ToTalk("committing", standing.run.id), f"fase3sluit:{standing.run.id}")


def _next_round(stage: Stage, membership: Membership) -> Thing | None:
    """The yearly question, once its day has come, for who decides about it."""
    round_ = stage.uow.rounds.latest(membership.collaboration)
    yearly = stage.uow.asking.yearly(round_.id) if round_ is not None else None
    if round_ is None or yearly is None or yearly.decision is not Decision.WAITING:
        return None
    collaboration = stage.uow.collaborations.get(membership.collaboration)
    members = [m for m, _ in stage.uow.collaborations.members(collaboration.id)]
    today = stage.at.astimezone(collaboration.zone).date()
    if yearly.on > today or not decides([membership], members):
        return None
    label = Phrase("buttons.nieuwe_ronde_open", {"name": collaboration.name})
    return Thing(label, ToPage("jaarvraag", str(round_.id)), f"jaarvraag:{round_.id}")


def _to_look_at(stage: Stage, membership: Membership) -> Thing | None:
    """A reveal with its questions, until the round goes on."""
    round_ = stage.uow.rounds.latest(membership.collaboration)
    if round_ is None or round_.state is not RoundState.REVEALED:
        return None
    if not membership.role.fills_in and membership.role is not Role.FACILITATOR:
        return None
    route = ToPage("onthulling", str(round_.id))
    return Thing(Phrase("buttons.bekijk_onthulling"), route, f"onthulling:{round_.id}")


def _to_open(stage: Stage, membership: Membership) -> Thing | None:
    """A facilitator's round that has not been opened yet."""
    round_ = stage.uow.rounds.latest(membership.collaboration)
    if membership.role is not Role.FACILITATOR or round_ is None or round_.state is not RoundState.DRAFT:
        return None
    return Thing(Phrase("buttons.ronde_openen"), ToPage("open", str(round_.id)), f"open:{round_.id}")
