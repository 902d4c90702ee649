from django.apps import AppConfig


class Links(AppConfig):
    name = "deqi.records.links"
    label = "links"
    default_auto_field = "django.db.models.BigAutoField"
