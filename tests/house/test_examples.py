"""The example records: enough of them, small, each with answers of its own."""

import json

from tests.house.sources import ROOT, shown

RECORDS = sorted((ROOT / "examples" / "records").glob("*.json"))
ANSWERS = sorted((ROOT / "examples" / "answers").glob("*.json"))
LARGEST_BYTES = 100_000


def test_there_are_at_least_twenty_records_each_with_its_answers() -> None:
    assert len(RECORDS) >= 20
    assert [path.name for path in RECORDS] == [path.name for path in ANSWERS]


def test_no_two_people_gave_the_same_answers() -> None:
    told = [json.loads(path.read_text(encoding="utf-8"))["facts"] for path in ANSWERS]
    assert [each for each in told if told.count(each) > 1] == []


def test_no_record_is_large() -> None:
    sizes = {shown(path): path.stat().st_size for path in RECORDS}
    assert {name: size for name, size in sizes.items() if size > LARGEST_BYTES} == {}


def test_the_examples_say_where_they_come_from() -> None:
    assert (ROOT / "examples" / "NOTICE.md").is_file()
