"""A standalone Spark cluster on the loopback: one master and two workers, each a process of its own.

    python tests/spark/cluster.py INPUT... -o OUT [-- OPTIONS OF dedup run]

starts one, runs `dedup run --engine spark` on it, and stops it. The tests use `Cluster`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOST = "127.0.0.1"
# The first compiler alone, and one collector: a pass of the tests ends before the second would have paid.
SHORT_RUN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


class Cluster:
    """A running cluster; a context manager.

    Attributes:
        master: Its address, as `spark://127.0.0.1:PORT`.
        workers: The processes of the workers, each the leader of a process group with its executors.
    """

    def __init__(self, workers: int = 2, memory: str = "1g", options: str = SHORT_RUN) -> None:
        with socket.socket() as found:
            found.bind((HOST, 0))
            port = found.getsockname()[1]
        self.master = f"spark://{HOST}:{port}"
        self._folder = Path(tempfile.mkdtemp(prefix="dedup-cluster-"))
        self._options = options
        self._master = self._start(
            "master.Master", "--host", HOST, "--port", str(port), "--webui-port", "0", name="master"
        )
        self.workers = [
            self._start(
                "worker.Worker", "--host", HOST, "--cores", "1", "--memory", memory, "--webui-port", "0",
                "--work-dir", str(self._folder / f"work-{number}"), self.master, name=f"worker-{number}",
            )
            for number in range(workers)
        ]  # fmt: skip

    def __enter__(self) -> Cluster:
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        for process in (*self.workers, self._master):
            kill(process)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, kind: str, *arguments: str, name: str) -> subprocess.Popen[bytes]:
        import pyspark

        home = Path(pyspark.__file__).parent
        environment = os.environ | {
            "SPARK_HOME": str(home), "SPARK_DAEMON_JAVA_OPTS": self._options, "SPARK_LOCAL_IP": HOST,
            "PYSPARK_PYTHON": sys.executable, "SPARK_DAEMON_MEMORY": "256m",
        }  # fmt: skip
        with (self._folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}", *arguments],
                stdout=log, stderr=log, env=environment, start_new_session=True,
            )  # fmt: skip

    def _wait(self) -> None:
        """Wait until the master listens; workers try again until they reach it."""
        host, port = self.master.removeprefix("spark://").split(":")
        while self._master.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection((host, int(port)), 1):
                return
            time.sleep(0.1)
        raise RuntimeError((self._folder / "master.log").read_text(errors="replace"))

    def kill_worker(self) -> None:
        """Kill a worker and its executors, without a warning."""
        kill(self.workers.pop())


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def main(arguments: list[str]) -> int:
    """Run the command on a cluster of its own."""
    os.environ["SPARK_LOCAL_IP"] = HOST
    os.environ["PYSPARK_PYTHON"] = sys.executable
    memory = os.environ.get("WORKER_MEMORY", "4g")
    executor = os.environ.get("EXECUTOR_MEMORY", "1500m")
    os.environ["PYSPARK_SUBMIT_ARGS"] = (
        f"--conf spark.executor.memory={executor} --conf spark.driver.host={HOST} --conf spark.ui.enabled=false "
        f"--driver-memory 1g {os.environ.get('SPARK_EXTRA', '')} pyspark-shell"
    )
    with Cluster(memory=memory, options="") as cluster:
        return subprocess.run(
            [sys.executable, "-m", "dedup", "run", *arguments, "--engine", "spark", "--master", cluster.master],
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main([argument for argument in sys.argv[1:] if argument != "--"]))
