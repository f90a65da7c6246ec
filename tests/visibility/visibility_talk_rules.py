"""Phase 2 as it must be: who takes part, what was counted, which goals are joint, what belongs in the minutes."""

import json
import re
from collections import Counter

from visibility_facts import FACILITATOR, FILLS_IN, Bound, Facts
from visibility_step import CHOICE, SECRET, LeakError, Step
from visibility_talk_facts import HOME, NEEDED, Led, Talks, Words

from bot.bootstrap import texts
from bot.turn.incoming import Tapped

KEPT = "✍"
SCALE = ("ja", "enigszins", "nee")
VERDICTS = {"akkoord": "Akkoord", "zorg": "Akkoord met zorg", "bezwaar": "Bezwaar"}
BUTTONS = re.compile(
    r"g:(vraagna|vraagvoor|tijd|samenvatting|pauze|nodig|toonnodig|leid|sluit|sluitnu|oordeel|motievenronde|scanronde|meteen):"
)
STEERED = ("vraagna", "vraagvoor", "tijd", "samenvatting", "pauze", "toonnodig", "sluit", "sluitnu")
"""What whoever leads taps on the panel; below a question of the group while they cannot be reached, and in 0.1."""
QUIET = ("eerstschrijven", "schrijf2", "schrijf4", "laatzien")
ON_PANEL = (*STEERED, "leidmeer", "leidterug", "gesprekverder", "inruimte", "opafstand", *QUIET)
PANEL = re.compile(rf"p:({'|'.join(ON_PANEL)}):(\d+)(?:\.(.+))?")
ASKS = "Antwoord op dit bericht met "
COUNTS = re.compile(r"^(.+): Ja (\d+) · Enigszins (\d+) · Nee (\d+)$", re.MULTILINE)
NOBODY = re.compile(r"^(.+): geen antwoord$", re.MULTILINE)
TURNOUT = re.compile(r"^(.+): (\d+) van (\d+)(?: (?:heeft|hebben) geantwoord)?$", re.MULTILINE)
POINTS = re.compile(r"^(\d+) punt(?:en)? (?:genoteerd|bij deze vraag)(?: · ⏱ \d+ minuten)?$", re.MULTILINE)
SHARE = re.compile(r"^(opleidingen|werkveld): (\d+) van (\d+) gehoord, samen (\d+)% van wat er staat$", re.MULTILINE)
SIDE_NAMES = {side.text: side.kind for side in texts().instrument.quick_scan.sides}
SIDES = {"opleidingen": "opleiding", "werkveld": "praktijkpartner"}
CHOSEN = re.compile(rf"\b(?:{CHOICE})\b", re.IGNORECASE)
MOVED_ON = "Staat verderop"
QUIET_NUMBER = re.compile(
    r"^Eerst opschrijven, tot \d\d:\d\d: (?:(\d+) mensen schreven|(één) persoon schreef|(niemand) schreef nog) iets$",
    re.MULTILINE,
)
QUIET_SHOWN = "Dit schreven jullie op:"
QUIET_WORDS = "quiet.words"
SURE = "Gesprek afsluiten? Dan krijgt"
VOICE = re.compile(
    r"Gelijke stem|van wat er staat|Om te zeggen|Om te sturen|aan het woord|schre(?:ven|ef)(?: nog)? iets$"
    r"|Van .+ is nog niets genoteerd",
    re.MULTILINE,
)
MINUTES = "verslag van fase 2"


def is_whole(here: Bound | None, collaboration: int) -> bool:
    """Whether this is the group of all of a collaboration."""
    return here is not None and here.partner is None and here.collaboration == collaboration


def kept_in_talk(step: Step) -> bool:
    """Whether something of what was written in a group was kept in phase 2."""
    before, after = step.before.phase_2, step.after.phase_2
    return (before.words, before.aims, before.ballots) != (after.words, after.aims, after.ballots)


def who_did(step: Step) -> int:
    return step.after.people.get(step.actor or 0, 0)


def in_whole(step: Step, led: Led) -> bool:
    """Whether somebody who takes part did this in the group of all."""
    mine = any(m.collaboration == led.collaboration for m in step.before.mine(step.actor or 0))
    return mine and is_whole(step.before.bound_in(step.place or 0), led.collaboration)


def from_panel(step: Step, led: Led) -> bool:
    """Whether a member pressed a button of the panel in private, where a group of all is bound."""
    pressed = PANEL.match(step.body.data) if isinstance(step.body, Tapped) and not step.in_group else None
    mine = any(m.collaboration == led.collaboration for m in step.before.mine(step.actor or 0))
    whole = any(b.active and b.partner is None and b.collaboration == led.collaboration for b in step.before.bound)
    return mine and whole and pressed is not None and pressed[2] == str(led.id)


def still_leads(facts: Facts, led: Led) -> bool:
    """Whether whoever led last may lead: not who left, nor who belongs to a partner that has a manager by now."""
    return may_lead(facts, next((chat for chat, person in facts.people.items() if person == led.led_by), 0), led)


def may_lead(facts: Facts, chat: int, led: Led) -> bool:
    """Whether somebody may lead this, perhaps only after taking over."""
    partners = [partner for partner, (collaboration, _) in facts.partners.items() if collaboration == led.collaboration]
    return facts.leads(chat, led.collaboration) or any(facts.may_settle_for(chat, partner) for partner in partners)


def may_go_on(facts: Facts, chat: int, led: Led) -> bool:
    """Whether somebody leads without taking over: who did last, the facilitator; where nobody does, any."""
    its_turn = facts.people.get(chat) == led.led_by or facts.leads(chat, led.collaboration)
    return may_lead(facts, chat, led) and (its_turn or not still_leads(facts, led))


def taking_part(facts: Facts, collaboration: int) -> list[tuple[int, int]]:
    return [
        (m.person, m.partner)
        for m in facts.members
        if m.active and m.collaboration == collaboration and m.partner and m.role in FILLS_IN
    ]


def with_people(facts: Facts, collaboration: int) -> list[int]:
    return list(dict.fromkeys(partner for _, partner in taking_part(facts, collaboration)))


def points_of(now: Talks, led: int, question: str) -> list[Words]:
    return [w for w in now.words.values() if (w.led, w.question) == (led, question) and not w.withdrawn]


def counts_told(said: str) -> list[tuple[str, ...]]:
    """The numbers of each partner; of one of which nobody answered it says so in words."""
    return sorted(
        [row for row in COUNTS.findall(said) if set(row[1:]) != {"0"}]
        + [(p, "0", "0", "0") for p in NOBODY.findall(said)]
    )


def counted_now(facts: Facts, led: Led) -> list[tuple[str, ...]]:
    """The numbers of question 4, over those who take part now."""
    given: dict[int, Counter[str]] = {}
    for person, partner in taking_part(facts, led.collaboration):
        choice = facts.phase_2.ballots.get((led.id, NEEDED, person, partner), ("", ""))[0]
        given.setdefault(partner, Counter()).update([choice])
    return sorted((facts.partners[p][1], *(str(c[choice]) for choice in SCALE)) for p, c in given.items())


def is_joint(facts: Facts, led: Led, aim: int) -> bool:
    """By the rule; as the minutes have it, once they are fixed. A partner without people may have been left out."""
    now, people = facts.phase_2, taking_part(facts, led.collaboration)
    if led.id in now.fixed:
        ours = sorted(one.id for one in now.aims.values() if one.led == led.id)
        kept = json.loads(now.fixed[led.id])["goals"]
        if len(kept) != len(ours):
            raise LeakError(f"the minutes of {led} have {kept}")
        return bool(kept[ours.index(aim)]["joint"])
    subject = f"goal.{aim}.{now.aims[aim].version}"
    given = [
        (p, now.ballots[led.id, subject, who, p][0]) for who, p in people if (led.id, subject, who, p) in now.ballots
    ]
    partners = {p for p, (collaboration, _) in facts.partners.items() if collaboration == led.collaboration}
    partners -= left_out(facts, led, aim)
    return (
        bool(partners) and all(c != "bezwaar" for _, c in given) and partners == {p for p, c in given if c == "akkoord"}
    )


def left_out(facts: Facts, led: Led, aim: int) -> set[int]:
    """The partners without people for which whoever leads said that this wording goes on without them."""
    now = facts.phase_2
    subject = f"goal.{aim}.{now.aims[aim].version}"
    said = {p for (of, about, _, p), (c, _) in now.ballots.items() if (of, about, c) == (led.id, subject, "zonder")}
    return said - set(with_people(facts, led.collaboration))


def objected(facts: Facts, led: Led) -> set[int]:
    """The goals of this talk to whose newest wording somebody objects who takes part now."""
    now, people = facts.phase_2, set(taking_part(facts, led.collaboration))
    newest = {f"goal.{aim.id}.{aim.version}": aim.id for aim in now.aims.values() if aim.led == led.id}
    return {
        newest[subject]
        for (talk, subject, who, partner), (choice, _) in now.ballots.items()
        if talk == led.id and subject in newest and choice == "bezwaar" and (who, partner) in people
    }


def not_taken_home(facts: Facts, led: Led) -> set[int]:
    """Who takes part and has not answered question 6."""
    talks = {
        t.id: facts.people.get(t.chat) for t in facts.talks.values() if (t.dialog, t.subject) == ("take_home", led.run)
    }
    done = {talks[talk] for talk, step in facts.answers if talk in talks and step == HOME}
    return {person for person, _ in taking_part(facts, led.collaboration)} - done


def is_of_talk(step: Step) -> bool:
    """Whether a button of phase 2 was pressed, in the group or on the panel."""
    if not isinstance(step.body, Tapped):
        return False
    return (BUTTONS if step.in_group else PANEL).match(step.body.data) is not None


def written_quietly(facts: Facts, led: Led) -> list[tuple[int, str]]:
    """Who wrote what in the quiet window, of those who speak in phase 2 now."""
    here = [m for m in facts.members if m.active and m.collaboration == led.collaboration]
    speaks = {m.person for m in here if m.role == FACILITATOR or (m.role in FILLS_IN and m.partner)}
    numbers = [number for number, where in facts.phase_2.put.items() if where == (led.id, led.question)]
    talks = [t for t in facts.talks.values() if t.dialog == "quiet" and t.subject in numbers]
    found = [(facts.people.get(t.chat, 0), facts.answers.get((t.id, QUIET_WORDS), ("", ""))[1]) for t in talks]
    left = {person for person, number in facts.phase_2.quiet_of_before if number in numbers}
    return sorted((person, text) for person, text in found if person in speaks - left and text)


def shown_now(step: Step) -> list[Led]:
    """The discussions, as they were, whose quiet window ended in this step."""
    now = step.after.phase_2.led
    return [led for led in step.before.phase_2.led.values() if led.quiet_until and not now[led.id].quiet_until]


def in_minutes(facts: Facts, led: Led) -> set[str]:
    """The planted texts that belong in the minutes."""
    now = facts.phase_2
    said = [w.text for w in now.words.values() if w.led == led.id and not w.withdrawn]
    said += [a.text for a in now.aims.values() if a.led == led.id]
    said += [c for (of, _), (_, _, c) in now.checks.items() if of == led.id]
    people = taking_part(facts, led.collaboration)
    for (of, subject, *who), (choice, why) in now.ballots.items():
        newest = any(subject == f"goal.{a.id}.{a.version}" for a in now.aims.values())
        said += [why] if of == led.id and newest and tuple(who) in people and choice != "akkoord" else []
    return {secret for text in said for secret in SECRET.findall(text)}


def still_stands(facts: Facts, secret: str) -> bool:
    """Whether a text is still the wording of something that counts, or did when the minutes were fixed."""
    now = facts.phase_2
    return any(secret in body for body in now.fixed.values()) or any(
        secret in in_minutes(facts, led) for led in now.led.values()
    )
