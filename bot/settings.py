"""What can be set from outside, read once at the start from the environment."""

from enum import StrEnum
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Mode(StrEnum):
    """How updates come in."""

    POLLING = "polling"
    WEBHOOK = "webhook"


def _default_data_dir() -> Path:
    return Path.home() / ".local" / "share" / "samenspraak"


class Settings(BaseSettings):
    """The environment. The names are those of the README's table."""

    model_config = SettingsConfigDict(extra="ignore")

    token: SecretStr | None = Field(None, validation_alias=AliasChoices("TELEGRAM_BOT_TOKEN", "token"))
    api_base_url: str = Field(
        "https://api.telegram.org", validation_alias=AliasChoices("TELEGRAM_API_BASE_URL", "api_base_url")
    )
    database_url: str | None = Field(None, validation_alias=AliasChoices("DATABASE_URL", "database_url"))
    data_dir: Path = Field(
        default_factory=_default_data_dir, validation_alias=AliasChoices("SAMENSPRAAK_DATA_DIR", "data_dir")
    )
    mode: Mode = Field(Mode.POLLING, validation_alias=AliasChoices("SAMENSPRAAK_MODE", "mode"))
    webhook_url: str | None = Field(None, validation_alias=AliasChoices("WEBHOOK_URL", "webhook_url"))
    webhook_secret: SecretStr | None = Field(None, validation_alias=AliasChoices("WEBHOOK_SECRET", "webhook_secret"))
    log_level: str = Field("INFO", validation_alias=AliasChoices("LOG_LEVEL", "log_level"))

    @property
    def api_root(self) -> str:
        """Where the Bot API is, with or without `/bot` at the end of what was given."""
        return self.api_base_url.rstrip("/").removesuffix("/bot")

    @property
    def database(self) -> str:
        """The database's address; without one, an SQLite file in the data folder."""
        if self.database_url is None:
            return f"sqlite:///{self.data_dir / 'samenspraak.db'}"
        scheme, separator, rest = self.database_url.partition("://")
        plain = scheme in ("postgres", "postgresql")
        return f"postgresql+psycopg{separator}{rest}" if plain else self.database_url
