"""Bindings, the requests they are made from, and messages that are changed in place."""

from dataclasses import replace

import pytest
from storage_world import LATER, NOW, World

from bot.content.screen import Screen
from bot.dialogs.people.ports import INVITATIONS
from bot.domain.collaboration import Role
from bot.domain.group import Binding, BindingRequest, ChatThread, Seen
from bot.domain.ids import BindingId, BindingRequestId, ChatId
from bot.turn.ports import StaleWriteError, UnitOfWork
from bot.turn.records import Outgoing
from storage.database import Database

HERE = ChatThread(ChatId(-1_001_234_567_890), 40)
ELSEWHERE = ChatThread(ChatId(-5))


def bind(uow: UnitOfWork, world: World, chat_thread: ChatThread = HERE) -> Binding:
    return uow.groups.bind(chat_thread, "Team <zorg>", world.collaboration.id, world.partner.id, world.anna.id, NOW)


def test_a_group_is_found_by_its_topic_as_long_as_it_is_bound(database: Database, world: World):
    binding = database.run_sync(lambda uow: bind(uow, world))
    assert database.run_sync(lambda uow: uow.groups.at(HERE)) == binding
    assert database.run_sync(lambda uow: uow.groups.get(binding.id)) == binding
    assert database.run_sync(lambda uow: uow.groups.at(ChatThread(HERE.chat))) is None
    assert database.run_sync(lambda uow: uow.groups.in_chat(HERE.chat)) == (binding,)
    assert database.run_sync(lambda uow: uow.groups.of(world.collaboration.id)) == (binding,)
    database.run_sync(lambda uow: uow.groups.end(binding.id, LATER))
    assert database.run_sync(lambda uow: uow.groups.at(HERE)) is None
    assert database.run_sync(lambda uow: uow.groups.of(world.collaboration.id)) == ()
    assert database.run_sync(lambda uow: uow.groups.get(binding.id)) == replace(binding, ended_at=LATER)
    assert database.run_sync(lambda uow: bind(uow, world)).id != binding.id


def test_a_topic_is_bound_to_one_thing_at_a_time(database: Database, world: World):
    database.run_sync(lambda uow: bind(uow, world))
    with pytest.raises(Exception, match=r"(?i)unique"):
        database.run_sync(lambda uow: bind(uow, world))


def test_the_way_in_and_the_status_message_of_a_group(database: Database, world: World):
    def work(uow: UnitOfWork) -> Binding:
        binding = bind(uow, world)
        invitation = uow.get(INVITATIONS).add(
            token_hash="h",
            collaboration=world.collaboration.id,
            partner=None,
            role=Role.PARTICIPANT,
            several=True,
            made_by=world.anna.id,
            expires_at=LATER,
        )
        placed = uow.post.place(HERE)
        uow.groups.open_join_link(binding.id, invitation.id, "token")
        uow.groups.show_status(binding.id, placed.id, "1.preparation")
        expected = replace(
            binding, invitation=invitation.id, join_token="token", status=placed.id, status_of="1.preparation"
        )
        assert uow.groups.get(binding.id) == expected
        uow.groups.open_join_link(binding.id, None, None)
        assert uow.groups.get(binding.id) == replace(expected, invitation=None, join_token=None)
        return binding

    database.run_sync(work)


@pytest.mark.parametrize(
    "half",
    [
        lambda world: {"token_hash": "abc", "collaboration": world.collaboration.id, "partner": world.partner.id},
        lambda world: {"token_hash": "abd", "collaboration": world.collaboration.id},
        lambda world: {"chat_thread": HERE, "title": "Team"},
    ],
    ids=["a partner by link", "a collaboration by link", "a topic by command"],
)
def test_a_request_is_used_once(database: Database, world: World, half):
    request = BindingRequest(BindingRequestId(0), world.anna.id, LATER, **half(world))
    kept = database.run_sync(lambda uow: uow.groups.ask(request))
    assert kept == replace(request, id=kept.id)
    assert database.run_sync(lambda uow: uow.groups.request(kept.id)) == kept
    if kept.token_hash:
        assert database.run_sync(lambda uow: uow.groups.request_by_hash(kept.token_hash)) == kept
    assert kept.works(NOW)
    database.run_sync(lambda uow: uow.groups.use(kept.id, NOW))
    assert not database.run_sync(lambda uow: uow.groups.request(kept.id)).works(NOW)
    with pytest.raises(StaleWriteError):
        database.run_sync(lambda uow: uow.groups.use(kept.id, NOW))
    assert database.run_sync(lambda uow: uow.groups.request_by_hash("unknown")) is None


def test_who_was_seen_and_for_whom_they_speak(database: Database, world: World):
    binding = database.run_sync(lambda uow: bind(uow, world))
    for _ in range(2):
        database.run_sync(lambda uow: uow.groups.saw(binding.id, world.anna.id))
    assert database.run_sync(lambda uow: uow.groups.seen(binding.id)) == (Seen(world.anna.id),)
    database.run_sync(lambda uow: uow.groups.speaks_for(binding.id, world.anna.id, world.partner.id))
    database.run_sync(lambda uow: uow.groups.saw(binding.id, world.anna.id))
    assert database.run_sync(lambda uow: uow.groups.seen(binding.id)) == (Seen(world.anna.id, world.partner.id),)


def test_a_long_text_is_remembered_of_who_was_seen(database: Database, world: World):
    binding = database.run_sync(lambda uow: bind(uow, world))
    database.run_sync(lambda uow: uow.groups.wrote_long(binding.id, world.anna.id, 7, NOW))
    assert database.run_sync(lambda uow: uow.groups.seen(binding.id)) == ()
    database.run_sync(lambda uow: uow.groups.saw(binding.id, world.anna.id))
    database.run_sync(lambda uow: uow.groups.wrote_long(binding.id, world.anna.id, 8, NOW))
    assert database.run_sync(lambda uow: uow.groups.seen(binding.id)) == (Seen(world.anna.id, None, 8, NOW),)


def test_everything_of_a_group_that_moves_follows(database: Database, world: World):
    now = ChatId(-1_009)

    def work(uow: UnitOfWork) -> None:
        binding = bind(uow, world, ELSEWHERE)
        placed = uow.post.place(ELSEWHERE)
        uow.post.shows(placed.id, "d1")
        uow.post.was_placed(placed.id, 7, pinned=True)
        request = uow.groups.ask(BindingRequest(BindingRequestId(0), world.anna.id, LATER, chat_thread=ELSEWHERE))
        (waiting,) = uow.post.send([Outgoing(ELSEWHERE.chat, Screen("x"))], NOW)
        uow.groups.move(ELSEWHERE.chat, now)
        assert uow.groups.at(ChatThread(now)) == replace(binding, chat_thread=ChatThread(now))
        assert uow.post.placed(placed.id) == replace(placed, chat_thread=ChatThread(now), pinned=True)
        assert uow.groups.request(request.id).chat_thread == ChatThread(now)
        assert uow.post.waiting() == (replace(waiting, chat=now),)

    database.run_sync(work)


def test_a_message_that_has_no_number_yet_is_changed_once_it_has_one(database: Database, world: World):
    def work(uow: UnitOfWork) -> None:
        placed = uow.post.place(HERE)
        assert uow.post.placed(placed.id) == placed
        first = Outgoing(HERE.chat, Screen("1"), placed=placed.id, thread=HERE.thread, pin=True)
        kept = uow.post.send([first, replace(first, pin=False)], NOW)
        assert uow.post.waiting() == tuple(kept)
        uow.post.done([kept[0].id], NOW)
        uow.post.was_placed(placed.id, 9, pinned=True)
        assert uow.post.waiting() == (replace(kept[1], edits=9),)
        assert uow.post.placed_at(HERE.chat, 9) == replace(placed, message=9, pinned=True)
        assert uow.post.placed_at(ELSEWHERE.chat, 9) is None

    database.run_sync(work)


def test_a_message_knows_what_it_shows(database: Database, world: World):
    def work(uow: UnitOfWork) -> None:
        placed = uow.post.place(ELSEWHERE)
        uow.post.shows(placed.id, "0a1b2c3d")
        assert uow.post.placed(placed.id).digest == "0a1b2c3d"
        twin, other = uow.post.place(ELSEWHERE), uow.post.place(ChatThread(ChatId(-77)))
        for one in (twin, other):
            uow.post.shows(one.id, "0a1b2c3d")
        assert uow.post.showing(ELSEWHERE.chat, "0a1b2c3d") == (placed.id, twin.id)
        uow.post.shows(placed.id, "ffffffff")
        assert uow.post.showing(ELSEWHERE.chat, "0a1b2c3d") == (twin.id,)

    database.run_sync(work)


def test_an_unknown_binding_is_no_binding(database: Database):
    with pytest.raises(Exception, match="no such row"):
        database.run_sync(lambda uow: uow.groups.get(BindingId(99)))
