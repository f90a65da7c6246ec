"""What whoever leads a session has in private: the question on the table, a sentence to say, the controls.

How many have answered stands in the group: an answer changes nothing here. Never who, and never what.
"""

from dataclasses import replace

from bot.content.question_sets import QuestionSet, Reveal
from bot.content.screen import Button, Screen
from bot.dialogs.groups.actions.leading import panel_of
from bot.dialogs.groups.facts import lead_in, leader_of, name_of
from bot.dialogs.instruments.facts import in_full, question_in
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.sessions.facts.held import asks_context, binding_of, order_of, set_of
from bot.dialogs.sessions.facts.put import put_in
from bot.dialogs.sessions.rules import GroupSession, behind
from bot.dialogs.sessions.screens.question import how, onward
from bot.domain.group import Binding
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

IN_PRIVATE = {"vtoon": "samentoon", "vna": "samenna", "vover": "samenover", "vklaar": "samenklaar"}
"""What whoever leads taps below a question in the group, and the same on the panel."""


def refresh(ctx: TurnContext, session: GroupSession) -> None:
    """Bring it up to date; for a new leader, a message of their own."""
    binding = binding_of(ctx, session)
    lead, put = lead_in(ctx, binding), put_in(ctx, session, session.question) if session.question is not None else None
    if lead is None or put is None or not session.running or binding.ended_at is not None:
        return
    shown = panel_of(ctx, binding, lead)
    if shown is not None and shown.panel is not None:
        ctx.put(shown.panel, _screen(ctx, session, binding, put))


def put_aside(ctx: TurnContext, session: GroupSession, text: Phrase, *buttons: Button) -> None:
    """It leads nothing any more; what is led next has a message of its own. Of who left nothing is changed."""
    binding = ctx.uow.groups.get(session.binding)
    lead = lead_in(ctx, binding)
    if lead is not None and lead.panel is not None and leader_of(ctx, binding, lead) is not None:
        ctx.put(lead.panel, ctx.screen(text, *buttons))
        ctx.uow.groups.keep_lead(replace(lead, panel=None))


def say_it_is_over(ctx: TurnContext, session: GroupSession) -> None:
    """The session is over: what was shown can be read."""
    binding = ctx.uow.groups.get(session.binding)
    about = {"name": name_of(ctx, binding), "set": set_of(ctx, session).name}
    look = ctx.button("bekijk_uitslag", f"samenuitslag:{session.id}")
    put_aside(ctx, session, Phrase("panel.session_over", about), look)


def _screen(ctx: TurnContext, session: GroupSession, binding: Binding, put: PutQuestion) -> Screen:
    one = set_of(ctx, session)
    stop = (ctx.button("stoppen_set", f"samenstop:{session.id}"),)
    about: dict[str, object] = {"name": name_of(ctx, binding), "set": one.name}
    if one.context is not None and asks_context(one, put.about):
        about["question"] = one.context.text
        return replace(ctx.screen(Phrase("panel.session_context", about)), buttons=(stop,))
    text = Phrase("panel.session", {**about, **_about(one, put)})
    controls = tuple(ctx.button(label, f"{IN_PRIVATE[route]}:{mark}") for label, route, mark in onward(one, put))
    ends = put.is_shown and one.questions[-1].id == put.about
    rows = ((controls[0],), controls[1:], () if ends else stop)
    return replace(ctx.screen(text), buttons=tuple(row for row in rows if row))


def _about(one: QuestionSet, put: PutQuestion) -> dict[str, object]:
    """Where they are, and what to say."""
    question = question_in(one, put.about)
    comes = behind(put.about, order_of(one))
    return {
        "index": one.questions.index(question) + 1,
        "total": len(one.questions),
        "question": in_full(one, question),
        "shown": put.is_shown,
        "how": how(question),
        "ambition": question.ambition,
        "at_the_end": one.reveal is Reveal.SET,
        "upcoming": in_full(one, question_in(one, comes)) if comes is not None else "",
    }
