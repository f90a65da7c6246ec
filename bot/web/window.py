"""The window somebody looks through: the cookie that tells which, and how long it stays open."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.collaboration import Person
from bot.domain.ids import ChatId
from bot.domain.invitation import UNCONSENTED_LIFETIME, token_hash
from bot.turn.ports import UnitOfWork
from bot.turn.shown import PROJECTOR_LASTS, SESSION_LASTS, SHARED_LASTS, Session
from bot.web.address import Site

RENEW_AFTER = timedelta(hours=1)
"""So seldom is kept that a window is still used."""
_BEFORE_LASTS = 3600


@dataclass(frozen=True, slots=True)
class Window:
    """A window that is open. `secret` stands in its cookie; we keep the hash."""

    secret: str
    session: Session
    person: Person | None
    renewed: bool = False

    @property
    def chat(self) -> ChatId:
        return self.session.chat


def fresh_secret() -> str:
    """What nobody guesses."""
    return secrets.token_urlsafe(32)


def look(uow: UnitOfWork, secret: str, now: datetime) -> Window | None:
    """The window with this secret, as long as it is open. That it is used makes it stay, for who takes part."""
    session = uow.windows.by_hash(token_hash(secret)) if secret else None
    if session is None or session.ends_at <= now:
        return None
    person = uow.people.in_chat(session.chat)
    stays = person is not None and bool(uow.collaborations.memberships_of(person.id))
    ends_at = now + (SHARED_LASTS if session.shared else SESSION_LASTS)
    if not stays or ends_at - session.ends_at < RENEW_AFTER:
        return Window(secret, session, person)
    uow.windows.used(session.id, now, ends_at)
    return Window(secret, session, person, renewed=True)


def opened(uow: UnitOfWork, chat: ChatId, now: datetime, *, shared: bool) -> Window:
    """A new window on a chat; of somebody who has not agreed it stays open for a day."""
    secret, person = fresh_secret(), uow.people.in_chat(chat)
    lasts = UNCONSENTED_LIFETIME if person is None else SESSION_LASTS
    ends_at = now + (min(lasts, SHARED_LASTS) if shared else lasts)
    return Window(secret, uow.windows.open(token_hash(secret), chat, now, ends_at, shared=shared), person, renewed=True)


class Cookies:
    """What is kept in the browser: nothing but which window it is. No other site, and no script, gets at it."""

    def __init__(self, site: Site) -> None:
        self._secure = site.secure
        self._path = "/" if site.secure else site.base or "/"
        """`__Host-` asks for the root. On this machine several addresses may be beside each other."""
        mark = "__Host-" if site.secure else ""
        self._name, self._before = f"{mark}samenspraak", f"{mark}samenspraak-voor"
        self._projector = f"{mark}samenspraak-scherm"

    def secret(self, request: Request) -> str:
        """That of the window."""
        return request.cookies.get(self._name, "")

    def before(self, request: Request) -> str:
        """That of a browser in which no window is open yet."""
        return request.cookies.get(self._before, "")

    def keep(self, response: Response, window: Window) -> None:
        """Remember the window: on a shared computer until the browser is closed."""
        lasts = None if window.session.shared else int(SESSION_LASTS.total_seconds())
        self._set(response, self._name, window.secret, lasts)

    def keep_before(self, response: Response, secret: str) -> None:
        self._set(response, self._before, secret, _BEFORE_LASTS)

    def projector(self, request: Request) -> str:
        """The code with which this browser shows a group on a large screen."""
        return request.cookies.get(self._projector, "")

    def keep_projector(self, response: Response, code: str) -> None:
        self._set(response, self._projector, code, int(PROJECTOR_LASTS.total_seconds()))

    def forget(self, response: Response) -> None:
        """Nobody is in here any more."""
        self._set(response, self._name, "", 0)

    def _set(self, response: Response, name: str, value: str, lasts: int | None) -> None:
        response.set_cookie(
            name, value, max_age=lasts, path=self._path, httponly=True, secure=self._secure, samesite="lax"
        )
