"""The environment: read into one value, or told setting by setting with its remedy."""

from pathlib import Path

import pytest

from deqi.config import env, keys
from deqi.config.env import MissingSetting, SignOn, UnusableSetting
from tests.house.sources import ROOT

OWN = {
    "DATABASE_URL": "postgresql://deqi_app:x@db.example.org/deqi",
    "DEQI_SECRET_KEY": "s" * 50,
    "DEQI_ALLOWED_HOSTS": "clinic.example.org, other.example.org,",
}
OWNER, BACKUP = (
    "postgresql://deqi_owner@h.example/",
    "postgres://deqi_backup@h.example/",
)


def test_a_database_of_ones_own() -> None:
    read = env.read({**OWN, "DEQI_OWNER_URL": OWNER, "DEQI_BACKUP_URL": BACKUP})
    assert read.app_url == OWN["DATABASE_URL"]
    assert (read.owner_url, read.backup_url) == (OWNER, BACKUP)
    assert read.hosts == ("clinic.example.org", "other.example.org")
    assert (read.folder, read.demo, read.behind_proxy) == (None, False, False)
    assert (read.mail, read.sign_on) == (None, None)


def test_secret_keys_that_were_replaced_are_named_in_one_line(tmp_path: Path) -> None:
    old = ("o" * 50, "p" * 60)
    told = {"DEQI_OLD_SECRET_KEYS": f" {old[0]},{old[1]},"}
    assert env.read({**OWN, **told}).old_secret_keys == old
    keys.ensure(tmp_path, demo=True)
    assert env.read({"DEQI_DATA": str(tmp_path), **told}).old_secret_keys == old
    assert env.read(OWN).old_secret_keys == ()


def test_the_server_needs_no_address_of_the_owner() -> None:
    assert env.read(OWN).owner_url is None


def test_the_embedded_database_brings_its_addresses_and_its_secret(
    tmp_path: Path,
) -> None:
    made = keys.ensure(tmp_path, demo=False)
    read = env.read({"DEQI_DATA": str(tmp_path), "DEQI_ALLOWED_HOSTS": "a.example"})
    assert made.app in read.app_url
    assert made.owner in (read.owner_url or "")
    assert made.backup in (read.backup_url or "")
    assert read.secret_key == made.secret_key
    assert (read.folder, read.demo) == (tmp_path, False)


def test_a_demo_answers_on_this_machine_alone(tmp_path: Path) -> None:
    keys.ensure(tmp_path, demo=True)
    read = env.read({"DEQI_DATA": str(tmp_path)})
    assert read.demo
    assert read.hosts == ("localhost", "127.0.0.1", "[::1]")


def test_a_clinic_of_ones_own_names_its_hosts(tmp_path: Path) -> None:
    keys.ensure(tmp_path, demo=False)
    with pytest.raises(MissingSetting, match="DEQI_ALLOWED_HOSTS is not"):
        env.read({"DEQI_DATA": str(tmp_path)})


@pytest.mark.parametrize("name", OWN)
def test_what_is_missing_is_told_with_its_remedy(name: str) -> None:
    with pytest.raises(MissingSetting) as told:
        env.read({**OWN, name: ""})
    assert str(told.value) == f"{name} is not set. {env.HELP[name]}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEQI_SECRET_KEY", "s" * 49),
        ("DEQI_OLD_SECRET_KEYS", f"{'s' * 50},{'s' * 49}"),
        ("DATABASE_URL", "mysql://sss@db.example.org/deqi"),
        ("DEQI_OWNER_URL", "postgresql://db.example.org/deqi?sss=1"),
        ("DEQI_BACKUP_URL", "sss"),
        ("DEQI_ALLOWED_HOSTS", "*"),
        ("DEQI_ALLOWED_HOSTS", " , "),
        ("DEQI_MAIL_URL", "mail.example.org"),
        ("DEQI_MAIL_URL", "http://mail.example.org"),
        ("DEQI_MAIL_URL", "smtp://"),
    ],
)
def test_what_cannot_be_used_is_told_without_its_value(name: str, value: str) -> None:
    with pytest.raises(UnusableSetting) as told:
        env.read({**OWN, name: value})
    assert str(told.value).startswith(f"{name} ")
    assert env.HELP[name] in str(told.value)
    assert "sss" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "port", "encryption"),
    [
        ("smtp://u%40x:p%2F@mail.example.org", 587, "starttls"),
        ("smtps://u%40x:p%2F@mail.example.org", 465, "tls"),
        ("smtps://u%40x:p%2F@mail.example.org:2465", 2465, "tls"),
    ],
)
def test_mail(url: str, port: int, encryption: str) -> None:
    read = env.read({**OWN, "DEQI_MAIL_URL": url, "DEQI_MAIL_FROM": "a@b.example"})
    assert read.mail == env.Mail(
        "mail.example.org", port, "u@x", "p/", encryption, "a@b.example"
    )


def test_mail_without_a_sender_is_told() -> None:
    with pytest.raises(MissingSetting, match="DEQI_MAIL_FROM"):
        env.read({**OWN, "DEQI_MAIL_URL": "smtp://mail.example.org"})


def test_single_sign_on_opens_the_way_of_its_form() -> None:
    told = {
        "DEQI_OIDC_ISSUER": "https://login.example.org/realm",
        "DEQI_OIDC_CLIENT": "deqi",
        "DEQI_OIDC_SECRET": "x",
    }
    read = env.read({**OWN, **told})
    assert read.sign_on == SignOn("https://login.example.org/realm", "deqi", "x")
    assert env.origins(read.sign_on) == ["https://login.example.org"]
    assert env.origins(None) == []
    near = {**OWN, **told, "DEQI_OIDC_ISSUER": "http://localhost:9400"}
    assert env.origins(env.read(near).sign_on) == ["http://localhost:9400"]
    for far in ("http://login.example.org", "login.example.org", "ftp://localhost.x"):
        with pytest.raises(UnusableSetting, match="does not begin with https://"):
            env.read({**OWN, **told, "DEQI_OIDC_ISSUER": far})
    with pytest.raises(MissingSetting, match="DEQI_OIDC_SECRET"):
        env.read({**OWN, **told, "DEQI_OIDC_SECRET": ""})


@pytest.mark.parametrize(
    ("said", "believed"), [("yes", True), ("no", False), ("", False)]
)
def test_a_proxy_is_believed_only_where_it_is_named(said: str, believed: bool) -> None:
    assert env.read({**OWN, "DEQI_BEHIND_PROXY": said}).behind_proxy is believed


def test_all_faults_are_told_at_once() -> None:
    told = env.faults({"DEQI_MAIL_URL": "x", "DEQI_OIDC_ISSUER": "https://a.example"})
    assert [each.split()[0] for each in told] == [
        "DATABASE_URL",
        "DEQI_SECRET_KEY",
        "DEQI_ALLOWED_HOSTS",
        "DEQI_MAIL_URL",
        "DEQI_OIDC_CLIENT",
        "DEQI_OIDC_SECRET",
    ]
    assert env.faults(OWN) == []


def test_a_folder_without_a_clinic_is_a_fault(tmp_path: Path) -> None:
    (told,) = env.faults({"DEQI_DATA": str(tmp_path)})
    assert "holds no clinic yet" in told


def test_every_setting_that_can_lack_has_its_help() -> None:
    text = (ROOT / "docs" / "how-to" / "settings.md").read_text(encoding="utf-8")
    assert [name for name in env.HELP if f"`{name}`" not in text] == []
    assert set(env.STAND_INS) <= set(env.HELP)


def test_no_secret_is_written_where_a_value_is_shown(tmp_path: Path) -> None:
    made = keys.ensure(tmp_path, demo=True)
    mail = {
        "DEQI_MAIL_URL": "smtp://u:hidden@h.example",
        "DEQI_MAIL_FROM": "a@b.example",
    }
    sign_on = {"DEQI_OIDC_ISSUER": "https://a.example", "DEQI_OIDC_CLIENT": "c"}
    told = {**mail, **sign_on, "DEQI_OIDC_SECRET": "hidden"}
    shown = f"{made} {env.read({'DEQI_DATA': str(tmp_path), **told})}"
    assert "hidden" not in shown
    for secret in (made.secret_key, made.superuser, made.owner, made.app, made.backup):
        assert secret not in shown
