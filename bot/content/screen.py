"""Turns a step into what stands on a phone: the text and the buttons below it. Knows no door, only the sizes of all.

A button carries an *option*: the id of an answer, or one of the signs below. `event_of` reads it back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, groupby
from typing import TypeVar

from markupsafe import Markup

from bot.content.excerpt import Excerpt, messages, units
from bot.content.phrases import Phrasebook, bar, note, noting, short
from bot.content.sizes import LABEL_LIMIT
from bot.content.small_talk import small_talk
from bot.content.sought import BACK, HELP, LATER, MENU, NOTHING, PRIVACY, UNKNOWN, asks_for, declined, sought
from bot.content.tones import Tone, tone_of
from bot.engine.advance import DONE, SKIP, picked
from bot.engine.model import (
    NUMBERED,
    Answer,
    Ask,
    BackRequested,
    ChangeRequested,
    Chosen,
    Confirmed,
    Doubted,
    Event,
    Fold,
    Option,
    PageRequested,
    PauseRequested,
    Phrase,
    Picked,
    Place,
    Pressed,
    ReadRequested,
    Resumed,
    Row,
    Step,
    StepId,
    Text,
    Typed,
    Unconfirmed,
    Written,
)

T = TypeVar("T")

PAGE_LIMIT = 2800
"""How long the rows on one page of a review may be, in UTF-16 units of HTML."""
PAGE_ROWS = 20
"""How many rows one page of a review has: what a thumb can still find its way in."""

_BACK, _PAUSE, _READ, _PAGE, _CHANGE, _SURE, _VISIT = "<", "~", "!", "#", "@", "=", "?"
_ROOM_FOR_HEADING = 60
_SAY_WHAT = Phrase("errors.say_what")
"""What is said of a mere yes at a question that can be answered in words."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what stands on it, and the option it carries, the link it opens or the text it copies.

    `within` when the link opens inside the door, which then tells the page who opened it.
    """

    label: str
    option: str = ""
    url: str | None = None
    copy: str = ""
    tone: Tone = Tone.PLAIN
    within: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """A whole message: a text marked up with the tags of `markup`, and rows of buttons."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()


def event_of(option: str, at: datetime, fresh: str = "") -> Event:
    """What pressing a button with this option means. `fresh` is an unused id, for what may be named by it."""
    sign, rest = option[:1], option[1:]
    match sign:
        case "<" if not rest:
            return BackRequested(at)
        case "~" if not rest:
            return PauseRequested(at)
        case "!" if not rest:
            return ReadRequested(at)
        case "#" if rest.isdecimal() and len(rest) < 4:
            return PageRequested(int(rest), at)
        case "@":
            return ChangeRequested(StepId(rest), at)
        case "=" if not rest:
            return Confirmed(at, fresh)
        case "?" if rest.isalpha():
            return Unconfirmed(at, rest)
        case _:
            return Pressed(option, at)


def typed_event(phrases: Phrasebook, ask: Ask, text: str, at: datetime, fresh: str) -> Event:
    """What typed text means at this question: the name, first letter or number of a button, or simply text."""
    word = _bare(text)
    buttons = [button for row in _buttons(phrases, ask, _Review.of(phrases, ask), long=True) for button in row]
    for button in buttons:
        if word == _bare(button.label) and (button.option != _READ or long_texts(phrases, ask)):
            return event_of(button.option, at, fresh)
    if ask.unsure is not None and (settled := _settled(phrases, ask, word, at, fresh)) is not None:
        return settled
    if (same := _says_the_same(ask, text)) is not None:
        return Pressed(same, at)
    rule = ask.step.text
    if rule is None and (wish := asks_for(text)) not in (None, SKIP) and _named(phrases, _offered(ask), word) is None:
        return event_of(_way_to(phrases, wish, first=ask.first).option, at)
    typed = _as_text(ask.step, text, at, fresh)
    if rule is not None and not rule.among:
        return typed
    if ask.step.rows and word.isdecimal():
        step = _numbered([row.step for row in ask.step.rows if row.step is not None], word)
        return Typed(text, at, fresh) if step is None else ChangeRequested(step, at)
    offered = _offered(ask)
    if word.isdecimal():
        found = _numbered(offered, word)
    else:
        found = _named(phrases, offered, word) or (_misspelt(phrases, offered, word) if rule is None else None)
    return typed if found is None else Pressed(found.id, at)


def _as_text(step: Step, text: str, at: datetime, fresh: str) -> Event:
    """What a text is that names no button: the answer, or a word that mostly is none."""
    if step.text is None:
        return Typed(text, at, fresh)
    if step.options and _bare(text) in ("ja", "j"):
        return Resumed(at, _SAY_WHAT)
    return Typed(text, at, fresh) if asks_for(text) is None and declined(text) is None else Doubted(text, at)


def _says_the_same(ask: Ask, text: str) -> str | None:
    """The option that says what a word says by which somebody declines."""
    said = declined(text)
    if said == UNKNOWN and any(option.id == UNKNOWN for option in ask.step.options):
        return UNKNOWN
    return _nothing(ask) if said is not None else None


def _settled(phrases: Phrasebook, ask: Ask, word: str, at: datetime, fresh: str) -> Event | None:
    """Whether a doubted text is the answer: yes or no by its word, letter or number."""
    if word in ("ja", "j", "1"):
        return Confirmed(at, fresh)
    wish = _wish(phrases, ask).option
    if word in ("nee", "n") and wish != SKIP:
        return Unconfirmed(at)
    return event_of(wish, at) if word in ("2", "nee", "n") else None


def _bare(label: str) -> str:
    """A label without its leading sign, as people type it."""
    return label.strip().casefold().strip("✓★●‹›«» ")


def _numbered(things: Sequence[T], word: str) -> T | None:
    """The first, second, ... of these; on a review those that can be changed count, on whichever page they stand."""
    number = int(word) if len(word) < 4 else 0
    return things[number - 1] if 0 < number <= len(things) else None


def _named(phrases: Phrasebook, options: Sequence[Option], word: str) -> Option | None:
    """The one option that is called so in full, or begins with these words; of several, also by its first letter."""
    found = []
    for option in options:
        label = _bare(phrases.plain(option.label))
        if label == word:
            return option
        begins = word != "" and label.startswith(word) and not label[len(word)].isalnum()
        if begins or (len(word) == 1 and len(options) > 1 and label.startswith(word)):
            found.append(option)
    return found[0] if len(found) == 1 else None


def _misspelt(phrases: Phrasebook, options: Sequence[Option], word: str) -> Option | None:
    """The one option this must be with a slip of the thumb: one letter, or two in a long word."""
    if len(word) < 3:
        return None
    from rapidfuzz.distance import Levenshtein  # most answers are taps

    slips = 1 if len(word) < 6 else 2
    near = [
        o for o in options if Levenshtein.distance(word, _bare(phrases.plain(o.label)), score_cutoff=slips) <= slips
    ]
    return near[0] if len(near) == 1 else None


def screen_of(phrases: Phrasebook, ask: Ask, header: Text) -> Screen:
    """The whole screen of a question; below what answered nothing, one line and its buttons: the rest stands above."""
    review = _Review.of(phrases, ask)
    with noting() as shortened:
        parts = [_header(phrases, ask.step, header), *_parts(phrases, ask, review)]
    buttons = _buttons(phrases, ask, review, long=bool(shortened))
    if ask.note is not None and ask.note in (ask.step.buttons_only, _SAY_WHAT):
        parts = [phrases.html(ask.note)]
    return Screen("\n\n".join(part for part in parts if part), buttons)


def long_texts(phrases: Phrasebook, ask: Ask) -> tuple[Excerpt, ...]:
    """What the screen of a question shortens, in the order in which it stands there."""
    with noting() as shortened:
        _parts(phrases, ask, _Review.of(phrases, ask))
    return tuple(shortened)


def in_whole(excerpts: Iterable[Excerpt]) -> Iterator[Phrase]:
    """Long texts as messages of their own, each with what it is called; once above several of the same."""
    for packed in messages(excerpts):
        among = len(packed) > 1  # who asked for one text gets it open
        named = ["", *(one.of for one in packed)]
        parts = tuple(
            Phrase("places.whole_text", {"of": one.of if one.of != before else "", "text": one.text, "fold": among})
            for before, one in zip(named, packed, strict=False)
        )
        yield Phrase("places.whole", {"parts": parts})


def _parts(phrases: Phrasebook, ask: Ask, review: "_Review | None") -> list[Markup]:
    """What stands below the header. Of a note its first line stands out: bold throughout, a long one is a wall."""
    parts = []
    if ask.note is not None:
        said, *details = phrases.html(ask.note).splitlines()
        parts.append(Markup("\n").join([Markup(f"<b>{said}</b>"), *details]))
    if ask.unsure is not None:
        parts.append(Markup(f"<b>{phrases.html(_doubt(ask, ask.unsure))}</b>"))
    more = ask.step.more is not None and ask.page > 0
    parts.append(phrases.html(ask.step.more if more and ask.step.more else ask.step.prompt))
    if review is not None:
        parts.append(review.text(phrases))
    elif ask.previous is not None and not isinstance(ask.previous, Picked):
        parts.append(phrases.html(Phrase("places.given", {"answer": _given(ask.step, ask.previous)})))
    for one in _offered(ask):
        _label(phrases, one.label)
    return parts


def _header(phrases: Phrasebook, step: Step, header: Text) -> Markup:
    lines = [phrases.html(header)] if header else []
    if step.place is not None:
        lines.append(phrases.html(_place(step.place)))
    return Markup("\n").join(lines)


def _place(place: Place) -> Phrase:
    filled = {"index": place.index, "total": place.total, "bar": bar(place.index, place.total), "of": place.of}
    return Phrase(f"places.{place.part}", filled)


def _given(step: Step, answer: Answer) -> Text:
    match answer:
        case Chosen(option):
            label = next((o.label for o in step.options if o.id == option), None)
            if label is None and step.text is not None and step.text.shown is not None:
                return step.text.shown(option)
            return option if label is None else label
        case Written(text):
            return short(text)
        case _:
            return Phrase("preparation.skipped")


def _buttons(phrases: Phrasebook, ask: Ask, review: "_Review | None", *, long: bool) -> tuple[tuple[Button, ...], ...]:
    """All buttons; `long` when there is more to read than stands there."""
    step = ask.step
    if ask.unsure is not None:
        return (_button(phrases, _SURE, "is_antwoord"),), (_wish(phrases, ask),)
    rows: list[tuple[Button, ...]] = []
    if review is not None:
        rows += review.buttons(phrases)
    rows += _option_buttons(phrases, ask)
    if review is not None and review.changeable:
        rows.append((_button(phrases, f"{_PAGE}{NUMBERED}", "wijzigen"),))
    if step.optional:
        rows.append((_button(phrases, SKIP, "overslaan"),))
    if step.preset is not None:
        rows.append((_button(phrases, DONE, "klaar"),))
    if step.more is not None:
        rows.append(
            (
                Button(
                    phrases.plain(Phrase("buttons.lees_minder" if ask.page else f"buttons.{step.more_label}")),
                    f"{_PAGE}{0 if ask.page else 1}",
                ),
            )
        )
    if long:
        rows.append((_button(phrases, _READ, "lees_alles"),))
    later = _button(phrases, _PAUSE, "later")
    rows.append((later,) if ask.first else (_button(phrases, _BACK, "terug"), later))
    return tuple(rows)


def talked(text: str) -> bool:
    """Whether a doubted text is talk with the bot, and no single word that asks for something."""
    return sought(text) is None and small_talk(text) is not None


def asked_by(text: str) -> str:
    """What a doubted text asks for: the way out that is offered beside keeping it."""
    return SKIP if declined(text) is not None else asks_for(text) or MENU


def _wished(ask: Ask) -> str:
    """What is offered beside keeping a doubted text; back from where nothing lies before leads to the menu.

    Where skipping is not possible, that is the option that says there is nothing (more), or to go on later.
    """
    wish = asked_by(ask.unsure or "")
    if wish == SKIP and not ask.step.optional:
        return _nothing(ask) or LATER
    return MENU if wish == BACK and ask.first else wish


def _nothing(ask: Ask) -> str | None:
    """The option that says there is nothing (more); none where an answer is being changed: it would take that away."""
    return (ask.step.text.nothing or None) if ask.step.text is not None and ask.previous is None else None


def _wish(phrases: Phrasebook, ask: Ask) -> Button:
    """The button for what a doubted text asks for."""
    wish = _wished(ask)
    if wish == _nothing(ask):
        return next(Button(_label(phrases, one.label), one.id) for one in ask.step.options if one.id == wish)
    return _way_to(phrases, wish, first=ask.first)


def _way_to(phrases: Phrasebook, wish: str, *, first: bool) -> Button:
    """The button that gives what a word asks for."""
    if wish == SKIP:
        return _button(phrases, SKIP, "overslaan")
    wish = MENU if wish == BACK and first else wish
    if wish in (LATER, BACK):
        return _button(phrases, _PAUSE if wish == LATER else _BACK, wish)
    known = wish in (MENU, HELP, PRIVACY)
    label = Phrase(f"buttons.{wish}") if known else Phrase("buttons.naar", {"what": f"/{wish}"})
    return Button(phrases.plain(label), f"{_VISIT}{wish}")


def _doubt(ask: Ask, text: str) -> Phrase:
    """The question whether a text is the answer. Who talked to the bot first hears what becomes of words here.

    Who did not understand what is asked reads it in other words, where there are.
    """
    wish = _wished(ask)
    known = NOTHING if wish == _nothing(ask) else wish
    named = known in (LATER, BACK, MENU, HELP, PRIVACY, SKIP, NOTHING)
    in_words = Phrase(f"sought.{known}") if named else Phrase("sought.page", {"name": f"/{wish}"})
    to_the_bot = talked(text)
    meant = ask.step.text.meant if to_the_bot and wish == HELP and ask.step.text is not None else None
    return Phrase("sought.asked", {"text": short(text), "wish": in_words, "talked": to_the_bot, "meant": meant})


def _button(phrases: Phrasebook, option: str, label: str) -> Button:
    said = Phrase(f"buttons.{label}")
    return Button(phrases.plain(said), option, tone=tone_of(said))


def _offered(ask: Ask) -> tuple[Option, ...]:
    """The options on this screen, in order."""
    return tuple(option for option in ask.step.options if ask.previous is not None or not option.only_to_change)


def _option_buttons(phrases: Phrasebook, ask: Ask) -> list[tuple[Button, ...]]:
    """The answers, with a sign on the one given before or on those that are on."""
    step = ask.step
    on = picked(step, ask.previous) if step.preset is not None else ()
    if isinstance(ask.previous, Chosen):
        on = (ask.previous.option,)
    buttons = [
        Button(("✓ " if option.id in on else "") + _label(phrases, option.label), option.id, tone=tone_of(option.label))
        for option in _offered(ask)
    ]
    return [tuple(buttons[i : i + step.columns]) for i in range(0, len(buttons), step.columns)]


def _label(phrases: Phrasebook, label: Text) -> str:
    """What stands on a button. Literal text (a motive, a name) is cut where a phone would cut it too."""
    return phrases.plain(label) if isinstance(label, Phrase) else short(label, length=LABEL_LIMIT - 4)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a review as it is shown. What cannot be changed has no number: 0."""

    number: int
    row: Row
    html: Markup
    shortened: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class _Review:
    """The rows of a review, numbered, divided into pages that fit a message and a thumb; one of them is looked at."""

    pages: tuple[tuple[_Line, ...], ...]
    page: int
    folded: bool
    """Its numbers stand behind `Wijzigen`, and perhaps its rows."""
    changeable: bool
    """It is folded, and something behind it can be changed."""
    unfolded: bool
    """`Wijzigen` was tapped."""

    @classmethod
    def of(cls, phrases: Phrasebook, ask: Ask) -> "_Review | None":
        """The review of a step that has rows."""
        if not ask.step.rows:
            return None
        folded = ask.step.fold is not Fold.NOTHING and ask.page < NUMBERED
        pages: list[list[_Line]] = [[]]
        length = 0
        for line in _lines(phrases, ask.step, folded=folded):
            size = units(line.html) + _ROOM_FOR_HEADING
            if pages[-1] and (len(pages[-1]) >= PAGE_ROWS or length + size > PAGE_LIMIT):
                pages.append([])
                length = 0
            pages[-1].append(line)
            length += size
        unfolded = ask.step.fold is not Fold.NOTHING and not folded
        page = ask.page - NUMBERED if unfolded else ask.page
        changeable = folded and any(row.step is not None for row in ask.step.rows)
        return cls(tuple(tuple(page) for page in pages), min(page, len(pages) - 1), folded, changeable, unfolded)

    def text(self, phrases: Phrasebook) -> Markup:
        """The lines of this page, under their headings."""
        lines: list[str] = []
        if self.unfolded:
            lines.append(phrases.html(Phrase("places.numbers")))
        heading: Text | None = None
        for line in self.pages[self.page]:
            if line.row.heading is not None and line.row.heading != heading:
                gap = "\n" if lines else ""
                lines.append(f"{gap}<b>{phrases.html(line.row.heading)}</b>")
            heading = line.row.heading
            lines.append(line.html)
            note(line.shortened)
        if len(self.pages) > 1:
            place = {"index": self.page + 1, "total": len(self.pages)}
            lines.append("\n" + phrases.html(Phrase("places.page", place)))
        return Markup("\n".join(lines))

    def buttons(self, phrases: Phrasebook) -> list[tuple[Button, ...]]:
        """A number for each line, five in a row, and the way to the pages before and after."""
        lines = [line for line in self.pages[self.page] if line.number and not self.folded]
        numbers = [Button(str(line.number), f"{_CHANGE}{line.row.step}") for line in lines]
        rows = [tuple(numbers[i : i + 5]) for i in range(0, len(numbers), 5)]
        turning = []
        first = NUMBERED if self.unfolded else 0
        if self.page > 0:
            turning.append(_button(phrases, f"{_PAGE}{first + self.page - 1}", "pagina_terug"))
        if self.page < len(self.pages) - 1:
            turning.append(_button(phrases, f"{_PAGE}{first + self.page + 1}", "pagina_verder"))
        return [*rows, tuple(turning)] if turning else rows


def _lines(phrases: Phrasebook, step: Step, *, folded: bool) -> Iterator[_Line]:
    """The rows of a review as they are shown, in order; folded without what was not answered."""
    counted = count(start=1)
    rows = [(next(counted) if row.step is not None else 0, row) for row in step.rows]
    if folded:
        rows = [(n, row) for n, row in rows if not row.aside and step.fold is not Fold.ROWS]
    for _, same in groupby(rows, key=lambda numbered: numbered[1].heading):
        together: dict[str, list[tuple[int, Row]]] = {}
        for number, row in same:
            if folded and row.gathered:
                together.setdefault(phrases.plain(row.value), []).append((number, row))
                continue
            with noting() as shortened:
                html = _row(phrases, number, row, folded=folded)
            yield _Line(number, row, html, tuple(shortened))
        for value, found in together.items():
            labels = Markup("; ").join(phrases.html(row.label) for _, row in found)
            number, first = found[0]
            yield _Line(number, first, Markup("• <b>{}</b>: {}").format(value, labels), ())


def _row(phrases: Phrasebook, number: int, row: Row, *, folded: bool) -> Markup:
    label = row.label
    sign = f"{number}." if number and not folded else "•"
    called = phrases.plain(label) if sign == "•" else f"{sign} {phrases.plain(label)}"
    value = row.value if isinstance(row.value, Phrase) else short(row.value, of=called)
    if not value:
        return Markup(f"{sign} {phrases.html(label)}")
    asked = phrases.html(label)
    return Markup(f"{sign} {asked}{'' if asked.endswith('?') else ':'} <b>{phrases.html(value)}</b>")
