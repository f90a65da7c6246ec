"""How a question of a session stands in its group: what is asked, how many answered, and what once that is shown."""

from bot.content.items import Status
from bot.content.phrases import bar
from bot.content.question_sets import AnswerKind, QuestionSet, Reveal, ScaleOption, SetQuestion
from bot.content.screen import Button, Screen
from bot.dialogs.groups.facts import lead_in, leads_from_private, name_of
from bot.dialogs.groups.screens import join_button
from bot.dialogs.instruments.dialog import WORDS
from bot.dialogs.instruments.facts import in_full, question_in
from bot.dialogs.instruments.screens import passage
from bot.dialogs.questions.rules.choosing import turnout
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.sessions.facts.answers import asked, came, half
from bot.dialogs.sessions.facts.held import asks_context, binding_of, circle_of, set_of
from bot.dialogs.sessions.facts.put import put_in, wordings
from bot.dialogs.sessions.rules import Came, GroupSession, with_few
from bot.dialogs.sessions.screens.answers import RESULT, name_of_partner, prefix_of, result_lines
from bot.domain.group import Binding
from bot.domain.ids import ChatId
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.paging import newest

WRITE = "w-"
"""How the token of a link begins that opens writing an answer in private; the question follows."""


SHORT_LABEL = 12
"""So many characters fit on one of three buttons beside each other."""


BEHIND = "x-"
"""How the token of a link begins that says in private what the words of a question mean; the question follows."""


Rows = tuple[tuple[Button, ...], ...]


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
    text = context or in_full(one, question_in(one, put.about))
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
    stop = ctx.group_button("stoppen_set", f"vstop:{session.id}") if led_in_group(ctx, binding) else None
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
    return ctx.read_behind(text, rows, f"{RESULT}{session.id}", chat=binding.chat_thread.chat, more=more)


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
            "by_us": question.status is Status.PROPOSAL,
            "ask": section.ask.text if section.ask else "",
            "ours": section.ask is not None and section.ask.status is Status.PROPOSAL,
        },
    )


def _open(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, *, on_table: bool
) -> dict[str, object]:
    now, halfway = asked(ctx, session, put), half(ctx, session, put)
    what_came = came(ctx, session, put.about)
    few = with_few(now.electorate) if question.kind is not AnswerKind.WRITE else ()
    return {
        "lines": tuple(
            Phrase(
                "session.turnout",
                {
                    "partner": name_of_partner(ctx, t.partner),
                    "answered": t.answered,
                    "people": t.people,
                    "half": sum(partner == t.partner for _, partner in halfway),
                },
            )
            for t in turnout(now, lambda seat: seat[1])
        ),
        "how": how(question) if on_table else "",
        "again": not _first_of_its_kind(set_of(ctx, session), question),
        "ambition": question.ambition,
        "at_the_end": set_of(ctx, session).reveal is Reveal.SET,
        "came": Phrase(f"session.came_{what_came}") if what_came is not Came.OPEN else "",
        "few": tuple(name_of_partner(ctx, partner) for partner in few) if on_table else (),
    }


def how(question: SetQuestion) -> str:
    """How it is answered, as the rules tell."""
    return "several" if question.several else question.kind.value


def _first_of_its_kind(one: QuestionSet, question: SetQuestion) -> bool:
    """Whether the rules were not told yet: they stand whole below the first question that is answered so."""
    return next(other for other in one.questions if how(other) == how(question)).id == question.id


def _buttons(
    ctx: TurnContext, session: GroupSession, binding: Binding, put: PutQuestion, question: SetQuestion
) -> Rows:
    """What people answer with, and the way in; what whoever leads needs only while no panel has it."""
    one = set_of(ctx, session)
    rows = [*_answers(ctx, session, put, question, binding.chat_thread.chat)] if not put.is_shown else []
    join = join_button(ctx, binding) if not put.is_shown else None
    alone = led_in_group(ctx, binding)
    controls = [ctx.group_button(label, f"{route}:{mark}") for label, route, mark in onward(one, put)] if alone else []
    ends = put.is_shown and one.questions[-1].id == put.about
    below = [ctx.group_button("stoppen_set", f"vstop:{session.id}")] if alone and not ends else []
    below += [_words(ctx, put, binding.chat_thread.chat)] if question.behind and not put.is_shown else []
    below += [] if join is None else [join]
    return tuple(row for row in (*rows, tuple(controls), tuple(below)) if row)


def _words(ctx: TurnContext, put: PutQuestion, there: ChatId) -> Button:
    """To what its words mean, as the source says it."""
    return Button(ctx.label(WORDS), url=ctx.link(f"{BEHIND}{put.id}", chat=there))


def led_in_group(ctx: TurnContext, binding: Binding) -> bool:
    """Whether the controls stand below the question: nobody leads yet, or no panel reaches whoever does."""
    return not leads_from_private(ctx, binding, lead_in(ctx, binding))


def _answers(ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, there: ChatId) -> Rows:
    if question.kind is AnswerKind.WRITE:
        return ((Button(ctx.label("zelf_schrijven"), url=ctx.link(f"{WRITE}{put.id}", chat=there)),),)
    options = set_of(ctx, session).scale_of(question).options
    rows: list[tuple[Button, ...]] = []
    if question.several:
        return tuple(
            (Button(option.text, f"g:vantw:{put.id}.{at}.{option.value}"),) for at, option in enumerate(options, 1)
        )
    if question.ambition:
        return tuple(
            tuple(
                Button(f"{prefix_of(ctx, question, w)}{o.text}", f"g:vantw:{put.id}.{w}.{o.value}")
                for w in wordings(set_of(ctx, session), question)
            )
            for o in options
        )
    for wording in wordings(set_of(ctx, session), question):
        prefix = prefix_of(ctx, question, wording)
        buttons = [Button(f"{prefix}{o.text}", f"g:vantw:{put.id}.{wording}.{o.value}") for o in options]
        rows += _in_rows(buttons, options, prefix)
    return tuple(rows)


def _in_rows(buttons: list[Button], options: tuple[ScaleOption, ...], prefix: str) -> Rows:
    """Two or three short answers beside each other, others below each other."""
    short = all(len(prefix) + len(option.text) <= SHORT_LABEL for option in options)
    return (tuple(buttons),) if short and len(buttons) <= 3 else tuple((button,) for button in buttons)


def onward(one: QuestionSet, put: PutQuestion) -> tuple[tuple[str, str, str], ...]:
    """What comes next: the result of this question, the next one, or at the end that of all. The main thing first.

    Of each the label, the button in the group, and what it is about.
    """
    last = one.questions[-1].id == put.about
    mark = f"{put.session}.{put.id}"
    if one.reveal is Reveal.SET:
        return (("toon_uitslag", "vklaar", mark) if last else ("volgende", "vna", mark),)
    if put.is_shown:
        return (("klaar", "vklaar", mark) if last else ("volgende", "vna", mark),)
    return (("toon_uitslag", "vtoon", mark), ("overslaan", "vover", mark))
