#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""on-terminal.py SECONDS COMMAND…: runs it on a terminal of its own, and types Ctrl-C after so long.

Prints what the terminal was sent, then a line "exit CODE after MILLISECONDS", counted from the Ctrl-C.
A shell shows 130 for a command that ended by itself with 130, and for one that the signal ended.
"""

import os
import pty
import select
import signal
import sys
import time


def main():
    patience, command = float(sys.argv[1]), sys.argv[2:]
    child, terminal = pty.fork()
    if child == 0:
        # A suite that runs in the background hands down that it ignores interrupts.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execvp(command[0], command)
    interrupt_at = time.monotonic() + patience
    typed = False
    while True:
        wait = None if typed else max(0.0, interrupt_at - time.monotonic())
        if select.select([terminal], [], [], wait)[0]:
            try:
                sent = os.read(terminal, 4096)
            except OSError:  # the other end is closed
                break
            os.write(1, sent)
        elif not typed:
            os.write(terminal, b"\x03")
            typed = True
    status = os.waitpid(child, 0)[1]
    code = 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    print(f"\nexit {code} after {(time.monotonic() - interrupt_at) * 1000:.0f}")


main()
