"""Addresses of texts."""

from django.urls import path

from deqi.web.texts import views

urlpatterns = [
    path("", views.listed, name="texts-list"),
    path("<slug:use>/edit/", views.edit, name="texts-edit"),
    path("consent/", views.consent, name="texts-consent"),
]
