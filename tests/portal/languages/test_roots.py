"""Roots: case forms, scripts and languages meet; words that only look alike do not."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgeting.proposals.queryset import is_met_by
from portal.languages.concepts import CONCEPTS
from portal.languages.folding import fold
from portal.languages.roots import LONGEST_ROOT, MARK, readings_of, roots_of


def meets(query: str, text: str) -> bool:
    """Whether the search finds the text, by words alone."""
    words = [[root for root in reading if not root.startswith(MARK)] for reading in readings_of(query)]
    return all(any(is_met_by(one, root) for one in reading for root in roots_of(text)) for reading in words)


FORMS = [
    # Georgian, with a vowel that goes (სოფელი, სოფლის) and one that does not
    "სოფელი სოფლის სოფლები სოფელში სოფლებში სოფლებისთვის სოფლიდან ᲡᲝᲤᲔᲚᲘ",
    "ქალაქი ქალაქის ქალაქში ქალაქები",
    "წყალი წყლის წყალში წყლით",
    "ხიდი ხიდის ხიდები ხიდზე ხიდთან",
    "გზა გზის გზები გზაზე გზით გზიდან გზების",
    "სკოლა სკოლის სკოლები სკოლაში სკოლასთან სკოლიდან სკოლისთვის",
    "ბაღი ბაღის ბაღში ბაღები ბაღებისთვის",
    "ბიუჯეტი ბიუჯეტის ბიუჯეტში ბიუჯეტიდან",
    "განათება განათების განათებას განათებისთვის",
    "შეკეთება შეკეთების",
    "ფანჯარა ფანჯრის ფანჯრები",
    "გარდაბანი გარდაბნის გარდაბანში",
    "ეზო ეზოს ეზოში ეზოები",
    "პროგრამა პროგრამის პროგრამები",
    # Armenian
    "գյուղ գյուղը գյուղի գյուղում գյուղերի գյուղերում գյուղից ԳՅՈՒՂ",
    "ջուր ջրի ջուրը ջրեր ջրով",
    "կամուրջ կամրջի կամուրջը",
    "տուն տներ",
    "դպրոց դպրոցի դպրոցում դպրոցները դպրոցն",
    "ճանապարհ ճանապարհի ճանապարհներ ճանապարհը ճանապարհների",
    "լուսավորություն լուսավորության լուսավորությունը",
    "նորոգում նորոգման նորոգումը",
    "այգի այգու այգիներ այգում",
    # Azerbaijani, also as typed without its own letters
    "kənd kəndin kəndlərimizdə kənddə kəndlər kəndə KƏNDİN kendin",
    "su suyun suyu suya sular",
    "ev evin evlər evimizdə",
    "məktəb məktəbin məktəblər məktəbə məktəblərinin mekteb",
    "büdcə büdcəsinin büdcədən büdcəni budce",
    "yol yolun yollar yolda yolumuzun yolunun",
    "işıqlandırma işıqlandırılması işıqlandırılma işıqlandırılmasının isiqlandirma",
    "körpü körpünün körpülər körpüsü",
    "küçə küçənin küçələr küçəsi",
    "uşaq uşağın uşaqlar uşaqların",
    "otaq otağı otaqda",
    "çörək çörəyi çörəklər",
    "bağça bağçası bağçanın",
    # English and Russian, roughly
    "road roads",
    "library libraries",
    "школа школы школе школу",
]
NAMES = [
    "Marneuli მარნეული Մառնեուլի Марнеули მარნეულის Marneulidə Մառնեուլիում",
    "Akhalkalaki ახალქალაქი Ախալքալաք Axalkalaki Ахалкалаки ახალქალაქში",
    "Sadakhlo Sadaxlı სადახლო Սադախլո Садахло Sadaxlıda",
    "Bolnisi ბოლნისი Բոլնիսի Болниси ბოლნისში Bolnisidə",
    "Ninotsminda ნინოწმინდა Նինոծմինդա Ниноцминда",
    "Dmanisi დმანისი Դմանիսի Дманиси",
    "Tsalka წალკა Ծալկա Цалка",
    "Gardabani გარდაბანი Գարդաբանի Гардабани",
]


@pytest.mark.parametrize("forms", [*FORMS, *NAMES])
def test_every_form_of_a_word_finds_every_other(forms: str) -> None:
    words = forms.split()

    assert [(one, other) for one in words for other in words if not meets(one, other)] == []


FALSE_FRIENDS = [
    ("გზა", "გზავნილი"),  # road, parcel
    ("წყალი", "წყარო"),  # water, spring
    ("ბაღი", "ბაგირი"),  # garden, cable
    ("სოფელი", "სოფიო"),  # village, a name
    ("ხიდი", "ხილი"),  # bridge, fruit
    ("քար", "քարտեզ"),  # stone, map
    ("գիժ", "գժտություն"),  # mad, quarrel
    ("ջուր", "ջերմոց"),  # water, greenhouse
    ("դպրոց", "դպիր"),  # school, scribe
    ("su", "subay"),  # water, single
    ("ağ", "ağac"),  # white, tree
    ("yol", "yoldaş"),  # road, comrade
    ("ev", "evlilik"),  # house, marriage
    ("kənd", "kondisioner"),  # village, air conditioner
    ("bağ", "bağlı"),  # garden, closed
    ("park", "pak"),  # park, pure
    ("road", "rod"),
]


@pytest.mark.parametrize(("one", "other"), FALSE_FRIENDS)
def test_words_that_only_look_alike_do_not_meet(one: str, other: str) -> None:
    assert (meets(one, other), meets(other, one)) == (False, False)


@pytest.mark.parametrize(
    ("concept", "texts"),
    [
        ("road", ["გზის შეკეთება", "Ճանապարհի նորոգում", "Yolun təmiri", "Repair of the roads"]),
        (
            "lighting",
            ["ქუჩის განათება", "Փողոցների լուսավորություն", "Küçələrin işıqlandırılması", "New street lights"],
        ),
        ("water_pipe", ["წყალსადენის მოწყობა", "Գյուղի ջրագիծ", "Su kəmərinin çəkilməsi", "A water pipe"]),
        (
            "kindergarten",
            ["საბავშვო ბაღის ეზო", "Մանկապարտեզի տանիք", "Uşaq bağçasının damı", "The kindergarten's roof"],
        ),
        ("bus_stop", ["ავტობუსის გაჩერება", "Ավտոբուսի կանգառ", "Avtobus dayanacağı", "Shelter at the bus stop"]),
        ("bridge", ["ხიდის რემონტი", "Կամրջի վերանորոգում", "Körpünün bərpası", "A bridge over the river"]),
        ("waste_bin", ["ნაგვის ურნები", "Աղբամաններ", "Zibil qutuları", "Waste bins"]),
        ("playground", ["სათამაშო მოედანი", "Խաղահրապարակ", "Uşaq meydançası", "A playground"]),
        (
            "culture_house",
            ["კულტურის სახლის სახურავი", "Մշակույթի տան տանիքը", "Mədəniyyət evinin damı", "Culture house"],
        ),
        ("irrigation", ["სარწყავი არხის გაწმენდა", "Ոռոգման ջրանցք", "Suvarma kanalının təmizlənməsi", "Irrigation"]),
        ("cemetery", ["სასაფლაოს შემოღობვა", "Գերեզմանատան ցանկապատ", "Qəbiristanlığın hasarı", "Cemetery fence"]),
        ("repair", ["გზის შეკეთება", "Ճանապարհի նորոգում", "Yolun təmiri", "Repair of the roads"]),
    ],
)
def test_a_thing_has_the_same_root_in_every_language(concept: str, texts: list[str]) -> None:
    assert [text for text in texts if MARK + concept not in roots_of(text)] == []


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_name_of_a_concept_names_it(concept: str) -> None:
    assert [name for name in CONCEPTS[concept].split(",") if MARK + concept not in roots_of(name)] == []


@pytest.mark.parametrize("text", ["car", "bina", "The bin", "yoldaş", "suçlu", "gel"])
def test_a_word_of_one_script_is_not_a_thing_of_another(text: str) -> None:
    """A skeleton alone would take a car for a tree (ծառ)."""
    assert [root for root in roots_of(text) if root.startswith(MARK)] == []


def test_a_name_of_several_words_marks_them_all() -> None:
    assert [MARK + "bus_stop" in reading for reading in readings_of("bizim avtobus dayanacağı təmiri")] == [
        False,
        True,
        True,
        False,
    ]


def test_words_that_say_nothing_have_no_root() -> None:
    assert roots_of("და և və the — !? 🙂 _ \N{ZERO WIDTH SPACE}") == []


def test_roots_are_short_and_each_is_there_once() -> None:
    roots = roots_of("a" * 500 + " park PARK parkı" * 50)

    assert max(map(len, roots)) <= LONGEST_ROOT
    assert len(roots) == len(set(roots))


def test_what_has_no_width_does_not_part_a_word() -> None:
    assert roots_of("mək\N{SOFT HYPHEN}təb\N{ZERO WIDTH JOINER}") == roots_of("məktəb")


@given(st.text())
def test_any_text_has_roots_without_spaces(text: str) -> None:
    assert all(root and root == root.strip() and len(root) <= LONGEST_ROOT for root in roots_of(text))


OUR_LETTERS = (
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ" + "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև"
    "abcçdeəfgğhxıijkqlmnoöprsştuüvyz" + "абвгдеёжзийклмнопрстуфхцчшщъыьэюя" + string.digits + " -"
)


@given(st.text(OUR_LETTERS))
def test_capitals_and_parted_accents_change_nothing(text: str) -> None:
    assert roots_of(text.upper()) == roots_of(text)
    assert roots_of(unicodedata.normalize("NFD", text)) == roots_of(text)


@given(st.text(OUR_LETTERS))
def test_a_text_finds_itself_and_its_folded_form(text: str) -> None:
    assert meets(text, text)
    assert roots_of(fold(text)) == roots_of(text)


def test_every_name_of_a_thing_is_written_in_one_script() -> None:
    for names in CONCEPTS.values():
        for word in names.replace(",", " ").split():
            assert len({unicodedata.name(letter).split()[0] for letter in word}) == 1, word
