"""What `make rooms` draws is what stands in the code."""

from rooms import imports, keys, order, routes, tables

from bot.rooms import ROOMS
from storage.unit_of_work import PROVIDERS


def test_the_rooms_stand_in_the_order_in_which_they_may_import_each_other():
    assert [room.name for room in ROOMS] == order()


def test_no_room_imports_a_later_one():
    rooms = order()
    drawn = imports(rooms)

    assert drawn["reveal"]["settling"] > 0
    assert [(one, other) for one in rooms for other in drawn[one] if rooms.index(other) > rooms.index(one)] == []


def test_a_page_is_found_wherever_it_can_be_named():
    source = """
        ctx.button("wijzigen" if late else "bekijk", f"wijzig:{run.id}" if late else "versie")
        Button(name, f"p:afspraak:{one.id}")
        Task(label, ToTalk("settling", run.id), f"vaststel:{run.id}")
        ToPage("menu")
        ctx.button("menu", route)
    """

    assert set(routes(f"if True:{source}")) == {"wijzig", "versie", "afspraak", "dialog:settling", "vaststel", "menu"}


def test_what_a_room_keeps_has_one_provider():
    assert sorted(key for room in ROOMS for key in keys(room.name)) == sorted(PROVIDERS)


def test_no_room_reads_a_table_of_another():
    assert list(tables()) == []
