"""Workbooks written by hand, as no library would write them."""

import io
import zipfile
from typing import Final

_NAMES: Final = "http://schemas.openxmlformats.org"
MAIN: Final = f"{_NAMES}/spreadsheetml/2006/main"
_OFFICE: Final = f"{_NAMES}/officeDocument/2006/relationships"
_PACKAGE: Final = f"{_NAMES}/package/2006/relationships"
SHEET: Final = "xl/worksheets/sheet1.xml"
FRAME: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_NAMES}/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def worksheet(rows: str, tail: str = "", names: str = MAIN) -> str:
    return f'<worksheet xmlns="{names}"><sheetData>{rows}</sheetData>{tail}</worksheet>'


def raw_xlsx(sheet: str, **parts: str) -> bytes:
    """A workbook of this one sheet. Further parts are named below `xl/`, without `.xml`."""
    more = {f"xl/{name}.xml": part for name, part in parts.items()}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**FRAME, SHEET: sheet, **more}.items():
            archive.writestr(name, part)
    return content.getvalue()


def cell(text: str, spot: str = "") -> str:
    """A cell that says where it stands, or follows the one before it."""
    where = f' r="{spot}"' if spot else ""
    return f'<c{where} t="inlineStr"><is><t>{text}</t></is></c>'


def row(*texts: str) -> str:
    return f"<row>{''.join(map(cell, texts))}</row>"


def computed(text: str) -> str:
    return f'<c t="str"><f>HYPERLINK("x")</f><v>{text}</v></c>'


def heavy_text(signs: int, cells: int) -> bytes:
    """One text that is kept once and stands in every cell of a row."""
    texts = f'<sst xmlns="{MAIN}"><si><t>{"x" * signs}</t></si></sst>'
    spread = '<c t="s"><v>0</v></c>' * cells
    return raw_xlsx(worksheet(f"<row>{spread}</row>"), sharedStrings=texts)
