"""How the program is doing, in the text format of Prometheus. Imported when it is first asked for."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0

from bot.serving.vitals import Vitals

CONTENT_TYPE = CONTENT_TYPE_PLAIN_1_0_0

_GAUGES = {
    "last_poll": ("samenspraak_last_poll_age_seconds", "Since Telegram last answered a poll, or called"),
    "oldest_unsent": ("samenspraak_oldest_unsent_age_seconds", "Age of the oldest message that is not sent"),
    "oldest_overdue": ("samenspraak_oldest_overdue_timer_age_seconds", "How long the oldest timer is overdue"),
    "last_copy": ("samenspraak_last_copy_age_seconds", "Since the database was last copied with samenspraak backup"),
}
_ROLES = ("starting", "standing by", "working", "not working")


class _Collector:
    """One reading, as Prometheus wants it. A number that is not known is left out."""

    def __init__(self, vitals: Vitals) -> None:
        self._vitals = vitals

    def collect(self) -> Iterator[GaugeMetricFamily]:
        role = GaugeMetricFamily("samenspraak_role", "Whether it works or stands by", labels=["role"])
        for name in _ROLES:
            role.add_metric([name], float(name == self._vitals.role))
        yield role
        yield GaugeMetricFamily("samenspraak_database_up", "Whether the database answers", float(self._vitals.database))
        for field, (name, said) in _GAUGES.items():
            if (age := getattr(self._vitals, field)) is not None:
                yield GaugeMetricFamily(name, said, age)


def text(vitals: Vitals) -> bytes:
    """One reading."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(vitals))
    return generate_latest(registry)
