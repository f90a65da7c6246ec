"""Reads all that leaves through any door, and raises `LeakError` when somebody's words are where they may not be.

What may be read follows from the tables (`Facts`) and from what each typed where; nothing is asked of the bot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from html import unescape
from urllib.parse import unquote

from visibility_facts import Facts
from visibility_step import SECRET, LeakError
from visibility_watch import Watch, _of_a_question

COLLABORATION = 1
MUST = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
WALLS = ("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
GROUP = re.compile(r"/groep/\d+(/(eerder|deel|bestand/\d+))?")


@dataclass(frozen=True)
class Answer:
    """An HTTP answer, and who got it: their chat, or None for who is not in."""

    viewer: int | None
    method: str
    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


@dataclass
class DoorWatch:
    """What was typed so far, by whom, and where it was said aloud."""

    group: int
    told: Watch = field(default_factory=Watch)
    aloud: set[str] = field(default_factory=set)
    """Said in the group by somebody who takes part there."""
    nothing_there: str = ""
    """The page that says that there is nothing, as it came first."""

    def learn(self, facts: Facts) -> None:
        """Which answers each text became."""
        for (conversation, step), (_, value) in facts.answers.items():
            talk = facts.talks[conversation]
            for secret in SECRET.findall(value) if talk.dialog == "preparation" else ():
                self.told.drafts.setdefault(secret, set()).add(talk.subject)
                if _of_a_question(step):
                    self.told.questions.add(secret)

    # --- the table of the promise ---

    def may_see(self, found: str, viewer: int | None, facts: Facts) -> bool:
        """Of a text that may have been cut: whether one that begins so may be seen."""
        authors = self.told.authors
        meant = [found] if found in authors else [secret for secret in authors if secret.startswith(found)]
        return any(self._may_see(secret, viewer, facts) for secret in meant)

    def _may_see(self, secret: str, viewer: int | None, facts: Facts) -> bool:
        if viewer is None:
            return False
        if self.told.may_see(secret, viewer, facts):
            return True
        in_circle = viewer == self.group or facts.sees_reveals_of(viewer, COLLABORATION)
        return in_circle and (secret in self.aloud or self._contributed(secret, facts))

    def _contributed(self, secret: str, facts: Facts) -> bool:
        """Part of the conversation of all, and not of a quiet window that still lasts."""
        talks = facts.phase_2
        quiet = {led.id for led in talks.led.values() if led.quiet_until is not None}
        words = any(secret in one.text and not one.withdrawn and one.led not in quiet for one in talks.words.values())
        return words or any(secret in one.text for one in talks.aims.values())

    def text(self, viewer: int | None, said: str, what: str, facts: Facts) -> None:
        """A text that somebody, or the group, can read."""
        for found in SECRET.findall(said):
            if not self.may_see(found, viewer, facts):
                raise LeakError(f"{what} for {viewer} has {found}: …{_around(said, found)}")
        if viewer is None or viewer > 0:
            self._names(viewer, said, what, facts)

    def _names(self, viewer: int | None, said: str, what: str, facts: Facts) -> None:
        """Before the group spoke, who is who is told within a partner and to whom leads."""
        for person, name in facts.names.items():
            if name in said and (viewer is None or not self.aloud):
                self.told._name(facts, viewer, person, said, what)

    def nobodys(self, said: str, what: str, facts: Facts) -> None:
        """Where no word and no name may stand, whoever reads it."""
        if SECRET.search(said):
            raise LeakError(f"{what} has {SECRET.findall(said)}")
        for name in facts.names.values():
            if name in said:
                raise LeakError(f"{what} names {name}: …{_around(said, name)}")

    # --- pages ---

    def page(self, answer: Answer, facts: Facts) -> None:
        """All of an answer: its headers, its title, and what stands on it."""
        what = f"{answer.method} {answer.path} ({answer.status})"
        self._headers(answer, what, facts)
        said = unescape(answer.body)
        title = re.search(r"<title>(.*?)</title>", said, re.DOTALL)
        self.nobodys(title[1] if title else "", f"the title of {what}", facts)
        if answer.status == 404:
            self._not_there(said, what, facts)
        elif "/gebeurtenissen" in answer.path or answer.path.endswith("/stand"):
            self.nobodys(said, what, facts)
        elif answer.path.startswith("/scherm"):
            self._screen(said, what, facts)
        elif answer.path.startswith("/formulier/"):
            self._form(answer, said, what, facts)
        elif GROUP.fullmatch(answer.path.partition("?")[0]):
            self._group(answer, said, what, facts)
        else:
            self.text(answer.viewer, said, what, facts)

    def _headers(self, answer: Answer, what: str, facts: Facts) -> None:
        headers = dict(answer.headers)
        for name, value in answer.headers:
            if name != "content-disposition" or answer.viewer is None:
                self.nobodys(unquote(value), f"the header {name} of {what}", facts)
        for name, value in MUST.items():
            if value not in headers.get(name, ""):
                raise LeakError(f"{what} may be kept or told on: {name} is {headers.get(name)!r}")
        if not all(wall in headers.get("content-security-policy", "") for wall in WALLS):
            raise LeakError(f"{what} is open: {headers.get('content-security-policy')!r}")

    def _not_there(self, said: str, what: str, facts: Facts) -> None:
        """The same words for everybody and every number."""
        self.nobodys(said, what, facts)
        page = " ".join(re.sub(r"<nav.*?</nav>", "", said, flags=re.DOTALL).split())
        if not page.startswith("<!doctype"):
            return
        self.nothing_there = self.nothing_there or page
        if page != self.nothing_there:
            raise LeakError(f"{what} says something else than that there is nothing: {page[-300:]}")

    def _screen(self, said: str, what: str, facts: Facts) -> None:
        """What the group was shown, and nothing to tap there."""
        self.text(self.group, said, what, facts)
        if re.search(r'name="(?:tik|antwoord|spreekt|opdracht|zegel|paneel)"', said):
            raise LeakError(f"on {what} something can be done: {said[-300:]}")

    def _form(self, answer: Answer, said: str, what: str, facts: Facts) -> None:
        """One's own words alone, and only for a partner for which one fills in."""
        for found in SECRET.findall(said):
            if self.told.authors.get(found) != answer.viewer:
                raise LeakError(f"{what} for {answer.viewer} has {found}, of somebody else")
        number = int(re.findall(r"\d+", answer.path)[0])
        partner = facts.runs[number][1] if number in facts.runs else 0
        if answer.status in (200, 422) and (answer.viewer is None or not facts.fills_in_for(answer.viewer, partner)):
            raise LeakError(f"{what} is shown to {answer.viewer}, who does not fill it in")
        self._names(answer.viewer, said, what, facts)

    def _group(self, answer: Answer, said: str, what: str, facts: Facts) -> None:
        """What stands there is the group's; one's own panel, and what one typed, is one's own."""
        viewer = answer.viewer
        if answer.status == 200 and (viewer is None or not facts.sees_reveals_of(viewer, COLLABORATION)):
            raise LeakError(f"{what} is shown to {viewer}, who does not read along")
        for found in SECRET.findall(said):
            if not self.may_see(found, self.group, facts) and not self._own_on_panel(found, viewer, said, facts):
                raise LeakError(f"{what} for {viewer} has {found}: …{_around(said, found)}")

    def _own_on_panel(self, found: str, viewer: int | None, said: str, facts: Facts) -> bool:
        """Whether it stands there only beside the group, in the field, or in the answer to what one did oneself."""
        own = re.sub(
            r'<aside.*?</aside>|<textarea.*?</textarea>|<p class="said".*?</p>|"paneel": ?"(?:[^"\\]|\\.)*"',
            "",
            said,
            flags=re.DOTALL,
        )
        return found not in own and self.may_see(found, viewer, facts)

    # --- letters ---

    def letter(self, letter: EmailMessage, facts: Facts, addresses: dict[str, int]) -> None:
        """Nobody's words, no name but that of whom it is for, who gave this address."""
        to = addresses.get(str(letter["To"]))
        if to is None:
            raise LeakError(f"a letter to {letter['To']}, who gave no such address")
        parts = [str(part.get_content()) for part in letter.walk() if part.get_content_maintype() == "text"]
        headers = [f"{name}: {value}" for name, value in letter.items() if name != "To"]
        said = unescape("\n".join([*headers, *parts]))
        if SECRET.search(said):
            raise LeakError(f"a letter has {SECRET.findall(said)}")
        for chat, person in facts.people.items():
            first = facts.names.get(person, "-").split()[0]
            if chat != to and re.search(rf"\b{re.escape(first)}\b", said):
                raise LeakError(f"a letter to {to} names {first}: …{_around(said, first)}")
        for _, (_, partner) in facts.partners.items():
            if partner in said:
                raise LeakError(f"a letter tells of {partner}")
        if any(facts.names.get(facts.people[to], "-").split()[0] in one for one in headers):
            raise LeakError(f"the headers of a letter name somebody: {headers}")


def _around(said: str, found: str) -> str:
    at = said.find(found)
    return said[max(at - 200, 0) : at + 100]
