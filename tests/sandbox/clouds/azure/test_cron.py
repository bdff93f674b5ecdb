"""Schedules of ACR tasks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wharfinger_sandbox.clouds.azure.cron import FIELDS, cron_problems


@pytest.mark.parametrize(
    "schedule", ["0 3 * * *", "*/15 0-6 1,15 JAN-MAR Mon", "59 23 31 12 6", "0 1 * * Sun", "0 0/2 * * *"]
)
def test_sound_schedules_are_accepted(schedule):
    assert cron_problems(schedule) == []


@pytest.mark.parametrize(
    ("schedule", "reason"),
    [
        ("0 3 * *", "'0 3 * *' has 4 fields; a schedule has 5, such as '0 3 * * *'."),
        ("0 0 3 * * *", "has 6 fields"),
        ("60 3 * * *", "minute '60' is none: 0 to 59"),
        ("0 24 * * *", "hour '24' is none"),
        ("0 3 0 * *", "day of month '0' is none"),
        ("0 3 * 13 *", "month '13' is none"),
        ("0 3 * * 7", "day of week '7' is none: 0 to 6"),
        ("0 3 * * Funday", "day of week 'Funday' is none"),
        ("*/0 3 * * *", "minute '*/0' is none"),
        ("30-10 3 * * *", "minute '30-10' is none"),
        ("1, 3 * * *", "minute '1,' is none"),
        ("*-5 3 * * *", "minute '*-5' is none"),
    ],
)
def test_unsound_schedules_are_refused_with_the_field(schedule, reason):
    assert any(reason in problem for problem in cron_problems(schedule)), cron_problems(schedule)


def fields(low: int, high: int) -> st.SearchStrategy[str]:
    number = st.integers(low, high)
    spans = st.tuples(number, number).map(lambda pair: f"{min(pair)}-{max(pair)}")
    parts = st.one_of(st.just("*"), number.map(str), spans, st.integers(1, 9).map("*/{}".format))
    return st.lists(parts, min_size=1, max_size=3).map(",".join)


@given(st.tuples(*(fields(low, high) for _, low, high, _ in FIELDS)).map(" ".join))
def test_every_schedule_of_the_grammar_is_accepted(schedule):
    assert cron_problems(schedule) == []


@given(st.integers(0, len(FIELDS) - 1), st.integers(min_value=1))
def test_a_value_beyond_a_field_s_bounds_is_never_accepted(index, beyond):
    parts = ["*"] * len(FIELDS)
    parts[index] = str(FIELDS[index][2] + beyond)
    assert len(cron_problems(" ".join(parts))) == 1
