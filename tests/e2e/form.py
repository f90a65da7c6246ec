"""One person's phase 1 as they mean to fill it in: what to do at each question, and what must then be on disk."""

from dataclasses import dataclass

from bot.content.load import load_instrument
from bot.domain.collaboration import PartnerKind

INSTRUMENT = load_instrument()


@dataclass(frozen=True)
class Tap:
    label: str


@dataclass(frozen=True)
class Say:
    words: str


CHOICES = [
    (Tap("Ja"), "ja"),
    (Say("e"), "enigszins"),
    (Tap("Nee"), "nee"),
    (Say("1"), "ja"),
    (Tap("Enigszins"), "enigszins"),
    (Say("NEE"), "nee"),
]
OUTCOMES = [
    "Studenten die <b>blijven</b> & meedenken",
    None,
    "Twee regels:\neen\ntwee",
    "شكرا 🙂 {{ 7*7 }} %s _*[",
]
OWN = [
    (
        "Wij <i>staan</i> &amp; blijven {{ 7*7 }} %s _*[",
        "weet_niet",
        Tap("Weet ik niet"),
        Tap("Ja"),
        "ja",
        "Elke week één <dag>",
    ),
    ("Minder reistijd", "weet_niet", Say("weet ik niet"), Say("2"), "enigszins", None),
]


class Form:
    """The plan of one person."""

    def __init__(self, kind: PartnerKind, *, choices=CHOICES, outcomes=OUTCOMES, own=OWN):
        self.kind = kind
        self.own = own
        self.expected = {"prep.start": ("chosen", "begin"), "prep.landing": ("chosen", "verder_vragen")}
        self._todo = {
            "prep.start": Tap("Begin met de motieven"),
            "prep.landing": Tap("Verder met de vragen"),
            "prep.review": Tap("Indienen"),
        }
        self._own_added = 0
        self._motives = INSTRUMENT.form(kind).motives
        for number, motive in enumerate(self._motives):
            action, choice = choices[number % len(choices)]
            self._plan(motive.id, action, ("chosen", choice))
            if choice != "nee":
                self._plan_text(f"{motive.id}.outcome", outcomes[number % len(outcomes)])
                self._plan(f"{motive.id}.term", Tap("Langer"), ("chosen", "langer"))
        self._plan("f1.r3.all", Tap("Verschilt per opbrengst"), ("chosen", "verschilt"))
        for mirror in INSTRUMENT.mirrors.mirrors:
            self._plan(mirror.id, Say("Goede vraag"), ("written", "Goede vraag"))
        for number, question in enumerate(INSTRUMENT.phase1.questions, start=1):
            self._plan_text(question.id, None if number == 4 else f"Antwoord {number}\nmet een tweede regel")

    def _plan(self, step, action, stored):
        self._todo[step] = action
        self.expected[step] = stored

    def _plan_text(self, step, words):
        if words is None:
            self._plan(step, Tap("Overslaan"), ("skipped", ""))
        else:
            self._plan(step, Say(words), ("written", words))

    def step(self, shown: str) -> str:
        """Which question a screen asks."""
        if "Waarom doen jullie mee?" in shown:
            return "prep.start"
        if "Fase 1 · jouw motieven" in shown:
            return "prep.landing"
        if "Kijk je antwoorden na" in shown:
            return "prep.review"
        others = ("Nog een motief?", "Speelt er nog iets anders mee?", "Staat jouw motief niet op het formulier?")
        if any(words in shown for words in others):
            return "others"
        if "Wanneer hoop je ze te zien?" in shown:
            return "f1.r3.all"
        for own, *_ in self.own:
            if f"\n{own}" in shown or shown.startswith(own):
                return f"own:{own}{self._suffix(shown)}"
        for motive in self._motives:
            if f"\n{motive.text}" in shown:
                return motive.id + self._suffix(shown)
        for mirror in INSTRUMENT.mirrors.mirrors:
            if mirror.text in shown:
                return mirror.id
        for question in INSTRUMENT.phase1.questions:
            if question.text in shown:
                return question.id
        raise AssertionError(f"which question is this?\n{shown}")

    @staticmethod
    def _suffix(shown: str) -> str:
        for words, suffix in (
            ("Beoogde opbrengst?", ".outcome"),
            ("Wanneer hoop je dit te zien?", ".term"),
            ("Bij welke soort past dit", ".cluster"),
        ):
            if words in shown:
                return suffix
        return ""

    def action(self, step: str):
        """What this person does at a question."""
        if step == "others":
            if self._own_added == len(self.own):
                return Tap("Klaar")
            self._own_added += 1
            return Say(self.own[self._own_added - 1][0])
        if step.startswith("own:"):
            words, _, suffix = step.removeprefix("own:").partition(".")
            _, _, cluster, applies, _, outcome = next(o for o in self.own if o[0] == words)
            outcome_action = Tap("Overslaan") if outcome is None else Say(outcome)
            return {"cluster": cluster, "outcome": outcome_action, "term": Tap("Langer"), "": applies}[suffix]
        return self._todo[step]

    def check(self, answers: dict[str, tuple[str, str]]):
        """Whether exactly what this person answered is on disk. `answers` as the house gives them."""
        shared = {step: stored for step, stored in answers.items() if not step.startswith("own.")}
        asked = {step: self.expected[step] for step in shared if step in self.expected} | {
            "prep.review": ("chosen", "indienen")
        }
        assert shared == asked
        for motive in self._motives:
            assert motive.id in shared
            assert (f"{motive.id}.outcome" in shared) == (shared[motive.id][1] != "nee")
        nothing = {"f1.r3"} if any(shared[motive.id][1] != "nee" for motive in self._motives) else {"f1.r1", "f1.r3"}
        for question in INSTRUMENT.phase1.questions:
            if question.id not in nothing:
                assert question.id in shared
        self._check_own({step: stored for step, stored in answers.items() if step.startswith("own.")})

    def _check_own(self, answers):
        added = [answers[f"own.add.{n}"] for n in range(len(self.own) + 1)]
        assert added == [*(("written", own[0]) for own in self.own), ("chosen", "klaar")]
        per_motive = 0
        for words, cluster, _, _, choice, outcome in self.own:
            wanted = {("chosen", cluster), ("chosen", choice)}
            wanted |= {("skipped", "")} if outcome is None else {("written", outcome), ("chosen", "langer")}
            assert wanted <= set(answers.values()), words
            per_motive += 3 + (outcome is not None)
        assert len(answers) == len(self.own) + 1 + per_motive
