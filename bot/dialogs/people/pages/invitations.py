"""Handing out invitations, taking them back, opening one, and removing who came in by mistake."""

import secrets
from collections.abc import Collection, Iterator

from bot.content.screen import Button
from bot.dialogs.people import actions
from bot.dialogs.people.facts import known_person, memberships_in, must_facilitate, must_manage
from bot.dialogs.people.pages.doors import asked
from bot.dialogs.people.ports import INVITATIONS
from bot.domain.collaboration import PARTNER_ROLES, Membership, Partner, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, InvitationId, MembershipId, PartnerId
from bot.domain.invitation import LIFETIME, Invitation, token_hash
from bot.domain.rounds import Phase, RoundState, RunState
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.folding import unfolded
from bot.turn.routes import HOME, Route, ToPage, ToTalk


def opened(ctx: TurnContext, token: str) -> Route | None:
    """Somebody opens a link: say what is wrong with it, or begin the welcome."""
    invitation = ctx.uow.get(INVITATIONS).by_hash(token_hash(token))
    if invitation is None:
        if not asked(ctx, token):
            ctx.page(Phrase("welcome.unknown"))
        return None
    if (mine := _already_in(ctx, invitation)) is not None:
        collaboration = ctx.uow.collaborations.get(mine.collaboration)
        partner = ctx.uow.collaborations.partner(mine.partner) if mine.partner else None
        about = {"collaboration": collaboration.name, "partner": partner.name if partner else None}
        ctx.page(Phrase("welcome.already", about), ctx.button("menu", "menu"))
        return None
    if (wrong := _wrong(ctx, invitation)) is not None:
        ctx.page(wrong)
        return None
    return ToTalk("welcome", invitation.id)


def refuses(ctx: TurnContext, token: str) -> Phrase | None:
    """What is wrong with the token of a link; None when it is that of an invitation that works."""
    invitation = ctx.uow.get(INVITATIONS).by_hash(token_hash(token))
    return Phrase("welcome.unknown") if invitation is None else _wrong(ctx, invitation)


def _wrong(ctx: TurnContext, invitation: Invitation) -> Phrase | None:
    refusal = invitation.refusal(ctx.at)
    if refusal is None:
        return None
    return Phrase(f"welcome.{refusal}", {"inviter": ctx.uow.people.get(invitation.made_by).name})


def _already_in(ctx: TurnContext, invitation: Invitation) -> Membership | None:
    """The place this person has already; with an invitation for any partner, at whichever they fill in for."""
    if ctx.person is None:
        return None
    mine = [
        m for m in ctx.uow.collaborations.memberships_of(ctx.person.id) if m.collaboration == invitation.collaboration
    ]
    if invitation.partner is None and invitation.role is not Role.FACILITATOR:
        return next((m for m in mine if m.role.fills_in), None)
    same = (m for m in mine if m.partner == invitation.partner)
    return next((m for m in same if m.role.weight >= invitation.role.weight), None)


def invite(ctx: TurnContext, argument: str) -> Route | None:
    """`Uitnodigen`: per partner who is in. Chooses a collaboration when one leads several."""
    if not argument:
        return _choose_collaboration(ctx)
    collaboration = ctx.uow.collaborations.get(CollaborationId(number(argument)))
    must_facilitate(ctx, collaboration.id)
    members = ctx.uow.collaborations.members(collaboration.id)
    partners = ctx.uow.collaborations.partners(collaboration.id)
    lines = tuple(
        Phrase(
            "pages.partner_line",
            {"partner": p.name, "names": tuple(person.name for m, person in members if m.partner == p.id)},
        )
        for p in partners
    )
    buttons = [Button(p.name, f"p:partner:{p.id}") for p in partners]
    round_ = ctx.uow.rounds.latest(collaboration.id)
    if round_ is not None and round_.opened_at is None:
        buttons.append(ctx.button("ronde_openen", f"open:{round_.id}"))
    about = {"collaboration": collaboration.name, "lines": lines}
    groups = ctx.button("groepen", f"groepen:{collaboration.id}")
    ctx.page(Phrase("pages.invite", about), *buttons, groups, ctx.button("menu", "menu"))
    return None


def _choose_collaboration(ctx: TurnContext) -> Route | None:
    mine = ctx.uow.collaborations.memberships_of(known_person(ctx).id)
    led = [m.collaboration for m in mine if m.role is Role.FACILITATOR]
    if not led:
        raise DomainError("errors.facilitator_only")
    if len(led) == 1:
        return ToPage("uitnodigen", str(led[0]))
    buttons = [Button(ctx.uow.collaborations.get(c).name, f"p:uitnodigen:{c}") for c in led]
    ctx.page(Phrase("pages.which_collaboration"), *buttons)
    return None


def partner(ctx: TurnContext, argument: str) -> None:
    """One partner: for one person a link per role; links for several, and the open ones, are behind `Meer`."""
    about, more = unfolded(argument)
    chosen = _partner(ctx, about)
    must_manage(ctx, chosen.collaboration, chosen.id)
    waiting = _open_links(ctx, chosen)
    if more:
        buttons = [*_for_several(ctx, chosen), *_on_paper(ctx, chosen), *waiting]
        if any(m.role is Role.FACILITATOR for m in memberships_in(ctx, chosen.collaboration)):
            buttons.append(ctx.button("partner_stopt", f"partnerweg:{chosen.id}"))
        buttons.append(ctx.button("terug", f"partner:{chosen.id}"))
    else:
        back = ctx.button("terug_naar", f"uitnodigen:{chosen.collaboration}", name=Phrase("buttons.uitnodigen"))
        buttons = [*_for_one(ctx, chosen), ctx.button("meer", f"partner:{chosen.id}.meer"), back]
    about_links = {"partner": chosen.name, "waiting": len(waiting), "more": more}
    phases = _phases_ahead(ctx, chosen)
    about_links |= {"settles": Phase.PREPARATION in phases, "commits": Phase.COMMITMENT in phases}
    about_links["stakeholders"] = Role.STAKEHOLDER in _wanted(ctx, chosen)
    ctx.page(Phrase("pages.invite_partner", about_links), *buttons)


def _wanted(ctx: TurnContext, chosen: Partner) -> tuple[Role, ...]:
    """The roles there is something to do for: a stakeholder comes in with phase 3, which a round may be without."""
    with_phase_3 = Phase.COMMITMENT in _phases_ahead(ctx, chosen)
    return tuple(role for role in PARTNER_ROLES if with_phase_3 or role is not Role.STAKEHOLDER)


def _phases_ahead(ctx: TurnContext, chosen: Partner) -> Collection[Phase]:
    """The phases of the round they come into; all of them where the next one is still to be made."""
    round_ = ctx.uow.rounds.latest(chosen.collaboration)
    return tuple(Phase) if round_ is None or round_.state is RoundState.CLOSED else round_.phases


def _for_one(ctx: TurnContext, chosen: Partner) -> list[Button]:
    """A link for one person, per role."""
    return [
        ctx.button("een_persoon", f"link:{chosen.id}.{role}.1", role=Phrase(f"roles.{role}"))
        for role in _wanted(ctx, chosen)
    ]


def _for_several(ctx: TurnContext, chosen: Partner) -> list[Button]:
    """One link for several people, per role that may have such a link."""
    return [
        ctx.button("meer_mensen", f"link:{chosen.id}.{role}.n", role=Phrase(f"roles.{role}"))
        for role in _wanted(ctx, chosen)
        if not role.single_use_invitation
    ]


def _on_paper(ctx: TurnContext, chosen: Partner) -> list[Button]:
    """The form for somebody without a phone, while it is open."""
    round_ = ctx.uow.rounds.latest(chosen.collaboration)
    runs = ctx.uow.rounds.runs(round_.id) if round_ is not None and round_.settles else ()
    open_ = (r for r in runs if r.phase is Phase.PREPARATION and r.state is RunState.OPEN and r.partner == chosen.id)
    return [ctx.button("papier", f"papier:{run.id}") for run in open_]


def _open_links(ctx: TurnContext, chosen: Partner) -> list[Button]:
    """The links that can still be used, each to be taken back."""
    zone = ctx.uow.collaborations.get(chosen.collaboration).zone
    of_groups = {b.invitation for b in ctx.uow.groups.of(chosen.collaboration)}
    return [
        ctx.button(
            "intrekken",
            f"intrek:{one.id}",
            role=Phrase(
                "pages.open_link", {"role": Phrase(f"roles.{one.role}"), "until": one.expires_at.astimezone(zone)}
            ),
        )
        for one in ctx.uow.get(INVITATIONS).usable(chosen.collaboration, ctx.at)
        if one.partner == chosen.id and one.id not in of_groups
    ]


def _partner(ctx: TurnContext, argument: str) -> Partner:
    """A partner that takes part; one that stopped takes nobody in."""
    found = ctx.uow.collaborations.partner(PartnerId(number(argument)))
    if found not in ctx.uow.collaborations.partners(found.collaboration):
        raise DomainError("errors.expired")
    return found


def partner_leaves(ctx: TurnContext, argument: str) -> Route | None:
    """A partner takes no part any more: first what that means, then for certain: `partner`, `partner.ja`."""
    partner_id, _, sure = argument.partition(".")
    chosen = _partner(ctx, partner_id)
    must_facilitate(ctx, chosen.collaboration)
    if sure != "ja":
        ctx.page(
            Phrase("pages.partner_leaves", {"partner": chosen.name}),
            ctx.button("ja_partner_stopt", f"partnerweg:{chosen.id}.ja"),
            ctx.button("nog_niet", f"partner:{chosen.id}"),
        )
        return None
    actions.partner_leaves(ctx, chosen)
    return ToPage("overzicht", str(chosen.collaboration))


def link(ctx: TurnContext, argument: str) -> None:
    """Make a link and send it as a message that can be forwarded as it is. Only its hash is kept."""
    partner_id, _, rest = argument.partition(".")
    role_name, _, how_many = rest.partition(".")
    chosen = _partner(ctx, partner_id)
    must_manage(ctx, chosen.collaboration, chosen.id)
    if role_name not in PARTNER_ROLES:
        raise DomainError("errors.expired")
    role = Role(role_name)
    several = how_many == "n" and not role.single_use_invitation
    token = secrets.token_urlsafe(24)
    ctx.uow.get(INVITATIONS).add(
        token_hash=token_hash(token),
        collaboration=chosen.collaboration,
        partner=chosen.id,
        role=role,
        several=several,
        made_by=known_person(ctx).id,
        expires_at=ctx.at + LIFETIME,
    )
    round_ = ctx.uow.rounds.latest(chosen.collaboration)
    about = {
        "collaboration": ctx.uow.collaborations.get(chosen.collaboration).name,
        "partner": chosen.name,
        "role": Phrase(f"roles.{role}"),
        "links": _links(ctx, token),
        "several": several,
        "stakeholder": role is Role.STAKEHOLDER,
        "prepares": round_ is None or round_.settles,
    }
    ctx.notify(Phrase("pages.forward_it"))
    ctx.tell(Phrase("welcome.invitation", about), *_to_copy(ctx, token))


def _links(ctx: TurnContext, token: str) -> tuple[Phrase | str, ...]:
    """The link, or where there are several doors one for each: whoever is invited chooses."""
    ways = ctx.ways_in(token)
    if len(ways) == 1:
        return (ways[0][1],)
    return tuple(Phrase("welcome.way_in", {"way": Phrase(f"buttons.{key}"), "link": link}) for key, link in ways)


def _to_copy(ctx: TurnContext, token: str) -> Iterator[Button]:
    ways = ctx.ways_in(token)
    for key, link in ways:
        yield Button(ctx.label(key if len(ways) > 1 else "kopieer_link"), copy=link)


def revoke(ctx: TurnContext, argument: str) -> Route:
    """Take a link back."""
    invitation = ctx.uow.get(INVITATIONS).get(InvitationId(number(argument)))
    must_manage(ctx, invitation.collaboration, invitation.partner)
    ctx.uow.get(INVITATIONS).revoke(invitation.id, ctx.at)
    ctx.notify(Phrase("pages.revoked"))
    return ToPage("partner", str(invitation.partner)) if invitation.partner else HOME


def remove(ctx: TurnContext, argument: str) -> None:
    """Take somebody out who came in through a link for several people."""
    membership = ctx.uow.collaborations.membership(MembershipId(number(argument)))
    if membership is None or membership.left_at is not None or membership.partner is None:
        raise DomainError("errors.expired")
    must_manage(ctx, membership.collaboration, membership.partner)
    person = ctx.uow.people.get(membership.person)
    if person.id == known_person(ctx).id:
        raise DomainError("errors.leave_yourself")
    actions.end(ctx, membership)
    about = {
        "collaboration": ctx.uow.collaborations.get(membership.collaboration).name,
        "partner": ctx.uow.collaborations.partner(membership.partner).name,
        "name": person.name,
    }
    ctx.page(Phrase("welcome.removed", about))
    ctx.tell(Phrase("welcome.you_were_removed", about), chat=person.hears_in)
