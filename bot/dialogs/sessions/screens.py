"""How a session looks: the question in the group, what was answered once that is shown, and the result. Never who."""

from collections import Counter

from bot.content.excerpt import units
from bot.content.items import Status
from bot.content.phrases import bar
from bot.content.question_sets import AnswerKind, PlateSign, QuestionSet, Reveal, ScaleOption, SetQuestion
from bot.content.screen import Button, Screen
from bot.dialogs.groups.facts import name_of
from bot.dialogs.groups.screens import join_button
from bot.dialogs.instruments.screens import origin, passage, title
from bot.dialogs.questions.rules.choosing import turnout
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.sessions.facts import (
    AMBITION_WORDING,
    Audience,
    asked,
    asks_context,
    before,
    binding_of,
    chosen,
    circle_of,
    partners_in,
    put_in,
    question_in,
    set_of,
    wordings,
    written,
)
from bot.dialogs.sessions.rules import GroupSession, with_few
from bot.domain.group import Binding
from bot.domain.ids import PartnerId
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.paging import newest
from bot.typesetting.places import Line, Place, places_data

RESULT = "i-"
"""How the token of a link begins that opens the result of a session in private; the session follows."""
WRITE = "w-"
"""How the token of a link begins that opens writing an answer in private; the question follows."""
EXPLAIN = "u-"
"""How the token of a link begins that opens an instrument in private; its set follows."""
MOST_ZEROS = 4
"""Of more answers than these only those that were given are told."""
SHORT_LABEL = 12
"""So many characters fit on one of three buttons beside each other."""

Rows = tuple[tuple[Button, ...], ...]


# --- before it begins ---


def list_of(ctx: TurnContext, binding: Binding, found: tuple[QuestionSet, ...]) -> Screen:
    """What this group can go through together."""
    lines = tuple(Phrase("verdieping.line", {"name": one.name, **title(one)}) for one in found)
    buttons = [Button(one.name, f"g:vkies:{one.id}") for one in found]
    return ctx.screen(Phrase("session.list", {"name": name_of(ctx, binding), "lines": lines}), *buttons)


def offer(ctx: TurnContext, binding: Binding, one: QuestionSet) -> Screen:
    """An instrument before it begins: what it is, and who will see what."""
    about = {
        "name": name_of(ctx, binding),
        **title(one),
        "about": passage(one.about),
        "origin": origin(one),
        "number": len(one.questions),
        "whole": binding.partner is None,
        "at_the_end": one.reveal is Reveal.SET,
    }
    more = Button(ctx.label("lees_meer"), url=ctx.link(f"{EXPLAIN}{one.id}"))
    begin = Button(ctx.label("begin_vragen", number=len(one.questions)), f"g:vbegin:{one.id}")
    return ctx.screen(Phrase("session.offer", about), begin, more)


# --- a question ---


def redraw(ctx: TurnContext, session: GroupSession, about: str) -> None:
    """Bring the message of a question up to date, as long as it stands where the session is."""
    put = put_in(ctx, session, about)
    binding = binding_of(ctx, session)
    if put is None or binding.ended_at is not None:
        return
    if ctx.uow.post.placed(put.placed).chat_thread == binding.chat_thread:
        ctx.put(put.placed, question_screen(ctx, session, binding, put))


def moved_screen(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> Screen:
    """What stands where a question was before it was posted again."""
    one = set_of(ctx, session)
    context = one.context.text if one.context is not None and asks_context(one, put.about) else ""
    text = context or question_in(one, put.about).text
    return ctx.screen(Phrase("session.moved", {"question": text}))


def _context_screen(ctx: TurnContext, session: GroupSession, binding: Binding, one: QuestionSet) -> Screen:
    """What it is about: asked of whoever leads, then shown."""
    assert one.context is not None
    about = {
        "name": name_of(ctx, binding),
        "set": one.name,
        "context": session.context,
        "question": passage(one.context),
    }
    head = Phrase("session.context_head", about)
    if session.question != one.context.id or not session.running:
        return ctx.screen(head)
    stop = ctx.group_button("stoppen_set", f"vstop:{session.id}")
    return ctx.screen(Phrase("session.context", {"head": head}), stop)


def question_screen(ctx: TurnContext, session: GroupSession, binding: Binding, put: PutQuestion) -> Screen:
    """The whole message of a question as it is now. Only the one on the table has buttons."""
    one = set_of(ctx, session)
    if asks_context(one, put.about):
        return _context_screen(ctx, session, binding, one)
    question = question_in(one, put.about)
    on_table = session.running and session.question == put.about
    head = _head(ctx, session, binding, one, question)
    rows = _buttons(ctx, session, binding, put, question) if on_table else ()
    if not put.is_shown:
        about = _open(ctx, session, put, question, on_table=on_table)
        return Screen(str(ctx.texts.phrases.html(Phrase("session.open", {"head": head, **about}))), rows)
    lines = result_lines(ctx, session, put, circle_of(session), talk=on_table)
    around = Phrase("session.shown", {"head": head, "lines": (), "talk": on_table})
    fitting, more = newest(ctx, lines, around)
    text = Phrase("session.shown", {"head": head, "lines": fitting, "talk": on_table})
    return ctx.read_behind(text, rows, f"{RESULT}{session.id}", more=more)


def _head(ctx: TurnContext, session: GroupSession, binding: Binding, one: QuestionSet, question: SetQuestion) -> Phrase:
    index, total = one.questions.index(question) + 1, len(one.questions)
    section = one.section_of(question.id)
    return Phrase(
        "session.head",
        {
            "name": name_of(ctx, binding),
            "set": one.name,
            "index": index,
            "total": total,
            "bar": bar(index, total, 6),
            "context": session.context,
            "section": section.title,
            "question": question.text,
            "ask": section.ask.text if section.ask else "",
            "ours": section.ask is not None and section.ask.status is Status.PROPOSAL,
        },
    )


def _open(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, *, on_table: bool
) -> dict[str, object]:
    now = asked(ctx, session, put)
    few = with_few(now.electorate) if question.kind is not AnswerKind.WRITE else ()
    return {
        "lines": tuple(
            Phrase(
                "groups.turnout",
                {"partner": _name(ctx, t.partner), "answered": t.answered, "people": t.people},
            )
            for t in turnout(now, lambda seat: seat[1])
        ),
        "how": ("several" if question.several else question.kind.value) if on_table else "",
        "ambition": question.ambition,
        "at_the_end": set_of(ctx, session).reveal is Reveal.SET,
        "over": not session.running,
        "skipped": not on_table and set_of(ctx, session).reveal is Reveal.QUESTION,
        "few": tuple(_name(ctx, partner) for partner in few) if on_table else (),
    }


def _name(ctx: TurnContext, partner: PartnerId) -> str:
    return ctx.uow.collaborations.partner(partner).name


# --- its buttons ---


def _buttons(
    ctx: TurnContext, session: GroupSession, binding: Binding, put: PutQuestion, question: SetQuestion
) -> Rows:
    """What people answer with; below that what whoever leads goes on with."""
    rows = [*_answers(ctx, session, put, question)] if not put.is_shown else []
    join = join_button(ctx, binding) if not put.is_shown else None
    ends = put.is_shown and set_of(ctx, session).questions[-1].id == put.about
    below = [] if ends else [ctx.group_button("stoppen_set", f"vstop:{session.id}")]
    below += [] if join is None else [join]
    return tuple(row for row in (*rows, _onward(ctx, session, put), tuple(below)) if row)


def _answers(ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion) -> Rows:
    if question.kind is AnswerKind.WRITE:
        return ((Button(ctx.label("zelf_schrijven"), url=ctx.link(f"{WRITE}{put.id}")),),)
    options = set_of(ctx, session).scale_of(question).options
    rows: list[tuple[Button, ...]] = []
    if question.several:
        return tuple(
            (Button(option.text, f"g:vantw:{put.id}.{at}.{option.value}"),) for at, option in enumerate(options, 1)
        )
    if question.ambition:
        return tuple(
            tuple(
                Button(f"{_prefix(ctx, question, w)}{o.text}", f"g:vantw:{put.id}.{w}.{o.value}")
                for w in wordings(set_of(ctx, session), question)
            )
            for o in options
        )
    for wording in wordings(set_of(ctx, session), question):
        prefix = _prefix(ctx, question, wording)
        buttons = [Button(f"{prefix}{o.text}", f"g:vantw:{put.id}.{wording}.{o.value}") for o in options]
        rows += _in_rows(buttons, options, prefix)
    return tuple(rows)


def _prefix(ctx: TurnContext, question: SetQuestion, wording: int) -> str:
    if not question.ambition:
        return ""
    return ctx.label("plek_straks" if wording == AMBITION_WORDING else "plek_nu") + " "


def _in_rows(buttons: list[Button], options: tuple[ScaleOption, ...], prefix: str) -> Rows:
    """Two or three short answers beside each other, others below each other."""
    short = all(len(prefix) + len(option.text) <= SHORT_LABEL for option in options)
    return (tuple(buttons),) if short and len(buttons) <= 3 else tuple((button,) for button in buttons)


def _onward(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> tuple[Button, ...]:
    """What comes next: the result of this question, the next one, or at the end the result of all."""
    one = set_of(ctx, session)
    last = one.questions[-1].id == put.about
    mark = f"{session.id}.{put.id}"
    if one.reveal is Reveal.SET:
        label, route = ("toon_uitslag", "vklaar") if last else ("volgende", "vna")
        return (ctx.group_button(label, f"{route}:{mark}"),)
    if put.is_shown:
        label, route = ("klaar", "vklaar") if last else ("volgende", "vna")
        return (ctx.group_button(label, f"{route}:{mark}"),)
    return (ctx.group_button("toon_uitslag", f"vtoon:{mark}"), ctx.group_button("overslaan", f"vover:{mark}"))


# --- what was answered ---


def result_lines(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience, *, talk: bool = False
) -> list[Phrase]:
    """What was answered to a question, as this audience may see it: numbers, places, and what was written.

    `talk`: who differs is invited to say why.
    """
    question = question_in(set_of(ctx, session), put.about)
    lines: list[Phrase] = []
    if question.several:
        lines = stickers(ctx, session, put, question, audience)
    elif question.kind is AnswerKind.CHOOSE:
        lines = _counts(ctx, session, put, question, audience)
        lines += _differ(ctx, session, put, question, audience) if talk and not _is_actors(ctx, session, put) else []
    elif question.kind is AnswerKind.PLACE:
        lines = _places(ctx, session, put, question, audience)
    for said in written(ctx, session, put, audience):
        speaker = _name(ctx, said.partner) if said.partner is not None and session.partner is None else ""
        lines.append(Phrase("session.said", {"speaker": speaker, "text": said.text}))
    return lines


def own_lines(ctx: TurnContext, session: GroupSession, put: PutQuestion, viewer: Viewer) -> list[Phrase]:
    """What this person answered to a question that is not shown: it is theirs alone."""
    one = set_of(ctx, session)
    question = question_in(one, put.about)
    lines: list[Phrase] = []
    for wording in wordings(one, question) if question.kind is not AnswerKind.WRITE else ():
        for seat, choice in chosen(ctx, session, put, viewer, wording).items():
            if seat[0] == viewer.person:
                about = {
                    "prefix": _prefix(ctx, question, wording).strip(),
                    "answer": one.scale_of(question).label(choice),
                }
                lines.append(Phrase("session.own", about))
    said = written(ctx, session, put, viewer)
    return lines + [Phrase("session.said", {"speaker": "", "text": one_.text}) for one_ in said]


def _counts(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> list[Phrase]:
    """Per partner, how often each answer was given."""
    given = chosen(ctx, session, put, audience)
    if not given:
        return []
    options = set_of(ctx, session).scale_of(question).options
    lines = []
    for partner in partners_in(ctx, session, tuple(given)):
        theirs = [choice for (_, of), choice in given.items() if of == partner]
        if len(options) > MOST_ZEROS and not theirs:
            continue
        counts = tuple(
            Phrase("groups.count", {"choice": option.text, "number": theirs.count(option.value)})
            for option in options
            if len(options) <= MOST_ZEROS or option.value in theirs
        )
        lines.append(Phrase("groups.tally", {"partner": _name(ctx, partner), "counts": counts}))
    return lines


def _differ(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> list[Phrase]:
    """The two answers furthest apart, where not all gave the same."""
    given = chosen(ctx, session, put, audience).values()
    found = [option.text for option in set_of(ctx, session).scale_of(question).options if option.value in given]
    return [Phrase("session.differ", {"ends": (found[0], found[-1])})] if len(found) > 1 else []


def _places(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> list[Phrase]:
    """The line from one end to the other: a full dot for each who stands there now, an open one for who wants to."""
    now = list(chosen(ctx, session, put, audience).values())
    later = list(chosen(ctx, session, put, audience, AMBITION_WORDING).values()) if question.ambition else []
    if not now and not later:
        return []
    lines = [
        Phrase(
            "session.place",
            {"place": option.text, "dots": dots(now.count(option.value), later.count(option.value))},
        )
        for option in set_of(ctx, session).scale_of(question).options
    ]
    return [
        *lines,
        Phrase("session.place_key", {"ambition": question.ambition}),
        *_last_time(ctx, session, put, audience),
    ]


def _last_time(ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience) -> list[Phrase]:
    """Where people stood the last time, where this was asked then as well."""
    earlier = before(ctx, session)
    then = put_in(ctx, earlier, put.about) if earlier is not None else None
    if earlier is None or then is None:
        return []
    question = question_in(set_of(ctx, earlier), then.about)
    now = list(chosen(ctx, earlier, then, audience).values())
    later = list(chosen(ctx, earlier, then, audience, AMBITION_WORDING).values()) if question.ambition else []
    if not now and not later:
        return []
    places = tuple(
        f"{option.text} {dots(now.count(option.value), later.count(option.value))}"
        for option in set_of(ctx, earlier).scale_of(question).options
    )
    zone = ctx.uow.collaborations.get(session.collaboration).zone
    day = earlier.began_at.astimezone(zone).date()
    return [Phrase("session.last_time", {"day": day, "context": earlier.context, "places": places})]


# --- a plate with stickers ---


def _is_actors(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> bool:
    plate = set_of(ctx, session).plate
    return plate is not None and plate.actors == put.about


def stickers(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> list[Phrase]:
    """Who is where, by group of actors: empty spots, spots of one person, who is in several; what the source says."""
    one = set_of(ctx, session)
    spots = stuck(ctx, session, put, audience)
    if not any(spots.values()) or one.plate is None:
        return []
    lines = [Phrase("session.heart", {"text": one.plate.heart.text})]
    for place, who in spots.items():
        found = sorted(Counter(who).items())
        counted = tuple(Phrase("session.spot_of", {"actor": actor, "number": n}) for actor, n in found)
        key = "session.spot" if counted else "session.spot_empty"
        lines.append(Phrase(key, {"place": place, "who": counted}))
    empty = tuple(place for place, who in spots.items() if not who)
    single = tuple(place for place, who in spots.items() if len(who) == 1)
    bridges = _bridges(ctx, session, put, question, audience)
    lines += [Phrase("session.empty", {"places": empty})] if empty else []
    lines += [Phrase("session.single", {"places": single})] if single else []
    lines.append(Phrase("session.bridges", {"number": bridges}))
    signs = {PlateSign.EMPTY: bool(empty), PlateSign.SINGLE: bool(single), PlateSign.NO_BRIDGE: not bridges}
    return [*lines, *(Phrase("session.advice", {"text": a.text}) for a in one.plate.advice if signs[a.when])]


def stuck(ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience) -> dict[str, list[str]]:
    """By process, the group of actors of each person who is there; as this audience may see it."""
    one = set_of(ctx, session)
    assert one.plate is not None
    question = question_in(one, put.about)
    asked_who = put_in(ctx, session, one.plate.actors)
    actors = chosen(ctx, session, asked_who, audience) if asked_who is not None else {}
    labels = one.scale_of(question_in(one, one.plate.actors))
    unknown = ctx.texts.phrases.plain(Phrase("session.actor_unknown"))
    return {
        option.text: [
            labels.label(actors.get(seat, "")) or unknown for seat in chosen(ctx, session, put, audience, wording)
        ]
        for wording, option in zip(wordings(one, question), one.scale_of(question).options, strict=True)
    }


def _bridges(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> int:
    """How many people are in more than one process."""
    parts = wordings(set_of(ctx, session), question)
    seats = Counter(seat for part in parts for seat in chosen(ctx, session, put, audience, part))
    return sum(number > 1 for number in seats.values())


def dots(now: int, later: int) -> str:
    """A full dot for each who stands there now, an open one for each who wants to; a dash for nobody."""
    return "●" * now + "○" * later or "–"


# --- at the end ---


def result_screen(ctx: TurnContext, session: GroupSession) -> Screen:
    """The result in the group, question by question; what does not fit is read in private."""
    circle = circle_of(session)
    one = set_of(ctx, session)
    lines: list[Phrase] = []
    skipped: list[int] = []
    for index, question in enumerate(one.questions):
        put = put_in(ctx, session, question.id)
        found = result_lines(ctx, session, put, circle) if put is not None else []
        if found:
            about = {"index": index + 1, "question": question.text, "lines": tuple(found)}
            lines.append(Phrase("session.result_line", about))
        else:
            skipped.append(index + 1)
    head = {
        "name": name_of(ctx, binding_of(ctx, session)),
        "set": one.name,
        "context": session.context,
        "skipped": in_ranges(skipped),
    }
    fitting = _fitting(ctx, head, lines)
    text = Phrase("session.result", {**head, "lines": fitting, "left": len(lines) - len(fitting)})
    return ctx.screen(text, Button(ctx.label("bekijk_uitslag"), url=ctx.link(f"{RESULT}{session.id}")))


def in_ranges(numbers: list[int]) -> str:
    """Numbers in rising order, those that follow each other as one: 2, 4–7."""
    runs: list[list[int]] = []
    for one in numbers:
        if runs and runs[-1][-1] == one - 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _fitting(ctx: TurnContext, head: dict[str, str], lines: list[Phrase]) -> tuple[Phrase, ...]:
    """The first lines, as many as one message has room for."""
    for number in range(len(lines), 0, -1):
        text = Phrase("session.result", {**head, "lines": tuple(lines[:number]), "left": len(lines) - number})
        if units(ctx.texts.phrases.html(text)) <= RESULT_ROOM:
            return tuple(lines[:number])
    return ()


RESULT_ROOM = 3800
"""How long the result in a group may be, in UTF-16 units of HTML."""


# --- the picture ---

PLACES = "places"
"""What makes the picture of who stands where."""


def drawn(ctx: TurnContext, session: GroupSession) -> str | None:
    """The picture of what was shown, as data; None for a set without places, or where nothing was shown."""
    one, circle = set_of(ctx, session), circle_of(session)
    rows: list[Line] = []
    notes: tuple[str, ...] = ()
    for question in one.questions:
        put = put_in(ctx, session, question.id)
        if put is None or not (question.kind is AnswerKind.PLACE or question.several):
            continue
        if question.several:
            spots = stuck(ctx, session, put, circle)
            cells = tuple(Place(place, who=_counted(who)) for place, who in spots.items())
            notes = (ctx.texts.phrases.plain(_bridge_line(ctx, session, put, question, circle)),)
        else:
            cells = _cells(ctx, session, put, question, circle)
        if any(cell.now or cell.later or cell.who for cell in cells):
            rows.append(Line(f"{one.section_of(question.id).title}: {question.text}", cells))
    if not rows:
        return None
    legend = [ctx.texts.phrases.plain(Phrase(f"session.legend_{when}")) for when in ("now", "later")]
    return places_data(
        title=one.title.text,
        under=session.context or name_of(ctx, binding_of(ctx, session)),
        heart=one.plate.heart.text if one.plate is not None else "",
        rows=rows,
        legend=() if one.plate is not None else legend,
        notes=notes,
    )


def _counted(who: list[str]) -> tuple[str, ...]:
    return tuple(f"{actor} {number}" for actor, number in sorted(Counter(who).items()))


def _cells(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> tuple[Place, ...]:
    now = list(chosen(ctx, session, put, audience).values())
    later = list(chosen(ctx, session, put, audience, AMBITION_WORDING).values()) if question.ambition else []
    options = set_of(ctx, session).scale_of(question).options
    return tuple(Place(o.text, now.count(o.value), later.count(o.value)) for o in options)


def _bridge_line(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> Phrase:
    return Phrase("session.bridges", {"number": _bridges(ctx, session, put, question, audience)})
