import sys

import pytest

from bench.measure import CommandFailedError, Cost, cost, middle


def test_processor_time_of_a_command_includes_that_of_the_processes_it_awaits():
    busy = "import time\nwhile time.process_time() < 0.2: pass"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}], check=True)"

    measured = cost([sys.executable, "-c", child])

    assert measured.cpu >= 0.2


def test_peak_memory_is_that_of_the_command():
    small = cost([sys.executable, "-c", "pass"]).peak
    large = cost([sys.executable, "-c", "b'x' * 200_000_000"]).peak

    assert large - small > 100_000_000


def test_a_command_that_fails_is_an_error_with_what_it_printed():
    with pytest.raises(CommandFailedError, match="the rope is wet"):
        cost([sys.executable, "-c", "raise SystemExit('the rope is wet')"])


def test_the_middle_is_the_median_of_each_figure():
    costs = [Cost(1.0, 6.0, 7), Cost(2.0, 5.0, 9), Cost(3.0, 4.0, 8)]

    assert middle(costs) == Cost(2.0, 5.0, 8)
