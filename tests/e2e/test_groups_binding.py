"""How a group comes to belong to a partner or to all, what is kept of its talk, and how it moves and ends."""

import asyncio

import pytest

from bot.dialogs.groups.actions.greeting import HOLD
from bot.domain.rounds import RoundMode

from .driver import labels_of
from .groups import BO, GUEST, PROGRAMME_PEOPLE, Group, GroupHouse, votes

pytestmark = pytest.mark.process

PLANTED = "Zomerfeestplanning op het dakterras"


@pytest.fixture
async def house(tmp_path):
    async with GroupHouse(tmp_path) as house:
        house.seed_groups()
        await house.start()
        yield house


GREETING = "Deze groep hoort nog nergens bij."


def everything_on_disk(house) -> bytes:
    """The files of the database, byte by byte: also what was removed and what is not in a table yet."""
    return b"".join(path.read_bytes() for path in house.folder.glob("samenspraak.db*"))


async def test_a_link_binds_one_group_in_the_same_tap(house):
    group = await house.make_group(bound=False)
    link = await group.bind(house[BO], "Groep voor HLO Zorg in de wijk")
    assert "startgroup=" in link
    assert "hoort nu bij HLO Zorg in de wijk" in house[BO].last
    assert "Iedereen in de groep leest mee" in house[BO].last
    assert "0 van 2 partners klaar" in group.status.text

    other = await house.make_group(bound=False)
    house.world.user_opens_link(house[BO].user, link, group=other.chat)
    await house.settled()
    assert "Deze link werkt niet meer" in other.last
    assert house.count("chat_binding WHERE ended_at IS NULL") == 1
    assert link.partition("startgroup=")[2] not in house.everything()


async def test_a_bot_that_is_added_by_hand_says_what_to_do_and_hears_bare_commands_from_then_on(house):
    group = await house.make_group(bound=False)
    house.world.add_bot(group.chat, house[GUEST].user)
    unheard = group.write(house[BO], "/overzicht")  # no message of the bot is there yet, so Telegram keeps it to itself
    assert not house.world.bot_sees(group.chat, unheard)
    await house.until(lambda: group.messages, what="a greeting")
    assert GREETING in group.last
    house.world.promote_bot(group.chat, house[BO].user)
    house.world.demote_bot(group.chat, house[BO].user)
    await group.say(house[BO], "/overzicht")
    assert ["/koppel@" in one.text for one in group.messages] == [True, True]
    assert "Alleen de begeleider kan" in await group.press(house[GUEST], "Deze groep koppelen")
    assert not await group.press(house[BO], "Deze groep koppelen")
    assert [labels_of(one) for one in group.messages] == [[], [], ["Naar mijn vragen", "Meedoen"]]
    assert "is gekoppeld" in group.messages[0].text
    assert "0 van 2 partners klaar" in group.last


async def test_a_link_that_comes_late_or_again_takes_the_place_of_the_greeting(house):
    group = await house.make_group(bound=False)
    house.world.add_bot(group.chat, house[BO].user)
    await house.until(lambda: group.messages, what="a greeting")
    await group.bind(house[BO], "Groep voor HLO Zorg in de wijk")
    assert "is gekoppeld" in group.messages[0].text
    assert not labels_of(group.messages[0])
    assert len(group.messages) == 2


@pytest.mark.parametrize("dies", [False, True])
async def test_a_link_that_adds_the_bot_needs_no_greeting(house, dies):
    group = await house.make_group(bound=False)
    await house[BO].say("/overzicht")
    await house[BO].press("Groepen")
    await house[BO].press("Groep voor HLO Zorg in de wijk")
    if dies:
        house.kill()
    house.world.user_opens_link(house[BO].user, group.link("Kies een groep", house[BO].screen), group=group.chat)
    if dies:
        await house.restart()
    await house.until(lambda: not house.count("timer WHERE kind = 'greeting'") and group.messages, what="a status")
    await asyncio.sleep(HOLD.total_seconds() + 1)
    await house.settled()
    assert [GREETING in one.text for one in group.messages] == [False]


async def test_a_greeting_survives_the_program(house):
    group = await house.make_group(bound=False)
    house.world.add_bot(group.chat, house[BO].user)
    await house.until(lambda: house.count("timer WHERE kind = 'greeting'"), what="a timer")
    house.kill()
    await house.restart()
    await house.until(lambda: group.messages, what="a greeting")
    await house.settled()
    assert [GREETING in one.text for one in group.messages] == [True]


@pytest.mark.parametrize("announce", ["both", "to", "from"])
async def test_a_group_of_nobody_that_becomes_a_supergroup_has_one_button_that_works(house, announce):
    group = await house.make_group(bound=False)
    house.world.add_bot(group.chat, house[BO].user)
    house.world.upgrade_group(group.chat, house[BO].user, announce=announce)
    await house.until(lambda: group.messages, what="a greeting")
    await asyncio.sleep(HOLD.total_seconds() + 1)
    await house.settled()
    assert [GREETING in one.text for one in group.messages] == [True]
    await group.press(house[BO], "Deze groep koppelen")
    assert "0 van 2 partners klaar" in group.last


async def test_a_manager_binds_the_group_of_a_partner(house):
    members = [house[name].user for name in PROGRAMME_PEOPLE]
    chat = house.world.create_group("Team", house["Anna"].user, members, with_bot=True)
    team = Group(house, chat)
    await team.command(house["Bram"], "koppel")
    assert "of een leidinggevende" in team.last
    assert not house.count("chat_binding")
    await team.command(house["Anna"], "koppel")
    assert "Opleiding Verpleegkunde: 0 van 3 ingediend" in team.status.text
    assert "Zorggroep" not in team.status.text
    assert "alleen mensen van jullie eigen organisatie" in house["Anna"].last
    await team.command(house["Anna"], "motieven")
    assert "Motief 1/11" in team.board.text
    assert team.answered() == [(0, 3)]


async def test_every_message_for_a_topic_goes_to_that_topic(house):
    members = [phone.user for phone in house.everybody()]
    forum = house.world.create_supergroup("Forum", house[BO].user, members, with_bot=True, forum=True)
    topics = [Group(house, forum, house.world.create_topic(forum, house[BO].user, name)) for name in ("SMS", "Rest")]
    topic, other = topics
    await topic.command(house[BO], "koppel")
    await topic.command(house[BO], "motieven")
    await topic.press(house["Anna"], "Ja")
    await topic.command(house[BO], "motieven")  # once more below everything
    await topic.lead(house[BO], "Toon uitslag")
    said = await topic.say(house["Anna"], "Een goede naam", reply_to=topic.board.id)
    assert said.reactions
    await topic.lead(house[BO], "Volgende ›")
    await topic.command(house["Anna"], "overzicht")
    await topic.command(house["Anna"], "begrippen")
    await topic.command(house["Anna"], "help")
    sent = topic.calls("sendMessage")
    assert len(sent) >= 6
    assert {str(call.params.get("message_thread_id")) for call in sent} == {str(topic.thread)}
    assert len(topic.messages) == len(sent)
    assert not [call for call in topic.calls() if call.status != 200 and call.method != "pinChatMessage"]
    await other.command(house["Anna"], "motieven")
    assert "hoort nog nergens bij" in other.last


@pytest.mark.parametrize("privacy", [True, False])
async def test_what_people_say_to_each_other_is_nowhere(tmp_path, privacy):
    async with GroupHouse(tmp_path) as house:
        house.seed_groups()
        house.world.set_privacy(privacy)
        await house.start()
        group = await house.make_group()
        await group.command(house[BO], "motieven")
        await group.press(house["Anna"], "Ja")
        anna = house["Anna"].user
        mine = await group.say(house["Anna"], PLANTED)
        assert house.world.bot_sees(group.chat, mine) is not privacy
        house.world.user_edits(anna, group.chat, mine.id, f"{PLANTED}!")
        await group.say(house["Bram"], f"Ja, {PLANTED}", reply_to=mine.id)
        await group.say(house[GUEST], f"@iemand {PLANTED}")
        house.world.user_sends_photo(anna, group.chat, b"plaatje", caption=PLANTED)
        house.world.user_sends_document(anna, group.chat, PLANTED.encode(), name=f"{PLANTED}.txt")
        house.world.rename_group(group.chat, house[BO].user, "Samen verder")
        await group.say(house["Anna"], f"/quiz@een_andere_bot {PLANTED}")
        await group.lead(house[BO], "Toon uitslag")
        assert PLANTED.encode() not in everything_on_disk(house)
        assert PLANTED not in house.everything()
        assert PLANTED not in house.log
        assert len(house["Anna"].messages) == 0
        await house.stop()
        assert PLANTED.encode() not in everything_on_disk(house)


async def test_an_answer_below_anything_but_a_board_is_not_kept(house):
    group = await house.make_group()
    said = await group.say(house["Anna"], PLANTED, reply_to=group.status.id)
    await group.rewrite(house["Anna"], said, f"{PLANTED}!")
    assert not said.reactions
    assert len(group.messages) == 1
    assert PLANTED not in house.everything()


@pytest.mark.parametrize("announce", ["both", "to", "from"])
async def test_a_group_that_becomes_a_supergroup_goes_on(house, announce):
    group = await house.make_group()
    await group.command(house[BO], "motieven")
    await group.press(house["Anna"], "Ja")
    old, join = group.id, group.link("Meedoen")
    house.world.upgrade_group(group.chat, house[BO].user, announce=announce)
    await house.settled()
    assert group.id != old
    before = len(house.calls("sendMessage", chat=old))
    guest = house[GUEST]
    await guest.open(join)  # changes the status
    await guest.press("Opleiding Verpleegkunde")
    await guest.press("Ja, klopt")
    await guest.press("Akkoord")
    assert "Opleiding Verpleegkunde: 0 van 4 ingediend" in group.status.text
    await group.command(house[BO], "motieven")
    assert group.answered() == [(1, 3), (0, 3)]
    await group.press(house["Bram"], "Nee")
    assert group.answered() == [(2, 3), (0, 3)]
    await group.lead(house[BO], "Toon uitslag")
    assert group.counts() == [(1, 0, 1), (0, 0, 0)]
    assert len(house.calls("sendMessage", chat=old)) == before
    assert votes(house) == {house["Anna"].id: "ja", house["Bram"].id: "nee"}


async def test_the_board_stands_in_the_supergroup_at_once(house):
    """What stands in the old group can no longer be tapped or changed."""
    group = await house.make_group()
    await group.command(house[BO], "motieven")
    await group.press(house["Anna"], "Ja")
    house.world.upgrade_group(group.chat, house[BO].user)
    await house.settled()
    assert len(group.messages) == 2
    assert group.answered() == [(1, 3), (0, 3)]


async def test_a_group_that_moves_without_a_word_is_followed(house):
    """Telegram says so only when something is sent to where it was; what waited then comes to the new place."""
    group = await house.make_group()
    await group.command(house[BO], "motieven")
    board, old = group.board, group.id
    query = group.tap(house["Anna"], "Ja")
    await house.settled()
    house.world.faults.add("429", method="editMessageText", chat_id=old, retry_after=1)
    crossing = group.tap(house["Bram"], "Nee", board)
    await house.until(lambda: crossing.answer, what="an answer")
    house.world.upgrade_group(group.chat, house[BO].user, announce="to")
    house.world.queue.drop_pending()
    await house.until(lambda: group.id != old and bool(group.messages), what="a message in the new place")
    await house.settled()
    assert query.answer
    assert group.answered() == [(2, 3), (0, 3)]
    await group.press(house["Cas"], "Ja")
    await group.lead(house[BO], "Toon uitslag")
    assert group.counts() == [(2, 0, 1), (0, 0, 0)]


async def test_when_the_bot_is_taken_out_the_facilitator_hears_of_it(house):
    group = await house.make_group()
    await group.command(house[BO], "motieven")
    await group.press(house["Anna"], "Ja")
    house.world.remove_bot(group.chat, house["Cas"].user)
    await house.settled()
    assert "uit de groep Samen gehaald" in house[BO].last
    assert house[BO].has("Groepen")
    assert votes(house) == {house["Anna"].id: "ja"}
    calls = len(group.calls())
    await house[BO].say("/overzicht")
    await house["Bram"].say("/stop")
    await house["Bram"].press("Ja, ik stop")
    assert "0 van 2" in await house[BO].say("/overzicht")  # one less, and no word of it in the group
    assert len(group.calls()) == calls
    assert house.count("chat_binding WHERE ended_at IS NULL") == 0
    assert not house.count("outbox WHERE chat = :chat AND done_at IS NULL", chat=group.id)


async def test_a_group_of_all_shows_only_progress_when_each_answers_apart(tmp_path):
    async with GroupHouse(tmp_path) as house:
        house.seed_groups(mode=RoundMode.APART)
        await house.start()
        group = await house.make_group()
        await group.command(house[BO], "motieven")
        assert "vult ieder de motieven privé in" in group.messages[-2].text
        assert group.messages[-1].id == group.status.id
        assert house.count("question WHERE kind = 'motive'") == 0
