"""Files made once and kept by browsers: a hash of the content in the name, compressed twins beside."""

import gzip
import hashlib
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

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
    digest = hashlib.sha256(content).hexdigest()[:HASH_DIGITS]
    path = folder / f"{stem}-{digest}{suffix}"
    if path.exists():
        # The newest is the one in use.
        path.touch()
    else:
        folder.mkdir(parents=True, exist_ok=True)
        _write_with_twins(path, content, quality)
    return path


def write_tree(
    folder: Path, stem: str, source: Path, suffix: str, made: Mapping[str, str] = MappingProxyType({})
) -> Path:
    """Copy the files of a folder below `<stem>-<hash>/`, each with its twins; the hash is one of them all.

    Files that name each other by relative addresses stay together, and all of them can be kept for ever.

    Parameters
    ----------
    made
        Name → content of files beside those of the folder.

    Returns
    -------
    Path
        The folder, which comes into being as a whole; one that is there already is left as it is.
    """
    files = {path.relative_to(source): path.read_bytes() for path in sorted(source.rglob(f"*{suffix}"))}
    files |= {Path(name): content.encode() for name, content in made.items()}
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name.as_posix()}\0{len(content)}\0".encode() + content)
    tree = folder / f"{stem}-{digest.hexdigest()[:HASH_DIGITS]}"
    if tree.is_dir():
        return tree
    draft = folder / f".{tree.name}-{secrets.token_hex(4)}"
    try:
        for name, content in files.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            _write_with_twins(draft / name, content)
        _publish(draft, tree)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return tree


def _publish(draft: Path, tree: Path) -> None:
    """Give the tree its name, unless another process was faster."""
    try:
        draft.rename(tree)
    except OSError:
        if not tree.is_dir():
            raise


def find_static(folder: Path, stem: str, suffix: str) -> Path | None:
    """Newest file that `write_static` wrote under a stem; None when there is none."""
    found = folder.glob(f"{stem}-*{suffix}")
    return max(found, key=lambda path: (path.stat().st_mtime_ns, path.name), default=None)


def _write_with_twins(path: Path, content: bytes, quality: int = 11) -> None:
    import brotli

    _write(path.with_name(path.name + ".gz"), gzip.compress(content, 9, mtime=0))
    _write(path.with_name(path.name + ".br"), brotli.compress(content, quality=quality))
    _write(path, content)


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
