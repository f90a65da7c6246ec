"""Buttons that no screen showed: what cannot be undone is asked first all the same."""

from datetime import timedelta

import pytest

from bot.rooms import HOUSE


def option(phone, label: str) -> str:
    """What the button of this name carries."""
    return next(b.option for row in phone.newest.screen.buttons for b in row if b.label == label)


def is_known(town, phone) -> bool:
    return town.database.run_sync(lambda uow: uow.people.in_chat(phone.chat.id)) is not None


def test_erasing_asks_first_also_when_its_button_is_forged(town):
    anna = town.phone("Anna")
    for forged in ("p:gegevensweg", "p:gegevensweg:ja", "p:gegevensweg:0123456789abcdef"):
        town.take(anna.forges(forged))
        assert is_known(town, anna)
        assert "Ja, wis alles" in anna.labels
    town.take(anna.taps("Ja, wis alles"))
    assert not is_known(town, anna)


def test_what_somebody_else_read_erases_nobody(town):
    anna, bram = town.phone("Anna"), town.phone("Bram")
    town.take(anna.forges("p:gegevenswis"))
    town.take(bram.forges(option(anna, "Ja, wis alles")))
    assert is_known(town, bram)


def test_the_question_grows_old(town):
    anna = town.phone("Anna")
    town.take(anna.forges("p:gegevenswis"))
    sure = option(anna, "Ja, wis alles")
    town.pass_time(timedelta(days=3))
    town.take(anna.forges(sure))
    assert is_known(town, anna)


def test_a_manager_does_not_remove_herself(town):
    anna = town.phone("Anna")

    def place(uow):
        return uow.collaborations.memberships_of(uow.people.in_chat(anna.chat.id).id)[0]

    mine = town.database.run_sync(place)
    town.take(anna.forges(f"p:verwijder:{mine.id}"))
    assert "Zelf stoppen doe je met /stop" in anna.toast
    assert town.database.run_sync(place) == mine


@pytest.mark.parametrize(
    ("forged", "said"), [("p:open", "Deze ronde is al geopend"), ("p:fase3open", "Deze knop is verlopen")]
)
def test_a_round_goes_on_in_its_order(town, forged: str, said: str):
    """Phase 1 is open: it does not open again, and phase 3 does not open before the reveal."""
    bo = town.phone("Bo")

    def round_now(uow):
        return uow.rounds.get(1), uow.rounds.runs(1)

    before = town.database.run_sync(round_now)
    for sure in ("", ".ja"):
        town.take(bo.forges(f"{forged}:1{sure}"))
        assert said in bo.toast
        assert town.database.run_sync(round_now) == before


def test_a_question_is_answered_in_its_own_chat_alone(town):
    anna, bram = town.phone("Anna"), town.phone("Bram")
    town.take(bram.types("/invullen"))
    town.take(bram.taps("Begin met de motieven"))
    yes, asked = option(bram, "Ja"), bram.newest.screen
    town.take(anna.forges(yes))
    assert anna.toast == "Deze knop is verlopen"
    assert bram.newest.screen == asked
    town.take(bram.forges(yes))
    assert bram.newest.screen != asked


def test_a_page_of_ones_own_opens_in_no_group(town):
    anna = town.phone("Anna").at(town.phones.group("team"))
    for page in sorted(HOUSE.pages.keys() - HOUSE.group_pages):
        town.take(anna.forges(f"p:{page}:1"))
        assert not list(anna.chat.of_bot(None)), page
        assert anna.toast == "Deze knop werkt alleen in je eigen chat met mij."
    town.take(anna.forges("p:begrippen"))
    assert "Verklarende woordenlijst" in anna.newest.screen.html
