"""The public answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from deqi.care import answering
from deqi.evidence.questions import Answer
from deqi.knowledge import conditions, sources
from deqi.web.answers import bars, forms
from deqi.web.answers.forms import Asking
from deqi.web.plots import image

if TYPE_CHECKING:
    from deqi.evidence.plots.values import Plot

_FORESTS = ("forest-usual_care", "forest-sham")

# Plots hang on the question alone, of which there are few; each is made once.
_DRAWN: dict[str, tuple[Plot, ...]] = {}


@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    form = Asking(request.GET or None)
    told: dict[str, object] = {"form": form, "conditions": conditions.catalogue()}
    if not form.is_bound:
        return render(request, "answers/ask.html", told)
    if not form.is_valid():
        return render(request, "answers/ask.html", told, status=422)
    typed = form.cleaned_data["condition"]
    found = forms.named(typed)
    if found is None:
        told |= {"near": forms.near(typed), "is_unknown": True}
        return render(request, "answers/ask.html", told, status=404)
    said = answering.answer(found.id, form.person())
    told |= {"answer": said, "bars": bars.of(said), "figures": bars.figures(said)}
    told |= {"harms": bars.harms(said), "guidelines": bars.guidelines(said)}
    told |= {"condition": found}
    told |= {"sources": [sources.catalogue()[name] for name in said.sources]}
    told |= {"plots": plots(said), "query": request.GET.urlencode()}
    return render(request, "answers/answer.html", told)


@require_safe
def plot(request: HttpRequest, name: str) -> HttpResponse:
    form = Asking(request.GET)
    found = forms.named(request.GET.get("condition", ""))
    if not form.is_valid() or found is None:
        raise Http404
    said = answering.answer(found.id, form.person())
    drawn = next((each for each in plots(said) if each.name == name), None)
    if drawn is None:
        raise Http404
    response = image(drawn)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def plots(said: Answer) -> tuple[Plot, ...]:
    """Return the plots of how we know, each with its table."""
    if not said.over_usual_care and not said.over_sham:
        return ()
    if said.question not in _DRAWN:
        from deqi.evidence.plots import gallery

        drawn = gallery.of(said)
        _DRAWN[said.question] = tuple(each for each in drawn if each.name in _FORESTS)
    return _DRAWN[said.question]
