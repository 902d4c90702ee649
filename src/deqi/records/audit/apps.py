from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class Audit(AppConfig):
    name = "deqi.records.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_isolate, sender=self)


def _isolate(*, using: str, **_: Any) -> None:
    # Models can be imported only once all apps are there.
    from deqi.records import isolation

    # Every migration ends here, so that no new table is left open to all clinics.
    isolation.apply(connections[using])
