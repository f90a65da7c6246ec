"""What is written below a board: as much as fits in the group, and all of it in private."""

from bot.content.excerpt import MESSAGE_UNITS, units
from bot.domain.collaboration import Role
from bot.phone.phone import Phone
from bot.phone.town import Town

LONG = "😀" * 130


def board(town: Town) -> Phone:
    """Anna in the group of her partner, where everybody said yes to the first motive."""
    anna, group = town.phone("Anna"), town.phones.group("team")
    town.take(anna.types("/overzicht"))
    for label in ("Groepen", "Groep voor HLO Zorg in de wijk · Opleiding Verpleegkunde"):
        town.take(anna.taps(label))
    here = anna.at(group)
    town.take(here.opens(anna.chat.token))
    town.take(here.types("/motieven"))
    for name in ("Anna", "Bram"):
        town.take(town.phone(name).at(group).taps("Ja"))
    return here


def test_a_board_holds_the_newest_that_fit_and_says_how_many_came_before(town: Town):
    here = board(town)
    _write_forty(town, here)
    text = here.find("Uitslag").text
    assert units(text) <= MESSAGE_UNITS
    left_out = next(number for number in range(40) if f"nummer {number:02}" in text)
    assert 0 < left_out < 35
    assert f"… {left_out} eerdere\n" in text
    assert "nummer 39" in text


def test_all_that_was_written_below_a_board_is_read_page_after_page(town: Town):
    here = board(town)
    _write_forty(town, here)
    bram = town.phone("Bram")
    town.take(bram.opens(here.chat.token))
    read = ""
    while True:
        read += bram.newest.text
        assert units(bram.newest.text) <= MESSAGE_UNITS
        if "Volgende ›" not in bram.newest.now.labels:
            break
        town.take(bram.taps("Volgende ›"))
    assert all(f"nummer {number:02}" in read for number in range(40))


def test_who_does_not_fill_in_does_not_read_what_was_written_below_a_board(town: Town):
    here = board(town)
    town.take(here.replies(f"Trots {LONG}", "Uitslag"))
    els = town.phone("Els")
    town.database.run_sync(lambda uow: _joins(uow, town, els))
    town.take(els.opens(here.chat.token))
    assert els.newest.text == "Dit lezen de mensen die fase 1 invullen."


def _write_forty(town: Town, here: Phone) -> None:
    """By turns: one person's words are one outcome, which has an end."""
    for number in range(40):
        who = town.phone("Anna" if number % 2 else "Bram").at(here.chat)
        assert town.take(who.replies(f"nummer {number:02} {LONG}", "Uitslag")).sign


def _joins(uow, town: Town, phone: Phone) -> None:
    """A stakeholder of Anna's partner."""
    anna = uow.people.in_chat(town.phone("Anna").chat.id)
    mine = uow.collaborations.memberships_of(anna.id)[0]
    person = uow.people.add(phone.chat.id, phone.name, anna.consent, town.now)
    uow.collaborations.add_membership(person.id, mine.collaboration, mine.partner, Role.STAKEHOLDER, town.now)
