"""What stands in the group in phase 2, and what whoever leads reads of it in private."""

import re
from collections import Counter

from visibility_facts import Bound, Facts
from visibility_step import CHOICE, SECRET, LeakError, Step, listed
from visibility_talk_facts import GOALS, NEEDED, Led
from visibility_talk_rules import (
    CHOSEN,
    COUNTS,
    PANEL,
    POINTS,
    QUIET_NUMBER,
    SCALE,
    SHARE,
    SIDE_NAMES,
    SIDES,
    STEERED,
    SURE,
    TURNOUT,
    VERDICTS,
    counted_now,
    counts_told,
    is_joint,
    left_out,
    not_taken_home,
    objected,
    points_of,
    still_leads,
    taking_part,
    written_quietly,
)

from bot.turn.records import Outgoing

MOST_BUTTONS = 5
FEW = 3


def question_is_right(facts: Facts, led: Led, question: str, said: str, options: list[str]) -> None:
    """What stands below a question: numbers that may be told; but for links, buttons only where it is on the table.

    These are answers; what whoever leads needs stands there only while no panel can reach them.
    """
    now = facts.phase_2
    if any(options) and (question != led.question or led.state != "running"):
        raise LeakError(f"{question} is not on the table and has {options}")
    hidden = question == NEEDED and not now.asked[led.id, NEEDED][1]
    alone = led.led_by in now.unreachable and still_leads(facts, led)
    for option in filter(None, options):
        answers = hidden and re.fullmatch(rf"g:nodig:{led.id}\.{NEEDED}\.(?:{'|'.join(SCALE)})", option)
        steers = alone and re.fullmatch(rf"g:(?:{'|'.join(STEERED)}):{led.id}\.{question}", option)
        if not (answers or steers):
            raise LeakError(f"{question} in the group has {option}, led by {led.led_by}")
    number = len(points_of(now, led.id, question))
    if POINTS.findall(said) != ([str(number)] if number else []):
        raise LeakError(f"{question} has {number} points: {said[:400]}")
    _evidence(facts, led, said)
    if question == GOALS:
        for aim in now.aims.values():
            line = f"{'✓' if is_joint(facts, led, aim.id) else '○'} {aim.text[:100].splitlines()[0]}"
            if aim.led == led.id and line not in said:
                raise LeakError(f"{question} must tell {line}: {said[:600]}")
    if question != NEEDED:
        if COUNTS.search(said) or TURNOUT.search(said):
            raise LeakError(f"{question} has numbers: {said[:400]}")
        return
    counts, people = counted_now(facts, led), taking_part(facts, led.collaboration)
    if now.asked[led.id, NEEDED][1]:
        if counts_told(said) != counts:
            raise LeakError(f"{question} must tell {counts}: {said}")
        rest = COUNTS.sub("", re.sub(rf"Wie ({CHOICE}) zei en wie ({CHOICE}) zei", "", said))
    else:
        size, ready = (
            Counter(p for _, p in people),
            Counter(p for w, p in people if (led.id, NEEDED, w, p) in now.ballots),
        )
        expected = sorted((facts.partners[p][1], str(ready[p]), str(n)) for p, n in size.items())
        if sorted(TURNOUT.findall(said)) != expected:
            raise LeakError(f"{question} must tell {expected}: {said}")
        warned = re.findall(r"^Let op, (.+): jullie zijn met minder dan drie", said, re.MULTILINE)
        few = sorted(facts.partners[p][1] for p, n in size.items() if n < FEW)
        if [sorted(re.split(", | en ", names)) for names in warned] != ([few] if few else []):
            raise LeakError(f"{question} must warn {few}: {said}")
        rest = TURNOUT.sub("", said)
    rest = POINTS.sub("", re.sub(r"Fase 2 · vraag 4/6|⏱ \d+ minuten|opschrijven, tot \d\d:\d\d\.", "", rest))
    if CHOSEN.search(rest) or re.search(r"\d", rest):
        raise LeakError(f"{question} tells more than was counted: {said}")


def _evidence(facts: Facts, led: Led, said: str) -> None:
    """Without a reveal: what the other side guessed, from three people on, and what all said Ja to on a shown board."""
    if led.round not in facts.alone:
        if "denkt vooral" in said:
            raise LeakError(f"after a reveal there is no need to tell what people guessed: {said}")
        return
    for about in re.findall(r"^• Over (.+), .+: de overkant denkt vooral", said, re.MULTILINE):
        runs = {run for run, (r, p, _) in facts.runs.items() if r == led.round and facts.kinds[p] != SIDE_NAMES[about]}
        if len([run for run, _ in facts.scanned if run in runs]) < 3:
            raise LeakError(f"what few people guessed is told: {said}")
    for motive in re.findall(r"^• Allemaal Ja: (.+)$", said, re.MULTILINE):
        on_board = [b for b in facts.boards.values() if (b.round, b.state, b.text) == (led.round, "shown", motive)]
        given = [{facts.answer_of(seat) for seat in facts.seats_at(board.id)} - {None} for board in on_board]
        if {"ja"} not in given:
            raise LeakError(f"not all said Ja to {motive}, or it was not shown: {said}")


def goal_is_right(facts: Facts, led: Led, aim_id: int, said: str, options: list[str]) -> None:
    """A goal, how often each verdict was given per partner, and reasons by partner."""
    now = facts.phase_2
    aim = now.aims[aim_id]
    if any(option and not option.startswith(f"g:oordeel:{aim.id}.{aim.version}.") for option in options):
        raise LeakError(f"goal {aim} has {options}")
    if ("✓ Dit is een gezamenlijk doel" in said) != is_joint(facts, led, aim.id):
        raise LeakError(f"goal {aim} is joint or not: {said}")
    without = [facts.partners[partner][1] for partner in sorted(left_out(facts, led, aim.id))]
    _closed_without(f"goal {aim}", without, said)
    for partner, (collaboration, name) in facts.partners.items():
        if collaboration != led.collaboration:
            continue
        people = [who for who, p in taking_part(facts, collaboration) if p == partner]
        subject = f"goal.{aim.id}.{aim.version}"
        given = Counter(now.ballots.get((led.id, subject, who, partner), ("", ""))[0] for who in people)
        counts = " · ".join(f"{word} {given[key]}" for key, word in VERDICTS.items() if given[key])
        counts = counts or ("nog niets" if people else "doet niet meer mee")
        if f"\n{name}: {counts}\n" not in f"{said}\n":
            raise LeakError(f"goal {aim} must tell {counts} of {name}: {said}")


def _closed_without(goal: str, without: list[str], said: str) -> None:
    """Without whom a goal is closed; where it waits for others who are gone as well, these are named beside them."""
    waits = [name for name in re.findall(r"^(.+): doet niet meer mee$", said, re.MULTILINE) if name not in without]
    closed = f"Gesloten zonder {listed(without)}: daar doet niemand meer mee."
    if waits and without:
        both = f"Dit doel gaat door zonder {listed(without)}, en wacht nog op {listed(waits)}."
        closed = f"{both} Daar doet niemand meer mee."
    told = re.findall(r"^(?:Gesloten|Dit doel gaat door) zonder .*$", said, re.MULTILINE)
    if told != ([closed] if without else []):
        raise LeakError(f"{goal} was closed without {without}: {said}")


def offer_is_right(facts: Facts, here: Bound, said: str, options: list[str]) -> bool:
    """How to begin, or whether to take over: of people only the first name of who leads."""
    led = [one for one in facts.phase_2.led.values() if one.collaboration == here.collaboration]
    for person, name in facts.names.items():
        leads = any(one.led_by == person for one in led) and options[0].startswith("g:leid:")
        if re.search(rf"\b{name.split()[0]}\b", said) and not leads:
            raise LeakError(f"{here} reads the name of {name}: {said}")
    rest = said
    if options[0].startswith("g:sluitnu:"):
        _sure_is_right(facts, led[-1], said)
        rest = re.sub(r"\d+", "", said)
    if re.search(r"\d", rest) or CHOSEN.search(rest) or SECRET.search(said):
        raise LeakError(f"{here} reads {said}")
    return True


def _sure_is_right(facts: Facts, led: Led, said: str) -> None:
    """Whether it really ends: the numbers of what is open, and nothing else."""
    counted = (len(objected(facts, led)), len(not_taken_home(facts, led)))
    told = re.findall(r"Er sta(?:at|an) nog (\w+) bezwa|(\w+) (?:persoon heeft|mensen hebben)", said)
    expected = [{1: one}.get(n, str(n)) for n, one in zip(counted, ("een", "1"), strict=True) if n]
    if [a or b for a, b in told] != expected:
        raise LeakError(f"open objections and people who have not answered the last question are {counted}: {said}")


def steering_is_right(step: Step, message: Outgoing) -> None:
    """In private only the panel of whoever leads now has buttons to lead with, for the question on the table."""
    now = step.after.phase_2
    later = step.outgoing[step.outgoing.index(message) + 1 :]
    if message.placed is not None and any(one.placed == message.placed for one in later):
        return  # drawn again in the same step: nobody sees this one
    for option in (b.option for row in message.screen.buttons for b in row):
        if (found := PANEL.match(option)) is None:
            continue
        led = now.led.get(int(found[2]))
        mine = led is not None and message.placed == led.panel and step.after.people.get(message.chat) == led.led_by
        if led is None or not mine or led.state == "closed" or found[3] not in (None, led.question):
            raise LeakError(f"{message.chat} can lead {led} with {option}")


def panel_is_right(step: Step, message: Outgoing, said: str) -> None:
    """For whoever leads now: no names, no texts, exact shares per side; or whether it really ends."""
    facts = step.after
    now = facts.phase_2
    led = next((one for one in now.led.values() if one.panel == message.placed is not None), None)
    if led is None or facts.people.get(message.chat) != led.led_by:
        raise LeakError(f"{message.chat} does not lead and reads: {said}")
    if not still_leads(facts, led):
        raise LeakError(f"{message.chat} may not lead any more and reads how the talk is shared: {said}")
    for name in facts.names.values():
        if re.search(rf"\b{name.split()[0]}\b", said):
            raise LeakError(f"how the talk is shared names {name}: {said}")
    if SECRET.search(said) or COUNTS.search(said):
        raise LeakError(f"how the talk is shared has more than numbers: {said}")
    if len([b for row in message.screen.buttons for b in row]) > MOST_BUTTONS:
        raise LeakError(f"the panel has more than {MOST_BUTTONS} buttons: {message.screen.buttons}")
    if SURE in said:
        _sure_is_right(facts, led, said)
        return
    words = [w for w in now.words.values() if w.led == led.id and not w.withdrawn]
    people = Counter(partner for _, partner in taking_part(facts, led.collaboration))
    size, heard, able = Counter[str](), Counter[str](), Counter[str]()
    for partner, (collaboration, _) in facts.partners.items():
        if collaboration == led.collaboration:
            kind, mine = facts.kinds[partner], [w for w in words if w.partner == partner]
            size[kind] += sum(len(w.text) for w in mine)
            heard[kind] += min(len({w.person for w in mine}), people[partner])
            able[kind] += people[partner]
    whole = sum(size.values())
    if not words and SHARE.search(said):
        raise LeakError(f"nobody said anything, and how it is shared is told: {said}")
    for side, told, of, share in SHARE.findall(said):
        kind = SIDES[side]
        exact = 100 * size[kind] / whole if whole else 0
        if (int(told), int(of)) != (heard[kind], able[kind]) or abs(int(share) - exact) >= 1:
            raise LeakError(f"{side} has {heard[kind]} of {able[kind]} and {exact}%: {said}")
    told = [a or b or c for a, b, c in QUIET_NUMBER.findall(said)]
    wrote = len(written_quietly(facts, led))
    if told != ([{0: "niemand", 1: "één"}.get(wrote, str(wrote))] if led.quiet_until else []):
        raise LeakError(f"{wrote} people wrote quietly: {said}")
    number = str(len([w for w in words if w.question == led.question]))
    if POINTS.findall(said) != [number]:
        raise LeakError(f"{led.question} has {number} points: {said}")
