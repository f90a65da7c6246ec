"""What whoever leads sees in private: where they are, how the talk is shared, and a sentence to say. Never a person."""

from dataclasses import replace

from bot.dialogs.alignment.facts.queries import binding_of, electorate, leader, phase2, points, questions, wording
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionState, after
from bot.dialogs.groups.facts import name_of
from bot.domain.group import Binding, ChatThread
from bot.domain.ids import PartnerId
from bot.engine.model import Phrase
from bot.insight.voice import Utterance, Voice, voice
from bot.turn.context import TurnContext


def refresh(ctx: TurnContext, discussion: Discussion) -> None:
    """Bring it up to date; for a new leader, a message of their own. Not after the end, nor for who may not lead."""
    question, leading = discussion.question, leader(ctx, discussion)
    if question is None or leading is None or discussion.state is DiscussionState.CLOSED:
        return
    binding = binding_of(ctx, discussion)
    if discussion.panel is None:
        placed = ctx.uow.post.place(ChatThread(leading.chat))
        discussion = ctx.uow.get(DISCUSSIONS).save(replace(discussion, panel=placed.id))
    assert discussion.panel is not None
    ctx.put(discussion.panel, ctx.screen(_panel(ctx, discussion, binding, question)))


def _panel(ctx: TurnContext, discussion: Discussion, binding: Binding, question: str) -> Phrase:
    every = questions(ctx, discussion)
    heard = heard_so_far(ctx, discussion, binding)
    here = [c for c in points(ctx, discussion) if c.about == question]
    return Phrase(
        "panel.panel",
        {
            "name": name_of(ctx, binding),
            "index": every.index(question) + 1,
            "total": len(every),
            "number": len(here),
            "upcoming": _upcoming(ctx, discussion, question),
            "resting": discussion.state is DiscussionState.PAUSED,
            "say": Phrase(f"panel.{phase2(ctx, discussion).question(question).say}"),
            "sides": tuple(
                Phrase(
                    "panel.side",
                    {"side": Phrase(f"panel.{s.kind}"), "heard": s.heard, "people": s.people, "text": s.text_share},
                )
                for s in heard.sides
            ),
            "tip": _tip(ctx, heard),
        },
    )


def _upcoming(ctx: TurnContext, discussion: Discussion, question: str) -> str:
    """The question that comes next, so that whoever leads can see where this is going."""
    after_this = after(question, questions(ctx, discussion))
    return wording(ctx, discussion, after_this) if after_this is not None else ""


def heard_so_far(ctx: TurnContext, discussion: Discussion, binding: Binding) -> Voice:
    """How the talk is shared between the sides, over all questions."""
    partners = ctx.uow.collaborations.partners(binding.collaboration)
    people = electorate(ctx, binding)
    said = [Utterance(c.person, c.partner, len(c.text)) for c in points(ctx, discussion)]
    numbers: dict[PartnerId, int] = {p.id: sum(of == p.id for _, of in people) for p in partners}
    return voice(said, {p.id: p.kind for p in partners}, numbers)


def _tip(ctx: TurnContext, heard: Voice) -> Phrase:
    """A sentence that depends on how it goes; it invites a side or a partner, never somebody by name."""
    name = ctx.uow.collaborations.partner
    return Phrase(
        f"panel.tip_{heard.pattern.value}",
        {
            "side": Phrase(f"panel.{heard.quiet_side}") if heard.quiet_side else "",
            "partners": tuple(name(p).name for p in heard.quiet_partners),
        },
    )
