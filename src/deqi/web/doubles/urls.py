"""Addresses of doubles."""

from django.urls import path

from deqi.web.doubles import views

urlpatterns = [
    path("", views.listed, name="doubles-list"),
    path("<uuid:one>/<uuid:other>/", views.merge, name="doubles-merge"),
]
