"""On which terms the data may be used, and whose it is."""

NAME = "CC BY 4.0"
ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
CREDIT = "Khma"
PLACES_CREDIT = "Places: GeoNames, CC BY 4.0"
TEXT = f"""{NAME}
{ADDRESS}

You may copy, change and publish these files, also for money, if you name the source: {CREDIT} and the municipality.
The file recount.py is a program under the licence of Khma itself, AGPL-3.0-or-later.
"""
