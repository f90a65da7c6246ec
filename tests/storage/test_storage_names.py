"""Names that are also ordinary words, or those of somebody else: what goes with a person, and what must stay."""

import json
from collections.abc import Iterator

import pytest
from markupsafe import escape
from sqlalchemy import Text
from storage_life import GROUP, NAME, PEOPLE, Life
from storage_talk import act, erase, fill_in, join, leave, look, person_of, place_of, rename, talk_in_group
from storage_world import BOT

from bot.content.own_file import OwnQuestion, OwnSpec
from bot.content.own_sets import stored
from bot.content.screen import Button, Screen
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import Agreement, AgreementId, AgreementState, Terms
from bot.dialogs.instruments.ports import OWN_SETS
from bot.dialogs.instruments.rules import OwnSet, OwnSetId
from bot.dialogs.reveal.ports import REACTIONS
from bot.domain.asks import Degree, Link
from bot.domain.collaboration import Role
from bot.domain.ids import ChatId, CollaborationId, PartnerId
from bot.domain.rounds import Phase
from bot.engine.model import Chosen, StepId, Written
from bot.rooms import DIALOGS
from bot.turn.context import TurnContext
from bot.turn.incoming import to_json
from bot.turn.records import Outgoing
from storage.database import Database
from storage.erasing.around import TALKS, Around
from storage.schema import metadata

PHASE_3 = frozenset({Phase.COMMITMENT})
STRANGER = ChatId(5_000_000_900)


@pytest.fixture(autouse=True)
def dirk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PEOPLE, "Dirk", ChatId(5_000_000_020))


@pytest.fixture
def life(request: pytest.FixtureRequest) -> Iterator[Life]:
    with Database("sqlite://", BOT) as database:
        yield Life(database, getattr(request, "param", frozenset(Phase)))


def names(life: Life) -> list[str]:
    """All that has a name of its own, but for Dirk and Zebrina."""

    def read(uow):
        place = uow.collaborations.get(place_of(uow))
        people = [uow.people.in_chat(PEOPLE[one]).name for one in ("Anna", "Carla", "Bo")]
        return [place.name, *(one.name for one in uow.collaborations.partners(place.id)), *people]

    return look(life, read)


def agree(life: Life, place: CollaborationId, what: str, maker: str = "Anna") -> AgreementId:
    def deed(stage: TurnContext) -> AgreementId:
        new = Agreement(
            AgreementId(0), place, None, person_of(stage.uow, maker), Terms(what), stage.at, state=AgreementState.OPEN
        )
        return stage.uow.get(AGREEMENTS).add(new).id

    return act(life, maker, deed)


def what(life: Life, agreement: AgreementId) -> str:
    return look(life, lambda uow: uow.get(AGREEMENTS).get(agreement).terms.what)


def elsewhere(life: Life, *who: str) -> CollaborationId:
    """Another collaboration, with these people in it."""

    def deed(stage: TurnContext) -> CollaborationId:
        place = stage.uow.collaborations.add("Iets anders", stage.at).id
        for one in who:
            person = stage.uow.people.in_chat(PEOPLE[one]) or stage.uow.people.add(PEOPLE[one], one, "1", stage.at)
            stage.uow.collaborations.add_membership(person.id, place, None, Role.FACILITATOR, stage.at)
        return place

    return act(life, "Bo", deed)


def send(life: Life, chat: ChatId, html: str, label: str = "Menu", option: str = "p:menu", **also: str) -> None:
    """A message that waits."""
    message = Outgoing(chat, Screen(html, ((Button(label, option),),)), **also)
    look(life, lambda uow: uow.post.send([message], life.now))


def waiting(life: Life, chat: ChatId) -> list[Outgoing]:
    return [one for one in look(life, lambda uow: uow.post.waiting()) if one.chat == chat]


# --- what has the same name stays ---


def test_somebody_whose_name_begins_with_that_of_who_is_erased_keeps_it(life: Life):
    join(life, "Dirk", 1, name="Anna")
    of_anna_smit = agree(life, look(life, place_of), "Anna Smit belt de gemeente")
    erase(life, "Dirk")
    assert "Anna Smit" in names(life)
    assert what(life, of_anna_smit) == "Anna Smit belt de gemeente"


@pytest.mark.parametrize("name", ["Zorggroep", "Zorggroep Noord", "HLO Zorg", "Smit"])
def test_to_be_called_like_a_partner_for_a_while_changes_no_name(life: Life, name: str):
    join(life, "Dirk", 1)
    before = names(life)
    rename(life, "Dirk", name, "Dirk")
    assert names(life) == before
    rename(life, "Dirk", name)
    erase(life, "Dirk")
    assert names(life) == before


@pytest.mark.parametrize("name", ["motives", "reflections", "outcome", "ja", "een_tot_drie_jaar", "Bekend", "main"])
def test_a_settled_version_can_be_read_whatever_somebody_was_called(life: Life, name: str):
    fill_in(life, "Carla", "Bekend", motives=10)
    life.do("Carla", "[Vaststellen]", "[Vaststellen]")
    before = life.kept()
    rename(life, "Zebrina", name, "Zebra Streep")
    after = life.kept()
    assert (after["settlement"], after["answer"]) == (before["settlement"], before["answer"])
    rename(life, "Zebrina", name)
    erase(life, "Zebrina")
    assert "eigen imago: <b>Ja</b>" in life.do("Carla", "/menu", "[Bekijk wat is vastgesteld]")


def test_what_was_chosen_stays_whatever_somebody_was_called(life: Life):
    fill_in(life, "Anna", "Een goede naam")

    def chosen(uow):
        talk = next(one for one in uow.conversations.in_chat(PEOPLE["Anna"]) if one.dialog == "preparation")
        return {step: one for step, one in uow.conversations.answers(talk.id).items() if isinstance(one, Chosen)}

    before = look(life, chosen)
    rename(life, "Zebrina", "nee")
    erase(life, "Zebrina")
    assert look(life, chosen) == before


def test_two_people_with_one_name_do_not_take_it_from_each_other(life: Life):
    # By a name alone nobody can tell whose it is, so that it stays in what was written.
    join(life, "Dirk", 1, name=NAME)
    one = agree(life, look(life, place_of), f"{NAME} maakt de roosters")
    rename(life, "Dirk", "Dirk Jan")
    rename(life, "Dirk", NAME)
    erase(life, "Dirk")
    assert what(life, one) == f"{NAME} maakt de roosters"
    erase(life, "Zebrina")
    assert what(life, one) == "… maakt de roosters"


# --- another name ---


def test_another_name_does_not_change_what_people_wrote(life: Life):
    talk_in_group(life)
    life.do("Carla @", f"/punt {NAME} weet hier veel van")
    one = agree(life, look(life, place_of), f"{NAME} maakt de roosters")
    rename(life, "Zebrina", "Zebra Streep")
    assert what(life, one) == f"{NAME} maakt de roosters"
    assert f"{NAME} weet hier veel van" in life.kept()["question_contribution"]


def test_whoever_is_settling_sees_another_name_at_once(life: Life):
    fill_in(life, "Zebrina", f"Bekend worden, zegt {NAME}")
    fill_in(life, "Anna", "Een goede naam")
    life.do("Anna", "[Vaststellen]", "[Begin]")
    rename(life, "Zebrina", "Zebra Streep")
    drafts = life.kept()["snapshot"]
    assert "Zebra Streep" in drafts
    assert f"zegt {NAME}" in drafts
    assert "Zebra Streep" in life.do("Anna", "/menu", "[Vaststellen]")


def test_a_message_on_its_way_tells_another_name(life: Life):
    send(life, PEOPLE["Anna"], f"<b>{NAME}</b> is klaar", NAME)
    send(life, GROUP, "Zebrina leidt het gesprek")
    bind_group(life)
    rename(life, "Zebrina", "Zebra Streep")
    (private,) = waiting(life, PEOPLE["Anna"])
    assert (private.screen.html, private.screen.buttons[0][0].label) == ("<b>Zebra Streep</b> is klaar", "Zebra Streep")
    assert waiting(life, GROUP)[0].screen.html == "Zebra leidt het gesprek"


def bind_group(life: Life) -> None:
    life.hold(GROUP)
    life.do("Bo", "/overzicht", "[Groepen]", "[Groep voor HLO Zorg in de wijk]")
    life.do("Bo @", "{link van Bo}")


# --- where the name of who is erased goes, and where it stays ---


def test_a_name_goes_where_somebody_was_once_and_stays_where_they_never_were(life: Life):
    here = agree(life, look(life, place_of), f"{NAME} maakt de roosters")
    other_place = elsewhere(life, "Anna", "Dirk")
    there = agree(life, other_place, f"{NAME} maakt de roosters")
    leave(life, "Zebrina")
    erase(life, "Zebrina")
    assert (what(life, here), what(life, there)) == ("… maakt de roosters", f"{NAME} maakt de roosters")


def test_a_colleague_keeps_what_they_typed_about_something_else(life: Life):
    # Anna is in both places: it is the place that counts, not who wrote it.
    here, there = look(life, place_of), elsewhere(life, "Anna")
    notes = {place: agree(life, place, "De roosters") for place in (here, there)}
    said = StepId("note.text")

    def type_notes(stage: TurnContext) -> dict[CollaborationId, int]:
        keep, anna = stage.uow.conversations, person_of(stage.uow, "Anna")
        talks = {p: keep.add("note", PEOPLE["Anna"], anna, one, "1", stage.at).id for p, one in notes.items()}
        for talk in talks.values():
            keep.save_answers(talk, {}, {said: Written(f"Vraag het {NAME}")}, stage.at)
        return talks

    talks = act(life, "Anna", type_notes)
    erase(life, "Zebrina")
    kept = {place: look(life, lambda uow, talk=talk: uow.conversations.answers(talk)) for place, talk in talks.items()}
    assert kept == {here: {said: Written("Vraag het …")}, there: {said: Written(f"Vraag het {NAME}")}}


def test_every_dialog_is_known_to_be_about_something():
    # A dialog that is not named there would keep a name that was typed in it.
    assert sorted(dialog for about in TALKS.values() for dialog in about) == sorted(DIALOGS)


IN_JSON = {
    "settlement.form",
    "snapshot.drafts",
    "minutes.body",
    "outbox.body",
    "inbox.body",
    "page_message.body",
    "own_set.body",
}
LINES = {"ask_link.ask", "ask_link.offer"}
NAMES_OF_THEIR_OWN = {"person.name", "collaboration.name", "partner.name", "partner.sector"}
EMPTIED = {"page_session.said"}
"""The answer to a tap: of everybody around, when a name goes."""
NO_WORDS = {"answer.step", "answer.item", "conversation.cursor", "conversation.long_text_step", "content.files"}
"""Ids, and the texts of the instrument."""


def test_every_column_with_text_is_searched_or_left_alone_on_purpose(life: Life):
    # A new column in which people write has to be searched too.
    def searched(uow):
        around = Around(uow.people._reads.connection, person_of(uow, "Zebrina"))
        return {str(column) for column, _ in around.texts()}

    texts = {str(c) for t in metadata.sorted_tables for c in t.columns if isinstance(c.type, Text)}
    assert texts == look(life, searched) | IN_JSON | EMPTIED | LINES | NAMES_OF_THEIR_OWN | NO_WORDS


def test_a_name_goes_from_a_question_set_of_a_team(life: Life):
    spec = OwnSpec(
        name="Team", title="Van ons", about=f"Vraag het {NAME}", questions=(OwnQuestion(text=f"Wat doet {NAME}?"),)
    )

    def give(stage: TurnContext) -> OwnSetId:
        bo = person_of(stage.uow, "Bo")
        new = OwnSet(OwnSetId(0), place_of(stage.uow), bo, stage.at, stored(spec))
        return stage.uow.get(OWN_SETS).add(new).id

    kept = act(life, "Bo", give)
    erase(life, "Zebrina")
    now = OwnSpec.model_validate_json(look(life, lambda uow: uow.get(OWN_SETS).get(kept).body))
    assert (now.about, now.questions[0].text) == ("Vraag het …", "Wat doet …?")
    assert (now.name, now.answered_by) == (spec.name, spec.answered_by)


def test_a_name_goes_from_a_settled_version_and_from_the_minutes(life: Life):
    # What was settled and fixed stays readable, word for word but for the name.
    talk_in_group(life)
    life.do("Carla @", f"/punt {NAME} weet hier veel van", f"/doel {NAME} wordt bekend")
    life.do("Bo", *["[Volgende ›]"] * 5, "[Afsluiten]", "[Ja, afsluiten]")
    for who in ("Anna", "Carla"):
        life.do(who, "[Bekijk het verslag]", "[Ja, klopt]")
    assert NAME in life.kept()["minutes"]
    erase(life, "Zebrina")
    assert life.where(NAME) == set()
    assert "… weet hier veel van" in life.kept()["minutes"]
    assert "Bekend in de wijk" in life.kept()["settlement"]


def test_a_line_without_the_name_can_still_be_unlinked(life: Life):
    link = Link(PartnerId(1), f"Tijd van {NAME}", PartnerId(2), "Een dag per week", Degree.HALF)

    def deed(stage: TurnContext) -> int:
        round_ = stage.uow.rounds.latest(place_of(stage.uow))
        assert round_ is not None
        stage.uow.get(REACTIONS).link(round_.id, link, stage.at)
        return round_.id

    round_ = act(life, "Anna", deed)
    erase(life, "Zebrina")
    (now,) = look(life, lambda uow: uow.get(REACTIONS).links(round_))
    assert now.ask == "Tijd van …"
    look(life, lambda uow: uow.get(REACTIONS).unlink(round_, now))
    assert look(life, lambda uow: uow.get(REACTIONS).links(round_)) == ()


def test_an_update_that_was_not_taken_up_yet_loses_the_name(life: Life):
    def wait(who: str, text: str) -> None:
        incoming = life.phone(who).types(text)
        look(life, lambda uow: uow.post.receive(incoming.update, to_json(incoming), life.now))

    wait("Zebrina", f"Ik ben {NAME}")
    wait("Anna", f"Vraag het {NAME}")
    erase(life, "Zebrina")
    assert NAME not in life.kept()["inbox"]
    assert "Anna Smit" in life.kept()["inbox"]


# --- messages that wait ---


def test_messages_to_others_are_sent_whatever_was_chosen(life: Life):
    # "enigszins" stands on the buttons of everybody who fills in the form.
    life.do("Zebrina", "/invullen", "[Begin met de motieven]", "enigszins", "Ja, zeker", *["n"] * 10, "klaar")
    life.do("Carla", "/invullen")
    life.hold(PEOPLE["Carla"])
    life.do("Carla", "[Begin met de motieven]")
    before = waiting(life, PEOPLE["Carla"])
    assert len(before) == 1
    erase(life, "Zebrina")
    assert waiting(life, PEOPLE["Carla"]) == before


def test_a_message_with_the_same_first_name_is_sent_as_it_is(life: Life):
    # In private nobody is called by a first name but the one who reads it.
    join(life, "Dirk", 1, name="Zebrina Boom")
    send(life, PEOPLE["Dirk"], "Goedemorgen Zebrina, er is nieuws")
    erase(life, "Zebrina")
    assert waiting(life, PEOPLE["Dirk"])[0].screen.html == "Goedemorgen Zebrina, er is nieuws"


def test_a_message_about_who_was_erased_is_sent_without_the_name(life: Life):
    send(life, PEOPLE["Anna"], f"<b>{NAME}</b> is klaar", f"Bekijk {NAME}", "p:antwoorden:1")
    erase(life, "Zebrina")
    (one,) = waiting(life, PEOPLE["Anna"])
    assert one.screen == Screen("<b>…</b> is klaar", ((Button("Bekijk …", "p:antwoorden:1"),),))


@pytest.mark.parametrize("name", ["b", "amp", "O'Brien & Zn", 'Jo "de" Wit', "<i>"])
def test_a_name_with_signs_leaves_a_message_whole(life: Life, name: str):
    rename(life, "Zebrina", name)
    send(life, PEOPLE["Anna"], f"<b>Wij &amp; zij</b>: {escape(name)} is klaar", "Menu", "b")
    send(life, PEOPLE["Anna"], "Het verslag", document=json.dumps({"naam": name}), file="x.json")
    erase(life, "Zebrina")
    message, document = waiting(life, PEOPLE["Anna"])
    assert message.screen == Screen("<b>Wij &amp; zij</b>: … is klaar", ((Button("Menu", "b"),),))
    assert json.loads(document.document or "") == {"naam": "…"}


def test_messages_about_another_collaboration_stay(life: Life):
    elsewhere(life, "Dirk")
    fill_in(life, "Zebrina", "Bekend worden in de wijk")
    send(life, PEOPLE["Dirk"], f"{NAME} wil: Bekend worden in de wijk")
    send(life, STRANGER, "Bekend worden in de wijk")
    before = waiting(life, PEOPLE["Dirk"]) + waiting(life, STRANGER)
    erase(life, "Zebrina")
    assert waiting(life, PEOPLE["Dirk"]) + waiting(life, STRANGER) == before


def test_a_long_draft_that_is_shown_in_part_goes_too(life: Life):
    draft = "Wij willen dat iedereen in de wijk ons kent en weet te vinden. " * 5
    fill_in(life, "Zebrina", draft)
    send(life, PEOPLE["Anna"], f"Zij schreef: <i>{draft[:110]}…</i>")
    erase(life, "Zebrina")
    assert waiting(life, PEOPLE["Anna"]) == []


def test_what_others_say_too_is_no_draft(life: Life):
    fill_in(life, "Zebrina", "Een goede naam")
    fill_in(life, "Anna", "Een goede naam")
    send(life, PEOPLE["Anna"], "Jij schreef: Een goede naam")
    erase(life, "Zebrina")
    assert len(waiting(life, PEOPLE["Anna"])) == 1
