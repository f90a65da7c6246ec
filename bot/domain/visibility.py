"""Who may see what. One function decides it, and every way out asks it: chat, picture, report, export, log.

The table is that of the promise people agreed to. What is not allowed here is not shown anywhere. What there is to see
is described as a `ContentRef` where that content lives: `settled_of`, `agreement_of`, and their like.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.collaboration import Membership, Role
from bot.domain.ids import PartnerId, PersonId


class Content(StrEnum):
    """What there is to see."""

    DRAFT = "draft"
    """Phase 1 answers as one person gave them."""
    SETTLED = "settled"
    """A partner's settled version."""
    PROGRESS = "progress"
    """How many have handed in."""
    WHO_HANDED_IN = "who_handed_in"
    """Who has handed in; never what."""
    TAKE_HOME = "take_home"
    """What somebody takes home from phase 2."""
    QUIET = "quiet"
    """What somebody wrote in a quiet window, before its time is up."""
    TALK = "talk"
    """What was said in phase 2: points, goals, minutes."""
    ENTERED = "entered"
    """What somebody enters of a form on paper, until it is confirmed that its author signed."""
    SIGNATURE = "signature"
    """That such a paper lies there: who filled it in and who enters it, for whoever looks whether it is signed."""
    COUNT = "count"
    """A phase 1 answer as one of the numbers on a board, without a name."""
    ALOUD = "aloud"
    """What was written below a board, in the group it stands in."""
    COMMITMENT = "commitment"
    """An answer of phase 3."""
    STATEMENT = "statement"
    """What a partner commits to."""
    AGREEMENT = "agreement"
    """An agreement; joint when it is of no partner."""
    INSTRUMENT = "instrument"
    """An answer to another instrument, given in private."""
    INSTRUMENT_IN_GROUP = "instrument_in_group"
    """The same, given in a round of a group; its partner is the one whose circle that is, None for that of all."""
    INSTRUMENT_PROGRESS = "instrument_progress"
    """How many people of a partner handed in another instrument."""
    FATE = "fate"
    """What became of somebody's words."""


@dataclass(frozen=True, slots=True)
class ContentRef:
    """One piece of content: whose it is, for which partner, and how far it has been shared."""

    content: Content
    author: PersonId
    partner: PartnerId | None
    handed_in: bool = False
    revealed: bool = False
    on_board: bool = False
    """Given on a board in a group."""
    shown: bool = False
    """The board it was given on has been shown."""
    myself: bool = False
    """Tagged *ik*: meant for its author alone."""
    shared: bool = False
    """Switched to *Delen met partners*."""
    with_facilitator: bool = False
    """What is shared is shared with whoever leads as well: so the promise of its round said."""
    committing: bool = False
    """Phase 3 has opened."""
    second_member: bool = False
    """Of a paper: somebody of the partner besides who enters it can look whether it is signed."""
    question: str | None = None
    """The reflection question of phase 1 that a draft answers; None for its motives."""


@dataclass(frozen=True, slots=True)
class Circle:
    """The audience of a bound group: everybody who reads along, of one partner or (None) of all.

    `together` is the promise of a round in which motives are answered in the group.
    """

    partner: PartnerId | None
    together: bool = False

    def takes_in(self, viewer: "Viewer") -> bool:
        """Whether this person may read in private what everybody in the circle may: of phases 1 and 2."""
        if self.partner is not None:
            return viewer.fills_in_for(self.partner)
        return viewer.fills_in or viewer.facilitates


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a person, in what place in this collaboration, and whether they handed in themselves."""

    person: PersonId
    memberships: tuple[Membership, ...]
    handed_in: bool = False
    answered: frozenset[str] = frozenset()
    """The reflection questions to which this person handed in an answer or `Overslaan`, or that they are not asked."""

    def belongs_to(self, partner: PartnerId | None) -> bool:
        """Whether this person is one of that partner's."""
        return partner is not None and any(m.partner == partner and m.left_at is None for m in self.memberships)

    def fills_in_for(self, partner: PartnerId | None) -> bool:
        """Whether this person takes part in phase 1 for that partner."""
        return any(m.partner == partner and m.role.fills_in and m.left_at is None for m in self.memberships)

    @property
    def fills_in(self) -> bool:
        """Whether this person takes part in phase 1. A stakeholder comes in with phase 3 only."""
        return any(m.role.fills_in and m.left_at is None for m in self.memberships)

    @property
    def facilitates(self) -> bool:
        """Whether this person leads the collaboration."""
        return any(m.role is Role.FACILITATOR and m.left_at is None for m in self.memberships)


def may_see(piece: ContentRef, audience: Viewer | Circle) -> bool:
    """The table of the promise, row by row. When in doubt: no."""
    return _circle_may(piece, audience) if isinstance(audience, Circle) else _person_may(piece, audience)


def _circle_may(piece: ContentRef, circle: Circle) -> bool:
    """A group gets only what every one of its circle may see; and settling stays private."""
    match piece.content:
        case Content.COUNT:
            asked_here = circle.partner == piece.partner or (circle.partner is None and circle.together)
            return asked_here and piece.shown and (piece.on_board or piece.handed_in)
        case Content.ALOUD:
            written_here = circle.partner == piece.partner or (circle.partner is None and circle.together)
            return written_here and piece.shown
        case Content.SETTLED:
            return circle.partner is None and piece.revealed
        case Content.PROGRESS:
            return circle.partner in (None, piece.partner)
        case Content.TALK:
            return circle.partner is None or piece.committing  # it is held in the group of all
        case Content.AGREEMENT:
            return piece.partner is None or circle.partner == piece.partner
        case Content.INSTRUMENT_IN_GROUP:
            return circle.partner == piece.partner and piece.shown
        case Content.DRAFT | Content.WHO_HANDED_IN | Content.TAKE_HOME | Content.COMMITMENT | Content.STATEMENT:
            return False
        case Content.QUIET:
            return False  # the time is not up
        case Content.INSTRUMENT | Content.INSTRUMENT_PROGRESS | Content.FATE:
            return False  # given in private
        case Content.ENTERED | Content.SIGNATURE:
            return False  # it is nobody's yet


ONES_OWN = (Content.TALK, Content.QUIET, Content.INSTRUMENT, Content.INSTRUMENT_IN_GROUP, Content.FATE)
"""What its author may see for ever."""


def _person_may(piece: ContentRef, viewer: Viewer) -> bool:
    if piece.content in ONES_OWN and viewer.person == piece.author:
        return True  # one's own words, also after one left
    if not any(m.left_at is None for m in viewer.memberships):
        return False
    own = viewer.belongs_to(piece.partner)
    match piece.content:
        case Content.DRAFT:
            if viewer.person == piece.author:
                return True
            known = piece.question is None or piece.question in viewer.answered
            return known and viewer.fills_in_for(piece.partner) and piece.handed_in and viewer.handed_in
        case Content.ENTERED:
            return viewer.person == piece.author and viewer.fills_in_for(piece.partner)
        case Content.SIGNATURE:
            second = viewer.fills_in_for(piece.partner) if piece.second_member else viewer.facilitates
            return piece.handed_in and second and viewer.person != piece.author
        case Content.SETTLED:
            shared = piece.revealed and (viewer.fills_in or viewer.facilitates)
            in_phase_3 = piece.committing and own  # a stakeholder comes in with phase 3
            return shared or viewer.fills_in_for(piece.partner) or in_phase_3
        case Content.PROGRESS:
            return True
        case Content.WHO_HANDED_IN:
            return own or viewer.facilitates
        case Content.QUIET:
            return False  # its author's alone, until the time is up
        case Content.TAKE_HOME:
            return viewer.person == piece.author or viewer.fills_in_for(piece.partner)
        case Content.TALK:
            return viewer.fills_in or viewer.facilitates or piece.committing
        case Content.COUNT | Content.ALOUD:
            return False  # as one of a circle: `Circle.takes_in`
        case Content.FATE:
            return False  # its author's alone
        case Content.COMMITMENT:
            if viewer.person == piece.author:
                return True
            return not piece.myself and piece.handed_in and (own or _shared_with(piece, viewer))
        case Content.INSTRUMENT:
            return viewer.fills_in_for(piece.partner) and piece.handed_in and viewer.handed_in
        case Content.INSTRUMENT_IN_GROUP:
            return piece.shown and (viewer.facilitates or Circle(piece.partner).takes_in(viewer))
        case Content.INSTRUMENT_PROGRESS:
            return viewer.fills_in_for(piece.partner) or viewer.facilitates
        case Content.STATEMENT | Content.AGREEMENT:
            return own or piece.partner is None or _shared_with(piece, viewer)


def _shared_with(piece: ContentRef, viewer: Viewer) -> bool:
    """Whether it was switched to *Delen met partners*, for this person too."""
    return piece.shared and (viewer.fills_in or (piece.with_facilitator and viewer.facilitates))
