"""What the server counts, for Prometheus."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)


class Metrics:
    """Counters of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "dedup_requests", "Requests answered.", ("route", "method", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "dedup_request_seconds", "Seconds from the first byte of a request to the last of its answer.", ("route",),
            buckets=_SECONDS, registry=self._registry,
        )  # fmt: skip
        self._active = Gauge("dedup_requests_active", "Requests that are being answered.", registry=self._registry)

    def watch(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Add a value that is read when somebody asks."""
        Gauge(name, meaning, registry=self._registry).set_function(read)

    def begin(self) -> None:
        """Count a request that is being answered."""
        self._active.inc()

    def end(self) -> None:
        """Count it no longer."""
        self._active.dec()

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def render(self) -> bytes:
        """Return all in Prometheus's text format."""
        return generate_latest(self._registry)
