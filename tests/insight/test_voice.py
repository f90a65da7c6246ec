"""Whom the facilitator could ask first: by side, from numbers alone."""

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.collaboration import PartnerKind
from bot.domain.ids import PartnerId, PersonId
from bot.insight.voice import Pattern, SideVoice, Utterance, Voice, voice

PROGRAMME, PRACTICE = PartnerKind
CARE, SOCIAL, NORTH, SOUTH = (PartnerId(number) for number in range(1, 5))
TWO = {CARE: PROGRAMME, NORTH: PRACTICE}
FOUR = {CARE: PROGRAMME, SOCIAL: PROGRAMME, NORTH: PRACTICE, SOUTH: PRACTICE}


def said(partner: PartnerId | None, *sizes: int) -> list[Utterance]:
    """A contribution of each size, each by another person of this partner."""
    return [Utterance(PersonId(1000 * (partner or 9) + number), partner, size) for number, size in enumerate(sizes)]


def pattern(found: Voice) -> tuple[Pattern, PartnerKind | None, tuple[PartnerId, ...]]:
    return found.pattern, found.quiet_side, found.quiet_partners


@pytest.mark.parametrize(
    ("contributions", "people", "expected"),
    [
        # Too little to see anything in, whoever said it.
        ([], (2, 2), Pattern.NOT_YET),
        (said(CARE, 500, 500), (2, 2), Pattern.NOT_YET),
        ([*said(CARE, 500, 500), *said(None, 10, 10)], (2, 2), Pattern.NOT_YET),
        ([*said(CARE, 50), *said(NORTH, 50)], (2, 2), Pattern.NOT_YET),
        (said(CARE, 50, 50, 50), (0, 0), Pattern.NOT_YET),
        # One voice is enough of two or three people, and not of four.
        ([*said(CARE, 50)] * 3, (4, 4), Pattern.EVERYONE_QUIET),
        ([*said(CARE, 50)] * 2 + said(NORTH, 50), (4, 4), Pattern.EVERYONE_QUIET),
        ([*said(CARE, 50)] * 2 + said(NORTH, 60), (3, 4), Pattern.BALANCED),
        # One long text is no reason to call the other side quiet as long as hardly anyone was heard.
        ([*said(CARE, 4000, 1), *said(NORTH, 1)], (12, 12), Pattern.EVERYONE_QUIET),
        # As many people: less than a quarter of the text, even with one sentence more.
        ([*said(CARE, 2000, 1101), *said(NORTH, 500, 399)], (2, 2), PRACTICE),
        ([*said(CARE, 2000, 1100), *said(NORTH, 500, 400)], (2, 2), Pattern.BALANCED),
        ([*said(CARE, 500, 399), *said(NORTH, 2000, 1101)], (2, 2), PROGRAMME),
        ([*said(CARE, 500, 500), *said(NORTH, 40, 40)], (2, 2), PRACTICE),
        # Little was written yet: one sentence would turn it.
        ([*said(CARE, 200, 200), *said(NORTH, 20)], (2, 2), Pattern.BALANCED),
        ([*said(CARE, 450), *said(NORTH, 10, 10)], (2, 2), Pattern.BALANCED),
        # Fewer people: as much less may be expected of them.
        ([*said(CARE, 1500, 1500, 1600), *said(NORTH, 400)], (4, 1), Pattern.BALANCED),
        ([*said(CARE, 1500, 1500, 1601), *said(NORTH, 399)], (4, 1), PRACTICE),
        # Less than a quarter of those who were heard, whatever they wrote.
        ([*said(CARE, 10, 10, 10, 10), *said(NORTH, 40)], (4, 4), PRACTICE),
        ([*said(CARE, 10, 10, 10), *said(NORTH, 40)], (4, 4), Pattern.BALANCED),
        (said(CARE, 0, 0, 0), (3, 3), PRACTICE),
        # One has less of the people and the other of the text: neither is the quiet one.
        ([*said(CARE, 900), *said(NORTH, 20, 20, 20, 20)], (4, 4), Pattern.BALANCED),
        # A side without people cannot be asked, and what was left behind there makes nobody else quiet.
        (said(CARE, 50, 50, 50), (3, 0), Pattern.BALANCED),
        ([*said(CARE, 10, 10, 10), *said(NORTH, 2000)], (3, 0), Pattern.BALANCED),
        ([*said(CARE, 50)] * 3, (4, 0), Pattern.EVERYONE_QUIET),
    ],
)
def test_one_partner_on_each_side(
    contributions: list[Utterance], people: tuple[int, int], expected: Pattern | PartnerKind
):
    found = voice(contributions, TWO, dict(zip(TWO, people, strict=True)))
    quiet = expected if isinstance(expected, PartnerKind) else None
    assert pattern(found) == (Pattern.SIDE_QUIET if quiet else expected, quiet, ())


EVEN = [*said(CARE, 50, 50, 50), *said(NORTH, 50, 50, 50)]


@pytest.mark.parametrize(
    ("contributions", "people", "expected"),
    [
        (EVEN, (3, 3, 3, 3), (SOCIAL, SOUTH)),
        (EVEN, (3, 3, 3, 0), (SOCIAL,)),
        ([*EVEN, *said(SOUTH, 5)], (3, 3, 3, 3), (SOCIAL,)),
        ([*EVEN, *said(SOUTH, 5), *said(SOCIAL, 5)], (3, 3, 3, 3), ()),
        # One or two contributions of a side leave the others time to begin.
        ([*said(CARE, 50, 50), *said(NORTH, 50, 50)], (2, 2, 2, 2), ()),
        ([*said(CARE, 50, 50, 50), *said(NORTH, 50, 50)], (2, 2, 2, 2), (SOCIAL,)),
    ],
)
def test_a_partner_that_was_not_heard_while_its_side_was(
    contributions: list[Utterance], people: tuple[int, ...], expected: tuple[PartnerId, ...]
):
    found = voice(contributions, FOUR, dict(zip(FOUR, people, strict=True)))
    assert pattern(found) == (Pattern.PARTNER_QUIET if expected else Pattern.BALANCED, None, expected)


def test_a_quiet_side_comes_before_its_quiet_partner():
    found = voice(said(CARE, 50, 50, 50), FOUR, dict.fromkeys(FOUR, 3))
    assert pattern(found) == (Pattern.SIDE_QUIET, PRACTICE, ())


def test_with_one_side_partners_may_be_quiet_and_sides_may_not():
    found = voice(said(CARE, 50, 50, 50), {CARE: PROGRAMME, SOCIAL: PROGRAMME}, {CARE: 3, SOCIAL: 1})
    assert found == Voice((SideVoice(PROGRAMME, 4, 3, 100),), Pattern.PARTNER_QUIET, None, (SOCIAL,))


def test_each_side_with_its_people_and_its_text():
    found = voice([*said(CARE, 100, 20), *said(SOCIAL, 30), *said(NORTH, 50)], FOUR, dict.fromkeys(FOUR, 2))
    assert found.sides == (SideVoice(PROGRAMME, 4, 3, 75), SideVoice(PRACTICE, 4, 1, 25))


def test_speaking_twice_is_being_heard_once():
    found = voice(said(CARE, 10) * 5, TWO, {CARE: 2, NORTH: 2})
    assert found.sides[0].heard == 1


def test_what_people_said_who_left_counts_as_text_but_never_as_more_people():
    found = voice([*said(CARE, 10, 10, 10), *said(NORTH, 30)], TWO, {CARE: 1})
    assert found.sides == (SideVoice(PROGRAMME, 1, 1, 50), SideVoice(PRACTICE, 0, 0, 50))
    assert found.pattern is Pattern.BALANCED


def test_a_partner_that_does_not_take_part_counts_for_no_side():
    assert voice([*EVEN, *said(SOUTH, 900)], TWO, {CARE: 3, NORTH: 3}) == voice(EVEN, TWO, {CARE: 3, NORTH: 3})


@pytest.mark.parametrize(
    ("texts", "shares"), [((1, 199), (1, 99)), ((199, 1), (99, 1)), ((1, 2), (33, 67)), ((1, 1), (50, 50))]
)
def test_percentages_are_whole_and_of_a_half_the_smaller_gets_the_most(texts: tuple[int, int], shares: tuple[int, int]):
    found = voice([*said(CARE, texts[0]), *said(NORTH, texts[1])], TWO, {})
    assert tuple(side.text_share for side in found.sides) == shares


PERSONS = st.integers(100_001, 100_008).map(PersonId)
"""Numbers that nothing else in these tests can be."""
PARTNERS = st.sampled_from(tuple(FOUR))
KINDS = st.dictionaries(PARTNERS, st.sampled_from(PartnerKind))
PEOPLE = st.dictionaries(PARTNERS, st.integers(0, 8))
SIZES = st.one_of(st.integers(0, 60), st.integers(0, 4096))
TALKS = st.lists(st.builds(Utterance, PERSONS, st.one_of(st.none(), PARTNERS), SIZES), max_size=25)
Partners = dict[PartnerId, PartnerKind]
People = dict[PartnerId, int]


@given(TALKS, KINDS, PEOPLE, st.randoms(use_true_random=False))
def test_no_order_matters(talk: list[Utterance], partners: Partners, people: People, random: Any):
    mixed = dict(random.sample(list(partners.items()), len(partners)))
    assert voice(talk, partners, people) == voice(random.sample(talk, len(talk)), mixed, people)


@given(TALKS, KINDS, PEOPLE)
def test_shares_add_up_to_a_hundred_or_to_nothing(talk: list[Utterance], partners: Partners, people: People):
    found = voice(talk, partners, people)
    written = sum(one.size for one in talk if one.partner in partners)
    assert sum(side.text_share for side in found.sides) == (100 if written else 0)
    assert [side.kind for side in found.sides] == [kind for kind in PartnerKind if kind in partners.values()]
    for side in found.sides:
        assert 0 <= side.heard <= side.people
        assert side.people == sum(people.get(one, 0) for one, kind in partners.items() if kind is side.kind)


@given(TALKS, KINDS, PEOPLE, PERSONS, SIZES)
def test_the_facilitator_changes_nothing(
    talk: list[Utterance], partners: Partners, people: People, person: PersonId, size: int
):
    assert voice([*talk, Utterance(person, None, size)], partners, people) == voice(talk, partners, people)


@given(TALKS, KINDS.filter(bool), PEOPLE, PERSONS, SIZES, st.data())
def test_saying_more_never_makes_a_side_quieter(
    talk: list[Utterance], partners: Partners, people: People, person: PersonId, size: int, data: st.DataObject
):
    partner = data.draw(st.sampled_from(sorted(partners)))
    kind = partners[partner]
    before, after = (voice(those, partners, people) for those in (talk, [*talk, Utterance(person, partner, size)]))
    old, new = (next(side for side in found.sides if side.kind is kind) for found in (before, after))
    assert new.heard >= old.heard
    assert new.text_share >= old.text_share
    if before.pattern not in (Pattern.NOT_YET, Pattern.EVERYONE_QUIET) and before.quiet_side is not kind:
        assert after.quiet_side is not kind
        assert after.pattern is not Pattern.EVERYONE_QUIET
    assert partner not in after.quiet_partners


@given(TALKS, KINDS, PEOPLE)
def test_one_pattern_with_only_what_belongs_to_it(talk: list[Utterance], partners: Partners, people: People):
    found = voice(talk, partners, people)
    assert (found.quiet_side is not None) == (found.pattern is Pattern.SIDE_QUIET)
    assert bool(found.quiet_partners) == (found.pattern is Pattern.PARTNER_QUIET)
    heard = {one.partner for one in talk}
    for partner in found.quiet_partners:
        assert people[partner] > 0
        assert partner not in heard
    if len({kind for one, kind in partners.items() if people.get(one)}) < len(PartnerKind):
        assert found.pattern is not Pattern.SIDE_QUIET
    if sum(one.partner in partners for one in talk) < 3:
        assert found.pattern is Pattern.NOT_YET


def numbers(value: object) -> set[int]:
    """Every number anywhere in it."""
    if is_dataclass(value):
        return {number for field in fields(value) for number in numbers(getattr(value, field.name))}
    if isinstance(value, tuple):
        return {number for one in value for number in numbers(one)}
    return {value} if isinstance(value, int) and not isinstance(value, Enum) else set()


@given(TALKS, KINDS, PEOPLE)
def test_nobody_is_in_it(talk: list[Utterance], partners: Partners, people: People):
    found = voice(talk, partners, people)
    assert numbers(found).isdisjoint(one.person for one in talk)
    others = [replace(one, person=PersonId(one.person + 500)) for one in talk]
    assert voice(others, partners, people) == found
