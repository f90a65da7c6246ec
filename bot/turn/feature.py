"""The face of a room: all that the rest of the house must know of one part of the conversation.

A room declares a `Feature` and the host loops over all of them, so that nothing here knows a room by name. Where order
shows to people, a rank says it; what has no rank comes in the order of the rooms.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from bot.content.screen import Button
from bot.domain.collaboration import Collaboration, Membership, Partner, Person
from bot.domain.group import Binding
from bot.domain.ids import ChatId, CollaborationId, LiveMessageId, PartnerId, PersonId, RunId
from bot.domain.rounds import Phase, Round
from bot.engine.model import Phrase, Step
from bot.turn.context import TurnContext
from bot.turn.dialog import Dialog, DialogContext
from bot.turn.due import Due, Recipient
from bot.turn.forms import WholeForms
from bot.turn.incoming import Handed, Replied, Spoke
from bot.turn.made_of import MadeOf
from bot.turn.own_data import OwnData
from bot.turn.own_words import FatesOf, GivenBy
from bot.turn.records import Conversation, ParticipantContext
from bot.turn.report import ReportPart
from bot.turn.routes import Route
from bot.turn.served import Served
from bot.turn.tasks import Task
from bot.turn.waiting import WaitsFor
from bot.typesetting.minutes import Deepened

T = TypeVar("T")


Page = Callable[[TurnContext, str], Route | None]
"""Shows or does something; the argument is an id, or what a person typed behind a command."""


Handler = Callable[[TurnContext, Any, Conversation], Route | None]
"""Carries out the command that a finished dialog returned."""


GroupAction = Callable[[TurnContext, str], None]
"""What a button or command in a group does; the argument is what stands behind its name."""


@dataclass(frozen=True, slots=True)
class Ranked(Generic[T]):
    """Something whose order shows to people: the lower rank comes first."""

    rank: int
    of: T


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDialog:
    """A dialog, and what the host must know to hold it.

    `subject` makes the dialog context of a conversation: it reads the facts of now, and raises `DomainError` when the
    conversation may no longer be held.
    """

    dialog: Dialog[Any]
    subject: Callable[[TurnContext, Conversation], DialogContext]
    unfinished: bool = False
    """Whether somebody goes on with it because they began it, and not because something waits."""
    called: Callable[[TurnContext, Conversation], Phrase | str] | None = None
    """What an unfinished one is called on a button; `agenda.<dialog>` where nothing tells them apart."""
    arrives: Mapping[str, Callable[[TurnContext, Step], None]] = field(default_factory=dict)
    """What is sent ahead of a question when an answer leads to it, by the id of its step."""
    voluntary: bool = False
    """Whether what waits comes before an unfinished one, unless it is what somebody did last."""


class Use(StrEnum):
    """When a command is of use, and so is offered to somebody who takes part."""

    ALWAYS = "always"
    FILLING_IN = "filling_in"
    """While something is to be filled in; to whoever leads always."""
    AFTERWARDS = "afterwards"
    """When nothing is; to whoever leads always."""
    LEADING = "leading"
    """To whoever leads a collaboration or a partner."""
    RARELY = "rarely"
    """It stands in the menu as well."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command in a private chat; it leads to the page of the same name."""

    name: str
    takes_words: bool = False
    listed: bool = True
    """Whether it stands in the door's list of commands; one that is not works as well."""
    use: Use = Use.RARELY


@dataclass(frozen=True, slots=True)
class GroupCommand:
    """A command in a group. Of several by one name the first that does not return False has handled it."""

    name: str
    run: Callable[[TurnContext, str], Route | bool | None]
    binds: bool = False
    """Whether it says whose group this is."""


@dataclass(frozen=True, slots=True)
class SpokenCommand:
    """A command in a group whose words are on record: what is typed behind it is kept."""

    name: str
    run: Callable[[TurnContext, Spoke], None]
    works: Callable[[TurnContext, Binding], bool] = lambda ctx, binding: True
    """Whether it means something in this group now."""


@dataclass(frozen=True, slots=True)
class Replies:
    """What people write in a group below messages of this room.

    `below` tells whether an answer below this message is for this room; `keep` takes it, and tells the same; `kept`
    tells whether something that was said in this message is kept already.
    """

    below: Callable[[TurnContext, LiveMessageId], bool]
    keep: Callable[[TurnContext, Binding, LiveMessageId, Replied], bool]
    kept: Callable[[TurnContext, Binding, PersonId, int], bool] = lambda ctx, binding, person, message: False


@dataclass(frozen=True, slots=True)
class AskedInGroup:
    """A motive that somebody was asked for in a group.

    `counted` is whether the group has seen the answer, which stays as it is; `of_others` whether somebody else put it
    there.
    """

    motive: str
    text: str
    cluster: str | None
    counted: bool
    of_others: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What the overview of a collaboration is about, and for whom."""

    collaboration: Collaboration
    round: Round | None
    mine: tuple[Membership, ...]
    leads: bool


@dataclass(frozen=True, slots=True)
class ToRead:
    """Something that whoever comes later reads to catch up: what it tells, and where it stands."""

    what: Phrase
    at: Button


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One room as the house sees it. Everything is optional."""

    name: str

    # --- private chats ---
    dialogs: tuple[HeldDialog, ...] = ()
    """The conversations of this room."""
    handlers: Mapping[type, Handler] = field(default_factory=dict)
    """What carries out a command that a dialog of this room ends with, by the type of that command."""
    pages: Mapping[str, Page] = field(default_factory=dict)
    """By the name that stands in buttons. Names are never reused: old buttons stay on phones for years."""
    readable: frozenset[str] = frozenset()
    """Pages that only show: drawing one again changes nothing, so that what they shorten can be read whole."""
    commands: tuple[Ranked[Command], ...] = ()
    """In the door's list of commands, in this order."""
    links: Mapping[str, str] = field(default_factory=dict)
    """How the token of a link that opens the bot begins, and the page it leads to."""
    opens_token: Page | None = None
    """Takes the token of a link that no prefix in `links` fits."""
    refuses_token: Callable[[TurnContext, str], Phrase | None] | None = None
    """What is wrong with such a token; None when nothing is. For a door that lets nobody in without one."""

    answers_stray: Callable[[TurnContext], bool] | None = None
    """Says where words belong that were typed in private while nothing asked for them; False when it does not know."""

    whole_forms: WholeForms | None = None
    """Forms that stand on one page as a whole, beside the talk that asks the same."""
    takes_file: Callable[[TurnContext, Handed], Route | None] | None = None
    """Takes a file that somebody handed over; None when it is not for this room."""

    # --- groups ---
    group_commands: tuple[Ranked[GroupCommand], ...] = ()
    """In the door's list of commands of a group, together with `spoken`."""
    group_buttons: Mapping[str, GroupAction] = field(default_factory=dict)
    """By the name in `g:name:argument`. As with `pages`, names are never reused."""
    group_pages: frozenset[str] = frozenset()
    """Pages that may be shown in a group as well: they hold nothing of anybody."""
    spoken: tuple[Ranked[SpokenCommand], ...] = ()
    replies: tuple[Ranked[Replies], ...] = ()
    """Asked in this order whether an answer below a message is for them."""
    belongs_to_before: Callable[[TurnContext, Replied | Spoke], bool] | None = None
    """Whether this is the rest of a text that an app cut, and so is refused with it."""
    asks_first: Callable[[TurnContext, Replied | Spoke], bool] | None = None
    """Asks whether this is meant as an answer, where it may be meant for the bot; nothing is kept until it is said."""
    after_words: Callable[[TurnContext, Replied | Spoke], None] | None = None
    """After anything was said in a group, also when it was refused."""
    reads_along: Callable[[TurnContext], Iterable[Binding]] | None = None
    """The groups that the person of this private chat may look at through another door than that of the group."""
    came_in: Callable[[TurnContext], None] | None = None
    """Somebody reads along in this group through another door, and may speak there from now on."""
    on_table: Callable[[TurnContext, Binding], LiveMessageId | None] | None = None
    """The message of this group in which lies what people answer now."""
    leads_here: Callable[[TurnContext, Binding], bool] | None = None
    """Whether whoever acts may lead this group."""
    panel: Callable[[TurnContext, Binding], LiveMessageId | None] | None = None
    """The message in private in which whoever acts leads this group."""
    takes_back: Callable[[TurnContext, Binding, int], None] | None = None
    """The text of this message turned out to be too long: it does not count."""

    # --- pictures and documents ---
    renderers: Mapping[str, str] = field(default_factory=dict)
    """What makes them from their data, by the name that stands in messages: `module:name` of a `Renderer`."""

    # --- what waits, and where it is shown ---
    run_tasks: tuple[Ranked[Callable[[TurnContext, ParticipantContext], Task | None]], ...] = ()
    """What somebody can do in a phase they take part in: of several the first that applies."""
    member_tasks: tuple[Ranked[Callable[[TurnContext, Membership], Task | None]], ...] = ()
    """What somebody can do in a collaboration they belong to, besides the phases."""
    menu: tuple[Ranked[Callable[[TurnContext, tuple[Membership, ...]], Button | None]], ...] = ()
    """Buttons of the menu, for somebody with these places."""
    waits_for: WaitsFor | None = None
    """For whom a round waits, where this room leads it on. Home tells it."""
    overview: tuple[Ranked[Callable[[TurnContext, Overview], Iterable[Button]]], ...] = ()
    """Buttons below the overview of a collaboration."""
    to_read: tuple[Ranked[Callable[[TurnContext, Overview], Iterable[ToRead]]], ...] = ()
    """What whoever comes later reads, in this order; each only where this person may see it."""
    overview_line: Callable[[TurnContext, Overview], Phrase | str] | None = None
    """A line in the overview; empty for nothing."""

    # --- what comes by itself ---
    timers: Mapping[str, Callable[[TurnContext, int], None]] = field(default_factory=dict)
    """What is done when a timer of this kind is due; the number is its subject."""
    reminders: tuple[Ranked[Callable[[TurnContext, Recipient], Iterator[Due]]], ...] = ()
    """What is to be said to somebody by itself, each thing with its moment. It goes into the one message of a day."""

    # --- what somebody's data are ---
    own_data: tuple[Ranked[OwnData], ...] = ()
    """What this room keeps about a person, for `/mijngegevens`; in this order in the file."""
    own_words: GivenBy | None = None
    """What somebody gave here in a round, of which they can ask what became of it."""
    fates: FatesOf | None = None
    """What became of such words here, whichever room they were given in."""
    reports: tuple[Ranked[ReportPart], ...] = ()
    """What this room tells in reports; in this order on paper."""

    calendar: Callable[[TurnContext, str], Served | None] | None = None
    """What stands at the address of a calendar, by the hash of its token; None where there is no such address."""

    # --- when something happens elsewhere ---
    not_reached: Callable[[TurnContext, Person], None] | None = None
    """What is sent to somebody outside the conversation is refused there: whoever invited them hears of it."""
    member_joined: Callable[[TurnContext, Membership], None] | None = None
    """Somebody became a member."""
    place_given_up: Callable[[TurnContext, ParticipantContext], None] | None = None
    """Somebody leaves a run before they handed in: what they left half-way goes."""
    members_changed: Callable[[TurnContext, CollaborationId], None] | None = None
    """Somebody left this collaboration, or has another place in it."""
    partner_left: Callable[[TurnContext, Partner], None] | None = None
    """A partner takes no part any more."""
    asked_in_groups: Callable[[TurnContext, RunId, PersonId], list[AskedInGroup]] | None = None
    """The motives of a run that this person was asked for in groups."""
    opens_phase: Mapping[Phase, Callable[[TurnContext, Round], None]] = field(default_factory=dict)
    """Opens this phase of a round; exactly one room has it."""
    left_in_phase: Mapping[Phase, Callable[[TurnContext, ParticipantContext], Phrase]] = field(default_factory=dict)
    """What somebody has still to do before they can hand in this phase, in a few words; exactly one room has it."""
    opens_with: Callable[[TurnContext, Membership], Phrase | None] | None = None
    """What a member hears of it when a round opens."""
    agreed_from: Callable[[TurnContext, Round, PersonId], frozenset[str]] | None = None
    """The questions of a round of which somebody made an agreement."""
    holds_open: Callable[[TurnContext, Round], bool] | None = None
    """Whether something goes on that has an end of its own, so that the round is not closed over it."""
    round_closed: Callable[[TurnContext, Round], None] | None = None
    """A round is over."""
    goes_on: Callable[[TurnContext, Binding], Phrase | None] | None = None
    """What goes on in this group, so that nothing else begins there: a sentence that says so, and how to end it."""
    of_instrument: Callable[[TurnContext, str], Iterable[Button]] | None = None
    """What else can be done with a further instrument, by its id: buttons below its page."""
    made_of: Callable[[TurnContext, MadeOf], Iterable[Phrase]] | None = None
    """What an agreement was made of: the question and what was answered, as far as whoever acts may see that."""
    in_minutes: Callable[[TurnContext, Round], Iterable[Deepened]] | None = None
    """What the minutes of phase 2 tell besides the conversation: what the people of all partners did together."""
    settled_late: Callable[[TurnContext, ParticipantContext], None] | None = None
    """A partner settled its version after the reveal."""
    partner_chosen: Callable[[TurnContext, Binding, PersonId, PartnerId, bool], bool] | None = None
    """Somebody in two partners said for which one they speak in a group, for the first time or anew.

    Returns whether that concerns a conversation that goes on.
    """
    group_moved: Callable[[TurnContext, Binding], None] | None = None
    """The group of this binding became another chat."""
    shown_elsewhere: Callable[[TurnContext, Binding], None] | None = None
    """This group is shown in a chat of another door as well: what stands there and `redraw` leaves alone is drawn."""
    reach_changed: Callable[[TurnContext, Person], None] | None = None
    """Somebody can no longer be reached in private, or can again."""
    group_entered: Callable[[TurnContext], None] | None = None
    """The bot was put in this group."""
    group_lost: Callable[[TurnContext, ChatId], None] | None = None
    """The bot was taken out of this chat, or cannot reach it any more."""
    redraw: Callable[[TurnContext, CollaborationId], None] | None = None
    """Bring what stands in the groups of a collaboration up to date, at the end of a turn that changed something."""
