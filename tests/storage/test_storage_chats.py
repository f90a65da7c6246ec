"""Chats of doors that give no numbers: the same name at the same door is the same chat, whatever it is called later."""

from datetime import timedelta

from storage_world import NOW

from bot.content.screen import Screen
from bot.domain.chats import block_of, is_group
from bot.domain.ids import ChatId
from bot.turn.records import Outgoing
from storage.database import Database


def test_the_same_name_at_the_same_door_is_the_same_chat(database: Database):
    first = database.run_sync(lambda uow: uow.chats.resolve(1, "anna@example.org", group=False))
    again = database.run_sync(lambda uow: uow.chats.resolve(1, "anna@example.org", group=False))
    other_door = database.run_sync(lambda uow: uow.chats.resolve(2, "anna@example.org", group=False))
    group = database.run_sync(lambda uow: uow.chats.resolve(1, "groep", group=True))
    assert first == again
    assert len({first, other_door, group}) == 3
    assert [(block_of(c), is_group(c)) for c in (first, other_door, group)] == [(1, False), (2, False), (1, True)]


def test_it_is_met_twice_in_one_unit_of_work(database: Database):
    met = database.run_sync(lambda uow: [uow.chats.resolve(1, "anna", group=False) for _ in range(2)])
    assert met[0] == met[1]


def test_another_name_is_the_same_chat(database: Database):
    here = database.run_sync(lambda uow: uow.chats.resolve(1, "groep", group=True))
    database.run_sync(lambda uow: uow.chats.rename(here, "supergroep"))
    assert database.run_sync(lambda uow: uow.chats.name(here)) == "supergroep"
    assert database.run_sync(lambda uow: uow.chats.resolve(1, "supergroep", group=True)) == here


def test_one_that_is_forgotten_is_another_when_it_comes_back(database: Database):
    here = database.run_sync(lambda uow: uow.chats.resolve(1, "anna", group=False))
    database.run_sync(lambda uow: uow.chats.forget(here))
    assert database.run_sync(lambda uow: uow.chats.name(here)) is None
    assert database.run_sync(lambda uow: uow.chats.resolve(1, "anna", group=False)) != here


def test_a_telegram_chat_has_no_row(database: Database):
    database.run_sync(lambda uow: uow.chats.forget(ChatId(7)))
    assert database.run_sync(lambda uow: uow.chats.name(ChatId(7))) is None


def test_an_erased_person_keeps_no_chat(database: Database):
    here = database.run_sync(lambda uow: uow.chats.resolve(1, "anna", group=False))
    anna = database.run_sync(lambda uow: uow.people.add(here, "Anna", "2026-01", NOW))
    database.run_sync(lambda uow: uow.post.send([Outgoing(here, Screen("dag"))], NOW + timedelta(seconds=1)))
    database.run_sync(lambda uow: uow.people.erase(anna.id, NOW))
    assert database.run_sync(lambda uow: uow.chats.name(here)) is None
