"""Addresses of the intake."""

from django.urls import path

from deqi.web.intake.views import begin, resume, step

urlpatterns = [
    path("", resume, name="intake"),
    path("begin/", begin, name="intake-begin"),
    path("<slug:step>/", step, name="intake-step"),
]
