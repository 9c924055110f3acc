"""Copies the front-end files that pages need out of node_modules, and draws the icon sprite.

`python tools/assets.py` fills `src/linli/web/shared/static/vendor/`, each text file also gzipped
(whitenoise serves that to browsers). Nothing is bundled; an import map names the modules.
"""

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "linli"
MODULES = ROOT / "node_modules"
VENDOR = PACKAGE / "web" / "shared" / "static" / "vendor"

COPIED = {
    "htmx.esm.min.js": "htmx.org/dist/htmx.esm.min.js",
    "maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "pmtiles.mjs": "pmtiles/dist/esm/index.js",
    "fflate.mjs": "fflate/esm/browser.js",
    "maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
    "LICENSE.lucide.txt": "lucide-static/LICENSE",
    "LICENSE.maplibre-gl.txt": "maplibre-gl/LICENSE.txt",
    "LICENSE.pmtiles.txt": "../tools/licenses/pmtiles.txt",
    "LICENSE.fflate.txt": "fflate/LICENSE",
    "LICENSE.htmx.txt": "htmx.org/LICENSE",
}
ICONS_IN = {
    "*.html": re.compile(r"\{%-?\s*icon\s+\"([a-z0-9-]+)\""),
    "*.yaml": re.compile(r"^\s*icon:\s*([a-z0-9-]+)", re.MULTILINE),
    "*.py": re.compile(r"Icon\(\"([a-z0-9-]+)\"\)"),
}
_SOURCE_MAP = re.compile(rb"\n//# sourceMappingURL=\S+\s*$")
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def main() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, source in COPIED.items():
        _write(name, _SOURCE_MAP.sub(b"\n", (MODULES / source).read_bytes()))
    _write("icons.svg", sprite(sorted(set(used_icons()))).encode())


def used_icons() -> Iterator[str]:
    """The names of icons in templates, in catalogue packs and device types, and in code."""
    for pattern, mention in ICONS_IN.items():
        for path in sorted(PACKAGE.rglob(pattern)):
            yield from mention.findall(path.read_text(encoding="utf-8"))


def sprite(names: list[str]) -> str:
    """One SVG with a symbol for each icon; how lines are drawn is the style sheet's business."""
    symbols = "\n".join(
        f'<symbol id="{name}" viewBox="0 0 24 24">{_drawing(name)}</symbol>' for name in names
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _drawing(name: str) -> str:
    path = MODULES / "lucide-static" / "icons" / f"{name}.svg"
    if not path.is_file():
        raise SystemExit(f'There is no icon "{name}" in lucide-static; choose one that exists.')
    drawing = _DRAWING.search(path.read_text(encoding="utf-8"))
    assert drawing, path
    return " ".join(drawing[1].split())


def _write(name: str, content: bytes) -> None:
    (VENDOR / name).write_bytes(content)
    (VENDOR / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))


if __name__ == "__main__":
    main()
