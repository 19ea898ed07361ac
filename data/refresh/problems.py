"""Why a download did not succeed, in words for the summary; never with anything of an answer's body."""


class DownloadProblem(Exception):
    """A file that could not be had; `mend` says what to do."""

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.mend = mend


class Passing(DownloadProblem):
    """A fault that may be gone a moment later.

    Attributes
    ----------
    wait
        Seconds the host asks to wait; None where it does not say.
    """

    def __init__(self, message: str, mend: str = "", wait: float | None = None) -> None:
        super().__init__(message, mend)
        self.wait = wait


class Gone(DownloadProblem):
    """An address at which there is nothing any more, or not yet."""


class Refused(DownloadProblem):
    """An answer that is not the file it should be."""


class ChangedHeader(Refused):
    """A table whose columns no loader of its source knows."""


class NoRoom(DownloadProblem):
    """The download folder cannot take the file."""
