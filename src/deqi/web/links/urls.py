"""Addresses that a link holds."""

from django.urls import path

from deqi.web.links import views

urlpatterns = [
    path("<str:token>", views.show, name="links-show"),
    path("<str:token>/claim/", views.claim, name="links-claim"),
]
