"""Starts the program as a process of its own, at once: forked from one that has imported it already.

What runs then is what `samenspraak` runs: its `main`, with its own environment, folder, output and signals. Importing
it and walking its dialogs takes seconds of a processor, which would otherwise be most of what these tests do.
"""

import atexit
import gc
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path


class Process:
    """A program that was started; as `subprocess.Popen`, as far as it is needed here."""

    def __init__(self, nursery: "Nursery", pid: int):
        self._nursery = nursery
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code; None as long as it runs."""
        if self.returncode is None:
            self.returncode = self._nursery.ask({"poll": self.pid})
        return self.returncode

    def wait(self, timeout: float) -> int:
        deadline = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"the program did not end within {timeout} s")
            time.sleep(0.002)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Nursery:
    """The process from which the others are forked. It does nothing by itself and ends with whoever started it."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        environment = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for the tests, which end it
        )

    def ask(self, order: dict) -> int | None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._one_at_a_time:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        assert answer, "the process from which the program is forked has died; see what it said above"
        return json.loads(answer)

    def close(self) -> None:
        self._process.communicate()


@cache
def nursery() -> Nursery:
    """The one of these tests."""
    made = Nursery()
    atexit.register(made.close)
    return made


PROGRAM = "bot.__main__"
UNHURRIED = "unhurried"
"""Without Telegram's sending rates."""


def start(
    *arguments: str, module: str = PROGRAM, env: dict[str, str], cwd: Path, out: Path, err: Path | None = None
) -> Process:
    """Start `main` of this module with these arguments; `err` goes where `out` goes unless told otherwise."""
    order = {"module": module, "arguments": arguments, "env": env, "cwd": str(cwd), "out": str(out)}
    order["err"] = str(err or out)
    pid = nursery().ask(order)
    assert pid is not None
    return Process(nursery(), pid)


# --- in the process that is forked from, and in those that are forked ---


def _serve() -> None:
    _make_ready()
    running: set[int] = set()
    for line in sys.stdin:
        order = json.loads(line)
        if "poll" in order:
            pid, status = os.waitpid(order["poll"], os.WNOHANG)
            running.discard(pid)
            _reply(os.waitstatus_to_exitcode(status) if pid else None)
        elif pid := os.fork():
            running.add(pid)
            _reply(pid)
        else:
            _become(order)
            return
    for pid in running:  # the tests broke off
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _reply(value: int | None) -> None:
    print(json.dumps(value), flush=True)


def _make_ready() -> None:
    """Everything that every start of the program does in the same way."""
    for module in (PROGRAM, "bot.commands", UNHURRIED, "bot.demo"):
        import_module(module)
    import_module("bot.check").content()  # walks the dialogs, which a process does once
    import_module("storage.migrate").head()
    gc.collect()
    gc.freeze()


def _become(order: dict) -> None:
    for number, name in ((0, os.devnull), (1, order["out"]), (2, order["err"])):
        opened = os.open(name, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    random.seed()
    sys.argv = ["samenspraak", *order["arguments"]]
    import_module(order["module"]).main()


if __name__ == "__main__":
    _serve()
