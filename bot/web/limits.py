"""How often somebody may try: so many times in a while, by whatever tells them apart. In memory, of bounded size."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable


class Limit:
    """At most `times` within `seconds` for each key. Of too many keys the ones longest not seen are forgotten."""

    def __init__(
        self, times: int, seconds: float, *, keys: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._times, self._seconds, self._keys, self._clock = times, seconds, keys, clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def reached(self, key: str) -> bool:
        """Whether this one must wait. Does not count."""
        return len(self._of(key)) >= self._times

    def count(self, key: str) -> None:
        """One more."""
        moments = self._of(key)
        moments.append(self._clock())
        self._seen[key] = moments
        self._seen.move_to_end(key)
        while len(self._seen) > self._keys:
            self._seen.popitem(last=False)

    def _of(self, key: str) -> deque[float]:
        moments = self._seen.get(key, deque())
        while moments and moments[0] <= self._clock() - self._seconds:
            moments.popleft()
        return moments
