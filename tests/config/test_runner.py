"""Whom PostgreSQL runs as, and how that user comes to its folder and to no other."""

import os
import pwd
import stat
import sys
from pathlib import Path

import pytest

from deqi.config import runner
from deqi.config.runner import RunsAsRoot

linux = pytest.mark.skipif(
    sys.platform != "linux", reason="lists of access are set as Linux sets them"
)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")

STRANGER = pwd.struct_passwd(("stranger", "x", 54321, 54321, "", "/", "/bin/false"))


@pytest.fixture
def told() -> list[str]:
    """Return what was reported."""
    return []


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """Return a folder that only its owner may enter."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    return folder


@linux
def test_a_closed_folder_lets_one_user_through_and_no_other(
    closed: Path, told: list[str]
) -> None:
    runner.let_pass(closed, STRANGER, told.append)
    assert f"let deqi-postgres pass through {closed}" in told[-1]
    mode = stat.S_IMODE(closed.stat().st_mode)
    assert mode & 0o707 == 0o700
    assert runner.entries(closed)[2, STRANGER.pw_uid] == 1


@linux
def test_a_folder_is_changed_once(closed: Path, told: list[str]) -> None:
    runner.let_pass(closed, STRANGER, told.append)
    told.clear()
    runner.let_pass(closed, STRANGER, told.append)
    assert told == []


@linux
def test_rights_given_before_stay(closed: Path, told: list[str]) -> None:
    closed.chmod(0o750)
    runner.let_pass(closed, STRANGER, told.append)
    other = pwd.struct_passwd(("other", "x", 54322, 54322, "", "/", "/bin/false"))
    runner.let_pass(closed, other, told.append)
    entries = runner.entries(closed)
    assert (entries[2, 54321], entries[2, 54322]) == (1, 1)
    assert (entries[1, runner.NOBODY], entries[4, runner.NOBODY]) == (7, 5)


@linux
def test_a_chmod_that_took_the_way_away_is_made_good(
    closed: Path, told: list[str]
) -> None:
    closed.chmod(0o750)
    runner.let_pass(closed, STRANGER, told.append)
    closed.chmod(0o700)
    assert runner.entries(closed)[2, 54321] == 0
    runner.let_pass(closed, STRANGER, told.append)
    entries = runner.entries(closed)
    assert (entries[2, 54321], entries[4, runner.NOBODY]) == (1, 0)


def test_an_open_folder_and_ones_own_are_left_alone(
    tmp_path: Path, told: list[str]
) -> None:
    mine = pwd.getpwuid(os.geteuid())
    runner.let_pass(tmp_path, mine, told.append)
    assert told == []


@linux
def test_a_file_system_without_such_lists_is_told() -> None:
    with pytest.raises(RunsAsRoot, match="may not pass through"):
        runner.grant(Path("/proc/self"), STRANGER.pw_uid)


@as_root
def test_root_gets_a_user_that_nobody_signs_in_as() -> None:
    user = runner.needed()
    assert user is not None
    assert user.pw_name == runner.NAME
    assert user.pw_uid != 0
    assert runner.made(os.environ["PATH"]) == user


def test_who_is_not_root_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert runner.needed() is None


def test_a_system_that_cannot_make_users_is_told(tmp_path: Path) -> None:
    with pytest.raises(RunsAsRoot, match="no useradd"):
        runner.made(str(tmp_path))
