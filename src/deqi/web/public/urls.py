"""Addresses of the public pages."""

from django.urls import path

from deqi.web.public import views

urlpatterns = [
    path("", views.home, name="public-home"),
    path("privacy/", views.privacy, name="public-privacy"),
    path("accessibility/", views.accessibility, name="public-accessibility"),
]
