"""Addresses of the answer, and of its plots."""

from django.urls import path

from deqi.web.answers import views

urlpatterns = [
    path("", views.answer, name="answers-answer"),
    path("plots/<slug:name>.svg", views.plot, name="answers-plot"),
]
