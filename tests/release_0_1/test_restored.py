"""A copy of a database of version 0.1 is restored in the program of now, and its buttons do what they did."""

from pathlib import Path

from release import Opened, different, opened, restored, shown, typed

BUTTONS = [one for one in different(one for one in shown() if one.data) if one.data.startswith("c:")][::3]


def test_what_was_left_is_restored_with_its_buttons(left: str, tmp_path: Path):
    url = restored(left, tmp_path)
    as_it_was = opened(left)
    one = opened(url)
    try:
        assert _rows(one) == _rows(as_it_was)
        assert [_said(one, button) for button in BUTTONS] == [_said(as_it_was, button) for button in BUTTONS]
    finally:
        one.database.close()
        as_it_was.database.close()


def _rows(one: Opened):
    return one.undone(lambda uow: typed(uow.log._reads.connection))


def _said(one: Opened, button) -> list[str]:
    """In this chat. What stands in groups is drawn anew by the first turn there."""
    result = one.taps(button.who, button.chat, button.message, button.data)
    return [result.toast or "", *(message.screen.html for message in result.outgoing if message.chat == button.chat)]
