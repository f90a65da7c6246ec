"""A check of what happens in groups is forgotten in turn, and what comes of that must be noticed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from test_planted_in_groups import EAST, Plant, Play
from visibility_step import LeakError
from visibility_world import CHATS, World

from bot.dialogs.boards import facts as boards_facts
from bot.dialogs.boards import group as boards_group
from bot.dialogs.boards import group as replies
from bot.dialogs.boards import pages as boards_pages
from bot.dialogs.boards.actions import board as boards_actions
from bot.dialogs.boards.actions.board import put_choice, put_outcome
from bot.dialogs.boards.facts import electorate, talk_of_run
from bot.dialogs.boards.screens import board as board_screen
from bot.dialogs.boards.screens import panel as boards_panel
from bot.dialogs.groups.actions import binding as groups_actions
from bot.dialogs.groups.actions import leading as groups_leading
from bot.dialogs.groups.actions.leading import take_lead
from bot.dialogs.groups.facts import Actor, BindingOption, binding_options
from bot.dialogs.preparation.dialog.form import PreparationFacts
from bot.dialogs.preparation.facts import form as preparation_facts
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import tally
from bot.dialogs.reveal.actions import guiding
from bot.dialogs.reveal.facts import audience
from bot.dialogs.reveal.pages import reveal
from bot.dialogs.reveal.screens import together
from bot.domain.group import Binding, Lead
from bot.domain.ids import PartnerId, PersonId
from bot.domain.motive import Choice
from bot.domain.rounds import Round
from bot.turn.context import TurnContext
from bot.turn.incoming import Commanded


@pytest.fixture(scope="module")
def played() -> Iterator[tuple[Play, object]]:
    world = World()
    play = Play(world)
    yield play, world.keep()
    world.close()


@pytest.fixture
def play(played: tuple[Play, object]) -> Play:
    play, kept = played
    play.world.go_back(kept)
    play.random.seed(4)
    return play


def count_drafts(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if everybody had handed in."""

    def all_of_them(stage: TurnContext, seats: object) -> object:
        runs = {seat.run for seat in seats}  # type: ignore[attr-defined]
        return {(part.run, part.person) for run in runs for part in stage.uow.rounds.participants(run)}

    monkeypatch.setattr(boards_facts, "_handed_in", all_of_them)
    play.lead("anna", "noord", "toon")


def count_who_left(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_screen, "present", lambda stage, here, board: stage.uow.get(QUESTIONS).seats(board.id))
    monkeypatch.setattr(boards_facts, "present", lambda stage, here, board: stage.uow.get(QUESTIONS).seats(board.id))
    play.lead("anna", "noord", "toon")
    play.leave("bram")
    play.world.in_group("anna", Commanded("motieven"), "noord")


def count_the_other_way_round(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    count = tally
    other = {Choice.YES: Choice.NO, Choice.SOMEWHAT: Choice.SOMEWHAT, Choice.NO: Choice.YES}
    monkeypatch.setattr(
        board_screen, "tally", lambda seats, choices: count(seats, ((partner, other[c]) for partner, c in choices))
    )
    play.world.in_group("hugo", Commanded("motieven"), "west")


def count_who_voted_not_at_all(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_screen, "shown_choices", lambda *given: {})
    play.lead("anna", "noord", "toon")


def show_before_the_end(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards_facts, "answered", lambda stage, seats: list(seats))
    play.vote("anna", "noord", "ja")


def _let_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    def anybody(stage: TurnContext, here: Binding, round_: Round, acting: Actor) -> Lead:
        return take_lead(stage, here, round_, acting.person.id)

    for module in (boards_group, boards_pages, guiding):
        monkeypatch.setattr(module, "must_conduct", anybody)


def let_anybody_lead(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    _let_anybody(monkeypatch)
    play.lead("koen", "noord", "toon")


def let_anybody_lead_from_private(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    _let_anybody(monkeypatch)
    board = play.board("noord")
    assert board is not None
    play.world.press("koen", f"p:bordtoon:{board.id}.{board.number}")


def let_anybody_open_again(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    _let_anybody(monkeypatch)
    play.lead("nina", "west", "heropen")


def leave_the_controls_in_the_group(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_screen, "leads_from_private", lambda *given: False)
    play.vote("anna", "noord", "ja")


def tell_an_own_motive_to_who_leads_from_outside(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards_panel, "_reads_along", lambda *given: True)
    play.lead("anna", "noord", "toon")
    play.put_own("bram", play.north)
    play.world.in_group("fenna", Commanded("motieven"), "noord")


def keep_the_panel_with_whoever_led(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fenna leads from now on; Anna's panel stays as it is, and goes on to tell."""

    def quietly(stage: TurnContext, here: Binding, lead: Lead, to: PersonId) -> Lead:
        return stage.uow.groups.keep_lead(replace(lead, led_by=to))

    monkeypatch.setattr(groups_leading, "_pass_on", quietly)
    play.lead("fenna", "noord", "toon")


def _revealed_with_steps(play: Play) -> None:
    play.fill_in("anna", play.north)
    play.settle("anna", play.north)
    play.reveal(1)
    play.go_through("fenna", 1, "onthulsamen")
    assert play.facts.leading[play.facts.bound_in(play.world.groups["alfa"]).id].step == 1  # type: ignore[union-attr]


def let_anybody_go_through_the_reveal(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    _revealed_with_steps(play)
    _let_anybody(monkeypatch)
    play.go_through("dora", 1, "onthulvoor")


def go_through_it_with_controls_in_the_group(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    _revealed_with_steps(play)
    monkeypatch.setattr(together, "leads_from_private", lambda *given: False)
    play.go_through("fenna", 1, "onthulvoor")


def forget_that_a_round_is_apart(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Round, "together", property(lambda round_: True))
    play.world.in_group("fenna", Commanded("motieven"), "alfa")


def vote_otherwise(play: Play, who: str) -> None:
    """Something else than the draft has."""
    for choice in ("ja", "enigszins", "nee"):
        play.vote(who, "noord", choice)


def vote_for_somebody_else(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    put = put_choice

    def for_anna(stage: TurnContext, seat: object, choice: object) -> None:
        anna = stage.uow.people.in_chat(CHATS["anna"]).id
        put(stage, replace(seat, person=anna), choice)  # type: ignore[type-var, arg-type]

    monkeypatch.setattr(boards_group, "put_choice", for_anna)
    vote_otherwise(play, "koen")


def vote_on_another_motive(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    put = put_choice
    other = "op.ont.1"
    monkeypatch.setattr(boards_group, "put_choice", lambda stage, seat, c: put(stage, replace(seat, motive=other), c))
    vote_otherwise(play, "koen")


def keep_another_choice(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    put = put_choice
    monkeypatch.setattr(boards_group, "put_choice", lambda stage, seat, choice: put(stage, seat, Choice.SOMEWHAT))
    play.vote("anna", "noord", "nee")


def let_the_facilitator_vote(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        boards_group, "_seat", lambda stage, here, board, acting: stage.uow.get(QUESTIONS).seats(board.id)[0]
    )
    play.vote("fenna", "noord", "ja")


def reply_for_somebody_else(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    put = put_outcome

    def for_nina(stage: TurnContext, seat: object, text: str) -> None:
        nina = stage.uow.people.in_chat(CHATS["nina"]).id
        put(stage, replace(seat, person=nina), text)  # type: ignore[type-var]

    monkeypatch.setattr(replies, "put_outcome", for_nina)
    play.reply_to_board("hugo", "west")


def tell_a_reply_for_another_partner(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_screen, "_name", lambda stage, partner: EAST)
    play.reply_to_board("hugo", "west")


def put_what_is_not_theirs(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Koen puts the own motive of Bram before the group."""
    play.lead("anna", "noord", "toon")
    find = talk_of_run
    monkeypatch.setattr(
        boards_facts,
        "talk_of_run",
        lambda stage, person, run: find(stage, stage.uow.people.in_chat(CHATS["bram"]).id, run),
    )
    play.put_own("koen", play.north)


def forget_somebody_in_the_electorate(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = electorate
    monkeypatch.setattr(boards_actions, "electorate", lambda *given: everybody(*given)[1:])
    play.lead("anna", "noord", "toon")
    play.lead("anna", "noord", "verder")


def change_what_was_shown(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = PreparationFacts
    monkeypatch.setattr(preparation_facts, "PreparationFacts", lambda **given: facts(**{**given, "fixed": {}}))
    play.world.press("hugo", f"p:doe:preparation.{play.run_of('Opleiding West')}")
    for option in ("begin", "overslaan"):
        if option in (offered := play.options("hugo")):
            play.world.press("hugo", offered[option])
    talk = play.facts.forms[play.facts.people[CHATS["hugo"]], play.run_of("Opleiding West")]
    turn = next(iter(play.options("hugo").values())).split(":")[2]
    play.world.press("hugo", f"c:{talk}:{turn}:@op.leg.1")
    play.world.press("hugo", play.options("hugo")["nee"])


def bind_without_leading(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = binding_options
    only = BindingOption(play.facts.partners[1][0], PartnerId(1))  # type: ignore[arg-type]
    monkeypatch.setattr(groups_actions, "binding_options", lambda stage, person: (*mine(stage, person), only)[:1])
    play.world.in_group("dora", Commanded("koppel"), "vreemd")


def reveal_only_to_who_was_not_seen_there(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wrote in the group of all once may have left it."""
    play.world.in_group("anna", Commanded("overzicht"), "alfa")
    everybody = audience
    anna = CHATS["anna"]
    monkeypatch.setattr(reveal, "audience", lambda *given: [p for p in everybody(*given) if p.chat != anna])
    play.reveal(1)


def reveal_to_nobody_in_private(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reveal, "audience", lambda stage, collaboration: [])
    play.reveal(1)


FORGOTTEN = [
    count_drafts,
    count_who_left,
    count_the_other_way_round,
    count_who_voted_not_at_all,
    show_before_the_end,
    let_anybody_lead,
    let_anybody_lead_from_private,
    let_anybody_open_again,
    leave_the_controls_in_the_group,
    tell_an_own_motive_to_who_leads_from_outside,
    keep_the_panel_with_whoever_led,
    let_anybody_go_through_the_reveal,
    go_through_it_with_controls_in_the_group,
    forget_that_a_round_is_apart,
    vote_for_somebody_else,
    vote_on_another_motive,
    keep_another_choice,
    let_the_facilitator_vote,
    reply_for_somebody_else,
    tell_a_reply_for_another_partner,
    put_what_is_not_theirs,
    forget_somebody_in_the_electorate,
    change_what_was_shown,
    bind_without_leading,
    reveal_only_to_who_was_not_seen_there,
    reveal_to_nobody_in_private,
]


@pytest.mark.parametrize("forget", FORGOTTEN)
def test_a_forgotten_check_is_noticed(forget: Plant, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LeakError) as noticed:
        forget(play, monkeypatch)
    assert noticed.value.__cause__ is None, "the plant itself broke"
