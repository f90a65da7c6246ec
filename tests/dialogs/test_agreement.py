"""Agreements: when one comes back, who answers for it, and whose it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogs.agreements.dialog import AGREEMENT, Agree, AgreementFacts
from bot.dialogs.agreements.rules import (
    WHAT_LIMIT,
    Agreement,
    AgreementId,
    AgreementState,
    Repeat,
    Terms,
    answerable,
    called,
    circle,
    contact_of,
    done,
    helpers,
    lapsed,
    may_change,
    may_share,
    running,
    with_terms,
)
from bot.domain.collaboration import Membership, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, MembershipId, PartnerId, PersonId
from bot.domain.months import months_on
from bot.engine.advance import Path, walk
from bot.engine.model import Answer, Chosen, StepId, Written
from bot.turn.days import EXAMPLE_CALENDAR

AT = datetime(2026, 9, 16, tzinfo=UTC)
OURS, THEIRS = PartnerId(1), PartnerId(2)
OWNER, MAKER, MANAGER, LEADER, COLLEAGUE, PROCESS, STAKEHOLDER, OTHER = (PersonId(n) for n in range(1, 9))
OPEN = Agreement(
    AgreementId(1), CollaborationId(1), OURS, MAKER, Terms("Samen lesgeven", owner=OWNER), AT, state=AgreementState.OPEN
)
JOINT = replace(OPEN, partner=None)


def day(text: str) -> date:
    return date.fromisoformat(text)


def member(person: PersonId, partner: PartnerId | None, role: Role, *, gone: bool = False) -> Membership:
    number = MembershipId(person * 10 + (partner or 0))
    return Membership(number, person, CollaborationId(1), partner, role, AT, AT if gone else None)


HERE = {
    "owner": member(OWNER, OURS, Role.PARTICIPANT),
    "maker": member(MAKER, OURS, Role.PARTICIPANT),
    "manager": member(MANAGER, OURS, Role.MANAGER),
    "other manager": member(OTHER, THEIRS, Role.MANAGER),
    "leader": member(LEADER, None, Role.FACILITATOR),
    "colleague": member(COLLEAGUE, OURS, Role.PARTICIPANT),
    "process": member(PROCESS, OURS, Role.PROCESS_FACILITATOR),
    "stakeholder": member(STAKEHOLDER, OURS, Role.STAKEHOLDER),
}


# --- help ---


def told(agreement: Agreement, person: PersonId, *gone: str) -> list[PersonId]:
    here = [one if name not in gone else replace(one, left_at=AT) for name, one in HERE.items()]
    return [one.person for one in helpers(agreement, person, here)]


def test_a_manager_of_ones_own_partner_can_be_told():
    assert told(OPEN, OWNER) == [MANAGER]
    assert told(OPEN, MANAGER) == []
    assert told(OPEN, OWNER, "manager") == []


def test_who_leads_can_be_told_of_a_joint_one_only():
    assert told(JOINT, OWNER) == [MANAGER, LEADER]
    assert told(JOINT, LEADER) == []
    assert told(with_terms(OPEN, shared=True), OWNER) == [MANAGER]
    assert told(JOINT, OTHER, "leader") == []


# --- days ---


@pytest.mark.parametrize(
    ("start", "months", "then"),
    [
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-10-31", 6, "2027-04-30"),
        ("2026-10-31", 0, "2026-10-31"),
    ],
)
def test_the_same_day_so_many_months_on(start: str, months: int, then: str):
    assert months_on(day(start), months) == day(then)


@pytest.mark.parametrize(
    ("due", "repeat", "today", "then"),
    [
        ("2026-10-01", Repeat.QUARTER, "2026-10-01", "2027-01-01"),
        ("2026-10-01", Repeat.QUARTER, "2026-09-16", "2027-01-01"),  # done before its day: that time is done
        ("2026-10-01", Repeat.QUARTER, "2026-12-31", "2027-01-01"),
        ("2026-10-01", Repeat.QUARTER, "2027-01-01", "2027-04-01"),
        ("2026-10-01", Repeat.HALF_YEAR, "2026-10-05", "2027-04-01"),
        ("2026-10-01", Repeat.HALF_YEAR, "2029-01-01", "2029-04-01"),  # long silence: none of the days between
        ("2026-10-01", Repeat.YEAR, "2026-10-01", "2027-10-01"),
        ("2028-02-29", Repeat.YEAR, "2028-02-29", "2029-02-28"),
        ("2028-02-29", Repeat.YEAR, "2031-06-01", "2032-02-29"),  # from the first day on, so the 29th comes back
        ("2027-11-30", Repeat.QUARTER, "2027-11-30", "2028-02-29"),
        ("2026-08-31", Repeat.QUARTER, "2026-09-01", "2026-11-30"),
        ("2026-08-31", Repeat.QUARTER, "2026-11-30", "2027-02-28"),
        ("2026-08-31", Repeat.QUARTER, "2027-05-01", "2027-05-31"),
    ],
)
def test_what_comes_back_is_due_on_its_next_day(due: str, repeat: Repeat, today: str, then: str):
    one = done(with_terms(OPEN, due=day(due), repeat=repeat), day(today))
    assert (one.terms.due, one.state) == (day(then), AgreementState.OPEN)


def test_the_end_of_a_month_stays_the_end_of_a_month():
    one = replace(with_terms(OPEN, due=day("2026-08-31"), repeat=Repeat.QUARTER), counts_from=day("2026-08-31"))
    for today in ("2026-08-31", "2026-11-30", "2027-02-28"):
        one = done(one, day(today))
    assert one.terms.due == day("2027-05-31")


@pytest.mark.parametrize("due", [None, day("2026-10-01")])
@pytest.mark.parametrize("repeat", Repeat)
def test_without_a_day_or_a_next_time_done_is_the_end(due: date | None, repeat: Repeat):
    one = done(with_terms(OPEN, due=due, repeat=repeat), day("2026-10-01"))
    assert (one.state is AgreementState.OPEN) is (due is not None and repeat is not Repeat.ONCE)


def test_what_runs_on_or_lapses():
    assert running(OPEN, day("2026-12-01")) == with_terms(OPEN, due=day("2026-12-01"))
    assert lapsed(OPEN) == replace(OPEN, state=AgreementState.LAPSED)


@pytest.mark.parametrize(
    ("terms", "complete"),
    [
        (Terms("Iets", owner=OWNER, due=date(2026, 10, 1)), True),
        (Terms("Iets", owner_name="Mw. Bos", due=date(2026, 10, 1)), True),
        (Terms("Iets", due=date(2026, 10, 1)), False),
        (Terms("Iets", owner=OWNER), False),
        (Terms("Iets"), False),
    ],
)
def test_without_somebody_or_a_day_it_is_a_wish(terms: Terms, complete: bool):
    assert terms.complete is complete


def test_a_wish_can_lapse_and_has_no_contact():
    wish = with_terms(replace(OPEN, state=AgreementState.WISH), due=date(2027, 1, 1))
    assert lapsed(wish).state is AgreementState.LAPSED
    assert contact_of(wish, ZoneInfo("Europe/Amsterdam")) is None
    with pytest.raises(DomainError):
        done(wish, date(2026, 10, 1))


@pytest.mark.parametrize("state", [AgreementState.DRAFT, AgreementState.DONE, AgreementState.LAPSED])
def test_what_is_closed_stays_closed(state: AgreementState):
    one = replace(OPEN, state=state)
    for change in (
        lambda: done(one, AT.date()),
        lambda: lapsed(one),
        lambda: running(one, AT.date()),
    ):
        with pytest.raises(DomainError, match=r"agreements\.closed"):
            change()


DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@given(DAYS, st.sampled_from([Repeat.QUARTER, Repeat.HALF_YEAR, Repeat.YEAR]), DAYS)
def test_the_next_time_is_to_come_and_the_first_that_is(due: date, repeat: Repeat, today: date):
    then = done(with_terms(OPEN, due=due, repeat=repeat), today).terms.due
    assert then is not None
    assert then > max(due, today)
    assert then <= months_on(max(due, today), repeat.months) + timedelta(days=3)


# --- who answers for it ---


@pytest.mark.parametrize(
    ("here", "asked"),
    [
        ("owner, maker, manager, leader", OWNER),
        ("maker, manager, leader", MAKER),
        ("colleague, manager, leader", MANAGER),
        ("process, colleague", COLLEAGUE),
        ("process", PROCESS),
        ("stakeholder, other manager", None),
        ("", None),
    ],
)
def test_somebody_answers_for_the_agreement_of_a_partner(here: str, asked: PersonId | None):
    assert answerable(OPEN, [HERE[name] for name in here.split(", ") if name]) == asked


def test_colleagues_come_before_who_leads():
    assert answerable(OPEN, [HERE["leader"], HERE["colleague"]]) == COLLEAGUE


@pytest.mark.parametrize(
    ("here", "asked"),
    [
        ("maker, other manager, leader", MAKER),
        ("other manager, leader", OTHER),
        ("colleague, leader", LEADER),
        ("colleague", COLLEAGUE),
        ("stakeholder", None),
    ],
)
def test_somebody_answers_for_a_joint_agreement(here: str, asked: PersonId | None):
    assert answerable(JOINT, [HERE[name] for name in here.split(", ")]) == asked


def test_who_left_is_not_asked():
    gone = [member(OWNER, OURS, Role.PARTICIPANT, gone=True), member(MAKER, OURS, Role.MANAGER, gone=True)]
    assert answerable(OPEN, gone) is None
    assert answerable(OPEN, [*gone, HERE["manager"]]) == MANAGER
    assert answerable(JOINT, [*gone, HERE["other manager"]]) == OTHER


def test_who_is_not_on_telegram_is_asked_through_its_maker():
    assert answerable(with_terms(OPEN, owner=None, owner_name="Mw. De Wit"), list(HERE.values())) == MAKER


def test_an_owner_who_went_to_another_partner_is_not_asked():
    moved = [member(OWNER, OURS, Role.PARTICIPANT, gone=True), member(OWNER, THEIRS, Role.PARTICIPANT)]
    assert answerable(replace(OPEN, maker=COLLEAGUE), [*moved, HERE["manager"]]) == MANAGER


# --- whose it is ---


def test_a_circle_is_the_partner_or_everybody_each_once():
    twice = [*HERE.values(), member(OWNER, THEIRS, Role.PARTICIPANT)]
    assert circle(OPEN, twice) == (OWNER, MAKER, MANAGER, COLLEAGUE, PROCESS, STAKEHOLDER)
    assert set(circle(JOINT, twice)) == {m.person for m in twice}
    assert len(circle(JOINT, twice)) == len(HERE)


def test_who_left_is_not_in_the_circle():
    assert circle(JOINT, [member(OWNER, OURS, Role.PARTICIPANT, gone=True)]) == ()


@pytest.mark.parametrize("who", ["owner", "maker", "manager"])
def test_who_may_change_an_agreement_may_share_it(who: str):
    members = list(HERE.values())
    assert may_share(OPEN, [HERE[who]], members)


@pytest.mark.parametrize("who", ["other manager", "leader", "colleague", "process", "stakeholder"])
def test_nobody_else_shares_an_agreement(who: str):
    members = list(HERE.values())
    assert not may_share(OPEN, [HERE[who]], members)
    assert not may_change(OPEN, [HERE[who]], members)


@pytest.mark.parametrize(
    "mine",
    [
        pytest.param([member(OWNER, THEIRS, Role.PARTICIPANT)], id="the owner went to another partner"),
        pytest.param([member(MAKER, THEIRS, Role.MANAGER)], id="the maker manages another partner"),
        pytest.param([HERE["colleague"], member(COLLEAGUE, THEIRS, Role.MANAGER)], id="manager there, colleague here"),
        pytest.param([HERE["colleague"], member(COLLEAGUE, None, Role.FACILITATOR)], id="leads all, colleague here"),
    ],
)
def test_a_place_elsewhere_changes_no_agreement(mine: list[Membership]):
    assert not may_change(OPEN, mine, [*HERE.values(), *mine])
    assert may_change(JOINT, mine, [*HERE.values(), *mine])


@pytest.mark.parametrize("who", ["owner", "maker", "manager", "leader"])
def test_a_joint_agreement_is_seen_by_all_and_shared_by_nobody(who: str):
    assert not may_share(JOINT, [HERE[who]], list(HERE.values()))


NAMED = ((PersonId(1), "Anna Bakker"), (PersonId(2), "Anna de Wit"), (PersonId(3), "Bram  Bos"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Anna Bakker", [1]),
        ("  anna   BAKKER ", [1]),
        ("Anna", [1, 2]),
        ("anna de", [2]),
        ("bram bos", [3]),
        ("Bra", []),  # the beginning of a word is no name
        ("Bakker", []),
        ("Anna Bakkers", []),  # somebody else
        (" ", []),
    ],
)
def test_a_typed_name_is_that_of_a_member(typed: str, meant: list[int]):
    assert list(called(NAMED, typed)) == meant


@pytest.mark.parametrize(("length", "asked"), [(WHAT_LIMIT, "agr.who"), (WHAT_LIMIT + 1, "agr.what")])
def test_an_answer_too_long_for_an_agreement_is_put_in_other_words(length: int, asked: str):
    step = walk(AGREEMENT.begin(AgreementFacts(AgreementId(1), "x" * length, NAMED, (), EXAMPLE_CALENDAR)), {}).open
    assert step is not None
    assert step.id == asked
    assert "zo" not in [one.id for one in step.options]


def _who(answers: dict[StepId, Answer]) -> Path:
    facts = AgreementFacts(AgreementId(1), "Zes uur per week", NAMED, (), EXAMPLE_CALENDAR, joint=True)
    return walk(AGREEMENT.begin(facts), answers)


def test_of_two_with_a_name_it_is_asked_who_is_meant():
    said: dict[StepId, Answer] = {StepId("agr.who"): Written("anna")}
    asked = _who(said).open
    assert asked is not None
    assert [one.id for one in asked.options] == ["1", "2", "iemand_anders"]
    for taken, terms in {"2": (PersonId(2), ""), "iemand_anders": (None, "anna")}.items():
        made = {StepId("agr.who.which"): Chosen(taken), StepId("agr.when"): Chosen("een_maand")}
        end = _who(said | made | {StepId("agr.review"): Chosen("vastleggen")})
        assert isinstance(end.result, Agree)
        assert end.result.terms is not None
        assert (end.result.terms.owner, end.result.terms.owner_name) == terms


def test_a_name_that_nobody_here_has_stays_a_name():
    answers: dict[StepId, Answer] = {StepId("agr.who"): Written("Piet"), StepId("agr.when"): Chosen("een_maand")}
    end = _who(answers | {StepId("agr.review"): Chosen("vastleggen")})
    assert isinstance(end.result, Agree)
    assert end.result.terms is not None
    assert (end.result.terms.owner, end.result.terms.owner_name) == (None, "Piet")
