"""Set the project up in its own folder: an environment in .venv, the pinned packages, greffier itself.

    python3 tools/setup.py run     what `make demo` needs
    python3 tools/setup.py dev     and what `make test` needs besides

Needs Python 3.11 or newer and its standard library, nothing else: where Debian leaves out `ensurepip` and `pip`, pip's
own wheel is fetched from the package index, checked against its hash, and used. A second call with nothing changed
returns at once.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import time
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"run": ["requirements.lock"], "dev": ["requirements.lock", "requirements-dev.lock"]}
PIP = ("25.3", "9655943313a94722b7774661c21049070f6bbb0a1516bf02f7c8d5d9201514cd")


def main(arguments: list[str]) -> int:
    """Set up; 0 when all is there, 1 with a sentence when it cannot be."""
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        print(__doc__)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036  an older Python must be told, not fail
        print(f"greffier needs Python 3.11 or newer, this is {sys.version.split()[0]}: call make PYTHON=python3.11 …")
        return 1
    level = arguments[0]
    if is_ready(level):
        return 0
    began = time.monotonic()
    try:
        make_environment()
        for lock in LOCKS[level]:
            say(f"installing the packages of {lock} (pinned by hash; some minutes the first time)")
            pip("install", "--require-hashes", "--only-binary=:all:", "-r", str(ROOT / lock))
        say("installing greffier itself")
        pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    except (subprocess.CalledProcessError, OSError, ValueError) as error:
        print(f"setup stopped: {error}\nIs the package index (pypi.org, or yours by PIP_INDEX_URL) within reach, and "
              f"is there room on the disk? What is there stays; call again to go on.", file=sys.stderr)
        return 1
    for done in LOCKS if level == "dev" else (level,):
        stamp(done).write_text("ready\n", encoding="utf-8")
    say(f"ready after {time.monotonic() - began:.0f} s")
    return 0


def say(text: str) -> None:
    """Tell the user what is being done."""
    print(f"setup: {text}", flush=True)


def stamp(level: str) -> Path:
    """A file whose name changes with the locks, the project file and the place of the checkout."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in ("pyproject.toml", *LOCKS[level]):
        digest.update((ROOT / name).read_bytes())
    return ENVIRONMENT / f"ready-{level}-{digest.hexdigest()[:12]}"


def is_ready(level: str) -> bool:
    """Is everything of this level installed?"""
    return PYTHON.exists() and stamp(level).exists()


def make_environment() -> None:
    """An environment in .venv that has pip."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return
    say(f"making an environment in {ENVIRONMENT.name} with Python {sys.version.split()[0]}")
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt", clear=ENVIRONMENT.exists()).create(ENVIRONMENT)
    if has_ensurepip and subprocess.run([PYTHON, "-m", "ensurepip", "--default-pip"], capture_output=True).returncode == 0:
        return
    wheel = fetch_pip()
    subprocess.run([PYTHON, f"{wheel}/pip", "install", "--quiet", "--no-index", str(wheel)], check=True)
    wheel.unlink()


def fetch_pip() -> Path:
    """pip's wheel from the package index, checked against its hash. Raises ValueError when it is another file."""
    version, expected = PIP
    say(f"this Python has no ensurepip: fetching pip {version} from the package index")
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
    request = urllib.request.Request(f"{index}/pip/", headers={"Accept": "application/vnd.pypi.simple.v1+json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        files = json.load(answer)["files"]
    url = next(f["url"] for f in files if f["filename"] == f"pip-{version}-py3-none-any.whl")
    with urllib.request.urlopen(urllib.request.Request(url), timeout=180) as answer:
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != expected:
        raise ValueError(f"the file {url} is not pip {version} as pinned")
    wheel = ENVIRONMENT / f"pip-{version}-py3-none-any.whl"
    wheel.write_bytes(content)
    return wheel


def pip(*arguments: str) -> None:
    """Call the environment's pip. Raises CalledProcessError."""
    subprocess.run([PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments], check=True, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
