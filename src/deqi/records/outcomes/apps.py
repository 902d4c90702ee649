from django.apps import AppConfig


class Outcomes(AppConfig):
    name = "deqi.records.outcomes"
    label = "outcomes"
    default_auto_field = "django.db.models.BigAutoField"
