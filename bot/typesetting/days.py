"""Days as a calendar file (iCalendar, RFC 5545). No Dutch, and no rule about who may see what.

A day keeps its `uid`, and its `sequence` rises with each change: a calendar that reads a newer file changes what it has
in place, and takes out what is cancelled.
"""

import json
import re
from datetime import date, datetime, timedelta

PRODUCT = "-//Samenspraak//Afspraken//NL"

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def ics(data: str) -> bytes:
    """The days as whole days: nobody is busy on them, and nothing rings."""
    from icalendar import Calendar, Event, vText

    found = json.loads(data)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_clean(found["name"])))  # a name that the library does not know
    made = datetime.fromisoformat(found["made"])
    for one in found["days"]:
        day = date.fromisoformat(one["day"])
        event = Event()
        event.add("uid", one["uid"])
        event.add("dtstamp", made)
        event.add("last-modified", made)
        event.add("sequence", one["sequence"])
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", _clean(one["title"]))
        event.add("description", _clean(one["about"]))
        event.add("status", "CANCELLED" if one["cancelled"] else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    made_of: bytes = calendar.to_ical()
    return made_of


def _clean(text: str) -> str:
    """Without signs that no file may hold, and with line breaks of one kind."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _NO_TEXT.sub("", re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", whole))
