"""The instrument's texts and the bot's own phrases, read and checked at start-up. Dutch lives only here."""
