"""All chats there are, and the way out of the bot: what is sent is put on the phones here. It has no clock.

Messages get numbers, are edited in place, pinned and answered with a sign; a tap is answered; of screens that wait
only the newest arrives; whoever blocked the bot cannot be reached.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.domain.ids import ChatId, LiveMessageId
from bot.phone.chat import Chat
from bot.phone.delivery import Delivered, Delivering, Delivery, Placing, Toast
from bot.phone.message import Message, Version
from bot.phone.phone import Phone
from bot.turn.records import Outgoing

FIRST_PERSON, FIRST_GROUP, TO_SUPERGROUP = 1000, -500, -1000
"""Where ids begin, and how far away a group is when it has moved."""


def _everywhere(_: Outgoing) -> bool:
    return True


@dataclass(slots=True)
class Exchange:
    """Every chat by its id, and everybody by name."""

    may_pin: Callable[[Outgoing], bool] = _everywhere
    chats: dict[ChatId, Chat] = field(default_factory=dict)
    people: dict[str, ChatId] = field(default_factory=dict)
    groups: dict[str, ChatId] = field(default_factory=dict)
    names: dict[ChatId, str] = field(default_factory=dict)
    """What people are called on their phones."""
    seen: list[Delivered] = field(default_factory=list)
    """All that ever was seen, in order."""
    toasts: list[Toast] = field(default_factory=list)
    updates: int = 0
    _placed: dict[LiveMessageId, tuple[ChatId, int]] = field(default_factory=dict)
    _queries: dict[str, ChatId | None] = field(default_factory=dict)

    # --- who there is ---

    def person(self, name: str, chat: ChatId | None = None, *, full: str = "") -> Phone:
        """The phone of somebody, made when they are first named. `full` is the name on it."""
        id_ = self.people.setdefault(name, chat or ChatId(FIRST_PERSON + len(self.people)))
        if full or id_ not in self.names:
            self.names[id_] = full or name
        return Phone(self, id_, self.names[id_], self.chat(id_, name))

    def nobody(self) -> Phone:
        """An admin who hides behind a group: nobody can tell who it is, and there is no private chat."""
        return Phone(self, None, "", Chat(ChatId(0)))

    def group(self, name: str, chat: ChatId | None = None, *, title: str = "") -> Chat:
        """A group, made when it is first named. `title` is what it is called there."""
        id_ = self.groups.setdefault(name, chat or ChatId(FIRST_GROUP - len(self.groups)))
        return self.chat(id_, title or name)

    def chat(self, id_: ChatId, title: str = "") -> Chat:
        """The chat with this id."""
        if id_ not in self.chats:
            self.chats[id_] = Chat(id_, title)
        return self.chats[id_]

    def name_of(self, chat: ChatId) -> str:
        """The name under which a person or group was first asked for."""
        return next(name for name, known in (self.people | self.groups).items() if known == chat)

    # --- the way out ---

    def deliver(self, messages: Iterable[Outgoing]) -> Delivery:
        """Put them on the phones, in this order, each as it is."""
        whole = Delivering()
        for message in messages:
            chat = self.chat(message.chat)
            if not chat.here:
                whole.give_up(chat, message)
            elif chat.held:
                whole.done += [old.id for old in chat.waiting if message.replaces(old)]
                kept = [old for old in chat.waiting if not message.replaces(old)]
                chat.waiting.clear()
                chat.waiting.extend([*kept, message])
            else:
                self._arrive(whole, chat, message)
        self.seen += whole.changes
        return whole.result()

    def hold(self, chat: ChatId) -> None:
        """Nothing arrives there until it is let through; of several screens of one conversation only the newest."""
        self.chat(chat).held = True

    def let_through(self, chat: ChatId) -> Delivery:
        """What waited arrives."""
        one = self.chat(chat)
        one.held, waited = False, tuple(one.waiting)
        one.waiting.clear()
        return self.deliver(waited)

    def begin_anew(self) -> None:
        """The program was started again: nothing is held, and what waited in memory must be handed over once more."""
        for chat in self.chats.values():
            chat.held = False
            chat.waiting.clear()

    def answer(self, query: str, text: str, *, alert: bool = False) -> None:
        """The end of a tap. A tap that has been answered before is passed over."""
        if query in self._queries:
            person = self._queries.pop(query)
            self.toasts += [Toast(person, text, alert)] if text else []

    def react(self, chat: ChatId, message: int, sign: str) -> None:
        """A sign below what somebody wrote."""
        if (one := self.chat(chat).number(message)) is not None:
            one.signs.append(sign)

    def _arrive(self, whole: Delivering, chat: Chat, sent: Outgoing) -> None:
        known = self._placed.get(sent.placed) if sent.placed is not None else None
        number = known[1] if known is not None and known[0] == sent.chat else sent.edits
        uploaded = sent.picture is not None or sent.document is not None  # these are always new
        message = None if uploaded else chat.changeable(number)
        if message is None and sent.if_there:
            whole.done.append(sent.id)
            return
        version = Version.of(sent)
        whole.changes.append(Delivered(chat.id, message.id if message else chat.next_number, version, message is None))
        whole.done.append(sent.id)
        if message is None:
            message = chat.put(version, by_bot=True, topic=sent.thread)
            message.pinned = sent.placed is not None and sent.pin and self.may_pin(sent)
        else:
            message.versions.append(version)
        if sent.placed is not None:
            self._placed[sent.placed] = chat.id, message.id
            whole.placed.append(Placing(sent.placed, message.id, message.pinned))

    # --- the way in, for phones ---

    def next_update(self) -> int:
        """The number of what comes in next."""
        self.updates += 1
        return self.updates

    def tapped(self, person: ChatId | None, update: int) -> str:
        """A tap that waits for an answer."""
        query = f"q{update}"
        self._queries[query] = person
        return query

    def upgrade(self, chat: Chat) -> ChatId:
        """A group becomes a supergroup: another id, and what stood in place there has to be put anew."""
        before, now = chat.id, ChatId(chat.id + TO_SUPERGROUP)
        self._placed = {placed: at for placed, at in self._placed.items() if at[0] != before}
        self.groups = {name: now if id_ == before else id_ for name, id_ in self.groups.items()}
        chat.move(now)
        self.chats[now] = self.chats.pop(before)
        return now

    # --- all of it ---

    def said_to(self, chat: ChatId) -> list[Message]:
        """The messages of the bot in a chat, oldest first; none in one that never was."""
        return self.chats[chat].of_bot() if chat in self.chats else []

    def copy(self) -> "Exchange":
        """One that can go on by itself. Phones belong to the exchange they were asked of."""
        return Exchange(
            self.may_pin,
            {id_: chat.copy() for id_, chat in self.chats.items()},
            dict(self.people),
            dict(self.groups),
            dict(self.names),
            list(self.seen),
            list(self.toasts),
            self.updates,
            dict(self._placed),
            dict(self._queries),
        )
