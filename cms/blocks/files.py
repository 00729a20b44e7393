"""Documents to download."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks.groups import PICTURES


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Name for the readers"), required=False, max_length=200)

    class Meta:
        label = _("Document")
        icon = "doc-full"


class DocumentsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    documents = blocks.ListBlock(FileBlock(), label=_("Documents"), min_num=1, max_num=30)

    class Meta:
        label = _("Documents")
        icon = "doc-full"
        group = PICTURES
        description = _("Files to download, with their kind and size.")
        template = "cms/blocks/documents.html"
        preview_template = "cms/blocks/preview_documents.html"
