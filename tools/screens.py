"""Takes a picture of every page of a demo, in both languages, wide and narrow.

    make screens [ARGS="--only queue,case-closed --dark"]

The pictures go to `build/screens/`, named page-language-width.png, to be looked at: as Lin would,
as Wang would, as somebody of eighty would. A page that cannot be reached or is wider than its
window makes the exit code 1.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Error, Page

from tools.every_page import SHOTS
from tools.page_acts import Shot
from tools.walking import LANGUAGES, ROOT, Scheme, Walk, walk

PICTURES = ROOT / "build" / "screens"
SIZES = {1440: 900, 390: 844}


def main() -> None:
    parser = argparse.ArgumentParser(description="Pictures of every page.")
    parser.add_argument("--only", default="", help="names of pages, with commas")
    parser.add_argument("--dark", action="store_true", help="in the dark colours")
    asked = parser.parse_args()
    wanted = [shot for shot in SHOTS if not asked.only or shot.name in asked.only.split(",")]
    PICTURES.mkdir(parents=True, exist_ok=True)
    with walk() as walked:
        faults = list(pictures(walked, wanted, "dark" if asked.dark else "light"))
    if faults:
        sys.exit("\n".join(faults))


def pictures(walked: Walk, wanted: list[Shot], scheme: Scheme) -> Iterator[str]:
    """Takes them; yields what is wrong, one sentence each."""
    for width, height in SIZES.items():
        for who in sorted({shot.who for shot in wanted}):
            context = walked.seat(who, width, height, scheme)
            page = context.new_page()
            said: list[str] = []
            page.on("pageerror", lambda error, said=said: said.append(str(error)))
            for shot in (one for one in wanted if one.who == who):
                for language in LANGUAGES:
                    end = f"{language[:2]}-{width}{'-dark' if scheme == 'dark' else ''}"
                    yield from _take(
                        walked, page, shot, language, PICTURES / f"{shot.name}-{end}.png"
                    )
                yield from (f"{shot.name}: {one}" for one in said)
                said.clear()
            context.close()


def _take(walked: Walk, page: Page, shot: Shot, language: str, path: Path) -> Iterator[str]:
    path.unlink(missing_ok=True)
    try:
        walked.open(page, shot, language)
        page.screenshot(path=path, full_page=shot.whole)
    except (Error, KeyError) as missing:
        yield f"{path.stem} is missing: {missing}"
        return
    print(path.relative_to(ROOT), flush=True)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        yield f"{path.stem} is {wide} px wider than its window."


if __name__ == "__main__":
    main()
