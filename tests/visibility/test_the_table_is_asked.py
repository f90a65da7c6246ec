"""Ways out to which the table of today says yes for everybody who comes there: they ask it all the same."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import ModuleType

import pytest
from test_discussion_machine import begun
from visibility_commitment_world import ALFA, NOORD, CommitmentMoves, CommitmentWorld
from visibility_moves import Moves
from visibility_step import LeakError
from visibility_talk_moves import ALFA as ALFA_PEOPLE
from visibility_talk_moves import TalkMoves
from visibility_world import CHATS, World

from bot.dialogs.agreements import facts as agreements
from bot.dialogs.agreements.pages import thread
from bot.dialogs.alignment.facts import queries
from bot.dialogs.boards import facts as boards
from bot.dialogs.commitment import facts as commitment
from bot.dialogs.commitment.facts import viewer_in
from bot.dialogs.groups import screens as status
from bot.dialogs.reveal import facts as reveal
from bot.dialogs.reveal.actions import showing
from bot.dialogs.settling import facts as settling
from bot.dialogs.years import facts as years
from bot.domain.ids import ChatId, RoundId, RunId
from bot.domain.visibility import Circle
from bot.rooms import HOUSE
from bot.turn.context import TurnContext
from bot.turn.incoming import Commanded
from bot.turn.ports import UnitOfWork

SECRET = "geheim-"
SaysNo = Callable[..., None]


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


@pytest.fixture
def committing() -> Iterator[CommitmentWorld]:
    world = CommitmentWorld()
    yield world
    world.close()


@pytest.fixture
def says_no(monkeypatch: pytest.MonkeyPatch) -> SaysNo:
    """From now on the table that this module asks says no, to groups or (`object`) to everybody."""

    def say_no(module: ModuleType, to: type = object) -> None:
        real = module.may_see
        monkeypatch.setattr(module, "may_see", lambda piece, who: not isinstance(who, to) and real(piece, who))

    return say_no


def shown_to(world: World, name: str) -> str:
    """What the last step showed this person or group."""
    chat = CHATS.get(name) or world.groups[name]
    return "\n".join(f"{screen.html}{screen.buttons}" for there, screen in world.latest if there == chat)


def test_the_status_of_a_group(world: World, says_no: SaysNo) -> None:
    world.in_group("fenna", Commanded("overzicht"), "alfa")
    says_no(status)
    with pytest.raises(LeakError, match="must tell"):
        world.in_group("fenna", Commanded("overzicht"), "alfa")


def test_what_is_settled(world: World, says_no: SaysNo) -> None:
    moves = Moves(world)
    run = moves.run_of("Opleiding Noord")
    moves.fill_in("anna", run)
    kept = world.keep()
    for yes in (True, False):
        world.go_back(kept)
        world.press("anna", f"p:vaststel:{run}")
        assert ("Er vulde nog geen leidinggevende in" not in shown_to(world, "anna")) == yes
        says_no(settling)


def test_the_reveal_in_the_group_of_all(world: World, says_no: SaysNo) -> None:
    moves = Moves(world)
    run = moves.run_of("Opleiding Noord")
    moves.fill_in("anna", run)
    moves.settle("anna", run)
    kept = world.keep()
    for yes in (True, False):
        world.go_back(kept)
        moves.reveal(1)
        assert world.last is not None
        assert any(m.picture and m.chat == world.groups["alfa"] for m in world.last.outgoing) == yes
        says_no(showing)


def test_what_the_reveal_gives_a_question(world: World, says_no: SaysNo) -> None:
    world.go_back(begun("begun"))
    kept, asked = world.keep(), []
    for _ in range(2):
        world.go_back(kept)
        world.in_group("fenna", Commanded("gesprek"), "alfa")
        asked.append(shown_to(world, "alfa"))
        says_no(reveal, Circle)
    assert asked[0] != asked[1]


def test_points_and_goals(world: World, says_no: SaysNo) -> None:
    world.go_back(begun("closed"))
    led = TalkMoves(world).led("alfa")
    assert led is not None
    for yes in (True, False):
        read = ""
        for page in range(4):
            world.press("fenna", f"p:verslag:{led.run}.{page}")
            read += shown_to(world, "fenna")
        assert (SECRET in read) == yes
        assert any(aim.text in read for aim in world.facts.phase_2.aims.values()) == yes
        says_no(queries)


def test_what_is_asked_between_two_rounds(committing: CommitmentWorld, says_no: SaysNo) -> None:
    committing.press("fenna", "p:rondesluit:3.ja")
    committing.wait(timedelta(days=150))
    for yes in (True, False):
        committing.press("anna", "p:pols:3")
        assert ("Samen sterker" in shown_to(committing, "anna")) == yes
        says_no(years)


def test_a_board_and_what_is_written_below_it(world: World, says_no: SaysNo) -> None:
    world.in_group("anna", Commanded("motieven"), "noord")
    moves = Moves(world)
    for who in ("anna", "bram", "koen"):
        moves.vote(who, "noord", "ja")
    world.reply("bram", "noord", moves.board_message("noord") or 0, "een zichtbare buurt")
    board = moves.board("noord")
    assert board is not None
    for yes in (True, False):
        world.say("anna", Commanded("start", f"b-{board.id}"))
        assert ("een zichtbare buurt" in shown_to(world, "anna")) == yes
        says_no(boards)
    with pytest.raises(LeakError, match="must tell"):
        world.in_group("anna", Commanded("motieven"), "noord")


def test_agreements_that_a_round_opens_with_and_of_the_thread(committing: CommitmentWorld, says_no: SaysNo) -> None:
    CommitmentMoves(committing, seed=4).agree("anna", NOORD, owner="anna")
    run = RunId(committing.run_of(NOORD))

    def kept(uow: UnitOfWork) -> tuple[bool, bool]:
        stage = TurnContext(uow, committing.now, committing._texts, HOUSE, fresh=lambda: "", chat=ChatId(0))
        mine = next(m for m in uow.collaborations.members(ALFA).memberships if m.partner == NOORD)
        promises = thread._promises(stage, uow.rounds.run(run).round, NOORD, viewer_in(stage, mine))
        return agreements.agreed_before(stage, mine) is not None, bool(promises)

    for yes in (True, False):
        assert committing.database.run_sync(kept) == (yes, yes)
        says_no(agreements)
        says_no(thread)


def test_goals_that_phase_3_goes_on_with(world: World, says_no: SaysNo) -> None:
    world.go_back(begun("goals"))
    moves = TalkMoves(world)
    for who in ALFA_PEOPLE:
        moves.judge(who, "alfa", "akkoord", newest=True)
        for partner in moves.pages(who, "p:namens:"):
            world.press(who, partner)
            moves.judge(who, "alfa", "akkoord", newest=True)

    def goals(uow: UnitOfWork) -> bool:
        stage = TurnContext(uow, world.now, world._texts, HOUSE, fresh=lambda: "", chat=ChatId(0))
        return bool(commitment.joint_goals(stage, uow.rounds.get(RoundId(1)), Circle(None)))

    for yes in (True, False):
        assert world.database.run_sync(goals) == yes
        says_no(commitment)
