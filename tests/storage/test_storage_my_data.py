"""What is kept about somebody is shown to them in full, also of where they take part no more."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from storage_life import Life
from storage_talk import act, leave, look, person_of, place_of, talk_in_group
from storage_world import BOT

from bot.content.load import load_instrument
from bot.content.phrases import load_phrases
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import (
    Agreement,
    AgreementEvent,
    AgreementId,
    AgreementState,
    EventKind,
    LookBackResult,
    Terms,
    with_terms,
)
from bot.dialogs.alignment.facts.queries import binding_of
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Check, Discussion
from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.commitment.rules import SharedAnswer, Stand, Statement
from bot.dialogs.questions.actions import say, spoken_to
from bot.dialogs.questions.facts import proposals_in
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import FIRST_WORDING, PutQuestion, QuestionKind, Seat
from bot.dialogs.reveal.ports import REACTIONS
from bot.dialogs.years.ports import YEARS
from bot.domain.asking import About, Prompt, Response, Topic
from bot.domain.group import ChatThread
from bot.domain.ids import PartnerId, PersonId, QuestionId, RoundId, RunId
from bot.domain.motive import Choice
from bot.domain.rounds import Phase, RunState
from bot.rooms import DIALOGS
from bot.turn.context import TurnContext
from bot.turn.records import Vote
from storage.database import Database
from storage.schema import metadata

NORTH = PartnerId(2)
NEEDED = "f2.b4"
WORDS = load_instrument().texts
DAY = date(2027, 1, 11)


@pytest.fixture
def life() -> Iterator[Life]:
    """Carla has said something in the group, and proposed a goal."""
    with Database("sqlite://", BOT) as database:
        life = Life(database)
        talk_in_group(life)
        life.do("Carla @", "/punt Wij hebben een eigen lokaal", "/doel Samen bekend worden")
        yield life


def file_of(life: Life, who: str) -> dict[str, Any]:
    life.do(who, "/mijngegevens")
    shown = life.do(who, "[Alles als bestand]")
    found: dict[str, Any] = json.loads(shown[shown.index("{") : shown.rindex("}") + 1])
    return found


def discussion_of(stage: TurnContext) -> Discussion:
    (run,) = [one for one in stage.uow.rounds.runs(round_of(stage)) if one.phase is Phase.ALIGNMENT]
    found = stage.uow.get(DISCUSSIONS).of(run.id)
    assert found is not None
    return found


def round_of(stage: TurnContext) -> RoundId:
    found = stage.uow.rounds.latest(place_of(stage.uow))
    assert found is not None
    return found.id


def run_of(stage: TurnContext, phase: Phase) -> RunId:
    """Of Carla's partner."""
    (found,) = [r.id for r in stage.uow.rounds.runs(round_of(stage)) if (r.phase, r.partner) == (phase, NORTH)]
    return found


def talk(stage: TurnContext) -> None:
    """Verdicts, the minutes, and what is taken home; Bo says other things, which are not Carla's."""
    discussion, keep = discussion_of(stage), stage.uow.get(DISCUSSIONS)
    carla, bo = person_of(stage.uow, "Carla"), person_of(stage.uow, "Bo")
    (goal,) = proposals_in(stage, discussion.run)
    needed = spoken_to(stage, binding_of(stage, discussion), stage.uow.rounds.run(discussion.run), NEEDED)
    cast = stage.uow.get(QUESTIONS).cast
    cast(needed.id, FIRST_WORDING, Vote(carla, NORTH, "ja"), stage.at)
    cast(goal.id, goal.number, Vote(carla, NORTH, "bezwaar", "Dit kost te veel"), stage.at)
    cast(goal.id, goal.number, Vote(bo, PartnerId(1), "zorg", "Van Bo"), stage.at)
    keep.check(discussion.id, Check(NORTH, carla, confirmed=False, correction="Er staat een fout in"))
    keep.take_home(discussion.id, carla, [NORTH])


def answer_board(stage: TurnContext) -> None:
    """A motive in the group, with a reply of Carla and one of Bo."""
    keep, carla = stage.uow.get(QUESTIONS), person_of(stage.uow, "Carla")
    (binding,) = stage.uow.groups.of(place_of(stage.uow))
    placed = stage.uow.post.place(ChatThread(binding.chat_thread.chat)).id
    new = PutQuestion(
        QuestionId(0), QuestionKind.MOTIVE, binding.id, round_of(stage), None, "pp.leg.1", stage.at, placed
    )
    board = keep.put(replace(new, text="Eigen imago", cluster="leg"))
    keep.sit([Seat(board.id, carla, run_of(stage, Phase.PREPARATION), NORTH, "pp.leg.1", voted=True)])
    say(stage, board, carla, NORTH, message=1, text="Dat de wijk ons kent")
    say(stage, board, person_of(stage.uow, "Bo"), NORTH, message=2, text="Van Bo")


def agree(stage: TurnContext) -> None:
    """An agreement of somebody else, with a note of Carla, and her word on two days of looking back."""
    keep, carla = stage.uow.get(AGREEMENTS), person_of(stage.uow, "Carla")
    anna = person_of(stage.uow, "Anna")
    new = Agreement(AgreementId(0), place_of(stage.uow), None, anna, Terms("De roosters maken"), stage.at)
    one = keep.add(replace(new, state=AgreementState.OPEN))
    keep.happened(
        AgreementEvent(one.id, EventKind.NOTED, stage.at, carla, note="Loopt wat stroef", what=one.terms.what)
    )
    keep.happened(AgreementEvent(one.id, EventKind.NOTED, stage.at, anna, note="Van Anna"))
    keep.look_back(one.id, DAY, carla, LookBackResult.NOT_YET)
    keep.look_back(one.id, date(2027, 4, 12), carla, LookBackResult.PARTLY)


def commit(stage: TurnContext, carla: PersonId) -> None:
    """Phase 3: what Carla's partner commits to, an answer she shares, and one she gave in the group."""
    of = stage.uow.rounds.add_run(round_of(stage), Phase.COMMITMENT, NORTH, RunState.OPEN)
    run = of.id
    keep = stage.uow.get(COMMITMENTS)
    keep.state(Statement(run, Stand.CONDITIONAL, carla, stage.at, "Als er tijd voor is", "langer", shared=True))
    keep.share(SharedAnswer(run, carla, "f3.com.1"))
    (binding,) = stage.uow.groups.of(place_of(stage.uow))
    say(stage, spoken_to(stage, binding, of, "f3.com.1"), carla, NORTH, message=7, text="Wij vragen het bestuur")


def ask(stage: TurnContext, carla: PersonId) -> None:
    """What came by itself, the pulse, and a card of the reveal."""
    topic = Topic(About.PULSE, round_of(stage), DAY)
    stage.uow.asking.save(Prompt(carla, topic, stage.at, Response.LATER, stage.at))
    stage.uow.get(YEARS).feel(round_of(stage), carla, "pp.leg.1", DAY, Choice.SOMEWHAT)
    stage.uow.get(REACTIONS).react(round_of(stage), "blind.0", carla, "bewust", stage.at)


def do_all(life: Life) -> None:
    carla = look(life, lambda uow: person_of(uow, "Carla"))
    act(life, "Carla", talk)
    act(life, "Carla", answer_board)
    act(life, "Carla", agree)
    act(life, "Carla", lambda stage: commit(stage, carla))
    act(life, "Carla", lambda stage: ask(stage, carla))


@pytest.mark.parametrize("left", [False, True], ids=["takes part", "has left"])
def test_all_that_somebody_ever_said_is_in_the_file(life: Life, left: bool):
    do_all(life)
    if left:
        leave(life, "Carla")
    found = file_of(life, "Carla")
    place = {"samenwerking": "HLO Zorg in de wijk"}
    mine = {**place, "namens": "Zorggroep Noord"}
    assert [len(found[one]) for one in ("doet_mee_aan", "deed_mee_aan")] == [not left, left]
    assert [one["tekst"] for one in found["punten_in_gesprekken"]] == ["Wij hebben een eigen lokaal"]
    assert found["voorgestelde_doelen"] == [{**place, "tekst": "Samen bekend worden", "versie": 1}]
    assert found["oordelen"] == [
        {**mine, "vraag": WORDS[NEEDED], "keuze": "ja", "reden": ""},
        {**mine, "doel": "Samen bekend worden", "versie": 1, "keuze": "bezwaar", "reden": "Dit kost te veel"},
    ]
    assert found["over_verslagen"] == [{**mine, "klopt": False, "verbetering": "Er staat een fout in"}]
    assert found["nam_mee_voor"] == ["Zorggroep Noord"]
    assert {**place, "motief": "Eigen imago", "daar_geantwoord": True} in found["motieven_in_groepen"]
    assert found["geschreven_bij_motieven"] == [{"motief": "Eigen imago", "tekst": "Dat de wijk ons kent"}]
    (agreement,) = found["afspraken"]
    assert (agreement["wat"], agreement["zelf_gemaakt"]) == ("De roosters maken", False)
    assert [one["notitie"] for one in agreement["geschiedenis"]] == ["Loopt wat stroef"]
    assert agreement["terugblikken"] == [
        {"dag": "2027-01-11", "uitkomst": "nog_niet"},
        {"dag": "2027-04-12", "uitkomst": "deels"},
    ]
    assert found["committeren"][0] | mine == found["committeren"][0]
    assert (found["committeren"][0]["voorwaarde"], found["committeren"][0]["termijn"]) == (
        "Als er tijd voor is",
        "langer",
    )
    assert found["gedeelde_antwoorden"] == [{**place, "vraag": WORDS["f3.com.1"]}]
    assert found["gezegd_in_fase_3"] == ["Wij vragen het bestuur"]
    assert found["waardepolsslag"] == [
        {**place, "motief": WORDS["pp.leg.1"], "dag": "2027-01-11", "antwoord": "enigszins"}
    ]
    assert [(one["fase"], one["ingediend"] is not None) for one in found["fases"]] == [(Phase.PREPARATION, True)]
    assert found["gezien_in_groepen"] == ["Groep"]
    assert found["bij_de_onthulling"] == [{**place, "kaart": "blind.0", "keuze": "bewust"}]
    assert [(one["over"], one["antwoord"]) for one in found["herinneringen"]] == [("polsslag", "later")]


def test_the_file_reads_as_somebody_answered(life: Life):
    filled = life.do("Carla", "/mijngegevens")
    talks = file_of(life, "Carla")["gesprekken"]
    form = next(one for one in talks if one["technisch"]["gesprek"] == "preparation")
    assert form["over"] == "Fase 1, voorbereiding"
    given = sum("antwoord" in answer for one in talks for answer in one["antwoorden"])
    assert f"Antwoorden: {given}\n" in filled
    skipped = [one for one in form["antwoorden"] if "antwoord" not in one]
    assert skipped
    assert all(one == {"vraag": one["vraag"], "overgeslagen": True} for one in skipped)
    assert all(f"my_data.talk_{dialog}" in load_phrases() for dialog in DIALOGS)
    ids = set(WORDS) | set(form["technisch"]["stappen"])
    assert not [one for one in form["antwoorden"] if one["vraag"] in ids]
    assert form["begonnen"].startswith("2026-09-01 10:")  # eight by the clock of the world, ten in the Netherlands


def test_what_others_said_is_not_in_it(life: Life):
    do_all(life)
    assert "Van " not in json.dumps(file_of(life, "Carla"))
    assert "Van Bo" in json.dumps(file_of(life, "Bo"))


def test_every_wording_of_a_goal_that_somebody_judged_is_in_it(life: Life):
    # The ballots on an earlier wording stay, under the number of that wording.
    act(life, "Carla", talk)

    def word_anew(stage: TurnContext) -> None:
        word(stage, "Samen gezien worden", "Carla")

    act(life, "Carla", word_anew)
    verdicts = [one for one in file_of(life, "Carla")["oordelen"] if "doel" in one]
    assert [(one["versie"], one["doel"], one["reden"]) for one in verdicts] == [
        (1, "Samen bekend worden", "Dit kost te veel")
    ]


# --- others' words only as they stood ---


def in_other_words(stage: TurnContext) -> None:
    """Anna gives the goal of Carla other words."""
    word(stage, "Samen gezien worden", "Anna")


def word(stage: TurnContext, text: str, who: str) -> None:
    """Other words for the only goal."""
    (goal,) = proposals_in(stage, discussion_of(stage).run)
    now = replace(goal, text=text, number=goal.number + 1)
    stage.uow.get(QUESTIONS).word(now, person_of(stage.uow, who), 99)


@pytest.mark.parametrize("left", [False, True], ids=["takes part", "has left"])
def test_a_goal_is_in_the_words_that_somebody_gave_it(life: Life, left: bool):
    act(life, "Carla", talk)
    if left:
        leave(life, "Carla")
    act(life, "Anna", in_other_words)
    mine = file_of(life, "Carla")
    assert [(one["tekst"], one["versie"]) for one in mine["voorgestelde_doelen"]] == [("Samen bekend worden", 1)]
    assert "gezien" not in json.dumps([mine["voorgestelde_doelen"], mine["oordelen"]])
    hers = file_of(life, "Anna")["voorgestelde_doelen"]
    assert [(one["tekst"], one["versie"]) for one in hers] == [("Samen gezien worden", 2)]


def test_words_of_a_goal_that_nobody_kept_are_left_out(life: Life):
    act(life, "Carla", talk)
    act(life, "Anna", in_other_words)
    look(life, lambda uow: uow.people._reads.connection.execute(text("DELETE FROM question_wording WHERE version = 1")))
    mine = file_of(life, "Carla")
    assert [(one["tekst"], one["versie"]) for one in mine["voorgestelde_doelen"]] == [(None, 1)]
    assert [(one["doel"], one["versie"]) for one in mine["oordelen"] if "doel" in one] == [(None, 1)]


def test_an_agreement_is_told_as_it_stood_to_who_left(life: Life):
    act(life, "Carla", agree)
    leave(life, "Carla")

    def change(stage: TurnContext) -> None:
        (one,) = stage.uow.get(AGREEMENTS).of(place_of(stage.uow))
        stage.uow.get(AGREEMENTS).save(
            replace(with_terms(one, what="Nieuwe woorden", due=DAY), state=AgreementState.DONE)
        )

    act(life, "Anna", change)
    (told,) = file_of(life, "Carla")["afspraken"]
    assert (told["wat"], told["wanneer"], told["staat"]) == ("De roosters maken", None, None)
    (told,) = file_of(life, "Anna")["afspraken"]
    assert (told["wat"], told["wanneer"], told["staat"]) == ("Nieuwe woorden", "2027-01-11", "gedaan")


def test_an_agreement_whose_words_nobody_kept_is_told_without(life: Life):
    act(life, "Carla", agree)
    leave(life, "Carla")
    look(life, lambda uow: uow.people._reads.connection.execute(text("UPDATE agreement_event SET what = NULL")))
    (told,) = file_of(life, "Carla")["afspraken"]
    assert (told["wat"], told["geschiedenis"][0]["notitie"]) == (None, "Loopt wat stroef")


def test_a_name_goes_from_words_as_they_stood(life: Life):
    act(life, "Carla", agree)

    def with_her_name(stage: TurnContext) -> None:
        word(stage, "Carla Boon wijst de weg", "Anna")
        word(stage, "Samen de weg wijzen", "Carla")
        (one,) = stage.uow.get(AGREEMENTS).of(place_of(stage.uow))
        words = AgreementEvent(one.id, EventKind.CHANGED, stage.at, what="Carla Boon belt")
        stage.uow.get(AGREEMENTS).happened(words)

    act(life, "Anna", with_her_name)
    life.do("Carla", "/mijngegevens", "[Alles van mij wissen]", "[Ja, wis alles]")
    run = look(life, lambda uow: next(r.id for r in uow.rounds.runs(RoundId(1)) if r.phase is Phase.ALIGNMENT))
    kept = look(life, lambda uow: [w.text for w in uow.get(QUESTIONS).wordings(run)])
    assert kept[1:] == ["… wijst de weg", "Samen de weg wijzen"]
    said = look(life, lambda uow: [one.what for one in uow.get(AGREEMENTS).events(AgreementId(1))])
    assert said[-1] == "… belt"


SHOWN = {
    "agreement": "afspraken",
    "agreement_event": "afspraken",
    "looked_back": "afspraken",
    "commitment": "committeren",
    "conversation": "gesprekken",
    "instrument_run": "verdieping",
    "kept_answer": "antwoorden_bij_afsluiten",
    "mail_address": "e_mail",
    "membership": "doet_mee_aan",
    "minutes_check": "over_verslagen",
    "calendar_address": "agenda_adressen",
    "own_set": "eigen_vragensets",
    "paper_form": "van_papier",
    "prompt": "herinneringen",
    "participation": "fases",
    "person_chat": "ook_via",
    "pulse_answer": "waardepolsslag",
    "reaction": "bij_de_onthulling",
    "question_ballot": "oordelen",
    "question_contribution": "punten_in_gesprekken",
    "question_seat": "motieven_in_groepen",
    "question_wording": "voorgestelde_doelen",
    "seen": "gezien_in_groepen",
    "shared_answer": "gedeelde_antwoorden",
    "taken_home": "nam_mee_voor",
}
"""Where in the file the rows of a table are."""
ONLY_WHO_DID_IT = {
    "binding_request",
    "chat_binding",
    "discussion",
    "group_lead",
    "group_session",
    "invitation",
    "question",
    "settlement",
}
"""What belongs to a group or a partner, and only tells who made it, leads it or settled it."""

GOES_BY_ITSELF = {"entry_link", "letter"}
"""The hash of a link, for a quarter of an hour; that a letter is to be written."""


def test_every_table_about_people_is_shown_or_left_out_on_purpose(life: Life):
    # A new table with people in it has to be given a place in the file.
    about = {t.name for t in metadata.sorted_tables if any(k.column.table.name == "person" for k in t.foreign_keys)}
    assert about == SHOWN.keys() | ONLY_WHO_DID_IT | GOES_BY_ITSELF
    assert set(SHOWN.values()) <= file_of(life, "Carla").keys()


def test_the_page_counts_what_somebody_said_where_they_take_part_no_more(life: Life):
    leave(life, "Carla")
    assert "Punten in gesprekken: 1" in life.do("Carla", "/mijngegevens")
