"""How one entry is hashed: the same on every database and every machine."""

import json
from datetime import UTC
from hashlib import sha256

from portal.log.models import Entry

BEFORE_THE_FIRST = "0" * 64


def hash_of(entry: Entry, previous: str) -> str:
    """SHA-256 of the hash before it and the entry's canonical text, as 64 hexadecimal digits."""
    return sha256(previous.encode() + b"\n" + canonical(entry)).hexdigest()


def canonical(entry: Entry) -> bytes:
    """The entry as JSON in UTF-8: keys in order, no blanks, the time in UTC to the microsecond."""
    facts = {
        "id": entry.pk,
        "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "by": entry.by_id,
        "municipality": entry.municipality_id,
        "act": entry.act,
        "subject": entry.subject,
        "facts": entry.facts,
    }
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
