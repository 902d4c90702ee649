from django.apps import AppConfig


class Intake(AppConfig):
    name = "deqi.records.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
