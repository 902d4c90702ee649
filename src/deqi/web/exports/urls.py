"""The address of exports."""

from django.urls import path

from deqi.web.exports import views

urlpatterns = [path("", views.make, name="exports-make")]
