from django.apps import AppConfig


class Charting(AppConfig):
    name = "deqi.records.charting"
    label = "charting"
    default_auto_field = "django.db.models.BigAutoField"
