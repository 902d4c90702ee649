"""The environment, read once into one value; what is missing is told with its remedy.

Either ``DEQI_DATA`` names the folder of an embedded database, from which the addresses of
the database and the secret key come, or ``DATABASE_URL`` names a PostgreSQL of one's own.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from deqi.config import addresses, keys

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
SHORTEST_SECRET = 50

HELP = {
    "DATABASE_URL": (
        "It is the PostgreSQL of the clinic, by the role deqi_app, such as"
        " postgresql://deqi_app:PASSWORD@db.example.org/deqi?sslmode=verify-full."
        " To let deqi bring its own PostgreSQL, set DEQI_DATA to a folder instead."
        " docs/how-to/run-a-clinic.md shows both."
    ),
    "DEQI_OWNER_URL": (
        "It is the same database by the role deqi_owner, which alone may change tables;"
        " `deqi migrate` and `deqi restore` need it, the running server does not."
    ),
    "DEQI_BACKUP_URL": (
        "It is the same database by the role deqi_backup, which reads all clinics and"
        " writes nothing; `deqi backup` needs it, the running server does not."
    ),
    "DEQI_SECRET_KEY": (
        "It signs cookies and links, encrypts second steps, is the same on every server"
        " of one network, and has 50 characters or more. Make one with"
        " python3 -c 'import secrets; print(secrets.token_urlsafe(64))' and keep it"
        " with the passwords: who has it can sign in as anybody."
    ),
    "DEQI_OLD_SECRET_KEYS": (
        "It names secret keys that were replaced, with commas; the second steps that they"
        " encrypted are still read, and nothing that they signed. After `deqi migrate`"
        " has encrypted all anew it can go."
    ),
    "DEQI_ALLOWED_HOSTS": (
        "It names the host names under which people reach the clinic, with commas,"
        " such as clinic.example.org; requests for any other name are refused."
    ),
    "DEQI_MAIL_URL": (
        "It is the mail server, such as smtp://USER:PASSWORD@mail.example.org:587;"
        " smtps:// speaks TLS from the first byte, smtp:// begins it before the"
        " password. Without it no sign-in link and no reminder leaves the clinic."
    ),
    "DEQI_MAIL_FROM": (
        "It is the sender of the clinic's mail, such as care@clinic.example.org, and"
        " goes with DEQI_MAIL_URL."
    ),
    "DEQI_OIDC_ISSUER": (
        "It is the address of the OpenID Connect provider for single sign-on, such as"
        " https://login.example.org/realm, and goes with DEQI_OIDC_CLIENT and"
        " DEQI_OIDC_SECRET."
    ),
    "DEQI_OIDC_CLIENT": "It is the name under which the provider knows this clinic.",
    "DEQI_OIDC_SECRET": "It is the secret that the provider gave for this clinic.",
}


STAND_INS = {
    "DATABASE_URL": "postgresql://",
    "DEQI_OWNER_URL": "",
    "DEQI_BACKUP_URL": "",
    "DEQI_SECRET_KEY": "-" * SHORTEST_SECRET,
    "DEQI_OLD_SECRET_KEYS": "",
    "DEQI_ALLOWED_HOSTS": "localhost",
    "DEQI_MAIL_URL": "",
    "DEQI_MAIL_FROM": "-",
    "DEQI_OIDC_ISSUER": "",
    "DEQI_OIDC_CLIENT": "-",
    "DEQI_OIDC_SECRET": "-",
}
"""What `faults` reads on with, once it has told that a setting is at fault."""


class MissingSetting(Exception):
    """A setting that this work needs is not there; the text says what to set."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name} is not set. {HELP[name]}")


class UnusableSetting(Exception):
    """A setting cannot be used as it is; the text says why, never its value."""

    def __init__(self, name: str, why: str) -> None:
        self.name = name
        super().__init__(f"{name} {why}. {HELP[name]}")


@dataclass(frozen=True, slots=True)
class Mail:
    """The mail server; `encryption` is tls (from the first byte) or starttls."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    encryption: str
    sender: str


@dataclass(frozen=True, slots=True)
class SignOn:
    """The provider of single sign-on, by OpenID Connect."""

    issuer: str
    client: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Environment:
    """All settings of one process.

    `folder` is None where the database is not embedded. `static` is where the server finds
    the files of the pages, gathered when it starts. `demo` says that the folder was
    made for invented people; a database of one's own never is.
    """

    app_url: str = field(repr=False)
    owner_url: str | None = field(repr=False)
    backup_url: str | None = field(repr=False)
    folder: Path | None
    static: Path
    demo: bool
    secret_key: str = field(repr=False)
    old_secret_keys: tuple[str, ...] = field(repr=False)
    hosts: tuple[str, ...]
    behind_proxy: bool
    mail: Mail | None
    sign_on: SignOn | None


def read(environ: Mapping[str, str]) -> Environment:
    """Read all settings, or say which one is missing and how to mend it."""
    if data := environ.get("DEQI_DATA"):
        return _embedded(environ, Path(data).resolve())
    return Environment(
        app_url=_needed(
            "DATABASE_URL", _url("DATABASE_URL", environ.get("DATABASE_URL"))
        ),
        owner_url=_url("DEQI_OWNER_URL", environ.get("DEQI_OWNER_URL")),
        backup_url=_url("DEQI_BACKUP_URL", environ.get("DEQI_BACKUP_URL")),
        folder=None,
        static=Path(environ.get("DEQI_STATIC") or os.devnull),
        demo=False,
        secret_key=_secret(environ.get("DEQI_SECRET_KEY")),
        old_secret_keys=_old_secrets(environ.get("DEQI_OLD_SECRET_KEYS")),
        hosts=_hosts(environ.get("DEQI_ALLOWED_HOSTS")),
        behind_proxy=_behind_proxy(environ),
        mail=_mail(environ),
        sign_on=_sign_on(environ),
    )


def faults(environ: Mapping[str, str]) -> list[str]:
    """Return all that is wrong with the settings, each with its remedy."""
    found: list[str] = []
    known = dict(environ)
    while True:
        try:
            read(known)
        except (MissingSetting, UnusableSetting) as fault:
            found.append(str(fault))
            # Mended for the rest of the reading, so that what follows is told as well.
            known[fault.name] = STAND_INS[fault.name]
        except (keys.NoDataFolder, keys.KeysUnreadable) as fault:
            return [*found, str(fault)]
        else:
            return found


def origins(sign_on: SignOn | None) -> list[str]:
    """Return where a sign-in form may lead, besides here."""
    if sign_on is None:
        return []
    parts = urlsplit(sign_on.issuer)
    return [f"{parts.scheme}://{parts.netloc}"]


def _embedded(environ: Mapping[str, str], folder: Path) -> Environment:
    held = keys.read(folder)
    urls = addresses.of(folder, held)
    named = environ.get("DEQI_ALLOWED_HOSTS")
    return Environment(
        app_url=urls.app,
        owner_url=urls.owner,
        backup_url=urls.backup,
        folder=folder,
        static=folder / "static",
        demo=held.demo,
        secret_key=held.secret_key,
        old_secret_keys=_old_secrets(environ.get("DEQI_OLD_SECRET_KEYS")),
        hosts=LOCAL_HOSTS if held.demo and not named else _hosts(named),
        behind_proxy=_behind_proxy(environ),
        mail=_mail(environ),
        sign_on=_sign_on(environ),
    )


def _needed(name: str, value: str | None) -> str:
    if not value:
        raise MissingSetting(name)
    return value


def _url(name: str, value: str | None) -> str | None:
    if not value:
        return None
    if not value.startswith(("postgresql://", "postgres://")):
        raise UnusableSetting(name, "does not begin with postgresql://")
    try:
        conninfo_to_dict(value)
    except ProgrammingError:
        raise UnusableSetting(name, "cannot be read as an address") from None
    return value


def _secret(value: str | None) -> str:
    secret = _needed("DEQI_SECRET_KEY", value)
    if len(secret) < SHORTEST_SECRET:
        raise UnusableSetting("DEQI_SECRET_KEY", "is too short")
    return secret


def _old_secrets(value: str | None) -> tuple[str, ...]:
    old = tuple(key.strip() for key in (value or "").split(",") if key.strip())
    if any(len(key) < SHORTEST_SECRET for key in old):
        raise UnusableSetting("DEQI_OLD_SECRET_KEYS", "names one that is too short")
    return old


def _hosts(value: str | None) -> tuple[str, ...]:
    named = _needed("DEQI_ALLOWED_HOSTS", value)
    hosts = tuple(host.strip() for host in named.split(",") if host.strip())
    if "*" in hosts or not hosts:
        raise UnusableSetting("DEQI_ALLOWED_HOSTS", "names no host")
    return hosts


def _behind_proxy(environ: Mapping[str, str]) -> bool:
    return environ.get("DEQI_BEHIND_PROXY", "") == "yes"


def _mail(environ: Mapping[str, str]) -> Mail | None:
    url = environ.get("DEQI_MAIL_URL")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise UnusableSetting("DEQI_MAIL_URL", "is no address of a mail server")
    secure = parts.scheme == "smtps"
    return Mail(
        host=parts.hostname,
        port=parts.port or (465 if secure else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        encryption="tls" if secure else "starttls",
        sender=_needed("DEQI_MAIL_FROM", environ.get("DEQI_MAIL_FROM")),
    )


def _sign_on(environ: Mapping[str, str]) -> SignOn | None:
    issuer = environ.get("DEQI_OIDC_ISSUER")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    # Who a provider says that somebody is, is believed because TLS says who it is.
    if parts.scheme != "https" and parts.hostname not in LOCAL_HOSTS:
        raise UnusableSetting("DEQI_OIDC_ISSUER", "does not begin with https://")
    return SignOn(
        issuer=issuer,
        client=_needed("DEQI_OIDC_CLIENT", environ.get("DEQI_OIDC_CLIENT")),
        secret=_needed("DEQI_OIDC_SECRET", environ.get("DEQI_OIDC_SECRET")),
    )
