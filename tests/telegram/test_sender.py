"""The way out: in order per chat, chats side by side, and nothing lost on the way."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut
from virtual_time import now, run

from bot.content.screen import Button, Screen
from bot.content.tones import Tone
from bot.domain.ids import ChatId, ConversationId, LiveMessageId
from bot.telegram.budget import Budget
from bot.telegram.sender import Sender, parameters
from bot.turn.door import Sent
from bot.turn.records import Outgoing

ANNA, BRAM, GROUP = ChatId(1), ChatId(2), ChatId(-3)


def post(number: int, chat: ChatId = ANNA, edits: int | None = None) -> Outgoing:
    return Outgoing(chat, Screen(f"m{number}"), edits=edits, id=number)


def screen(number: int, chat: ChatId = ANNA, edits: int | None = None, conversation: int = 1) -> Outgoing:
    return Outgoing(chat, Screen(f"m{number}"), ConversationId(conversation), edits, number)


Call = Callable[[str, dict[str, Any]], Any]


@dataclass
class Telegram:
    """What the sender does to the world. `refusals` are raised one by one, before anything is taken."""

    refusals: list[Exception] = field(default_factory=list)
    takes: float = 0
    calls: list[tuple[float, str, int, str]] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    lost: list[ChatId] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    moved: list[tuple[ChatId, ChatId]] = field(default_factory=list)
    placed: list[tuple[int | None, int, bool]] = field(default_factory=list)
    values: list[dict[str, Any]] = field(default_factory=list)

    async def call(self, method: str, values: dict[str, Any]) -> object:
        self.calls.append((now(), method, values["chat_id"], values.get("text", "")))
        self.values.append(values)
        await asyncio.sleep(self.takes)
        if self.refusals:
            raise self.refusals.pop(0)
        return {"message_id": len(self.calls)}

    def render(self, message: Outgoing) -> bytes:
        if not message.renderer:
            raise ValueError("nobody makes this")
        return f"{message.renderer} of {message.picture or message.document}".encode()

    async def mark(self, messages: list[Sent]) -> None:
        await asyncio.sleep(0.01)
        self.done += [message.outgoing.id for message in messages]
        numbered = [m for m in messages if m.outgoing.placed is not None and m.number is not None]
        self.placed += [(m.outgoing.placed, m.number, m.pinned) for m in numbered]

    async def move(self, before: ChatId, after: ChatId) -> None:
        self.moved.append((before, after))

    async def give_up(self, chat: ChatId, refused: Sequence[Outgoing]) -> None:
        self.lost.append(chat)
        self.refused += [one.id for one in refused]

    def sender(self, budget: Budget | None = None, **more: Any) -> Sender:
        return Sender(
            self.call,
            budget or Budget(rates=None),
            render=self.render,
            done=self.mark,
            lost=self.give_up,
            moved=self.move,
            **more,
        )

    @property
    def texts(self) -> list[str]:
        return [text for _, _, _, text in self.calls]

    @property
    def methods(self) -> list[str]:
        return [method for _, method, _, _ in self.calls]


def sent(messages: Iterable[Outgoing], telegram: Telegram, budget: Budget | None = None) -> float:
    """Hand the messages over at once and return when all is done: the seconds it took."""

    async def work() -> float:
        sender = telegram.sender(budget)
        sender.enqueue(messages)
        await sender.idle()
        return now()

    return run(work())


def test_messages_go_in_order_and_leave_the_outbox_once():
    telegram = Telegram(takes=0.1)
    sent([post(number) for number in range(1, 6)], telegram)
    assert telegram.texts == ["m1", "m2", "m3", "m4", "m5"]
    assert telegram.done == [1, 2, 3, 4, 5]


def test_each_new_message_leaves_with_its_number_and_a_changed_one_without():
    """So that another door can show it, and knows what is tapped there."""
    telegram, numbers = Telegram(), dict[int, int | None]()

    async def mark(messages: list[Sent]) -> None:
        numbers.update({one.outgoing.id: one.number for one in messages})

    telegram.mark = mark  # type: ignore[method-assign]
    sent([post(1), post(2), post(3, edits=1)], telegram)
    assert numbers == {1: 1, 2: 2, 3: None}


def board(number: int, edits: int | None = None, *, placed: int = 4, **more: Any) -> Outgoing:
    return Outgoing(GROUP, Screen(f"m{number}"), edits=edits, id=number, placed=LiveMessageId(placed), **more)


def test_a_message_that_stands_in_a_group_is_sent_once_and_then_changed():
    """Also while it has no number yet: what is handed over meanwhile changes the message that is under way."""
    telegram = Telegram(takes=0.5)

    async def work() -> None:
        sender = telegram.sender()
        sender.enqueue([board(1)])
        await asyncio.sleep(0.1)
        sender.enqueue([board(2), board(3), board(4, placed=5)])
        await sender.idle()

    run(work())
    assert list(zip(telegram.methods, telegram.texts, strict=True)) == [
        ("sendMessage", "m1"),
        ("editMessageText", "m3"),
        ("sendMessage", "m4"),
    ]
    assert telegram.placed == [(4, 1, False), (5, 3, False)]
    assert telegram.values[1]["message_id"] == 1
    assert sorted(telegram.done) == [1, 2, 3, 4]


def test_of_many_changes_that_wait_the_newest_goes_whatever_number_they_knew():
    telegram = Telegram()
    sent([board(1), board(2, edits=9), board(3)], telegram)
    assert telegram.texts == ["m3"]


def test_a_message_that_somebody_deleted_gets_a_new_number():
    telegram = Telegram([BadRequest("Message to edit not found")])
    sent([board(1, edits=9)], telegram)
    assert telegram.methods == ["editMessageText", "sendMessage"]
    assert telegram.placed == [(4, 2, False)]


@pytest.mark.parametrize("may", [True, False])
def test_a_message_is_pinned_where_the_bot_may(may: bool):
    telegram = Telegram()
    call = telegram.call

    async def refuse_pins(method: str, values: dict[str, Any]) -> object:
        found = await call(method, values)
        if method == "pinChatMessage" and not may:
            raise BadRequest("not enough rights to manage pinned messages in the chat")
        return found

    telegram.call = refuse_pins  # type: ignore[method-assign]
    sent([board(1, pin=True)], telegram)
    assert telegram.methods == ["sendMessage", "pinChatMessage"]
    assert telegram.placed == [(4, 1, may)]


def test_a_message_for_a_topic_goes_there_and_is_changed_where_it_is():
    telegram = Telegram()
    sent([Outgoing(GROUP, Screen("m1"), id=1, thread=40)], telegram)
    sent([board(2, edits=9, thread=40)], telegram)
    assert telegram.values[0]["message_thread_id"] == 40
    assert "message_thread_id" not in telegram.values[1]


def test_chats_go_side_by_side():
    telegram = Telegram(takes=1)
    assert sent([post(chat, ChatId(chat)) for chat in range(1, 50)], telegram) == pytest.approx(1, abs=0.1)


def test_the_newest_screen_of_a_conversation_wins():
    telegram = Telegram()
    sent([screen(number, edits=7) for number in range(1, 26)], telegram)
    assert telegram.texts == ["m25"]
    assert sorted(telegram.done) == list(range(1, 26))


def test_a_screen_that_is_on_its_way_is_followed_by_the_newest_only():
    telegram = Telegram(takes=1)

    async def work() -> None:
        sender = telegram.sender()
        sender.enqueue([screen(1, edits=7)])
        await asyncio.sleep(0.5)
        sender.enqueue([screen(2, edits=7), screen(3, edits=7)])
        await sender.idle()

    run(work())
    assert (telegram.texts, sorted(telegram.done)) == (["m1", "m3"], [1, 2, 3])


def test_screens_of_other_conversations_or_other_messages_all_go():
    telegram = Telegram()
    sent([screen(1, edits=7), screen(2, edits=8), screen(3, edits=7, conversation=2), screen(4), post(5)], telegram)
    assert telegram.texts == ["m1", "m2", "m3", "m4", "m5"]


def test_posts_are_never_dropped():
    telegram = Telegram()
    sent([post(1, edits=7), post(2, edits=7), post(3), post(4)], telegram)
    assert telegram.texts == ["m1", "m2", "m3", "m4"]


@pytest.mark.parametrize("wait", [3, timedelta(seconds=3)])
def test_retry_after_waits_as_long_as_telegram_says(wait: int | timedelta):
    telegram = Telegram([RetryAfter(wait)])
    assert sent([post(1), post(2)], telegram) == pytest.approx(3, abs=0.1)
    assert (telegram.texts, telegram.done) == (["m1", "m1", "m2"], [1, 2])


def test_retry_after_in_one_chat_holds_up_no_other():
    telegram = Telegram([RetryAfter(30)])
    sent([post(1, GROUP), post(2, ANNA)], telegram)
    assert [(round(at), text) for at, _, _, text in telegram.calls] == [(0, "m1"), (0, "m2"), (30, "m1")]


def test_a_chat_that_is_closed_to_us_is_given_up():
    telegram = Telegram([Forbidden("bot was blocked by the user")])
    sent([post(1), post(2), screen(3), post(4, BRAM)], telegram)
    assert (sorted(telegram.texts), telegram.lost, telegram.refused) == (["m1", "m4"], [ANNA], [1, 2, 3])
    assert sorted(telegram.done) == [1, 2, 3, 4]


@pytest.mark.parametrize("reason", ["Chat not found", "Forbidden: user is deactivated", "PEER: chat not found"])
def test_a_chat_that_is_not_there_is_given_up(reason: str):
    telegram = Telegram([BadRequest(reason)])
    sent([post(1), post(2)], telegram)
    assert (telegram.texts, telegram.lost, sorted(telegram.done)) == (["m1"], [ANNA], [1, 2])


def test_a_chat_that_was_given_up_can_be_written_to_again():
    telegram = Telegram([Forbidden("blocked")])

    async def work() -> None:
        sender = telegram.sender()
        sender.enqueue([post(1)])
        await sender.idle()
        sender.enqueue([post(2)])
        await sender.idle()

    run(work())
    assert (telegram.texts, telegram.done) == (["m1", "m2"], [1, 2])


def test_not_modified_is_success():
    telegram = Telegram([BadRequest("Message is not modified: specified new message content is the same")])
    with capture_logs() as logs:
        sent([screen(1, edits=7)], telegram)
    assert (telegram.methods, telegram.done, logs) == (["editMessageText"], [1], [])


@pytest.mark.parametrize(
    "reason",
    ["Message to edit not found", "Message can't be edited", "MESSAGE_ID_INVALID", "message to edit not found"],
)
def test_a_message_that_cannot_be_edited_becomes_a_new_one(reason: str):
    telegram = Telegram([BadRequest(reason)])
    sent([screen(1, edits=7)], telegram)
    assert (telegram.methods, telegram.done) == (["editMessageText", "sendMessage"], [1])


@pytest.mark.parametrize("stands", [True, False], ids=["placed", "screen"])
def test_a_change_that_is_worth_nothing_by_itself_never_becomes_a_message(stands: bool):
    telegram = Telegram([BadRequest("Message to edit not found")])
    made = board if stands else screen
    gone, never_sent = replace(made(1, edits=7), if_there=True), replace(made(2), if_there=True)
    sent([gone], telegram)
    sent([never_sent], telegram)
    assert (telegram.methods, telegram.done) == (["editMessageText"], [1, 2])


def test_a_message_that_telegram_refuses_is_told_and_holds_up_nothing():
    telegram = Telegram([BadRequest("Can't parse entities")])
    with capture_logs() as logs:
        sent([post(1), post(2)], telegram)
    assert (telegram.texts, telegram.done) == (["m1", "m2"], [1, 2])
    assert logs == [
        {"event": "message_refused", "log_level": "error", "chat": 1, "outbox": 1, "reason": "Can't parse entities"}
    ]


@pytest.mark.parametrize("error", [NetworkError("lost"), TimedOut(), TelegramError("Internal Server Error")])
def test_a_lost_connection_is_tried_again_and_again_and_told_once(error: Exception):
    telegram = Telegram([error] * 7)
    with capture_logs() as logs:
        seconds = sent([post(1), post(2)], telegram)
    assert 1 + 2 + 4 + 8 + 3 * 15 <= seconds <= 2 * (1 + 2 + 4 + 8 + 3 * 15)
    assert (telegram.texts, telegram.done) == (["m1"] * 8 + ["m2"], [1, 2])
    assert [(entry["event"], entry.get("reason")) for entry in logs] == [
        ("telegram_trouble", type(error).__name__),
        ("telegram_back", None),
    ]


def test_no_network_for_everybody_is_told_once():
    telegram = Telegram([NetworkError("lost")] * 500)
    with capture_logs() as logs:
        sent([post(number, ChatId(number)) for number in range(1, 101)], telegram)
    assert [entry["event"] for entry in logs] == ["telegram_trouble", "telegram_back"]
    assert sorted(telegram.done) == list(range(1, 101))


def test_what_could_not_be_sent_makes_place_for_what_is_newer():
    telegram = Telegram([NetworkError("lost"), RetryAfter(5)])

    async def work() -> None:
        sender = telegram.sender()
        sender.enqueue([screen(1, edits=7), post(2)])
        await asyncio.sleep(0.5)
        sender.enqueue([screen(3, edits=7)])
        await sender.idle()

    with capture_logs():
        run(work())
    assert telegram.texts == ["m1", "m2", "m2", "m3"]
    assert sorted(telegram.done) == [1, 2, 3]


# --- when the whole bot is refused ---


@dataclass
class Refusing(Telegram):
    """Refuses every chat until a moment, and names that moment."""

    until: float = 40
    refused: int = 0

    async def call(self, method: str, values: dict[str, Any]) -> object:
        if now() < self.until:
            self.refused += 1
            self.refusals = [RetryAfter(ceil(self.until - now()))]
        return await super().call(method, values)


def test_when_every_chat_is_refused_nothing_is_sent_before_the_time_that_telegram_named():
    telegram = Refusing()
    seconds = sent([post(number, ChatId(number)) for number in range(1, 101)], telegram, Budget())
    assert sorted(telegram.done) == list(range(1, 101))
    assert telegram.refused <= 2
    moments = [at for at, *_ in telegram.calls if at > 1]
    assert min(moments) >= 40
    assert max(sum(1 for at in moments if second <= at < second + 1) for second in range(40, 50)) <= 30
    assert seconds < 46


def test_a_refused_message_takes_its_place_again():
    """After the pause all go at the rate that Telegram allows, not at once."""
    telegram = Telegram([RetryAfter(10)] * 10)
    sent([post(number, ChatId(number)) for number in range(1, 41)], telegram, Budget())
    moments = sorted(at for at, *_ in telegram.calls)
    assert all(later - one >= 1 for one, later in zip(moments[:-31], moments[31:], strict=True))


def test_two_groups_that_get_too_much_hold_up_no_person():
    telegram = Telegram([RetryAfter(50), RetryAfter(50)])
    sent([post(1, ChatId(-1)), post(2, ChatId(-2))], telegram)
    telegram = Telegram([RetryAfter(50), RetryAfter(50)])

    async def work() -> list[tuple[float, str, int, str]]:
        sender = telegram.sender()
        sender.enqueue([post(1, ChatId(-1)), post(2, ChatId(-2))])
        await asyncio.sleep(1)
        sender.enqueue([post(3, ANNA)])
        await sender.idle()
        return telegram.calls

    assert [(round(at), text) for at, _, _, text in run(work())][:3] == [(0, "m1"), (0, "m2"), (1, "m3")]


# --- pictures, documents, pins ---


@pytest.mark.parametrize("method", ["sendPhoto", "sendDocument"])
@pytest.mark.parametrize("error", [RetryAfter(3), NetworkError("lost"), TimedOut()])
def test_pictures_and_documents_are_sent_again(method: str, error: Exception):
    data = {"picture": "{}"} if method == "sendPhoto" else {"document": "{}", "file": "a.pdf"}
    telegram = Telegram([error])
    with capture_logs():
        sent([Outgoing(ANNA, Screen("m1"), id=1, renderer="r", **data), post(2)], telegram)  # type: ignore[arg-type]
    assert telegram.methods == [method, method, "sendMessage"]
    assert telegram.done == [1, 2]


@pytest.mark.parametrize(("what", "said"), [("document", ["m1\n\nNiet gelukt."]), ("picture", [])])
def test_whoever_waits_for_a_document_that_cannot_be_made_is_told(what: str, said: list[str]):
    telegram = Telegram()

    async def work() -> None:
        sender = telegram.sender(not_made=lambda: "Niet gelukt.")
        sender.enqueue([Outgoing(ANNA, Screen("m1"), id=1, **{what: "{}"}), post(2)])
        await sender.idle()

    with capture_logs():
        run(work())
    assert telegram.texts == [*said, "m2"]
    assert telegram.done == [1, 2]


def test_a_pin_that_meets_with_trouble_is_tried_again():
    telegram = Telegram()
    call, refusals = telegram.call, [RetryAfter(2), NetworkError("lost")]

    async def refuse_pins(method: str, values: dict[str, Any]) -> object:
        found = await call(method, values)
        if method == "pinChatMessage" and refusals:
            raise refusals.pop(0)
        return found

    telegram.call = refuse_pins  # type: ignore[method-assign]
    sent([board(1, pin=True)], telegram)
    assert telegram.methods == ["sendMessage", *["pinChatMessage"] * 3]
    assert telegram.placed == [(4, 1, True)]


def test_a_group_that_moved_is_followed():
    telegram = Telegram([ChatMigrated(-100)])
    sent([screen(1, GROUP, edits=7)], telegram)
    assert [(method, chat) for _, method, chat, _ in telegram.calls] == [("editMessageText", -3), ("sendMessage", -100)]
    assert telegram.done == [1]
    assert telegram.moved == [(GROUP, -100)]


def test_the_budget_is_kept_and_a_newer_screen_is_taken_while_waiting():
    telegram = Telegram()

    async def work() -> None:
        sender = telegram.sender(Budget())
        for number in range(1, 121):
            sender.enqueue([screen(number, GROUP, edits=7)])
            await asyncio.sleep(0.5)
        await sender.idle()

    run(work())
    assert (len(telegram.calls) <= 21, telegram.texts[-1]) == (True, "m120")
    assert sorted(telegram.done) == list(range(1, 121))


def test_stop_sends_what_it_can_and_leaves_the_rest_in_the_outbox():
    telegram = Telegram([RetryAfter(600)])

    async def work() -> float:
        sender = telegram.sender()
        sender.enqueue([post(1, GROUP), post(2, GROUP), post(3, ANNA)])
        await asyncio.sleep(0)
        await sender.stop(patience=5)
        return now()

    assert run(work()) == pytest.approx(5, abs=0.1)
    assert (telegram.texts, telegram.done) == (["m1", "m3"], [3])


def test_stop_returns_at_once_when_all_was_sent():
    telegram = Telegram()

    async def work() -> float:
        sender = telegram.sender()
        sender.enqueue([post(1)])
        await sender.stop()
        return now()

    assert (run(work()) < 1, telegram.done) == (True, [1])


def test_stop_marks_what_was_sent_however_long_that_takes():
    marked: list[int] = []

    async def slow(messages: list[Sent]) -> None:
        await asyncio.sleep(60)
        marked.extend(message.outgoing.id for message in messages)

    async def work() -> None:
        telegram = Telegram()
        sender = Sender(
            telegram.call,
            Budget(rates=None),
            render=telegram.render,
            done=slow,
            lost=telegram.give_up,
            moved=telegram.move,
        )
        sender.enqueue([post(1), post(2)])
        await sender.stop(patience=5)

    run(work())
    assert marked == [1, 2]


def test_stop_before_anything_was_handed_over():
    async def work() -> None:
        await Telegram().sender().stop()

    run(work())


def test_parameters_of_a_new_message_and_of_an_edit():
    buttons = ((Button("Ja", "c:1:2:ja"), Button("Open", url="https://t.me/bot")),)
    new = {"chat_id": 1, "text": "<b>a</b>", "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    markup = {
        "inline_keyboard": [[{"text": "Ja", "callback_data": "c:1:2:ja"}, {"text": "Open", "url": "https://t.me/bot"}]]
    }
    assert parameters(Outgoing(ANNA, Screen("<b>a</b>"))) == new
    assert parameters(Outgoing(ANNA, Screen("<b>a</b>", buttons), edits=7)) == {
        **new,
        "message_id": 7,
        "reply_markup": markup,
    }


def outgoing(number: int, chat: ChatId, edits: int | None, conversation: int | None) -> Outgoing:
    return screen(number, chat, edits, conversation * 10 + chat) if conversation else post(number, chat, edits)


KINDS = st.tuples(st.sampled_from([ANNA, BRAM, GROUP]), st.sampled_from([None, 7, 8]), st.sampled_from([None, 1, 2]))
MESSAGES = st.lists(KINDS, max_size=30).map(lambda kinds: [outgoing(n, *kind) for n, kind in enumerate(kinds, start=1)])
FAULTS = st.lists(
    st.sampled_from([RetryAfter(1), NetworkError("lost"), TimedOut(), BadRequest("Message is not modified")]),
    max_size=5,
)


@given(MESSAGES, FAULTS)
def test_whatever_happens_each_chat_gets_the_newest_in_order(messages: list[Outgoing], faults: list[Exception]):
    telegram = Telegram(list(faults), takes=0.1)
    with capture_logs():
        sent(messages, telegram)
    assert sorted(telegram.done) == [message.id for message in messages]
    for chat in {message.chat for message in messages}:
        newest = {(m.conversation or -m.id, m.edits): m for m in messages if m.chat == chat}
        numbers = [int(text[1:]) for _, _, to, text in telegram.calls if to == chat]
        assert numbers == sorted(numbers)
        assert {message.id for message in newest.values()} <= set(numbers)


def test_a_button_that_copies_and_one_that_stands_out():
    buttons = ((Button("Kopieer de link", copy="https://t.me/bot?start=x"), Button("Indienen", "x", tone=Tone.MAIN)),)
    assert parameters(Outgoing(ANNA, Screen("a", buttons)))["reply_markup"] == {
        "inline_keyboard": [
            [
                {"text": "Kopieer de link", "copy_text": {"text": "https://t.me/bot?start=x"}},
                {"text": "Indienen", "callback_data": "x", "style": "primary"},
            ]
        ]
    }


def test_a_button_that_opens_a_page_within():
    buttons = ((Button("Het hele formulier", url="https://samen.example/formulier/1/telegram", within=True),),)
    web_app = {"url": "https://samen.example/formulier/1/telegram"}
    assert parameters(Outgoing(ANNA, Screen("a", buttons)))["reply_markup"] == {
        "inline_keyboard": [[{"text": "Het hele formulier", "web_app": web_app}]]
    }
