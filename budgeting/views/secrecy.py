"""How a vote is kept secret: what is stored, what is destroyed when, and what cannot be promised."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def secrecy_page(request: HttpRequest) -> HttpResponse:
    return render(request, "budgeting/voting/secrecy.html")
