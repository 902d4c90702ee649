"""Views of tasks."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deqi.core.roles import Role
from deqi.operations import tasks, tasks_reads
from deqi.operations.operation import fresh_key
from deqi.operations.tasks_reads import Due
from deqi.web.asking import call, page, reading
from deqi.web.forms import taken
from deqi.web.tasks.forms import TONES, URGENCIES, TaskForm

DESK = (Role.PRACTITIONER, Role.FRONT_DESK, Role.CLINIC_MANAGER)


@page(*DESK)
def listed(request: HttpRequest) -> HttpResponse:
    form = TaskForm(request.POST or None)
    if taken(
        form,
        lambda: tasks.add(
            call(request),
            form.cleaned_data["title"],
            due_on=form.cleaned_data["due_on"],
            urgency=form.cleaned_data["urgency"],
        ),
    ):
        messages.success(request, _("The task is on the list."))
        return redirect("tasks-list")
    asked = reading(request)
    context = {
        "due": [_shown(each) for each in tasks_reads.listed(asked)],
        "form": form,
        "treats": asked.actor.role is Role.PRACTITIONER,
    }
    status = 422 if form.errors else 200
    return render(request, "tasks/list.html", context, status=status)


def _shown(task: Due) -> dict[str, object]:
    return {
        "task": task,
        "key": fresh_key(),
        "urgency": URGENCIES[task.urgency],
        "tone": TONES[task.urgency],
        "needs_note": task.urgency in tasks.PRESSING,
    }


@page(*DESK)
@require_POST
def finish(request: HttpRequest, task: UUID) -> HttpResponse:
    tasks.finish(call(request), task, note=request.POST.get("note", ""))
    messages.success(request, _("Done."))
    return redirect("tasks-list")
