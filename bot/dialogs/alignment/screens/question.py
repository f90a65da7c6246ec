"""How a question of phase 2 stands in the group: the question, what the reveal gives it, and how far the talk is."""

from bot.content.phrases import bar
from bot.content.roles import TalkEvidence, TalkKind, TalkQuestion
from bot.content.screen import Button, Screen
from bot.dialogs.alignment.facts.evidence import evidence, of_research
from bot.dialogs.alignment.facts.goals import state_of
from bot.dialogs.alignment.facts.minutes import speaker
from bot.dialogs.alignment.facts.needed import asked, is_shown, result
from bot.dialogs.alignment.facts.queries import (
    binding_of,
    electorate,
    latest,
    leader,
    phase2,
    points,
    proposed,
    questions,
    round_of,
)
from bot.dialogs.alignment.facts.quiet import quiet_until
from bot.dialogs.alignment.rules import Discussion, DiscussionState, Setting
from bot.dialogs.alignment.screens.minutes import POINTS
from bot.dialogs.boards.rules import few_of
from bot.dialogs.boards.screens.board import tally_line, turnout_line
from bot.dialogs.groups.facts import name_of, tells_words
from bot.dialogs.questions.facts import question_of
from bot.dialogs.questions.rules.choosing import ends, turnout
from bot.dialogs.questions.rules.judging import GoalState
from bot.dialogs.questions.rules.put import Contribution
from bot.dialogs.reveal.screens.telling import LOOK
from bot.dialogs.sources.screens.behind import apart, phase_2
from bot.domain.group import Binding
from bot.domain.ids import LiveMessageId
from bot.domain.motive import Choice
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.paging import newest


def put(ctx: TurnContext, discussion: Discussion, placed: LiveMessageId, screen: Screen) -> None:
    """What a message shows from now on, as long as it stands where the talk goes on: other groups are left alone."""
    binding = binding_of(ctx, discussion)
    if binding.ended_at is None:
        ctx.put(placed, screen, within=binding.chat_thread)


def redraw(ctx: TurnContext, discussion: Discussion, question: str) -> None:
    """Bring the message of a question up to date."""
    stands = question_of(ctx, discussion.run, question)
    if stands is not None and stands.was_put:
        put(ctx, discussion, stands.placed, question_screen(ctx, discussion, question))


def redraw_moved(ctx: TurnContext, binding: Binding) -> None:
    """What stood in the old group cannot be changed from the new one: what is on the table comes below once more."""
    discussion = latest(ctx, binding)
    if discussion is not None and discussion.question is not None and binding.partner is None:
        redraw(ctx, discussion, discussion.question)


def question_screen(ctx: TurnContext, discussion: Discussion, question: str) -> Screen:
    """The whole message of a question. Only the one on the table has buttons."""
    binding = binding_of(ctx, discussion)
    on_table = question == discussion.question and discussion.state is DiscussionState.RUNNING
    one = phase2(ctx, discussion).question(question)
    lines, more = evidence(ctx, binding, round_of(ctx, discussion), one.evidence)
    if one.kind is TalkKind.GOALS:
        lines += of_research(ctx, round_of(ctx, discussion))
    buttons = _buttons(ctx, discussion, binding, one, more) if on_table else ()
    said = [c for c in points(ctx, discussion) if c.about == question]
    about = {
        "head": _head(ctx, discussion, binding, question),
        "opening": _opening(ctx, discussion, question),
        "question": one.text,
        "lines": lines,
        "answers": _answers(ctx, discussion, binding, one),
        "number": len(said),
        "said": (),
        "how": _how(ctx, discussion, one) if on_table else "",
        "paused": question == discussion.question and discussion.state is DiscussionState.PAUSED,
        "minutes": discussion.minutes_left if on_table else 0,
    }
    index = questions(ctx, discussion).index(question)
    token, there = f"{BESIDE}{discussion.run}-{index}", binding.chat_thread.chat
    if not tells_words(ctx, binding):
        return ctx.read_behind(Phrase("discussion.question", about), buttons, token, chat=there)
    points_there = tuple(_point(ctx, one) for one in said)
    told, earlier = newest(ctx, points_there, Phrase("discussion.question", about), MOST_POINTS)
    if earlier:
        all_of_them = Button(ctx.label("alle_punten"), url=ctx.link(f"{POINTS}{discussion.run}-{index}", chat=there))
        buttons = (*buttons, (all_of_them,))
    return ctx.read_behind(Phrase("discussion.question", about | {"said": told}), buttons, token, chat=there)


MOST_POINTS = 12
"""How many points stand with a question in a group of which somebody does not read what others write there."""


def _point(ctx: TurnContext, one: Contribution) -> Phrase:
    """What somebody said, with the name that those have read who were there."""
    about = {"name": ctx.uow.people.get(one.person).name, "partner": speaker(ctx, one.partner), "text": one.text}
    return Phrase("discussion.said", about)


def _how(ctx: TurnContext, discussion: Discussion, question: TalkQuestion) -> Phrase:
    """What people do with the question on the table."""
    if discussion.quiet_until is not None:
        return Phrase("quiet.how", {"until": quiet_until(ctx, discussion)})
    if question.kind is TalkKind.CHOOSE and is_shown(ctx, discussion, question.id):
        return Phrase("discussion.talk_it_over")
    return Phrase(f"discussion.how_{question.kind}", {"room": discussion.setting is not Setting.AFAR})


BESIDE = "q-"
"""How the token of a link begins that opens in private what stands with a question; run and question follow."""


_PARTS = {TalkEvidence.SHARED: "gedeeld", TalkEvidence.STRAINED: "vragen", TalkEvidence.HELPING: "aanbod"}
"""The part of the reveal that has the rest of what stands below a question."""


def _head(ctx: TurnContext, discussion: Discussion, binding: Binding, question: str) -> Phrase:
    every = questions(ctx, discussion)
    index = every.index(question) + 1
    about = {"name": name_of(ctx, binding), "index": index, "total": len(every), "bar": bar(index, len(every), 6)}
    return Phrase("discussion.head", about)


def _opening(ctx: TurnContext, discussion: Discussion, question: str) -> Phrase | str:
    """What the tool says at the start of the phase; it stands with the first question."""
    if question != questions(ctx, discussion)[0]:
        return ""
    return apart(phase_2(ctx.texts.of(round_of(ctx, discussion).content_version)))


def _answers(ctx: TurnContext, discussion: Discussion, binding: Binding, question: TalkQuestion) -> tuple[Phrase, ...]:
    """What was answered with buttons: how many, and once it is shown what; or which goals there are."""
    if question.kind is TalkKind.CHOOSE:
        return _chosen(ctx, discussion, binding, question.id)
    return goal_lines(ctx, discussion) if question.kind is TalkKind.GOALS else ()


def _chosen(ctx: TurnContext, discussion: Discussion, binding: Binding, question: str) -> tuple[Phrase, ...]:
    tallies = result(ctx, discussion, binding, question)
    if not tallies:
        numbers = turnout(asked(ctx, discussion, binding, question), lambda seat: seat[1])
        return (*(turnout_line(ctx, one) for one in numbers), *_few(ctx, binding))
    lines = [tally_line(ctx, one) for one in tallies]
    if differ := ends(tallies):
        lines.append(Phrase("discussion.ends", {"ends": tuple(Phrase(f"buttons.{choice}") for choice in differ)}))
    return tuple(lines)


def _few(ctx: TurnContext, binding: Binding) -> tuple[Phrase, ...]:
    """Before the vote: of which partners others can work out who answered what."""
    few = few_of(partner for _, partner in electorate(ctx, binding))
    name = ctx.uow.collaborations.partner
    return (Phrase("discussion.few", {"partners": tuple(name(p).name for p in few)}),) if few else ()


def goal_lines(ctx: TurnContext, discussion: Discussion) -> tuple[Phrase, ...]:
    """The goals that were proposed, a line each."""
    joint = [(goal, state_of(ctx, discussion, goal) is GoalState.JOINT) for goal in proposed(ctx, discussion)]
    return tuple(Phrase("discussion.goal_line", {"text": goal.text, "joint": agreed}) for goal, agreed in joint)


def _buttons(
    ctx: TurnContext, discussion: Discussion, binding: Binding, question: TalkQuestion, more: bool
) -> tuple[tuple[Button, ...], ...]:
    """What people answer with and read. The controls are in private, so that nobody taps what is not theirs."""
    mark, there = f"{discussion.id}.{question.id}", binding.chat_thread.chat
    rows: list[tuple[Button, ...]] = []
    open_choice = question.kind is TalkKind.CHOOSE and not is_shown(ctx, discussion, question.id)
    if open_choice:
        rows.append(tuple(_button(ctx, choice, f"nodig:{mark}.{choice}") for choice in Choice))
    put = question_of(ctx, discussion.run, question.id)
    if discussion.quiet_until is not None and put is not None:
        rows.append((Button(ctx.label("opschrijven"), url=ctx.link(f"{WRITE}{put.id}", chat=there)),))
    if question.kind is TalkKind.PRIVATE:
        rows.append((Button(ctx.label("mijn_antwoord"), url=ctx.link(f"{TAKE}{discussion.run}", chat=there)),))
    if more:
        rest = ctx.link(f"{LOOK}{round_of(ctx, discussion).id}-{_PARTS[question.evidence]}", chat=there)
        rows.append((Button(ctx.label("meer"), url=rest),))
    leading = leader(ctx, discussion)
    if leading is not None and not leading.reachable:
        rows += _controls(ctx, discussion, question, open_choice)
    return tuple(rows)


def _controls(
    ctx: TurnContext, discussion: Discussion, question: TalkQuestion, open_choice: bool
) -> list[tuple[Button, ...]]:
    """What whoever leads needs, here only while no panel can reach them."""
    mark = f"{discussion.id}.{question.id}"
    every = questions(ctx, discussion)
    last, first = question.id == every[-1], question.id == every[0]
    onward = _button(ctx, "gesprek_afsluiten" if last else "volgende", f"{'sluit' if last else 'vraagna'}:{mark}")
    shown = [(_button(ctx, "toon_uitslag", f"toonnodig:{mark}"),)] if open_choice else []
    return [
        *shown,
        (onward,) if first else (_button(ctx, "vorige", f"vraagvoor:{mark}"), onward),
        (
            _button(ctx, "tijd", f"tijd:{mark}"),
            _button(ctx, "samenvatting", f"samenvatting:{mark}"),
            _button(ctx, "pauze", f"pauze:{mark}"),
        ),
    ]


WRITE = "o-"
"""How the token of a link begins that opens writing before speaking; the question follows."""


TAKE = "t-"
"""How the token of a link begins that opens the last question in private; its run follows."""


def _button(ctx: TurnContext, label: str, route: str) -> Button:
    return Button(ctx.label(label), f"g:{route}")
