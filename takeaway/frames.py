"""Messages between the server and the process that makes files: their length, then themselves."""

import struct
from typing import BinaryIO, Final

LENGTH: Final = struct.Struct(">Q")


def write_frame(stream: BinaryIO, message: bytes) -> None:
    """Send a message whole."""
    stream.write(LENGTH.pack(len(message)) + message)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next message; None where the other side has gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None
