"""Editions of the instrument in the database: a round keeps the texts it began with. The port `Editions`."""

import json

from sqlalchemy import bindparam, select

from storage.columns import insert_or_ignore
from storage.repository import Repository
from storage.settlement_tables import content

_KEEP = insert_or_ignore(content, key=("version",))
_ALL = select(content.c.version, content.c.files).order_by(content.c.version)
_ONE = select(content.c.files).where(content.c.version == bindparam("b_version"))


class SqlEditions(Repository):
    """Every edition there has been."""

    __slots__ = ()

    def keep(self, version: str, files: dict[str, str]) -> bool:
        """Keep the files of an edition.

        False when there is another text under this version: then nothing is changed.
        """
        self._do(_KEEP, version=version, files=json.dumps(files, ensure_ascii=False, sort_keys=True))
        kept: dict[str, str] = json.loads(self._known(_ONE, b_version=version)[0])
        return kept == files

    def all(self) -> dict[str, dict[str, str]]:
        return {version: json.loads(files) for version, files in self._all(_ALL)}
