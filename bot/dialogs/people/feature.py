"""People: how somebody comes in, what is kept about them, how they hand over and leave."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.people import actions, facts, own_data
from bot.dialogs.people.dialog import AGREED, AWAY, LEAVE, RENAME, WELCOME, Decline, GoAway, Join, Leave, Rename
from bot.dialogs.people.pages import arriving, catching_up, doors, handover, invitations, my_data
from bot.domain.collaboration import Membership, Role
from bot.domain.ids import ConversationId
from bot.domain.invitation import FORGET
from bot.engine.model import Chosen, Phrase, StepId
from bot.turn.context import TurnContext
from bot.turn.feature import Command, Feature, HeldDialog, Overview, Ranked, Use
from bot.turn.own_data import OwnData
from bot.turn.routes import ToPage
from bot.turn.tasks import Task


def _invite_button(ctx: TurnContext, mine: tuple[Membership, ...]) -> Button | None:
    led = [m.collaboration for m in mine if m.role is Role.FACILITATOR]
    told = any(facts.nobody_is_invited(ctx, collaboration) for collaboration in led)
    return ctx.button("uitnodigen", "uitnodigen") if led and not told else None


def _to_invite(ctx: TurnContext, membership: Membership) -> Task | None:
    """Inviting, for who leads, while there is nobody else and no link is on its way: all the rest waits for it."""
    here = membership.collaboration
    if membership.role is not Role.FACILITATOR or not facts.nobody_is_invited(ctx, here):
        return None
    return Task(Phrase("buttons.uitnodigen"), ToPage("uitnodigen", str(here)), f"uitnodigen:{here}", first=True)


def _taking_the_lead(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    """For who may take the lead, where nobody has it."""
    if handover.may_lead(ctx, here.collaboration.id, here.mine):
        yield ctx.button("ik_begeleid", f"begeleid:{here.collaboration.id}")


def _telling(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    """For who leads, where somebody hears of nothing by themselves."""
    if here.leads and facts.must_be_told(ctx, here.collaboration.id):
        yield ctx.button("zelf_vertellen", f"zelfvertellen:{here.collaboration.id}")


def _inviting(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    if here.leads:
        yield ctx.button("uitnodigen", f"uitnodigen:{here.collaboration.id}")


def _forget(ctx: TurnContext, conversation: int) -> None:
    """Throw away the talk of somebody who has not agreed by now."""
    held = ConversationId(conversation)
    if ctx.uow.conversations.answers(held).get(StepId("consent")) != Chosen(AGREED):
        talk = ctx.uow.conversations.get(held)
        ctx.uow.conversations.delete(held)
        if talk is not None and ctx.uow.people.in_chat(talk.chat) is None:
            ctx.uow.chats.forget(talk.chat)


FEATURE = Feature(
    name="people",
    renderers={my_data.JSON: "bot.typesetting.as_text:as_text"},
    dialogs=(
        HeldDialog(dialog=WELCOME, subject=facts.welcome, unfinished=True),
        HeldDialog(dialog=RENAME, subject=facts.rename),
        HeldDialog(dialog=AWAY, subject=facts.away),
        HeldDialog(dialog=LEAVE, subject=facts.leave),
    ),
    handlers={
        Join: actions.join,
        Decline: actions.decline,
        Rename: actions.rename,
        GoAway: actions.go_away,
        Leave: actions.leave,
    },
    pages={
        "start": arriving.welcome,
        "uitnodiging": arriving.paste,
        "stop": arriving.stop,
        "gebleven": arriving.stayed,
        "weg": arriving.left,
        "erbij": arriving.joined,
        "nee": arriving.declined,
        "uitnodigen": invitations.invite,
        "partner": invitations.partner,
        "partnerweg": invitations.partner_leaves,
        "link": invitations.link,
        "intrek": invitations.revoke,
        "verwijder": invitations.remove,
        "mijngegevens": my_data.look,
        "browser": doors.browser,
        "browsers": doors.sessions,
        "browserweg": doors.end_session,
        "ditbenik": doors.it_is_me,
        "hier": doors.here,
        "zelfvertellen": doors.tell_by_hand,
        "waarheen": doors.where,
        "hierheen": doors.hear_there,
        "gegevensbestand": my_data.as_file,
        "gegevensnaam": my_data.rename,
        "gegevenswis": my_data.erase,
        "gegevensweg": my_data.erased,
        "herinneringen": my_data.pace,
        "tempo": my_data.set_pace,
        "afwezig": my_data.away,
        "terug": my_data.back,
        "overdracht": handover.choose,
        "overdrachtaan": handover.hand_over,
        "begeleid": handover.lead,
        "inlezen": catching_up.look,
        "privacy": arriving.privacy,
    },
    readable=frozenset({"inlezen"}),
    commands=(
        Ranked(10, Command("start")),
        Ranked(100, Command("mijngegevens")),
        Ranked(110, Command("herinneringen")),
        Ranked(120, Command("overdracht", use=Use.LEADING)),
        Ranked(130, Command("stop")),
        Ranked(140, Command("privacy")),
        Ranked(150, Command("browser", listed=False)),
    ),
    not_reached=actions.not_reached,
    opens_token=invitations.opened,
    refuses_token=invitations.refuses,
    member_tasks=(Ranked(5, _to_invite),),
    menu=(Ranked(30, _invite_button),),
    overview=(Ranked(50, _taking_the_lead), Ranked(110, _inviting), Ranked(115, _telling)),
    timers={FORGET: _forget},
    own_data=(
        Ranked(10, OwnData("doet_mee_aan", own_data.takes_part_in)),
        Ranked(20, OwnData("deed_mee_aan", own_data.took_part_in, counted=True)),
        Ranked(60, OwnData("gesprekken", own_data.talks)),
        Ranked(190, OwnData("herinneringen", own_data.asked, counted=True)),
        Ranked(195, OwnData("ook_via", own_data.other_doors)),
        Ranked(197, OwnData("e_mail", own_data.mail)),
        Ranked(200, OwnData("open_browsers", own_data.open_browsers, counted=True)),
        Ranked(210, OwnData("op_de_pagina", own_data.on_the_page, counted=True)),
    ),
)
