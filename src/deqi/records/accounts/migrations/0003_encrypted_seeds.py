from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import migrations

from deqi.records.accounts import seeds

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def encrypt(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    _change(apps, editor, seeds.encrypt)


def decrypt(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    _change(apps, editor, seeds.decrypt)


def _change(
    apps: Apps, editor: BaseDatabaseSchemaEditor, change: Callable[[str], str]
) -> None:
    rows = apps.get_model("mfa", "Authenticator").objects.using(editor.connection.alias)
    for row in rows.exclude(type="webauthn"):
        row.data = seeds.each(row.data, change)
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(encrypt, decrypt)]
