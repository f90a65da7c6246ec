"""The counts (also in the minutes) and the evidence of phase 2 tell what the picture shows, for whoever took part."""

import re

from hypothesis import given
from insight_forms import shown, tables

from bot.content.phrases import load_phrases
from bot.content.roles import TalkEvidence
from bot.dialogs.alignment.facts.evidence import from_reveal
from bot.dialogs.reveal.facts import RevealView, counts
from bot.domain.collaboration import Collaboration, Partner
from bot.domain.ids import CollaborationId, RoundId
from bot.domain.rounds import Phase, Round, RoundMode, RoundState
from bot.insight.given import PartnerForm
from bot.insight.model import CellState

PHRASES = load_phrases()
HERE = CollaborationId(1)
ROUND = Round(RoundId(1), HERE, RoundMode.APART, frozenset(Phase), RoundState.REVEALED, "")


def view(forms: list[PartnerForm]) -> RevealView:
    partners = tuple(Partner(one.partner, HERE, one.name, one.kind) for one in forms)
    return RevealView(Collaboration(HERE, "HLO Proef"), ROUND, partners, (), (), shown(*forms), ())


def said_yes(found: RevealView) -> dict[str, set[str]]:
    """Of the picture: motives that anybody answered, each with the names of who says Ja."""
    given = (CellState.YES, CellState.SOMEWHAT, CellState.NO)
    rows = [row for row in found.reveal.matrix.rows if any(cell.state in given for cell in row.cells)]
    return {row.id: {found.name(c.partner) for c in row.cells if c.state is CellState.YES} for row in rows}


@given(tables(fewest=2, most=8))
def test_the_counts_are_of_all_motives_in_the_picture(forms):
    found = view(forms)
    told = PHRASES.plain(counts(found.reveal.division))
    assert sum(int(number) for number in re.findall(r"\d+", told)) == len(said_yes(found))


@given(tables(fewest=2, most=8))
def test_the_evidence_names_who_says_ja_in_the_picture(forms):
    found = view(forms)
    yes = said_yes(found)
    names = {one.id: one.text for one in found.reveal.matrix.rows}
    for wanted in (TalkEvidence.SHARED, TalkEvidence.STRAINED):
        lines = [line for line in from_reveal(found, wanted, ()) if line.key == "discussion.of_list"]
        told = [(line.args["motive"], set(line.args["names"])) for line in lines]
        for motive, who in told:
            alike = [row for row, text in names.items() if text == motive and row in yes]
            assert any(who in (yes[row], set()) for row in alike), "it names others than the picture"
            assert who or any(len(yes[row]) > 1 for row in alike), "only where all say Ja nobody is named"


@given(tables(fewest=2, most=8))
def test_no_motive_is_evidence_of_both_questions(forms):
    found = view(forms)
    division = found.reveal.division
    names = {one.row: found.texts((one.row,))[0] for one in division.motives}
    shared, strained = (
        [line.args["motive"] for line in from_reveal(found, wanted, ()) if line.key == "discussion.of_list"]
        for wanted in (TalkEvidence.SHARED, TalkEvidence.STRAINED)
    )
    assert len(shared) + len(strained) <= len(division.motives)
    twice = set(shared) & set(strained)
    assert all(list(names.values()).count(text) > 1 for text in twice)


@given(tables(fewest=2, most=8))
def test_a_pair_stands_before_the_group_as_a_question(forms):
    found = view(forms)
    for wanted in (TalkEvidence.STRAINED, TalkEvidence.HELPING):
        for line in (one for one in from_reveal(found, wanted, ()) if one.key == "discussion.pair"):
            told = PHRASES.plain(line)
            assert told.endswith("? <i>(vraag van ons)</i>")
            assert str(line.args["first"]) in told
