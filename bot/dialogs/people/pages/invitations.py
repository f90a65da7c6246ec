"""Handing out invitations, taking them back, opening one, and removing who came in by mistake."""

import secrets

from bot.content.screen import Button
from bot.dialogs.people.actions import end
from bot.dialogs.people.actions import partner_leaves as let_partner_go
from bot.dialogs.people.facts import known_person, memberships_in, must_facilitate, must_manage
from bot.dialogs.people.ports import INVITATIONS
from bot.domain.collaboration import PARTNER_ROLES, Membership, Partner, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, InvitationId, MembershipId, PartnerId
from bot.domain.invitation import LIFETIME, Invitation, token_hash
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import Stage
from bot.turn.routes import HOME, Route, ToPage, ToTalk


def opened(stage: Stage, token: str) -> Route | None:
    """Somebody opens a link: say what is wrong with it, or begin the welcome."""
    invitation = stage.uow.get(INVITATIONS).by_hash(token_hash(token))
    if invitation is None:
        stage.page(Phrase("welcome.unknown"))
        return None
    if (mine := _already_in(stage, invitation)) is not None:
        collaboration = stage.uow.collaborations.get(mine.collaboration)
        partner = stage.uow.collaborations.partner(mine.partner) if mine.partner else None
        about = {"collaboration": collaboration.name, "partner": partner.name if partner else None}
        stage.page(Phrase("welcome.already", about), stage.button("menu", "menu"))
        return None
    if (refusal := invitation.refusal(stage.at)) is not None:
        inviter = stage.uow.people.get(invitation.made_by).name
        stage.page(Phrase(f"welcome.{refusal}", {"inviter": inviter}))
        return None
    return ToTalk("welcome", invitation.id)


def _already_in(stage: Stage, invitation: Invitation) -> Membership | None:
    """The place this person has already; with an invitation for any partner, at whichever they fill in for."""
    if stage.person is None:
        return None
    mine = [
        m
        for m in stage.uow.collaborations.memberships_of(stage.person.id)
        if m.collaboration == invitation.collaboration
    ]
    if invitation.partner is None and invitation.role is not Role.FACILITATOR:
        return next((m for m in mine if m.role.fills_in), None)
    same = (m for m in mine if m.partner == invitation.partner)
    return next((m for m in same if m.role.weight >= invitation.role.weight), None)


def invite(stage: Stage, argument: str) -> Route | None:
    """`Uitnodigen`: per partner who is in. Chooses a collaboration when one leads several."""
    if not argument:
        return _choose_collaboration(stage)
    collaboration = stage.uow.collaborations.get(CollaborationId(number(argument)))
    must_facilitate(stage, collaboration.id)
    members = stage.uow.collaborations.members(collaboration.id)
    partners = stage.uow.collaborations.partners(collaboration.id)
    lines = tuple(
        Phrase(
            "pages.partner_line",
            {"partner": p.name, "names": tuple(person.name for m, person in members if m.partner == p.id)},
        )
        for p in partners
    )
    buttons = [Button(p.name, f"p:partner:{p.id}") for p in partners]
    round_ = stage.uow.rounds.latest(collaboration.id)
    if round_ is not None and round_.opened_at is None:
        buttons.append(stage.button("ronde_openen", f"open:{round_.id}"))
    about = {"collaboration": collaboration.name, "lines": lines}
    groups = stage.button("groepen", f"groepen:{collaboration.id}")
    stage.page(Phrase("pages.invite", about), *buttons, groups, stage.button("menu", "menu"))
    return None


def _choose_collaboration(stage: Stage) -> Route | None:
    mine = stage.uow.collaborations.memberships_of(known_person(stage).id)
    led = [m.collaboration for m in mine if m.role is Role.FACILITATOR]
    if not led:
        raise DomainError("errors.facilitator_only")
    if len(led) == 1:
        return ToPage("uitnodigen", str(led[0]))
    buttons = [Button(stage.uow.collaborations.get(c).name, f"p:uitnodigen:{c}") for c in led]
    stage.page(Phrase("pages.which_collaboration"), *buttons)
    return None


def partner(stage: Stage, argument: str) -> None:
    """One partner: a link per role, and the links that are still open."""
    chosen = _partner(stage, argument)
    must_manage(stage, chosen.collaboration, chosen.id)
    buttons = []
    for role in PARTNER_ROLES:
        called = Phrase(f"roles.{role}")
        buttons.append(stage.button("een_persoon", f"link:{chosen.id}.{role}.1", role=called))
        if not role.single_use_invitation:
            buttons.append(stage.button("meer_mensen", f"link:{chosen.id}.{role}.n", role=called))
    zone = stage.uow.collaborations.get(chosen.collaboration).zone
    of_groups = {b.invitation for b in stage.uow.groups.of(chosen.collaboration)}
    usable = stage.uow.get(INVITATIONS).usable(chosen.collaboration, stage.at)
    waiting = [i for i in usable if i.partner == chosen.id and i.id not in of_groups]
    for invitation in waiting:
        called = Phrase(
            "pages.open_link",
            {"role": Phrase(f"roles.{invitation.role}"), "until": invitation.expires_at.astimezone(zone)},
        )
        buttons.append(stage.button("intrekken", f"intrek:{invitation.id}", role=called))
    if any(m.role is Role.FACILITATOR for m in memberships_in(stage, chosen.collaboration)):
        buttons.append(stage.button("partner_stopt", f"partnerweg:{chosen.id}"))
    buttons.append(stage.button("terug_naar", f"uitnodigen:{chosen.collaboration}", name=Phrase("buttons.uitnodigen")))
    stage.page(Phrase("pages.invite_partner", {"partner": chosen.name, "waiting": len(waiting)}), *buttons)


def _partner(stage: Stage, argument: str) -> Partner:
    """A partner that takes part; one that stopped takes nobody in."""
    found = stage.uow.collaborations.partner(PartnerId(number(argument)))
    if found not in stage.uow.collaborations.partners(found.collaboration):
        raise DomainError("errors.expired")
    return found


def partner_leaves(stage: Stage, argument: str) -> Route | None:
    """A partner takes no part any more: first what that means, then for certain: `partner`, `partner.ja`."""
    partner_id, _, sure = argument.partition(".")
    chosen = _partner(stage, partner_id)
    must_facilitate(stage, chosen.collaboration)
    if sure != "ja":
        stage.page(
            Phrase("pages.partner_leaves", {"partner": chosen.name}),
            stage.button("ja_partner_stopt", f"partnerweg:{chosen.id}.ja"),
            stage.button("nog_niet", f"partner:{chosen.id}"),
        )
        return None
    let_partner_go(stage, chosen)
    return ToPage("overzicht", str(chosen.collaboration))


def link(stage: Stage, argument: str) -> None:
    """Make a link and send it as a message that can be forwarded as it is. Only its hash is kept."""
    partner_id, _, rest = argument.partition(".")
    role_name, _, how_many = rest.partition(".")
    chosen = _partner(stage, partner_id)
    must_manage(stage, chosen.collaboration, chosen.id)
    if role_name not in PARTNER_ROLES:
        raise DomainError("errors.expired")
    role = Role(role_name)
    several = how_many == "n" and not role.single_use_invitation
    token = secrets.token_urlsafe(24)
    stage.uow.get(INVITATIONS).add(
        token_hash=token_hash(token),
        collaboration=chosen.collaboration,
        partner=chosen.id,
        role=role,
        several=several,
        made_by=known_person(stage).id,
        expires_at=stage.at + LIFETIME,
    )
    about = {
        "collaboration": stage.uow.collaborations.get(chosen.collaboration).name,
        "partner": chosen.name,
        "role": Phrase(f"roles.{role}"),
        "link": stage.link(token),
        "several": several,
    }
    stage.notify(Phrase("pages.forward_it"))
    stage.tell(Phrase("welcome.invitation", about))


def revoke(stage: Stage, argument: str) -> Route:
    """Take a link back."""
    invitation = stage.uow.get(INVITATIONS).get(InvitationId(number(argument)))
    must_manage(stage, invitation.collaboration, invitation.partner)
    stage.uow.get(INVITATIONS).revoke(invitation.id, stage.at)
    stage.notify(Phrase("pages.revoked"))
    return ToPage("partner", str(invitation.partner)) if invitation.partner else HOME


def remove(stage: Stage, argument: str) -> None:
    """Take somebody out who came in through a link for several people."""
    membership = stage.uow.collaborations.membership(MembershipId(number(argument)))
    if membership is None or membership.left_at is not None or membership.partner is None:
        raise DomainError("errors.expired")
    must_manage(stage, membership.collaboration, membership.partner)
    person = stage.uow.people.get(membership.person)
    end(stage, membership)
    about = {
        "collaboration": stage.uow.collaborations.get(membership.collaboration).name,
        "partner": stage.uow.collaborations.partner(membership.partner).name,
        "name": person.name,
    }
    stage.page(Phrase("welcome.removed", about))
    stage.tell(Phrase("welcome.you_were_removed", about), chat=person.chat)
