"""The keys of a data folder: made once, for their owner alone, told apart from a demo."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from deqi.config import keys
from deqi.config.keys import KeysUnreadable, NoDataFolder


def test_keys_are_made_once(tmp_path: Path) -> None:
    made = keys.ensure(tmp_path / "clinic", demo=False)
    assert keys.ensure(tmp_path / "clinic", demo=False) == made
    assert keys.read(tmp_path / "clinic") == made


def test_only_their_owner_may_read_them(tmp_path: Path) -> None:
    keys.ensure(tmp_path / "clinic", demo=False)
    assert stat.S_IMODE((tmp_path / "clinic" / "keys.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "clinic").stat().st_mode) == 0o700


def test_every_secret_is_its_own(tmp_path: Path) -> None:
    made = keys.ensure(tmp_path, demo=False)
    secrets = {made.secret_key, made.superuser, made.owner, made.app, made.backup}
    assert len(secrets) == 5
    assert min(map(len, secrets)) >= 50


def test_a_demo_stays_a_demo_and_a_clinic_a_clinic(tmp_path: Path) -> None:
    keys.ensure(tmp_path / "demo", demo=True)
    keys.ensure(tmp_path / "clinic", demo=False)
    assert keys.ensure(tmp_path / "demo", demo=False).demo
    assert not keys.ensure(tmp_path / "clinic", demo=True).demo


def test_two_who_begin_at_once_end_with_the_same_keys(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: keys.ensure(tmp_path, demo=False), range(32)))
    assert len(set(made)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_a_folder_without_a_clinic_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoDataFolder, match="deqi migrate"):
        keys.read(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"demo": true, "x": 1}'])
def test_a_broken_file_is_told_and_never_replaced(tmp_path: Path, text: str) -> None:
    (tmp_path / "keys.json").write_text(text)
    with pytest.raises(KeysUnreadable):
        keys.ensure(tmp_path, demo=False)
    assert (tmp_path / "keys.json").read_text() == text
