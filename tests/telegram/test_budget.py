"""Never faster than Telegram allows, never slower than needed."""

import asyncio
from collections.abc import Mapping
from itertools import chain, cycle, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from virtual_time import now, run, stall

from bot.sandbox.faults import RateBuckets, RateLimits
from bot.telegram.budget import Budget, Rates

RATES = Rates()
TOLERANCE = 1e-6


async def sends(counts: Mapping[int, int], budget: Budget, after: float = 0) -> list[tuple[float, int]]:
    """So many messages to each chat, one after the other within a chat: the moments at which they may go."""
    sent: list[tuple[float, int]] = []

    async def to(chat: int, count: int) -> None:
        await asyncio.sleep(after)
        for _ in range(count):
            async with budget.place(chat):
                sent.append((now(), chat))

    await asyncio.gather(*(to(chat, count) for chat, count in counts.items()))
    return sent


def most_in(window: float, moments: list[float]) -> int:
    """The most that fall in any window of that many seconds."""
    return max((sum(start <= m <= start + window + TOLERANCE for m in moments) for start in moments), default=0)


def test_a_private_chat_gets_a_burst_and_then_one_a_second():
    rate, burst = RATES.private
    moments = [moment for moment, _ in run(sends({7: 40}, Budget()))]
    assert (rate, most_in(1, moments) <= burst + rate) == (1, True)
    after = moments[int(burst) + 1 :]
    assert {round(later - earlier, 6) for earlier, later in pairwise(after)} == {1.0}
    assert moments[-1] == pytest.approx(40 - burst, abs=0.1)


def test_a_private_chat_gets_its_burst_back_after_a_quiet_time():
    budget = Budget()

    async def twice() -> tuple[float, float]:
        _, burst = RATES.private
        first = await sends({7: int(burst)}, budget)
        await asyncio.sleep(burst + 1)
        began = now()
        second = await sends({7: int(burst)}, budget)
        return first[-1][0], second[-1][0] - began

    first, second = run(twice())
    assert second == pytest.approx(first)


def test_a_group_never_gets_more_than_twenty_in_a_minute():
    rate, burst = RATES.group
    moments = [moment for moment, _ in run(sends({-7: 100}, Budget()))]
    assert moments[0] == 0
    assert 19 <= most_in(60, moments) <= 20
    assert moments[-1] == pytest.approx((100 - burst) / rate, abs=0.1)


def test_a_group_keeps_to_twenty_while_the_whole_bot_is_busy():
    counts = {-7: 60, **dict.fromkeys(range(1, 800), 3)}
    moments = [moment for moment, chat in run(sends(counts, Budget())) if chat == -7]
    assert most_in(60, moments) <= 20


def test_all_chats_together_get_thirty_a_second():
    sent = [moment for moment, _ in run(sends(dict.fromkeys(range(1, 301), 1), Budget()))]
    assert most_in(1, sent) == 30
    assert sent[-1] == pytest.approx(299 / 29.4, abs=0.2)


def test_messages_that_wait_for_their_chat_do_not_go_at_once_later():
    async def waves() -> list[tuple[float, int]]:
        budget = Budget()
        groups = sends(dict.fromkeys(range(-100, 0), 3), budget)
        private = sends(dict.fromkeys(range(1, 100), 3), budget, after=2)
        return list(chain(*await asyncio.gather(groups, private)))

    assert most_in(1, sorted(moment for moment, _ in run(waves()))) <= 30


def test_one_slow_chat_holds_up_no_other():
    sent = run(sends({-7: 5, 8: 1}, Budget()))
    assert [round(moment, 2) for moment, chat in sent if chat == 8] <= [0.2]


def test_without_rates_nothing_waits():
    assert run(sends({-7: 500}, Budget(rates=None)))[-1] == (0.0, -7)


def test_chats_at_rest_are_forgotten():
    budget = Budget(Rates(overall=(10_000, 10_000)))

    async def many() -> int:
        await sends(dict.fromkeys(range(1, 1200), 1), budget)
        await asyncio.sleep(60)
        async with budget.place(5000):
            return len(budget._chats)

    assert run(many()) < 10


async def asked(answers: list[tuple[float, float]], stalls: list[tuple[float, float]]) -> list[float]:
    """A message to each of many chats: when Telegram counts them.

    `answers` tell how long it takes until one is counted, and from then until the answer; `stalls` when the program
    stands still, and for how long.
    """
    budget, counted = Budget(), list[float]()

    async def one(chat: int, before: float, after: float) -> None:
        async with budget.place(chat):
            await asyncio.sleep(before)
            counted.append(now())
            await asyncio.sleep(after)

    async def stands_still(at: float, seconds: float) -> None:
        await asyncio.sleep(at)
        stall(seconds)

    many = [one(chat, *took) for chat, took in zip(range(1, 121), cycle(answers), strict=False)]
    await asyncio.gather(*many, *(stands_still(*one) for one in stalls))
    return sorted(counted)


def refused(counted: list[float]) -> int:
    """How many of these a server refuses."""
    server = RateBuckets()
    server.limits = RateLimits(enabled=True)
    return sum(server.take(chat, is_group=False, now=at + TOLERANCE) > 0 for chat, at in enumerate(counted, 1))


def test_after_a_pause_of_the_program_no_more_go_than_before():
    assert refused(run(asked([(0.0, 0.0)], [(1.5, 0.3), (2.1, 0.5)]))) == 0


def test_answers_that_come_late_and_together_are_no_reason_to_be_refused():
    assert refused(run(asked([(0.3, 0.0)] * 10 + [(0.0, 0.0)] * 50, []))) == 0


def test_an_answer_that_takes_a_tenth_of_a_second_costs_a_tenth_at_most():
    counted = run(asked([(0.05, 0.05)], []))
    assert len(counted) / counted[-1] >= 0.9 * 30


def test_answers_that_do_not_come_hold_up_the_others_for_seconds_only():
    assert run(asked([(0.0, 1000.0)] * 30 + [(0.0, 0.0)] * 90, []))[-1] < 12


TOOK = st.floats(0, 1).map(lambda seconds: seconds**3)


@given(st.lists(st.tuples(TOOK, TOOK), min_size=1, max_size=20), st.lists(st.tuples(st.floats(0, 6), TOOK), max_size=4))
def test_whenever_telegram_counts_it_refuses_nothing(
    answers: list[tuple[float, float]], stalls: list[tuple[float, float]]
):
    assert refused(run(asked(answers, stalls))) == 0


COUNTS = st.dictionaries(st.integers(-5, 60).filter(bool), st.integers(1, 30), max_size=40)


@given(COUNTS, COUNTS, st.floats(0, 20))
def test_no_window_is_ever_too_full(first: dict[int, int], second: dict[int, int], after: float):
    async def both() -> list[tuple[float, int]]:
        budget = Budget()
        here = {chat: count for chat, count in second.items() if chat not in first}
        return list(chain(*await asyncio.gather(sends(first, budget), sends(here, budget, after))))

    sent = sorted(run(both()))
    assert most_in(1, [moment for moment, _ in sent]) <= 30
    for chat in {chat for _, chat in sent}:
        moments = [moment for moment, to in sent if to == chat]
        assert most_in(60, moments) <= (20 if chat < 0 else RATES.private[1] + 60)
        assert most_in(1, moments) <= (sum(RATES.group) if chat < 0 else sum(RATES.private))


async def arriving(at: list[float], budget: Budget, chat: int) -> list[float]:
    """One message for each of these moments, one after the other: when they may go."""
    sent = []
    for moment in sorted(at):
        await asyncio.sleep(max(0.0, moment - now()))
        async with budget.place(chat):
            sent.append(now())
    return sent


ARRIVALS = st.lists(
    st.one_of(st.floats(0, 200), st.sampled_from([0.0, 30.0, 59.9, 60.0, 75.0])), min_size=1, max_size=70
)


@given(ARRIVALS)
def test_whenever_messages_for_a_group_come_no_minute_gets_more_than_twenty(at: list[float]):
    assert most_in(60, run(arriving(at, Budget(), -7))) <= 20


@given(ARRIVALS)
def test_a_server_with_telegrams_limits_refuses_nothing_for_a_group(at: list[float]):
    server = RateBuckets()
    server.limits = RateLimits(enabled=True)
    moments = run(arriving(at, Budget(), -7))
    assert [server.take(-7, is_group=True, now=moment + TOLERANCE) for moment in moments] == [0] * len(moments)
