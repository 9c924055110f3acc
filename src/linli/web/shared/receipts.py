"""How a receipt number is shown: in groups of four, as people read numbers out."""


def spaced(receipt: str) -> str:
    return " ".join(receipt[start : start + 4] for start in range(0, len(receipt), 4))
