"""What leaves for a group besides boards: its status, replies, pictures, and what anybody may read there."""

import json
import re

from visibility_facts import Board, Bound, Facts
from visibility_group_rules import CHOSEN, TURNOUT
from visibility_step import CHOICE, SECRET, LeakError, Step
from visibility_talk_rules import is_joint

from bot.content.load import CONTENT_FOLDER
from bot.turn.records import Outgoing

NUMBERED = re.compile(rf"\b(?:{CHOICE})\b[^\w\n]{{0,3}}\d|\d[^\w\n]{{0,3}}\b(?:{CHOICE})\b", re.IGNORECASE)
PROGRESS = re.compile(r"^(.+): (?:(\d+) van (\d+) ingediend|vastgesteld|afgesloten)  [▰▱]+$", re.MULTILINE)
SETTLED_OF = re.compile(r"^(\d+) van (\d+) partners klaar$", re.MULTILINE)
IN_A_LIST = re.compile(
    r"\d+ (?:waarbij iedereen Ja zegt|met Ja (?:aan|bij) \w+(?: \w+)?|met hooguit Enigszins"
    r"|door maar \w+ \w+ beantwoord|door niemand gekozen|waarover een partner verdeeld is)"
)
"""How many motives stand in a list of the reveal, which all who see it read."""
GREETING = re.compile(
    r"Dag, ik ben Samenspraak\. Deze groep hoort nog nergens bij\.\n"
    r"Ben je begeleider of leidinggevende\? Tik dan op de knop\.\n"
    r"Nog geen samenwerking\? Maak die eerst, in je eigen chat met mij: \S+\n\n"
    r"Heeft deze groep onderwerpen\? Typ dan in het goede onderwerp: /koppel@\w+"
)
GREETED = {
    "Hoe je deze groep koppelt, staat hieronder.",
    "Deze groep is gekoppeld. Mijn berichten staan hieronder.",
    "Gekoppeld in een onderwerp van deze groep. Mijn berichten staan daar.",
}
"""What a greeting says later."""
_PHRASES = (CONTENT_FOLDER / "nl" / "phrases" / "groups.yaml").read_text(encoding="utf-8")


def nobody_is_told(step: Step, message: Outgoing, said: str) -> None:
    """No names; only who just asked something may be called by their first name, where nothing else is told."""
    for person, name in step.after.names.items():
        first = name.split()[0]
        own = person == step.after.people.get(step.actor or 0)
        bare = message.placed is None and message.picture is None and not re.search(r"(?<!fase )\d", said)
        if name in said or (re.search(rf"\b{first}\b", said) and not (own and bare and not CHOSEN.search(said))):
            raise LeakError(f"group {message.chat} reads the name of {name}: {said[:300]}")


def greeting_is_right(message: Outgoing, said: str, options: list[str]) -> bool:
    """Whether it is the first word in a group of nobody, the same for everybody, or what stands in its place later."""
    if message.placed is None or message.picture is not None:
        return False
    return (said in GREETED and not options) or (GREETING.fullmatch(said) is not None and options == ["g:koppel:"])


def phase_3_is_right(facts: Facts, here: Bound | None, run: int, said: str, options: list[str]) -> None:
    """A question of phase 3 in the own group of a partner: beside it stand joint goals alone."""
    round_, partner, _ = facts.runs[run]
    if here is None or here.partner != partner or facts.rounds[round_][0] != here.collaboration:
        raise LeakError(f"a question of phase 3 of {partner} stands in the group of {here}: {said[:300]}")
    if any(not option.startswith(f"g:fase3:{run}.") for option in options):
        raise LeakError(f"a question of phase 3 has {options}")
    talks = facts.phase_2
    goals = {
        f"• Samen: {a.text}".splitlines()[0] for a in talks.aims.values() if is_joint(facts, talks.led[a.led], a.id)
    }
    beside = {line for line in said.splitlines() if line.startswith("• ")}
    if not beside <= goals or TURNOUT.search(said) or NUMBERED.search(said):
        raise LeakError(f"beside a question of phase 3 stands: {said[:300]}")


def plain_is_right(facts: Facts, here: Bound | None, said: str, options: list[str]) -> None:
    """A message that is neither a board nor the status: no numbers of answers or progress, no buttons of a board."""
    if _is_revealed(facts, here):
        said = IN_A_LIST.sub("", said)
    if NUMBERED.search(said) or TURNOUT.search(said) or PROGRESS.search(said) or SETTLED_OF.search(said):
        raise LeakError(f"a message for {here} has numbers: {said[:300]}")
    if any(option.startswith("g:") for option in options):
        raise LeakError(f"a message for {here} has {options}")
    told = IN_A_LIST.search(said) or re.search(r"onthuld\b.*versies|na de onthulling", said)
    if told and not _is_revealed(facts, here):
        raise LeakError(f"{here} reads of a reveal: {said[:300]}")


def _is_revealed(facts: Facts, here: Bound | None) -> bool:
    if here is None or here.partner is not None:
        return False
    return any(facts.is_open_to_all(v) and facts.covers(here, v.partner) for v in facts.versions)


def status_is_right(facts: Facts, here: Bound, said: str) -> None:
    """How many have handed in, per partner of the circle; nothing else."""
    runs = {
        partner: run
        for run, (round_, partner, _) in facts.runs.items()
        if facts.covers(here, partner)
        and facts.rounds[round_][1] == ("commitment" if run in facts.commitments else "preparation")
    }
    expected = []
    for partner, run in runs.items():
        ready = sum(r == run for r, _ in facts.handed_in)
        people = sum(r == run for r, _ in facts.taking_part)
        if people:
            told = ("", "") if facts.runs[run][2] != "open" else (str(ready), str(people))
            expected.append((facts.partners[partner][1], *told))
    if sorted(PROGRESS.findall(said)) != sorted(expected):
        raise LeakError(f"the status of {here} must tell {sorted(expected)}: {said}")
    settled = [(str(sum(facts.runs[run][2] != "open" for run in runs.values())), str(len(runs)))]
    if SETTLED_OF.findall(said) not in ([], settled if here.partner is None else []):
        raise LeakError(f"the status of {here} must tell {settled}: {said}")
    own = facts.partners[here.partner][1] if here.partner is not None else ""
    others = [name for partner, (_, name) in facts.partners.items() if not facts.covers(here, partner) and name != own]
    rest = SETTLED_OF.sub("", PROGRESS.sub("", said)).replace(own, "")
    rest = re.sub(r"fase (?:1, voorbereiding|2, afstemming|3, commitment)", "", rest)
    rest = re.sub(r"Fase 1 klaar uiterlijk .*", "", rest)
    if CHOSEN.search(rest) or re.search(r"\d", rest) or any(name in rest for name in others):
        raise LeakError(f"the status of {here} tells more than progress: {said}")


def replies_are_right(facts: Facts, board: Board, written: str) -> None:
    """What stands below a board was written below it, and is told for the partner it was written for."""
    kept = [(facts.partners[p][1], text) for (of, _), (_, p, text) in facts.replies.items() if of == board.id]
    for line in written.split("\n• "):
        for secret in SECRET.findall(line):
            by = [name for name, text in kept if secret in text]
            if not any(line.removeprefix("• ").startswith(f"{name}: ") for name in by):
                raise LeakError(f"below board {board.id} stands {line}; written was {kept}")


def without_fixed(said: str) -> str:
    """Without the lines that are the same whatever was answered."""
    return "\n".join(line for line in said.splitlines() if len(line) < 20 or line not in _PHRASES)


def without_motive(facts: Facts, placed: int | None, said: str) -> str:
    board = next(b for b in facts.boards.values() if b.placed == placed)
    return said.replace(board.text, "")


def group_picture_is_right(facts: Facts, here: Bound | None, message: Outgoing) -> None:
    """A picture is for the group of all, when all in it was revealed; and names nobody."""
    shown = json.loads(message.picture or "")
    open_ = {
        facts.partners[v.partner][1]
        for v in facts.versions
        if here is not None and facts.is_open_to_all(v) and facts.covers(here, v.partner)
    }
    named = {column["name"] for column in shown["columns"]}
    if here is None or here.partner is not None or not named or not named <= open_:
        raise LeakError(f"the picture for {here} has {named}")
