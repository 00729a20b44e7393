"""Writes anew the words that pages are found by."""

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Page

from cms.words import index_page


class Command(BaseCommand):
    help = "Writes anew the words that public pages are found by: once, for pages stored before they were kept."

    def handle(self, *args: Any, **options: Any) -> None:
        pages = [page for page in Page.objects.live().specific().iterator() if hasattr(page, "written_in")]
        for page in pages:
            index_page(page)
        self.stdout.write(f"{len(pages)} pages")
