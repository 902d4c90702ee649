"""Brings together what a verb needs: environment, running database, Django.

Django is set up once in a process, for one environment.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread

from deqi.config import embedded, env, keys
from deqi.config.embedded import Engine
from deqi.config.env import Environment

SETTINGS = "DJANGO_SETTINGS_MODULE"


class WeakPassword(Exception):
    """A password that the rules do not allow; the sentences say why."""


class NotMigrated(Exception):
    """The database is older than the program; the sentence says what to do."""


@contextmanager
def database(
    *,
    make: bool = False,
    hold: bool = False,
    fresh: bool = False,
    report: Callable[[str], None],
) -> Iterator[Environment]:
    """Keep the database reachable for as long as the block lasts, and Django ready.

    One of one's own is left alone. An embedded one is started where it does not run and
    stopped afterwards; `make` makes its folder where there is none, `hold` insists on
    being the only one that runs it and starts it again where it dies, and `fresh` begins
    with an empty database, which a demo alone may.
    """
    data = os.environ.get("DEQI_DATA")
    if data and make:
        keys.ensure(Path(data), demo=False)
    environment = env.read(os.environ)
    with ExitStack() as at_the_end:
        if environment.folder:
            run = embedded.start if hold else embedded.reach
            engine = run(environment.folder, report=report)
            at_the_end.callback(engine.stop)
            if fresh and environment.demo:
                embedded.renew(engine)
            if hold:
                at_the_end.enter_context(_kept_running(engine, report))
        set_up()
        at_the_end.callback(_close_connections)
        yield environment


@contextmanager
def _kept_running(engine: Engine, report: Callable[[str], None]) -> Iterator[None]:
    until = Event()
    watch = Thread(target=embedded.keep_running, args=(engine, until, report))
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        # Otherwise it would start what is being stopped.
        until.set()
        watch.join()


def set_up() -> None:
    """Make Django ready, with the settings of the product where none are named."""
    import django

    os.environ.setdefault(SETTINGS, "deqi.config.settings")
    django.setup()


def migrate() -> int:
    """Bring tables, rights and policies up to date; return how many steps it took."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    if "owner" not in connections:
        raise env.MissingSetting("DEQI_OWNER_URL")
    executor = MigrationExecutor(connections["owner"])
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    return steps


def renew_encryption() -> int:
    """Encrypt second steps anew that an older secret key encrypted; return how many."""
    from deqi.operations import seeds

    return seeds.renew("owner")


def refuse_unmigrated() -> None:
    """Refuse to go on where the database is not there, or not as this program wants it."""
    from deqi.config import probes

    lacking = probes.lacking()
    if lacking == "database":
        raise NotMigrated("the database cannot be reached; `deqi doctor` says more")
    if lacking:
        raise NotMigrated("the database is not up to date: run `deqi migrate` first")


def accepted_password(password: str, *, email: str, name: str) -> str:
    """Return a password that the rules of the clinic allow, or say why they do not."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password, get_user_model()(email=email, name=name))
    except ValidationError as fault:
        raise WeakPassword(" ".join(fault.messages)) from None
    return password


def _close_connections() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL is the only one
