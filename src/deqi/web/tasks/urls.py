"""Addresses of tasks."""

from django.urls import path

from deqi.web.tasks import views

urlpatterns = [
    path("", views.listed, name="tasks-list"),
    path("<uuid:task>/finish/", views.finish, name="tasks-finish"),
]
