"""Looks at forms on paper: who enters one, who sees the signature, what is kept of it then, and who throws it away."""

from collections.abc import Callable

from visibility_facts import Facts, Paper, Talk
from visibility_step import LeakError, Step

Did = Callable[..., bool]
"""Whether what was done was a tap on such a button, or the typed name of one."""


def papers_are_right(step: Step, did: Did) -> None:
    """Each step of a paper was taken by somebody who may; and confirmed, it is what was entered, letter for letter."""
    before, after = step.before, step.after
    for paper in after.papers.values():
        was = before.papers.get(paper.id)
        if was is None:
            _begun(step, paper)
        elif (was.run, was.entered_by) != (paper.run, paper.entered_by) or (was.person or paper.person) != paper.person:
            raise LeakError(f"paper {paper.id} is of somebody else now")
        elif paper.handed_in != was.handed_in:
            by = before.people.get(step.actor or 0)
            if not paper.handed_in or by != paper.entered_by or not did(step, "indienen"):
                raise LeakError(f"paper {paper.id} was entered by a step of {step.actor}")
        elif paper.person != was.person:
            _confirmed(step, was, paper, did)
    for paper in before.papers.values():
        if paper.id not in after.papers and not _may_be_gone(step, paper, did):
            raise LeakError(f"paper {paper.id} is gone by a step of {step.actor}")
    _on_paper_alone(step)


def _begun(step: Step, paper: Paper) -> None:
    """By a member of that partner who handed in, while phase 1 is open; nothing is confirmed then."""
    _, partner, state = step.before.runs[paper.run]
    mine = step.before.people.get(step.actor or 0) == paper.entered_by
    handed_in = (paper.run, paper.entered_by) in step.before.handed_in
    if not mine or not handed_in or not step.before.fills_in_for(step.actor or 0, partner) or state != "open":
        raise LeakError(f"paper {paper.id} was begun by a step of {step.actor}")
    if paper.person is not None or paper.handed_in:
        raise LeakError(f"paper {paper.id} was never entered")


def _confirmed(step: Step, was: Paper, paper: Paper, did: Did) -> None:
    before, after = step.before, step.after
    _, partner, state = before.runs[paper.run]
    if not did(step, "p:namensja:") or not before.may_confirm(step.actor or 0, was):
        raise LeakError(f"paper {paper.id} was confirmed by a step of {step.actor}")
    if not was.handed_in or state != "open" or paper.person in before.people.values():
        raise LeakError(f"paper {paper.id} could not be confirmed")
    given = {s: value for (c, s), value in after.answers.items() if after.forms.get((paper.person, paper.run)) == c}
    if given != before.entered_in(was):
        raise LeakError(f"of paper {paper.id} is kept {given}")
    if after.entered_in(paper):
        raise LeakError(f"paper {paper.id} is still there to be changed")
    if (paper.run, paper.person) not in after.handed_in:
        raise LeakError(f"paper {paper.id} was confirmed and does not count")
    if not any(m.person == paper.person and m.partner == partner for m in after.members):
        raise LeakError(f"paper {paper.id} is of another partner")


def _may_be_gone(step: Step, paper: Paper, did: Did) -> bool:
    """Refused, deleted, not signed; or nobody confirmed it in time: who entered it left, or the round closed."""
    before, after, actor = step.before, step.after, step.actor or 0
    round_, partner, state = before.runs[paper.run]
    if did(step, "p:namensweg:"):
        return before.may_forget(actor, paper)
    if paper.person is not None:
        return False
    if did(step, "p:namensnee:"):
        return before.may_confirm(actor, paper) and paper.handed_in and state == "open"
    if not _fills_in(after, paper.entered_by, partner) or after.rounds[round_][1] == "closed":
        return True
    return before.people.get(actor) == paper.entered_by


def _fills_in(facts: Facts, person: int, partner: int) -> bool:
    chats = [chat for chat, one in facts.people.items() if one == person]
    return any(facts.fills_in_for(chat, partner) for chat in chats)


def _on_paper_alone(step: Step) -> None:
    """Who is on paper gets no message, and nothing of theirs changes but when it is confirmed or deleted."""
    after = step.after
    for message in step.outgoing:
        if message.chat in after.on_paper:
            raise LeakError(f"{message.chat}, who has no phone, is told: {message.screen.html[:300]}")
    for (conversation, name), value in after.answers.items():
        talk = after.talks[conversation]
        known = talk.chat in after.on_paper and talk.id in step.before.talks
        if known and step.before.answers.get((conversation, name)) != value:
            raise LeakError(f"{name} of {talk.chat}, who is on paper, was changed by {step.actor}")


def gone_with_its_paper(step: Step, talk: Talk) -> bool:
    """Whether a talk is gone together with the paper that it stood on."""
    return talk.chat in step.before.on_paper and talk.chat not in step.after.on_paper
