"""A barcode as a camera sees it."""

from pathlib import Path

_LEFT = (
    "0001101",
    "0011001",
    "0010011",
    "0111101",
    "0100011",
    "0110001",
    "0101111",
    "0111011",
    "0110111",
    "0001011",
)
_MIRRORED = ("000000", "001011", "001101", "001110", "010011", "011001", "011100", "010101", "010110", "011010")
_WIDTH, _HEIGHT, _BAR = 640, 360, 4
_WHITE, _BLACK, _NO_COLOUR = b"\xff", b"\x00", b"\x80"


def bars(code: str) -> str:
    """The bars of an EAN-13, 1 for black: the first digit is told by how the left half is written."""
    halves = [_right(digit) for digit in code[7:]]
    left = [
        _mirrored(d) if m == "1" else _LEFT[int(d)] for d, m in zip(code[1:7], _MIRRORED[int(code[0])], strict=True)
    ]
    return f"101{''.join(left)}01010{''.join(halves)}101"


def film(path: Path, code: str) -> Path:
    """A film of one still picture, in the format that Chromium takes for a camera."""
    row = b"".join((_BLACK if bar == "1" else _WHITE) * _BAR for bar in bars(code))
    margin = (_WIDTH - len(row)) // 2
    line = _WHITE * margin + row + _WHITE * (_WIDTH - margin - len(row))
    edge = _WHITE * _WIDTH * (_HEIGHT // 6)
    picture = edge + line * (_HEIGHT - 2 * (_HEIGHT // 6)) + edge + _NO_COLOUR * (_WIDTH * _HEIGHT // 2)
    head = f"YUV4MPEG2 W{_WIDTH} H{_HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + (b"FRAME\n" + picture) * 2)
    return path


def _right(digit: str) -> str:
    return _LEFT[int(digit)].translate(str.maketrans("01", "10"))


def _mirrored(digit: str) -> str:
    return _right(digit)[::-1]
