"""The whole form of phase 1 as a page: every row is saved with what stands beside it, with a script and without.

What comes back is a turn like any other; a row that a rule refuses stays on the page as it was typed.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.domain.ids import ChatId
from bot.domain.motive import Choice
from bot.engine.model import Phrase
from bot.turn.forms import WholeForm
from bot.turn.incoming import Commanded, FilledIn, Incoming
from bot.web.address import CHAT, FORM
from bot.web.doing import Doing, Given, StaleError, TooFastError
from bot.web.form_view import SEEN, VALUE, Came, FormView, not_yet
from bot.web.keeping import NotKeptError
from bot.web.signing import stamp
from bot.web.window import Window

if TYPE_CHECKING:
    from bot.web.app import Pages

GO_ON = "verder"
BY = ("bewaar", "overslaan", "zeker", GO_ON)
"""By which buttons a form of this page is sent."""
MOST_FIELDS = 200
_CHOICES = frozenset(Choice)


@dataclass(frozen=True, slots=True)
class Who:
    """Whose form it is, and with what its numbers are signed."""

    chat: ChatId
    secret: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a form that was sent: as it stands now, and what of it was not kept."""

    form: WholeForm
    came: Came
    note: str = ""
    status: int = 200


class FormPage:
    """The page of somebody who is in by a cookie; `outcome` and `parts` serve whoever is in otherwise as well."""

    def __init__(self, pages: "Pages") -> None:
        self._pages = pages
        self._doing = Doing(pages)

    async def form(self, request: Request) -> Response:
        """`/formulier/number`."""
        window = await self._pages.window(request)
        if request.method == "POST":
            return await self._does(request, window)
        if window is None:
            return self._pages.ended()
        saved = request.query_params.get("bewaard", "")
        form = await self.read(window.chat, request.path_params["form"])
        return self._show(window, Outcome(form, Came({}, {}, saved)))

    async def read(self, chat: ChatId, number: int) -> WholeForm:
        """One's own form. Raises what answers that there is nothing."""
        if number >= 2**62:
            raise HTTPException(404)
        now = self._pages.now()
        form = await self._pages.run(lambda uow: self._pages.host.runner.whole_form(uow, chat, number, now))
        if form is None:
            raise HTTPException(404)
        return form

    def _show(self, window: Window, outcome: Outcome) -> Response:
        parts = self.parts(Who(window.chat, window.secret), outcome)
        to_talk = f"{stamp(window.secret, self._pages.numbers.next())}.{GO_ON}"
        return self._pages.page("form", outcome.status, window, go_on=not parts["closed"], to_talk=to_talk, **parts)

    def parts(self, who: Who, outcome: Outcome) -> dict[str, object]:
        """What the template draws."""
        form, paper = outcome.form, self._pages.paper
        view = FormView(paper, form, outcome.came)
        return {
            "header": paper.marked(form.header),
            "opening": [paper.marked(text) for text in form.opening],
            "closed": "" if form.closed is None else self._pages.phrase(form.closed),
            "sections": view.sections(),
            "progress": view.progress,
            "seal": stamp(who.secret, self._pages.numbers.next()),
            "target": f"{FORM}/{form.subject}",
            "note": outcome.note,
            "typed": _typed(outcome) if form.closed is not None else "",
        }

    async def fields(self, request: Request) -> dict[str, str]:
        """What was filled in."""
        return await self._pages.form(request, MOST_FIELDS)

    # --- what somebody does ---

    async def _does(self, request: Request, window: Window | None) -> Response:
        fields = await self.fields(request)
        live = "application/json" in request.headers.get("accept", "")
        if window is None:
            return JSONResponse({}, 401) if live else self._doing.lost(typed_in(fields))
        who = Who(window.chat, window.secret)
        outcome = await self.outcome(who, request.path_params["form"], fields)
        if live:
            return self._pages.kept(self.answer(who, outcome, fields), window)
        if outcome.came.refused or outcome.status != 200:
            return self._show(window, outcome)
        if fields.get(GO_ON):
            return await self._go_on(window)
        row = quote(outcome.came.saved, safe="")
        return self._pages.kept(self._pages.go(f"{FORM}/{outcome.form.subject}?bewaard={row}#rij-{row}"), window)

    async def _go_on(self, window: Window) -> Response:
        """All is kept: back to the talk, where it goes on."""
        incoming = Incoming(self._pages.numbers.next(), window.chat, True, window.chat, "", Commanded(GO_ON, ""))
        return await self._doing.take(window, incoming, "", CHAT)

    async def outcome(self, who: Who, number: int, fields: dict[str, str]) -> Outcome:
        """Have the rows that came taken, and look what stands there then."""
        form = await self.read(who.chat, number)  # nobody is told of a form that is not theirs
        values = {name.removeprefix(VALUE): text for name, text in fields.items() if name.startswith(VALUE)}
        seen = {name.removeprefix(SEEN): mark for name, mark in fields.items() if name.startswith(SEEN)}
        try:
            given = self._doing.given(who, fields, BY)
        except (TooFastError, StaleError) as error:
            too_fast = isinstance(error, TooFastError)
            key, status = ("too_fast", 429) if too_fast else ("stale", 403)
            return self._not_kept(form, values, seen, self._pages.say(key), status)
        sent = _sent(given, number, values, seen)
        incoming = Incoming(given.number, who.chat, True, who.chat, "", sent)
        try:
            result = await self._pages.turn(incoming)
        except NotKeptError:
            return self._not_kept(form, values, seen, self._pages.say("not_kept"), 503)
        form = await self.read(who.chat, number)
        if result is None:
            return self._not_kept(form, values, seen, "", 200)
        refused = dict(result.refused)
        status = 422 if refused else 200
        note = self._pages.say("form_not_all") if refused else ""
        return Outcome(form, Came(values, refused, _saved(given, form)), note, status)

    def _not_kept(
        self, form: WholeForm, values: dict[str, str], seen: dict[str, str], note: str, status: int
    ) -> Outcome:
        """Nothing was done with it. What stands there otherwise than it came is shown as it came."""
        rows = not_yet(form, values, seen)
        return Outcome(form, Came(values, dict.fromkeys(rows, Phrase("web.form_not_yet"))), note, status)

    def answer(self, who: Who, outcome: Outcome, fields: dict[str, str]) -> Response:
        """The rows that came, as a script puts them in their place."""
        parts = self.parts(who, outcome)
        view = FormView(self._pages.paper, outcome.form, outcome.came)
        rows = {}
        for row in outcome.form.rows:
            if f"{SEEN}{row.id}" in fields:
                drawn = view.row(row)
                html = self._pages.paper.draw("form_row", row=drawn, seal=parts["seal"], closed=parts["closed"])
                good = row.id not in outcome.came.refused
                rows[row.id] = {"html": html, "stand": drawn.state, "gezien": drawn.seen, "goed": good}
        said = {"zegel": parts["seal"], "voortgang": parts["progress"], "tekst": outcome.note, "rijen": rows}
        return JSONResponse({**said, "dicht": bool(parts["closed"])}, outcome.status)


def _sent(given: Given, number: int, values: dict[str, str], seen: dict[str, str]) -> FilledIn:
    skips = given.what if given.by == "overslaan" else ""
    return FilledIn(number, values, seen, skips, given.what if given.by == "zeker" else "")


def _saved(given: Given, form: WholeForm) -> str:
    """The row whose button was pressed."""
    asked = {str(one.step.id): row.id for row in form.rows for one in row.fields}
    return asked.get(given.what, given.what if any(row.id == given.what for row in form.rows) else "")


def typed_in(fields: dict[str, str]) -> str:
    """What somebody typed, of any form that they sent."""
    rows = [text for name, text in fields.items() if name.startswith(VALUE) and text not in _CHOICES]
    return "\n\n".join(text for text in (fields.get("tekst", ""), *rows) if text.strip())


def _typed(outcome: Outcome) -> str:
    """What somebody typed and was not kept, to be copied."""
    asked = {
        str(one.step.id): one.value for row in outcome.form.rows for one in row.fields if one.step.text is not None
    }
    came = outcome.came.values
    return "\n\n".join(text for step in asked if (text := came.get(step, "").strip()) and text != asked[step])
