"""Files made once and kept by browsers: a hash of the content in the name, compressed twins beside."""

import gzip
import hashlib
import secrets
from pathlib import Path

HASH_DIGITS = 12


def write_static(folder: Path, stem: str, suffix: str, content: bytes, quality: int = 11) -> Path:
    """Write `<stem>-<hash><suffix>` with its `.br` and `.gz` twins, each atomically.

    Parameters
    ----------
    quality
        Brotli quality, 0 to 11; 11 takes seconds a megabyte.

    Returns
    -------
    Path
        The uncompressed file. It is written last: where it exists, its twins do too.
    """
    import brotli

    digest = hashlib.sha256(content).hexdigest()[:HASH_DIGITS]
    path = folder / f"{stem}-{digest}{suffix}"
    folder.mkdir(parents=True, exist_ok=True)
    _write(path.with_name(path.name + ".gz"), gzip.compress(content, 9, mtime=0))
    _write(path.with_name(path.name + ".br"), brotli.compress(content, quality=quality))
    _write(path, content)
    return path


def find_static(folder: Path, stem: str, suffix: str) -> Path | None:
    """Newest file that `write_static` wrote under a stem; None when there is none."""
    found = folder.glob(f"{stem}-*{suffix}")
    return max(found, key=lambda path: (path.stat().st_mtime_ns, path.name), default=None)


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
