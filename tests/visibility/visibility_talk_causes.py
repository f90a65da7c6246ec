"""Why something of phase 2 changed: who led, said, chose, showed or checked what, and whether they may."""

import re
from dataclasses import replace

from visibility_facts import FACILITATOR
from visibility_step import LeakError, Step
from visibility_talk_facts import NEEDED, Led, Words
from visibility_talk_rules import (
    CHOSEN,
    KEPT,
    VERDICTS,
    from_panel,
    in_whole,
    is_of_talk,
    may_go_on,
    still_leads,
    taking_part,
    who_did,
    with_people,
)

from bot.turn.incoming import Commanded, Replied, Said, Spoke, Tapped


def words_may_change(step: Step, was: Words, now: Words) -> None:
    """Other words by their author, taken back in private, or for another partner; nothing else."""
    body, mine = step.body, who_did(step) == was.person
    if (was.led, was.question, was.person) != (now.led, now.question, now.person):
        raise LeakError(f"{was} became {now}")
    if was.text != now.text:
        edits = isinstance(body, Replied | Spoke) and (body.message, body.text) == (was.message, now.text)
        if not (mine and edits and step.reaction == KEPT and in_whole(step, step.after.phase_2.led[now.led])):
            raise LeakError(f"{was} became {now} by {body} of {step.actor}")
    if was.withdrawn != now.withdrawn:
        pressed = isinstance(body, Tapped) and body.data.startswith(f"p:trekin:{was.id}.") and not step.in_group
        if not (mine and pressed) or now.led in step.before.phase_2.fixed:
            raise LeakError(f"{was} was taken back or put back by {body} of {step.actor}")
    if was.partner != now.partner:
        chose = isinstance(body, Tapped) and body.data.startswith("p:namens:")
        if not (mine and chose and step.after.fills_in_for(step.actor or 0, now.partner or 0)):
            raise LeakError(f"{was} is said for another partner by {body} of {step.actor}")
    if was.message != now.message:
        raise LeakError(f"{was} became {now}")


def course_may_change(step: Step) -> None:
    """Begun and moved on by whoever leads; taken over by a manager with a button, by the facilitator with anything.

    When whoever led leaves, the facilitator leads; where there is none, whoever may lead takes over with anything.
    """
    before, after = step.before.phase_2.led, step.after.phase_2.led
    if before.keys() - after.keys():
        raise LeakError("a discussion is gone")
    for led in after.values():
        was = before.get(led.id)
        if was == led:
            continue
        here = step.before.bound_in(step.place or 0)
        if was is None:
            asked = isinstance(step.body, Commanded) and step.body.name == "gesprek"
            leads = here is not None and step.before.leads_in(step.actor or 0, here)
            if not (asked and leads and in_whole(step, led) and led.led_by == who_did(step)):
                raise LeakError(f"{led} was begun by {step.body} of {step.actor}")
            continue
        if (was.run, was.collaboration) != (led.run, led.collaboration):
            raise LeakError(f"{was} became {led}")
        if _course(was) == _course(led):
            continue
        if step.body is None:
            ends = (replace(was, minutes_left=0), replace(was, quiet_until=None))
            if _course(led) not in map(_course, ends):
                raise LeakError(f"{was} became {led} by itself")
            continue
        if _was_handed_over(step, was, led):
            continue
        took_over = (
            isinstance(step.body, Tapped)
            and step.body.data == f"g:leid:{led.id}"
            and here is not None
            and step.before.leads_in(step.actor or 0, here)
        )
        may = took_over or may_go_on(step.before, step.actor or 0, was)
        began = led.quiet_until not in (None, was.quiet_until)
        if began and not (isinstance(step.body, Tapped) and step.body.data.startswith(("p:schrijf2:", "p:schrijf4:"))):
            raise LeakError(f"a quiet window of {led} was opened by {step.body} of {step.actor}")
        where = in_whole(step, led) or from_panel(step, led)
        if not (may and led.led_by == who_did(step) and where) or was.state == "closed":
            raise LeakError(f"{was} became {led} by {step.body} of {step.actor}")


def _course(led: Led) -> tuple[object, ...]:
    """All that only whoever leads may change."""
    return led.led_by, led.state, led.question, led.minutes_left, led.setting, led.drawer, led.quiet_until


def _was_handed_over(step: Step, was: Led, led: Led) -> bool:
    """To a facilitator, as somebody stopped to take part and with nothing else."""
    members = (m for m in step.after.members if m.active and m.collaboration == led.collaboration)
    facilitators = {m.person for m in members if m.role == FACILITATOR}
    return (
        step.before.members != step.after.members
        and not still_leads(step.after, was)
        and led.led_by in facilitators
        and replace(was, led_by=led.led_by, panel=None) == led
    )


def quiet_ends_in_time(step: Step) -> None:
    """A quiet window is on the question on the table, and ends by itself when it was said to end."""
    now = step.after.phase_2
    for led in now.led.values():
        if led.quiet_until != now.quiet_due.get(led.id) or (led.quiet_until and led.state == "closed"):
            raise LeakError(f"the quiet window of {led} ends at {now.quiet_due.get(led.id)}")


def goes_without(step: Step, key: tuple[int, str, int, int], wanted: str) -> bool:
    """Whether whoever leads, or the facilitator, tapped in private that a wording goes on without this partner.

    Nobody takes part for it any more. `wanted`: ja, or nee for waiting after all.
    """
    led, subject, _, partner = key
    tapped = f"p:zonderpartner:{subject.removeprefix('goal.')}.{partner}.{wanted}"
    here = [
        m for m in step.before.members if m.active and m.collaboration == step.before.phase_2.led[led].collaboration
    ]
    did = who_did(step)
    leads = did == step.before.phase_2.led[led].led_by or any(m.person == did and m.role == FACILITATOR for m in here)
    empty = partner not in with_people(step.before, step.before.phase_2.led[led].collaboration)
    return isinstance(step.body, Tapped) and step.body.data == tapped and leads and empty and not step.in_group


def ballots_may_change(step: Step) -> None:
    """One's own, for a partner one fills in for, with the button that says it; a reason with an answer."""
    before, after = step.before.phase_2, step.after.phase_2
    for key in before.ballots.keys() - after.ballots.keys():
        if before.ballots[key][0] != "zonder" or not goes_without(step, key, "nee"):
            raise LeakError("a ballot is gone")
    for key, (choice, reason) in after.ballots.items():
        was = before.ballots.get(key)
        if was == (choice, reason):
            continue
        led, subject, person, partner = key
        one, body = after.led[led], step.body
        if choice == "zonder" and goes_without(step, key, "ja") and led not in before.fixed:
            continue
        mark = f"g:nodig:{led}.{NEEDED}." if subject == NEEDED else f"g:oordeel:{subject.removeprefix('goal.')}."
        tapped = isinstance(body, Tapped) and body.data == f"{mark}{choice}"
        wrote = isinstance(body, Replied) and body.text == reason and was is not None and was[0] == choice
        mine = person == who_did(step) and step.before.fills_in_for(step.actor or 0, partner)
        hidden = subject != NEEDED or not before.asked[led, NEEDED][1]
        if not ((tapped or wrote) and mine and hidden and in_whole(step, one)) or before.led[led].state == "closed":
            raise LeakError(f"{key} became {choice}, {reason} by {body} of {step.actor}")


def showing_may_change(step: Step) -> None:
    """Question 4 is shown by whoever leads or when all have answered, and stays so."""
    before, after = step.before.phase_2, step.after.phase_2
    for (led, question), (_, shown) in after.asked.items():
        was = before.asked.get((led, question), (0, False))[1]
        if shown == was:
            continue
        people = taking_part(step.after, after.led[led].collaboration)
        all_of_them = all((led, NEEDED, *one) in after.ballots for one in people)
        where = "g" if step.in_group else "p"
        pressed = isinstance(step.body, Tapped) and step.body.data == f"{where}:toonnodig:{led}.{NEEDED}"
        if was or question != NEEDED or not (all_of_them or (pressed and after.led[led].led_by == who_did(step))):
            raise LeakError(f"{question} of {led} was shown or hidden by {step.body} of {step.actor}")


def checks_may_change(step: Step) -> None:
    """Said in private for a partner, by who may settle for it."""
    before, after = step.before.phase_2, step.after.phase_2
    for (led, partner), (person, confirmed, correction) in after.checks.items():
        if before.checks.get((led, partner)) == (person, confirmed, correction):
            continue
        typed = step.body.text.strip() if isinstance(step.body, Said) else ""
        own = person == who_did(step) and step.before.may_settle_for(step.actor or 0, partner)
        right = confirmed and not correction
        if step.in_group or not own or not (right or (typed and correction.strip() == typed)) or led in before.fixed:
            raise LeakError(f"the minutes of {led} were checked by {step.body} of {step.actor}: {correction}")


def toast_is_right(step: Step) -> None:
    """A choice is told only to the one who just made it."""
    if not step.toast or not is_of_talk(step):
        return
    assert isinstance(step.body, Tapped)
    said, choice = step.toast, step.body.data.rpartition(".")[2]
    if "genoteerd" in said:
        word = choice.capitalize() if step.body.data.startswith("g:nodig:") else VERDICTS.get(choice, "?")
        now = step.after.phase_2.ballots
        kept = any(k[2] == who_did(step) and given[0] == choice for k, given in now.items())
        if not kept or not said.startswith(f"{word} genoteerd"):
            raise LeakError(f"{step.actor} did {step.body} and hears: {said}")
        said = said.removeprefix(word)
    if CHOSEN.search(said) or re.search(r"\d", re.sub(r"^Nog \d+ minuten|\(fase 2\)|fase 2", "", said)):
        raise LeakError(f"{step.actor} did {step.body} and hears: {said}")
