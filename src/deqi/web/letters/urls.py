"""Addresses of letters."""

from django.urls import path

from deqi.web.letters import views

urlpatterns = [
    path("<uuid:letter>/", views.shown, name="letters-show"),
    path("<uuid:letter>/edit/", views.edit, name="letters-edit"),
    path("<uuid:letter>/sign/", views.sign, name="letters-sign"),
    path("<uuid:letter>/send/", views.send, name="letters-send"),
    path("<uuid:letter>/pdf/", views.pdf, name="letters-pdf"),
]
