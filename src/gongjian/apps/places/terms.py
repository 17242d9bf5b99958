"""How names and codes are cut for the search: pairs of neighbouring characters, codes without padding."""

TAILS = ("社区居民委员会", "社区居委会", "居民委员会", "村民委员会", "居委会", "村委会", "委员会", "办事处")
"""What ends the names of committees and offices; of the longest that fits only 社区 or nothing is kept."""

GENERIC_PAIRS = frozenset({"社区", "街道", "村委", "委会", "居委", "办事", "事处", "市辖", "辖区"})


def bare_name(name: str) -> str:
    """Drop the committee's part of a name: nobody searches by it, and it is in every second name.

    >>> bare_name("多福巷社区居委会"), bare_name("上庄村委会"), bare_name("居委会")
    ('多福巷社区', '上庄村', '居委会')
    """
    for tail in TAILS:
        if name.endswith(tail) and len(name) > len(tail):
            kept = "社区" if tail.startswith("社区") else "村" if tail.startswith("村") else ""
            return name.removesuffix(tail) + kept
    return name


def pairs_of(name: str) -> list[str]:
    """List the distinct pairs of neighbouring characters, in order.

    >>> pairs_of("南津路")
    ['南津', '津路']
    """
    return list(dict.fromkeys(name[at : at + 2] for at in range(len(name) - 1)))


def terms_of(name: str) -> list[str]:
    """List what a name is indexed by: its first character, and the pairs of its bare form.

    >>> terms_of("南津路社区居委会")
    ['南', '南津', '津路', '路社', '社区']
    """
    return [name[:1], *pairs_of(bare_name(name))]


def unpadded(digits: str) -> str:
    """Drop the zeros with which the bureau fills an upper level's code to twelve digits.

    >>> unpadded("510903000000"), unpadded("510903001000"), unpadded("5109")
    ('510903', '510903001', '5109')
    """
    if len(digits) != 12:
        return digits
    length = next((size for size in (2, 4, 6, 9) if not digits[size:].strip("0")), 12)
    return digits[:length]
