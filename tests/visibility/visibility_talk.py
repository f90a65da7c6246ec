"""Looks at phase 2: who moved it on, what was kept of what people said, and every message that tells of it.

Keeps a memory of its own of who said what with which message, where questions and goals stood, and what each
takes home.
"""

from dataclasses import dataclass, field

from visibility_facts import FACILITATOR, FILLS_IN, Bound, Facts
from visibility_reports import REPORT
from visibility_step import SECRET, LeakError, Step, as_read
from visibility_talk_causes import (
    ballots_may_change,
    checks_may_change,
    course_may_change,
    quiet_ends_in_time,
    showing_may_change,
    toast_is_right,
    words_may_change,
)
from visibility_talk_facts import GOALS, Aim, Led, Words
from visibility_talk_minutes import (
    GUIDE,
    OWN_FILE,
    as_told,
    document_is_right,
    guide_is_right,
    own_file_is_right,
    page_is_right,
)
from visibility_talk_rules import (
    ASKS,
    BUTTONS,
    COUNTS,
    KEPT,
    MINUTES,
    MOVED_ON,
    QUIET_SHOWN,
    SURE,
    VOICE,
    in_whole,
    is_joint,
    is_whole,
    may_go_on,
    shown_now,
    still_stands,
    taking_part,
    who_did,
    with_people,
    written_quietly,
)
from visibility_talk_screens import goal_is_right, offer_is_right, panel_is_right, question_is_right, steering_is_right

from bot.turn.incoming import Body, Moved, Replied, Spoke, Tapped
from bot.turn.records import Outgoing

Key = tuple[int, int, int]
"""Person, group and message."""


def is_without_words(body: Body | None) -> bool:
    """`/punt` or `/doel`, and nothing else."""
    return isinstance(body, Spoke) and not body.text.strip()


@dataclass
class TalkWatch:
    """What happened in phase 2 so far."""

    texts: dict[str, int] = field(default_factory=dict)
    """Secret that was kept: the collaboration in which."""
    worded: set[str] = field(default_factory=set)
    """Secrets that were a goal once, which stand where the goal stood."""
    home: dict[str, set[int]] = field(default_factory=dict)
    """Secret of question 6: the partners its author filled in for."""
    quiet: set[str] = field(default_factory=set)
    """Secrets that were written in a quiet window: their author's alone, until they are said."""
    spoken: dict[Key, tuple[str, int]] = field(default_factory=dict)
    """What was kept of a message: `words` or `aim`, and which."""
    stood: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)
    """Group and message: the discussion and question that stood there."""
    places: dict[int, tuple[int, str]] = field(default_factory=dict)
    """The same, by placed message."""
    asking: dict[int, bool] = field(default_factory=dict)
    """Placed messages that ask for the words of a command that came without, and whether for those of a goal."""

    # --- what may be read ---

    def may_read(self, secret: str, chat: int, facts: Facts) -> bool | None:
        """The table of the promise for what was said in phase 2. None when it was not said there."""
        if secret in self.quiet and secret not in self.texts:
            return False
        if secret in self.home:
            still = any(secret in value for _, value in facts.answers.values())
            return still and any(facts.fills_in_for(chat, partner) for partner in self.home[secret])
        if secret not in self.texts:
            return None
        collaboration = self.texts[secret]
        if chat < 0 and not is_whole(facts.bound_in(chat), collaboration):
            return False
        mine = [m for m in facts.mine(chat) if m.collaboration == collaboration]
        opened = any(facts.rounds[facts.runs[run][0]][0] == collaboration for run in facts.commitments)
        if chat > 0 and not any(opened or m.role in (*FILLS_IN, FACILITATOR) for m in mine):
            return False
        return still_stands(facts, secret) or (chat < 0 and secret in self.worded)

    # --- why something changed ---

    def check(self, step: Step) -> None:
        self._learn(step)
        course_may_change(step)
        quiet_ends_in_time(step)
        self._words(step)
        self._aims(step)
        ballots_may_change(step)
        showing_may_change(step)
        checks_may_change(step)
        self._fixed(step)
        self._kept(step)
        toast_is_right(step)
        if SECRET.search("".join(f"{kind}{dialog}" for kind, dialog in step.turn_log)):
            raise LeakError(f"the turn log has {step.turn_log}")

    def _learn(self, step: Step) -> None:
        now = step.after.phase_2
        if is_without_words(step.body) and step.reaction is None:
            self._learn_asking(step)
        for (led, question), (placed, _) in now.asked.items():
            self.places[placed] = led, question
        for aim in now.aims.values():
            self.places[aim.placed] = aim.led, GOALS
            self._learn_text(aim.text, now.led[aim.led])
            self.worded.update(SECRET.findall(aim.text))
        for placed, where in self.places.items():
            chat, message = now.placed[placed]
            if message is not None:
                self.stood[chat, message] = where
        for words in now.words.values():
            self._learn_text(words.text, now.led[words.led])
        for (led, *_), (_, reason) in now.ballots.items():
            self._learn_text(reason, now.led[led])
        for (led, _), (_, _, correction) in now.checks.items():
            self._learn_text(correction, now.led[led])
        for key, (_, value) in step.after.answers.items():
            talk = step.after.talks[key[0]]
            if talk.dialog == "quiet" and step.before.answers.get(key, ("", ""))[1] != value:
                self.quiet.update(SECRET.findall(value))
            if talk.dialog == "take_home" and step.before.answers.get(key, ("", ""))[1] != value:
                collaboration = next(led.collaboration for led in now.led.values() if led.run == talk.subject)
                person = step.after.people[talk.chat]
                partners = {p for who, p in taking_part(step.after, collaboration) if who == person}
                for secret in SECRET.findall(value):
                    self.home.setdefault(secret, set()).update(partners)
        if isinstance(step.body, Moved) and step.place is not None:
            self.spoken = {
                (person, place, message): what
                for (person, place, message), what in self.spoken.items()
                if place != step.place
            }

    def _learn_asking(self, step: Step) -> None:
        """A command without words is asked about in the group, below which an answer counts."""
        for message in step.outgoing:
            if message.chat != step.place or message.placed is None or ASKS not in as_read(message.screen.html):
                continue
            led = next(d for d in step.before.phase_2.led.values() if d.state == "running" and in_whole(step, d))
            is_goal = isinstance(step.body, Spoke) and step.body.name == "doel"
            self.asking[message.placed] = is_goal
            self.places[message.placed] = led.id, GOALS if is_goal else led.question or ""

    def _asks_goal(self, step: Step) -> bool:
        """Whether what was said is a proposal: by its command, or below the question that came for it."""
        if isinstance(step.body, Spoke):
            return step.body.name == "doel"
        now = step.after.phase_2.placed
        to = step.body.to if isinstance(step.body, Replied) else 0
        return any(is_goal and now[placed] == (step.place, to) for placed, is_goal in self.asking.items())

    def _learn_text(self, text: str, led: Led) -> None:
        for secret in SECRET.findall(text):
            self.texts.setdefault(secret, led.collaboration)

    def _words(self, step: Step) -> None:
        before, after = step.before.phase_2, step.after.phase_2
        if before.words.keys() - after.words.keys():
            raise LeakError(f"what was said is gone after {step.body} of {step.actor}")
        added = [w for w in after.words.values() if w.id not in before.words]
        if ended := shown_now(step):
            self._shown(step, ended, added)
            added = []
        if len(added) > 1:
            raise LeakError(f"{step.body} of {step.actor} was kept twice")
        for words in added:
            self._added(step, words)
        for words in before.words.values():
            if (now := after.words[words.id]) != words:
                words_may_change(step, words, now)

    def _shown(self, step: Step, ended: list[Led], added: list[Words]) -> None:
        """A quiet window ended: all that was written is said now, by its authors for a partner of theirs."""
        due = [(led.id, led.question, *one) for led in ended for one in written_quietly(step.before, led)]
        told = [(w.led, w.question, w.person, w.text) for w in added]
        if sorted(told, key=str) != sorted(due, key=str):
            raise LeakError(f"a quiet window had {due} and showed {told}")
        for words in added:
            mine = [m for m in step.before.members if m.active and m.person == words.person]
            theirs = [m.partner for m in mine if m.role in FILLS_IN and m.collaboration == ended[0].collaboration]
            if words.withdrawn or words.partner not in (theirs or [None]):
                raise LeakError(f"{words} was shown for {words.partner}")

    def _added(self, step: Step, words: Words) -> None:
        body, led = step.body, step.after.phase_2.led[words.led]
        if not (
            isinstance(body, Replied | Spoke)
            and step.reaction == KEPT
            and who_did(step) == words.person
            and (body.message, body.text, False) == (words.message, words.text, words.withdrawn)
            and in_whole(step, led)
            and step.before.phase_2.led[led.id].state != "closed"
        ):
            raise LeakError(f"{words} was kept of {body} of {step.actor}")
        if (known := self.spoken.get((words.person, step.place or 0, words.message))) is not None:
            raise LeakError(f"an edit of {known} made {words}")
        on_table = step.before.phase_2.led[led.id].question
        meant = on_table if isinstance(body, Spoke) else self.stood.get((step.place or 0, body.to), (0, ""))[1]
        if words.question != meant:
            raise LeakError(f"{words} was said to {meant}")
        mine = [m for m in step.before.mine(step.actor or 0) if m.collaboration == led.collaboration]
        leading = [None for m in mine if m.role == FACILITATOR]
        if words.partner not in ([m.partner for m in mine if m.role in FILLS_IN] or leading):
            raise LeakError(f"{words} was said by {mine}")

    def _aims(self, step: Step) -> None:
        before, after = step.before.phase_2, step.after.phase_2
        if before.aims.keys() - after.aims.keys():
            raise LeakError(f"a goal is gone after {step.body} of {step.actor}")
        for aim in after.aims.values():
            was = before.aims.get(aim.id)
            if was == aim or (was is not None and self._comes_along(step, was, aim)):
                continue
            if was is not None and (was.text, was.version, was.placed) == (aim.text, aim.version, aim.placed):
                if not isinstance(step.body, Moved):
                    raise LeakError(f"{was} became {aim}")
                continue
            body = step.body
            if not (
                isinstance(body, Spoke | Replied)
                and self._asks_goal(step)
                and step.reaction == KEPT
                and aim.text == body.text.strip()
                and aim.version == (was.version + 1 if was else 1)
                and in_whole(step, after.led[aim.led])
                and before.led[aim.led].state != "closed"
            ):
                raise LeakError(f"{was} became {aim} by {body} of {step.actor}")
            known = self.spoken.get((who_did(step), step.place or 0, body.message))
            if was is None and known is not None and known[0] == "aim":
                raise LeakError(f"an edit of goal {known[1]} made {aim}")

    @staticmethod
    def _comes_along(step: Step, was: Aim, aim: Aim) -> bool:
        """Not joint yet, it stands anew where whoever leads goes on in another group, or in one bound again."""
        before, after = step.before.phase_2.led[was.led], step.after.phase_2.led[aim.led]
        same = (was.led, was.text, was.version) == (aim.led, aim.text, aim.version)
        there = in_whole(step, after) or (isinstance(step.body, Tapped) and not step.in_group)  # or from the panel
        went_on = before.binding != after.binding and there and after.led_by == who_did(step)
        return (
            same
            and went_on
            and aim.placed not in step.before.phase_2.placed
            and not is_joint(step.after, after, aim.id)
        )

    def _kept(self, step: Step) -> None:
        """What got the sign is there, in these words; what did not is explained to its author."""
        body = step.body
        here = step.before.bound_in(step.place or 0)
        if not isinstance(body, Replied | Spoke) or here is None or here.partner is not None:
            return
        if isinstance(body, Replied) and (step.place or 0, body.to) not in self.stood:
            return
        if step.reaction is None:
            asked = is_without_words(body) and any(m.placed in self.asking for m in step.outgoing)
            if not asked and not any(m.chat in (step.actor, step.place) for m in step.outgoing):
                raise LeakError(f"{body} of {step.actor} was passed over in silence")
            return
        now, person = step.after.phase_2, who_did(step)
        key = (person, step.place or 0, body.message)
        aims = [a.id for a in now.aims.values() if a.message == body.message and a.text == body.text.strip()]
        words = [w.id for w in now.words.values() if (w.person, w.message, w.text) == (person, body.message, body.text)]
        reasons = [k for k, (_, why) in now.ballots.items() if k[2] == person and why == body.text]
        is_aim = self._asks_goal(step)
        known = self.spoken.get(key)
        if known is not None and known[0] == "words" and not is_aim and known[1] not in words:
            raise LeakError(f"{body} of {step.actor} got the sign, and kept is {now.words[known[1]]}")
        if is_aim and not aims and all(a.text != body.text.strip() for a in now.aims.values()):
            raise LeakError(f"{body} of {step.actor} got the sign and is not there")
        if not is_aim and not words and not (reasons and isinstance(body, Replied)):
            raise LeakError(f"{body} of {step.actor} got the sign and is not there")
        if is_aim and aims:
            self.spoken[key] = "aim", aims[0]
        elif words and not is_aim:
            self.spoken[key] = "words", words[0]

    def _fixed(self, step: Step) -> None:
        before, after = step.before.phase_2, step.after.phase_2
        for led, body in before.fixed.items():
            if after.fixed.get(led) != body:
                raise LeakError(f"the fixed minutes of {led} changed by {step.body} of {step.actor}")
        for led in after.fixed.keys() - before.fixed.keys():
            one = after.led[led]
            pressed = isinstance(step.body, Tapped) and step.body.data.startswith(f"p:verslagvast:{one.run}")
            leads = may_go_on(step.before, step.actor or 0, one)
            mine = any(m.collaboration == one.collaboration for m in step.before.mine(step.actor or 0))
            agreed = all(
                after.checks.get((led, partner), (0, False, ""))[1:] == (True, "")
                for partner in with_people(step.after, one.collaboration)
            )
            if step.in_group or one.state != "closed" or not mine or not (agreed or (pressed and leads)):
                raise LeakError(f"the minutes of {one} were fixed by {step.body} of {step.actor}")
            as_told(step.after, one, after.fixed[led])

    # --- what leaves ---

    def look(self, step: Step, message: Outgoing) -> bool:
        """One message. Whether it is one of phase 2, so that nothing else can be expected of it."""
        facts, said = step.after, as_read(message.screen.html)
        options = [b.option for row in message.screen.buttons for b in row]
        if message.file == OWN_FILE:
            own_file_is_right(facts, message)
            return True
        if message.renderer.startswith(REPORT):
            return False  # looked at row by row, by `visibility_reports`
        if message.renderer == GUIDE:
            guide_is_right(facts, message)
        elif message.document is not None:
            document_is_right(facts, message)
        if message.chat > 0:
            steering_is_right(step, message)
            if VOICE.search(said) or SURE in said:
                panel_is_right(step, message, said)
            return page_is_right(step, message, said) if MINUTES in said else False
        here = facts.bound_in(message.chat)
        if QUIET_SHOWN in said:
            self._showing(step, message, said, here)
        if VOICE.search(said):
            raise LeakError(f"group {message.chat} reads how the talk is shared: {said[:300]}")
        if message.placed in self.places:
            led, question = self.places[message.placed]
            if not is_whole(here, facts.phase_2.led[led].collaboration):
                raise LeakError(f"a question stands in the group of {here}: {said[:300]}")
            self._placed(facts, message, said, options, led, question)
            return True
        if any(BUTTONS.match(option) for option in options) and here is not None and here.partner is None:
            return offer_is_right(facts, here, said, options)
        return False

    def _showing(self, step: Step, message: Outgoing, said: str, here: Bound | None) -> None:
        """What was written in a quiet window, as its end tells it: in the group of all, and nothing else."""
        ended = [led for led in shown_now(step) if is_whole(here, led.collaboration)]
        may = {s for led in ended for _, text in written_quietly(step.before, led) for s in SECRET.findall(text)}
        if (
            not ended
            or not set(SECRET.findall(said)) <= may
            or any(b for row in message.screen.buttons for b in row if b.option)
        ):
            raise LeakError(f"{message.chat} reads what was written quietly: {said[:300]}")

    def _placed(self, facts: Facts, message: Outgoing, said: str, options: list[str], led: int, question: str) -> None:
        now = facts.phase_2
        aim = next((a for a in now.aims.values() if a.placed == message.placed), None)
        if message.placed in self.asking:
            if ASKS not in said or options or SECRET.search(said) or COUNTS.search(said):
                raise LeakError(f"where words are asked for stands: {said[:300]}")
        elif aim is not None:
            goal_is_right(facts, now.led[led], aim.id, said, options)
        elif now.asked.get((led, question), (0, False))[0] == message.placed:
            question_is_right(facts, now.led[led], question, said, options)
        elif MOVED_ON not in said or options or COUNTS.search(said):
            raise LeakError(f"where something stood stands: {said[:300]}")
