"""One person's own motives as a small picture: first plain data, then a PNG made with typst. No Dutch, no rule."""

import json
from dataclasses import dataclass
from functools import lru_cache

from bot.content.load import LANGUAGE
from bot.typesetting.compiler import PHONE_DENSITY, PHONE_POINTS, compiler, one_line, shortened

TEXT_LIMIT = 160
"""Characters of a motive in the picture. The text below it has it all."""


@dataclass(frozen=True, slots=True)
class OwnMotives:
    """The motives with one answer, below the word for it. The first letter of the word is its sign."""

    word: str
    motives: tuple[str, ...]


def own_motives_data(*, title: str, yes: OwnMotives, somewhat: OwnMotives) -> str:
    """What the picture shows, as JSON for `png`; an answer without motives is left out."""
    groups = [
        {
            "state": state,
            "sign": one_line(group.word)[:1].upper(),
            "word": one_line(group.word),
            "motives": [shortened(motive, TEXT_LIMIT) for motive in group.motives],
        }
        for state, group in (("ja", yes), ("enigszins", somewhat))
        if group.motives
    ]
    data = {"language": LANGUAGE, "title": one_line(title), "width": PHONE_POINTS, "groups": groups}
    return json.dumps(data, ensure_ascii=False)


@lru_cache(maxsize=4)
def png(data: str) -> bytes:
    """The PNG of `own_motives_data`. Takes tens of milliseconds: call it in a thread."""
    density = PHONE_DENSITY
    made = compiler("own_motives.typ", json.loads(data)).compile(format="png", ppi=density)
    if not isinstance(made, bytes):
        raise TypeError("the template must make exactly one page")
    return made
