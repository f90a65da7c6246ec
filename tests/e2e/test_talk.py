"""The conversation of phase 2 in the group, over HTTP, with privacy mode on and without any rights there."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.render import file_body

from .driver import HouseWithin
from .form import Say
from .groups import BO, GUEST
from .killing import At, Killer, Points, Soon
from .talking import KEPT, LAST, NOT_KEPT, Talk, TalkHouse, TalkHouseWithin, confirm, minutes, points, said

pytestmark = pytest.mark.process

TUESDAY = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
PLANTED = "Zomerfeestplanning op het dakterras"
MOMENTS = [
    At("getUpdates", "before"),
    At("setMessageReaction", "before"),
    At("editMessageText", "before"),
    Soon(3),
    At("getUpdates", "after"),
    At("setMessageReaction", "after"),
    At("editMessageText", "after"),
]
ODD = "Roosters <b>& plekken</b> 🙂 _*["


@pytest.fixture
async def house(tmp_path):
    async with TalkHouse(tmp_path) as house:
        house.seed_talk()
        await house.start()
        yield house


@pytest.fixture
async def talk(house):
    return await house.make_talk()


async def test_a_conversation_from_the_first_question_to_the_document(house, talk):
    """Every way to say something, a goal that is objected to and worded anew, and minutes that both confirm."""
    anna, dana, evi = (house[name] for name in ("Anna", "Dana", "Evi"))
    assert "vraag 1/6" in talk.table.text
    assert "Allemaal Ja: Samenwerking draagt bij aan eigen imago" in talk.table.text

    replied = await talk.reply(anna, "Bekend zijn helpt")
    spoken = await talk.say(evi, "/punt Ons netwerk is groot")
    named = await talk.say(dana, f"/punt@{house.world.bot_username} {ODD}")
    assert [talk.sign_below(m) for m in (replied, spoken, named)] == [KEPT] * 3
    assert "3 punten genoteerd" in talk.table.text
    await talk.rewrite(anna, replied, "Bekend zijn helpt ons allebei")
    await talk.rewrite(evi, spoken, "/punt Ons netwerk is groot, maar dun")
    await talk.rewrite(dana, named, f"/punt@{house.world.bot_username} {ODD}!")
    assert said(house) == ["Bekend zijn helpt ons allebei", "Ons netwerk is groot, maar dun", ODD + "!"]
    assert "3 punten genoteerd" in talk.table.text

    await talk.go_to(5)
    proposed = await talk.say(dana, "/doel Elk jaar tien studenten")
    assert talk.sign_below(proposed) == KEPT
    assert await talk.press(anna, "Akkoord", talk.goal) == "Akkoord genoteerd."
    toast = await talk.press(evi, "Bezwaar", talk.goal)
    assert toast == "Bezwaar genoteerd. Antwoord op dit bericht met je reden."
    why = await talk.reply(evi, "Tien is te veel voor ons team", talk.goal)
    assert talk.sign_below(why) == KEPT
    assert "Zorggroep Noord, Bezwaar: Tien is te veel voor ons team" in talk.goal.text
    before = talk.goal
    await talk.say(dana, "/doel Elk jaar zes studenten", reply_to=before.id)
    assert "Staat verderop met andere woorden" in before.text
    assert "Elk jaar zes studenten" in talk.goal.text
    assert "Bezwaar 1" not in talk.goal.text
    for phone in (anna, evi, dana):
        assert "genoteerd" in await talk.press(phone, "Akkoord", talk.goal)
    assert "✓ Dit is een gezamenlijk doel." in talk.goal.text
    assert "✓ Elk jaar zes studenten" in talk.table.text

    await talk.close()
    assert "Het gesprek van fase 2 is klaar" in talk.last
    assert "Dank je wel" in await confirm(anna)
    assert not house.count("minutes")
    await confirm(dana)
    assert points(house) == ["Bekend zijn helpt ons allebei", "Ons netwerk is groot, maar dun", ODD + "!"]
    assert [(goal["text"], goal["joint"]) for goal in minutes(house)["goals"]] == [("Elk jaar zes studenten", True)]
    document = next(m for m in reversed(talk.messages) if "document" in m.content)
    assert "het verslag van fase 2 is vastgesteld" in document.text
    file = house.world.files[document.content["document"]["file_id"]]
    assert re.fullmatch(r"verslag-hlo-zorg-in-de-wijk-\d{4}-\d\d-\d\d\.pdf", file.name)
    assert file.content()[:5] == b"%PDF-"
    assert len([m for m in talk.messages if "document" in m.content]) == 1
    for phone in house.everybody():  # also who was never seen in the group, and not the guest
        assert len([m for m in phone.messages if "document" in m.content]) == (phone is not house[GUEST]), phone.user
    assert not [call for call in talk.calls() if call.status != 200 and call.method != "pinChatMessage"]


async def test_what_is_no_text_is_refused_in_private(house, talk):
    store = house.world.store_file
    kinds = {
        "photo": [file_body(store(b"", name="foto.png"), width=1, height=1)],
        "voice": file_body(store(b"OggS", name="spraak.ogg", mime="audio/ogg"), duration=3),
        "sticker": file_body(
            store(b"RIFF", name="sticker.webp"),
            emoji="👍",
            width=512,
            height=512,
            is_animated=False,
            is_video=False,
            type="regular",
        ),
    }
    in_group = len(talk.messages)
    for phone, (kind, content) in zip((house["Anna"], house["Evi"], house["Dana"]), kinds.items(), strict=True):
        sent = await talk.reply_without_text(phone, {kind: content})
        assert phone.last == f"{NOT_KEPT} Ik kan alleen tekst lezen.", kind
        assert talk.sign_below(sent) is None
    assert said(house) == []
    assert len(talk.messages) == in_group


async def test_a_photo_with_words_as_an_answer_is_refused_as_well(house, talk):
    photo = [file_body(house.world.store_file(b"", name="foto.png"), width=1, height=1)]
    await talk.reply_without_text(house["Anna"], {"photo": photo, "caption": "Zie hier"})
    assert house["Anna"].last == f"{NOT_KEPT} Ik kan alleen tekst lezen."
    assert "Zie hier" not in house.everything()


async def test_a_point_below_a_photo_counts(house, talk):
    photo = [file_body(house.world.store_file(b"", name="foto.png"), width=1, height=1)]
    marked = [{"type": "bot_command", "offset": 0, "length": 5}]
    content = {"photo": photo, "caption": "/punt Zie hier", "caption_entities": marked}
    message = house.world.post(talk.chat, house["Anna"].id, content)
    house.world.announce(message)
    await house.settled()
    assert talk.sign_below(message) == KEPT
    await talk.rewrite(house["Anna"], message, "/punt Zie daar")
    assert said(house) == ["Zie daar"]


async def test_an_answer_that_is_too_long_is_refused_whole(house, talk):
    cut = await talk.reply(house["Anna"], "x" * 4096 + "y" * 900)
    assert NOT_KEPT in house["Anna"].last
    assert said(house) == []
    first = next(m for m in house.world.messages(talk.chat) if m.text.startswith("x"))
    await talk.rewrite(house["Anna"], first, "Korter")
    await talk.reply(house["Evi"], "Van een ander")
    assert said(house) == ["Korter", "Van een ander"]
    assert talk.sign_below(cut) is None


async def test_a_goal_that_is_too_long_is_refused_in_one_breath(house, talk):
    await talk.say(house["Anna"], "/doel " + "x" * (GOAL_LIMIT + 1))
    told = f"Anna, dit is niet bewaard. Dat is te lang: het mag {GOAL_LIMIT} tekens zijn."
    assert talk.last == f"{told} Kort het in en stuur het opnieuw."


async def test_an_answer_that_just_fits_is_taken_back_when_it_goes_on(house, talk):
    table = talk.table.id
    first = talk.write(house["Anna"], "x" * 4000, reply_to=table)
    talk.write(house["Anna"], "y" * 900, reply_to=table)
    await house.settled()
    assert talk.sign_below(first) == KEPT
    assert NOT_KEPT in house["Anna"].last
    assert house.count("question_contribution") == 1
    assert said(house) == []


async def test_who_takes_no_part_is_told_so(house, talk):
    await talk.say(house[GUEST], "/punt Mag ik ook iets zeggen?")
    assert "Je doet hier nog niet mee" in talk.last
    await talk.go_to(4)
    await talk.press(house[GUEST], "Ja", talk.table)
    assert talk.table.text.count(": 0 van 3") == 2
    assert said(house) == []


@pytest.mark.parametrize("how", ["forbidden", "refused", "slow", "unreachable"])
async def test_a_group_that_refuses_signs_loses_nothing(house, talk, how):
    if how == "forbidden":
        talk.chat.reactions_allowed = False
    else:
        fault = {"refused": "403", "slow": "429", "unreachable": "502"}[how]
        house.world.faults.add(fault, method="setMessageReaction", times=0)
    by_reply = await talk.reply(house["Anna"], "Een goede naam")
    by_command = await talk.say(house["Evi"], "/punt Ons netwerk")
    await talk.rewrite(house["Evi"], by_command, "/punt Ons netwerk is dun")
    await house.until(lambda: house.log.count("no_reaction") >= 3, what="the refusals in the log")
    assert [talk.sign_below(m) for m in (by_reply, by_command)] == [None, None]
    assert said(house) == ["Een goede naam", "Ons netwerk is dun"]
    assert "2 punten genoteerd" in talk.table.text
    assert NOT_KEPT not in house["Anna"].last + house["Evi"].last


async def test_ordinary_talk_is_not_captured_without_privacy_mode(tmp_path):
    async with TalkHouse(tmp_path) as house:
        house.seed_talk()
        house.world.set_privacy(False)
        await house.start()
        talk = await house.make_talk()
        aside = await talk.say(house["Anna"], PLANTED)
        await talk.say(house["Bram"], f"{PLANTED}, toch?", reply_to=aside.id)
        await talk.rewrite(house["Anna"], aside, f"{PLANTED} en daaronder")
        kept = await talk.reply(house["Evi"], "Dit wel")
        await talk.rewrite(house["Evi"], kept, "Dit wel, en anders")
        assert said(house) == ["Dit wel, en anders"]
        assert PLANTED not in house.everything()
        assert PLANTED not in house.log
        for path in house.folder.glob("samenspraak.db*"):
            assert PLANTED.encode() not in path.read_bytes()


async def test_a_conversation_stays_in_its_topic(house):
    members = [phone.user for phone in house.everybody()]
    forum = house.world.create_supergroup("Forum", house[BO].user, members, with_bot=True, forum=True)
    topics = [Talk(house, forum, house.world.create_topic(forum, house[BO].user, name)) for name in ("SMS", "Rest")]
    talk, other = topics
    await talk.command(house[BO], "koppel")
    await talk.command(house[BO], "gesprek")
    await talk.reply(house["Anna"], "In dit onderwerp")
    elsewhere = await other.say(house["Evi"], f"/punt@{house.world.bot_username} In een ander onderwerp")
    assert other.sign_below(elsewhere) is None
    await talk.lead(house[BO], "Meer", "Samenvatting")
    assert "In dit onderwerp" in talk.last
    await talk.go_to(5)
    await talk.say(house["Dana"], f"/doel@{house.world.bot_username} Zes studenten")
    await talk.close()
    for name in ("Anna", "Dana"):
        await confirm(house[name])
    assert any("document" in m.content for m in talk.messages)
    assert said(house) == ["In dit onderwerp"]
    sent = talk.calls("sendMessage", "sendDocument")
    assert [m.text.partition(".")[0] for m in other.messages] == ["Evi, dit is niet bewaard"]
    assert {str(call.params.get("message_thread_id")) for call in sent} == {str(talk.thread), str(other.thread)}


# --- more than fits in one message ---

TOO_LONG = re.compile("Message is too long")
MOST_GOALS, GOAL_LIMIT = 12, 300


async def test_twelve_goals_fit_below_their_question_and_another_is_refused(house, talk):
    anna = house["Anna"]
    await talk.go_to(5)
    for number in range(MOST_GOALS):
        await talk.say(anna, f"/doel Doel {number}: " + "studenten " * 25)
    another = await talk.say(anna, "/doel Nog een doel")
    assert talk.sign_below(another) is None
    assert talk.last.startswith(f"Anna, dit is niet bewaard. Er zijn al {MOST_GOALS} doelen.")
    assert house.count("question WHERE kind = 'proposal'") == MOST_GOALS
    await talk.command(house[BO], "gesprek")
    assert talk.table.id > talk.goal.id
    assert all(f"Doel {number}:" in talk.table.text for number in range(MOST_GOALS))


async def test_more_reasons_than_fit_in_the_message_of_a_goal(tmp_path):
    async with TalkHouse(tmp_path) as house:
        house.expected = TOO_LONG
        many = [f"Werker{number}" for number in range(18)]
        house.seed_talk(practice=("Dana", *many))
        await house.start()
        talk = await house.make_talk()
        await talk.go_to(5)
        await talk.say(house["Dana"], "/doel Zes studenten")
        for name in many:
            await talk.press(house[name], "Bezwaar", talk.goal)
            await talk.reply(house[name], "Dat kan ons team er niet bij hebben. " * 7, talk.goal)
        assert "Bezwaar 18" in talk.goal.text
        shown = talk.goal.text.count("• Zorggroep Noord, Bezwaar:")
        assert shown
        assert f"… {18 - shown} eerdere" in talk.goal.text
        assert not [call for call in talk.calls() if TOO_LONG.search(call.description)]


# --- where a question stood before ---


async def go_and_come_back(house, talk) -> None:
    await talk.lead(house[BO], "Volgende ›", "Meer", "Vorige")


async def test_an_answer_is_changed_after_its_question_was_put_again(house, talk):
    kept = await talk.reply(house["Anna"], "Tien plekken")
    await go_and_come_back(house, talk)
    await talk.rewrite(house["Anna"], kept, "Zes plekken")
    assert said(house) == ["Zes plekken"]


async def test_an_answer_below_where_a_question_stood_is_kept_or_refused(house, talk):
    before = talk.table
    await go_and_come_back(house, talk)
    written = await talk.reply(house["Anna"], "Onderweg getypt", to=before)
    assert talk.sign_below(written) == KEPT or NOT_KEPT in house["Anna"].last


async def test_a_reason_below_where_a_goal_stood_is_kept_or_refused(house, talk):
    await talk.go_to(5)
    await talk.say(house["Dana"], "/doel Tien studenten")
    before = talk.goal
    await talk.press(house["Evi"], "Bezwaar", before)
    await talk.say(house["Dana"], "/doel Zes studenten", reply_to=before.id)
    written = await talk.reply(house["Evi"], "Tien is te veel", to=before)
    assert talk.sign_below(written) == KEPT or NOT_KEPT in house["Evi"].last


async def test_a_point_at_the_last_question_is_in_the_minutes_or_refused(house, talk):
    await talk.go_to(LAST)
    written = await talk.say(house["Anna"], "/punt Nog één ding")
    await talk.close()
    for name in ("Anna", "Dana"):
        await confirm(house[name])
    told = [point["text"] for question in minutes(house)["discussed"] for point in question["points"]]
    assert (talk.sign_below(written) == KEPT) == ("Nog één ding" in told)


# --- time ---


@pytest.fixture
async def within(tmp_path):
    async with TalkHouseWithin(tmp_path, TUESDAY) as house:
        house.seed_talk()
        await house.start()
        yield house


def notices(talk) -> list[str]:
    return [m.text for m in talk.messages if "De tijd voor vraag" in m.text]


async def pass_by(house: HouseWithin, **time: float) -> None:
    await house.wait_for(house.world.clock.now() + timedelta(**time))


async def test_the_time_of_a_question_gives_one_notice(within):
    talk = await within.make_talk()
    await talk.lead(within[BO], "In één ruimte")
    assert await talk.lead(within[BO], "Tijd") == "Nog 5 minuten. Nog eens tikken verandert de tijd."
    assert "⏱ 5 minuten" in talk.table.text
    await pass_by(within, minutes=4, seconds=30)
    assert notices(talk) == []
    await pass_by(within, minutes=1)
    assert notices(talk) == ["⏱ De tijd voor vraag 1 is om."]
    assert "⏱" not in talk.table.text
    for _ in range(2):
        await pass_by(within, hours=6)
    assert len(notices(talk)) == 1


async def test_time_that_was_changed_or_taken_back_gives_no_other_notice(within):
    talk = await within.make_talk()
    await talk.lead(within[BO], "Op afstand", "Tijd")
    assert "Nog 10 minuten" in await talk.lead(within[BO], "Tijd")
    await pass_by(within, minutes=6)
    assert notices(talk) == []
    await pass_by(within, minutes=5)
    assert len(notices(talk)) == 1
    for _ in range(3):
        await talk.lead(within[BO], "Tijd")
    assert await talk.lead(within[BO], "Tijd") == "Geen tijd meer."
    await talk.lead(within[BO], "Tijd")
    await talk.lead(within[BO], "Volgende ›")
    await pass_by(within, hours=1)
    assert len(notices(talk)) == 1


async def test_a_notice_that_came_due_while_the_program_was_down_comes_once(within):
    talk = await within.make_talk()
    await talk.lead(within[BO], "Op afstand", "Tijd")
    await within.stop()
    within.world.jump(timedelta(minutes=30))
    await within.start()
    await pass_by(within, seconds=1)
    await within.stop()
    await within.start()
    await pass_by(within, seconds=1)
    assert notices(talk) == ["⏱ De tijd voor vraag 1 is om."]


async def test_it_rests_a_night_and_a_manager_goes_on(within):
    talk = await within.make_talk()
    anna, bo = within["Anna"], within[BO]
    await talk.lead(bo, "Volgende ›")
    await talk.reply(anna, "Dat zien we morgen")
    assert await talk.lead(bo, "Pauze") == "Pauze. Verder gaan kan met /gesprek."
    assert "Pauze. Punten sturen kan nog." in talk.last
    await within.stop()
    within.world.jump(timedelta(days=1))
    await within.start()
    await talk.say(within["Evi"], "/punt Nog een gedachte van vannacht")
    await talk.command(within["Evi"], "gesprek")
    assert "Alleen de begeleider of een leidinggevende kan" in talk.last
    await talk.command(anna, "gesprek")
    assert talk.last == "Bo leidt dit gesprek. Neem je het over?"
    await talk.press(anna, "Ik neem het over")
    assert "vraag 2/6" in talk.table.text
    assert "2 punten genoteerd" in talk.table.text
    assert talk.table.id == talk.messages[-1].id
    assert "vraag 2/6" in anna.last
    assert "leidt de groep nu" in bo.last
    await talk.command(within["Dana"], "gesprek")
    assert talk.last == "Anna leidt dit gesprek. Neem je het over?"
    await talk.lead(anna, "Volgende ›")
    assert "vraag 3/6" in talk.table.text
    assert said(within) == ["Dat zien we morgen", "Nog een gedachte van vannacht"]


async def test_a_conversation_goes_on_after_a_kill(house, talk):
    await talk.reply(house["Anna"], "Voor de herstart")
    await house.restart()
    await talk.reply(house["Evi"], "En erna")
    await talk.lead(house[BO], "Volgende ›")
    assert "2 punten genoteerd" in talk.question(1).text
    assert "vraag 2/6" in talk.table.text
    assert said(house) == ["Voor de herstart", "En erna"]


@pytest.mark.parametrize("moments", [MOMENTS[1:2], pytest.param(MOMENTS, marks=pytest.mark.deep)], ids=["one", "every"])
async def test_points_survive_a_kill_at_every_kind_of_moment(house, talk, moments):
    """Each is kept once, also when Telegram gives it a second time; at worst its sign is missing."""
    killer, words = Killer(house, points := Points(times=1)), []
    points.left[Say] = list(moments)
    people = [house[name] for name in ("Anna", "Evi", "Dana")]
    while len(killer.struck) < len(moments):  # the end of a poll comes with the next update
        words.append(f"Punt {len(words)}")
        killer.arm(Say(words[-1]))
        talk.write(people[len(words) % 3], f"/punt {words[-1]}")
        await killer.strike_soon()
        await killer.survive()
    assert killer.struck == moments
    assert said(house) == words
    assert f"{len(words)} {'punt' if len(words) == 1 else 'punten'} genoteerd" in talk.question(1).text


# --- a group that becomes another chat ---


async def test_a_conversation_follows_its_group(house, talk):
    """In the supergroup messages are counted anew: what has the number of something older is new there."""
    early = [await talk.say(house["Anna"], f"/punt Punt {n} van hiervoor") for n in range(3)]
    await talk.reply(house["Evi"], "Ook van hiervoor")
    house.world.upgrade_group(talk.chat, house[BO].user)
    await house.settled()
    talk.chat.last_message_id = early[0].id - 1
    punt = f"/punt@{house.world.bot_username}"
    late = await talk.say(house["Evi"], f"{punt} Dit is nieuw")
    assert late.id == early[0].id
    assert "5 punten genoteerd" in talk.table.text
    await talk.rewrite(house["Evi"], late, f"{punt} Dit is echt nieuw")
    answered = await talk.reply(house["Dana"], "En een antwoord hier")
    assert talk.sign_below(answered) == KEPT
    old = [f"Punt {n} van hiervoor" for n in range(3)]
    assert said(house) == [*old, "Ook van hiervoor", "Dit is echt nieuw", "En een antwoord hier"]
    await talk.lead(house[BO], "Volgende ›")
    assert "vraag 2/6" in talk.table.text


async def test_the_first_words_of_a_goal_that_are_changed_late_are_no_second_goal(house, talk):
    await talk.go_to(5)
    first = await talk.say(house["Anna"], "/doel Tien studenten")
    await talk.say(house["Dana"], "/doel Zes studenten", reply_to=talk.goal.id)
    await talk.rewrite(house["Anna"], first, "/doel Tien leerlingen")
    assert house.count("question WHERE kind = 'proposal'") == 1
