"""The page of the whole form, as a browser without a script reads it and sends it back."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from web_house import Browser, read


@dataclass
class Form:
    """What stands in the fields. `fills` and `presses` are what somebody does with it."""

    browser: Browser
    path: str
    fields: dict[str, str]

    @classmethod
    async def of(cls, browser: Browser, path: str = "") -> Form:
        if not path:
            found = re.search(r'href="(/formulier/\d+)"', await browser.get("/gesprek"))
            assert found is not None, "no form to go to"
            path = found[1]
        return cls(browser, path, fields_of(await browser.get(path)))

    def fills(self, motive: str, choice: str = "", outcome: str | None = None, why: str | None = None) -> Form:
        """A choice by its id, an outcome, what changed."""
        if choice:
            self.fields[f"v.{motive}"] = choice
        if outcome is not None:
            self.fields[f"v.{motive}.outcome"] = outcome
        if why is not None:
            self.fields[f"v.{motive}.why"] = why
        return self

    async def presses(self, name: str, what: str, **headers: str) -> str:
        """A button of a row: `bewaar`, `overslaan` or `zeker`."""
        value = next(v for n, v in buttons_of(self.browser.page) if n == name and v.partition(".")[2] == what)
        page = await self.browser.post(self.path, {**self.fields, name: value}, **headers)
        self.fields = fields_of(page)
        return page

    async def saves(self, motive: str) -> str:
        return await self.presses("bewaar", motive)

    def row(self, motive: str) -> str:
        """All that can be read in a row."""
        found = re.search(rf'<fieldset [^>]*data-rij="{re.escape(motive)}".*?</fieldset>', self.browser.page, re.DOTALL)
        assert found is not None, f"no row {motive}"
        return " ".join(read(found[0]).split())

    def state(self, motive: str) -> str:
        """How a row stands."""
        found = re.search(rf'<div id="stand-{re.escape(motive)}".*?</div>', self.browser.page, re.DOTALL)
        assert found is not None
        return " ".join(read(found[0]).split())

    def value(self, motive: str, of: str = "") -> str:
        return self.fields.get(f"v.{motive}{of}", "")


def fields_of(page: str) -> dict[str, str]:
    """The fields of all rows, as they would be sent."""
    found = {name: html.unescape(value) for name, value in re.findall(r'name="(g\.[^"]+)" value="([^"]*)"', page)}
    for name, value, rest in re.findall(r'<input type="radio" name="(v\.[^"]+)" value="([^"]*)"([^>]*)>', page):
        if "checked" in rest:
            found[name] = html.unescape(value)
    areas = re.findall(r'<textarea [^>]*name="(v\.[^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return found | {name: html.unescape(text) for name, text in areas}


def buttons_of(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<button [^>]*?name="(\w+)" value="([^"]*)"', page)
    return [(name, html.unescape(value)) for name, value in found]
