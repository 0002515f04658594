"""The other side of the benchmark: openpyxl_peer.py write FILE ROWS COLUMNS | read FILE | values FILE SKIP.

The values are those of benchTable in bench_data_test.go."""
import hashlib
import sys

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

WORDS = ["policy", "process", "remedy", "supplier", "site", "region", "not disclosed", "in review",
         "published", "board", "grievance", "dialogue", "security", "land", "water", "labour"]


def draw(row, column):
    x = (row * 2654435761 + column * 2246822519) & 0xFFFFFFFF
    x ^= x >> 15
    x = x * 2654435769 & 0xFFFFFFFF
    return x ^ (x >> 13)


def write(name, rows, columns):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Answers")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = "A1:%s%d" % (get_column_letter(columns), rows + 1)
    thin = Side(style="thin")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    font, fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="17233A")

    def cell(value, form=None):
        c = WriteOnlyCell(sheet, value=value)
        c.border = border
        if form:
            c.number_format = form
        return c

    head = []
    for c in range(columns):
        h = WriteOnlyCell(sheet, value="Column %d" % (c + 1))
        h.font, h.fill = font, fill
        head.append(h)
    sheet.append(head)
    for r in range(1, rows + 1):
        row = [cell("COMP-%06d" % r)]
        for c in range(1, columns):
            row.append(cell(WORDS[draw(r, c) % 16]) if c < 20 else cell((draw(r, c) % 1001) / 10.0, "0.0"))
        sheet.append(row)
    book.save(name)


def read(name):
    book = openpyxl.load_workbook(name, read_only=True)
    print(sum(len(row) for row in book.worksheets[-1].iter_rows(values_only=True)))


def values(name, skip):
    """A sum over every value, the kind of it, and the form of numbers."""
    total, cells = hashlib.sha256(), 0
    for i, row in enumerate(openpyxl.load_workbook(name, read_only=True).worksheets[-1].iter_rows()):
        if i < skip:
            continue
        for cell in row:
            number = isinstance(cell.value, (int, float))
            value = (repr(float(cell.value)) + cell.number_format) if number else repr(cell.value)
            total.update(value.encode() + b"\n")
            cells += 1
    print(cells, total.hexdigest())


if __name__ == "__main__":
    kind, name, numbers = sys.argv[1], sys.argv[2], [int(n) for n in sys.argv[3:]]
    {"write": write, "read": read, "values": values}[kind](name, *numbers)
