"""A round keeps the texts it began with, also after a newer edition came."""

import pytest

from bot.bootstrap import CannotStartError, keep_edition, texts
from bot.content.load import edition, load_instrument, read_edition
from storage.database import Database


def older() -> dict[str, str]:
    files = edition()
    version = load_instrument().tool.content_version
    return files | {
        "tool.yaml": files["tool.yaml"].replace(version, "oud"),
        "phase3.yaml": files["phase3.yaml"].replace("title: Medewerkers", "title: Mensen"),
    }


def test_an_edition_reads_as_it_was_written():
    assert read_edition(edition()) == load_instrument()


def test_a_round_of_an_earlier_edition_keeps_its_texts():
    with Database("sqlite://", bot=1) as database:
        assert database.run_sync(keep_edition) == {}
        assert database.run_sync(lambda uow: uow.editions.keep("oud", older()))
        found = texts(database.run_sync(keep_edition))
    assert found.of("oud").phase3.themes[-1].title == "Mensen"
    assert found.of(load_instrument().content_version).phase3.themes[-1].title == "Medewerkers"


def test_texts_do_not_change_without_a_new_version():
    with Database("sqlite://", bot=1) as database:
        version = load_instrument().content_version
        database.run_sync(lambda uow: uow.editions.keep(version, older()))
        with pytest.raises(CannotStartError, match="content_version"):
            database.run_sync(keep_edition)
