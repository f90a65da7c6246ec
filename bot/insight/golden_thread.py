"""Rode draad: how far each intended outcome of one partner leads to somebody who does something by a day.

Pure, and about one partner at a time. It says which link is missing first, as something to talk about; a chain is
never counted or compared.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.form import FilledForm, FilledMotive


class ChainLink(StrEnum):
    """The links of the chain, in its order."""

    MOTIVE = "motief"
    OUTCOME = "opbrengst"
    INVESTMENT = "investering"
    OWNER = "eigenaar"
    MANDATE = "mandaat"
    DATE = "datum"


@dataclass(frozen=True, slots=True)
class Promise:
    """What the chain has to know of an agreement.

    `motive` is the id of the motive that it belongs to; without one it is part of no chain. `investment`: it was made
    from one of the questions on investing, or is meant as such. `owner`: somebody who still takes part owns it.
    `open`: it still stands.
    """

    motive: str | None
    investment: bool
    owner: bool
    due: date | None
    open: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """The chain of one motive: each link with whether it is there. `missing` is the first that is not."""

    motive_id: str
    motive_text: str
    outcome: str | None
    links: tuple[tuple[ChainLink, bool], ...]
    missing: ChainLink | None


def golden_thread(form: FilledForm, promises: Collection[Promise], *, mandated: bool) -> tuple[Thread, ...]:
    """The chain of every motive that plays a part (Ja or Enigszins), in the order of the form.

    `mandated` tells whether the partner said what room its people have to decide (question f3.med.3).
    """
    return tuple(_thread(motive, promises, mandated) for motive in form.motives if motive.choice.applies)


def _thread(motive: FilledMotive, promises: Collection[Promise], mandated: bool) -> Thread:
    outcome = (motive.outcome or "").strip() or None
    carrier = _carrier(motive.id, promises)
    there = {
        ChainLink.MOTIVE: True,
        ChainLink.OUTCOME: outcome is not None,
        ChainLink.INVESTMENT: carrier is not None,
        ChainLink.OWNER: carrier is not None and carrier.owner,
        ChainLink.MANDATE: mandated,
        ChainLink.DATE: carrier is not None and carrier.due is not None,
    }
    missing = next((link for link, present in there.items() if not present), None)
    return Thread(motive.id, motive.text, outcome, tuple(there.items()), missing)


def _carrier(motive_id: str, promises: Collection[Promise]) -> Promise | None:
    """The one investment that carries the chain furthest.

    An owner of one agreement and the day of another do not make a chain, so the links beyond it are of one.
    """
    able = [promise for promise in promises if promise.motive == motive_id and promise.investment and promise.open]
    return max(able, key=lambda promise: (promise.owner, promise.due is not None), default=None)
