"""Which encoding a text is in, told from its bytes."""

import codecs
import re

from stockwright.channels.connectors.files.problems import BinaryFile, BrokenLetters, UnknownEncoding

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_COMMON = re.compile(r"[оеаинтсрлвк]")  # the usual letters: koi8-r read as cp1251 shows capitals instead
_CYRILLIC = ("cp1251", "koi8-r", "cp866")
# UTF-8 that was read as a western or Russian page and saved again: "Ã¶", "ÐÑ", "РђСЂ"
_BROKEN = re.compile(
    "|".join(
        f"[{first}][{re.escape(bytes(range(0x80, 0xC0)).decode(codec, errors='ignore'))}]"
        for first, codec in (("ÂÃÐÑ", "cp1252"), ("ÂÃÐÑ", "latin-1"), ("\u0420\u0421", "cp1251"))
    )
)


def encoding_of(windows: list[bytes], *, name: str) -> str:
    """Return the codec that reads every window; the first one is the beginning of the file."""
    head = windows[0]
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return codec
    if codec := _utf16_without_mark(head):
        return codec
    if any(b"\0" in window for window in windows):
        raise BinaryFile(name=name, content="binary data (it holds zero bytes)")
    codec = "utf-8" if _is_utf8(windows) else _single_page(windows, name)
    _refuse_broken(windows, codec, name)
    return codec


def _utf16_without_mark(head: bytes) -> str:
    """Recognise UTF-16 by zero bytes on one side of the separators and digits only."""
    even, odd = head[0:4000:2].count(0), head[1:4000:2].count(0)
    enough = len(head[:4000]) // 8
    if odd > enough and even * 20 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > enough and odd * 20 < even else ""


def _is_utf8(windows: list[bytes]) -> bool:
    """Accept a few broken letters among many good ones: their lines are refused, not the file."""
    letters = broken = 0
    for window in windows:
        inner = window.decode("utf-8", errors="replace")[3:-3]  # the edges may cut a letter in two
        broken += inner.count("\ufffd")
        letters += _beyond_ascii(inner)
    return broken * 20 <= letters


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", errors="ignore"))


def _single_page(windows: list[bytes], name: str) -> str:
    high = b"\n".join(_high_lines(window) for window in windows)
    if _hangul_share(high) > 0.8:
        return "cp949"
    if _neighbours(high) > 0.5:
        return max(_CYRILLIC, key=lambda codec: _usual_letters(high, codec))
    try:
        high.decode("cp1252")
    except UnicodeDecodeError:
        raise UnknownEncoding(name=name) from None
    return "cp1252"


def _high_lines(window: bytes) -> bytes:
    """Keep whole lines with letters beyond ASCII; the edges of a window may cut a letter."""
    lines = window.split(b"\n")
    whole = lines[1:-1] if len(lines) > 2 else lines
    return b"\n".join(line for line in (*lines[:1], *whole) if not line.isascii())


def _hangul_share(text: bytes) -> float:
    decoded = text.decode("cp949", errors="replace")
    letters = [c for c in decoded if not c.isascii()]
    return sum("가" <= c <= "힣" for c in letters) / max(len(letters), 1)


def _neighbours(text: bytes) -> float:
    """Return the share of letters beyond ASCII that stand beside another: words, not accents."""
    high = [byte > 0x7F for byte in text]
    pairs = sum(1 for i, is_high in enumerate(high) if is_high and (high[i - 1] or high[(i + 1) % len(high)]))
    return pairs / max(sum(high), 1)


def _usual_letters(text: bytes, codec: str) -> int:
    return len(_COMMON.findall(text.decode(codec, errors="replace")))


def _refuse_broken(windows: list[bytes], codec: str, name: str) -> None:
    text = b"\n".join(windows).decode(codec, errors="ignore")
    letters = _beyond_ascii(text)
    broken = _BROKEN.findall(text) if letters else []
    if len(broken) > 2 and len(broken) * 2 > 0.6 * letters:
        line = next(line for line in text.splitlines() if _BROKEN.search(line))
        raise BrokenLetters(name=name, example=line.strip()[:30])
