"""Opens a municipality: its page, and its first administrator, who names everybody else."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from budgeting.cycles.themes import load_themes
from cms.planting import plant_municipality
from portal.accounts.addresses import find_or_invite, read_address
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from portal.log.models import record
from portal.places.actions import load_places
from portal.places.models import Municipality


class Command(BaseCommand):
    help = "Opens a municipality, for example: open_municipality marneuli nana@marneuli.example"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("administrator", help="Email address or phone number.")

    @transaction.atomic
    def handle(self, *args: Any, slug: str, administrator: str, **options: Any) -> None:
        load_places()
        load_themes()
        municipality = Municipality.objects.filter(slug=slug).first()
        if municipality is None:
            known = ", ".join(Municipality.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no municipality {slug!r}. Known are: {known}.")
        try:
            user = find_or_invite(*read_address(administrator))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        plant_municipality(municipality)
        grant_role(user, RoleKind.ADMINISTRATOR, municipality)
        record("open_municipality", municipality, by=None, municipality=municipality, administrator=user.pk)
        self.stdout.write(f"{municipality.name_en} is open; {administrator} may sign in and name its staff.")
