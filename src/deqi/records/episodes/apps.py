from django.apps import AppConfig


class Episodes(AppConfig):
    name = "deqi.records.episodes"
    label = "episodes"
    default_auto_field = "django.db.models.BigAutoField"
