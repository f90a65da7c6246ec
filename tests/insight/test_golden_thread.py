"""The chain from a motive to a day, and the first link that is missing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from insight_forms import NO, SOMEWHAT, YES, own

from bot.domain.form import FilledForm, FilledMotive
from bot.domain.motive import Choice
from bot.insight.golden_thread import ChainLink, Promise, Thread, golden_thread

DAY = date(2026, 11, 2)
LEG = "pp.leg.1"


def motive(motive_id: str = LEG, choice: Choice = YES, outcome: str | None = "Meer aanmeldingen") -> FilledMotive:
    return FilledMotive(motive_id, f"Motief {motive_id}", motive_id.split(".")[1], choice, outcome)


def promise(
    belongs_to: str | None = LEG,
    *,
    investment: bool = True,
    owner: bool = True,
    due: date | None = DAY,
    open: bool = True,
) -> Promise:
    return Promise(belongs_to, investment, owner, due, open)


def thread(*promises: Promise, outcome: str | None = "Meer aanmeldingen", mandated: bool = True) -> Thread:
    (found,) = golden_thread(FilledForm((motive(outcome=outcome),)), promises, mandated=mandated)
    return found


def test_a_whole_chain():
    found = thread(promise())
    assert found == Thread(LEG, "Motief pp.leg.1", "Meer aanmeldingen", tuple((link, True) for link in ChainLink), None)
    assert [link.value for link, _ in found.links] == [
        *("motief", "opbrengst", "investering", "eigenaar", "mandaat", "datum"),
    ]


@pytest.mark.parametrize("outcome", [None, "", " \n"])
def test_without_an_outcome_that_is_the_first_thing_missing(outcome: str | None):
    found = thread(promise(), outcome=outcome)
    assert (found.outcome, found.missing) == (None, ChainLink.OUTCOME)
    assert [link for link, there in found.links if not there] == [ChainLink.OUTCOME]


@pytest.mark.parametrize(
    ("promises", "mandated", "there", "missing"),
    [
        ([], False, "motief opbrengst", ChainLink.INVESTMENT),
        ([], True, "motief opbrengst mandaat", ChainLink.INVESTMENT),
        ([promise(investment=False)], True, "motief opbrengst mandaat", ChainLink.INVESTMENT),
        ([promise(open=False)], True, "motief opbrengst mandaat", ChainLink.INVESTMENT),
        ([promise(None)], True, "motief opbrengst mandaat", ChainLink.INVESTMENT),
        ([promise("pp.kap.1")], True, "motief opbrengst mandaat", ChainLink.INVESTMENT),
        ([promise(owner=False, due=None)], False, "motief opbrengst investering", ChainLink.OWNER),
        ([promise(owner=False)], True, "motief opbrengst investering mandaat datum", ChainLink.OWNER),
        ([promise()], False, "motief opbrengst investering eigenaar datum", ChainLink.MANDATE),
        ([promise(due=None)], False, "motief opbrengst investering eigenaar", ChainLink.MANDATE),
        ([promise(due=None)], True, "motief opbrengst investering eigenaar mandaat", ChainLink.DATE),
        # The owner of one agreement and the day of another are not a chain.
        (
            [promise(owner=False), promise(due=None)],
            True,
            "motief opbrengst investering eigenaar mandaat",
            ChainLink.DATE,
        ),
        (
            [promise(owner=False), promise(investment=False)],
            True,
            "motief opbrengst investering mandaat datum",
            ChainLink.OWNER,
        ),
        ([promise(due=None), promise()], True, "motief opbrengst investering eigenaar mandaat datum", None),
    ],
)
def test_which_links_are_there(promises: list[Promise], mandated: bool, there: str, missing: ChainLink | None):
    found = thread(*promises, mandated=mandated)
    assert " ".join(link for link, present in found.links if present) == there
    assert found.missing is missing


def test_a_thread_for_each_motive_that_plays_a_part_in_the_order_of_the_form():
    motives = (motive("pp.leg.1"), motive("pp.ont.1", NO), motive("pp.kap.1", SOMEWHAT), own("1", None))
    found = golden_thread(FilledForm(motives), [promise("pp.kap.1"), promise("pp.ont.1")], mandated=True)
    assert [(one.motive_id, one.missing) for one in found] == [
        ("pp.leg.1", ChainLink.INVESTMENT),
        ("pp.kap.1", None),
        ("own.1", ChainLink.OUTCOME),
    ]


PROMISES = st.builds(
    Promise,
    motive=st.sampled_from([LEG, "pp.kap.1", None]),
    investment=st.booleans(),
    owner=st.booleans(),
    due=st.none() | st.just(DAY),
    open=st.booleans(),
)


@given(st.lists(PROMISES, max_size=5), PROMISES, st.booleans(), st.sampled_from([None, "Meer aanmeldingen"]))
def test_one_more_promise_never_makes_an_earlier_link_missing(promises, added, mandated, outcome):
    before = thread(*promises, outcome=outcome, mandated=mandated)
    after = thread(*promises, added, outcome=outcome, mandated=mandated)
    assert place(after) >= place(before)
    assert thread(added, *promises, outcome=outcome, mandated=mandated) == after


def place(found: Thread) -> int:
    """How far the chain is whole."""
    return len(ChainLink) if found.missing is None else list(ChainLink).index(found.missing)
