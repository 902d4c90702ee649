"""Addresses of bills."""

from django.urls import path

from deqi.web.superbills import views

urlpatterns = [path("<uuid:session>/", views.superbill, name="superbills-show")]
