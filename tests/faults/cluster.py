"""A PostgreSQL of its own, which may be killed without harm to any other."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from scripts.site import free_port, wait_for

USER = "postgres"  # PostgreSQL refuses to run as root, which then lends it this user


class Cluster:
    """Made in a folder, stopped with `stop`. Every commit waits for the disk, as in production."""

    def __init__(self, folder: Path) -> None:
        self.port, self._data = free_port(), folder / "postgres"
        self._log = (folder / "postgres.log").open("ab")
        self._data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self._data, USER, USER)
            folder.chmod(0o755)
        self._call("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C").wait()
        self.start()

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = ["synchronous_commit=on", "fsync=on", "listen_addresses=127.0.0.1", "unix_socket_directories="]
        self._server = self._call("postgres", "-p", str(self.port), *(f"-c{one}" for one in options))
        wait_for(self.port)

    def kill(self) -> None:
        """As a power cut does: the postmaster and every process of it, with no time to write anything."""
        master = self._server.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        for pid in (master, *map(int, children)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._server.wait()
        time.sleep(0.1)  # for the last child to be gone: it holds the memory that the next start looks for

    def stop(self) -> None:
        self._server.send_signal(signal.SIGINT)
        self._server.wait()
        self._log.close()

    def _call(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        # Debian keeps the server's programs out of the path. `setpriv` replaces itself, so its process is the program's.
        found = max(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), default=None) or shutil.which(program)
        lent = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] if os.geteuid() == 0 else []
        line = [*lent, str(found), "-D", str(self._data), *arguments]
        return subprocess.Popen(line, stdout=self._log, stderr=self._log, cwd="/")
