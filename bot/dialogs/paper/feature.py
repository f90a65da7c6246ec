"""Phase 1 on paper."""

from bot.dialogs.paper import pages
from bot.turn.feature import Feature

FEATURE = Feature(
    name="paper",
    pages={"papiervan": pages.which, "papier": pages.look, "papierpdf": pages.blank},
    renderers={pages.BLANK_FORM: "bot.typesetting.blank_form:pdf"},
)
