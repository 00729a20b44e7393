"""The themes every installation starts with."""

from budgeting.cycles.models import Theme
from portal.languages.texts import in_languages

THEMES = {
    "roads": {"ka": "გზები", "hy": "ճանապարհներ", "az": "yollar", "en": "Roads"},
    "water": {"ka": "წყალი", "hy": "ջուր", "az": "su", "en": "Water"},
    "lighting": {"ka": "განათება", "hy": "լուսավորություն", "az": "işıqlandırma", "en": "Lighting"},
    "school": {
        "ka": "სკოლა და ბაღი",
        "hy": "դպրոց և մանկապարտեզ",
        "az": "məktəb və bağça",
        "en": "School and kindergarten",
    },
    "sport": {"ka": "სპორტი", "hy": "սպորտ", "az": "idman", "en": "Sport"},
    "culture": {"ka": "კულტურა", "hy": "մշակույթ", "az": "mədəniyyət", "en": "Culture"},
    "health": {"ka": "ჯანმრთელობა", "hy": "առողջություն", "az": "sağlamlıq", "en": "Health"},
    "environment": {"ka": "გარემო", "hy": "շրջակա միջավայր", "az": "ətraf mühit", "en": "Environment"},
    "care": {"ka": "ზრუნვა", "hy": "խնամք", "az": "qayğı", "en": "Care"},
    "safety": {"ka": "უსაფრთხოება", "hy": "անվտանգություն", "az": "təhlükəsizlik", "en": "Safety"},
}


def load_themes() -> None:
    """Creates the missing themes; what staff renamed stays."""
    for slug, names in THEMES.items():
        Theme.objects.get_or_create(slug=slug, defaults=in_languages("name", names))
