from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models.signals import post_init

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator


class Accounts(AppConfig):
    name = "deqi.records.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_init.connect(_own, sender="mfa.Authenticator")


def _own(instance: Authenticator, **_: object) -> None:
    # allauth encrypts and decrypts without saying whose the seed is; the row knows.
    from deqi.records.accounts import seeds

    if "data" in instance.__dict__:
        change = partial(seeds.owned, owner=instance.user_id)
        instance.data = seeds.each(instance.data, change)
