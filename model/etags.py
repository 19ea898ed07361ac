"""Whether what a client holds is still what it would be told (RFC 9110, section 13.1.2)."""


def is_known(if_none_match: str, tag: str) -> bool:
    """Whether a client's tags name this one. Compared weakly: a proxy that compresses makes tags weak."""
    given = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return "*" in given or tag.removeprefix("W/") in given
