"""How the votes are counted, on a small election that anybody can follow."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budgeting.results.example import example


@require_safe
def counting_page(request: HttpRequest) -> HttpResponse:
    return render(request, "budgeting/results/counting.html", {"example": example()})
