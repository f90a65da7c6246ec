"""The waardepolsslag: when, between two rounds, people are asked whether an intended outcome comes closer. Pure."""

from datetime import date

from bot.domain.months import months_on

MONTHS_AFTER = (4, 8)
"""Twice between two rounds; the yearly round comes at eleven."""
MOST_OUTCOMES = 3
"""At most so many taps."""


def pulse_days(closed: date) -> tuple[date, ...]:
    """The days for which is asked after a round closed."""
    return tuple(months_on(closed, months) for months in MONTHS_AFTER)


def pulse_day(closed: date, today: date) -> date:
    """The day that counts now: the newest that has come, else the first."""
    days = pulse_days(closed)
    past = [day for day in days if day <= today]
    return past[-1] if past else days[0]
