"""Who may see what, row by row as it was promised."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.collaboration import Membership, Role
from bot.domain.ids import CollaborationId, MembershipId, PartnerId, PersonId
from bot.domain.visibility import Circle, Content, ContentRef, Viewer, may_see

AT = datetime(2026, 9, 16, tzinfo=UTC)
AUTHOR, SOMEBODY = PersonId(1), PersonId(2)
OURS, THEIRS = PartnerId(1), PartnerId(2)


def member(partner: PartnerId | None, role: Role, *, gone: bool = False, number: int = 1) -> Membership:
    left = AT if gone else None
    return Membership(MembershipId(number), SOMEBODY, CollaborationId(1), partner, role, AT, left)


def viewer(*memberships: Membership, handed_in: bool = False, person: PersonId = SOMEBODY) -> Viewer:
    return Viewer(person, memberships, handed_in)


IN_OURS = member(OURS, Role.PARTICIPANT)
IN_THEIRS = member(THEIRS, Role.MANAGER)
LEADING = member(None, Role.FACILITATOR)

VIEWERS = {
    "author": viewer(IN_OURS, person=AUTHOR),
    "author, handed in": viewer(IN_OURS, person=AUTHOR, handed_in=True),
    "author who left": viewer(member(OURS, Role.PARTICIPANT, gone=True), person=AUTHOR),
    "colleague": viewer(IN_OURS),
    "colleague, handed in": viewer(IN_OURS, handed_in=True),
    "manager": viewer(member(OURS, Role.MANAGER)),
    "manager, handed in": viewer(member(OURS, Role.MANAGER), handed_in=True),
    "stakeholder": viewer(member(OURS, Role.STAKEHOLDER)),
    "stakeholder here, participant there": viewer(member(OURS, Role.STAKEHOLDER), IN_THEIRS, handed_in=True),
    "colleague who left": viewer(member(OURS, Role.PARTICIPANT, gone=True), handed_in=True),
    "facilitator": viewer(LEADING),
    "facilitator, handed in elsewhere": viewer(LEADING, IN_THEIRS, handed_in=True),
    "facilitator of our partner": viewer(LEADING, IN_OURS),
    "facilitator of our partner, handed in": viewer(LEADING, IN_OURS, handed_in=True),
    "facilitator who left": viewer(member(None, Role.FACILITATOR, gone=True)),
    "other partner": viewer(IN_THEIRS),
    "other partner, handed in": viewer(IN_THEIRS, handed_in=True),
    "stakeholder of the other partner": viewer(member(THEIRS, Role.STAKEHOLDER)),
    "in both, handed in": viewer(IN_OURS, IN_THEIRS, handed_in=True),
    "left ours for theirs": viewer(member(OURS, Role.PARTICIPANT, gone=True), IN_THEIRS, handed_in=True),
    "outsider": viewer(handed_in=True),
}

DRAFT, HANDED_IN = ContentRef(Content.DRAFT, AUTHOR, OURS), ContentRef(Content.DRAFT, AUTHOR, OURS, handed_in=True)
SETTLED, REVEALED = (
    ContentRef(Content.SETTLED, AUTHOR, OURS, True),
    ContentRef(Content.SETTLED, AUTHOR, OURS, True, True),
)
PROGRESS = ContentRef(Content.PROGRESS, AUTHOR, OURS)
WHO = ContentRef(Content.WHO_HANDED_IN, AUTHOR, OURS)

TAKEN_HOME = ContentRef(Content.TAKE_HOME, AUTHOR, OURS)
SAID = ContentRef(Content.TALK, AUTHOR, OURS)
MINUTES = ContentRef(Content.TALK, PersonId(0), None)
COUNT = ContentRef(Content.COUNT, AUTHOR, OURS, on_board=True, shown=True)
COMMITTING = ContentRef(Content.SETTLED, AUTHOR, OURS, handed_in=True, committing=True)


def answer(*, handed_in: bool = True, myself: bool = False, shared: bool = False) -> ContentRef:
    """An answer of phase 3."""
    return ContentRef(Content.COMMITMENT, AUTHOR, OURS, handed_in=handed_in, myself=myself, shared=shared)


PIECES = {
    "draft": DRAFT,
    "handed in": HANDED_IN,
    "settled": SETTLED,
    "revealed": REVEALED,
    "progress": PROGRESS,
    "who": WHO,
    "said": SAID,
    "minutes": MINUTES,
    "taken home": TAKEN_HOME,
    "quiet": ContentRef(Content.QUIET, AUTHOR, OURS),
    "count": COUNT,
    "aloud": ContentRef(Content.ALOUD, AUTHOR, OURS, shown=True),
    "aloud, not shown": ContentRef(Content.ALOUD, AUTHOR, OURS),
}
PHASE_3 = {
    "settled": COMMITTING,
    "said": ContentRef(Content.TALK, AUTHOR, OURS, committing=True),
    "minutes": ContentRef(Content.TALK, PersonId(0), None, committing=True),
    "answer": answer(),
    "not handed in": answer(handed_in=False),
    "ik": answer(myself=True),
    "ik but shared": answer(myself=True, shared=True),
    "shared too early": answer(handed_in=False, shared=True),
    "statement": ContentRef(Content.STATEMENT, AUTHOR, OURS),
    "agreement": ContentRef(Content.AGREEMENT, AUTHOR, OURS),
    "joint": ContentRef(Content.AGREEMENT, AUTHOR, None),
}
SHARED = {
    "answer": answer(shared=True),
    "statement": ContentRef(Content.STATEMENT, AUTHOR, OURS, shared=True),
    "agreement": ContentRef(Content.AGREEMENT, AUTHOR, OURS, shared=True),
}
"""What was switched to *Delen met partners*."""

CIRCLES = {
    "our group": Circle(OURS),
    "our group, together": Circle(OURS, together=True),
    "group of all": Circle(None),
    "group of all, together": Circle(None, together=True),
    "their group": Circle(THEIRS, together=True),
}
IN_A_GROUP = {
    "our group": "progress, count, aloud",
    "our group, together": "progress, count, aloud",
    "group of all": "revealed, progress, said, minutes",
    "group of all, together": "revealed, progress, said, minutes, count, aloud",
    "their group": "",
}

ALLOWED = {
    "author": "draft, handed in, settled, revealed, progress, who, said, minutes, taken home, quiet",
    "author, handed in": "draft, handed in, settled, revealed, progress, who, said, minutes, taken home, quiet",
    "author who left": "said, quiet",
    "colleague": "settled, revealed, progress, who, said, minutes, taken home",
    "colleague, handed in": "handed in, settled, revealed, progress, who, said, minutes, taken home",
    "manager": "settled, revealed, progress, who, said, minutes, taken home",
    "manager, handed in": "handed in, settled, revealed, progress, who, said, minutes, taken home",
    "stakeholder": "progress, who",
    "stakeholder here, participant there": "revealed, progress, who, said, minutes",
    "colleague who left": "",
    "facilitator": "revealed, progress, who, said, minutes",
    "facilitator, handed in elsewhere": "revealed, progress, who, said, minutes",
    "facilitator of our partner": "settled, revealed, progress, who, said, minutes, taken home",
    "facilitator of our partner, handed in": "handed in, settled, revealed, progress, who, said, minutes, taken home",
    "facilitator who left": "",
    "other partner": "revealed, progress, said, minutes",
    "other partner, handed in": "revealed, progress, said, minutes",
    "stakeholder of the other partner": "progress",
    "in both, handed in": "handed in, settled, revealed, progress, who, said, minutes, taken home",
    "left ours for theirs": "revealed, progress, said, minutes",
    "outsider": "",
}

OF_ITS_AUTHOR = ", ".join(PHASE_3)
OF_OUR_PARTNER = "settled, said, minutes, answer, statement, agreement, joint"
ALLOWED_IN_PHASE_3 = {
    "author": OF_ITS_AUTHOR,
    "author, handed in": OF_ITS_AUTHOR,
    "author who left": "said",
    "colleague": OF_OUR_PARTNER,
    "colleague, handed in": OF_OUR_PARTNER,
    "manager": OF_OUR_PARTNER,
    "manager, handed in": OF_OUR_PARTNER,
    "stakeholder": OF_OUR_PARTNER,
    "stakeholder here, participant there": OF_OUR_PARTNER,
    "colleague who left": "",
    "facilitator": "said, minutes, joint",
    "facilitator, handed in elsewhere": "said, minutes, joint",
    "facilitator of our partner": OF_OUR_PARTNER,
    "facilitator of our partner, handed in": OF_OUR_PARTNER,
    "facilitator who left": "",
    "other partner": "said, minutes, joint",
    "other partner, handed in": "said, minutes, joint",
    "stakeholder of the other partner": "said, minutes, joint",
    "in both, handed in": OF_OUR_PARTNER,
    "left ours for theirs": "said, minutes, joint",
    "outsider": "",
}
INSTRUMENTS = {
    "half-way": ContentRef(Content.INSTRUMENT, AUTHOR, OURS),
    "answer": ContentRef(Content.INSTRUMENT, AUTHOR, OURS, handed_in=True),
    "number": ContentRef(Content.INSTRUMENT_PROGRESS, PersonId(0), OURS),
}
"""Another instrument, answered in private."""
ALLOWED_OF_INSTRUMENTS = {
    "author": "half-way, answer, number",
    "author, handed in": "half-way, answer, number",
    "author who left": "half-way, answer",
    "colleague": "number",
    "colleague, handed in": "answer, number",
    "manager": "number",
    "manager, handed in": "answer, number",
    "stakeholder": "",
    "stakeholder here, participant there": "",
    "colleague who left": "",
    "facilitator": "number",
    "facilitator, handed in elsewhere": "number",
    "facilitator of our partner": "number",
    "facilitator of our partner, handed in": "answer, number",
    "facilitator who left": "",
    "other partner": "",
    "other partner, handed in": "",
    "stakeholder of the other partner": "",
    "in both, handed in": "answer, number",
    "left ours for theirs": "",
    "outsider": "",
}
PHASE_3_IN_A_GROUP = {
    "our group": "said, minutes, agreement, joint",
    "our group, together": "said, minutes, agreement, joint",
    "group of all": "said, minutes, joint",
    "group of all, together": "said, minutes, joint",
    "their group": "said, minutes, joint",
}
SHARED_WITH_NOBODY = {
    "author who left",
    "colleague who left",
    "facilitator",
    "facilitator who left",
    "stakeholder of the other partner",
    "outsider",
}


IN_A_GROUP_TOGETHER = {
    "hidden": ContentRef(Content.INSTRUMENT_IN_GROUP, AUTHOR, OURS),
    "ours": ContentRef(Content.INSTRUMENT_IN_GROUP, AUTHOR, OURS, shown=True),
    "of all": ContentRef(Content.INSTRUMENT_IN_GROUP, AUTHOR, None, shown=True),
}
"""Another instrument, in a round of a group: of our partner, or of all."""
LEADS_ONLY, FILLS_IN_HERE, FILLS_IN_THERE, NOT_IN_IT = "ours, of all", "ours, of all", "of all", ""
ALLOWED_OF_ROUNDS = {
    "author": "hidden, ours, of all",
    "author, handed in": "hidden, ours, of all",
    "author who left": "hidden, ours, of all",
    "colleague": FILLS_IN_HERE,
    "colleague, handed in": FILLS_IN_HERE,
    "manager": FILLS_IN_HERE,
    "manager, handed in": FILLS_IN_HERE,
    "stakeholder": NOT_IN_IT,
    "stakeholder here, participant there": FILLS_IN_THERE,
    "colleague who left": NOT_IN_IT,
    "facilitator": LEADS_ONLY,
    "facilitator, handed in elsewhere": LEADS_ONLY,
    "facilitator of our partner": LEADS_ONLY,
    "facilitator of our partner, handed in": LEADS_ONLY,
    "facilitator who left": NOT_IN_IT,
    "other partner": FILLS_IN_THERE,
    "other partner, handed in": FILLS_IN_THERE,
    "stakeholder of the other partner": NOT_IN_IT,
    "in both, handed in": FILLS_IN_HERE,
    "left ours for theirs": FILLS_IN_THERE,
    "outsider": NOT_IN_IT,
}
ROUNDS_IN_A_GROUP = {
    "our group": "ours",
    "our group, together": "ours",
    "group of all": "of all",
    "group of all, together": "of all",
    "their group": "",
}


PAPERS = {
    "entered": ContentRef(Content.ENTERED, AUTHOR, OURS),
    "not entered yet": ContentRef(Content.SIGNATURE, AUTHOR, OURS, second_member=True),
    "not entered yet, alone": ContentRef(Content.SIGNATURE, AUTHOR, OURS),
    "signature": ContentRef(Content.SIGNATURE, AUTHOR, OURS, handed_in=True, second_member=True),
    "signature, alone": ContentRef(Content.SIGNATURE, AUTHOR, OURS, handed_in=True),
}
"""A form on paper of our partner; `AUTHOR` enters it. *Alone*: there is no second member who can look."""
ALLOWED_OF_PAPERS = {
    "author": "entered",
    "author, handed in": "entered",
    "colleague": "signature",
    "colleague, handed in": "signature",
    "manager": "signature",
    "manager, handed in": "signature",
    "in both, handed in": "signature",
    "facilitator": "signature, alone",
    "facilitator, handed in elsewhere": "signature, alone",
    "facilitator of our partner": "signature, signature, alone",
    "facilitator of our partner, handed in": "signature, signature, alone",
}
"""Everybody else hears nothing of it."""


BECAME = {"fate": ContentRef(Content.FATE, AUTHOR, None)}
"""What became of somebody's words."""


def seen(pieces: Mapping[str, ContentRef], audience: Viewer | Circle) -> str:
    return ", ".join(name for name, piece in pieces.items() if may_see(piece, audience))


def test_every_content_has_its_rows():
    pieces = [*PIECES.values(), *PHASE_3.values(), *INSTRUMENTS.values(), *IN_A_GROUP_TOGETHER.values()]
    pieces += [*BECAME.values(), *PAPERS.values()]
    assert {piece.content for piece in pieces} == set(Content)
    assert set(ALLOWED) == set(ALLOWED_IN_PHASE_3) == set(ALLOWED_OF_INSTRUMENTS) == set(VIEWERS)
    assert set(ALLOWED_OF_ROUNDS) == set(VIEWERS)


@pytest.mark.parametrize("who", VIEWERS)
def test_each_person_sees_what_was_promised_of_other_instruments(who: str):
    assert seen(INSTRUMENTS, VIEWERS[who]) == ALLOWED_OF_INSTRUMENTS[who]


@pytest.mark.parametrize("who", VIEWERS)
def test_each_person_sees_what_was_promised_of_a_round_in_a_group(who: str):
    assert seen(IN_A_GROUP_TOGETHER, VIEWERS[who]) == ALLOWED_OF_ROUNDS[who]


@pytest.mark.parametrize("circle", CIRCLES)
def test_a_group_sees_the_round_that_is_its_own_once_it_is_shown(circle: str):
    assert seen(IN_A_GROUP_TOGETHER, CIRCLES[circle]) == ROUNDS_IN_A_GROUP[circle]


@pytest.mark.parametrize("who", VIEWERS)
def test_what_became_of_words_is_for_their_author_alone(who: str):
    assert seen(BECAME, VIEWERS[who]) == ("fate" if who.startswith("author") else "")


@pytest.mark.parametrize("circle", CIRCLES)
def test_no_group_sees_what_became_of_words(circle: str):
    assert seen(BECAME, CIRCLES[circle]) == ""


@pytest.mark.parametrize("circle", CIRCLES)
def test_no_group_sees_what_was_answered_in_private(circle: str):
    assert seen(INSTRUMENTS, CIRCLES[circle]) == ""


@pytest.mark.parametrize("who", VIEWERS)
def test_may_see_exactly_what_was_promised(who: str):
    assert seen(PIECES, VIEWERS[who]) == ALLOWED[who]
    assert seen(PHASE_3, VIEWERS[who]) == ALLOWED_IN_PHASE_3[who]


@pytest.mark.parametrize("who", VIEWERS)
def test_what_is_shared_reaches_the_other_partners(who: str):
    assert seen(SHARED, VIEWERS[who]) == ("" if who in SHARED_WITH_NOBODY else "answer, statement, agreement")


@pytest.mark.parametrize("who", VIEWERS)
def test_where_the_promise_names_whoever_leads_what_is_shared_reaches_them_too(who: str):
    promised = {name: replace(piece, with_facilitator=True) for name, piece in SHARED.items()}
    shut_out = SHARED_WITH_NOBODY - {"facilitator"}
    assert seen(promised, VIEWERS[who]) == ("" if who in shut_out else "answer, statement, agreement")
    kept = {name: replace(piece, with_facilitator=True) for name, piece in PHASE_3.items()}
    assert seen(kept, VIEWERS[who]) == ALLOWED_IN_PHASE_3[who]


@pytest.mark.parametrize("what", SHARED)
def test_who_only_leads_sees_progress_and_joint_agreements(what: str):
    assert not may_see(SHARED[what], VIEWERS["facilitator"])


@pytest.mark.parametrize("where", CIRCLES)
def test_a_group_gets_only_what_its_whole_circle_may_see(where: str):
    assert seen(PIECES, CIRCLES[where]) == IN_A_GROUP[where]
    assert seen(PHASE_3, CIRCLES[where]) == PHASE_3_IN_A_GROUP[where]
    assert seen(SHARED, CIRCLES[where]) == ("agreement" if where.startswith("our") else "")


@pytest.mark.parametrize(
    ("on_board", "handed_in", "shown", "counts"),
    [
        (True, False, True, True),
        (False, True, True, True),
        (False, False, True, False),
        (True, True, False, False),
    ],
)
def test_a_board_counts_what_was_given_there_or_handed_in_once_it_is_shown(
    on_board: bool, handed_in: bool, shown: bool, counts: bool
):
    piece = ContentRef(Content.COUNT, AUTHOR, OURS, handed_in=handed_in, on_board=on_board, shown=shown)
    assert may_see(piece, Circle(OURS)) == counts


@pytest.mark.parametrize("who", VIEWERS)
def test_who_reads_in_private_what_a_group_may_see(who: str):
    ours = {name for name, one in VIEWERS.items() if one.fills_in_for(OURS)}
    others = {name for name, one in VIEWERS.items() if one.fills_in or one.facilitates}
    assert Circle(OURS).takes_in(VIEWERS[who]) == (who in ours)
    assert Circle(None).takes_in(VIEWERS[who]) == (who in others)
    assert not {"outsider", "colleague who left", "stakeholder"} & (ours | others)
    assert not {"facilitator", "other partner", "left ours for theirs"} & ours


MEMBERSHIPS = st.builds(
    member, st.sampled_from([OURS, THEIRS, PartnerId(3), None]), st.sampled_from(Role), gone=st.booleans()
)
ANYBODY = st.builds(
    lambda memberships, handed_in: viewer(*memberships, handed_in=handed_in),
    st.lists(MEMBERSHIPS, max_size=4),
    st.booleans(),
)


def inside(somebody: Viewer) -> bool:
    """Whether somebody takes part in phase 1 for our partner."""
    return any(m.partner == OURS and m.role.fills_in and m.left_at is None for m in somebody.memberships)


@given(ANYBODY, st.booleans())
def test_a_draft_is_seen_by_nobody_outside_the_partner(somebody: Viewer, handed_in: bool):
    piece = ContentRef(Content.DRAFT, AUTHOR, OURS, handed_in)
    assert may_see(piece, somebody) == (inside(somebody) and handed_in and somebody.handed_in)


@given(ANYBODY)
def test_a_settled_version_is_seen_by_nobody_outside_before_it_is_revealed(somebody: Viewer):
    assert may_see(SETTLED, somebody) == inside(somebody)


@given(ANYBODY)
def test_a_settled_version_is_open_to_everybody_of_its_partner_in_phase_3(somebody: Viewer):
    ours = any(m.partner == OURS and m.left_at is None for m in somebody.memberships)
    assert may_see(COMMITTING, somebody) == ours


@given(ANYBODY, st.booleans(), st.booleans(), st.booleans())
def test_an_answer_of_phase_3_stays_inside_until_it_is_handed_in_and_shared(
    somebody: Viewer, handed_in: bool, myself: bool, shared: bool
):
    inside_now = any(m.partner == OURS and m.left_at is None for m in somebody.memberships)
    if may_see(answer(handed_in=handed_in, myself=myself, shared=shared), somebody):
        assert handed_in
        assert not myself
        assert inside_now or shared


@given(ANYBODY)
def test_somebody_who_takes_part_in_nothing_sees_nothing(somebody: Viewer):
    if all(m.left_at is not None for m in somebody.memberships):
        assert seen(PIECES | PHASE_3, somebody) == seen(SHARED, somebody) == ""


@pytest.mark.parametrize("who", VIEWERS)
def test_a_paper_waits_for_a_second_member_else_for_whoever_leads(who: str):
    assert seen(PAPERS, VIEWERS[who]) == ALLOWED_OF_PAPERS.get(who, "")


@pytest.mark.parametrize("circle", CIRCLES)
def test_no_group_hears_of_a_paper_that_waits(circle: str):
    assert seen(PAPERS, CIRCLES[circle]) == ""


def test_whoever_enters_a_paper_and_leads_does_not_confirm_it():
    assert seen(PAPERS, viewer(LEADING, IN_OURS, person=AUTHOR, handed_in=True)) == "entered"


@given(ANYBODY)
def test_a_paper_that_waits_is_known_to_who_takes_part_alone(somebody: Viewer):
    if all(m.left_at is not None for m in somebody.memberships):
        assert seen(PAPERS, somebody) == ""


@pytest.mark.parametrize(
    ("answered", "handed_in", "reads"),
    [({"q1"}, True, True), ({"q2"}, True, False), (set(), True, False), ({"q1"}, False, False)],
    ids=["this one", "another one", "none", "not handed in"],
)
def test_what_a_colleague_answered_is_read_by_who_answered_that_question_too(
    answered: set[str], handed_in: bool, reads: bool
):
    one = replace(HANDED_IN, question="q1")
    colleague = replace(viewer(IN_OURS, handed_in=handed_in), answered=frozenset(answered))
    assert may_see(one, colleague) is reads
    assert not may_see(one, replace(colleague, memberships=(IN_THEIRS,)))
    assert may_see(one, viewer(IN_OURS, person=AUTHOR))
