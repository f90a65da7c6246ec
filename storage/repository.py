"""What the repositories share: running a statement that was built once. No table and no rule here."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, Insert

from bot.domain.errors import NoSuchRowError
from storage.reads import Reads
from storage.rows import Values


class Repository:
    """Statements of one unit of work. Beginning and committing are not its business."""

    __slots__ = ("_reads",)

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    def _one(self, statement: Executable, **values: object) -> Values | None:
        found: Values | None = self._reads.first(statement, values)
        return found

    def _known(self, statement: Executable, **values: object) -> Values:
        """The row that must be there. Whoever holds its id got it from this database."""
        row = self._one(statement, **values)
        if row is None:
            raise NoSuchRowError(f"no such row: {values}")
        return row

    def _all(self, statement: Executable, **values: object) -> list[Values]:
        return list(self._reads.all(statement, values))

    def _read_all(self, statement: Executable, by_id: Executable, **values: object) -> list[Values]:
        """Whole rows, each of which `by_id` would read by its id, which comes first."""
        found = self._all(statement, **values)
        for row in found:
            self._reads.know(by_id, {"b_id": row[0]}, row)
        return found

    def _add(self, statement: Executable, **values: object) -> Any:
        """The id of the row that was inserted."""
        return self._reads.add(statement, values)

    def _add_each(self, statement: Insert, values: Sequence[Mapping[str, object]]) -> Sequence[Any]:
        """The ids of the rows that were inserted, in one go and in this order."""
        return self._reads.add_each(statement, values) if values else ()

    def _do(self, statement: Executable | Mapping[str, Executable], **values: object) -> int:
        """How many rows were touched."""
        chosen = statement[self._reads.dialect] if isinstance(statement, Mapping) else statement
        return self._reads.write(chosen, values)

    def _do_each(self, statement: Executable, values: Sequence[Mapping[str, object]]) -> None:
        """The same statement with each of these values, in one go."""
        if values:
            self._reads.write_each(statement, values)
