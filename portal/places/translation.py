"""The names that exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from portal.places.models import Municipality, Region, Settlement


@register([Region, Municipality, Settlement])
class NameOptions(TranslationOptions):
    fields = ["name"]
