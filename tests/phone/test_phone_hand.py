"""What somebody does is what the bot hears of it; what is not on the screen cannot be tapped."""

import pytest

from bot.content.screen import Button, Screen
from bot.domain.ids import ChatId
from bot.phone.chat import Chat
from bot.phone.exchange import Exchange
from bot.phone.message import NotShownError
from bot.phone.phone import Phone
from bot.turn.incoming import CameOrWent, Commanded, Incoming, Replied, Said, Showed, Spoke, Tapped
from bot.turn.records import Outgoing

LINK = "https://t.me/samenspraak_bot?start=abc_DEF-1"
TO_GROUP = "https://t.me/samenspraak_bot?startgroup=xyz"


@pytest.fixture
def phones() -> Exchange:
    return Exchange()


@pytest.fixture
def anna(phones: Exchange) -> Phone:
    return phones.person("Anna", full="Anna Smit")


@pytest.fixture
def group(phones: Exchange) -> Chat:
    return phones.group("groep", title="De groep")


def show(phone: Phone, html: str, *labels: str, edits: int | None = None, url: str | None = None) -> None:
    buttons = tuple((Button(label, "" if url else f"p:{label}", url),) for label in labels)
    phone.exchange.deliver([Outgoing(phone.chat.id, Screen(html, buttons), edits=edits)])


def test_it_is_told_who_did_it_and_where(anna: Phone, group: Chat):
    assert anna.types("Dag") == Incoming(1, anna.person, True, anna.person, "Anna Smit", Said("Dag", message=101))
    there = anna.at(group).types("/koppel")
    assert there == Incoming(2, group.id, False, anna.person, "Anna Smit", Commanded("koppel"), title="De groep")


def test_nobody_can_tell_who_an_anonymous_admin_is(phones: Exchange, group: Chat):
    made = phones.nobody().at(group).types("/koppel")
    assert (made.person, made.name) == (None, "")


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ("/menu", Commanded("menu")),
        ("/START abc", Commanded("start", "abc")),
        ("/koppel@samenspraak_bot", Commanded("koppel")),
        ("Gewoon\ntekst", Said("Gewoon\ntekst", message=101)),
        ("/punt iets", Commanded("punt", "iets")),
    ],
)
def test_what_is_typed_in_private(anna: Phone, typed: str, body: object):
    assert anna.types(typed).body == body


def test_in_a_group_the_bot_hears_commands_and_answers_alone(anna: Phone, group: Chat):
    here = anna.at(group)
    with pytest.raises(ValueError, match="does not hear"):
        here.types("Zomaar")
    show(here, "Vraag 1")
    assert here.replies("Antwoord").body == Replied("Antwoord", 102, 101)
    assert here.types("/punt Iets").body == Spoke("punt", "Iets", 103)
    assert here.replies("/doel Anders", "Vraag").body == Spoke("doel", "Anders", 104, 101)
    assert here.replies("", 101).body == Replied("", 105, 101)


def test_other_words_are_those_of_the_last_thing_said(phones: Exchange, anna: Phone, group: Chat):
    here = anna.at(group)
    show(here, "Vraag 1")
    here.replies("Eerst")
    here.types("/punt Iets")
    phones.person("Bram").at(group).replies("Van Bram")
    assert here.edits("Toen").body == Replied("Toen", 102, 101)
    assert here.edits("Anders", "punt", "doel").body == Spoke("punt", "Anders", 103)
    with pytest.raises(NotShownError):
        here.edits("Niets", "doel")


def test_a_tap_is_on_what_stands_there(anna: Phone):
    show(anna, "Vraag 1", "Ja", "Nee")
    show(anna, "Vraag 2", "Ja")
    assert anna.taps("Ja").body == Tapped("p:Ja", "q1", 102)
    assert anna.taps("Nee").body == Tapped("p:Nee", "q2", 101)
    assert anna.taps_on(anna.find("Vraag 1"), "Ja").body.message == 101
    with pytest.raises(NotShownError, match=r"Anna sees no button \[Misschien\]"):
        anna.taps("Misschien")


def test_what_was_replaced_can_be_tapped_as_an_old_button_alone(anna: Phone):
    show(anna, "Vraag 1", "Ja")
    show(anna, "Klaar", edits=101)
    with pytest.raises(NotShownError):
        anna.taps("Ja")
    assert anna.taps_old("Ja").body == Tapped("p:Ja", "q1", 101)


def test_links_are_opened(anna: Phone, group: Chat):
    show(anna, f"Deel deze link: {LINK}")
    show(anna, "Kies een groep", "Kies", url=TO_GROUP)
    assert anna.opens(LINK).body == Commanded("start", "abc_DEF-1")
    assert anna.opens(anna.chat.token).body == Commanded("start", "xyz")
    with pytest.raises(ValueError, match="asks for a group"):
        anna.taps("Kies")
    assert anna.at(group).opens(TO_GROUP).body == Commanded("start", "xyz")


def test_coming_and_going(anna: Phone, group: Chat):
    assert anna.shows().body == Showed()
    assert anna.blocks().body == CameOrWent(False)
    assert not anna.chat.here
    assert anna.types("/start").chat == anna.chat.id
    assert anna.chat.here
    gone = anna.at(group).blocks()
    assert (gone.name, gone.title, group.here) == ("", "De groep", False)


def test_ids_are_the_same_each_time(phones: Exchange):
    assert [phones.person(name).person for name in ("Anna", "Bram", "Anna")] == [1000, 1001, 1000]
    assert phones.person("Carla", ChatId(77)).person == 77
    assert [phones.group(name).id for name in ("een", "twee", "een")] == [-500, -501, -500]
