"""Tag patterns against each other."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def overlap(left: str, right: str) -> bool:
    """Whether some text matches both patterns, in which `*` stands for any run of characters.

    Takes time in proportion to the product of their lengths.
    """
    below = [False] * (len(right) + 1)
    for i in range(len(left), -1, -1):
        row = [False] * (len(right) + 1)
        for j in range(len(right), -1, -1):
            ended = (i == len(left), j == len(right))
            if ended == (True, True):
                row[j] = True
            elif not ended[0] and left[i] == "*":
                row[j] = below[j] or (not ended[1] and row[j + 1])
            elif not ended[1] and right[j] == "*":
                row[j] = row[j + 1] or (not ended[0] and below[j])
            elif ended == (False, False):
                row[j] = left[i] == right[j] and below[j + 1]
        below = row
    return below[0]
