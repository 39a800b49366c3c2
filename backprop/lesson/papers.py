"""The papers of a sheet: what is set in the middle of A4 is put on others of about the same size as it stands."""

from __future__ import annotations

POINTS = 72 / 25.4  # in a millimetre
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}  # width and height in millimetres
_A4 = b"/MediaBox[0 0 595.2756 841.8898]"  # as Typst writes it, on every page


def on_paper(pdf: bytes, paper: str) -> bytes:
    """Return a document that was set on A4 on another paper, its pages in the middle.

    Only the frame of each page is another one, and it takes as many bytes, so every place in the file stays.
    """
    if paper == "a4":
        return pdf
    assert _A4 in pdf, "the document was set on A4"
    return pdf.replace(_A4, _frame(*PAPERS[paper]))


def _frame(width: float, height: float) -> bytes:
    """Return the frame of a paper whose middle is that of A4: left, bottom, right, top in points."""
    (wide, high), (x, y) = PAPERS["a4"], (width * POINTS / 2, height * POINTS / 2)
    left, bottom = wide * POINTS / 2 - x, high * POINTS / 2 - y
    numbers = (left, bottom, left + 2 * x, bottom + 2 * y)
    frame = f"/MediaBox[{' '.join(f'{number:.1f}' for number in numbers)}]".encode()
    assert len(frame) <= len(_A4), "there is room for it"
    return frame[:-1].ljust(len(_A4) - 1) + b"]"
