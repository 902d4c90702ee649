"""What a clinic's installation lacks, and how to mend it.

Every check is made on the thing itself: the database is asked, the mail server greeted.
What cannot be looked at is a fault, never passed over.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import psycopg
from psycopg.conninfo import conninfo_to_dict

from deqi.config import env
from deqi.config.env import Environment, Mail

OLDEST_SERVER = 15
PATIENCE = 10
"""Seconds for an answer of the mail server or the database."""

ROLES = {"deqi_owner": True, "deqi_app": False, "deqi_backup": True}
"""Role to whether it sees past the policies that keep clinics apart."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Parameters
    ----------
    name : str
        What was looked at.
    sound : bool
        Whether it is as it should be.
    told : str
        What was found; names no patient and no password.
    remedy : str
        What to do; empty where it is sound.
    """

    name: str
    sound: bool
    told: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Checkup:
    """Everything that was looked at.

    Parameters
    ----------
    sound : bool
        Whether the clinic may be opened.
    checks : tuple of Check
        In the order to mend them in.
    """

    sound: bool
    checks: tuple[Check, ...]


def settings(environ: Mapping[str, str]) -> tuple[Check, ...]:
    """Check the environment; what lacks here hides all that comes after it."""
    faults = env.faults(environ)
    if not faults:
        return (Check("settings", True, "complete"),)
    return tuple(Check("settings", False, *_halves(fault)) for fault in faults)


def installation(environment: Environment) -> tuple[Check, ...]:
    """Check what runs: database, roles, tables, clinics, mail. Django must stand."""
    reached = _reached("deqi_app", environment.app_url)
    checks = [reached]
    if reached.sound:
        checks += [
            _server(environment.app_url),
            transport(environment.app_url),
            *_roles(environment),
            *_tables(environment.app_url),
        ]
    checks.append(mail(environment))
    if environment.demo:
        remedy = "make a folder of its own for a clinic, by DEQI_DATA and deqi migrate"
        checks.append(Check("people", False, "this folder holds invented ones", remedy))
    return tuple(checks)


def _halves(fault: str) -> tuple[str, str]:
    told, _, remedy = fault.partition(". ")
    return told, remedy


def _reached(role: str, url: str) -> Check:
    name = f"database, as {role}"
    try:
        with psycopg.connect(url, connect_timeout=PATIENCE) as connection:
            user = connection.info.user
    except psycopg.Error as fault:
        remedy = "see that the server runs, and that address and password are right"
        return Check(name, False, str(fault).strip().splitlines()[-1], remedy)
    remedy = "" if user == role else f"give the address with the role {role}"
    return Check(name, user == role, f"reached as {user}", remedy)


def _server(url: str) -> Check:
    with psycopg.connect(url) as connection:
        version = connection.info.server_version // 10000
    sound = version >= OLDEST_SERVER
    remedy = "" if sound else f"deqi needs PostgreSQL {OLDEST_SERVER} or newer"
    return Check("database server", sound, f"PostgreSQL {version}", remedy)


def transport(url: str) -> Check:
    """Check that nobody between the server and its database can pose as either."""
    parts = conninfo_to_dict(url)
    host = str(parts.get("host", ""))
    mode = str(parts.get("sslmode", "prefer"))
    near = host.startswith("/") or host in ("", "localhost", "127.0.0.1", "::1")
    if near or mode == "verify-full":
        return Check("way to the database", True, "on this machine" if near else mode)
    remedy = "add sslmode=verify-full to DATABASE_URL: anybody between could pose as it"
    return Check("way to the database", False, f"sslmode is {mode}", remedy)


def _roles(environment: Environment) -> Iterator[Check]:
    urls = {
        "deqi_owner": environment.owner_url,
        "deqi_app": environment.app_url,
        "deqi_backup": environment.backup_url,
    }
    for role, url in urls.items():
        if url is None:
            yield Check(f"role {role}", True, "not used by this process")
            continue
        reached = _reached(role, url)
        yield _role(role, url) if reached.sound else reached


def _role(role: str, url: str) -> Check:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls,"
            " current_setting('default_transaction_read_only') = 'on'"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    wanted = (False, ROLES[role], role == "deqi_backup")
    if row == wanted:
        return Check(f"role {role}", True, "as it should be")
    remedy = "run src/deqi/config/roles.sql as the superuser of the server"
    return Check(f"role {role}", False, "has other attributes than it should", remedy)


def _tables(url: str) -> Iterator[Check]:
    from deqi.config import probes

    if lacking := probes.lacking():
        remedy = "run deqi migrate"
        yield Check("tables", False, f"the {lacking} are not up to date", remedy)
        return
    yield Check("tables", True, "up to date")
    with psycopg.connect(url) as connection:
        open_tables = [row[0] for row in connection.execute(_OPEN).fetchall()]
        clinics = connection.execute(_CLINICS).fetchall()
    remedy = "run deqi migrate, which closes them" if open_tables else ""
    told = ", ".join(open_tables) or "each clinic sees its own"
    yield Check("walls between clinics", not open_tables, told, remedy)
    yield from _clinics(clinics)
    yield _second_steps()


def _second_steps() -> Check:
    from deqi.operations import seeds

    if lost := seeds.unreadable():
        remedy = (
            "put back the secret key that encrypted them, or name it in DEQI_OLD_SECRET_KEYS"
            " for deqi migrate; where it is lost, deqi reset-second-step for each colleague"
        )
        return Check("second steps", False, f"{lost} cannot be read", remedy)
    return Check("second steps", True, "can be read")


_OPEN = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  AND a.attname = 'clinic_id' AND NOT a.attisdropped
  AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
ORDER BY c.relname
"""
_CLINICS = """
SELECT name, trim(emergency_number) <> '' AND trim(crisis_line) <> ''
  AND trim(out_of_hours) <> ''
FROM clinics_clinic WHERE closed_at IS NULL ORDER BY name
"""


def _clinics(clinics: list[tuple[str, bool]]) -> Iterator[Check]:
    if not clinics:
        remedy = "run deqi found, sign in as the manager and add the first clinic"
        yield Check("clinics", False, "there is none", remedy)
    for name, said in clinics:
        told = "says what to do in an emergency"
        remedy = (
            "" if said else "give its emergency number, crisis line, out-of-hours path"
        )
        yield Check(
            f"clinic {name}", said, told if said else f"does not {told}", remedy
        )


def mail(environment: Environment) -> Check:
    """Check that mail goes out: greet the server, and sign in to it."""
    if environment.mail is None and environment.folder:
        told = f"written to {environment.folder / 'mail'}, not sent"
        return Check("mail", environment.demo, told, env.HELP["DEQI_MAIL_URL"])
    if environment.mail is None:
        return Check("mail", False, "none is sent", env.HELP["DEQI_MAIL_URL"])
    try:
        _greet(environment.mail)
    except (OSError, smtplib.SMTPException) as fault:
        remedy = "see that DEQI_MAIL_URL is right and that the server may be reached"
        return Check("mail", False, type(fault).__name__, remedy)
    return Check("mail", True, f"{environment.mail.host} lets the clinic in")


def _greet(mail: Mail) -> None:
    trusted = ssl.create_default_context()
    server: smtplib.SMTP
    if mail.encryption == "tls":
        server = smtplib.SMTP_SSL(
            mail.host, mail.port, timeout=PATIENCE, context=trusted
        )
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE)
    with server:
        if mail.encryption == "starttls":
            server.starttls(context=trusted)
        if mail.user:
            server.login(mail.user, mail.password)
        server.noop()
