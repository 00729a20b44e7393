"""Documents of a municipality, an organisation or the site."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.db import models
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.documents import get_document_model_string
from wagtail.models import CollectionViewRestriction, Orderable

from cms.models.base import KhmaPage


class LibraryPage(KhmaPage):
    """Documents of a municipality or an organisation: each with a name, a day and a number."""

    content_panels = [*KhmaPage.content_panels, InlinePanel("documents", heading=_("Documents"), label=_("Document"))]
    template = "cms/library.html"
    parent_page_types = ["cms.HomePage", "cms.MunicipalityPage", "cms.OrganisationPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("document library")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # A preview holds documents that are not stored yet.
        is_preview = getattr(request, "is_preview", False)
        return {
            **super().get_context(request, *args, **kwargs),
            "documents": self.documents.all() if is_preview else documents_of([self.pk]),
        }


class LibraryDocument(Orderable):
    page = ParentalKey(LibraryPage, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(get_document_model_string(), on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("Title"), max_length=200)
    dated_on = models.DateField(_("Date"), null=True, blank=True)
    number = models.CharField(_("Number"), max_length=60, blank=True)

    panels = [
        FieldPanel("document", heading=_("Document")),
        FieldPanel("title"),
        FieldPanel("dated_on"),
        FieldPanel("number"),
    ]

    def __str__(self) -> str:
        return self.title

    @property
    def file_type(self) -> str:
        """PDF, DOCX: the end of the file's name."""
        return PurePath(self.document.filename).suffix[1:].upper()


def documents_of(libraries: Iterable[int] | QuerySet[Any]) -> QuerySet[LibraryDocument]:
    """The documents of these pages that everybody may download, with their files; none of a private collection."""
    path = ExpressionWrapper(OuterRef("document__collection__path"), output_field=CharField())
    closed = CollectionViewRestriction.objects.annotate(asked=path).filter(asked__startswith=F("collection__path"))
    return LibraryDocument.objects.filter(page__in=libraries).exclude(Exists(closed)).select_related("document")
