"""The example that most tests of reports read."""

from collections.abc import Iterator

import pytest
from report_world import ReportWorld, report_world


@pytest.fixture(scope="session")
def example() -> Iterator[ReportWorld]:
    """Two rounds, three partners, something of everything. Ask for files only: it is made once."""
    with report_world() as world:
        world.begin()
        yield world
