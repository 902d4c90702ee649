"""Addresses of what belongs to an account besides signing in."""

from django.urls import path

from deqi.web.accounts import views

urlpatterns = [
    path("places/", views.choose, name="places-choose"),
    path("theme/", views.theme, name="theme"),
]
