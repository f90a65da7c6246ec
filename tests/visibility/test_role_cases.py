"""What each role may not do or see: a tap with that button is refused with the reason, and changes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from test_discussion_machine import begun
from visibility_commitment_world import ALFA, CommitmentMoves, CommitmentWorld
from visibility_facts import Facts
from visibility_moves import Moves
from visibility_talk_moves import TalkMoves
from visibility_talk_rules import ON_PANEL
from visibility_world import CHATS, World

from bot.dialogs.agreements.facts import agreed_before
from bot.dialogs.commitment.facts import settled_form, viewer_in
from bot.dialogs.reveal.actions import showing
from bot.dialogs.reveal.actions.showing import group_of_all
from bot.dialogs.reveal.facts import shown_in
from bot.dialogs.settling.facts import drafts_of
from bot.domain.ids import ChatId, PartnerId, RoundId, RunId
from bot.domain.visibility import Circle
from bot.rooms import HOUSE
from bot.turn.context import TurnContext
from bot.turn.incoming import CameOrWent, Commanded
from bot.turn.ports import UnitOfWork

NOORD, OOST, ZUID = 1, 2, 3
LEADER = "Dit kan alleen de begeleider."
MANAGER = "Dit kan alleen de begeleider of je leidinggevende."
NOT_VISIBLE = "Dit kun je (nog) niet zien."
NOT_REVEALED = "De motieven zijn nog niet onthuld."
NOT_A_MEMBER = "Je doet hier niet aan mee."
SETTLES = "Vaststellen doet de leidinggevende"
CLOSES = "Fase 3 afsluiten doet de leidinggevende"
NOT_YOURS = "Deze afspraak is niet van jou."
EXPIRED = "Deze knop is verlopen"
FROM_PHASE_3 = "Als betrokkene doe je vanaf fase 3 mee."
MAY_NOT_BIND = "Alleen de begeleider kan een groep koppelen"
FIXES = "Het verslag vaststellen doet w"
LEADERS = "Dit kan alleen de begeleider of een leidinggevende."


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    world.say("odin", Commanded("help"))  # from the first step on there is something to compare with
    yield world
    world.close()


@pytest.fixture
def committing() -> Iterator[CommitmentWorld]:
    world = CommitmentWorld()
    world.say("odin", Commanded("help"))
    yield world
    world.close()


def refused(world: World, who: str, data: str, said: str) -> None:
    before = kept(world)
    world.press(who, data)
    heard = (world.last.toast if world.last and world.last.toast else "") or told(world, who)
    assert heard.startswith(said), f"{who} pressed {data} and heard {heard}"
    assert kept(world) == before


def kept(world: World) -> Facts:
    """All there is, but for the numbers that Telegram gives to messages a moment later."""
    return replace(world.facts, phase_2=replace(world.facts.phase_2, placed={}))


def told(world: World, who: str) -> str:
    """What the last step sent to this person, with what its buttons carry."""
    return "\n".join(
        screen.html + "\n" + "\n".join(b.option for row in screen.buttons for b in row)
        for chat, screen in world.latest
        if chat == CHATS[who]
    )


def place(world: World, who: str) -> int:
    """The membership of this person."""
    return world.facts.mine(CHATS[who])[0].id


# --- while phase 1 is open ---


@pytest.mark.parametrize("who", ["anna", "bram", "bas"])
@pytest.mark.parametrize(
    "data",
    [
        "p:onthul:1",
        "p:onthulnu:1.0",
        "p:aanpassen:1",
        "p:herinner:1",
        "p:open:1",
        "p:fase3open:1",
        "p:rondesluit:1.ja",
        "p:uitnodigen:1",
        "p:partnerweg:2.ja",
    ],
)
def test_only_who_leads_goes_on(world: World, who: str, data: str) -> None:
    refused(world, who, data, LEADER)


@pytest.mark.parametrize("who", ["bram", "carla", "bas"])
def test_only_its_manager_lets_people_into_a_partner(world: World, who: str) -> None:
    refused(world, who, "p:partner:1", MANAGER)
    refused(world, who, "p:partner:1.meer", MANAGER)
    refused(world, who, "p:link:1.deelnemer.1", MANAGER)
    refused(world, who, f"p:verwijder:{place(world, 'koen')}", MANAGER)
    world.press("anna", "p:link:1.deelnemer.1")
    world.press("anna", "p:partner:1.meer")
    invitation = Moves(world).pages("anna", "p:intrek:")[-1]
    refused(world, who, invitation, MANAGER)


def test_a_link_to_bind_a_group_goes_with_the_place_of_who_made_it(world: World) -> None:
    world.press("anna", f"p:groepnieuw:1.{NOORD}")
    link = world.urls[CHATS["anna"]][-1]
    Moves(world).leave("anna")
    world.in_group("koen", Commanded("start", link), "vreemd")
    assert world.facts.bound_in(world.groups["vreemd"]) is None


def test_nobody_takes_the_lead_from_somebody(world: World) -> None:
    for who in ("anna", "bram"):
        refused(world, who, "p:begeleid:1", "Er is al een begeleider")


def test_where_nobody_leads_a_manager_takes_it_and_nobody_else(world: World) -> None:
    Moves(world).leave("fenna")
    refused(world, "bram", "p:begeleid:1", "Er is al een begeleider")
    world.press("bram", "p:overzicht:1")
    assert "p:begeleid:" not in told(world, "bram")
    world.press("anna", "p:overzicht:1")
    assert "p:begeleid:1" in told(world, "anna")


@pytest.mark.parametrize("data", ["p:overzicht:1", "p:afspraken:1", "p:jaren:1", "p:groepen:1", "p:afspraaknieuw:1"])
def test_a_place_elsewhere_opens_nothing_here(world: World, data: str) -> None:
    refused(world, "hugo", data, NOT_A_MEMBER)


def test_a_colleague_is_read_only_after_handing_in_oneself(world: World) -> None:
    moves = Moves(world)
    run = moves.run_of("Opleiding Noord")
    moves.fill_in("bram", run)
    bram = world.facts.people[CHATS["bram"]]
    refused(world, "anna", f"p:collega:{run}.{bram}.0", NOT_VISIBLE)
    world.press("anna", f"p:collegas:{run}")
    assert f"p:collega:{run}.{bram}.0" not in told(world, "anna")
    moves.fill_in("anna", run)
    world.press("anna", f"p:collega:{run}.{bram}.0")
    assert "Bram van Bramdam" in told(world, "anna")


def looking(world: World, uow: UnitOfWork) -> TurnContext:
    return TurnContext(uow, world.now, world._texts, HOUSE, fresh=lambda: "", chat=ChatId(0))


def test_a_reveal_is_shown_to_the_group_of_all_alone_and_only_as_far_as_it_may_see(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.go_back(begun("begun"))

    def shown(uow: UnitOfWork) -> list[bool]:
        ctx, round_ = looking(world, uow), uow.rounds.get(RoundId(1))
        found = [shown_in(ctx, round_, Circle(partner)) for partner in (None, PartnerId(NOORD))]
        whole = found[0]
        assert whole is not None
        given = [one is not None for one in (*found, group_of_all(ctx, whole))]
        monkeypatch.setattr(showing, "may_see", lambda piece, circle: False)
        return [*given, group_of_all(ctx, whole) is not None]

    assert world.database.run_sync(shown) == [True, False, True, False]


def test_what_is_counted_within_a_partner_is_for_who_handed_in(world: World) -> None:
    """The page that tells it comes with the reveal, also for who never handed in."""
    moves = Moves(world)
    run = moves.run_of("Opleiding Noord")
    moves.fill_in("bram", run)

    def read(uow: UnitOfWork) -> list[int]:
        ctx = looking(world, uow)
        both = [uow.rounds.standing(RunId(run), world.facts.people[CHATS[who]]) for who in ("anna", "bram")]
        return [len(drafts_of(ctx, one)) for one in both if one is not None]

    assert world.database.run_sync(read) == [0, 1]


def test_settling_is_for_a_manager_who_handed_in(world: World) -> None:
    moves = Moves(world)
    run = moves.run_of("Opleiding Noord")
    refused(world, "anna", f"p:vaststel:{run}", NOT_VISIBLE)
    moves.fill_in("bram", run)
    refused(world, "bram", f"p:vaststel:{run}", SETTLES)
    moves.fill_in("anna", run)
    moves.settle("anna", run)
    refused(world, "bram", f"p:heropen:{run}", SETTLES)
    refused(world, "bas", f"p:versie:{run}", EXPIRED)
    refused(world, "carla", f"p:versie:{run}", EXPIRED)


def test_only_who_leads_reveals_and_not_to_stakeholders(world: World) -> None:
    moves = Moves(world)
    run = moves.run_of("Opleiding Noord")
    moves.fill_in("anna", run)
    moves.settle("anna", run)
    world.press("fenna", "p:onthul:1")
    (now,) = moves.pages("fenna", "p:onthulnu:")
    for who in ("anna", "bram", "carla"):
        refused(world, who, now, LEADER)
    moves.come_in("odin", "fenna", NOORD, "betrokkene")
    moves.reveal(1)
    assert told(world, "anna")
    assert not told(world, "odin")


# --- after the reveal ---


@pytest.fixture
def closed(world: World) -> tuple[World, int]:
    """The talk is over; its minutes are being checked. Odin has come in as a stakeholder."""
    world.go_back(begun("closed"))
    moves = TalkMoves(world, seed=1)
    moves.come_in("odin", "fenna", NOORD, "betrokkene")
    led = moves.led("alfa")
    assert led is not None
    return world, led.run


def test_a_stakeholder_sees_nothing_before_phase_3(closed: tuple[World, int]) -> None:
    world, run = closed
    refused(world, "odin", "p:onthulling:1", NOT_REVEALED)
    refused(world, "odin", "p:onthulling:1.matrix", NOT_REVEALED)
    refused(world, "odin", f"p:verslag:{run}", FROM_PHASE_3)
    refused(world, "odin", f"p:punten:{run}.0", FROM_PHASE_3)
    for goal in world.facts.phase_2.aims:
        refused(world, "odin", f"p:doel:{goal}", FROM_PHASE_3)
    world.say("odin", Commanded("start", f"v-{run}"))
    assert "geheim" not in told(world, "odin")
    world.press("odin", "p:overzicht:1")
    offered = told(world, "odin")
    assert not any(page in offered for page in ("p:onthulling:", "p:verslag:", "p:mijnpunten:"))


def test_a_stakeholder_is_sent_no_minutes(closed: tuple[World, int]) -> None:
    world, run = closed
    moves = TalkMoves(world, seed=2)
    got: list[int] = []
    for slug in ("carla", "bas"):
        moves.check_minutes(slug, run, right=True)
        assert world.last is not None
        got += [m.chat for m in world.last.outgoing if m.document is not None]
    assert world.facts.phase_2.fixed
    assert CHATS["anna"] in got
    assert CHATS["odin"] not in got


def test_a_stakeholder_reads_the_minutes_once_phase_3_is_open(closed: tuple[World, int]) -> None:
    world, run = closed
    moves = TalkMoves(world, seed=2)
    for slug in ("carla", "bas"):
        moves.check_minutes(slug, run, right=True)
    assert world.facts.commitments
    world.press("odin", "p:overzicht:1")
    assert f"p:verslag:{run}" in told(world, "odin")
    world.press("odin", f"p:verslag:{run}")
    assert "geheim" in told(world, "odin")


def test_minutes_are_checked_and_fixed_by_who_may(closed: tuple[World, int]) -> None:
    world, run = closed
    for who, said in (("bram", SETTLES), ("odin", FROM_PHASE_3)):
        refused(world, who, f"p:verslagklopt:{run}", said)
        refused(world, who, f"p:verslagvast:{run}.ja", FIXES)
        refused(world, who, f"p:verslagvast:{run}", FIXES)
    refused(world, "carla", f"p:verslagvast:{run}.ja", FIXES)  # while the facilitator leads


def test_where_nobody_leads_any_more_a_manager_fixes_the_minutes(closed: tuple[World, int]) -> None:
    world, run = closed
    Moves(world).leave("fenna")
    for who in ("bram", "odin"):
        refused(world, who, f"p:verslagvast:{run}.ja", FIXES)
    world.press("carla", f"p:verslagvast:{run}.ja")
    assert world.facts.phase_2.fixed


def test_a_goal_is_not_closed_without_a_partner_that_has_people(closed: tuple[World, int]) -> None:
    world, _ = closed
    goal = next(iter(world.facts.phase_2.aims.values()))
    refused(world, "fenna", f"p:zonderpartner:{goal.id}.{goal.version}.{OOST}.ja", EXPIRED)


def test_nobody_takes_back_the_words_of_another(closed: tuple[World, int]) -> None:
    world, _ = closed
    words = next(w for w in world.facts.phase_2.words.values() if w.person != world.facts.people[CHATS["bram"]])
    refused(world, "bram", f"p:trekin:{words.id}.ja", EXPIRED)


def test_nobody_takes_back_words_from_minutes_that_are_fixed(closed: tuple[World, int]) -> None:
    world, run = closed
    words = next(iter(world.facts.phase_2.words.values()))
    author = next(slug for slug, chat in CHATS.items() if world.facts.people.get(chat) == words.person)
    for slug in ("carla", "bas"):
        TalkMoves(world, seed=2).check_minutes(slug, run, right=True)
    refused(world, author, f"p:trekin:{words.id}.ja", "Het verslag is al vastgesteld.")


def test_asks_are_linked_by_the_partner_that_asks(closed: tuple[World, int]) -> None:
    world, _ = closed
    for who in ("carla", "fenna", "bas"):  # Bas fills in elsewhere, and is a stakeholder here
        refused(world, who, "p:dekking:1.1", "Alleen wie invult voor Opleiding Noord")


def test_nobody_speaks_for_a_partner_they_do_not_fill_in_for(closed: tuple[World, int]) -> None:
    world, _ = closed
    here = world.facts.bound_in(world.groups["alfa"])
    assert here is not None
    for who in ("carla", "fenna", "bas"):
        refused(world, who, f"p:namens:{here.id}.{NOORD}", EXPIRED)


@pytest.mark.parametrize(
    "what", ["vraagna", "vraagvoor", "pauze", "tijd", "samenvatting", "sluit", "sluitnu", "toonnodig"]
)
def test_the_talk_is_led_by_who_leads(world: World, what: str) -> None:
    world.go_back(begun("needed"))
    led = TalkMoves(world).led("alfa")
    assert led is not None
    before = world.facts
    for who, said in (("bram", LEADERS), ("anna", "Fenna leidt dit gesprek.")):
        world.tap(who, f"g:{what}:{led.id}.{led.question}", "alfa")
        assert world.toasts[-1].startswith(said)
        assert world.facts == before


@pytest.mark.parametrize("what", ON_PANEL)
def test_the_panel_is_for_who_leads(world: World, what: str) -> None:
    world.go_back(begun("needed"))
    moves = TalkMoves(world)
    before = world.facts
    for who, said in (("bram", LEADERS), ("anna", "Fenna leidt dit gesprek."), ("hugo", NOT_A_MEMBER)):
        moves.steer(who, "alfa", what)
        assert world.toasts[-1].startswith(said), world.toasts[-1]
        assert world.facts == before


def test_the_panel_is_of_no_use_without_a_group(world: World) -> None:
    world.go_back(begun("needed"))
    led = TalkMoves(world).led("alfa")
    assert led is not None
    world.in_group("fenna", CameOrWent(here=False), "alfa")
    before = world.facts
    world.press("fenna", f"p:vraagna:{led.id}.{led.question}")
    assert world.toasts[-1] == "Ik sta niet meer in de groep. Voeg me weer toe, en typ daar /gesprek."
    assert world.facts == before


def test_the_talk_is_taken_over_by_a_manager_alone(world: World) -> None:
    world.go_back(begun("needed"))
    led = TalkMoves(world).led("alfa")
    assert led is not None
    for who in ("bram", "koen"):
        world.tap(who, f"g:leid:{led.id}", "alfa")
        assert world.toasts[-1].startswith(LEADERS)
    assert TalkMoves(world).leader("alfa") == "fenna"


# --- phase 3 and agreements ---


def agreed(world: CommitmentWorld, *, shared: bool = True) -> int:
    """An agreement of Opleiding Noord, made and owned by its manager."""
    CommitmentMoves(world, seed=4).agree("anna", NOORD, owner="anna")
    made = world.agreements()[-1]
    if shared:
        world.press("anna", f"p:afspraakdeel:{made}.ja")
    return made


CHANGES: dict[str, Callable[[int], str]] = {
    name: (lambda one, name=name: f"p:{name}:{one}")  # type: ignore[misc]
    for name in ("afspraakwijzig", "gedaan", "vervalt", "looptnog", "notitie", "overdragen")
}


@pytest.mark.parametrize("who", ["carla", "bram", "fenna"])
@pytest.mark.parametrize("change", CHANGES)
def test_an_agreement_is_changed_by_those_it_is_of(committing: CommitmentWorld, who: str, change: str) -> None:
    refused(committing, who, CHANGES[change](agreed(committing)), NOT_YOURS)


def test_who_may_not_change_an_agreement_is_not_offered_to(committing: CommitmentWorld) -> None:
    made = agreed(committing)
    for who, offered in (("carla", False), ("bram", False), ("anna", True)):
        committing.press(who, f"p:afspraak:{made}")
        assert (f"p:afspraakwijzig:{made}" in told(committing, who)) == offered
        assert (f"p:afspraakdeel:{made}" in told(committing, who)) == offered


def test_an_agreement_of_another_partner_is_not_shared_or_opened(committing: CommitmentWorld) -> None:
    made = agreed(committing)
    refused(committing, "carla", f"p:afspraakdeel:{made}.nee", NOT_YOURS)
    committing.press("anna", f"p:afspraakdeel:{made}.nee")
    refused(committing, "carla", f"p:afspraak:{made}", NOT_YOURS)
    for partner in (NOORD, 99):
        refused(committing, "carla", f"p:afspraaknieuw:1.{partner}", NOT_YOURS)


def test_a_draft_of_an_agreement_is_read_by_nobody(committing: CommitmentWorld) -> None:
    committing.press("anna", f"p:afspraaknieuw:1.{NOORD}")
    draft = committing.agreements()[-1]
    for who in ("anna", "bram", "carla"):
        refused(committing, who, f"p:afspraak:{draft}", NOT_YOURS)


def test_a_group_reads_the_agreements_of_its_circle(committing: CommitmentWorld) -> None:
    agreed(committing, shared=False)
    for who, group, reads in (("anna", "noord", True), ("anna", "alfa", False)):
        committing.in_group(who, Commanded("afspraken"), group)
        assert any("geheim" in screen.html for _, screen in committing.latest) == reads


def test_an_agreement_stays_with_those_it_is_of(committing: CommitmentWorld) -> None:
    made = agreed(committing)
    carla = committing.facts.people[CHATS["carla"]]
    refused(committing, "anna", f"p:overdragenaan:{made}.{carla}", EXPIRED)


def test_who_began_to_change_an_agreement_may_not_go_on_when_it_is_theirs_no_more(committing: CommitmentWorld) -> None:
    moves = CommitmentMoves(committing, seed=4)
    moves.agree("anna", NOORD, owner="bram")
    made = committing.agreements()[-1]
    committing.press("bram", f"p:afspraakwijzig:{made}")
    what = moves.buttons("bram", "c:")["afspraak_wat"]
    committing.press("anna", f"p:overdragenaan:{made}.{committing.facts.people[CHATS['anna']]}")
    committing.press("bram", what)
    assert NOT_YOURS in told(committing, "bram")
    assert not moves.buttons("bram", "c:")


def test_phase_3_of_another_partner_stays_closed(committing: CommitmentWorld) -> None:
    run = committing.run_of(NOORD)
    for page in ("fase3", "delen", "draad", "fase3motieven", "fase3sluit"):
        refused(committing, "carla", f"p:{page}:{run}", NOT_A_MEMBER)
    refused(committing, "bram", f"p:fase3sluit:{run}", CLOSES)
    committing.press("bram", f"p:fase3:{run}")
    assert "p:fase3sluit:" not in told(committing, "bram")
    committing.press("anna", f"p:fase3:{run}")
    assert "p:fase3sluit:" in told(committing, "anna")


def test_what_is_settled_is_read_in_phase_3_by_the_partner_it_is_of(committing: CommitmentWorld) -> None:
    def read(uow: UnitOfWork) -> dict[tuple[str, int | None], bool]:
        ctx = looking(committing, uow)
        round_ = uow.rounds.get(uow.rounds.run(run).round)
        mine = [m for m in uow.collaborations.members(ALFA).memberships if m.person in people]
        return {
            (people[m.person], m.partner): settled_form(ctx, round_, PartnerId(NOORD), viewer_in(ctx, m)) is not None
            for m in mine
        }

    run = RunId(committing.run_of(NOORD))
    people = {committing.facts.people[CHATS[who]]: who for who in ("anna", "tess")}
    assert committing.database.run_sync(read) == {("anna", NOORD): True, ("tess", OOST): False, ("tess", ZUID): False}


def test_what_a_partner_commits_to_is_shared_with_who_fills_in(committing: CommitmentWorld) -> None:
    moves = CommitmentMoves(committing, seed=4)
    Moves(committing).come_in("odin", "fenna", OOST, "betrokkene")
    moves.close("anna", committing.run_of(NOORD), shared=True)
    for who, reads in (("carla", True), ("odin", False)):
        committing.press(who, "p:gedeeld:3")
        assert ("geheim" in told(committing, who)) == reads


def test_a_round_opens_with_the_agreements_of_ones_own_partner_alone(committing: CommitmentWorld) -> None:
    agreed(committing)

    def opens_with(uow: UnitOfWork) -> list[bool]:
        ctx = looking(committing, uow)
        mine = [m for m in uow.collaborations.members(ALFA).memberships if m.person in people]
        return [agreed_before(ctx, m) is not None for m in sorted(mine, key=lambda m: people.index(m.person))]

    people = [committing.facts.people[CHATS[who]] for who in ("bram", "carla")]
    assert committing.database.run_sync(opens_with) == [True, False]


@pytest.mark.parametrize("command", ["overzicht", "afspraken", "gesprek", "motieven", "verdieping"])
def test_a_group_answers_nobody_from_outside(committing: CommitmentWorld, command: str) -> None:
    before = committing.facts
    committing.in_group("hugo", Commanded(command), "alfa")
    (heard,) = [screen.html for _, screen in committing.latest]
    assert heard.startswith("Je doet hier nog niet mee.")
    assert committing.facts == before


def test_the_way_into_the_group_of_all_is_closed_by_who_leads(committing: CommitmentWorld) -> None:
    ways_in = committing.ids("SELECT id FROM invitation WHERE partner IS NULL AND collaboration = 1")
    here = committing.facts.bound_in(committing.groups["alfa"])
    assert ways_in
    assert here is not None
    for who in ("anna", "bram"):
        for one in ways_in:
            refused(committing, who, f"p:intrek:{one}", MANAGER)
        for page in ("groep", "meedoenuit", "meedoenaan", "los"):
            refused(committing, who, f"p:{page}:{here.id}", MAY_NOT_BIND)


def test_who_began_to_close_phase_3_may_not_go_on_once_another_manages(committing: CommitmentWorld) -> None:
    committing.press("anna", f"p:fase3sluit:{committing.run_of(NOORD)}")
    stand = CommitmentMoves(committing).buttons("anna", "c:")["voorwaarden"]
    committing.press("anna", f"p:overdrachtaan:{place(committing, 'anna')}.{committing.facts.people[CHATS['bram']]}.ja")
    committing.press("anna", stand)
    assert told(committing, "anna").startswith(CLOSES)


def test_who_speaks_for_another_partner_does_not_lead_here(committing: CommitmentWorld) -> None:
    before = committing.facts
    committing.in_group("bas", Commanded("gesprek"), "noord")  # he settles for Bureau Zuid, and is a stakeholder here
    assert [screen.html for _, screen in committing.latest] == [LEADERS]
    assert committing.facts == before


def test_the_next_round_is_for_those_who_decide(committing: CommitmentWorld) -> None:
    committing.press("fenna", "p:rondesluit:3.ja")
    for page in ("nieuweronde", "jaarvraag", "jaarmoment"):
        refused(committing, "bram", f"p:{page}:3", MANAGER)


# --- twice the same ---


def test_an_update_that_comes_twice_counts_once(world: World) -> None:
    tap = world.phone("anna").forges("p:link:1.deelnemer.1")
    world._take(tap)
    links, steps = list(world.links), kept(world)
    assert links
    world._take(tap)
    assert world.last is not None
    assert not world.last.outgoing
    assert world.links == links
    assert kept(world) == steps


# --- who is told, and offered ---


def test_only_who_may_settle_is_told_that_everybody_is_ready(world: World) -> None:
    moves = Moves(world)
    run = moves.run_of("Opleiding Noord")
    for who in ("anna", "koen", "bram"):
        moves.fill_in(who, run)
    assert f"p:vaststel:{run}" in told(world, "anna")
    assert not told(world, "koen")
    for who, offered in (("anna", True), ("bram", False), ("koen", False)):
        world.say(who, Commanded("menu"))
        assert (f"p:vaststel:{run}" in told(world, who)) == offered


def test_only_who_may_check_the_minutes_is_asked(world: World) -> None:
    world.go_back(begun("home"))
    moves = TalkMoves(world, seed=1)
    moves.close("alfa")
    led = moves.led("alfa")
    assert led is not None
    assert f"p:verslag:{led.run}" in told(world, "anna")
    assert f"p:verslag:{led.run}" not in told(world, "bram")
    for who, offered in (("anna", True), ("bram", False)):
        if who == "bram":
            moves.take_home(who, led.run)
        world.say(who, Commanded("menu"))
        assert (f"p:verslag:{led.run}" in told(world, who)) == offered
        world.press(who, f"p:verslag:{led.run}")
        assert (f"p:verslagklopt:{led.run}" in told(world, who)) == offered


def test_only_who_may_close_phase_3_is_told_to(committing: CommitmentWorld) -> None:
    run = committing.run_of(NOORD)
    for who in ("anna", "koen", "bas", "bram"):
        CommitmentMoves(committing, seed=4).answer(who, run)
    for who, offered in (("anna", True), ("bram", False), ("koen", False)):
        committing.say(who, Commanded("menu"))
        assert (f"p:fase3sluit:{run}" in told(committing, who)) == offered
