"""What was answered in a session, question by question, for who may read it; and an agreement made of it."""

from collections.abc import Iterator

from bot.dialogs.agreements import actions as agreements
from bot.dialogs.groups.facts import name_of
from bot.dialogs.instruments.facts import question_in
from bot.dialogs.instruments.screens import heading, turning
from bot.dialogs.sessions.facts.answers import came
from bot.dialogs.sessions.facts.held import binding_of, readable, set_of, viewer_of
from bot.dialogs.sessions.facts.put import put_in
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.screens.answers import own_lines, result_lines
from bot.domain.errors import DomainError
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.made_of import MadeOf
from bot.turn.paging import at_most, page_of
from bot.turn.routes import Route, ToTalk


def look(ctx: TurnContext, argument: str) -> None:
    """What was answered to a question: `session`, `session.page` or `session.page.question`; without one the first."""
    id_, _, rest = argument.partition(".")
    page, _, question_id = rest.partition(".")
    session = readable(ctx, id_)
    one = set_of(ctx, session)
    question = question_in(one, question_id) if question_id else one.questions[0]
    put = put_in(ctx, session, question.id)
    viewer = viewer_of(ctx, session)
    of = result_lines if put is not None and put.is_shown else own_lines
    found = of(ctx, session, put, viewer) if put is not None else []
    index = number(page) if page else 0
    lines, more = page_of(ctx, found, index)
    shown = put is not None and put.is_shown
    about = {
        **heading(one, question),
        "title": name_of(ctx, binding_of(ctx, session)),
        "context": session.context,
        "lines": lines,
        "shown": shown,
        "came": Phrase(f"session.came_{came(ctx, session, question.id)}"),
        "running": session.running,
    }
    rows = (
        turning(ctx, f"samenuitslag:{session.id}", one, question),
        (ctx.button("pagina_verder", f"samenuitslag:{session.id}.{index + 1}.{question.id}"),) if more else (),
        (ctx.button("maak_afspraak", f"samenafspraak:{session.id}.{question.id}"),) if shown else (),
        (ctx.button("terug_naar", f"verdiep:{session.instrument}", name=one.name),),
    )
    ctx.lay_out(Phrase("session.answers", about), tuple(row for row in rows if row))


def made_of(ctx: TurnContext, of: MadeOf) -> Iterator[Phrase]:
    """What a group answered last to the question that an agreement was made of, for who may read it."""
    mine = ctx.uow.collaborations.memberships_of(ctx.person.id) if ctx.person is not None else ()
    viewer = Viewer(mine[0].person, tuple(m for m in mine if m.collaboration == of.collaboration)) if mine else None
    same = [one for one in ctx.uow.get(SESSIONS).of(of.collaboration) if one.partner == of.partner]
    for session in sorted(same, key=lambda one: -one.id):
        put = put_in(ctx, session, of.question)
        if viewer is not None and put is not None and put.is_shown:
            yield from at_most(result_lines(ctx, session, put, viewer), MOST_LINES)
            return


MOST_LINES = 6
"""So many lines of what was answered stand with an agreement."""


def make_agreement(ctx: TurnContext, argument: str) -> Route:
    """`Maak er een afspraak van`: `session.question`. It is of the partner whose circle it was, or of all."""
    id_, _, question_id = argument.partition(".")
    session = readable(ctx, id_)
    question = question_in(set_of(ctx, session), question_id)
    put = put_in(ctx, session, question.id)
    if put is None or not put.is_shown:
        raise DomainError("errors.expired")
    made = agreements.begin(ctx, session.collaboration, session.partner, question=question.id)
    return ToTalk("agreement", made.id)
