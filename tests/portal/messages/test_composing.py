"""Notices made into mails and text messages."""

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.core import mail
from django.utils.translation import gettext, override

from portal.accounts.models import Channel, User
from portal.messages.composing import SMS_UNITS, write_message
from portal.messages.models import Message, Notice
from portal.messages.plain_text import units
from portal.messages.stopping import stop_token
from tests.factories import LANGUAGES
from tests.people import Cast
from tests.portal.messages.telling import POISON, last_mail, send_due, tell_one

LONG = {
    "ka": ("ბიბლიოთეკის ახალი ღუმელი და წიგნები სოფლის ყველა ბავშვისთვის", "მუნიციპალიტეტმა შეამოწმა და გამოაქვეყნა წინადადება."),
    "hy": ("Գյուղի գրադարանի նոր վառարանը և գրքերը բոլոր երեխաների համար", "Քաղաքապետարանը ստուգեց և հրապարակեց առաջարկը։"),
    "az": ("Kənd kitabxanası üçün yeni soba və bütün uşaqlar üçün kitablar", "Bələdiyyə təklifi yoxladı və dərc etdi."),
    "en": ("A new stove for the village library and books for every child", "The municipality checked and published it."),
}  # fmt: skip


def write_to(user: User, **facts: str) -> Message:
    for name, value in facts.items():
        setattr(user, name, value)
    user.save()
    message = write_message(user, Notice.objects.due())
    assert message is not None
    return message


class Tags(HTMLParser):
    """The names of a page's elements, what they are written in, and where they lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.languages: list[tuple[str, str | None]] = []
        self.links: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.names.append(tag)
        self.languages += [(tag, facts["lang"])] if "lang" in facts else []
        self.links += [facts["href"]] if "href" in facts else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_is_framed_in_the_readers_language_and_marks_every_other(cast: Cast, language: str) -> None:
    tell_one(cast.resident, detail="ფასი ცნობილია", detail_language="ka")

    message = write_to(cast.resident, language=language)

    assert (message.channel, message.language, message.subject) == ("email", language, "Lamps: It was published.")
    with override(language):
        for sentence in ("Read more", "Stop all messages", "Change how often we write"):
            assert gettext(sentence) in message.html
        assert gettext("Read more:") in message.text
        assert gettext("You get this message because you write or follow proposals on this site.") in message.text
    stop = f"{settings.SITE_URL}/{language}/messages/stop/{stop_token(cast.resident)}/"
    tags = Tags(message.html)
    assert tags.languages == [
        *(("html", language), ("span", "ka"), ("span", "hy"), ("span", "az")),
        *(("h1", "az"), ("li", "ka"), ("blockquote", "ka")),  # the resident read Georgian when it was told
    ]
    assert tags.links == [
        f"{settings.SITE_URL}/{language}/",
        f"{settings.SITE_URL}/en/proposals/1/",
        f"{settings.SITE_URL}/{language}/my/#about-me",
        stop,
    ]
    assert "img" not in tags.names
    assert f"{settings.SITE_URL}/en/proposals/1/\n" in message.text
    assert stop in message.text


def test_digest_groups_notices_by_what_they_are_about(cast: Cast) -> None:
    tell_one(cast.resident, sentence="First.", title="Old title")
    tell_one(cast.resident, sentence="Elsewhere.", path="/en/proposals/2/", title="Stove")
    tell_one(cast.resident, sentence="Second.", title="New title")

    message = write_to(cast.resident, language="en")

    assert message.subject == "News about what you follow"
    assert message.text.split("-- \n")[0] == (
        "New title\n- First.\n- Second.\nRead more: http://127.0.0.1:8000/en/proposals/1/\n\n"
        "Stove\n- Elsewhere.\nRead more: http://127.0.0.1:8000/en/proposals/2/\n\n"
    )
    assert Tags(message.html).names.count("h1") == 2
    assert message.notices.count() == 3


def test_poison_stays_inert(cast: Cast) -> None:
    tell_one(cast.resident, title=POISON, detail=f"{POISON}\n-- \n<b>", detail_language="az")

    message = write_to(cast.resident, language="en")

    plain = 'Lamps</h1><script>alert(1)</script> Bcc: all@example.ge" onclick="'
    assert message.subject == f"{plain}: It was published."
    assert message.text.startswith(f"{plain}\n- It was published.\n  > Lamps</h1><script>alert(1)</script>\n  > Bcc: ")
    assert "script" not in Tags(message.html).names
    assert Tags(message.html).names.count("h1") == 1
    assert not set(message.subject + message.text + message.html) & set("\r\u202e\u200b")
    send_due()
    sent = last_mail().message()
    assert (sent["To"], sent["Bcc"], sent["Cc"]) == (cast.resident.email, None, None)
    assert last_mail().recipients() == [cast.resident.email]


def test_subject_of_the_longest_news_fits(cast: Cast) -> None:
    tell_one(cast.resident, title="ბ " * 125, sentence="გ " * 200)

    assert len(write_to(cast.resident).subject) <= 200


def test_notice_without_a_title_is_its_sentence(cast: Cast) -> None:
    tell_one(cast.resident, title="")

    message = write_to(cast.resident, language="en")

    assert (message.subject, message.text[:20]) == ("It was published.", "- It was published.\n")
    assert "<h1" not in message.html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 3, 1200])
def test_text_message_fits_in_two_parts_with_its_link(cast: Cast, language: str, count: int) -> None:
    title, sentence = LONG[language]
    cast.resident.language = language
    first = tell_one(cast.resident, title=title, sentence=sentence)
    Notice.objects.bulk_create([_copy(first) for _more in range(count - 1)])

    message = write_to(cast.resident, email=None, phone="+995555123456")

    assert (message.channel, message.subject, message.html) == (Channel.SMS, "", "")
    assert units(message.text) <= SMS_UNITS == 134
    assert message.text.endswith(f" {settings.SITE_URL}/{language}/my/")
    assert message.text.startswith(title[:20])
    assert sentence[:25] in message.text
    with override(language):
        more = gettext("More news: {count}.").format(count=count - 1)
    assert (more in message.text) == (count > 1)


def _copy(notice: Notice) -> Notice:
    return Notice(
        user=notice.user, about=notice.about, about_language="az", sentence="More.", path=notice.path, is_own=True
    )


def test_short_news_is_not_cut(cast: Cast) -> None:
    tell_one(cast.resident)

    message = write_to(cast.resident, email=None, phone="+995555123456", language="en")

    assert message.text == "Lamps: It was published. http://127.0.0.1:8000/en/my/"


def test_person_with_two_addresses_is_written_to_at_the_chosen_one(cast: Cast) -> None:
    for channel in Channel:
        tell_one(cast.resident)
        assert write_to(cast.resident, phone="+995555123456", channel=channel).channel == channel


def test_notices_get_into_one_message_only(cast: Cast) -> None:
    tell_one(cast.resident)
    stale = Notice.objects.due()

    assert write_message(cast.resident, stale.all()) is not None
    assert write_message(cast.resident, stale.all()) is None
    assert Message.objects.count() == 1


def test_message_holds_nobody_elses_notices_and_address(cast: Cast) -> None:
    tell_one(cast.resident)
    tell_one(cast.neighbour, sentence="For the neighbour.")

    send_due()

    assert [one.to for one in mail.outbox] == [[cast.resident.email], [cast.neighbour.email]]
    assert "neighbour" not in mail.outbox[0].message().as_string()
    assert cast.resident.email not in mail.outbox[1].message().as_string()
