"""The address at which the desk makes links."""

from django.urls import path

from deqi.web.links import making

urlpatterns = [path("make/<uuid:patient>/", making.make, name="links-make")]
