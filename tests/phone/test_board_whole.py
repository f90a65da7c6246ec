"""What a board leads to in private: all that was written below it, and more about its kind of motives."""

from bot.content.excerpt import MESSAGE_UNITS, units
from bot.dialogs.sources.screens.linked import OPENS_KIND
from bot.domain.collaboration import Role
from bot.phone.phone import Phone
from bot.phone.town import Town

LONG = "😀" * 130


def opened(town: Town) -> Phone:
    """Anna in the group of her partner, where the first motive is on the table."""
    anna, group = town.phone("Anna"), town.phones.group("team")
    town.take(anna.types("/overzicht"))
    for label in ("Groepen", "Groep voor HLO Zorg in de wijk · Opleiding Verpleegkunde"):
        town.take(anna.taps(label))
    here = anna.at(group)
    town.take(here.opens(anna.chat.token))
    town.take(here.types("/motieven"))
    return here


def board(town: Town) -> Phone:
    """The same, where everybody said yes."""
    here = opened(town)
    for name in ("Anna", "Bram"):
        town.take(town.phone(name).at(here.chat).taps("Ja"))
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


def test_more_about_the_kind_of_a_motive_is_read_in_private_while_one_may_answer(town: Town):
    here = opened(town)
    on_table = here.find("Al geantwoord")
    assert on_table.now.labels[:4] == ["Ja", "Enigszins", "Nee", "Meer over deze soort"]
    link = next(button.url for button in on_table.now.buttons if button.label == "Meer over deze soort")
    in_group, bram = here.newest.id, town.phone("Bram")
    town.take(bram.opens(link or ""))
    assert "Legitimerend\na) Werken aan imago (proactief)" in bram.newest.text
    assert (here.newest.id, on_table.now.labels[3]) == (in_group, "Meer over deze soort")
    town.take(bram.taps("Soorten motieven"))
    assert "Inspiratie door kennis te maken met andere organisatieculturen" in bram.newest.text
    town.take(bram.opens(f"{OPENS_KIND}4"))
    assert bram.newest.text == "Deze knop is verlopen", "own motives are of no kind"
    for name in ("Anna", "Bram"):
        town.take(town.phone(name).at(here.chat).taps("Ja"))
    assert "Meer over deze soort" not in here.find("Uitslag").now.labels


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
