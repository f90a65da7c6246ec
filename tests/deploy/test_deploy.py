"""What an administrator copies from `deploy`: it names what is there, holds no secret and gives nothing away."""

import json
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from bot.settings import SECRETS, Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = sorted(DEPLOY.glob("compose.*.yaml"))
CONTAINERFILE = (DEPLOY / "Containerfile").read_text()
KNOWN = {
    *(field.validation_alias.choices[0] for field in Settings.model_fields.values()),
    *(f"{name}_FILE" for name in SECRETS),
}
"""Every variable that the program reads."""
OURS = re.compile(r"\b((?:TELEGRAM|SAMENSPRAAK|WEBHOOK|DATABASE|LOG|SMTP|MAIL|WEB)_[A-Z_]+|LISTEN)\b")


def instructions(text: str) -> list[tuple[str, str]]:
    """Of a Containerfile: each with its arguments, long lines joined."""
    lines = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line.strip())]


def final_stage() -> list[tuple[str, str]]:
    every = instructions(CONTAINERFILE)
    return every[max(n for n, (name, _) in enumerate(every) if name == "FROM") :]


def test_every_variable_that_is_named_is_one_the_program_reads():
    for file in DEPLOY.iterdir():
        if file.is_file():
            assert set(OURS.findall(file.read_text())) <= KNOWN, file.name


def test_no_secret_stands_in_any_file():
    for file in DEPLOY.iterdir():
        if file.is_file():
            text = file.read_text()
            assert not re.search(r"\d{8,10}:[A-Za-z0-9_-]{30,}", text), file.name
            assert not re.search(r"(?i)(token|password|secret)\s*[=:]\s*[\"']?[A-Za-z0-9]{16,}", text), file.name


def test_the_container_runs_as_nobody_special_from_a_pinned_image():
    stage = dict(final_stage())
    assert stage["USER"] == "samenspraak"
    assert "useradd --system --uid 10001" in CONTAINERFILE
    assert list(dict(final_stage()))[-1] == "CMD"
    order = [name for name, _ in final_stage()]
    assert order.index("USER") < order.index("ENTRYPOINT")
    for name, rest in instructions(CONTAINERFILE):
        if name == "FROM":
            image = rest.split()[0]
            assert "@" in image or image.rpartition(":")[2] not in (image, "latest"), image
        assert name != "ADD"


def test_the_container_is_small_and_tells_how_it_is_doing():
    stage = dict(final_stage())
    assert '["samenspraak", "health"]' in stage["HEALTHCHECK"]
    assert stage["ENTRYPOINT"] == '["samenspraak"]'
    assert stage["VOLUME"] == "/data"
    assert [rest for name, rest in final_stage() if name == "COPY"] == [
        "--from=build /opt/samenspraak /opt/samenspraak"
    ]
    assert "apt-get" not in CONTAINERFILE
    assert CONTAINERFILE.count("pip install") == CONTAINERFILE.count("pip install --no-cache-dir")
    assert "--require-hashes" in CONTAINERFILE


def test_what_the_container_is_built_of_is_there():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[0] == "*"
    for name, rest in instructions(CONTAINERFILE):
        if name == "COPY" and "--from" not in rest:
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists(), source
                assert f"!{source}" in ignored, source


@pytest.mark.parametrize("file", COMPOSE, ids=lambda file: file.stem)
def test_a_compose_file_refers_to_what_it_has(file: Path):
    given = yaml.safe_load(file.read_text())
    for name, service in given["services"].items():
        for one in service.get("secrets", ()):
            assert one in given["secrets"], name
        for one in service.get("volumes", ()):
            assert one.partition(":")[0] in given["volumes"], name
        for one in service.get("depends_on", ()):
            assert "healthcheck" in given["services"][one], "it waits until it is healthy"
        assert service["restart"] == "always"
        for variable, value in service["environment"].items():
            if variable.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in service["secrets"]
            else:
                assert variable not in SECRETS
        for port in service.get("ports", ()):
            assert port.startswith("127.0.0.1:"), "open to this machine only"
        if "build" in service:
            assert (file.parent / service["build"]["context"] / service["build"]["dockerfile"]).exists()
            assert service["read_only"] is True
            assert service["cap_drop"] == ["ALL"]
            assert service["security_opt"] == ["no-new-privileges:true"]
            assert "data:/data" in service["volumes"]
            in_the_image = dict(final_stage())["HEALTHCHECK"]
            assert in_the_image.endswith(f"CMD {json.dumps(service['healthcheck']['test'][1:])}")
    for secret in given["secrets"].values():
        assert secret["file"].startswith("./secrets/")


def test_there_is_one_with_postgresql_and_a_standby_and_one_without():
    services = {file.stem: yaml.safe_load(file.read_text())["services"] for file in COMPOSE}
    assert list(services) == ["compose.postgres", "compose.sqlite"]
    ours = [one for one in services["compose.postgres"].values() if "build" in one]
    assert len(ours) == 2
    assert len(services["compose.sqlite"]) == 1


def test_secrets_are_kept_out_of_the_repository():
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()


UNIT = (DEPLOY / "samenspraak.service").read_text()


@pytest.mark.parametrize(
    "line",
    [
        *("Type=notify", "Restart=always", "DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes"),
        *("PrivateTmp=yes", "CapabilityBoundingSet=", "UMask=0077", "StateDirectory=samenspraak"),
    ],
)
def test_the_unit_is_watched_and_shut_in(line: str):
    assert line in UNIT.splitlines()


def test_the_unit_has_a_watchdog():
    assert re.search(r"^WatchdogSec=\d+$", UNIT, re.MULTILINE)
    assert re.search(r"^ExecStart=\S+/samenspraak run$", UNIT, re.MULTILINE)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_the_unit(tmp_path: Path):
    unit = tmp_path / "samenspraak.service"
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT, flags=re.MULTILINE))
    command = ["systemd-analyze", "verify", "--man=no", str(unit)]
    judged = subprocess.run(command, capture_output=True, text=True, check=False)
    about_us = [line for line in judged.stderr.splitlines() if "samenspraak.service" in line]
    assert not about_us


def test_proxies_hand_on_the_webhook_only():
    nginx, caddy = (DEPLOY / "nginx.conf").read_text(), (DEPLOY / "Caddyfile").read_text()
    assert nginx.count("{") == nginx.count("}")
    assert caddy.count("{") == caddy.count("}")
    for text in (nginx, caddy):
        assert "/telegram" in text
        assert "8443" in text
        assert re.search(r"\b1 ?MB?\b", text, re.IGNORECASE), "no longer body than the program takes"
    assert "return 404;" in nginx
    assert "respond 404" in caddy


def test_a_wheel_holds_all_that_the_program_reads(tmp_path: Path):
    """Every file of the packages, the content and the migrations as well; and nothing else."""
    from hatchling.builders.wheel import WheelBuilder

    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    tracked = subprocess.run(
        ["git", "ls-files", "bot", "storage"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(built) as wheel:
        names = set(wheel.namelist())
        entry = next(name for name in names if name.endswith("entry_points.txt"))
        assert "samenspraak = bot.__main__:main" in wheel.read(entry).decode()
    missing = {name for name in tracked.stdout.splitlines() if (ROOT / name).exists()} - names
    assert not missing
    assert not [name for name in names if name.startswith("tests")]


def test_what_the_program_imports_is_installed_with_it():
    """Without extras: the server that it listens with, and the numbers for Prometheus."""
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[^A-Za-z0-9-]", one)[0] for one in needed}
    assert {"uvicorn", "prometheus-client"} <= names
