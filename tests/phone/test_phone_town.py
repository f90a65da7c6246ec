"""Phones with the program behind them: a turn for each thing that is done, and time that goes by."""

from datetime import timedelta

from bot.phone.town import Town


def test_a_tap_leads_to_the_next_question(town: Town):
    anna = town.phone("Anna")
    town.take(anna.types("/invullen"))
    town.take(anna.taps("Begin met de motieven"))
    assert "Fase 1 · 1/11" in anna.newest.text


def test_the_same_update_twice_is_one(town: Town):
    incoming = town.phone("Anna").types("/menu")
    assert town.take(incoming).changes
    assert not town.take(incoming).changes


def test_an_old_button_is_told(town: Town):
    anna = town.phone("Anna")
    town.take(anna.types("/invullen"))
    town.take(anna.taps("Begin met de motieven"))
    seen = town.take(anna.taps_old("Begin met de motieven"))
    assert seen.toast == anna.toast == "Deze knop is verlopen"


def test_what_was_held_up_comes_after_a_start(town: Town):
    anna = town.phone("Anna")
    town.phones.hold(anna.chat.id)
    before = len(anna.chat.messages)
    assert not town.take(anna.types("/menu")).changes
    assert len(anna.chat.of_bot()) == before
    assert town.start_again().changes
    assert not town.start_again().changes


def test_who_cannot_be_reached_is_not_written_to(town: Town):
    anna = town.phone("Anna")
    anna.chat.here = False  # the bot has not been told
    seen = town.pass_time(timedelta(days=40))
    assert not [change for one in seen for change in one.changes if change.chat == anna.chat.id]
    assert not town.database.run_sync(lambda uow: uow.people.in_chat(anna.chat.id).reachable)
    town.take(anna.unblocks())
    assert town.database.run_sync(lambda uow: uow.people.in_chat(anna.chat.id).reachable)


def test_who_blocked_the_bot_is_known_to_be_away(town: Town):
    anna = town.phone("Anna")
    town.take(anna.blocks())
    assert not town.database.run_sync(lambda uow: uow.people.in_chat(anna.chat.id).reachable)


def test_time_goes_by_to_the_end(town: Town):
    before = town.now
    town.pass_time(timedelta(days=3))
    assert town.now == before + timedelta(days=3)


def test_what_stands_in_a_group_is_pinned_and_changed_in_place(town: Town):
    bo, group = town.phone("Bo"), town.phones.group("groep")
    town.take(bo.types("/overzicht"))
    for label in ("Groepen", "Groep voor HLO Zorg in de wijk"):
        town.take(bo.taps(label))
    town.take(bo.at(group).opens(bo.chat.token))
    (status,) = [message for message in group.messages if message.pinned]
    town.take(town.phone("Anna").types("/invullen"))
    before = len(status.versions)
    _hand_in(town, "Anna")
    assert len(status.versions) > before
    assert status.id == 101 + group.messages.index(status)


def _hand_in(town: Town, name: str) -> None:
    """Phase 1, with no for an answer to everything."""
    phone = town.phone(name)
    for _ in range(60):
        if "Indienen" in phone.labels:
            break
        wanted = ("Begin met de motieven", "Verder met de vragen", "Nee", "Overslaan", "Klaar")
        town.take(phone.taps(next(label for label in wanted if label in phone.labels)))
    town.take(phone.taps("Indienen"))
