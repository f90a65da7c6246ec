"""A report of a round that has closed says what it said, without what was taken back and who was erased."""

from collections.abc import Iterator

import pytest
from report_reading import csv_rows, everything_in
from report_world import NOW, ReportWorld, report_world

from bot.dialogs.commitment.ports import COMMITMENTS
from bot.dialogs.commitment.rules import AnswerLevel, SharedAnswer
from bot.domain.ids import RoundId, RunId
from bot.domain.motive import Choice
from bot.domain.rounds import Phase
from bot.engine.model import StepId, Written
from bot.turn.ports import UnitOfWork

FIRST = RoundId(1)
OURS, THEIRS, KEPT = "f3.com.1", "f3.com.2", "f3.com.3"
"""Answers of Anna: for her own organisation, shared with the partners, and for herself alone."""


@pytest.fixture
def world() -> Iterator[ReportWorld]:
    with report_world() as world:
        world.begin()
        yield world


def rows_of(world: ReportWorld, who: str, scope: str = "mij") -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv_rows(world.file(who, "csv", scope, FIRST))}


def run_of(world: ReportWorld, partner: int) -> RunId:
    found = world.do(lambda uow: uow.rounds.runs(FIRST))
    return next(run.id for run in found if run.phase is Phase.COMMITMENT and run.partner == partner)


def answers_of(world: ReportWorld, who: str, by: str, scope: str = "mij") -> dict[str, str]:
    """What somebody reads of the phase 3 of one person."""
    part = f".m{world.by_name[by].id}."
    found = {id_: row for id_, row in rows_of(world, who, scope).items() if row["onderdeel"] == "commitment"}
    return {row["vraag_id"]: row["antwoord"] for id_, row in found.items() if part in id_}


def test_an_answer_that_is_changed_after_closing_is_told_as_it_was(world: ReportWorld):
    before = answers_of(world, "Bram", "Anna")
    assert before.keys() >= {OURS, THEIRS}

    def rewrite(uow: UnitOfWork) -> None:
        talk = uow.conversations.find("commitment", world.by_name["Anna"].chat, run_of_now)
        assert talk is not None
        answers = uow.conversations.answers(talk.id)
        uow.conversations.save_answers(talk.id, answers, {**answers, StepId(OURS): Written("Heel iets anders")}, NOW)

    run_of_now = run_of(world, world.partner_of("Anna"))
    world.do(rewrite)
    assert answers_of(world, "Bram", "Anna") == before
    assert "Heel iets anders" not in everything_in("csv", world.file("Anna", "csv", "mij", FIRST))


def test_what_is_meant_for_oneself_is_in_ones_own_report_alone(world: ReportWorld):
    assert KEPT in answers_of(world, "Anna", "Anna")
    assert KEPT not in answers_of(world, "Bram", "Anna")
    assert KEPT not in answers_of(world, "Anna", "Anna", f"p{world.partner_of('Anna')}")


def test_what_is_meant_for_oneself_is_not_kept_with_the_round(world: ReportWorld):
    run = run_of(world, world.partner_of("Anna"))
    levels = world.do(lambda uow: {one.level for one in uow.get(COMMITMENTS).kept(run)})
    assert levels
    assert AnswerLevel.MYSELF not in levels


def test_what_is_shared_no_longer_is_in_no_new_report(world: ReportWorld):
    assert answers_of(world, "Carla", "Anna").keys() == {THEIRS}
    shared = SharedAnswer(run_of(world, world.partner_of("Anna")), world.by_name["Anna"].id, THEIRS)
    world.do(lambda uow: uow.get(COMMITMENTS).unshare(shared))
    assert THEIRS not in answers_of(world, "Carla", "Anna")
    assert THEIRS in answers_of(world, "Bram", "Anna")


def test_who_is_erased_takes_along_their_name_and_what_they_did_not_share(world: ReportWorld):
    told = rows_of(world, "Carla")
    shared = next(row for id_, row in told.items() if f".m{world.by_name['Anna'].id}.{THEIRS}" in id_)
    ours = answers_of(world, "Bram", "Anna")[OURS]
    world.do(lambda uow: uow.people.erase(world.by_name["Anna"].id, NOW))
    for who in ("Bram", "Carla"):
        found = csv_rows(world.file(who, "csv", "mij", FIRST))
        said = {row["vraag_id"]: row for row in found if row["onderdeel"] == "commitment" and ".x" in row["id"]}
        assert said.keys() == {THEIRS}
        assert said[THEIRS]["antwoord"] == shared["antwoord"]
        assert not any(row["antwoord"] == ours and row["partner"] == shared["partner"] and row["persoon"] == "" and
                       row["vraag_id"] == OURS for row in found)  # fmt: skip
        for form in ("csv", "xlsx", "pdf"):
            assert "Anna" not in everything_in(form, world.file(who, form, "mij", FIRST))


def test_a_version_that_is_settled_later_does_not_change_what_was_revealed(world: ReportWorld):
    before = world.report("Bo", "csv", "allen", FIRST).document

    def settle_again(uow: UnitOfWork) -> None:
        (first, *_) = uow.settlements.revealed(FIRST)
        motives = tuple(type(one)(one.id, one.text, one.cluster, Choice.NO) for one in first.form.motives)
        uow.settlements.add(
            run=first.run,
            partner=first.partner,
            form=type(first.form)(motives),
            settled_by=first.settled_by,
            at=NOW,
            with_manager=True,
            after_reveal=True,
        )

    world.town.now = NOW
    world.do(settle_again)
    world.town.now = NOW
    after = world.report("Bo", "csv", "allen", FIRST).document
    assert (before or "").replace("10:00", "") == (after or "").replace("10:00", "")
