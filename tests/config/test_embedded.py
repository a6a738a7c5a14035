"""The embedded database: who uses it is known, also after somebody was killed."""

import json
import os
import subprocess
import sys
from pathlib import Path

from stockwright.config.embedded import _forget_the_dead


def test_a_process_that_was_killed_no_longer_keeps_the_server_running(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    users = tmp_path / "users.json"
    users.write_text(json.dumps([gone.pid, os.getpid()]))
    _forget_the_dead(users)
    assert json.loads(users.read_text()) == [os.getpid()]


def test_a_server_that_nobody_used_yet_has_no_list(tmp_path: Path) -> None:
    _forget_the_dead(tmp_path / "users.json")
    assert not (tmp_path / "users.json").exists()
