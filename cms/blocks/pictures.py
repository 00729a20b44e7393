"""A picture with words for those who do not see it, and a map of a municipality."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks.chosen import MunicipalityBlock, SettlementBlock, first_of
from cms.blocks.groups import LIVE_PREVIEW, PICTURES
from cms.blocks.live import live_of
from portal.places.layout import letter_height
from portal.places.projection import project


class PictureBlock(blocks.StructBlock):
    """There is no way to call a picture decorative: what nobody can describe can be left out."""

    image = ImageChooserBlock(label=_("Picture"))
    alt_text = blocks.CharBlock(
        label=_("What is seen in the picture"),
        max_length=300,
        help_text=_("For people who do not see it: say it as you would on the phone."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        return {**context, "is_ready": bool(value["image"]) and live_of(value, parent_context).with_renditions}

    class Meta:
        label = _("Picture")
        icon = "image"
        group = PICTURES
        description = _("A photo or a drawing, with words for those who do not see it.")
        template = "cms/blocks/picture.html"
        preview_template = "cms/blocks/preview_picture.html"


class PointBlock(blocks.StructBlock):
    """A place by its name on our map, or by its degrees."""

    label = blocks.CharBlock(label=_("What is there"), max_length=120)
    settlement = SettlementBlock(required=False)
    lat = blocks.FloatBlock(
        label=_("Degrees north"), required=False, min_value=-90, max_value=90, help_text=_("For example 41.4758.")
    )
    lon = blocks.FloatBlock(
        label=_("Degrees east"), required=False, min_value=-180, max_value=180, help_text=_("For example 44.8089.")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        has_degrees = cleaned["lat"] is not None and cleaned["lon"] is not None
        if not cleaned["settlement"] and not has_degrees:
            problem = ValidationError(_("Choose a town or village, or write the degrees north and east."))
            raise StructBlockValidationError(block_errors={"settlement": problem})
        return cleaned

    class Meta:
        label = pgettext_lazy("on a map", "Place")
        icon = "site"


class MapBlock(blocks.StructBlock):
    municipality = MunicipalityBlock()
    points = blocks.ListBlock(PointBlock(), label=_("Places on the map"), default=[], max_num=30)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context, live = super().get_context(value, parent_context), live_of(value, parent_context)
        place = live.municipalities.get(value["municipality"])
        return {
            **context,
            "municipality": place,
            "pins": _pins(value, live, place) if place else [],
            "letter": letter_height(place.window) if place else None,
        }

    def get_preview_value(self) -> Any:
        return self.normalize({"municipality": first_of(MunicipalityBlock)(), "points": []})

    class Meta:
        label = pgettext_lazy("a drawing of a place", "Map")
        icon = "globe"
        group = PICTURES
        description = _("The outline of a municipality with numbered places and their names below.")
        template = "cms/blocks/map.html"
        preview_template = LIVE_PREVIEW


def _pins(value: Any, live: Any, place: Any) -> list[dict[str, Any]]:
    """The places that are known, each with its point in map units where that is inside the map."""
    left, top, width, height = place.window
    pins = []
    for point in value["points"]:
        settlement = live.settlements.get(point["settlement"])
        at = settlement.point if settlement else None
        if at is None and point["lat"] is not None and point["lon"] is not None:
            at = project(point["lat"], point["lon"])
        if at and left <= at[0] <= left + width and top <= at[1] <= top + height:
            pins.append({"label": point["label"], "settlement": settlement, "point": at})
    return pins
