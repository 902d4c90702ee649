"""`deqi examples`: every example person, from the record alone and with answers."""

import pytest

from deqi.cli import command


@pytest.fixture(scope="module")
def shown() -> list[str]:
    from contextlib import redirect_stdout
    from io import StringIO

    written = StringIO()
    with redirect_stdout(written):
        assert command.perform(["examples", "--today", "2026-11-21"]) == 0
    return written.getvalue().splitlines()


def test_at_least_twenty_people_get_a_plan(shown):
    (summary,) = (line for line in shown if " plans for " in line)
    planned, people = (int(word) for word in summary.split() if word.isdigit())
    assert planned >= 20
    assert people >= 24


def test_a_record_alone_always_asks(shown):
    asked = [line for line in shown if "questions hold up care" in line]
    people = [line for line in shown if ": the record alone" in line]
    assert len(asked) == len(people) >= 24


def test_the_grave_examples_get_none(shown):
    assert sum(line.startswith("EMERGENCY") for line in shown) == 1
    assert sum(line.startswith("REFER") for line in shown) >= 3


def test_a_folder_without_examples_is_told(tmp_path, capsys):
    assert command.perform(["examples", "--folder", str(tmp_path)]) == 2
    assert "no example records" in capsys.readouterr().err
