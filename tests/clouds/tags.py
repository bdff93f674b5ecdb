"""Tags, patterns, retention rules and images for laws: few letters, so that much overlaps."""

from dataclasses import replace

from hypothesis import strategies as st

from wharfinger.inventory.model import DAY, Image
from wharfinger.plan.retention import (
    Archive,
    ExpireAfter,
    KeepNewest,
    Protect,
    Retention,
    TagRule,
    deciding_order,
)

LETTERS = "ab1.-_"
TAGS = st.text(LETTERS, min_size=1, max_size=8)
PATTERNS = st.text(LETTERS + "*?", min_size=1, max_size=8)
AT = 1_000 * DAY
"""When the laws evaluate."""

SHORT_TAGS = st.text("ab", min_size=1, max_size=3)
SHORT_PATTERNS = st.one_of(
    st.sampled_from(["*", "a*", "b*", "ab*", "a*b", "*b", "a?", "?", "aa", "a*a*b", "b?*"]),
    st.text("ab*?", min_size=1, max_size=4),
)
_DAYS = st.integers(1, 12)
_ARCHIVES = st.builds(Archive, st.just(""), _DAYS, st.one_of(st.none(), st.sampled_from([30, 90, 120])))
_SENTENCES = st.one_of(
    st.just(Protect("")),
    st.builds(KeepNewest, st.just(""), st.integers(1, 4)),
    st.builds(ExpireAfter, st.just(""), _DAYS),
    _ARCHIVES,
)


def rules(patterns: dict[str, TagRule]) -> tuple[TagRule, ...]:
    """Rules for patterns, in the order in which they decide."""
    return deciding_order(replace(rule, pattern=pattern) for pattern, rule in patterns.items())


def _retentions(patterns: st.SearchStrategy[str]) -> st.SearchStrategy[Retention]:
    return st.builds(
        Retention,
        st.dictionaries(patterns, _SENTENCES, max_size=5).map(rules),
        st.one_of(st.none(), _DAYS),
        st.just("enforce"),
    )


RETENTIONS = _retentions(PATTERNS)
SHORT_RETENTIONS = st.one_of(
    _retentions(SHORT_PATTERNS),
    st.builds(
        Retention,
        st.dictionaries(
            st.sampled_from(["*", "a*", "b*", "ab*", "aa*"]),
            st.builds(ExpireAfter, st.just(""), _DAYS),
            min_size=2,
            max_size=4,
        ).map(rules),
    ),
    st.builds(Retention, st.dictionaries(SHORT_PATTERNS, _ARCHIVES, min_size=2, max_size=4).map(rules)),
)
"""Rules that images of `inventories` fall under: of all kinds, ages of prefixes in each other, archives."""


@st.composite
def inventories(draw: st.DrawFn, *, archives: bool = False, immutable: bool = False) -> tuple[Image, ...]:
    """Images of one repository with ties in time, several tags, indexes and referrers.

    A tag is on one image only, as in any registry; times are whole days, so that ages meet the rules' edges.
    """
    count = draw(st.integers(0, 8))
    digests = [f"sha256:{number:064x}" for number in range(count)]
    names = draw(st.lists(SHORT_TAGS, unique=True, max_size=8))
    owners = [draw(st.integers(0, count - 1)) if count else 0 for _ in names]
    times = st.integers(980, 1_000).map(lambda day: day * DAY)
    images: list[Image] = []
    for number, digest in enumerate(digests):
        pushed = draw(times)
        tags = tuple(name for name, owner in zip(names, owners, strict=True) if owner == number)
        children = draw(st.lists(st.sampled_from(digests[:number]), max_size=2)) if number else []
        subject = draw(st.one_of(st.none(), st.none(), st.sampled_from(digests[:number]))) if number else None
        images.append(
            Image(
                digest=digest,
                media_type="application/vnd.oci.image.manifest.v1+json",
                pushed=pushed,
                tags=tags,
                updated=draw(st.one_of(st.none(), times)),
                tag_updated={tag: draw(times) for tag in tags if draw(st.booleans())},
                pulled=draw(st.one_of(st.none(), times)),
                archived=draw(times.map(lambda time: time - 100 * DAY))
                if archives and draw(st.booleans())
                else None,
                restored=draw(st.one_of(st.none(), times)) if archives else None,
                subject=None if children else subject,
                children=tuple(children),
            )
        )
    return tuple(draw(st.permutations(images)))
