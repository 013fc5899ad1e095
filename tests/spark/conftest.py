"""One cluster and one session for all tests of a process; without Java they are skipped."""

import os
import shutil
import sys
from collections.abc import Iterator

import pytest
from spark.cluster import HOST, SHORT_RUN, Cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'dedup-news[spark]'")
    if shutil.which("java") is None:
        pytest.skip("no Java: Spark needs one, 17 or newer")
    with Cluster() as running:
        yield running


@pytest.fixture(scope="session")
def session(cluster: Cluster) -> Iterator[object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", HOST)
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        # the workers find the package in what they are sent, not beside the tests
        patch.setitem(os.environ, "PYTHONPATH", "")
        from pyspark.sql import SparkSession

        settings = {
            "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.driver.host": HOST,
            "spark.driver.memory": "1g", "spark.executor.memory": "512m", "spark.log.level": "OFF",
            "spark.driver.extraJavaOptions": SHORT_RUN, "spark.executor.extraJavaOptions": SHORT_RUN,
            # what would be compiled runs for less than compiling takes
            "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.excludeOnFailure.enabled": "false",
        }  # fmt: skip
        builder = SparkSession.builder.master(cluster.master)
        for name, value in settings.items():
            builder = builder.config(name, value)
        started = builder.getOrCreate()
        yield started
        started.stop()
