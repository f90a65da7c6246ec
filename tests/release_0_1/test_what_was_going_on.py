"""What waited when version 0.1 went down goes on: messages, an update that was not finished, timers."""

from datetime import timedelta

from release import AT, PHONES, Opened, Outgoing, TurnResult, UnitOfWork, from_json, read_as

HOUR = timedelta(hours=1)


def _by_itself(messages: tuple[Outgoing, ...]) -> list[Outgoing]:
    return [one for one in messages if one.prompt]


def _waiting(kept: Opened) -> tuple[Outgoing, ...]:
    return kept.undone(lambda uow: uow.post.waiting())


def test_every_kind_of_message_waits(kept: Opened):
    waiting = _waiting(kept)
    assert [one for one in waiting if one.picture]
    assert [one for one in waiting if one.document]
    assert [one for one in waiting if one.placed and one.edits]
    assert [one for one in waiting if one.placed and not one.edits]
    assert [one for one in waiting if one.edits and not one.placed]
    assert [one for one in waiting if not (one.edits or one.placed or one.picture or one.document or one.prompt)]
    assert len(_by_itself(waiting)) == 1


def test_all_that_waited_is_given_out_again(kept: Opened):
    """But what came by itself only on the same day, in working hours; in the evening it counts as never said."""
    waiting = _waiting(kept)
    evening = kept.undone(lambda uow: kept.runner.recover_pending(uow, AT + HOUR))
    assert evening == tuple(one for one in waiting if not one.prompt)
    midday = kept.undone(lambda uow: kept.runner.recover_pending(uow, AT.replace(hour=11)))
    assert midday == waiting


def test_what_was_dropped_is_said_on_the_next_working_day(begun: Opened):
    town = begun.town()
    town.now += HOUR
    (late,) = _by_itself(_waiting(begun))
    town.start_again()
    mees = town.phone("Mees")
    assert read_as(late.screen.html) not in mees.chat.text
    town.pass_time(timedelta(days=1))
    assert "hoe staat het met deze afspraak?\nEen zaal huren" in mees.chat.text
    assert not begun.undone(lambda uow: uow.post.waiting())


def test_what_was_not_finished_is_finished(begun: Opened):
    """Once: an answer that was typed, and a vote."""
    unfinished = begun.undone(lambda uow: uow.post.unfinished())
    assert len(unfinished) == 2
    for number, stored in unfinished:
        incoming = from_json(stored)
        assert incoming.update == number
        first = begun.database.run_sync(lambda uow, one=incoming: begun.runner.take(uow, one, AT + HOUR))  # type: ignore[misc]
        again = begun.database.run_sync(lambda uow, one=incoming: begun.runner.take(uow, one, AT + HOUR))  # type: ignore[misc]
        assert first.toast or first.outgoing
        assert again == TurnResult()
    assert not begun.undone(lambda uow: uow.post.unfinished())
    kept = begun.undone(lambda uow: [uow.conversations.answers(one.id) for one in _talks(uow, "Bram")])
    assert "Een goede naam" in str(kept)


def _talks(uow: UnitOfWork, name: str):
    return uow.conversations.in_chat(PHONES["people"][name])


def test_every_timer_fires(begun: Opened):
    """All of them, at their own moment, over half a year; and everybody who can be reached hears something."""
    kinds = set(begun.undone(_kinds))
    assert kinds == {"reminder", "nudge", "talk_time", "forget"}
    town = begun.town()
    town.start_again()
    town.pass_time(timedelta(minutes=10))
    assert "De tijd voor vraag 5 is om" in town.phones.chat(town.phones.groups["techniek"]).text
    town.pass_time(timedelta(days=1))
    assert not [kind for kind in begun.undone(_kinds) if kind != "reminder"]
    assert "fase 3 van HLO Kunst en Zorg" in town.phone("Abel").chat.text
    town.pass_time(timedelta(days=180))
    assert "Elk jaar de naam meten" in town.phone("Anna").chat.text


def _kinds(uow: UnitOfWork) -> list[str]:
    return [timer.kind for timer in uow.timers.claim(AT + timedelta(days=400), 100)]
