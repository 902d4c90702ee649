from django.apps import AppConfig


class Clinics(AppConfig):
    name = "deqi.records.clinics"
    label = "clinics"
    default_auto_field = "django.db.models.BigAutoField"
