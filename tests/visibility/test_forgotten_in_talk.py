"""A check of phase 2 is forgotten in turn, and what comes of that must be noticed."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from test_discussion_machine import begun
from test_planted_in_talk import Play
from visibility_step import LeakError
from visibility_world import CHATS, World

from bot.dialogs.alignment.actions import closing, leading, quiet
from bot.dialogs.alignment.actions.answering import answer_needed
from bot.dialogs.alignment.actions.goals import judge
from bot.dialogs.alignment.dialog import KeepQuiet
from bot.dialogs.alignment.facts import minutes as facts_minutes
from bot.dialogs.alignment.facts import needed as facts_needed
from bot.dialogs.alignment.facts import taken_home as facts_taken_home
from bot.dialogs.alignment.facts import talks as subjects
from bot.dialogs.alignment.facts.minutes import points_of, speaker
from bot.dialogs.alignment.facts.queries import electorate
from bot.dialogs.alignment.group import controls, course, verdict
from bot.dialogs.alignment.group import speak as group_speak
from bot.dialogs.alignment.pages import leading as panel_pages
from bot.dialogs.alignment.pages import minutes as minutes_pages
from bot.dialogs.alignment.pages import opening, own
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.screens import minutes as screens_minutes
from bot.dialogs.alignment.screens import panel, question
from bot.dialogs.questions.facts import question_of
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules import judging
from bot.dialogs.questions.rules.judging import GoalState, Verdict
from bot.dialogs.questions.rules.put import FIRST_WORDING
from bot.domain.ids import ChatId, PersonId
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.rooms import HOUSE
from bot.turn import arrivals
from bot.turn.context import TurnContext
from bot.typesetting.minutes import Confirmation, Point
from storage.discussions import SqlDiscussions
from storage.questions import SqlQuestions

Plant = Callable[[Play, pytest.MonkeyPatch], None]


@pytest.fixture(scope="module")
def world():
    world = World()
    yield world
    world.close()


def person(stage: TurnContext, slug: str) -> PersonId:
    found = stage.uow.people.in_chat(CHATS[slug])
    assert found is not None
    return found.id


# --- while it goes on ---


def let_anybody_lead(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controls, "must_conduct", lambda stage, binding, discussion, acting: discussion)
    play.press_in("bram", "alfa", "vraagna")


def let_anybody_lead_from_their_own_chat(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel_pages, "must_conduct", lambda stage, binding, discussion, acting: discussion)
    play.steer("bram", "alfa", "vraagna")


def let_an_outsider_lead(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel_pages, "memberships_in", lambda *given: ())
    monkeypatch.setattr(panel_pages, "must_conduct", lambda stage, binding, discussion, acting: discussion)
    play.steer("hugo", "alfa", "vraagna")


def say_for_who_leads_where_people_sit(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel_pages, "must_conduct", lambda stage, binding, discussion, acting: discussion)
    play.steer("bram", "alfa", "opafstand")


def leave_the_controls_in_the_group(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    leading = question.leader

    def blocked(stage: TurnContext, discussion: object) -> object:
        return replace(leading(stage, discussion), reachable=False)  # type: ignore[arg-type, type-var]

    monkeypatch.setattr(question, "leader", blocked)
    play.need("dora", "alfa", "nee")


def give_the_panel_to_a_manager_as_well(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    refreshed = panel.refresh

    def to_both(stage: TurnContext, discussion: object) -> None:
        refreshed(stage, discussion)  # type: ignore[arg-type]
        button = stage.button("volgende", f"vraagna:{play.led_now.id}.{play.led_now.question}")
        stage.tell(Phrase("panel.moved"), button, chat=ChatId(CHATS["anna"]))

    monkeypatch.setattr(panel, "refresh", to_both)
    play.world.speak("dora", "alfa", "punt", "Iets.")


def let_a_manager_go_on_without_taking_over(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controls, "must_conduct", lambda stage, binding, discussion, acting: discussion)
    play.press_in("anna", "alfa", "toonnodig")


def let_anybody_take_over(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controls, "leads", lambda *given: True)
    play.talk("anna", "alfa")
    play.press_in("bram", "alfa", "leid")


def let_anybody_begin(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    play.world.go_back(begun("revealed"))
    monkeypatch.setattr(course, "leads", lambda *given: True)
    play.talk("dora", "alfa")


def keep_the_panel_of_who_led(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anna takes over; Fenna still sees how the talk is shared."""

    def lead(stage: TurnContext, discussion: object, who: PersonId) -> object:
        return stage.uow.get(DISCUSSIONS).save(replace(discussion, led_by=who))  # type: ignore[type-var, arg-type]

    monkeypatch.setattr(controls, "lead", lead)
    play.talk("anna", "alfa")
    play.press_in("anna", "alfa", "leid")
    play.world.speak("dora", "alfa", "punt", "Iets.")


def count_the_shares_of_what_was_taken_back(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = SqlQuestions.contributions

    def all_of_it(self: SqlQuestions, run: int) -> object:
        return tuple(replace(one, withdrawn=False) for one in heard(self, run))  # type: ignore[arg-type]

    def refresh(stage: TurnContext, discussion: object) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(SqlQuestions, "contributions", all_of_it)
            refreshed(stage, discussion)  # type: ignore[arg-type]

    refreshed = panel.refresh
    monkeypatch.setattr(panel, "refresh", refresh)
    play.world.speak("dora", "alfa", "punt", "Iets.")


def call_it_shown(monkeypatch: pytest.MonkeyPatch, shown: bool) -> None:
    for module in (facts_needed, question):
        monkeypatch.setattr(module, "is_shown", lambda stage, discussion, question: shown)


def show_too_early(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    call_it_shown(monkeypatch, True)
    play.press_in("fenna", "alfa", "tijd")


def show_before_the_end(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = electorate

    def so_far(stage: TurnContext, binding: object) -> tuple[object, ...]:
        put = question_of(stage, play.led_now.run, "f2.b4")  # type: ignore[arg-type]
        given = stage.uow.get(QUESTIONS).ballots(put.id, FIRST_WORDING)
        ready = {(one.person, one.partner) for one in given}
        dora = person(stage, "dora")
        return tuple(seat for seat in everybody(stage, binding) if seat in ready or seat[0] == dora)  # type: ignore[arg-type]

    monkeypatch.setattr(facts_needed, "electorate", so_far)
    play.need("dora", "alfa", "nee")


def choose_after_it_was_shown(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = play.on_table("alfa", "g:nodig:")
    play.press_in("fenna", "alfa", "toonnodig")
    call_it_shown(monkeypatch, False)
    message, data = next(one for one in offered if one[1].endswith(".nee"))
    play.world.tap("dora", data, "alfa", message)


def choose_for_somebody_else(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answer_needed

    def for_carla(stage: TurnContext, discussion: object, binding: object, question: str, opinion: object) -> None:
        other = replace(opinion, person=person(stage, "carla"))  # type: ignore[type-var]
        answer(stage, discussion, binding, question, other)  # type: ignore[arg-type]

    monkeypatch.setattr(controls, "answer_needed", for_carla)
    play.need("dora", "alfa", "nee")


def let_a_stakeholder_choose(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = electorate
    monkeypatch.setattr(
        facts_needed, "electorate", lambda stage, b: (*everybody(stage, b), (person(stage, "bas"), north(play, stage)))
    )
    monkeypatch.setattr(controls, "speaks_for", lambda stage, *given: north(play, stage))
    play.need("bas", "alfa", "nee")


def let_a_stakeholder_speak(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_speak, "speaks_for", lambda stage, *given: north(play, stage))
    play.world.speak("bas", "alfa", "punt", "Iets.")


def north(play: Play, stage: TurnContext) -> object:
    """Bas takes no part in phase 1 and 2 of this partner."""
    return stage.uow.rounds.run(play.run_of("Opleiding Noord")).partner  # type: ignore[arg-type]


def judge_for_somebody_else(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    really = judge

    def for_carla(stage: TurnContext, discussion: object, goal: object, who: object, *given: object) -> None:
        really(stage, discussion, goal, person(stage, "carla"), *given)  # type: ignore[arg-type]

    monkeypatch.setattr(verdict.goals, "judge", for_carla)
    play.judge("dora", "alfa", "akkoord", newest=True)


def call_a_goal_joint(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "state", lambda *given: GoalState.JOINT)
    play.judge("dora", "alfa", "bezwaar", newest=True)


def keep_another_verdict(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    really = judge
    monkeypatch.setattr(verdict.goals, "judge", lambda *given: really(*given[:-1], Verdict.AGREE.value))
    play.judge("dora", "alfa", "bezwaar", newest=True)


def say_for_another_partner(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    other = play.world.facts.runs[play.run_of("Bureau Zuid")][1]
    monkeypatch.setattr(group_speak, "speaks_for", lambda *given: other)
    play.world.speak("dora", "alfa", "punt", "Iets.")


def keep_nothing_and_sign(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SqlQuestions, "contribute", lambda self, new: None)
    play.world.speak("dora", "alfa", "punt", "Iets.")


def keep_and_do_not_sign(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_speak, "KEPT", None)
    play.world.speak("dora", "alfa", "punt", "Iets.")


def say_nothing_of_a_refusal(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "_not_kept", lambda *given: None)
    play.world.speak("dora", "alfa", "punt", "lang " * 1000)


def ask_nothing_of_who_gave_no_words(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_speak, "_ask_here", lambda *given, **more: None)
    play.world.speak("dora", "alfa", "doel", "")


def take_back_what_is_not_theirs(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    words = next(w for w in play.world.facts.phase_2.words.values() if not w.withdrawn)
    author = next(s for s, chat in CHATS.items() if play.world.facts.people.get(chat) == words.person)

    def anybody(stage: TurnContext, contribution: object, withdrawn: bool) -> object:
        stage.uow.get(QUESTIONS).withdraw(contribution, withdrawn)  # type: ignore[arg-type]
        return stage.uow.get(DISCUSSIONS).get(play.led_now.id)  # type: ignore[arg-type]

    monkeypatch.setattr(own, "withdraw", anybody)
    play.world.press("carla" if author != "carla" else "anna", f"p:trekin:{words.id}.ja")


def tell_everybody_what_they_take_home(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_taken_home, "may_see", lambda piece, viewer: True)
    play.world.press("carla", f"p:meegenomen:{play.led_now.run}")


def tell_the_facilitator_what_they_take_home(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_taken_home, "may_see", lambda piece, viewer: True)
    play.world.press("fenna", f"p:meegenomen:{play.led_now.run}")


def take_home_for_every_partner(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anna answered for one partner, and joins another."""
    play.come_in("anna", "fenna", 2, "deelnemer")
    monkeypatch.setattr(SqlDiscussions, "taken_home", lambda self, discussion: everybody(self))

    def everybody(self: SqlDiscussions) -> list[tuple[int, int]]:
        members = play.world.facts.members
        return [(m.person, m.partner) for m in members if m.partner is not None]

    play.world.press("carla", f"p:meegenomen:{play.led_now.run}")


def sum_up_what_was_taken_back(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    def all_of_it(stage: TurnContext, discussion: object, question: str) -> tuple[Point, ...]:
        said = stage.uow.get(QUESTIONS).contributions(play.led_now.run)  # type: ignore[arg-type]
        return tuple(Point(speaker(stage, c.partner), c.text) for c in said)

    monkeypatch.setattr(screens_minutes, "points_of", all_of_it)
    play.press_in("fenna", "alfa", "samenvatting")


# --- in a quiet window ---


def written(play: Play) -> None:
    play.go_to("alfa", "f2.b2")
    play.steer("fenna", "alfa", "schrijf4")
    for who in ("anna", "dora"):
        play.quietly(who, "alfa")


def let_anybody_open_a_quiet_window(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    play.go_to("alfa", "f2.b2")
    monkeypatch.setattr(panel_pages, "must_conduct", lambda stage, binding, discussion, acting: discussion)
    play.steer("bram", "alfa", "schrijf2")


def end_it_with_the_first_who_wrote(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = HOUSE.handlers[KeepQuiet]

    def keep(stage: TurnContext, command: object, conversation: object) -> None:
        kept(stage, command, conversation)  # type: ignore[arg-type]
        quiet.show_now(stage, stage.uow.get(DISCUSSIONS).get(play.led_now.id))  # type: ignore[arg-type]

    monkeypatch.setitem(HOUSE.handlers, KeepQuiet, keep)
    written(play)


def show_one_of_them_early(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    written(play)
    refreshed = panel.refresh

    def early(stage: TurnContext, discussion: object) -> None:
        refreshed(stage, discussion)  # type: ignore[arg-type]
        quiet._say(stage, discussion, quiet.kept_back(stage, discussion)[0])  # type: ignore[arg-type]

    monkeypatch.setattr(panel, "refresh", early)
    play.steer("fenna", "alfa", "leidmeer")


def lose_one_of_them(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    written(play)
    everything = quiet.kept_back
    monkeypatch.setattr(quiet, "kept_back", lambda stage, discussion: everything(stage, discussion)[1:])
    play.steer("fenna", "alfa", "laatzien")


def say_it_for_another_partner(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    written(play)
    other = play.world.facts.runs[play.run_of("Bureau Zuid")][1]
    everything = quiet.kept_back
    monkeypatch.setattr(
        quiet,
        "kept_back",
        lambda stage, discussion: tuple(replace(one, partner=other) for one in everything(stage, discussion)),
    )
    play.steer("fenna", "alfa", "laatzien")


def forget_its_timer(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiet, "TIMER", "talk_time")
    written(play)


def show_a_colleague_what_was_written(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    written(play)
    words = own.own_words
    anna = CHATS["anna"]

    def of_anna(stage: TurnContext, put: object, author: object, viewer: Viewer) -> str:
        other = stage.uow.people.in_chat(ChatId(anna))
        assert other is not None
        return words(stage, put, other, replace(viewer, person=other.id))  # type: ignore[arg-type]

    monkeypatch.setattr(own, "own_words", of_anna)
    number = next(n for n, where in play.world.facts.phase_2.put.items() if where == (play.led_now.id, "f2.b2"))
    play.world.press("bram", f"p:opgeschreven:{number}")


def count_them_wrong(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel, "number_kept_back", lambda stage, discussion: 1)
    written(play)


# --- when it ends ---


def close_by_anybody(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    play.go_to("alfa", "f2.b6")
    play.press_in("fenna", "alfa", "sluit")
    monkeypatch.setattr(controls, "must_conduct", lambda stage, binding, discussion, acting: discussion)
    play.press_in("bram", "alfa", "sluitnu")


def put_what_was_taken_back_in_the_minutes(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    sum_up = points_of

    def all_of_it(stage: TurnContext, discussion: object, question: str) -> tuple[Point, ...]:
        said = stage.uow.get(QUESTIONS).contributions(play.led_now.run)  # type: ignore[arg-type]
        gone = [c for c in said if c.about == question and c.withdrawn]
        back = tuple(Point(speaker(stage, c.partner), c.text) for c in gone)
        return (*sum_up(stage, discussion, question), *back)  # type: ignore[arg-type]

    monkeypatch.setattr(facts_minutes, "points_of", all_of_it)
    play.close("alfa")
    play.end()


def fix_before_all_have_checked(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    play.close("alfa")
    monkeypatch.setattr(closing, "unchecked", lambda *given: ())
    play.check_minutes("anna", play.led_now.run, right=True)


def let_anybody_fix(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    play.close("alfa")
    monkeypatch.setattr(minutes_pages, "_may_fix", lambda *given: True)
    play.fix("bram", play.led_now.run)


def let_anybody_check(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    play.close("alfa")
    monkeypatch.setattr(minutes_pages, "_speaks", lambda *given: True)
    monkeypatch.setattr(subjects, "may_settle", lambda *given: True)
    play.check_minutes("bram", play.led_now.run, right=True)


def forget_a_correction(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    play.close("alfa")
    made = Confirmation
    monkeypatch.setattr(facts_minutes, "Confirmation", lambda partner, confirmed, text: made(partner, confirmed, ""))
    play.check_minutes("anna", play.led_now.run, right=False)
    play.check_minutes("carla", play.led_now.run, right=True)
    play.fix("fenna", play.led_now.run)
    play.fix("fenna", play.led_now.run)


def take_back_after_it_was_fixed(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    play.close("alfa")
    play.end()
    words = next(w for w in play.world.facts.phase_2.words.values() if not w.withdrawn)
    author = next(s for s, chat in CHATS.items() if play.world.facts.people.get(chat) == words.person)
    monkeypatch.setattr(SqlDiscussions, "fixed", lambda self, discussion: None)
    play.world.press(author, f"p:trekin:{words.id}.ja")


def let_an_outsider_read(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    play.close("alfa")
    for module in (opening, minutes_pages, leading):  # whether somebody may close is asked for a button too
        monkeypatch.setattr(module, "memberships_in", lambda *given: ())
    monkeypatch.setattr(opening, "may_read", lambda *given: True)
    play.read_minutes("hugo", play.led_now.run)


def send_the_document_elsewhere(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = TurnContext.document

    def elsewhere(stage: TurnContext, *given: object, chat: int, thread: int = 0, renderer: str = "") -> None:
        to = play.world.groups["noord"] if chat < 0 else chat
        sent(stage, *given, chat=to, thread=thread, renderer=renderer)  # type: ignore[arg-type]

    monkeypatch.setattr(TurnContext, "document", elsewhere)
    play.close("alfa")
    play.end()


def send_the_document_to_another_collaboration(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = TurnContext.document

    def elsewhere(stage: TurnContext, *given: object, chat: int, thread: int = 0, renderer: str = "") -> None:
        to = CHATS["hugo"] if chat < 0 else chat
        sent(stage, *given, chat=to, thread=thread, renderer=renderer)  # type: ignore[arg-type]

    monkeypatch.setattr(TurnContext, "document", elsewhere)
    play.close("alfa")
    play.end()


FORGOTTEN: list[Plant] = [
    let_anybody_lead,
    let_anybody_lead_from_their_own_chat,
    let_an_outsider_lead,
    say_for_who_leads_where_people_sit,
    leave_the_controls_in_the_group,
    give_the_panel_to_a_manager_as_well,
    let_a_manager_go_on_without_taking_over,
    let_anybody_take_over,
    let_anybody_begin,
    keep_the_panel_of_who_led,
    count_the_shares_of_what_was_taken_back,
    show_too_early,
    show_before_the_end,
    choose_after_it_was_shown,
    choose_for_somebody_else,
    let_a_stakeholder_choose,
    let_a_stakeholder_speak,
    judge_for_somebody_else,
    call_a_goal_joint,
    keep_another_verdict,
    say_for_another_partner,
    keep_nothing_and_sign,
    keep_and_do_not_sign,
    say_nothing_of_a_refusal,
    ask_nothing_of_who_gave_no_words,
    take_back_what_is_not_theirs,
    tell_everybody_what_they_take_home,
    tell_the_facilitator_what_they_take_home,
    take_home_for_every_partner,
    sum_up_what_was_taken_back,
    let_anybody_open_a_quiet_window,
    end_it_with_the_first_who_wrote,
    show_one_of_them_early,
    lose_one_of_them,
    say_it_for_another_partner,
    forget_its_timer,
    show_a_colleague_what_was_written,
    count_them_wrong,
    close_by_anybody,
    put_what_was_taken_back_in_the_minutes,
    fix_before_all_have_checked,
    let_anybody_fix,
    let_anybody_check,
    forget_a_correction,
    take_back_after_it_was_fixed,
    let_an_outsider_read,
    send_the_document_elsewhere,
    send_the_document_to_another_collaboration,
]


@pytest.mark.parametrize("forget", FORGOTTEN)
def test_a_forgotten_check_is_noticed(forget: Plant, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    play = Play(world, "home")
    with pytest.raises(LeakError) as noticed:
        forget(play, monkeypatch)
    assert noticed.value.__cause__ is None, "the plant itself broke"
