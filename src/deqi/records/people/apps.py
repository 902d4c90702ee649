from django.apps import AppConfig


class People(AppConfig):
    name = "deqi.records.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
