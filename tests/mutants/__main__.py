"""`make mutants`: plants single faults in a copy of the tree, one at a time, and tells which ones no test notices.

    python tests/mutants                    all faults, each judged by the tests it names
    python tests/mutants domain turn.3      those of a floor, or one of them
    python tests/mutants --whole            each judged by the whole quick suite
    python tests/mutants --list             only whether each still fits the code

Ends with 1 when a fault survives. Works on a copy: the tree itself is only read.
"""

import argparse
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from planting import ROOT, Mutant, UnplantableError, mutants, plant

QUICK = ("-m", "not browser and not process and not postgres and not deep", "--ignore=tests/mutants")
"""The list of the faults is left out: planting one changes what it is about."""
LEFT_OUT = (".git", ".venv", ".hypothesis", "__pycache__", ".*_cache", "node_modules")
BROKEN = 3
"""What pytest ends with when it fails itself."""
PATIENCE = 900
"""Seconds for the tests of one fault; one that makes the program hang is noticed as well."""
_TICKS = count(int(time.time()))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one fault; `caught` is None when the tests could not judge it."""

    mutant: Mutant
    caught: bool | None
    by: str
    seconds: float


def main(given: Sequence[str]) -> int:
    """The number of the exit: 0 when every fault was noticed."""
    options = _options(given)
    chosen = [one for one in mutants() if not options.names or {one.floor, one.name} & set(options.names)]
    if not chosen:
        print("no fault has that name")
        return 2
    if misfits := [said for one in chosen if (said := _misfit(one))]:
        print(*misfits, sep="\n")
        return 2
    print(f"{len(chosen)} faults fit the code")
    return 0 if options.list else _judge_all(chosen, options)


def _misfit(one: Mutant) -> str:
    """Why it does not fit the code; empty when it does."""
    try:
        plant(one)
    except UnplantableError as error:
        return str(error)
    return ""


def _options(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests/mutants", description="Plants single faults and runs the tests.")
    parser.add_argument("names", nargs="*", help="a floor (domain), or one fault (domain.3)")
    parser.add_argument("--whole", action="store_true", help="judge each by the whole quick suite")
    parser.add_argument("--list", action="store_true", help="only tell whether each fault still fits the code")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument("--unjudged", action="store_true", help="do not run the tests without a fault first")
    return parser.parse_args(given)


def _judge_all(chosen: Sequence[Mutant], options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies: queue.Queue[Path] = queue.Queue()
        for number in range(max(1, options.jobs)):
            copy = Path(folder) / str(number)
            shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
            copies.put(copy)
        if not options.unjudged and not _right_without(chosen, copies.queue[0], whole=options.whole):
            return 2

        def judged(one: Mutant) -> Verdict:
            copy = copies.get()
            try:
                verdict = _judge(one, copy, whole=options.whole)
            finally:
                copies.put(copy)
            print(_line(verdict), flush=True)
            return verdict

        with ThreadPoolExecutor(options.jobs) as pool:
            verdicts = list(pool.map(judged, chosen))
    survived = [one for one in verdicts if not one.caught]
    print(f"\n{len(verdicts) - len(survived)} of {len(verdicts)} caught")
    for one in survived:
        print(_line(one))
    return 1 if survived else 0


def _right_without(chosen: Sequence[Mutant], copy: Path, *, whole: bool) -> bool:
    """Tests that fail anyway tell nothing."""
    paths = list(dict.fromkeys(path for one in chosen for path in one.tests))
    code, by = _pytest(copy, ["tests"] if whole else paths)
    if code:
        print(f"without any fault the tests are not right: {by}")
    return code == 0


def _judge(one: Mutant, copy: Path, *, whole: bool) -> Verdict:
    planted = plant(one, copy)
    began = time.monotonic()
    _write(planted.path, planted.after)
    try:
        code, by = _pytest(copy, ["tests"] if whole else list(one.tests))
    except subprocess.TimeoutExpired:
        code, by = 1, "hangs"
    finally:
        _write(planted.path, planted.before)
    caught = {0: False, 1: True}.get(code)
    return Verdict(one, caught, by if code else "", time.monotonic() - began)


def _write(path: Path, text: str) -> None:
    """With a moment no file had before: what Python compiled earlier is never taken for it."""
    path.write_text(text, encoding="utf-8")
    moment = next(_TICKS)
    os.utime(path, (moment, moment))


def _pytest(copy: Path, paths: Sequence[str]) -> tuple[int, str]:
    """The exit code, and the first test that failed."""
    shutil.rmtree(copy / ".hypothesis", ignore_errors=True)
    options = ["-x", "-q", "--tb=no", "-p", "no:cacheprovider", "--hypothesis-seed=0", *QUICK]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *map(_node, paths)],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    lines = done.stdout.splitlines() + done.stderr.splitlines()
    told = next((line for line in lines if line.startswith(("FAILED", "ERROR"))), "")
    if done.returncode == 1 and not told:  # it was not a test that failed
        return BROKEN, lines[-1] if lines else ""
    return done.returncode, told


def _node(path: str) -> str:
    """A conversation is a test of its own: `tests/transcripts/x.chat`."""
    if not path.endswith(".chat"):
        return path
    return f"tests/transcripts/test_transcripts.py::test_transcript_reads_as_it_plays[{Path(path).stem}]"


def _line(verdict: Verdict) -> str:
    word = {True: "caught", False: "SURVIVED", None: "NOT JUDGED"}[verdict.caught]
    return f"{word:9} {verdict.mutant.name:14} {verdict.seconds:4.0f}s  {verdict.mutant.fault}  {verdict.by[:110]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
