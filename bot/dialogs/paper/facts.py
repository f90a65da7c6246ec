"""Which forms of phase 1 can be filled in on paper now, by whose people; and what of a paper somebody may see or do.

Raises `DomainError` for anybody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogs.paper.dialog import ENTERING, NAME, Entered, EnteringFacts
from bot.dialogs.people.facts import known_person
from bot.dialogs.preparation.facts.form import form_on_paper
from bot.dialogs.preparation.ports import PAPER_FORMS
from bot.dialogs.preparation.rules import PaperForm, PaperFormId, entered_of, signature_of
from bot.domain.collaboration import Collaboration, Membership, Partner, Person, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, PartnerId, PersonId, RunId
from bot.domain.rounds import Phase, PhaseRun, Round, RunState
from bot.domain.settlement import may_settle
from bot.domain.visibility import Viewer, may_see
from bot.engine.advance import walk
from bot.engine.model import Skipped, Written
from bot.turn.context import TurnContext
from bot.turn.dialog import DialogContext, header_for
from bot.turn.records import Conversation, ParticipantContext


@dataclass(frozen=True, slots=True)
class OpenForm:
    """The form of one partner in a phase 1 that is open, with everything around it."""

    collaboration: Collaboration
    partner: Partner
    round: Round
    run: PhaseRun


def open_forms(ctx: TurnContext, collaboration: CollaborationId | None = None) -> tuple[OpenForm, ...]:
    """The forms that whoever acts may print: of their own partners, and of every partner where they lead."""
    mine = ctx.uow.collaborations.memberships_of(known_person(ctx).id)
    places = dict.fromkeys(m.collaboration for m in mine if collaboration in (None, m.collaboration))
    return tuple(form for place in places for form in _forms_in(ctx, place, mine))


def _forms_in(ctx: TurnContext, place: CollaborationId, mine: tuple[Membership, ...]) -> Iterator[OpenForm]:
    round_ = ctx.uow.rounds.latest(place)
    if round_ is None or not round_.settles:
        return
    here = [m for m in mine if m.collaboration == place]
    partners = {one.id: one for one in ctx.uow.collaborations.partners(place)}
    for run in ctx.uow.rounds.runs(round_.id):
        open_ = run.phase is Phase.PREPARATION and run.state is RunState.OPEN
        if open_ and run.partner in partners and _may_print(here, run.partner):
            yield OpenForm(ctx.uow.collaborations.get(place), partners[run.partner], round_, run)


def _may_print(here: list[Membership], partner: PartnerId) -> bool:
    return any(m.role is Role.FACILITATOR or (m.partner == partner and m.role.fills_in) for m in here)


def open_form(ctx: TurnContext, run: RunId) -> OpenForm:
    """One of them. Raises `DomainError` when it is not open (any more), or not for whoever acts."""
    found = next((form for form in open_forms(ctx) if form.run.id == run), None)
    if found is None:
        raise DomainError("paper.not_open")
    return found


# --- a paper that is entered ---


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper, with everything around it."""

    form: PaperForm
    run: PhaseRun
    round: Round
    collaboration: Collaboration
    partner: Partner

    @property
    def is_open(self) -> bool:
        """Whether it can still count: phase 1 of this partner is open."""
        return self.run.state is RunState.OPEN


def paper_of(ctx: TurnContext, form: PaperForm) -> Paper:
    """A paper with what is around it."""
    run = ctx.uow.rounds.run(form.run)
    if run.partner is None:
        raise DomainError("errors.expired")
    partner = ctx.uow.collaborations.partner(run.partner)
    round_ = ctx.uow.rounds.get(run.round)
    return Paper(form, run, round_, ctx.uow.collaborations.get(partner.collaboration), partner)


def the_paper(ctx: TurnContext, form: PaperFormId) -> Paper:
    """A paper by its number. Raises `DomainError` for one that is there no more."""
    found = ctx.uow.get(PAPER_FORMS).get(form)
    if found is None:
        raise DomainError("errors.expired")
    return paper_of(ctx, found)


def papers_in(ctx: TurnContext, collaboration: CollaborationId) -> tuple[Paper, ...]:
    """All papers of a collaboration, of all its rounds."""
    return tuple(paper_of(ctx, form) for form in ctx.uow.get(PAPER_FORMS).in_collaboration(collaboration))


def viewer(ctx: TurnContext, person: PersonId, paper: Paper) -> Viewer:
    """Somebody as they look at a paper."""
    members = ctx.uow.collaborations.members(paper.collaboration.id)
    return Viewer(person, members.places_of(person))


def enters(ctx: TurnContext, paper: Paper) -> bool:
    """Whether whoever acts enters this paper, and so may see what they typed over until it is confirmed."""
    seen = may_see(entered_of(paper.form, paper.partner.id), viewer(ctx, known_person(ctx).id, paper))
    return seen and paper.form.person is None


def seconds(ctx: TurnContext, paper: Paper) -> tuple[Person, ...]:
    """The members of the partner who can look whether it is signed: who fill in there, without who enters it."""
    members = ctx.uow.collaborations.members(paper.collaboration.id)
    found = (p for m, p in members if m.partner == paper.partner.id and m.role.fills_in)
    return tuple({one.id: one for one in found if one.id != paper.form.entered_by}.values())


def witnesses(ctx: TurnContext, paper: Paper) -> tuple[Person, ...]:
    """Who can confirm the signature: a second member of the partner; without any, whoever leads."""
    others = seconds(ctx, paper)
    piece = signature_of(paper.form, paper.partner.id, others=bool(others))
    people = ctx.uow.collaborations.members(paper.collaboration.id).people
    return tuple(one for one in people if may_see(piece, viewer(ctx, one.id, paper)))


def talk_of(ctx: TurnContext, paper: Paper) -> Conversation | None:
    """The talk of whoever enters a paper."""
    by = ctx.uow.people.get(paper.form.entered_by)
    return ctx.uow.conversations.find(ENTERING.id, by.chat, paper.form.id)


def typed_name(ctx: TurnContext, paper: Paper) -> str:
    """What the author of a paper is called, as far as it was typed; empty once that stands with the person."""
    held = talk_of(ctx, paper)
    said = ctx.uow.conversations.answers(held.id).get(NAME) if held is not None else None
    return said.text if isinstance(said, Written) else paper.form.name


def is_whole(ctx: TurnContext, paper: Paper) -> bool:
    """Whether nothing is open of what stands on a paper: else whoever enters it is changing something right now.

    What can be left blank counts as left blank, as in what somebody handed in themselves.
    """
    held, mine = talk_of(ctx, paper), ctx.uow.rounds.standing(paper.run.id, paper.form.entered_by)
    if held is None or mine is None:
        return False
    answers = dict(ctx.uow.conversations.answers(held.id))
    path = walk(ENTERING.begin(EnteringFacts(paper.form.id, form_on_paper(ctx, mine, held))), answers)
    while path.open is not None and path.open.optional:
        answers[path.open.id] = Skipped()
        path.follow(answers)
    return isinstance(path.result, Entered)


def papers_that_wait(ctx: TurnContext, run: RunId) -> tuple[Paper, ...]:
    """The papers of a run that wait for a signature to be seen, as far as whoever acts may know of them."""
    person = known_person(ctx).id
    waiting = (paper_of(ctx, form) for form in ctx.uow.get(PAPER_FORMS).of_run(run) if form.waits)
    return tuple(
        paper
        for paper in waiting
        if paper.form.entered_by == person or any(one.id == person for one in witnesses(ctx, paper))
    )


def must_confirm(ctx: TurnContext, form: PaperFormId) -> Paper:
    """A paper of which whoever acts is to say whether it is signed. Raises `DomainError` for anybody else."""
    paper = the_paper(ctx, form)
    if not any(one.id == known_person(ctx).id for one in witnesses(ctx, paper)):
        raise DomainError("paper.not_yours")
    if not paper.is_open:
        raise DomainError("paper.too_late")
    return paper


def may_forget(ctx: TurnContext, paper: Paper) -> bool:
    """Whether whoever acts may delete it on its author's request: who entered it, and who settles for the partner.

    Where nobody of the partner is left who could, whoever leads: somebody must be able to.
    """
    person = known_person(ctx)
    members = ctx.uow.collaborations.members(paper.collaboration.id).memberships
    here = [m for m in members if m.person == person.id and m.partner == paper.partner.id]
    if paper.form.entered_by == person.id:
        return bool(here)
    if paper.form.person is None:
        return False
    if any(m.partner == paper.partner.id and m.role.fills_in for m in members):
        return any(may_settle(m, members) for m in here)
    return any(m.person == person.id and m.role is Role.FACILITATOR for m in members)


def kept_papers(ctx: TurnContext, collaboration: CollaborationId) -> tuple[Paper, ...]:
    """The papers of a collaboration, of all rounds, about which whoever acts can do something."""
    return tuple(paper for paper in papers_in(ctx, collaboration) if may_forget(ctx, paper))


def may_enter(ctx: TurnContext, run: RunId) -> ParticipantContext | None:
    """Whoever acts in this run, when they may enter a paper there: they handed in their own form; None otherwise."""
    mine = ctx.uow.rounds.standing(run, known_person(ctx).id)
    if mine is None or not mine.membership.role.fills_in or mine.participation.handed_in_at is None:
        return None
    open_ = mine.run.phase is Phase.PREPARATION and mine.run.state is RunState.OPEN and mine.round.settles
    return mine if open_ else None


def entering(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    """What the talk may know. Raises `DomainError` when it may not be held (any more)."""
    paper = the_paper(ctx, PaperFormId(conversation.subject))
    if not paper.is_open:
        raise DomainError("paper.too_late")
    mine = may_enter(ctx, paper.form.run)
    if mine is None or not enters(ctx, paper):
        raise DomainError("errors.expired")
    facts = EnteringFacts(paper.form.id, form_on_paper(ctx, mine, conversation))
    return DialogContext(ENTERING.begin(facts), header_for(mine.collaboration, mine.partner))
