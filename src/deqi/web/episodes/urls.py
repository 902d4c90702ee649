"""Addresses of one episode."""

from django.urls import path

from deqi.web.consents import views as consents
from deqi.web.episodes import views
from deqi.web.letters import views as letters
from deqi.web.plans import views as plans
from deqi.web.reviews import views as reviews
from deqi.web.screenings import views as screenings
from deqi.web.superbills import views as superbills

urlpatterns = [
    path("change/", views.change, name="episodes-change"),
    path("screening/", screenings.screening, name="episodes-screening"),
    path("screening/overrule/", screenings.overrule, name="screenings-overrule"),
    path("screening/clear/", screenings.clear, name="screenings-clear"),
    path("plan/", plans.plan, name="episodes-plan"),
    path("consent/", consents.consent, name="episodes-consent"),
    path("consent/withdraw/", consents.withdraw, name="consents-withdraw"),
    path("review/", reviews.review, name="episodes-review"),
    path("review/course.svg", reviews.course, name="reviews-course"),
    path("discharge/", reviews.discharge, name="episodes-discharge"),
    path("letters/", letters.draft, name="letters-draft"),
    path("coverage/", superbills.coverage, name="coverage-show"),
]
