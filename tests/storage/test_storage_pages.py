"""What stands on pages, and which windows are open: per chat, gone with the chat, on every database."""

from datetime import timedelta

from storage_world import NOW, World

from bot.content.screen import Button, Screen
from bot.dialogs.reports.ports import CALENDARS
from bot.dialogs.reports.rules import CalendarAddress
from bot.domain.group import ChatThread
from bot.domain.ids import ChatId
from bot.turn.ports import UnitOfWork
from bot.turn.records import Outgoing
from bot.turn.shown import LEAST_OF_HASH
from storage.database import Database

LATER = NOW + timedelta(days=1)


def chats(uow: UnitOfWork) -> tuple[ChatId, ChatId]:
    return uow.chats.resolve(1, "anna", group=False), uow.chats.resolve(1, "bram", group=False)


def put(uow: UnitOfWork, chat: ChatId, text: str, **more) -> int | None:
    return uow.shown.put(
        Outgoing(chat, Screen(text, ((Button("Ja", "p:ja"),),)), **more), uow.shown.touched(chat) + 1, NOW
    )


def test_a_message_takes_the_place_of_the_one_it_edits(database: Database):
    def work(uow: UnitOfWork) -> None:
        anna, _ = chats(uow)
        first, second = put(uow, anna, "een"), put(uow, anna, "twee")
        assert [one.message.screen.html for one in uow.shown.newest(anna)] == ["twee"]
        assert put(uow, anna, "een, anders", edits=first) == first
        (now,) = uow.shown.newest(anna)
        assert (now.number, now.message.screen.html, now.message.screen.buttons[0][0].option) == (
            first,
            "een, anders",
            "p:ja",
        )
        assert [one.number for one in uow.shown.before(anna, None, 9)] == [second, first]
        assert [one.number for one in uow.shown.before(anna, second, 9)] == [first]

    database.run_sync(work)


def test_one_that_is_gone_or_holds_a_picture_comes_anew(database: Database):
    def work(uow: UnitOfWork) -> None:
        anna, _ = chats(uow)
        first = put(uow, anna, "een")
        assert put(uow, anna, "twee", edits=999) not in (None, 999, first)
        assert put(uow, anna, "plaatje", edits=first, picture="{}", renderer="matrix") != first

    database.run_sync(work)


def test_a_message_of_another_chat_is_neither_seen_nor_changed(database: Database):
    def work(uow: UnitOfWork) -> None:
        anna, bram = chats(uow)
        hers = put(uow, anna, "van Anna")
        assert hers is not None
        assert put(uow, bram, "van Bram", edits=hers) != hers
        assert uow.shown.one(bram, hers) is None
        assert [one.message.screen.html for one in uow.shown.all(anna)] == ["van Anna"]
        uow.shown.forget(bram)
        assert (uow.shown.touched(anna), uow.shown.touched(bram)) == (1, 0)

    database.run_sync(work)


def test_all_goes_with_the_chat(database: Database):
    def work(uow: UnitOfWork) -> None:
        anna, _ = chats(uow)
        put(uow, anna, "een")
        uow.windows.open("a" * 64, anna, NOW, LATER)
        uow.chats.forget(anna)
        assert uow.shown.all(anna) == ()
        assert uow.windows.by_hash("a" * 64) is None
        assert put(uow, anna, "te laat") is None

    database.run_sync(work)


def test_windows_are_kept_used_closed_and_shortened(database: Database):
    def work(uow: UnitOfWork) -> None:
        anna, bram = chats(uow)
        one = uow.windows.open("a" * 64, anna, NOW, LATER, shared=True)
        assert uow.windows.by_hash("a" * 64) == one
        uow.windows.used(one.id, LATER, LATER + timedelta(days=30))
        uow.windows.say(one.id, "Bewaard")
        found = uow.windows.by_hash("a" * 64)
        assert found is not None
        assert (found.used_at, found.said, found.shared) == (LATER, "Bewaard", True)
        uow.windows.open("c" * 64, bram, NOW, LATER)
        uow.windows.end_by(anna, NOW + timedelta(hours=1))
        assert [w.ends_at for w in uow.windows.of(anna)] == [NOW + timedelta(hours=1)]
        assert [w.ends_at for w in uow.windows.of(bram)] == [LATER]
        uow.windows.end(one.id)
        assert uow.windows.of(anna) == ()

    database.run_sync(work)


def test_a_link_works_once_and_in_time(database: Database):
    def work(uow: UnitOfWork) -> None:
        chat, other = chats(uow)
        anna, bram = (uow.people.add(one, "", "1", NOW).id for one in (chat, other))
        for letter in "abc":
            uow.windows.add_link(letter * 64, anna, LATER)
        uow.windows.add_link("d" * 64, bram, LATER)
        assert uow.windows.link("a" * LEAST_OF_HASH, NOW) == anna
        assert uow.windows.link("a" * (LEAST_OF_HASH - 1), NOW) is None, "nobody guesses so much, but less perhaps"
        assert [uow.windows.use_link("a" * 64, NOW) for _ in range(2)] == [anna, None]
        assert uow.windows.use_link("b" * 64, LATER) is None
        assert uow.windows.use_link("z" * 64, NOW) is None
        uow.windows.end_links(anna)
        assert uow.windows.link("c" * 64, NOW) is None
        assert uow.windows.link("d" * 64, NOW) == bram

    database.run_sync(work)


def test_what_has_ended_goes_by_itself(database: Database):
    def work(uow: UnitOfWork) -> None:
        anna, bram = chats(uow)
        uow.people.add(anna, "Anna", "1", NOW)
        for chat in (anna, bram):
            put(uow, chat, "blijft")
            uow.windows.open(f"{chat:064}", chat, NOW, LATER)
        uow.shown.put(Outgoing(anna, Screen("link")), 9, NOW, LATER)
        uow.windows.purge(LATER - timedelta(seconds=1))
        assert len(uow.shown.all(anna)) == 2
        uow.windows.purge(LATER)
        assert [one.message.screen.html for one in uow.shown.all(anna)] == ["blijft"]
        assert uow.windows.of(anna) == ()
        assert uow.chats.name(bram) is None, "nobody agreed, and no window is open"
        assert uow.chats.name(anna) == "anna"

    database.run_sync(work)


def beside(uow: UnitOfWork, chat: ChatId, text: str, number: int | None) -> None:
    there = Outgoing(ChatId(-7), Screen(text))
    uow.shown.put_beside(there, chat, number, uow.shown.touched(chat) + 1, NOW)


def test_a_group_of_another_door_is_known_by_the_numbers_it_has_there(database: Database):
    def work(uow: UnitOfWork) -> None:
        here, other = (uow.chats.resolve(1, name, group=True) for name in ("groep", "andere"))
        for number, text in ((7, "een"), (8, "twee"), (7, "een, anders"), (None, "plaatje"), (None, "nog een")):
            beside(uow, here, text, number)
        assert [one.message.screen.html for one in uow.shown.all(here)] == ["een, anders", "twee", "plaatje", "nog een"]
        found = uow.shown.numbered(here, 7)
        assert found is not None
        assert (found.there, found.in_group, found.message.screen.html) == (7, 7, "een, anders")
        assert [one.in_group for one in uow.shown.all(here) if one.there is None] == [
            one.number for one in uow.shown.all(here) if one.there is None
        ]
        assert uow.shown.numbered(other, 7) is None
        beside(uow, ChatId(-7), "niet hier", 7)
        assert uow.shown.all(ChatId(-7)) == ()

    database.run_sync(work)


def test_one_code_shows_a_group_for_a_while(database: Database, world: World):
    def work(uow: UnitOfWork) -> None:
        here = uow.groups.bind(ChatThread(ChatId(-7)), "Groep", world.collaboration.id, None, world.anna.id, NOW)
        uow.windows.open_projector("een", here.id, LATER)
        assert (uow.windows.projector("een", NOW), uow.windows.projector("een", LATER)) == (here.id, None)
        uow.windows.open_projector("twee", here.id, LATER)
        assert (uow.windows.projector("een", NOW), uow.windows.projector("twee", NOW)) == (None, here.id)
        uow.windows.purge(LATER)
        assert uow.windows.projector("twee", NOW) is None

    database.run_sync(work)


def test_one_address_of_a_calendar_for_each_person_and_collaboration(database: Database, world: World):
    def work(uow: UnitOfWork) -> None:
        calendars, here = uow.get(CALENDARS), world.collaboration.id
        calendars.open(world.anna.id, here, "een", NOW)
        calendars.open(world.anna.id, here, "twee", LATER)
        assert calendars.by_hash("een") is None
        assert calendars.by_hash("twee") == CalendarAddress(world.anna.id, here, LATER)
        assert (
            calendars.of_person(world.anna.id) == calendars.of(here) == (CalendarAddress(world.anna.id, here, LATER),)
        )
        calendars.close(world.anna.id, here)
        assert (calendars.by_hash("twee"), calendars.of(here)) == (None, ())

    database.run_sync(work)
