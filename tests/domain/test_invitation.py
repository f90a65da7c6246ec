"""Ways in: when they may be used, and finding a token in what people paste."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.collaboration import Role
from bot.domain.ids import CollaborationId, InvitationId, PartnerId, PersonId
from bot.domain.invitation import LIFETIME, TOKEN, Invitation, Unusable, token_hash, token_in

NOW = datetime(2026, 9, 16, 10, tzinfo=UTC)
TOKEN_TEXT = "abcDEF123-_xyz7890"
FRESH = Invitation(
    InvitationId(1),
    token_hash(TOKEN_TEXT),
    CollaborationId(1),
    PartnerId(1),
    Role.MANAGER,
    several=False,
    made_by=PersonId(1),
    expires_at=NOW + LIFETIME,
)
SHARED = replace(FRESH, several=True, role=Role.PARTICIPANT)


@pytest.mark.parametrize(
    ("invitation", "at", "refusal"),
    [
        (FRESH, NOW, None),
        (FRESH, NOW + LIFETIME - timedelta(microseconds=1), None),
        (FRESH, NOW + LIFETIME, Unusable.EXPIRED),
        (replace(FRESH, uses=1), NOW, Unusable.USED),
        (replace(SHARED, uses=25), NOW, None),
        (replace(SHARED, uses=25), NOW + LIFETIME, Unusable.EXPIRED),
        (replace(FRESH, revoked_at=NOW), NOW, Unusable.REVOKED),
        (replace(SHARED, revoked_at=NOW, uses=3), NOW + LIFETIME, Unusable.REVOKED),
        (replace(FRESH, uses=1), NOW + LIFETIME, Unusable.USED),
    ],
)
def test_refusal_says_why(invitation: Invitation, at: datetime, refusal: Unusable | None):
    assert invitation.refusal(at) is refusal


def test_an_invitation_lives_seven_days():
    assert timedelta(days=7) == LIFETIME


def test_only_the_hash_of_a_token_is_known():
    assert token_hash(TOKEN_TEXT) == token_hash(TOKEN_TEXT)
    assert TOKEN_TEXT not in repr(FRESH)
    assert len(token_hash(TOKEN_TEXT)) == 64


@pytest.mark.parametrize(
    "text",
    [
        f"https://t.me/samenspraak_bot?start={TOKEN_TEXT}",
        f"t.me/samenspraak_bot?start={TOKEN_TEXT}",
        f"tg://resolve?domain=samenspraak_bot&start={TOKEN_TEXT}",
        f"https://t.me/samenspraak_bot?start={TOKEN_TEXT}&utm=mail",
        f"/start {TOKEN_TEXT}",
        f"/start@samenspraak_bot {TOKEN_TEXT}",
        f"/start   {TOKEN_TEXT}  ",
        TOKEN_TEXT,
        f"  {TOKEN_TEXT}\n",
        f"Hier is je link: https://t.me/samenspraak_bot?start={TOKEN_TEXT}",
        f"Hallo! Wil je meedoen?\nhttps://t.me/samenspraak_bot?start={TOKEN_TEXT}\nDeze link werkt zeven dagen.",
        f"Klik (https://t.me/samenspraak_bot?start={TOKEN_TEXT}) of bel.",
        f"<https://t.me/samenspraak_bot?start={TOKEN_TEXT}>",
        f"https://t.me/samenspraak_bot?start={TOKEN_TEXT}.",
    ],
)
def test_token_in_finds_the_token(text: str):
    assert token_in(text) == TOKEN_TEXT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hallo",
        "ik wil graag meedoen",
        "samenwerken met anderen",
        f"mijn code is {TOKEN_TEXT}",
        f"https://t.me/samenspraak_bot?startgroup={TOKEN_TEXT}",
        "https://t.me/samenspraak_bot?start=short",
        "https://t.me/samenspraak_bot",
        "/start",
        f"/start {TOKEN_TEXT} en meer",
        "x" * 65,
        f"https://t.me/samenspraak_bot?start={'x' * 65}",
    ],
)
def test_token_in_finds_nothing_where_there_is_none(text: str):
    assert token_in(text) is None


@pytest.mark.parametrize(
    ("token", "fits"), [("x", True), ("x" * 64, True), ("x" * 65, False), ("é", False), ("", False)]
)
def test_a_token_is_what_telegram_passes_on(token: str, fits: bool):
    assert (TOKEN.fullmatch(token) is not None) is fits
