"""What a machine asks of the server: that it is alive, and fit to be sent people."""

from __future__ import annotations

from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from psycopg_pool import PoolTimeout


@require_safe
def alive(_: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@require_safe
def ready(_: HttpRequest) -> JsonResponse:
    """Answer 200 where the database is reached and migrated, else 503 with what lacks."""
    lacks = lacking()
    return JsonResponse(
        {"ready": lacks is None, "lacks": lacks}, status=503 if lacks else 200
    )


def lacking() -> str | None:
    """Return ``database`` or ``migrations``, whichever lacks; None where none does."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
    except (OperationalError, PoolTimeout):
        return "database"
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "migrations"
    return None
