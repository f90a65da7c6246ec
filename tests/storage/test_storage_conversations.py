"""Conversations and their answers."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError
from storage_world import ANNA, BRAM, LATER, NOW, World

from bot.domain.ids import ConversationId
from bot.engine.model import Chosen, Picked, Skipped, StepId, Written
from bot.turn.ports import StaleWriteError
from bot.turn.records import Conversation, ConversationState, LongText, Unsure
from storage.database import Database

STEP = StepId("pp.kap.1")
TEXTS = [
    "<b>vet</b>",
    "&amp; &lt;",
    "%s %(x)s",
    "{{ 7*7 }}",
    "👩‍👩‍👧‍👦 🇳🇱",
    "مرحبا بالعالم",
    "'; --\n\t\\",
    "é" * 4000,
    "",
]


def begin(database: Database, *, chat=ANNA, subject: int = 1, dialog: str = "preparation") -> Conversation:
    return database.run_sync(lambda uow: uow.conversations.add(dialog, chat, None, subject, "1", NOW))


def test_a_new_conversation(database: Database, world: World):
    made = database.run_sync(lambda uow: uow.conversations.add("welcome", ANNA, world.anna.id, 3, "2026.1", NOW))
    assert made == Conversation(made.id, "welcome", ANNA, world.anna.id, 3, "2026.1", NOW)
    assert database.run_sync(lambda uow: uow.conversations.get(made.id)) == made
    assert database.run_sync(lambda uow: uow.conversations.get(ConversationId(404))) is None


def test_found_by_dialog_chat_and_subject(database: Database):
    made = begin(database)
    begin(database, subject=2)
    begin(database, chat=BRAM)
    begin(database, dialog="quick_scan")
    assert database.run_sync(lambda uow: uow.conversations.find("preparation", ANNA, 1)) == made
    assert database.run_sync(lambda uow: uow.conversations.find("preparation", ANNA, 3)) is None
    again = begin(database)
    assert database.run_sync(lambda uow: uow.conversations.find("preparation", ANNA, 1)) == again


def test_in_a_chat_the_one_shown_last_comes_first(database: Database):
    never, early, late, _ = [begin(database, subject=n) for n in range(3)] + [begin(database, chat=BRAM)]
    for conversation, at in ((late, LATER), (early, NOW)):
        shown = replace(conversation, shown_at=at)
        database.run_sync(lambda uow, new=shown, old=conversation: uow.conversations.save(new, old))
    found = database.run_sync(lambda uow: uow.conversations.in_chat(ANNA))
    assert [each.id for each in found] == [late.id, early.id, never.id]


def test_saving_keeps_all_that_may_change(database: Database, world: World):
    made = begin(database)
    changed = replace(
        made,
        person=world.anna.id,
        content_version="2",
        state=ConversationState.PAUSED,
        cursor=STEP,
        page=2,
        turn=9,
        version=1,
        shown_at=LATER,
        long_text=LongText(STEP, NOW, accepted=True),
        unsure=Unsure("stop", 7),
    )
    database.run_sync(lambda uow: uow.conversations.save(changed, made))
    assert database.run_sync(lambda uow: uow.conversations.get(made.id)) == changed
    back = replace(changed, cursor=None, version=2, long_text=None, unsure=None, state=ConversationState.DONE)
    database.run_sync(lambda uow: uow.conversations.save(back, changed))
    assert database.run_sync(lambda uow: uow.conversations.get(made.id)) == back


def test_what_somebody_else_saved_is_not_overwritten(database: Database):
    made = begin(database)
    first = replace(made, turn=1, page=1)
    database.run_sync(lambda uow: uow.conversations.save(first, made))
    with pytest.raises(StaleWriteError):
        database.run_sync(lambda uow: uow.conversations.save(replace(made, turn=1, page=2), made))
    assert database.run_sync(lambda uow: uow.conversations.get(made.id)) == replace(first, version=1)


def test_a_deleted_conversation_takes_its_answers_along_and_its_id_is_not_used_again(database: Database):
    made = begin(database)
    database.run_sync(lambda uow: uow.conversations.save_answers(made.id, {}, {STEP: Chosen("ja")}, NOW))
    database.run_sync(lambda uow: uow.conversations.delete(made.id))
    assert database.run_sync(lambda uow: uow.conversations.get(made.id)) is None
    assert database.run_sync(lambda uow: uow.conversations.answers(made.id)) == {}
    assert begin(database).id > made.id


def test_the_message_of_an_answer_is_found_while_that_answer_counts(database: Database):
    made = begin(database)

    def answers(before, after):
        database.run_sync(lambda uow: uow.conversations.save_answers(made.id, before, after, NOW))

    def found(message: int, chat=ANNA):
        return database.run_sync(lambda uow: uow.conversations.answered_in(chat, message))

    answers({}, {STEP: Written("a")})
    assert found(7) is None
    database.run_sync(lambda uow: uow.conversations.typed_in(made.id, STEP, 7))
    assert found(7) == (made, STEP)
    assert found(7, BRAM) is None
    answers({STEP: Written("a")}, {STEP: Written("a"), StepId("own"): Written("b")})
    assert found(7) == (made, STEP)
    answers({STEP: Written("a")}, {STEP: Chosen("ja")})
    assert found(7) is None
    database.run_sync(lambda uow: uow.conversations.typed_in(made.id, STEP, 8))
    database.run_sync(lambda uow: uow.conversations.delete(made.id))
    assert found(8) is None


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_text_comes_back_as_it_was(database: Database, text: str):
    made = begin(database)
    answers = {STEP: Written(text), StepId("own"): Written(text, "item1")}
    database.run_sync(lambda uow: uow.conversations.save_answers(made.id, {}, answers, NOW))
    assert database.run_sync(lambda uow: uow.conversations.answers(made.id)) == answers


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_as_it_was(database: Database, text: str):
    made = begin(database)
    database.run_sync(lambda uow: uow.conversations.save_answers(made.id, {}, {STEP: Written(text)}, NOW))
    assert database.run_sync(lambda uow: uow.conversations.answers(made.id)) == {STEP: Written(text)}


def test_every_kind_of_answer_comes_back(database: Database):
    made = begin(database)
    kinds = [Chosen("ja"), Written("x"), Picked(("a", "b"), done=True), Picked((), done=False), Skipped()]
    answers = {StepId(f"s{n}"): kind for n, kind in enumerate(kinds)}
    database.run_sync(lambda uow: uow.conversations.save_answers(made.id, {}, answers, NOW))
    assert database.run_sync(lambda uow: uow.conversations.answers(made.id)) == answers


def test_only_the_difference_is_written(database: Database):
    made, other = begin(database), begin(database, subject=2)
    a, b, c, d = (StepId(name) for name in "abcd")
    before = {a: Chosen("1"), b: Chosen("1"), c: Chosen("1")}
    for each in (made, other):
        database.run_sync(lambda uow, each=each: uow.conversations.save_answers(each.id, {}, before, NOW))
    # Somebody else changed `a` meanwhile: it is not in the difference, so it stays.
    database.run_sync(lambda uow: uow.conversations.save_answers(made.id, {}, {a: Chosen("2")}, NOW))
    after = {a: Chosen("1"), b: Chosen("2"), d: Skipped()}
    database.run_sync(lambda uow: uow.conversations.save_answers(made.id, before, after, LATER))
    found = database.run_sync(lambda uow: uow.conversations.answers(made.id))
    assert found == {a: Chosen("2"), b: Chosen("2"), d: Skipped()}
    assert database.run_sync(lambda uow: uow.conversations.answers(other.id)) == before


def test_a_moment_comes_back_aware_and_in_utc(database: Database):
    summer = datetime(2026, 7, 1, 12, 0, 0, 1, tzinfo=timezone(timedelta(hours=2)))
    made = database.run_sync(lambda uow: uow.conversations.add("x", ANNA, None, 1, "1", summer))
    found = database.run_sync(lambda uow: uow.conversations.get(made.id))
    assert found.started_at == summer
    assert found.started_at.utcoffset() == timedelta(0)
    assert found.started_at.hour == 10


def test_a_naive_moment_is_refused(database: Database):
    with pytest.raises(StatementError, match="without a time zone"):
        database.run_sync(lambda uow: uow.conversations.add("x", ANNA, None, 1, "1", datetime(2026, 1, 1)))  # noqa: DTZ001
