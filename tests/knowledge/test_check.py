"""The check of all records, tried on planted faults."""

from datetime import date, timedelta

import pytest

from deqi.knowledge import check, rooms
from deqi.knowledge.schema import UnreadableRecord
from tests.house.sources import PACKAGE, modules, shown, tree

TODAY = date(2026, 11, 21)


def test_the_records_of_the_product_fit_together() -> None:
    assert check.check(today=TODAY).faults == ()


def test_no_clinician_has_reviewed_a_record_and_the_check_says_so() -> None:
    report = check.check(today=TODAY)
    assert report.records > 200
    assert len(report.unreviewed) == report.records


def test_a_record_is_due_on_the_day_after_its_next_review() -> None:
    last = max(
        each.next_review for room in rooms.ROOMS.values() for each in room().values()
    )
    report = check.check(today=last)
    assert len(report.due) < report.records
    later = check.check(today=last + timedelta(days=1))
    assert len(later.due) == later.records


def test_a_room_that_cannot_be_loaded_is_a_fault_and_nothing_else_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def load() -> object:
        raise UnreadableRecord("red_flags:x lacks title")

    monkeypatch.setattr(rooms, "LOADERS", (load,))
    report = check.check(today=TODAY)
    assert report.records == 0
    assert [fault.says for fault in report.faults] == [
        "UnreadableRecord: red_flags:x lacks title"
    ]


def test_every_room_is_checked() -> None:
    folders = {path.parent.name for path in (PACKAGE / "knowledge").glob("*/*.py")}
    assert folders - {"sources"} == set(rooms.ROOMS)


def test_every_loader_of_a_room_is_checked() -> None:
    """A public function without arguments that a room keeps in memory reads records."""
    kept = {
        (path.relative_to(PACKAGE / "knowledge").parts[0], node.name)
        for path in modules("knowledge")
        for node in tree(path).body
        if type(node).__name__ == "FunctionDef"
        and any(ast_name(each) == "cache" for each in node.decorator_list)
        and not (node.args.args or node.args.kwonlyargs or node.name.startswith("_"))
    }
    tried = {
        (load.__module__.split(".")[2], load.__name__)
        for load in (*rooms.LOADERS, *rooms.ROOMS.values())
    }
    assert kept - tried == set()


def ast_name(node: object) -> str:
    """Return the name of a decorator."""
    return getattr(node, "id", "")


@pytest.mark.parametrize(("name", "module"), check.READ_BY_CODE.items())
def test_what_is_said_to_be_read_by_code_is(name: str, module: str) -> None:
    path = PACKAGE.joinpath(*module.split(".")).with_suffix(".py")
    assert f'"{name}"' in path.read_text(encoding="utf-8"), shown(path)
