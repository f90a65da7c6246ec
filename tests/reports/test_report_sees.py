"""What stands in a report is what everybody it is made for may see: all of that, and nothing else.

Each text is planted once and found again in the bytes of the files. Who may see what is said here once more, from the
table of the promise, and shares nothing with the code that decides it.
"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_reading import everything_in
from report_world import PARTNERS, Place, Plan, ReportWorld, Word, among, report_world

from bot.domain.collaboration import PartnerKind, Role
from bot.turn import report as turn_report

NAMES = ("Anna", "Bram", "Carla", "Daan", "Els")
FILLS_IN = (Role.MANAGER, Role.PARTICIPANT, Role.PROCESS_FACILITATOR)


def people(stakeholder: str) -> tuple[Place, ...]:
    roles = {"Anna": Role.MANAGER, "Carla": Role.MANAGER, "Els": Role.MANAGER}
    found = [Place("Bo Begeleider", -1, Role.FACILITATOR)]
    for name, partner in zip(NAMES, (0, 0, 1, 1, 2), strict=True):
        role = Role.STAKEHOLDER if name == stakeholder else roles.get(name, Role.PARTICIPANT)
        found.append(Place(f"{name} Achternaam", partner, role))
    return tuple(found)


def may_read(world: ReportWorld, word: Word, who: str) -> bool:
    """The table of the promise, for one text and one person."""
    place = next(one for one in world.people if one.name.split()[0] == who)
    plan, own = world.plan, place.partner == word.partner
    fills_in, leads = place.role in FILLS_IN, place.role is Role.FACILITATOR
    if word.kind == "ik":
        return word.who == who
    if word.who == who:
        return True
    match word.kind:
        case "draft":
            return own and fills_in and among(plan.handed, word.who) and among(plan.handed, who)
        case "settled":
            return own or (plan.revealed and (fills_in or leads))  # phase 3 is open, so a stakeholder sees their own
        case "talk" | "joint":
            return True
        case "home":
            return own and fills_in
        case "committed":
            return own and among(plan.committed, word.who)
        case "shared":
            return among(plan.committed, word.who) and (own or fills_in or leads)
        case "stated" | "agreed":
            return own
        case "stated shared" | "agreed shared":
            return own or fills_in or leads
        case "instrument":
            return own and fills_in and among(plan.instrument, word.who) and among(plan.instrument, who)
        case other:
            raise AssertionError(other)


def audience(world: ReportWorld, who: str, scope: str) -> list[str]:
    mine = next(one.partner for one in world.people if one.name.split()[0] == who)
    if scope == "mij":
        return [who]
    return [one.name.split()[0] for one in world.people if scope == "allen" or one.partner == mine]


def kept_to_oneself(world: ReportWorld, word: Word) -> bool:
    """What is in no report for several, also where these are one person."""
    done = {"draft": world.plan.handed, "instrument": world.plan.instrument}
    done |= dict.fromkeys(("committed", "shared"), world.plan.committed)
    return word.kind == "ik" or (word.kind in done and not among(done[word.kind], word.who))


def expected(world: ReportWorld, who: str, scope: str) -> set[str]:
    assert world.planted is not None
    readers = audience(world, who, scope)
    return {
        text
        for text, word in world.planted.items()
        if all(may_read(world, word, one) for one in readers)
        and (word.kind != "talk" or world.plan.talked)
        and (scope == "mij" or not kept_to_oneself(world, word))
    }


def found_in(form: str, body: bytes) -> set[str]:
    return set(re.findall(r"geheim\d{4}", everything_in(form, body)))


def check(world: ReportWorld, who: str, scope: str, form: str) -> None:
    """Raises `AssertionError` where somebody reads too much, or misses what they may read."""
    argument = f"p{world.partner_of(who)}" if scope == "partner" else scope
    found = found_in(form, world.file(who, form, argument))
    should = expected(world, who, scope)
    assert world.planted is not None
    too_much = {text: world.planted[text] for text in found - should}
    missing = {text: world.planted[text] for text in should - found}
    assert not too_much, f"{form} of {who}, {scope}: {too_much}"
    assert not missing, f"{form} of {who}, {scope} misses {missing}"


some = st.none() | st.frozensets(st.sampled_from(NAMES))
plans = st.builds(
    Plan,
    handed=some,
    settled=st.none() | st.frozensets(st.integers(0, 2)),
    revealed=st.booleans(),
    talked=st.booleans(),
    committed=some,
    level=st.sampled_from(["", "wij_samen", "ik"]),
    shared=some,
    stated_shared=st.booleans(),
    instrument=some,
)


@settings(max_examples=max(8, settings().max_examples // 3))
@given(plans, st.sampled_from(("", "Bram", "Daan")), st.data())
def test_a_report_has_what_all_it_is_made_for_may_see(plan: Plan, stakeholder: str, data: st.DataObject):
    with report_world(people=people(stakeholder), plan=plan, planted={}) as world:
        world.begin(rounds=1)
        for who in ("Bo", *NAMES):
            for scope in ("mij", "allen") if who == "Bo" else ("mij", "partner", "allen"):
                if data.draw(st.booleans()):
                    check_or_nothing(world, who, scope, "csv")


def check_or_nothing(world: ReportWorld, who: str, scope: str, form: str) -> None:
    """Where nothing may be in it there is no file."""
    try:
        check(world, who, scope, form)
    except StopIteration:
        assert expected(world, who, scope) == set()


CASES = (
    Plan(),
    Plan(handed=frozenset({"Anna", "Carla"}), revealed=False, talked=False, committed=frozenset({"Bram"})),
    Plan(settled=frozenset({0}), shared=frozenset(NAMES), level="wij_samen", instrument=frozenset({"Anna", "Bram"})),
)


@pytest.mark.parametrize("plan", CASES)
@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_every_form_has_the_same(plan: Plan, form: str):
    with report_world(people=people("Daan"), plan=plan, planted={}) as world:
        world.begin(rounds=1)
        for who, scope in (("Anna", "mij"), ("Anna", "partner"), ("Daan", "mij"), ("Carla", "allen")):
            check_or_nothing(world, who, scope, form)


# --- leaks that must be noticed ---


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_a_report_that_asks_nobody_is_noticed(form: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(turn_report, "all_may_see", lambda pieces, viewers: True)
    with report_world(people=people(""), plan=CASES[1], planted={}) as world:
        world.begin(rounds=1)
        with pytest.raises(AssertionError, match="geheim"):
            check(world, "Carla", "mij", form)


def test_a_report_that_asks_only_the_first_of_several_is_noticed(monkeypatch: pytest.MonkeyPatch):
    asks_all = turn_report.all_may_see
    monkeypatch.setattr(turn_report, "all_may_see", lambda pieces, viewers: asks_all(pieces, viewers[-1:]))
    with report_world(people=people(""), plan=Plan(), planted={}) as world:
        world.begin(rounds=1)
        with pytest.raises(AssertionError, match="geheim"):
            check(world, "Anna", "allen", "csv")


def test_a_row_that_does_not_say_what_it_shows_stops_the_report():
    row = turn_report.Row(id="x", part=turn_report.Part.GOALS, sees=())
    block = turn_report.Block(shape=turn_report.Shape.LINES, rows=(row,))
    with pytest.raises(Exception, match="does not say"):
        list(turn_report.seen([turn_report.Section(title="x", blocks=(block,))], ()))


def test_a_report_for_nobody_is_empty():
    assert not turn_report.all_may_see((turn_report.ContentRef(_AGREEMENT, _NOBODY, None),), ())


_AGREEMENT, _NOBODY = "agreement", 0


def test_partners_of_the_example_are_of_both_sides():
    assert {kind for _, kind in PARTNERS} == set(PartnerKind)
