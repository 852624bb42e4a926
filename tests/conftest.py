"""Puts the test folder on the path, so that tests share helpers by name."""

import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):  # as in the background of a shell: programs started here would ignore it too
    signal.signal(signal.SIGINT, signal.default_int_handler)
