"""What whoever leads has in private: where they are, how the talk is shared, a sentence to say, the controls.

Never a person.
"""

from dataclasses import replace

from bot.content.roles import TalkKind
from bot.content.screen import Button, Screen
from bot.dialogs.alignment.facts.evidence import evidence
from bot.dialogs.alignment.facts.goals import state_of, waits_for_gone
from bot.dialogs.alignment.facts.needed import is_shown
from bot.dialogs.alignment.facts.queries import (
    binding_of,
    electorate,
    kind_of,
    leader,
    phase2,
    points,
    questions,
    round_of,
    wording,
)
from bot.dialogs.alignment.facts.quiet import number_kept_back, quiet_until
from bot.dialogs.alignment.facts.taken_home import took_home
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import QUIET_MINUTES, Discussion, DiscussionState, Drawer, Setting, after
from bot.dialogs.groups.facts import name_of
from bot.dialogs.questions.facts import proposals_in
from bot.dialogs.questions.rules.judging import GoalState
from bot.dialogs.questions.rules.put import PutQuestion
from bot.domain.group import Binding, ChatThread
from bot.domain.ids import PartnerId
from bot.engine.model import Phrase
from bot.insight.voice import Pattern, SideVoice, Utterance, Voice, voice
from bot.turn.context import TurnContext


def refresh(ctx: TurnContext, discussion: Discussion) -> None:
    """Bring it up to date; for a new leader, a message of their own.

    Not after the end, nor for who may not lead; and while they cannot be reached, the group has the controls.
    """
    question, leading = discussion.question, leader(ctx, discussion)
    if question is None or leading is None or not leading.reachable or discussion.state is DiscussionState.CLOSED:
        return
    if discussion.panel is None:
        placed = ctx.uow.post.place(ChatThread(ctx.spoken_to_in(leading)))
        discussion = ctx.uow.get(DISCUSSIONS).save(replace(discussion, panel=placed.id))
    assert discussion.panel is not None
    ctx.put(discussion.panel, _screen(ctx, discussion, question))


def bring_down(ctx: TurnContext, discussion: Discussion) -> Discussion:
    """It is shown below everything the next time: whoever asks for the talk again may have lost sight of it."""
    if discussion.panel is None:
        return discussion
    ctx.put(discussion.panel, ctx.screen(Phrase("panel.moved")))
    return ctx.uow.get(DISCUSSIONS).save(replace(discussion, panel=None))


def _screen(ctx: TurnContext, discussion: Discussion, question: str) -> Screen:
    binding = binding_of(ctx, discussion)
    closing = discussion.drawer is Drawer.CLOSING
    text = sure(ctx, discussion, binding) if closing else _panel(ctx, discussion, binding, question)
    return replace(ctx.screen(text), buttons=_buttons(ctx, discussion, question))


def sure(ctx: TurnContext, discussion: Discussion, binding: Binding) -> Phrase:
    """What still waits or stands open, before the conversation ends."""
    waiting = {person for person, _ in electorate(ctx, binding) if not took_home(ctx, discussion, person)}
    objected = sum(state_of(ctx, discussion, goal) is GoalState.OBJECTED for goal in proposals_in(ctx, discussion.run))
    about = {"waiting": len(waiting), "objected": objected, "gone": len(waiting_for_gone(ctx, discussion))}
    return Phrase("discussion.sure", about)


def waiting_for_gone(ctx: TurnContext, discussion: Discussion) -> tuple[PutQuestion, ...]:
    """The goals that wait for a partner of which nobody takes part any more."""
    found = proposals_in(ctx, discussion.run)
    return tuple(goal for goal in found if waits_for_gone(ctx, discussion, goal))


Rows = tuple[tuple[Button, ...], ...]


def _buttons(ctx: TurnContext, discussion: Discussion, question: str) -> Rows:
    """At most five, the main thing first."""
    mark = f"{discussion.id}.{question}"
    if discussion.state is DiscussionState.PAUSED:
        return ((ctx.button("gesprek_verder", f"gesprekverder:{discussion.id}"),),)
    if discussion.drawer is Drawer.CLOSING:
        return (
            (ctx.button("ja_afsluiten", f"sluitnu:{mark}"),),
            (ctx.button("nog_niet", f"leidterug:{mark}"),),
        )
    if discussion.drawer is Drawer.QUIET:
        times = (ctx.button("minuten", f"schrijf{minutes}:{mark}", number=minutes) for minutes in QUIET_MINUTES)
        return (tuple(times), (ctx.button("terug", f"leidterug:{mark}"),))
    if discussion.drawer is Drawer.MORE:
        return _less_often(ctx, discussion, question)
    pause, more = ctx.button("pauze", f"pauze:{mark}"), ctx.button("meer", f"leidmeer:{mark}")
    if discussion.quiet_until is not None:
        return ((ctx.button("laat_zien", f"laatzien:{mark}"),), (pause, more))
    onward = ctx.button("volgende", f"vraagna:{mark}")
    every = questions(ctx, discussion)
    if _asks_setting(ctx, discussion, question):
        return (_settings(ctx, discussion), (onward,), (pause, more))
    if question == every[-1]:
        onward = ctx.button("gesprek_afsluiten", f"sluit:{mark}")
    time = ctx.button("tijd", f"tijd:{mark}")
    choose = kind_of(ctx, discussion, question) is TalkKind.CHOOSE and not is_shown(ctx, discussion, question)
    beside: Rows
    if choose:
        beside = ((ctx.button("toon_uitslag", f"toonnodig:{mark}"),),)
    elif waiting_for_gone(ctx, discussion):
        beside = ((ctx.button("doel_zonder", f"doelzonder:{discussion.run}"),),)
    elif kind_of(ctx, discussion, question) is TalkKind.PRIVATE:
        beside = ()
    else:
        beside = ((ctx.button("eerst_opschrijven", f"eerstschrijven:{mark}"),),)
    return ((onward,), *beside, (time, pause, more))


def _asks_setting(ctx: TurnContext, discussion: Discussion, question: str) -> bool:
    """At the start it is asked where people sit; going on without an answer is fine."""
    begins = question == questions(ctx, discussion)[0] and discussion.state is DiscussionState.RUNNING
    return begins and discussion.setting is None


def _less_often(ctx: TurnContext, discussion: Discussion, question: str) -> Rows:
    mark, every = f"{discussion.id}.{question}", questions(ctx, discussion)
    first = ctx.button("vorige", f"vraagvoor:{mark}") if question != every[0] else None
    spoken = kind_of(ctx, discussion, question) is not TalkKind.PRIVATE
    summary = ctx.button("samenvatting", f"samenvatting:{mark}") if spoken else None
    ahead = tuple(button for button in (first, summary) if button is not None)
    end = (ctx.button("gesprek_afsluiten", f"sluit:{mark}"),) if question != every[-1] else ()
    other = _settings(ctx, discussion) if discussion.setting is not None else ()
    return tuple(row for row in (ahead, other, end, (ctx.button("terug", f"leidterug:{mark}"),)) if row)


def _settings(ctx: TurnContext, discussion: Discussion) -> tuple[Button, ...]:
    """Where they may sit that is not where they sit now."""
    room = ctx.button("in_een_ruimte", f"inruimte:{discussion.id}")
    afar = ctx.button("op_afstand", f"opafstand:{discussion.id}")
    return {None: (room, afar), Setting.ROOM: (afar,), Setting.AFAR: (room,)}[discussion.setting]


def _panel(ctx: TurnContext, discussion: Discussion, binding: Binding, question: str) -> Phrase:
    every = questions(ctx, discussion)
    heard = heard_so_far(ctx, discussion, binding)
    here = [c for c in points(ctx, discussion) if c.about == question]
    return Phrase(
        "panel.panel",
        {
            "name": name_of(ctx, binding),
            "index": every.index(question) + 1,
            "total": len(every),
            "number": len(here),
            "minutes": discussion.minutes_left,
            "quiet_until": quiet_until(ctx, discussion),
            "quiet_number": number_kept_back(ctx, discussion),
            "question": wording(ctx, discussion, question),
            "upcoming": _upcoming(ctx, discussion, question),
            "resting": discussion.state is DiscussionState.PAUSED,
            "asks": _asks_setting(ctx, discussion, question) and discussion.drawer is None,
            "afar": discussion.setting is Setting.AFAR,
            "say": _to_say(ctx, discussion, binding, question),
            "sides": tuple(
                Phrase(
                    "panel.side",
                    {"side": Phrase(f"panel.{s.kind}"), "heard": s.heard, "people": s.people, "text": s.text_share},
                )
                for s in _sides(heard)
            ),
            "tip": _tip(ctx, discussion, heard),
            "gone": len(waiting_for_gone(ctx, discussion)),
        },
    )


FEWEST_ON_A_SIDE = 2
"""Of fewer people a share would be that of one of them."""
_OF_SIDES = (Pattern.SIDE_QUIET, Pattern.BALANCED)
"""What is said of a whole side: where that is one person, it would be said of them."""


def _sides(heard: Voice) -> tuple[SideVoice, ...]:
    """The shares of both sides, where there is enough to see anything in and nobody is told apart."""
    enough = heard.pattern is not Pattern.NOT_YET and all(s.people >= FEWEST_ON_A_SIDE for s in heard.sides)
    return heard.sides if enough else ()


def _to_say(ctx: TurnContext, discussion: Discussion, binding: Binding, question: str) -> Phrase:
    """The sentence for a question: aloud in a room; at a distance it asks for typed replies.

    What all have alike can be pointed at only where something is shown.
    """
    one = phase2(ctx, discussion).question(question)
    key = one.say
    if key == "say_alike" and not evidence(ctx, binding, round_of(ctx, discussion), one.evidence)[0]:
        key = "say_open"
    return Phrase(f"panel.{key}", {"afar": discussion.setting is Setting.AFAR})


def _upcoming(ctx: TurnContext, discussion: Discussion, question: str) -> str:
    """The question that comes next, so that whoever leads can see where this is going."""
    after_this = after(question, questions(ctx, discussion))
    return wording(ctx, discussion, after_this) if after_this is not None else ""


def heard_so_far(ctx: TurnContext, discussion: Discussion, binding: Binding) -> Voice:
    """How the talk is shared between the sides, over all questions."""
    partners = ctx.uow.collaborations.partners(binding.collaboration)
    people = electorate(ctx, binding)
    said = [Utterance(c.person, c.partner, len(c.text)) for c in points(ctx, discussion)]
    numbers: dict[PartnerId, int] = {p.id: sum(of == p.id for _, of in people) for p in partners}
    return voice(said, {p.id: p.kind for p in partners}, numbers)


def _tip(ctx: TurnContext, discussion: Discussion, heard: Voice) -> Phrase:
    """A sentence that depends on how it goes; it invites a side or a partner, never somebody by name."""
    name = ctx.uow.collaborations.partner
    key = heard.pattern.value
    if heard.pattern in _OF_SIDES and any(s.people < FEWEST_ON_A_SIDE for s in heard.sides):
        key = "few"
    return Phrase(
        f"panel.tip_{key}",
        {
            "side": Phrase(f"panel.{heard.quiet_side}") if heard.quiet_side else "",
            "partners": tuple(name(p).name for p in heard.quiet_partners),
            "afar": discussion.setting is Setting.AFAR,
        },
    )
