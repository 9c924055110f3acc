"""One step of the first day."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """How much there is, and what is missing, in words; `hint` says how, where no list is loaded;
    `mended_at` is the page where what is missing is made good, if that is not the list."""

    kind: str
    label: str
    has: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    hint: object = ""
    mended_at: str = ""

    @property
    def is_done(self) -> bool:
        return bool(self.has) and not self.missing
