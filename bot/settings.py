"""What can be set from outside, read once at the start from the environment."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, Field, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

SECRETS = ("TELEGRAM_BOT_TOKEN", "DATABASE_URL", "WEBHOOK_SECRET", "SMTP_URL")
"""What may also stand in a file, whose name is then given as `NAME_FILE`."""


class SecretFileError(Exception):
    """A file with a secret cannot be used; the message is one plain sentence."""


class LogFormat(StrEnum):
    """How a line of the log is written."""

    TEXT = "text"
    JSON = "json"


class Mode(StrEnum):
    """How updates come in."""

    POLLING = "polling"
    WEBHOOK = "webhook"


def _default_data_dir() -> Path:
    return Path.home() / ".local" / "share" / "samenspraak"


class Settings(BaseSettings):
    """The environment. The names are those of the table in deploy/README.md."""

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
    listen: str | None = Field(None, validation_alias=AliasChoices("LISTEN", "listen"))
    web_url: str | None = Field(None, validation_alias=AliasChoices("WEB_URL", "web_url"))
    smtp_url: SecretStr | None = Field(None, validation_alias=AliasChoices("SMTP_URL", "smtp_url"))
    mail_from: str | None = Field(None, validation_alias=AliasChoices("MAIL_FROM", "mail_from"))
    log_level: str = Field("INFO", validation_alias=AliasChoices("LOG_LEVEL", "log_level"))
    log_format: LogFormat = Field(LogFormat.TEXT, validation_alias=AliasChoices("LOG_FORMAT", "log_format"))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given in code, in the environment, and in files the environment names."""
        return init_settings, env_settings, _SecretFiles(settings_cls)

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


class _SecretFiles(PydanticBaseSettingsSource):
    """Each secret whose name, with `_FILE` behind it, names a file."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        named = {name: os.environ.get(f"{name}_FILE") for name in SECRETS}
        return {name: _content(name, file) for name, file in named.items() if file}


def _content(name: str, file: str) -> str:
    """What stands in the file, without white space around it. Raises `SecretFileError`."""
    if os.environ.get(name):
        raise SecretFileError(f"{name} and {name}_FILE are both set; set one of them.")
    try:
        found = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise SecretFileError(f"{name}_FILE cannot be read: {reason}.") from None
    if not found:
        raise SecretFileError(f"{name}_FILE is an empty file.")
    return found
