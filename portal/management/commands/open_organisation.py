"""Opens an organisation's pages, and names the first owner, who names everybody else."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from budgeting.errors import NotPossible
from cms.organisations.actions import open_organisation
from portal.accounts.addresses import find_or_invite, read_address


class Command(BaseCommand):
    help = 'Opens an organisation, for example: open_organisation "Green Marneuli" nino@green.example --written-in az'

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("owner", help="Email address or phone number.")
        parser.add_argument("--written-in", default=settings.LANGUAGE_CODE, choices=list(dict(settings.LANGUAGES)))
        parser.add_argument("--lead", default="", help="The organisation in one sentence.")

    def handle(self, *args: Any, name: str, owner: str, written_in: str, lead: str, **options: Any) -> None:
        try:
            user = find_or_invite(*read_address(owner))
            page = open_organisation(name, by=None, owner=user, written_in=written_in, lead=lead)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except NotPossible as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{page.title} is open at {page.get_url()}; {owner} may sign in and name its people.")
