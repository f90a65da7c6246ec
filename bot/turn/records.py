"""What is kept of turns, besides the domain: conversations, messages on their way, timers. Data only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.content.screen import Screen
from bot.domain.collaboration import Collaboration, Membership, Partner, Person
from bot.domain.group import ChatThread
from bot.domain.ids import ChatId, ConversationId, LiveMessageId, PartnerId, PersonId
from bot.domain.rounds import Participation, PhaseRun, Round
from bot.engine.model import StepId


class ConversationState(StrEnum):
    """Whether a conversation waits for an answer, was put away, or is finished."""

    OPEN = "open"
    PAUSED = "paused"
    DONE = "done"


PIECE_WITHIN = timedelta(seconds=2)
"""Apps cut a long text in pieces that arrive at once: what follows this soon belongs to the piece before."""


@dataclass(frozen=True, slots=True)
class LongText:
    """A typed text so long that it may have been cut: which step it came to, when, and whether it was kept."""

    step: StepId
    at: datetime
    accepted: bool


@dataclass(frozen=True, slots=True)
class Unsure:
    """A typed word that may be an answer or may be meant for the bot, and the message it was typed in."""

    text: str
    message: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """One dialog in one chat about one subject (a run, a round, an invitation), and the screen that shows it.

    `turn` rises whenever something else is asked; a button of another turn is an old one. The same question shown
    twice has the same turn, so that either of the two can be answered. `version` rises with every save.
    """

    id: ConversationId
    dialog: str
    chat: ChatId
    person: PersonId | None
    subject: int
    content_version: str
    started_at: datetime
    state: ConversationState = ConversationState.OPEN
    cursor: StepId | None = None
    page: int = 0
    turn: int = 0
    version: int = 0
    shown_at: datetime | None = None
    long_text: LongText | None = None
    unsure: Unsure | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent, or one on screen to be changed.

    `conversation` is set when this is that conversation's screen: of several that wait, only the newest is sent.
    `edits` is the message to change, None for a new one. `placed` is set when it is one that is changed in place, with
    the same rule. `picture` is the data of a picture, as JSON; the text of the screen is then its caption, and
    `renderer` names what makes it. `thread` is the topic of a forum, 0 for the chat itself.
    """

    chat: ChatId
    screen: Screen
    conversation: ConversationId | None = None
    edits: int | None = None
    id: int = 0
    picture: str | None = None
    placed: LiveMessageId | None = None
    thread: int = 0
    document: str | None = None
    """The data of a document, as JSON; the text of the screen is then its caption, and `file` its name."""
    file: str = ""
    pin: bool = False
    """Pin it where the bot may, once it is there."""
    prompt: int = 0
    """The second in which it came by itself; 0 for all other messages. It is not sent at any hour."""
    renderer: str = ""
    """What makes the picture or document of its data: one of `House.renderers`."""
    unasked: bool = False
    """Whether it comes to somebody in private who did nothing now."""
    if_there: bool = False
    """Whether it only changes a message. Where that is gone, or never was sent, nothing takes its place."""

    def replaces(self, old: "Outgoing") -> bool:
        """Whether it makes one that still waits needless: the same screen of a talk, or message in a group."""
        if self.placed is not None:
            return self.placed == old.placed
        same = (self.chat, self.conversation, self.edits) == (old.chat, old.conversation, old.edits)
        return self.conversation is not None and same


@dataclass(frozen=True, slots=True)
class LiveMessage:
    """A message of the bot in a group that is changed in place for as long as it stands.

    `message` is its number at the door, None until it has one. `digest` tells whether it shows something else already.
    """

    id: LiveMessageId
    chat_thread: ChatThread
    message: int | None = None
    pinned: bool = False
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """What somebody chose for their partner in phase 2, and why, where they said so."""

    person: PersonId
    partner: PartnerId
    choice: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Timer:
    """A due moment: one per kind and subject. `subject` is the id of what it is about."""

    id: int
    kind: str
    subject: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ParticipantContext:
    """One person in one run, with everything around it, for reading."""

    person: Person
    membership: Membership
    collaboration: Collaboration
    partner: Partner
    round: Round
    run: PhaseRun
    participation: Participation
