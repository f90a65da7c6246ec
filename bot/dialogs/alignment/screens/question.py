"""How a question of phase 2 stands in the group: the question, what the reveal gives it, and how far the talk is."""

from bot.content.phrases import bar
from bot.content.screen import Button, Screen
from bot.dialogs.alignment.facts.evidence import evidence
from bot.dialogs.alignment.facts.goals import state_of
from bot.dialogs.alignment.facts.needed import is_shown, result, turnout
from bot.dialogs.alignment.facts.queries import binding_of, latest, points, proposed, questions, round_of, wording
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules.discussion import GOALS, NEEDED, TAKE_HOME, Discussion, DiscussionState
from bot.dialogs.alignment.rules.goals import GoalState
from bot.dialogs.boards.rules import ends
from bot.dialogs.boards.screens import tally_line
from bot.dialogs.groups.facts import name_of
from bot.dialogs.reveal.actions import LOOK
from bot.domain.group import Binding
from bot.domain.ids import PlacedId
from bot.domain.motive import Choice
from bot.engine.model import Phrase
from bot.turn.context import Stage


def put(stage: Stage, discussion: Discussion, placed: PlacedId, screen: Screen) -> None:
    """What a message shows from now on, as long as it stands where the talk goes on: other groups are left alone."""
    binding = binding_of(stage, discussion)
    if binding.ended_at is None and stage.uow.post.placed(placed).room == binding.room:
        stage.put(placed, screen)


def redraw(stage: Stage, discussion: Discussion, question: str) -> None:
    """Bring the message of a question up to date."""
    asked = stage.uow.get(DISCUSSIONS).asked(discussion.id, question)
    if asked is not None:
        put(stage, discussion, asked.placed, question_screen(stage, discussion, question))


def redraw_moved(stage: Stage, binding: Binding) -> None:
    """What stood in the old group cannot be changed from the new one: what is on the table comes below once more."""
    discussion = latest(stage, binding)
    if discussion is not None and discussion.question is not None and binding.partner is None:
        redraw(stage, discussion, discussion.question)


def question_screen(stage: Stage, discussion: Discussion, question: str) -> Screen:
    """The whole message of a question. Only the one on the table has buttons."""
    binding = binding_of(stage, discussion)
    on_table = question == discussion.question and discussion.state is DiscussionState.RUNNING
    lines, more = evidence(stage, binding, round_of(stage, discussion), question)
    said = [c for c in points(stage, discussion) if c.question == question]
    about = {
        "head": _head(stage, discussion, binding, question),
        "question": wording(stage, discussion, question),
        "lines": lines,
        "answers": _answers(stage, discussion, binding, question),
        "number": len(said),
        "how": Phrase(f"discussion.how_{_KINDS.get(question, 'talk')}") if on_table else "",
        "paused": question == discussion.question and discussion.state is DiscussionState.PAUSED,
        "minutes": discussion.minutes_left if on_table else 0,
    }
    html = str(stage.texts.phrases.html(Phrase("discussion.question", about)))
    return Screen(html, _buttons(stage, discussion, question, more) if on_table else ())


_PARTS = {"f2.b1": "gedeeld", "f2.b2": "vragen", "f2.b3": "aanbod"}
"""The part of the reveal that has the rest of what stands below a question."""


_KINDS = {NEEDED: "needed", GOALS: "goals", TAKE_HOME: "take_home"}


def _head(stage: Stage, discussion: Discussion, binding: Binding, question: str) -> Phrase:
    every = questions(stage, discussion)
    index = every.index(question) + 1
    about = {"name": name_of(stage, binding), "index": index, "total": len(every), "bar": bar(index, len(every), 6)}
    return Phrase("discussion.head", about)


def _answers(stage: Stage, discussion: Discussion, binding: Binding, question: str) -> tuple[Phrase, ...]:
    """What was answered with buttons: how many, and once it is shown what; or which goals there are."""
    if question == NEEDED:
        return _needed(stage, discussion, binding)
    if question == GOALS:
        return tuple(_goal(stage, discussion, binding, goal.id) for goal in proposed(stage, discussion))
    return ()


def _needed(stage: Stage, discussion: Discussion, binding: Binding) -> tuple[Phrase, ...]:
    tallies = result(stage, discussion, binding)
    if not tallies:
        numbers = turnout(stage, discussion, binding)
        name = stage.uow.collaborations.partner
        return tuple(
            Phrase("groups.turnout", {"partner": name(p).name, "answered": answered, "people": people})
            for p, (answered, people) in numbers.items()
        )
    lines = [tally_line(stage, one) for one in tallies]
    if differ := ends(tallies):
        lines.append(Phrase("discussion.ends", {"ends": tuple(Phrase(f"buttons.{choice}") for choice in differ)}))
    return tuple(lines)


def _goal(stage: Stage, discussion: Discussion, binding: Binding, goal_id: int) -> Phrase:
    goal = next(g for g in stage.uow.get(DISCUSSIONS).goals(discussion.id) if g.id == goal_id)
    joint = state_of(stage, discussion, binding, goal) is GoalState.JOINT
    return Phrase("discussion.goal_line", {"text": goal.text, "joint": joint})


def _buttons(stage: Stage, discussion: Discussion, question: str, more: bool) -> tuple[tuple[Button, ...], ...]:
    mark = f"{discussion.id}.{question}"
    rows: list[tuple[Button, ...]] = []
    if question == NEEDED and not is_shown(stage, discussion):
        rows.append(tuple(_button(stage, choice, f"nodig:{mark}.{choice}") for choice in Choice))
        rows.append((_button(stage, "toon_uitslag", f"toonnodig:{mark}"),))
    if question == TAKE_HOME:
        rows.append((Button(stage.label("mijn_antwoord"), url=stage.link(f"{TAKE}{discussion.run}")),))
    if more:
        rows.append(
            (Button(stage.label("meer"), url=stage.link(f"{LOOK}{round_of(stage, discussion).id}-{_PARTS[question]}")),)
        )
    every = questions(stage, discussion)
    last, first = question == every[-1], question == every[0]
    onward = _button(stage, "gesprek_afsluiten" if last else "volgende", f"{'sluit' if last else 'vraagna'}:{mark}")
    rows.append((onward,) if first else (_button(stage, "vorige", f"vraagvoor:{mark}"), onward))
    rows.append(
        (
            _button(stage, "tijd", f"tijd:{mark}"),
            _button(stage, "samenvatting", f"samenvatting:{mark}"),
            _button(stage, "pauze", f"pauze:{mark}"),
        )
    )
    return tuple(rows)


TAKE = "t-"
"""How the token of a link begins that opens the last question in private; its run follows."""


def _button(stage: Stage, label: str, route: str) -> Button:
    return Button(stage.label(label), f"g:{route}")
