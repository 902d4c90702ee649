from django.apps import AppConfig


class Signoffs(AppConfig):
    name = "deqi.records.signoffs"
    label = "signoffs"
    default_auto_field = "django.db.models.BigAutoField"
