"""Where a database is reached: known before it runs, and short enough for a socket."""

from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from deqi.config import addresses, keys
from deqi.config.databases import database, databases


def test_each_role_has_an_address_of_its_own(tmp_path: Path) -> None:
    made = keys.ensure(tmp_path, demo=False)
    urls = addresses.of(tmp_path, made)
    read = [conninfo_to_dict(url) for url in (urls.app, urls.owner, urls.backup)]
    assert [each["user"] for each in read] == ["deqi_app", "deqi_owner", "deqi_backup"]
    assert [each["password"] for each in read] == [made.app, made.owner, made.backup]
    assert {each["dbname"] for each in read} == {"deqi"}
    assert {each["host"] for each in read} == {str(addresses.sockets(tmp_path))}


@pytest.mark.parametrize("length", [1, 60, 103, 104, 200])
def test_the_path_of_a_socket_is_never_too_long(length: int) -> None:
    folder = Path("/" + "x" * (length - 1))
    found = addresses.sockets(folder)
    assert len(str(found / ".s.PGSQL.5432.lock")) <= addresses.LONGEST_SOCKET
    assert addresses.sockets(folder) == found
    assert (found == folder / "run") is (length < 80)


def test_two_long_folders_do_not_share_a_socket() -> None:
    long = "x" * 150
    assert addresses.sockets(Path(f"/a/{long}")) != addresses.sockets(
        Path(f"/b/{long}")
    )


def test_the_server_reaches_the_database_by_its_own_role_through_a_pool() -> None:
    made = databases("postgresql://deqi_app:p%40@h.example/deqi?sslmode=require", None)
    assert set(made) == {"default"}
    entry = made["default"]
    assert (entry["USER"], entry["PASSWORD"]) == ("deqi_app", "p@")
    assert (entry["HOST"], entry["NAME"]) == ("h.example", "deqi")
    assert entry["OPTIONS"]["sslmode"] == "require"
    assert entry["OPTIONS"]["pool"]["max_size"] == 8


def test_the_owner_is_there_only_where_its_address_is_given() -> None:
    made = databases("postgresql://", "postgresql://deqi_owner@h.example:6543/x")
    assert made["owner"]["USER"] == "deqi_owner"
    assert (made["owner"]["PORT"], made["owner"]["NAME"]) == ("6543", "x")
    assert "pool" not in made["owner"]["OPTIONS"]


def test_an_address_of_few_words_takes_what_is_usual() -> None:
    entry = database("postgresql://", pool=None)
    assert (entry["NAME"], entry["HOST"], entry["OPTIONS"]) == ("deqi", "", {})
