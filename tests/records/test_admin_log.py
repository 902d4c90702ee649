"""The log of Django's admin goes with the admin, from a database that still has it."""

from __future__ import annotations

import psycopg
from django.core.management import call_command

from tests.operations.rows import one

THERE = "SELECT to_regclass('public.django_admin_log') IS NOT NULL"


def test_an_older_database_loses_it(owner: psycopg.Connection) -> None:
    assert not one(owner, THERE)
    call_command("migrate", "accounts", "0004", database="owner", verbosity=0)
    owner.execute("CREATE TABLE django_admin_log (id int)")
    call_command("migrate", "accounts", database="owner", verbosity=0)
    assert not one(owner, THERE)
