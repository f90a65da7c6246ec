"""Our own dialogs over the real content: what they ask, what they return, and that any of it fits a phone."""

import html
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.load import load_instrument
from bot.content.phrases import load_phrases
from bot.content.screen import event_of, screen_of, typed_event
from bot.content.sizes import LABEL_LIMIT, MESSAGE_LIMIT, OPTION_LIMIT
from bot.dialogs.collaborations.dialog import (
    MOST_PARTNERS,
    NEW_COLLABORATION,
    CreateCollaboration,
    NewCollaborationFacts,
    NewPartner,
)
from bot.dialogs.people.dialog import LEAVE, WELCOME, Arrival, Decline, Join, Leave, LeaveFacts, Place, WelcomeFacts
from bot.dialogs.preparation.dialog.form import FOR_NOW, GO_ON, LANDING, PREPARATION, HandIn, PreparationFacts
from bot.dialogs.preparation.dialog.quick_scan import QUICK_SCAN, QuickScanFacts
from bot.domain.collaboration import Ownership, PartnerKind, Role
from bot.domain.ids import InvitationId, MembershipId, RunId
from bot.domain.rounds import Phase, RoundMode
from bot.engine.advance import DONE, SKIP, DialogFactory, advance, walk
from bot.engine.model import (
    Answer,
    Ask,
    ChangeRequested,
    Chosen,
    Complete,
    Event,
    Open,
    Phrase,
    Pressed,
    Resumed,
    Session,
    Skipped,
    StepId,
    Turn,
    Typed,
    Written,
)
from bot.rooms import DIALOGS
from bot.turn.check import Example, examples
from bot.turn.days import Calendar

AT = datetime(2026, 9, 16, 10, tzinfo=UTC)
instrument = load_instrument()
phrases = load_phrases()


def play(begin: DialogFactory, *inputs: str) -> Turn:
    """Press each option that is offered, and the rows of a review by `@step`; type what is neither."""
    turn = advance(begin, Session(), Resumed(AT))
    for number, given_ in enumerate(inputs):
        ask = turn.effects[-1]
        assert isinstance(ask, Ask), f"{given_} comes after the end"
        offered = {option.id for option in ask.step.options} | {SKIP, DONE}
        tapped = given_ in offered or given_.startswith("@")
        event = event_of(given_, AT) if tapped else Typed(given_, AT, f"i{number}")
        turn = advance(begin, turn.session, event)
    return turn


def result(begin: DialogFactory, *inputs: str) -> object:
    effect = play(begin, *inputs).effects[-1]
    assert isinstance(effect, Complete), effect
    return effect.result


def asked(begin: DialogFactory, answers: Mapping[StepId, Answer]) -> list[str]:
    return [str(step.id) for step in walk(begin, answers).steps]


# --- welcome and leave ----------------------------------------------------------------------------------------------


def welcome(*, consented: bool) -> DialogFactory:
    return WELCOME.begin(WelcomeFacts(InvitationId(5), "HLO", "Noord", Role.MANAGER, Arrival(consented)))


@pytest.mark.parametrize(
    ("consented", "inputs", "expected"),
    [
        (False, ["klopt", "akkoord"], Join(InvitationId(5))),
        (False, ["klopt", "niet_akkoord"], Decline(wrong=False)),
        (False, ["klopt_niet"], Decline(wrong=True)),
        (True, ["klopt"], Join(InvitationId(5))),
        (True, ["klopt_niet"], Decline(wrong=True)),
    ],
)
def test_welcome_asks_consent_once(consented: bool, inputs: list[str], expected: object):
    assert result(welcome(consented=consented), *inputs) == expected


def test_leave_asks_which_only_when_there_are_several():
    here, there = Place(MembershipId(1), "Een"), Place(MembershipId(2), "Twee")
    one, two = LEAVE.begin(LeaveFacts((here,))), LEAVE.begin(LeaveFacts((here, there)))
    assert result(one, "verlaten") == Leave(MembershipId(1))
    assert result(two, "2", "verlaten") == Leave(MembershipId(2))
    assert result(two, "2", "blijven") == Leave(None)


# --- a new collaboration ------------------------------------------------------------------------------------------


def new(*, consented: bool = True) -> DialogFactory:
    return NEW_COLLABORATION.begin(
        NewCollaborationFacts(Arrival(consented), Calendar(date(2026, 9, 16), lambda t, at: Chosen("2026-10-01")))
    )


def test_a_collaboration_is_made_of_what_was_answered():
    inputs = ["HLO <Zorg>", "ook_lid", "Noord", "praktijkpartner", "publiek"]
    inputs += ["Fontys", "opleiding", SKIP, "klaar", "0", "leidinggevende", "apart", "twee_weken"]
    inputs += ["@new.partner.0.sector", "zorg", "@new.partner.1.sector", "sport"]
    inputs += ["@new.phases", "commitment", "klaar", "openen"]
    assert result(new(), *inputs) == CreateCollaboration(
        "HLO <Zorg>",
        (
            NewPartner("Noord", PartnerKind.PRACTICE, "zorg", Ownership.PUBLIC),
            NewPartner("Fontys", PartnerKind.PROGRAMME, "sport", None),
        ),
        own_partner=0,
        own_role=Role.MANAGER,
        mode=RoundMode.APART,
        phases=frozenset({Phase.PREPARATION, Phase.ALIGNMENT}),
        deadline=date(2026, 9, 30),
        open_now=True,
    )


def test_sector_and_phases_are_asked_only_of_who_wants_them_otherwise():
    inputs = ["HLO", "alleen_begeleider", "Noord", "praktijkpartner", "publiek", "klaar", "apart", SKIP, "openen"]
    made = result(new(), *inputs)
    assert isinstance(made, CreateCollaboration)
    assert (made.partners[0].sector, made.phases) == (None, frozenset(Phase))


def test_nothing_is_asked_of_who_does_not_agree():
    assert result(new(consented=False), "niet_akkoord") == Decline(wrong=False)


def test_there_are_never_more_partners_than_fit():
    partner = ["opleiding", SKIP]
    inputs = ["HLO", "alleen_begeleider"]
    for number in range(MOST_PARTNERS):
        inputs += [f"Partner {number}", *partner]
    made = result(new(), *inputs, "samen", SKIP, "nog_niet_openen")
    assert isinstance(made, CreateCollaboration)
    assert (len(made.partners), made.deadline, made.open_now, made.own_role) == (MOST_PARTNERS, None, False, None)


def test_a_partner_taken_away_leaves_the_others_as_they_were():
    inputs = ["HLO", "alleen_begeleider", "Noord", "praktijkpartner", SKIP]
    inputs += ["Zuid", "opleiding", SKIP, "klaar", "apart", SKIP]
    turn = advance(new(), play(new(), *inputs).session, ChangeRequested(StepId("new.partner.1"), AT))
    turn = advance(new(), turn.session, Pressed("weghalen", AT))
    made = advance(new(), turn.session, Pressed("openen", AT)).effects[-1]
    assert isinstance(made, Complete)
    assert isinstance(made.result, CreateCollaboration)
    assert [partner.name for partner in made.result.partners] == ["Noord"]


# --- the quick scan and phase 1 -----------------------------------------------------------------------------------


def test_the_quick_scan_takes_eight_taps():
    for kind in PartnerKind:
        begin = QUICK_SCAN.begin(QuickScanFacts(instrument, RunId(1), kind))
        assert isinstance(play(begin, *["ja"] * 8).effects[-1], Complete)
        assert not isinstance(play(begin, *["ja"] * 7).effects[-1], Complete)


def preparation(kind: PartnerKind = PartnerKind.PRACTICE, *, scanned: bool = True) -> DialogFactory:
    facts = PreparationFacts(instrument, RunId(3), kind, None, RoundMode.APART, quick_scan_done=scanned)
    return PREPARATION.begin(facts)


def form(kind: PartnerKind = PartnerKind.PRACTICE) -> list[str]:
    return [motive.id for motive in instrument.form(kind).motives]


def test_the_quick_scan_is_offered_only_before_it_was_done():
    opened = advance(preparation(scanned=False), Session(), Pressed("spiegel", AT))
    assert opened.effects == (Open("quick_scan"),)
    expired = advance(preparation(scanned=True), Session(), Pressed("spiegel", AT))
    assert [type(effect).__name__ for effect in expired.effects] == ["Notify", "Ask"]


@pytest.mark.parametrize("kind", PartnerKind)
def test_phase_1_follows_the_paper(kind: PartnerKind):
    answers: dict[StepId, Answer] = {StepId("prep.start"): Chosen("begin"), StepId("own.add.0"): Chosen("klaar")}
    answers[LANDING] = Chosen("verder_vragen")
    answers |= dict.fromkeys([StepId(motive) for motive in form(kind)], Chosen("nee"))
    mirrors = [m.id for m in instrument.mirrors.mirrors]
    answers |= dict.fromkeys([StepId(f"f1.r{n}") for n in range(1, 8)] + [StepId(m) for m in mirrors], Skipped())
    answers |= {StepId(form(kind)[0]): Chosen("ja"), StepId(f"{form(kind)[0]}.outcome"): Written("Iets")}
    answers[StepId(f"{form(kind)[0]}.term")] = Skipped()
    steps = [step for step in asked(preparation(kind), answers) if step not in mirrors]
    first, *rest = form(kind)
    asked_of_motives = [first, f"{first}.outcome", *rest, "own.add.0", "prep.landing"]
    reflected = ["f1.r1", "f1.r2", f"{first}.term", *(f"f1.r{n}" for n in range(4, 8))]
    assert steps == ["prep.start", *asked_of_motives, *reflected, "prep.review"]


def test_who_said_no_to_everything_is_asked_what_is_missing_and_not_for_terms():
    inputs = ["begin", *["nee"] * len(form())]
    missing = play(preparation(), *inputs).effects[-1]
    assert isinstance(missing, Ask)
    assert missing.step.prompt == Phrase("motives.missing", {"heading": instrument.clusters.of_own_motives.heading})
    turn = play(preparation(), *inputs, "klaar", GO_ON, *[SKIP] * 6)
    steps = asked(preparation(), turn.session.answers)
    assert [step for step in steps if step.startswith("f1.")] == ["f1.r2", "f1.r4", "f1.r5", "f1.r6", "f1.r7"]


def past_the_landing(*given: str) -> DialogFactory:
    """Phase 1 of somebody who answered these before."""
    known = frozenset(StepId(step) for step in given)
    return PREPARATION.begin(
        PreparationFacts(
            instrument, RunId(3), PartnerKind.PRACTICE, None, RoundMode.APART, quick_scan_done=True, given=known
        )
    )


def test_a_talk_that_was_past_the_motives_goes_on_where_it_was():
    """Begun before there was a landing: neither the landing nor a question without an object comes in between."""
    answers = dict.fromkeys([StepId(motive) for motive in form()], Chosen("nee"))
    answers |= {StepId("prep.start"): Chosen("begin"), StepId("own.add.0"): Chosen("klaar")}
    answers |= dict.fromkeys([StepId(f"f1.r{n}") for n in range(1, 5)], Skipped())
    answers[StepId("mirror.employer_branding")] = Skipped()
    path = walk(past_the_landing(*answers), answers)
    assert path.open is not None
    assert path.open.id == "f1.r5"
    assert "prep.landing" not in [step.id for step in path.steps]
    assert {"f1.r1", "f1.r3"} <= {step.id for step in path.steps}


def test_a_correction_brings_no_new_mirror_question():
    given = ["prep.start", *form(), "own.add.0", LANDING, *(f"f1.r{n}" for n in (1, 2, 4, 5, 6, 7)), "prep.review"]
    answers: dict[StepId, Answer] = dict.fromkeys([StepId(motive) for motive in form()], Chosen("ja"))
    answers |= dict.fromkeys([StepId(f"{motive}.outcome") for motive in form()], Skipped())
    answers |= {StepId("prep.start"): Chosen("begin"), StepId("own.add.0"): Chosen("klaar")}
    answers |= {LANDING: Chosen(GO_ON), **dict.fromkeys([StepId(step) for step in given if "f1." in step], Skipped())}
    corrected = {**answers, StepId("pp.leg.1"): Chosen("nee")}
    assert not [step for step in asked(past_the_landing(*given), corrected) if step.startswith("mirror")]
    assert [step for step in asked(past_the_landing(), corrected) if step.startswith("mirror")]


def test_the_landing_hands_in_the_motives_alone_and_counts_what_comes():
    inputs = ["begin", "ja", "Iets", *["nee"] * (len(form()) - 1), "klaar"]
    landing = play(preparation(), *inputs).effects[-1]
    assert isinstance(landing, Ask)
    assert isinstance(landing.step.prompt, Phrase)
    assert {key: landing.step.prompt.args[key] for key in ("mirrors", "questions", "minutes")} == {
        "mirrors": 1,
        "questions": 7,
        "minutes": 4,
    }
    done = result(preparation(), *inputs, FOR_NOW)
    assert isinstance(done, HandIn)
    assert (done.form.motives[0].outcome, done.form.main, done.form.reflections) == ("Iets", None, {})


def test_a_term_given_for_all_outcomes_holds_when_one_of_them_goes():
    first, second = form()[:2]
    answers: dict[StepId, Answer] = dict.fromkeys([StepId(motive) for motive in form()], Chosen("nee"))
    answers |= {StepId("prep.start"): Chosen("begin"), StepId("own.add.0"): Chosen("klaar"), LANDING: Chosen(GO_ON)}
    for motive in (first, second):
        answers |= {StepId(motive): Chosen("ja"), StepId(f"{motive}.outcome"): Written("Iets")}
    answers[StepId("f1.r3.all")] = Chosen("langer")
    answers |= {StepId("f1.r1"): Skipped(), StepId("f1.r2"): Skipped()}
    steps = asked(past_the_landing(LANDING, "f1.r2", "f1.r3.all"), answers)
    assert "f1.r3.all" in steps
    assert f"{first}.term" not in steps


@pytest.mark.parametrize(("choice", "follows"), [("ja", ".outcome"), ("enigszins", ".outcome"), ("nee", None)])
def test_an_outcome_is_asked_unless_the_motive_does_not_apply(choice: str, follows: str | None):
    first, second = form()[:2]
    ask = play(preparation(), "begin", choice).effects[-1]
    assert isinstance(ask, Ask)
    assert ask.step.id == (f"{first}{follows}" if follows else second)


def test_a_motive_with_an_identical_twin_is_never_offered_to_take_over():
    ask = play(preparation(), "begin", *["nee"] * len(form()), "overnemen").effects[-1]
    assert isinstance(ask, Ask)
    offered = [option.id for option in ask.step.options][:-1]
    assert offered == [motive for motive in form(PartnerKind.PROGRAMME) if instrument.identical_twin(motive) is None]


def test_an_own_motive_keeps_its_answers_when_its_words_change():
    inputs = ["begin", *["nee"] * len(form()), "Eigen <motief>", "maa", "ja", "Een opbrengst", "klaar"]
    turn = play(preparation(), *inputs)
    item = turn.session.answers[StepId("own.add.0")]
    assert isinstance(item, Written)
    turn = advance(preparation(), turn.session, ChangeRequested(StepId("own.add.0"), AT))
    turn = advance(preparation(), turn.session, Typed("Andere woorden", AT, "fresh"))
    assert turn.session.answers[StepId("own.add.0")] == Written("Andere woorden", item.item)
    assert turn.session.answers[StepId(f"own.{item.item}.outcome")] == Written("Een opbrengst")


def test_an_outcome_of_a_motive_that_no_longer_applies_is_kept_but_not_shown():
    first = form()[0]
    turn = play(preparation(), "begin", "ja", "Nieuw <personeel>")
    turn = advance(preparation(), turn.session, ChangeRequested(StepId(first), AT))
    turn = advance(preparation(), turn.session, Pressed("nee", AT))
    assert turn.session.answers[StepId(f"{first}.outcome")] == Written("Nieuw <personeel>")
    assert f"{first}.outcome" not in asked(preparation(), turn.session.answers)


def with_outcomes(number: int, *terms: str) -> dict[str, str | None]:
    """Phase 1 with so many outcomes and nothing else but these answers to when; what it says of each term."""
    applies = [word for _ in range(number) for word in ("ja", "Een opbrengst")]
    rest = ["nee"] * (len(form()) - number)
    skipped = [SKIP] * 3  # a mirror question, and two of the seven
    inputs = ["begin", *applies, *rest, "klaar", GO_ON, *skipped, *terms, *[SKIP] * 4, "indienen"]
    done = result(preparation(), *inputs)
    assert isinstance(done, HandIn)
    return {motive.id: motive.term for motive in done.form.motives if motive.outcome}


def test_of_many_outcomes_the_term_is_asked_once():
    first, second, third = form()[:3]
    assert with_outcomes(3, "langer") == dict.fromkeys((first, second, third), "langer")
    assert with_outcomes(3, "voor 2030") == dict.fromkeys((first, second, third), "voor 2030")
    assert with_outcomes(3, SKIP) == dict.fromkeys((first, second, third))


def test_terms_that_differ_are_asked_for_each_outcome():
    first, second, third = form()[:3]
    wanted = {first: "langer", second: None, third: "dit_studiejaar"}
    assert with_outcomes(3, "verschilt", "langer", SKIP, "dit_studiejaar") == wanted
    assert with_outcomes(2, "langer", SKIP) == {first: "langer", second: None}


# --- anything at all ------------------------------------------------------------------------------------------------

EXAMPLES = list(examples(DIALOGS, instrument))
TEXTS = (
    "<b>&amp;</b> {{ 7*7 }}",
    "👩‍🏫" * 500,
    "שלום \u202e",
    "regel\n" * 50,
    "<" * 300,
    "&" * 80,
    "x" * 4000,
    "1",
    "ja",
)
NASTY = st.sampled_from(TEXTS)
HEADER = Phrase("places.header", {"collaboration": "&" * 80, "partner": "<" * 80})


@given(st.sampled_from(EXAMPLES), st.data())
@settings(max_examples=max(60, settings.default.max_examples))
def test_whatever_people_do_every_screen_fits_a_phone(example: Example, data: st.DataObject):
    turn = advance(example.begin, Session(), Resumed(AT))
    for number in range(60):
        ask = turn.effects[-1] if turn.effects else None
        event: Event = Resumed(AT)
        if isinstance(ask, Ask):
            screen = screen_of(phrases, ask, HEADER)
            shown = html.unescape(re.sub(r"</?[bi]>", "", screen.html))
            buttons = [button for row in screen.buttons for button in row]
            assert 0 < len(shown) <= MESSAGE_LIMIT
            assert 0 < len(buttons) <= 100
            assert all(0 < len(b.label) <= LABEL_LIMIT and 0 < len(b.option.encode()) <= OPTION_LIMIT for b in buttons)
            assert len({b.option for b in buttons}) == len(buttons)
            options = [b.option for b in buttons if not b.option.startswith(("<", "~"))]
            if ask.step.text is not None and (not options or data.draw(st.booleans())):
                event = typed_event(phrases, ask, data.draw(NASTY), AT, f"i{number}")
            elif options:
                event = event_of(data.draw(st.sampled_from(options)), AT)
        turn = advance(example.begin, turn.session, event)
        if turn.effects and isinstance(turn.effects[-1], Complete):
            return
