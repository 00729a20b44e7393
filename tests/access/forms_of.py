"""What a page of ours asks and says, read as a browser reads it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text", "search", "email", "tel", "url", "number", "date", "datetime-local"}


@dataclass
class AskedForm:
    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)  # as they stand on the page
    typed: set[str] = field(default_factory=set)  # those that take any text


class Page(HTMLParser):
    """The page's forms, and everything in it that could act: scripts in the page, handlers, dangerous addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[AskedForm] = []
        self.acting: list[str] = []
        self._open: AskedForm | None = None
        self._textarea: str | None = None
        self._select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._note_what_acts(tag, values)
        if tag == "form":
            self._open = AskedForm(values.get("action", ""), values.get("method", "get").lower())
            self.forms.append(self._open)
        if self._open is None or ("name" not in values and tag != "option"):
            return
        name = values.get("name", "")
        if tag == "input":
            kind = values.get("type", "text")
            if kind in TYPED:
                self._open.typed.add(name)
            if kind not in ("checkbox", "radio") or "checked" in values:
                self._open.fields.setdefault(name, []).append(values.get("value", ""))
        elif tag == "button":
            self._open.fields.setdefault(name, [values.get("value", "")])
        elif tag == "textarea":
            self._open.typed.add(name)
            self._textarea = name
            self._open.fields.setdefault(name, [""])
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and values.get("value"):
            self._open.fields.setdefault(self._select, [values["value"]])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "textarea":
            self._textarea = None
        if tag == "select":
            self._select = None

    def _note_what_acts(self, tag: str, values: dict[str, str]) -> None:
        """A frame with our own embed is ours, and a base without an address moves nothing."""
        is_ours = (tag == "base" and "href" not in values) or (tag == "iframe" and "/embed/" in values.get("src", ""))
        if tag in {"iframe", "object", "embed", "base", "foreignobject", "animate", "set"} and not is_ours:
            self.acting.append(tag)
        if tag == "script" and not values.get("src", "").startswith("/static/"):
            self.acting.append("script")
        for name, value in values.items():
            address = "".join(value.split()).lower()
            is_link = name in {"href", "src", "action", "formaction", "xlink:href"}
            if name.startswith("on") or (is_link and address.startswith(("javascript:", "data:text", "vbscript:"))):
                self.acting.append(f"{tag} {name}={value[:40]}")
