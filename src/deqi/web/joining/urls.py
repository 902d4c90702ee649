"""The address of becoming a patient."""

from django.urls import path

from deqi.web.joining import views

urlpatterns = [path("", views.join, name="joining-join")]
