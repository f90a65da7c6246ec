"""The option that rewrites the transcripts."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-transcripts", action="store_true", help="write what is played now into the .chat files")
