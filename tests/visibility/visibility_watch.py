"""Looks at everything that leaves after one step, and raises `LeakError` when something is where it may not be."""

import json
import re
from dataclasses import dataclass, field, replace
from html import unescape

from visibility_facts import FACILITATOR, Facts, Paper, Version
from visibility_going import going_is_right
from visibility_groups import GroupWatch
from visibility_papers import gone_with_its_paper, papers_are_right
from visibility_reports import report_is_right
from visibility_step import CHOICE, SECRET, LeakError, Step, as_read
from visibility_words import words_are_right

from bot.domain.invitation import token_hash, token_in
from bot.turn.incoming import Commanded, Moved, Said, Tapped
from bot.turn.records import Outgoing

MESSAGE_LIMIT, CAPTION_LIMIT, DATA_LIMIT = 4096, 1024, 64
STATES = f"{CHOICE}|niet ingevuld|niet op dit format"
LOG_KIND = re.compile(r"[A-Za-z_]+(?:\.[a-z0-9]+)?")


@dataclass
class Watch:
    """What was typed so far, by whom and for what."""

    authors: dict[str, int] = field(default_factory=dict)
    """Secret: the chat in which it was typed."""
    drafts: dict[str, set[int]] = field(default_factory=dict)
    """Secret: the runs for which it was accepted as an answer."""
    questions: set[str] = field(default_factory=set)
    """Secrets that answer a question that comes after the motives."""
    names: set[str] = field(default_factory=set)
    """Secrets that were given as the name of something all members read."""
    paper_names: dict[str, int] = field(default_factory=dict)
    """Secret that was typed as the name of who filled in a paper: that paper."""
    inviters: dict[int, set[int]] = field(default_factory=dict)
    """Chat: the people whose invitations it opened."""
    groups: GroupWatch = field(default_factory=GroupWatch)

    def check(self, step: Step) -> None:
        self._learn(step)
        self.groups.check(step)
        _causes(step)
        papers_are_right(step, _did)
        self._answers(step)
        self._snapshots(step)
        self._logs(step)
        if step.toast:
            self._text(step, step.actor, step.toast, "a toast")
        for number, message in enumerate(step.outgoing):
            _sizes(message)
            _still_in(step, message)
            for what, said in _parts(message):
                self._text(step, message.chat, said, what)
            if message.picture is not None:
                _picture(step, message)
            words_are_right(step, message, self.authors)
            going_is_right(step, message)
            report_is_right(step, message, lambda secret, chat: self._one_may_see(secret, chat, step.after))
            self._in_a_group(step, message, step.outgoing[number + 1 :])
        _same_moment(step)

    def _in_a_group(self, step: Step, message: Outgoing, later: tuple[Outgoing, ...]) -> None:
        """What the same turn changes once more may still tell what stood there: who could not be reached is back."""
        try:
            self.groups.look(step, message)
        except LeakError:
            if message.placed is None or message.placed not in {one.placed for one in later}:
                raise
            self.groups.look(replace(step, after=step.before), message)

    # --- what is learnt ---

    def _learn(self, step: Step) -> None:
        for key, (_, value) in step.after.answers.items():
            if step.before.answers.get(key, ("", ""))[1] != value:
                talk = step.after.talks[key[0]]
                for secret in SECRET.findall(value):
                    if talk.dialog == "namens" and key[1] == "namens.name":
                        self.paper_names[secret] = talk.subject
                    if talk.chat in step.after.on_paper:
                        self.authors[secret] = talk.chat  # from now on they are of who wrote them on paper
                    if talk.dialog == "preparation":
                        self.drafts.setdefault(secret, set()).add(talk.subject)
                        if _of_a_question(key[1]):
                            self.questions.add(secret)
                    elif talk.dialog in ("new_collaboration", "adjust"):
                        self.names.add(secret)
        self.names.update(SECRET.findall(step.after.public))
        token = None
        if isinstance(step.body, Moved) and step.place is not None:
            for secret, where in self.authors.items():
                self.authors[secret] = step.body.to if where == step.place else where
        if isinstance(step.body, Commanded) and step.body.name == "start":
            token = step.body.argument
        elif isinstance(step.body, Said):
            token = token_in(step.body.text)
        if token and step.actor is not None and (inviter := step.after.inviters.get(token_hash(token))) is not None:
            self.inviters.setdefault(step.actor, set()).add(inviter)

    # --- what may be seen ---

    def may_see(self, secret: str, chat: int | None, facts: Facts) -> bool:
        """The table of the promise, for one planted text."""
        if chat is None:
            return False
        if self.authors[secret] == chat or secret in self.names or self.groups.may_read(secret, chat, facts):
            return True
        if secret in self.paper_names:
            return self._may_know_of(facts.papers.get(self.paper_names[secret]), chat, facts)
        author = facts.people.get(self.authors[secret])
        person = facts.people.get(chat)
        for run in self.drafts.get(secret, ()):
            both = {(run, author), (run, person)} <= (facts.whole if secret in self.questions else facts.handed_in)
            if both and facts.fills_in_for(chat, facts.runs[run][1]):
                return True
        return any(secret in version.form and facts.may_read(chat, version) for version in facts.versions)

    def _may_know_of(self, paper: Paper | None, chat: int, facts: Facts) -> bool:
        """Whether the name on a paper may be read, by another than who typed it."""
        if paper is None:
            return False
        if paper.person is None:
            return paper.handed_in and facts.may_confirm(chat, paper)
        partner = facts.runs[paper.run][1]
        return facts.leads(chat, facts.partners[partner][0]) or any(m.partner == partner for m in facts.mine(chat))

    def _one_may_see(self, found: str, chat: int, facts: Facts) -> bool:
        """Of a secret that may have been cut: whether one that begins so may be seen."""
        meant = [found] if found in self.authors else [s for s in self.authors if s.startswith(found)]
        return any(self.may_see(secret, chat, facts) for secret in meant)

    def _text(self, step: Step, chat: int | None, said: str, what: str) -> None:
        facts = step.after
        for found in SECRET.findall(said):
            meant = [found] if found in self.authors else [s for s in self.authors if s.startswith(found)]
            if not any(self.may_see(secret, chat, facts) for secret in meant):
                raise LeakError(f"{what} for {chat} has {found}: {said[:300]}")
        for person, name in facts.names.items():
            if name in said:
                self._name(facts, chat, person, said, what)
        _partners(facts, chat, said, what)
        _mirror(facts, chat, said, what)
        _within(facts, chat, said, what)

    def _name(self, facts: Facts, chat: int | None, person: int, said: str, what: str) -> None:
        """Who is who is told within a partner, to the facilitator, and of whom one's invitation came from."""
        if chat is None or facts.people.get(chat) == person:
            return
        theirs = [m for m in facts.members if m.person == person]
        mine = facts.mine(chat)
        together = any(m.partner == t.partner and m.partner is not None for m in mine for t in theirs)
        leads = any(facts.leads(chat, t.collaboration) for t in theirs)
        if not (together or leads or person in self.inviters.get(chat, ())):
            raise LeakError(f"{what} for {chat} names {facts.names[person]}: {said[:300]}")
        name = re.escape(facts.names[person])
        called = rf"{name}(?: \(op papier\))?"
        answered = re.search(rf"{called}: (?:{CHOICE})\b|Zo vulde {name} het in|De tekst van {name}", said)
        if answered and not facts.may_compare(chat, person):
            raise LeakError(f"{what} for {chat} tells what {facts.names[person]} answered: {said[:300]}")

    # --- what must not change by itself ---

    def _answers(self, step: Step) -> None:
        """An accepted answer stays until its giver gives another; only leaving, declining and finishing end a talk."""
        changed = [k for k, v in step.after.answers.items() if step.before.answers.get(k) != v]
        if step.in_group:
            self.groups.answers(step, changed)
            changed = []
        changed = [k for k in changed if step.after.talks[k[0]].chat not in step.after.on_paper]
        for key in changed:
            if step.after.talks[key[0]].chat != step.actor:
                raise LeakError(f"an answer of {step.after.talks[key[0]].chat} was changed by {step.actor}")
        if _did(step, "p:vragenover:"):
            changed = [k for k in changed if step.after.answers[k][0] != "skipped" and not k[1].startswith("prep.")]
        if len(changed) > 1:
            raise LeakError(f"one step of {step.actor} changed {changed}")
        for key in step.before.answers.keys() - step.after.answers.keys():
            talk = step.before.talks[key[0]]
            if talk.id in step.after.talks:
                if talk.chat != step.actor or not isinstance(step.body, Said):
                    raise LeakError(f"the answer {key} of {talk.chat} is gone")
            elif (
                talk.dialog in ("preparation", "quick_scan")
                and not gone_with_its_paper(step, talk)
                and not _left(step, talk.chat, talk.subject)
            ):
                raise LeakError(f"the {talk.dialog} of {talk.chat} is gone")

    def _snapshots(self, step: Step) -> None:
        """What settling begins with: drafts that were handed in, without what no longer counts."""
        for conversation in step.after.snapshots.keys() - step.before.snapshots.keys():
            talk = step.after.talks[conversation]
            person = step.after.people.get(talk.chat)
            if (talk.subject, person) not in step.after.handed_in:
                raise LeakError(f"{talk.chat} settles without having handed in")
            for draft in json.loads(step.after.snapshots[conversation]):
                if (talk.subject, draft["person"]) not in step.after.handed_in:
                    raise LeakError(f"what {draft['name']} did not hand in is being settled")
            for secret in SECRET.findall(step.after.snapshots[conversation]):
                put = any(secret in board.text for board in step.after.boards.values())
                kept = (secret in value and _counts(step.after, key) for key, (_, value) in _prepared(step.after))
                if not put and not any(kept) and not self._names_who_counts(secret, talk.subject, step.after):
                    raise LeakError(f"{secret} does not count any more and is being settled")
                if secret in self.questions and self.authors[secret] != talk.chat:
                    author = step.after.people.get(self.authors[secret])
                    if not {(talk.subject, author), (talk.subject, person)} <= step.after.whole:
                        raise LeakError(f"{secret} answers a question that {talk.chat} or its author did not hand in")

    def _names_who_counts(self, secret: str, run: int, facts: Facts) -> bool:
        """Whether this is the name of somebody who handed in on paper in this run: drafts stand there by name."""
        paper = facts.papers.get(self.paper_names.get(secret, 0))
        return paper is not None and paper.run == run and (run, paper.person) in facts.handed_in

    def _logs(self, step: Step) -> None:
        """Ids and kinds, never a text."""
        typed = step.body.text if isinstance(step.body, Said) else ""
        if SECRET.search(step.logged) or (len(typed) > 5 and typed in step.logged):
            raise LeakError(f"logged: {step.logged[:300]}")
        for kind, dialog in step.turn_log:
            if not LOG_KIND.fullmatch(kind) or not re.fullmatch("[a-z_]*", dialog):
                raise LeakError(f"the turn log has {kind!r}, {dialog!r}")
        for name in step.after.names.values():
            if name in step.logged:
                raise LeakError(f"logged: {step.logged[:300]}")


# --- everything that leaves ---


def _parts(message: Outgoing) -> list[tuple[str, str]]:
    buttons = [b for row in message.screen.buttons for b in row]
    found = [("a message", as_read(message.screen.html))]
    found += [("a label", b.label) for b in buttons] + [("a button", f"{b.option} {b.url}") for b in buttons]
    found += [("a document", message.document)] if message.document is not None else []
    return [*found, ("a picture", message.picture)] if message.picture is not None else found


def _sizes(message: Outgoing) -> None:
    shown = unescape(re.sub(r"<[^<>]+>", "", message.screen.html))
    if len(shown) > (MESSAGE_LIMIT if message.picture is None else CAPTION_LIMIT):
        raise LeakError(f"a message of {len(shown)} characters: {shown[:200]}")
    for button in (b for row in message.screen.buttons for b in row):
        if len(button.option.encode()) > DATA_LIMIT or not button.label:
            raise LeakError(f"the button {button.label!r} carries {button.option!r}")


def _still_in(step: Step, message: Outgoing) -> None:
    """Who did nothing gets a message only while they take part, or when that has just ended."""
    if (
        message.chat > 0
        and message.chat != step.actor
        and not (step.before.mine(message.chat) or message.chat not in step.before.people)
    ):
        raise LeakError(f"{message.chat}, who takes part in nothing, is told: {message.screen.html[:300]}")


def _partners(facts: Facts, chat: int | None, said: str, what: str) -> None:
    """What a partner answered is told to those who may read its version, and to nobody else."""
    for partner, (_, name) in facts.partners.items():
        if re.search(rf"^(?:{STATES}): .*{re.escape(name)}", said, re.MULTILINE) and not _readable(
            facts, chat, partner, revealed=True
        ):
            raise LeakError(f"{what} for {chat} tells what {name} answered: {said[:300]}")


def _readable(facts: Facts, chat: int | None, partner: int, *, revealed: bool) -> list[Version]:
    versions = [v for v in facts.versions if v.partner == partner and (v.revealed or not revealed)]
    return [v for v in versions if chat is not None and (facts.may_read(chat, v) or _read_together(facts, chat, v))]


def _read_together(facts: Facts, chat: int, version: Version) -> bool:
    collaboration, _ = facts.rounds[facts.runs[version.run][0]]
    return facts.is_open_to_all(version) and facts.is_group_of_all(chat, collaboration)


def _within(facts: Facts, chat: int | None, said: str, what: str) -> None:
    """Where people of one partner differ is told to those of that partner who handed in, and to nobody else."""
    if "Binnen jullie partner" not in said.splitlines():
        return
    person = facts.people.get(chat) if chat is not None else None
    runs = {run for run, who in facts.handed_in if who == person}
    mine = {facts.runs[run][1] for run in runs if chat is not None and facts.fills_in_for(chat, facts.runs[run][1])}
    answered: dict[tuple[int, str], set[str]] = {}
    for (conversation, step), (_, value) in facts.answers.items():
        talk = facts.talks[conversation]
        if talk.dialog == "preparation" and facts.runs[talk.subject][1] in mine and value in ("ja", "enigszins", "nee"):
            answered.setdefault((talk.subject, step), set()).add(value)
    if not any(len(values) > 1 for values in answered.values()):
        raise LeakError(f"{what} for {chat} tells how a partner was divided: {said[:300]}")


def _mirror(facts: Facts, chat: int | None, said: str, what: str) -> None:
    """The total of the guesses is told from three people on, in a round that was revealed."""
    if "de overkant dacht" not in said:
        return
    for round_, (collaboration, _) in facts.rounds.items():
        runs = {v.run for v in facts.versions if v.revealed and facts.runs[v.run][0] == round_}
        guesses = [1 for run, _ in facts.scanned if run in runs]
        sees = chat is not None and (
            facts.sees_reveals_of(chat, collaboration) or facts.is_group_of_all(chat, collaboration)
        )
        if len(guesses) >= 3 and sees:
            return
    raise LeakError(f"{what} for {chat} tells of guesses: {said[:300]}")


def _picture(step: Step, message: Outgoing) -> None:
    """A picture shows revealed versions, to those who see the reveal; and names nobody."""
    shown = json.loads(message.picture or "")
    if "columns" not in shown and message.chat != step.actor:
        raise LeakError(f"{message.chat} gets a picture of somebody's own motives")
    for column in shown.get("columns", ()):
        partners = [p for p, (_, name) in step.after.partners.items() if name == column["name"]]
        if message.chat > 0 and not any(_readable(step.after, message.chat, p, revealed=True) for p in partners):
            raise LeakError(f"the picture for {message.chat} has {column['name']}")
    for name in step.after.names.values():
        if name in (message.picture or ""):
            raise LeakError(f"the picture for {message.chat} names {name}")


def _revealed(facts: Facts, round_: int) -> int:
    """How many versions of a round everybody may see."""
    return sum(v.revealed and facts.runs[v.run][0] == round_ for v in facts.versions)


def _same_moment(step: Step) -> None:
    """When more is revealed, everybody who may see it gets the picture in that very turn; nobody ever gets one else."""
    pictured = [m.chat for m in step.outgoing if m.picture is not None and m.chat > 0 and '"columns"' in m.picture]
    opened = [
        collaboration
        for round_, (collaboration, _) in step.after.rounds.items()
        if _revealed(step.after, round_) != _revealed(step.before, round_)
    ]
    due = sorted(chat for chat in step.after.people for c in opened if step.after.sees_reveals_of(chat, c))
    if sorted(pictured) != due:
        raise LeakError(f"pictures for {pictured}, the reveal is for {due}")


# --- why something changed ---


def _did(step: Step, *signs: str) -> bool:
    """Whether what was done was a tap on such a button, or the typed name of one."""
    if isinstance(step.body, Tapped):
        return step.body.data.endswith(tuple(f":{sign}" for sign in signs)) or step.body.data.startswith(signs)
    return isinstance(step.body, Said) and step.body.text.strip().casefold() in signs


def _causes(step: Step) -> None:
    """Each step that opens something to others was taken by somebody who may, on purpose."""
    before, after = step.before, step.after
    actor = before.people.get(step.actor) if step.actor is not None else None
    confirmed = {paper.person for paper in after.papers.values()}
    for _, person in after.handed_in - before.handed_in:
        if person in confirmed and person not in before.people.values():
            continue  # a paper, which is looked at by itself
        if person != actor or not _did(step, "indienen", "klaar_voor_nu", "klaar voor nu"):
            raise LeakError(f"{after.names[person]} handed in by a step of {step.actor}")
    for version in after.versions[len(before.versions) :]:
        if not _did(step, "vaststellen", "p:vaststeltoch:") or not before.fills_in_for(
            step.actor or 0, version.partner
        ):
            raise LeakError(f"partner {version.partner} was settled by {step.actor}")
    if after.versions[: len(before.versions)] != tuple(
        Version(v.id, v.run, v.partner, v.form, now.revealed)
        for v, now in zip(before.versions, after.versions, strict=False)
    ):
        raise LeakError("a settled version changed")
    known = {v.id: v.revealed for v in before.versions}
    for version in after.versions:
        if version.revealed == known.get(version.id, False):
            continue
        collaboration, state = before.rounds[before.runs[version.run][0]]
        late = version.id not in known and state in ("revealed", "alignment", "closed")
        leads = before.leads(step.actor or 0, collaboration) and _did(step, "p:onthulnu:")
        if not version.revealed or not (late or leads):
            raise LeakError(f"version {version.id} was shown or hidden by {step.actor}")
    _linked(step)
    for member in after.members[len(before.members) :]:
        on_paper = member.person in confirmed or member.person not in after.names
        if (
            on_paper
            and member.person not in before.people.values()
            and not member.active
            and member.role == "deelnemer"
        ):
            continue  # whoever filled in a paper never has a place that is open, and nor has who was forgotten at once
        if after.people.get(step.actor or 0) != member.person:
            raise LeakError(f"{after.names[member.person]} became a member by a step of {step.actor}")
        if member.role == FACILITATOR and member.collaboration in {c for c, _ in before.rounds.values()}:
            raise LeakError(f"{after.names[member.person]} became the facilitator of what somebody else leads")
    for member in before.members:
        if member.active and not after.members[before.members.index(member)].active:
            mine = [m for m in before.mine(step.actor or 0) if m.collaboration == member.collaboration]
            manages = any(m.role == FACILITATOR or m.partner == member.partner for m in mine)
            if actor != member.person and not manages:
                raise LeakError(f"{step.actor} ended membership {member.id}")


def _linked(step: Step) -> None:
    """What answers an ask is said by who fills in for the asking partner, of lines that were revealed."""
    for round_, asking, ask, offering, offer, _ in step.before.links ^ step.after.links:
        if not step.before.fills_in_for(step.actor or 0, asking) or not _did(step, "p:dekkingzet:"):
            raise LeakError(f"an ask of partner {asking} was linked by {step.actor}")
        for partner, question, line in ((asking, "f1.r6", ask), (offering, "f1.r7", offer)):
            forms = [json.loads(v.form) for v in step.before.versions if v.partner == partner and v.revealed]
            if asking == offering or not any(line in form["reflections"][question].split("\n") for form in forms):
                raise LeakError(f"{line[:50]!r} of partner {partner} in round {round_} was linked")


def _left(step: Step, chat: int, run: int) -> bool:
    """Whether the person of this chat left the partner of a run in this step, without having handed in."""
    person, partner = step.before.people.get(chat), step.before.runs[run][1]
    was = {m.id for m in step.before.members if m.active and m.person == person and m.partner == partner}
    now = {m.id for m in step.after.members if m.active}
    return bool(was - now) and (run, person) not in step.before.handed_in


def _of_a_question(step: str) -> bool:
    """Whether a step of phase 1 comes after the motives."""
    return step.startswith(("f1.", "mirror.")) or step.endswith(".term")


def _prepared(facts: Facts) -> list[tuple[tuple[int, str], tuple[str, str]]]:
    return [(key, given) for key, given in facts.answers.items() if facts.talks[key[0]].dialog == "preparation"]


def _counts(facts: Facts, key: tuple[int, str]) -> bool:
    """Whether an answer still counts: an outcome or term only while its motive was not answered Nee."""
    conversation, step = key
    motive = step.removesuffix(".outcome").removesuffix(".term")
    return motive == step or facts.answers.get((conversation, motive), ("", "nee"))[1] != "nee"
