"""Samenspraak: a Telegram bot that facilitates the SMS-tool. The layers are described in docs/architecture.md."""
