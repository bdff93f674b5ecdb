"""Tags, patterns and retention for laws."""

from hypothesis import strategies as st

from wharfinger.plan.settings import Retention

LETTERS = "ab1.-_"
TAGS = st.text(LETTERS, min_size=1, max_size=8)
PATTERNS = st.text(LETTERS + "*", min_size=1, max_size=8)
DAYS = st.one_of(st.none(), st.integers(1, 400))


def retention(
    keep_newest: int | None = None, untagged: int | None = None, protect: tuple[str, ...] = ()
) -> Retention:
    """Retention in short; the patterns sorted as in a plan."""
    return Retention(keep_newest, untagged, tuple(sorted(set(protect))))


RETENTIONS = st.builds(retention, DAYS, DAYS, st.lists(PATTERNS, max_size=6).map(tuple))
