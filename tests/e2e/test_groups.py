"""One collaboration in a group of all, over HTTP, with privacy mode on and without any rights there."""

import pytest

from bot.domain.collaboration import PartnerKind
from bot.sandbox.model import ANONYMOUS_ADMIN_ID, Member

from .driver import Phone, labels_of
from .form import Form, Tap
from .groups import BO, GUEST, PRACTICE_PEOPLE, PROGRAMME_PEOPLE, GroupHouse, votes
from .killing import fill_in

pytestmark = pytest.mark.process

ALL_NEE = [(Tap("Nee"), "nee")]
NOTED = "genoteerd"


@pytest.fixture
async def house(tmp_path):
    async with GroupHouse(tmp_path) as house:
        house.seed_groups()
        await house.start()
        yield house


async def test_the_status_stands_once_and_changes_in_place(house):
    group = await house.make_group()
    assert "0 van 2 partners klaar" in group.status.text
    assert len(group.messages) == 1
    first = group.status.id
    anna = house["Anna"]
    await anna.say("/verder")
    await fill_in(anna, Form(PartnerKind.PROGRAMME, choices=ALL_NEE, own=[]))
    assert len(group.messages) == 1
    assert group.status.id == first
    assert "Opleiding Verpleegkunde: 1 van 3 ingediend" in group.status.text
    assert "Anna" not in group.status.text
    assert {c.description for c in group.calls() if c.status != 200} == {
        "Bad Request: not enough rights to manage pinned messages in the chat"
    }
    assert not group.chat.pinned


async def test_the_status_is_pinned_where_the_bot_may(house):
    group = await house.make_group(bound=False)
    house.world.add_bot(group.chat, house[BO].user, as_admin=True)
    await group.command(house[BO], "koppel")
    assert group.chat.pinned == [group.status.id]
    (call,) = group.calls("pinChatMessage")
    assert call.params["disable_notification"] in (True, "true")
    await house["Anna"].say("/menu")
    assert len(group.calls("pinChatMessage")) == 1
    assert not house.world.refusals


async def test_a_board_from_the_first_tap_to_the_next_motive(house):
    group = await house.make_group()
    await group.command(house["Evi"], "motieven")
    assert "De begeleider of een leidinggevende begint met /motieven" in group.last
    await group.command(house[BO], "motieven")
    board = group.board.id
    assert group.answered() == [(0, 3), (0, 3)]

    assert NOTED in await group.press(house["Anna"], "Ja")
    assert NOTED in await group.press(house["Anna"], "Ja")
    assert group.answered() == [(1, 3), (0, 3)]
    edits = len(group.calls("editMessageText"))
    assert "Enigszins genoteerd" in await group.press(house["Anna"], "Enigszins")
    assert len(group.calls("editMessageText")) == edits  # what somebody changed is theirs: the board looks the same
    assert "Meedoen" in await group.press(house[GUEST], "Nee")
    assert "Antwoorden doen de mensen van de partners" in await group.press(house[BO], "Ja")
    assert "Toon uitslag" not in labels_of(group.board)
    assert "Uitslag" not in group.board.text
    assert NOTED in await group.press(house["Dana"], "Nee")
    await group.lead(house[BO], "Toon uitslag")
    assert group.board.id == board
    assert group.counts() == [(0, 1, 0), (0, 0, 1)]
    for name in (*PROGRAMME_PEOPLE, *PRACTICE_PEOPLE):
        assert name not in group.board.text
    assert votes(house) == {house["Anna"].id: "enigszins", house["Dana"].id: "nee"}
    assert labels_of(group.board) == []
    await group.lead(house[BO], "Volgende ›")
    assert group.board.id != board
    assert "Motief 2/" in group.board.text
    assert not [c for c in group.calls("editMessageText", "sendMessage") if c.status != 200]


async def test_a_tap_on_a_board_that_was_shown_is_an_old_one(house):
    """Taps that cross count as long as the numbers are hidden, and what was counted stays as it is."""
    group = await house.make_group()
    await group.command(house[BO], "motieven")
    board = group.board
    await group.press(house["Anna"], "Ja")
    crossing = [group.tap(house[name], label, board) for name, label in (("Bram", "Nee"), ("Cas", "Ja"))]
    await house.until(lambda: all(query.answer for query in crossing), what="answering both")
    await house.settled()
    assert [NOTED in query.answer.text for query in crossing] == [True, True]
    house.world.faults.add("429", method="editMessageText", chat_id=group.id, retry_after=1)
    shown = group.lead_now(house[BO], "Toon uitslag")
    await house.until(lambda: shown.answer, what="showing")
    assert "Uitslag" not in board.text  # the phones have not heard of it yet
    old = group.tap(house["Cas"], "Nee", board)
    await house.until(lambda: old.answer, what="an answer to an old button")
    assert old.answer.text == "Deze knop is verlopen"
    await house.settled()
    assert group.counts() == [(2, 0, 1), (0, 0, 0)]
    assert votes(house)[house["Cas"].id] == "ja"


async def test_replies_and_edited_replies_are_captured(house):
    group = await house.make_group()
    await group.command(house[BO], "motieven")
    six = [house[name] for name in (*PROGRAMME_PEOPLE, *PRACTICE_PEOPLE)]
    await group.answer_all(["Ja", "Nee"], six)
    assert group.counts() == [(2, 0, 1), (1, 0, 2)]

    words = "Meer aanmeldingen <b>& trots</b> 🙂"
    said = await group.say(house["Anna"], words, reply_to=group.board.id)
    assert words in group.board.text
    await house.until(lambda: sign_below(house, said) == "✍", what="the sign below it")
    assert house.answers(house["Anna"])["op.leg.1.outcome"] == ("written", words)

    await group.rewrite(house["Anna"], said, "Meer aanmeldingen, en trots")
    assert "Meer aanmeldingen, en trots" in group.board.text
    assert words not in group.board.text
    assert house.answers(house["Anna"])["op.leg.1.outcome"] == ("written", "Meer aanmeldingen, en trots")

    after_nee = await group.say(house["Bram"], "Toch maar niet", reply_to=group.board.id)
    await house.until(lambda: sign_below(house, after_nee) == "✍", what="the sign, whatever was voted")
    assert "Toch maar niet" in group.board.text


@pytest.mark.parametrize("how", ["forbidden", "refused", "unreachable"])
async def test_a_reply_is_kept_where_no_sign_can_be_put(house, how):
    group = await house.make_group()
    await group.command(house[BO], "motieven")
    await group.press(house["Anna"], "Ja")
    await group.lead(house[BO], "Toon uitslag")
    if how == "forbidden":
        group.chat.reactions_allowed = False
    else:
        fault, times = ("403", 1) if how == "refused" else ("502", 0)  # a hiccup alone is tried again
        house.world.faults.add(fault, method="setMessageReaction", times=times)
    said = await group.say(house["Anna"], "Een goede naam", reply_to=group.board.id)
    await house.until(lambda: "no_reaction" in house.log, what="the refusal in the log")
    assert sign_below(house, said) is None
    assert "Een goede naam" in group.board.text
    assert house.answers(house["Anna"])["op.leg.1.outcome"] == ("written", "Een goede naam")
    assert "niet bewaard" not in house["Anna"].last


async def test_an_anonymous_admin_hears_why_nothing_is_counted(house):
    group = await house.make_group()
    await group.command(house[BO], "motieven")
    dana = house["Dana"].user
    house.world.promote_member(group.chat, dana, by=house[BO].user, anonymous=True)
    said = len(group.messages)
    await group.command(house["Dana"], "koppel")
    assert "anoniem" in group.last
    assert len(group.messages) == said + 1
    everybody = house.world.add_user("Group", username="GroupAnonymousBot", is_bot=True)
    everybody.id = ANONYMOUS_ADMIN_ID
    house.world.users[everybody.id] = everybody
    group.chat.members[everybody.id] = Member(everybody.id)
    toast = group.tap(Phone(house, everybody), "Ja")
    await house.until(lambda: toast.answer)
    await house.settled()
    assert "anoniem" in toast.answer.text
    assert votes(house) == {}
    assert group.answered() == [(0, 3), (0, 3)]


async def test_the_way_in_below_the_board_lets_a_guest_in(house):
    group = await house.make_group()
    await group.command(house[BO], "motieven")
    guest = house[GUEST]
    await guest.open(group.link("Meedoen", group.board))
    await guest.press("Zorggroep Noord")
    await guest.press("Ja, klopt")
    await guest.press("Akkoord")
    assert "Je doet mee" in guest.text
    assert "Zorggroep Noord: 0 van 4 ingediend" in group.status.text
    assert "Bij het volgende doe je mee" in await group.press(guest, "Nee", group.board)
    await group.press(house["Anna"], "Ja")
    await group.lead(house[BO], "Toon uitslag")
    await group.lead(house[BO], "Volgende ›")
    assert group.answered() == [(0, 3), (0, 4)]
    assert NOTED in await group.press(guest, "Nee")
    assert group.answered() == [(0, 3), (1, 4)]


def sign_below(house, message) -> str | None:
    """The bot's reaction to a message."""
    signs = message.reactions.get(house.world.bot.id)
    return signs[0]["emoji"] if signs else None
