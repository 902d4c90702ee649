"""Addresses of tasks."""

from django.urls import path

from deqi.web.letters import views as letters
from deqi.web.reviews import views as reviews
from deqi.web.tasks import views

urlpatterns = [
    path("", views.listed, name="tasks-list"),
    path("reviews/", reviews.due, name="reviews-due"),
    path("letters/", letters.waiting, name="letters-waiting"),
    path("<uuid:task>/finish/", views.finish, name="tasks-finish"),
]
