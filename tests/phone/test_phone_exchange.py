"""What is sent is seen as people see it: new, changed, pinned, held up, or not at all."""

from dataclasses import replace

import pytest

from bot.content.screen import Button, Screen
from bot.domain.ids import ChatId, ConversationId, LiveMessageId
from bot.phone.delivery import Placing
from bot.phone.exchange import Exchange
from bot.phone.message import NotShownError
from bot.phone.phone import Phone
from bot.turn.records import Outgoing

YES, NO = Button("Ja", "c:1:0:ja"), Button("Nee", "c:1:0:nee")
TALK, STATUS = ConversationId(7), LiveMessageId(3)


@pytest.fixture
def phones() -> Exchange:
    return Exchange()


@pytest.fixture
def anna(phones: Exchange) -> Phone:
    return phones.person("Anna", full="Anna Smit")


def said(chat: ChatId, html: str, *buttons: Button, **more: object) -> Outgoing:
    return Outgoing(chat, Screen(html, tuple((b,) for b in buttons)), **more)


def test_a_message_is_read_without_its_marks(phones: Exchange, anna: Phone):
    phones.deliver([said(anna.chat.id, "<b>Dag</b> Anna &amp; co", YES, NO)])
    assert anna.newest.text == "Dag Anna & co"
    assert anna.labels == ["Ja", "Nee"]


@pytest.mark.parametrize("html", ["<script>", "a < b", "<a href='x'>y</a>", "<b"])
def test_what_no_phone_can_show_is_refused(phones: Exchange, anna: Phone, html: str):
    phones.deliver([said(anna.chat.id, html)])
    with pytest.raises(ValueError, match="not to be shown"):
        assert anna.newest.text


def test_numbers_count_for_each_chat(phones: Exchange, anna: Phone):
    group = phones.group("groep")
    phones.deliver([said(anna.chat.id, "1"), said(group.id, "1"), said(anna.chat.id, "2")])
    assert [m.id for m in anna.chat.messages] == [101, 102]
    assert [m.id for m in group.messages] == [101]


def test_an_edit_keeps_what_it_was(phones: Exchange, anna: Phone):
    phones.deliver([said(anna.chat.id, "eerst", YES)])
    delivery = phones.deliver([said(anna.chat.id, "toen", edits=anna.newest.id)])
    assert [v.text for v in anna.newest.versions] == ["eerst", "toen"]
    assert not delivery.changes[0].new


def test_what_cannot_be_edited_comes_anew(phones: Exchange, anna: Phone):
    mine = anna.chat.put(anna.exchange.deliver([said(anna.chat.id, "x")]).changes[0].version, by_bot=False)
    for number in (1, mine.id):
        assert phones.deliver([said(anna.chat.id, "nieuw", edits=number)]).changes[0].new


def test_a_change_that_is_worth_nothing_by_itself_never_comes_anew(phones: Exchange, anna: Phone):
    delivery = phones.deliver([replace(said(anna.chat.id, "weg", edits=1), if_there=True)])
    assert (delivery.changes, len(delivery.done)) == ((), 1)


def test_a_picture_and_a_document_are_messages_of_their_own(phones: Exchange, anna: Phone):
    phones.deliver([said(anna.chat.id, "tekst")])
    picture = said(anna.chat.id, "bijschrift", edits=anna.newest.id, picture="{}")
    document = said(anna.chat.id, "verslag", document="{}", file="verslag.pdf")
    assert [change.new for change in phones.deliver([picture, document]).changes] == [True, True]
    assert anna.find("bijschrift").now.picture == "{}"
    assert anna.newest.now.file == "verslag.pdf"


def test_what_stands_in_place_gets_its_number_once(phones: Exchange):
    group = phones.group("groep")
    first = said(group.id, "0 van 2", placed=STATUS, pin=True, id=1)
    second = said(group.id, "1 van 2", placed=STATUS, pin=True, id=2)
    delivery = phones.deliver([first, second])
    assert [m.text for m in group.messages] == ["1 van 2"]
    assert group.newest.pinned
    assert set(delivery.placed) == {Placing(STATUS, 101, True)}
    assert delivery.done == (1, 2)


def test_where_the_bot_may_not_pin_nothing_is_lost():
    phones = Exchange(may_pin=lambda _: False)
    phones.deliver([said(ChatId(-1), "status", placed=STATUS, pin=True)])
    assert not phones.chat(ChatId(-1)).newest.pinned


def test_of_screens_that_wait_only_the_newest_comes(phones: Exchange, anna: Phone):
    phones.hold(anna.chat.id)
    waiting = [said(anna.chat.id, f"vraag {n}", conversation=TALK, id=n) for n in (1, 2)]
    held = phones.deliver([*waiting, said(anna.chat.id, "los", id=3)])
    assert (held.changes, held.done) == ((), (1,))
    delivery = phones.let_through(anna.chat.id)
    assert [m.text for m in anna.chat.messages] == ["vraag 2", "los"]
    assert delivery.done == (2, 3)


def test_a_screen_that_waits_does_not_replace_one_of_another_message(phones: Exchange, anna: Phone):
    phones.deliver([said(anna.chat.id, "een"), said(anna.chat.id, "twee")])
    phones.hold(anna.chat.id)
    phones.deliver([said(anna.chat.id, "nu", conversation=TALK, edits=edits) for edits in (101, 102)])
    phones.let_through(anna.chat.id)
    assert [m.text for m in anna.chat.messages] == ["nu", "nu"]


def test_a_start_forgets_what_waited_in_memory(phones: Exchange, anna: Phone):
    phones.hold(anna.chat.id)
    phones.deliver([said(anna.chat.id, "x")])
    phones.begin_anew()
    assert not phones.let_through(anna.chat.id).changes
    assert not anna.chat.messages


def test_who_blocked_the_bot_is_lost(phones: Exchange, anna: Phone):
    anna.blocks()
    delivery = phones.deliver([said(anna.chat.id, "x", id=5)])
    assert (delivery.lost, delivery.done, delivery.changes) == ((anna.chat.id,), (5,), ())
    anna.unblocks()
    assert phones.deliver([said(anna.chat.id, "x")]).changes


def test_a_group_that_moved_keeps_its_history_and_nothing_can_be_changed(phones: Exchange, anna: Phone):
    group = phones.group("groep")
    phones.deliver([said(group.id, "status", placed=STATUS)])
    before, moved = group.id, anna.at(group).upgrades()
    assert (moved.chat, moved.person, moved.body.to) == (before, None, group.id)
    assert phones.group("groep") is group
    assert phones.deliver([said(group.id, "status", placed=STATUS, edits=101)]).changes[0].new
    assert [m.text for m in group.messages] == ["status", "status"]


def test_a_topic_is_a_chat_of_its_own_to_whoever_looks(phones: Exchange, anna: Phone):
    group = phones.group("forum")
    phones.deliver([said(group.id, "hier", YES, thread=4), said(group.id, "daar", NO, thread=9)])
    here = anna.at(group, topic=4)
    assert here.newest.text == "hier"
    assert here.taps("Ja").thread == here.replies("ok", "hier").thread == 4
    with pytest.raises(NotShownError):
        here.taps("Nee")


def test_a_copy_goes_on_by_itself(phones: Exchange, anna: Phone):
    phones.deliver([said(anna.chat.id, "eerst")])
    kept = phones.copy()
    phones.deliver([said(anna.chat.id, "toen", edits=101), said(anna.chat.id, "nieuw")])
    assert [m.text for m in kept.said_to(anna.chat.id)] == ["eerst"]
    assert kept.person("Anna").name == "Anna Smit"


def test_a_tap_is_answered_once(phones: Exchange, anna: Phone):
    tap = anna.forges("p:menu:")
    phones.answer(tap.body.query, "Genoteerd", alert=True)
    phones.answer(tap.body.query, "Nog eens")
    assert [(t.text, t.alert) for t in phones.toasts] == [("Genoteerd", True)]
    assert anna.toast == "Genoteerd"
