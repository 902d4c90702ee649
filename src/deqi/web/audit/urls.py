"""The address of the audit."""

from django.urls import path

from deqi.web.audit import views

urlpatterns = [path("", views.audit, name="audit-read")]
