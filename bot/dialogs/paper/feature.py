"""Phase 1 on paper: a form to print, and a colleague who enters what was filled in on it."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.paper import actions, facts, own_data, pages, screens
from bot.dialogs.paper.dialog import ENTERING, NAME, Entered, NotSigned
from bot.domain.collaboration import Membership
from bot.engine.model import Phrase, Written
from bot.turn.context import TurnContext
from bot.turn.feature import Feature, HeldDialog, Overview, Ranked
from bot.turn.own_data import OwnData
from bot.turn.records import Conversation
from bot.turn.routes import ToPage
from bot.turn.tasks import Task


def _called(ctx: TurnContext, conversation: Conversation) -> Phrase:
    """What it is called while it is unfinished."""
    said = ctx.uow.conversations.answers(conversation.id).get(NAME)
    return screens.unfinished(said.text if isinstance(said, Written) else "")


def _signature(ctx: TurnContext, membership: Membership) -> Task | None:
    """To say whether a paper is signed, for who can look."""
    for paper in facts.papers_in(ctx, membership.collaboration):
        asked = paper.form.waits and paper.is_open
        if asked and any(one.id == membership.person for one in facts.witnesses(ctx, paper)):
            argument = str(paper.form.id)
            return Task(Phrase("buttons.handtekening"), ToPage("namensgezien", argument), f"namensgezien:{argument}")
    return None


def _entered(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    """The way to what was entered, for who may delete it; also when phase 1 is long over."""
    if facts.kept_papers(ctx, here.collaboration.id):
        yield ctx.button("papier_ingevoerd", f"namenslijst:{here.collaboration.id}")


FEATURE = Feature(
    name="paper",
    dialogs=(HeldDialog(dialog=ENTERING, subject=facts.entering, unfinished=True, called=_called, voluntary=True),),
    handlers={Entered: actions.entered, NotSigned: actions.not_signed},
    pages={
        "papiervan": pages.which,
        "papier": pages.look,
        "papierpdf": pages.blank,
        "namensbegin": pages.enter,
        "namensniet": pages.not_kept,
        "namensvan": pages.one,
        "namenswijzig": pages.change,
        "namenslijst": pages.listed,
        "namensweg": pages.delete,
        "namensgezien": pages.signature,
        "namensja": pages.confirm,
        "namensnee": pages.refuse,
    },
    renderers={pages.BLANK_FORM: "bot.typesetting.blank_form:pdf"},
    member_tasks=(Ranked(25, _signature),),
    overview=(Ranked(130, _entered),),
    own_data=(Ranked(65, OwnData("van_papier", own_data.papers, counted=True)),),
    members_changed=actions.members_changed,
    round_closed=actions.round_closed,
)
