"""What the others thought beside what a side says itself."""

import pytest
from insight_forms import NO, PRACTICE, PROGRAMME, SOMEWHAT, YES, guesses, practice, programme, shown

from bot.domain.motive import Choice
from bot.insight.given import Guess
from bot.insight.words import GuessCounts, Surprise, Voice

BOTH = (practice(1, {"pp.leg.1": NO, "pp.kap.4": YES}), programme(2, {"op.leg.1": YES}))


def counted(guessed: list[Guess], cluster: str = "leg") -> GuessCounts | None:
    lines = shown(*BOTH, guessed=guessed).perspective.lines
    return next(line.guessed for line in lines if (line.side, line.cluster) == (PRACTICE, cluster))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], None),
        (["ja"], None),
        (["ja", "ja"], None),
        (["ja", "nee", "enigszins"], GuessCounts(1, 1, 1, 0)),
        (["ja", "ja", "weet_niet"], None),
        (["weet_niet"] * 5, None),
        (["ja", "ja", "nee", "weet_niet"], GuessCounts(2, 0, 1, 1)),
        (["ja", "ja", "misschien"], None),
    ],
)
def test_a_total_is_seen_from_three_guesses(options: list[str], expected: GuessCounts | None):
    assert counted(guesses(PROGRAMME, "leg", *options)) == expected


def test_only_the_other_side_and_only_about_the_other_side():
    assert counted(guesses(PRACTICE, "leg", "ja", "ja", "ja")) is None
    assert counted([Guess(PROGRAMME, {"qs.own.leg": "ja"})] * 3) is None
    assert counted(guesses(PROGRAMME, "leg", "ja", "ja", "ja"), "kap") is None


def test_one_line_for_each_side_and_cluster_in_form_order():
    lines = shown(*BOTH).perspective.lines
    clusters = ["leg", "ont", "kap", "maa"]
    assert [(line.side, line.cluster) for line in lines] == [
        (side, cluster) for side in (PROGRAMME, PRACTICE) for cluster in clusters
    ]
    says = {line.cluster: line.says for line in lines if line.side is PRACTICE}
    assert says == {
        "leg": Voice.NONE,
        "ont": Voice.NOT_FILLED_IN,
        "kap": Voice.HAS_YES,
        "maa": Voice.NOT_FILLED_IN,
    }


def test_a_side_that_does_not_take_part_has_no_lines():
    found = shown(BOTH[0], guessed=guesses(PRACTICE, "leg", "ja", "ja", "ja")).perspective
    assert {line.side for line in found.lines} == {PRACTICE}
    assert found.surprises == ()


@pytest.mark.parametrize(
    ("options", "answer", "thought", "says"),
    [
        (["ja", "ja", "ja"], NO, YES, Voice.NONE),
        (["nee", "nee", "ja"], YES, NO, Voice.HAS_YES),
        (["ja", "ja", "nee"], SOMEWHAT, YES, Voice.ONLY_SOMEWHAT),
        (["enigszins", "enigszins", "nee"], YES, SOMEWHAT, Voice.HAS_YES),
    ],
)
def test_a_surprise_is_what_most_thought_and_the_side_does_not_say(
    options: list[str], answer: Choice, thought: Choice, says: Voice
):
    found = shown(practice(1, {"pp.leg.1": answer}), guessed=guesses(PROGRAMME, "leg", *options))
    assert found.perspective.surprises == (Surprise(PRACTICE, "leg", thought, says),)


@pytest.mark.parametrize(
    ("options", "answers"),
    [
        (["ja", "ja", "ja"], {"pp.leg.1": YES}),
        (["nee", "nee", "nee"], {"pp.leg.1": NO}),
        (["ja", "ja", "ja"], {}),
        (["ja", "nee", "enigszins"], {"pp.leg.1": NO}),
        (["ja", "ja", "nee", "nee"], {"pp.leg.1": NO}),
        (["ja", "ja"], {"pp.leg.1": NO}),
    ],
)
def test_no_surprise(options: list[str], answers: dict[str, Choice]):
    found = shown(practice(1, answers), guessed=guesses(PROGRAMME, "leg", *options))
    assert found.perspective.surprises == ()


def test_the_biggest_surprise_of_each_side():
    one = practice(1, {"pp.leg.1": SOMEWHAT, "pp.ont.1": NO, "pp.kap.1": NO})
    other = programme(2, {"op.maa.1": YES})
    guessed = [
        *guesses(PROGRAMME, "leg", "ja", "ja", "ja"),
        *guesses(PROGRAMME, "ont", "ja", "ja", "ja"),
        *guesses(PROGRAMME, "kap", "ja", "ja", "ja"),
        *guesses(PRACTICE, "maa", "nee", "nee", "nee"),
    ]
    assert shown(one, other, guessed=guessed).perspective.surprises == (
        Surprise(PROGRAMME, "maa", NO, Voice.HAS_YES),
        Surprise(PRACTICE, "ont", YES, Voice.NONE),
    )


def test_a_side_speaks_for_all_its_partners():
    lines = shown(practice(1, {"pp.leg.1": NO}), practice(2, {"pp.leg.1": SOMEWHAT})).perspective.lines
    assert lines[0].says is Voice.ONLY_SOMEWHAT
