"""Invented members of the demo's councils: a first name and a letter, in each script."""

from random import Random

from cms.models.councils import Gender

LETTERS = (
    {"ka": "მ.", "hy": "Մ.", "az": "M.", "en": "M."},
    {"ka": "ა.", "hy": "Ա.", "az": "A.", "en": "A."},
    {"ka": "ს.", "hy": "Ս.", "az": "S.", "en": "S."},
    {"ka": "გ.", "hy": "Գ.", "az": "Q.", "en": "G."},
    {"ka": "ნ.", "hy": "Ն.", "az": "N.", "en": "N."},
    {"ka": "ბ.", "hy": "Բ.", "az": "B.", "en": "B."},
)
WOMEN = (
    {"ka": "სევდა", "hy": "Սևդա", "az": "Sevda", "en": "Sevda"},
    {"ka": "ნარგიზ", "hy": "Նարգիզ", "az": "Nərgiz", "en": "Nargiz"},
    {"ka": "აიგულ", "hy": "Այգուլ", "az": "Aygül", "en": "Aygul"},
    {"ka": "ეთერ", "hy": "Եթեր", "az": "Eter", "en": "Eter"},
    {"ka": "ნანული", "hy": "Նանուլի", "az": "Nanuli", "en": "Nanuli"},
    {"ka": "ლამარა", "hy": "Լամարա", "az": "Lamara", "en": "Lamara"},
    {"ka": "ანაიტ", "hy": "Անահիտ", "az": "Anait", "en": "Anahit"},
    {"ka": "გაიანე", "hy": "Գայանե", "az": "Qayane", "en": "Gayane"},
    {"ka": "სედა", "hy": "Սեդա", "az": "Seda", "en": "Seda"},
)
MEN = (
    {"ka": "რამიზ", "hy": "Ռամիզ", "az": "Ramiz", "en": "Ramiz"},
    {"ka": "ელდარ", "hy": "Էլդար", "az": "Eldar", "en": "Eldar"},
    {"ka": "ნოდარ", "hy": "Նոդար", "az": "Nodar", "en": "Nodar"},
    {"ka": "ვაჟა", "hy": "Վաժա", "az": "Vaja", "en": "Vazha"},
    {"ka": "თამაზ", "hy": "Թամազ", "az": "Tamaz", "en": "Tamaz"},
    {"ka": "არმენ", "hy": "Արմեն", "az": "Armen", "en": "Armen"},
    {"ka": "ვარდან", "hy": "Վարդան", "az": "Vardan", "en": "Vardan"},
    {"ka": "სამველ", "hy": "Սամվել", "az": "Samvel", "en": "Samvel"},
)


def members(chance: Random, women: int, men: int) -> list[tuple[dict[str, str], Gender]]:
    """That many different women and men in a mixed order: ({language: name}, gender)."""
    chosen = [(name, Gender.WOMAN) for name in chance.sample(WOMEN, women)]
    chosen += [(name, Gender.MAN) for name in chance.sample(MEN, men)]
    chance.shuffle(chosen)
    return [
        ({code: f"{name[code]} {letter[code]}" for code in name}, gender)
        for name, gender in chosen
        for letter in [chance.choice(LETTERS)]
    ]
