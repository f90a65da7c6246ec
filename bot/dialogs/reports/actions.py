"""The address at which a calendar fetches days: made, withdrawn, and gone with whoever leaves."""

import secrets

from bot.dialogs.people.facts import known_person
from bot.dialogs.reports.ports import CALENDARS
from bot.domain.ids import CollaborationId
from bot.domain.invitation import token_hash
from bot.turn.context import TurnContext

TOKEN_BYTES = 32


def open_address(ctx: TurnContext, collaboration: CollaborationId) -> str:
    """A new token, of which the hash is kept; the one before works no longer."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    ctx.uow.get(CALENDARS).open(known_person(ctx).id, collaboration, token_hash(token), ctx.at)
    return token


def close_address(ctx: TurnContext, collaboration: CollaborationId) -> None:
    ctx.uow.get(CALENDARS).close(known_person(ctx).id, collaboration)


def members_changed(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """Who left has no address any more, also when they come back."""
    still = {person.id for person in ctx.uow.collaborations.members(collaboration).people}
    for one in ctx.uow.get(CALENDARS).of(collaboration):
        if one.person not in still:
            ctx.uow.get(CALENDARS).close(one.person, collaboration)
