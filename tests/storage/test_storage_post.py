"""What came in, what goes out, timers and the log."""

from datetime import timedelta

from sqlalchemy import select
from storage_world import ANNA, BOT, BRAM, LATER, NOW

from bot.content.screen import Button, Screen
from bot.domain.ids import ConversationId
from bot.turn.records import Outgoing
from storage.database import Database
from storage.traffic_tables import inbox, outbox, turn_log

GROUP = -1_002_000_000_000
UPDATE = 9_000_000_001
HELLO = Screen(
    "<b>Dag</b> &amp; welkom 👋",
    (
        (
            Button("Ja", "ja"),
            Button("Lees", url="https://x.nl/?a=1&b=2"),
            Button("Open", url="https://x.nl", within=True),
        ),
        (),
    ),
)


def rows(database: Database, *columns) -> list[tuple]:
    """What a table really holds; no port tells it."""
    return database.run_sync(
        lambda uow: sorted(tuple(row) for row in uow.log._reads.connection.execute(select(*columns)))
    )


def send(database: Database, message: Outgoing) -> Outgoing:
    return database.run_sync(lambda uow: uow.post.send([message], NOW))[0]


def waiting(database: Database) -> tuple[Outgoing, ...]:
    return database.run_sync(lambda uow: uow.post.waiting())


def test_what_is_sent_at_once_has_numbers_in_its_order(database: Database):
    first = send(database, Outgoing(ANNA, HELLO))
    many = [Outgoing(chat, Screen(str(number))) for number in range(300) for chat in (ANNA, BRAM)]
    kept = database.run_sync(lambda uow: uow.post.send(many, NOW))
    assert [one.id for one in kept] == sorted({one.id for one in kept})
    assert first.id < kept[0].id
    assert waiting(database) == (first, *kept)
    assert database.run_sync(lambda uow: uow.post.send((), NOW)) == ()


def test_an_update_is_new_once(database: Database):
    assert database.run_sync(lambda uow: uow.post.receive(UPDATE, "één", NOW))
    assert not database.run_sync(lambda uow: uow.post.receive(UPDATE, "twee", NOW))
    assert database.run_sync(lambda uow: uow.post.unfinished()) == ((UPDATE, "één"),)


def test_an_update_is_finished_once(database: Database):
    database.run_sync(lambda uow: uow.post.receive(UPDATE, "tekst", NOW))
    assert database.run_sync(lambda uow: uow.post.finish(UPDATE, LATER))
    assert not database.run_sync(lambda uow: uow.post.finish(UPDATE, LATER))
    assert not database.run_sync(lambda uow: uow.post.receive(UPDATE, "tekst", NOW))
    assert database.run_sync(lambda uow: uow.post.unfinished()) == ()


def test_an_update_that_was_never_received_is_finished_once(database: Database):
    assert database.run_sync(lambda uow: uow.post.finish(UPDATE, NOW))
    assert not database.run_sync(lambda uow: uow.post.finish(UPDATE, NOW))
    assert not database.run_sync(lambda uow: uow.post.receive(UPDATE, "tekst", NOW))


def test_unfinished_updates_in_order(database: Database):
    for update in (3, 1, 2):
        database.run_sync(lambda uow, update=update: uow.post.receive(update, str(update), NOW))
    database.run_sync(lambda uow: uow.post.finish(2, NOW))
    assert database.run_sync(lambda uow: uow.post.unfinished()) == ((1, "1"), (3, "3"))


def test_another_bot_has_its_own_updates(database: Database):
    database.run_sync(lambda uow: uow.post.receive(UPDATE, "tekst", NOW))
    database.bot = BOT + 1
    assert database.run_sync(lambda uow: uow.post.unfinished()) == ()
    assert database.run_sync(lambda uow: uow.post.receive(UPDATE, "anders", NOW))
    assert database.run_sync(lambda uow: uow.post.finish(UPDATE, NOW))
    database.bot = BOT
    assert database.run_sync(lambda uow: uow.post.unfinished()) == ((UPDATE, "tekst"),)


def test_a_message_waits_whole_until_it_is_done(database: Database):
    sent = send(database, Outgoing(GROUP, HELLO, edits=12, if_there=True))
    assert sent.id > 0
    other = send(database, Outgoing(ANNA, Screen("x")))
    assert waiting(database) == (sent, other)
    database.run_sync(lambda uow: uow.post.done([sent.id], NOW))
    database.run_sync(lambda uow: uow.post.done([], NOW))
    assert waiting(database) == (other,)


def test_forgetting_a_chat_leaves_the_others(database: Database):
    send(database, Outgoing(ANNA, HELLO))
    other = send(database, Outgoing(BRAM, HELLO))
    database.run_sync(lambda uow: uow.post.forget(ANNA, NOW))
    assert waiting(database) == (other,)


def test_nothing_personal_stays_in_what_is_done(database: Database):
    sent = send(database, Outgoing(ANNA, HELLO))
    send(database, Outgoing(BRAM, HELLO))
    database.run_sync(lambda uow: uow.post.receive(UPDATE, "geheim", NOW))
    database.run_sync(lambda uow: (uow.post.done([sent.id], NOW), uow.post.forget(BRAM, NOW)))
    database.run_sync(lambda uow: uow.post.finish(UPDATE, NOW))
    assert rows(database, outbox.c.body) == [("",), ("",)]
    assert rows(database, inbox.c.body, inbox.c.finished_at) == [("", NOW)]


def test_purging_removes_only_what_was_over_before(database: Database):
    old, new, unsent = (send(database, Outgoing(ANNA, HELLO)) for _ in range(3))
    for update, message, at in ((1, old, NOW), (2, new, LATER)):
        database.run_sync(lambda uow, update=update, at=at: uow.post.finish(update, at))
        database.run_sync(lambda uow, message=message, at=at: uow.post.done([message.id], at))
    database.run_sync(lambda uow: uow.post.receive(3, "open", NOW - timedelta(days=9)))
    database.run_sync(lambda uow: uow.post.purge(LATER))
    assert rows(database, inbox.c.update) == [(2,), (3,)]
    assert rows(database, outbox.c.id) == [(new.id,), (unsent.id,)]


def test_a_timer_is_moved_not_doubled(database: Database):
    database.run_sync(lambda uow: uow.timers.put("remind", 1, NOW))
    database.run_sync(lambda uow: uow.timers.put("remind", 1, LATER))
    database.run_sync(lambda uow: uow.timers.put("remind", 2, LATER + timedelta(days=1)))
    assert database.run_sync(lambda uow: uow.timers.next_due()) == LATER
    assert database.run_sync(lambda uow: uow.timers.claim(NOW, 10)) == ()


def test_a_dropped_timer_never_fires(database: Database):
    for kind, subject in (("remind", 1), ("remind", 2), ("close", 1)):
        database.run_sync(lambda uow, kind=kind, subject=subject: uow.timers.put(kind, subject, NOW))
    database.run_sync(lambda uow: uow.timers.drop("remind", 1))
    database.run_sync(lambda uow: uow.timers.drop("remind", 404))
    claimed = database.run_sync(lambda uow: uow.timers.claim(NOW, 10))
    assert [(timer.kind, timer.subject) for timer in claimed] == [("remind", 2), ("close", 1)]


def test_due_timers_are_claimed_once_and_earliest_first(database: Database):
    for subject, minutes in ((1, 2), (2, 0), (3, 1), (4, 9)):
        at = NOW + timedelta(minutes=minutes)
        database.run_sync(lambda uow, subject=subject, at=at: uow.timers.put("remind", subject, at))
    at = NOW + timedelta(minutes=2)
    first = database.run_sync(lambda uow: uow.timers.claim(at, 2))
    assert [(timer.subject, timer.due_at) for timer in first] == [(2, NOW), (3, NOW + timedelta(minutes=1))]
    assert [timer.subject for timer in database.run_sync(lambda uow: uow.timers.claim(at, 2))] == [1]
    assert database.run_sync(lambda uow: uow.timers.claim(at, 2)) == ()
    assert database.run_sync(lambda uow: uow.timers.next_due()) == NOW + timedelta(minutes=9)


def test_no_timers_no_moment(database: Database):
    assert database.run_sync(lambda uow: uow.timers.next_due()) is None


def test_the_log_keeps_ids_and_kinds(database: Database):
    database.run_sync(lambda uow: uow.log.write(NOW, "tapped", ConversationId(404), "preparation"))
    database.run_sync(lambda uow: uow.log.write(LATER, "said", None, ""))
    found = rows(database, turn_log.c.at, turn_log.c.kind, turn_log.c.conversation, turn_log.c.dialog)
    assert found == [(NOW, "tapped", 404, "preparation"), (LATER, "said", None, "")]
