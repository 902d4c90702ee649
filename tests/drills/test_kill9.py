"""The drill of kills: it runs, and it would see what is lost, double or changed."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from drills.kill9.__main__ import faults_of
from drills.kill9.writers import Write, Writers, writes

from tests.config.processes import environment
from tests.house.sources import ROOT

KEY, KEPT, OTHER = uuid4(), uuid4(), uuid4()


def test_nothing_is_lost_in_a_short_drill(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    command = [sys.executable, "-m", "drills.kill9", "--writes", "60", "--page", page]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Of 60 writes every one is there, none twice." in page.read_text()


def test_a_whole_write_has_no_fault() -> None:
    write = Write(14, KEY, answers=[KEPT, KEPT])
    assert faults_of(write, {KEPT: 3.0}, {KEY: KEPT}) == []


@pytest.mark.parametrize(
    ("answers", "scores", "receipts", "fault"),
    [
        ([], {KEPT: 3.0}, {KEY: KEPT}, "never acknowledged"),
        ([KEPT, OTHER], {KEPT: 3.0, OTHER: 3.0}, {KEY: KEPT}, "told two ids"),
        ([KEPT], {}, {KEY: KEPT}, "lost or other"),
        ([KEPT], {KEPT: 4.0}, {KEY: KEPT}, "lost or other"),
        ([KEPT], {KEPT: 3.0}, {KEY: OTHER}, "no receipt"),
    ],
)
def test_a_planted_fault_is_seen(answers, scores, receipts, fault) -> None:
    (seen,) = faults_of(Write(14, KEY, answers=answers), scores, receipts)
    assert seen.startswith(fault)


def test_the_longest_silence_is_measured_within_its_span() -> None:
    group = Writers(0, [], 0.0, answered=[0.5, 1.0, 1.2, 4.0, 9.0])
    assert group.silence(1.1, 4.5) == pytest.approx(2.8)
    assert group.silence(5.0, 6.0) == pytest.approx(1.0)


def test_the_keys_of_a_seed_stay_the_same() -> None:
    assert [each.key for each in writes(5, 1)] == [each.key for each in writes(5, 1)]
    assert len({each.key for each in writes(1000, 1)}) == 1000
