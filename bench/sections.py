"""Puts what was measured into a page of the documentation."""


def with_section(page: str, words: str, ahead_of: str = "") -> str:
    """The page with a section in the place of the one of its heading.

    Parameters
    ----------
    words
        The section, which begins with its heading, `## …`.
    ahead_of
        Heading that a new section is put before; at the end of the page where there is none.
    """
    heading = words.partition("\n")[0]
    before, found, rest = page.partition(f"{heading}\n")
    if found:
        return f"{before}{words.strip()}\n{_from_next_heading(rest)}"
    before, found, rest = page.partition(ahead_of) if ahead_of else (page, "", "")
    return f"{before.rstrip()}\n\n{words.strip()}\n" + (f"\n{found}{rest}" if found else "")


def _from_next_heading(rest: str) -> str:
    following = rest.find("\n## ")
    return rest[following:] if following >= 0 else ""
