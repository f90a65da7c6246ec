"""What is asked and what answers it: covered, half or open; and what nobody asked for."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.asks import Degree, Link
from bot.insight.coverage import AskAnswer, AskLine, Offer, PartnerExchange, coverage
from bot.insight.model import AskAndOffer

COVERED, HALF = Degree
LINES = (
    AskAndOffer(1, ("stageplekken", "begeleiders"), ("onderzoek",)),
    AskAndOffer(2, ("docenten",), ("tien plekken", "een begeleider")),
    AskAndOffer(3, (), ("een lokaal", "tien plekken")),
)


def link(asking: int, ask: str, offering: int, offer: str, degree: Degree = COVERED) -> Link:
    return Link(asking, ask, offering, offer, degree)  # type: ignore[arg-type]


def asked(found: Sequence[PartnerExchange]) -> dict[str, tuple[Degree | None, list[tuple[int, str]]]]:
    return {ask.text: (ask.degree, [(a.partner, a.offer) for a in ask.answers]) for one in found for ask in one.asks}


def unasked(found: Sequence[PartnerExchange]) -> list[tuple[int, str]]:
    return [(one.partner, offer.text) for one in found for offer in one.offers if not offer.asked_by]


PLACES, HELPER = (2, "tien plekken"), (2, "een begeleider")


@pytest.mark.parametrize(
    ("links", "degree", "answers"),
    [
        ([], None, []),
        ([link(1, "stageplekken", *PLACES)], COVERED, [PLACES]),
        ([link(1, "stageplekken", *PLACES, HALF)], HALF, [PLACES]),
        # Two halves do not make a whole.
        ([link(1, "stageplekken", *PLACES, HALF), link(1, "stageplekken", *HELPER, HALF)], HALF, [PLACES, HELPER]),
        ([link(1, "stageplekken", *PLACES, HALF), link(1, "stageplekken", *HELPER)], COVERED, [PLACES, HELPER]),
        # The same words of another partner are another line.
        ([link(1, "stageplekken", 3, "tien plekken")], COVERED, [(3, "tien plekken")]),
        # What is not there, or not there any more.
        ([link(1, "stageplekken", 2, "elf plekken")], None, []),
        ([link(1, "stageplekken", 9, "tien plekken")], None, []),
        ([link(1, "iets anders", *PLACES)], None, []),
        # Nobody answers themselves.
        ([link(1, "stageplekken", 1, "onderzoek")], None, []),
        # Somebody else's ask.
        ([link(2, "stageplekken", 3, "tien plekken")], None, []),
    ],
)
def test_how_far_an_ask_is_answered(links: list[Link], degree: Degree | None, answers: list[tuple[int, str]]):
    assert asked(coverage(LINES, links))["stageplekken"] == (degree, answers)


@pytest.mark.parametrize(
    ("links", "left"),
    [
        ([], [(1, "onderzoek"), PLACES, HELPER, (3, "een lokaal"), (3, "tien plekken")]),
        ([link(1, "stageplekken", *PLACES)], [(1, "onderzoek"), HELPER, (3, "een lokaal"), (3, "tien plekken")]),
        ([link(1, "begeleiders", *HELPER, HALF)], [(1, "onderzoek"), PLACES, (3, "een lokaal"), (3, "tien plekken")]),
        ([link(1, "weg", *PLACES)], [(1, "onderzoek"), PLACES, HELPER, (3, "een lokaal"), (3, "tien plekken")]),
    ],
)
def test_what_nobody_asked_for(links: list[Link], left: list[tuple[int, str]]):
    assert unasked(coverage(LINES, links)) == left


def test_an_offer_tells_who_asked_for_it_and_each_line_stands_once():
    lines = (AskAndOffer(1, ("a", "a", "b"), ()), AskAndOffer(2, ("a",), ()), AskAndOffer(3, (), ("x", "x")))
    found = coverage(lines, [link(2, "a", 3, "x"), link(1, "a", 3, "x", HALF), link(1, "b", 3, "x")])
    assert found == (
        PartnerExchange(1, (AskLine("a", (AskAnswer(3, "x", HALF),)), AskLine("b", (AskAnswer(3, "x", COVERED),))), ()),
        PartnerExchange(2, (AskLine("a", (AskAnswer(3, "x", COVERED),)),), ()),
        PartnerExchange(3, (), (Offer("x", (1, 2)),)),
    )


# --- whatever is asked, brought and linked ---

WORDS = st.sampled_from(["a", "b", "c"])
SOME = st.lists(WORDS, max_size=4).map(tuple)


@st.composite
def exchanges(draw: st.DrawFn) -> tuple[list[AskAndOffer], list[Link]]:
    """Partners with lines, and links between lines that may be there."""
    lines = [AskAndOffer(number, draw(SOME), draw(SOME)) for number in range(1, draw(st.integers(1, 4)) + 1)]
    who = st.integers(1, 5)
    pairs = draw(st.lists(st.tuples(who, WORDS, who, WORDS), unique=True, max_size=12))
    return lines, [link(*pair, draw(st.sampled_from(Degree))) for pair in pairs]


def without_order(found: Sequence[PartnerExchange]) -> object:
    return {
        one.partner: (
            [(ask.text, ask.degree, frozenset(ask.answers)) for ask in one.asks],
            [(offer.text, frozenset(offer.asked_by)) for offer in one.offers],
        )
        for one in found
    }


@given(exchanges(), st.randoms(use_true_random=False))
def test_the_order_of_partners_and_links_decides_nothing(given_, random):
    lines, links = given_
    mixed = coverage(random.sample(lines, len(lines)), random.sample(links, len(links)))
    assert without_order(mixed) == without_order(coverage(lines, links))


@given(exchanges())
def test_an_offer_is_asked_for_by_exactly_those_whom_it_answers(given_):
    found = coverage(*given_)
    answering = {(one.partner, a.partner, a.offer) for one in found for ask in one.asks for a in ask.answers}
    wanted = {(who, one.partner, offer.text) for one in found for offer in one.offers for who in offer.asked_by}
    assert answering == wanted


@given(exchanges())
def test_no_line_is_lost_or_made_up(given_):
    lines, links = given_
    for before, after in zip(lines, coverage(lines, links), strict=True):
        assert list(dict.fromkeys(before.asks)) == [ask.text for ask in after.asks]
        assert list(dict.fromkeys(before.offers)) == [offer.text for offer in after.offers]
