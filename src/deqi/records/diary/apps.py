from django.apps import AppConfig


class Diary(AppConfig):
    name = "deqi.records.diary"
    label = "diary"
    default_auto_field = "django.db.models.BigAutoField"
