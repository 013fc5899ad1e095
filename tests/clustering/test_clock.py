import pytest

from dedup.clustering.clock import earlier


@pytest.mark.parametrize(
    ("x", "y", "order"),
    [
        ("2023-05-09", "2023-05-10", -1),
        ("2023-05-10", "2023-05-09", 1),
        ("2023-05-09", "2023-05-09", 0),
        ("2023-05-09T10:00+09:00", "2023-05-09T02:00+00:00", -1),
        ("2023-05-09T10:00:30+00:00", "2023-05-09T10:00:31+00:00", -1),
        ("2023-05-09T10:00+00:00", "2023-05-09T10:00:31+00:00", 0),
        # a date without a zone may still be the same day elsewhere
        ("2023-05-09", "2023-05-10T01:00+00:00", 0),
        ("2023-05-09", "2023-05-11T01:00+00:00", -1),
        ("2022", "2023-01", -1),
        ("2023", "2023-05-09", 0),
        ("2023-12", "2024-01-01", -1),
        ("soon", "2024-01-01", 0),
        ("0001-01-01", "9999-12-31", 0),
    ],
)
def test_order_is_told_only_where_precision_and_zone_allow_it(x, y, order):
    assert earlier(x, y) == order
    assert earlier(y, x) == -order
