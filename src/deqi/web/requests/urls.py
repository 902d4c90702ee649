"""Addresses of patients' requests."""

from django.urls import path

from deqi.web.requests import views

urlpatterns = [
    path("", views.listed, name="requests-list"),
    path("<uuid:request_id>/answer/", views.answer, name="requests-answer"),
]
