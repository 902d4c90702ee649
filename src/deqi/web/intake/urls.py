"""Addresses of the intake."""

from django.urls import path

from deqi.web.intake import views

urlpatterns = [
    path("", views.resume, name="intake"),
    path("begin/", views.begin, name="intake-begin"),
    path("<slug:step>/", views.step, name="intake-step"),
]
