"""Turn a file's bytes into text and tables, or say in a sentence why not. Knows no Django."""

from gongjian.readers.docx import Correction, FigureMark, correct_docx, read_figures, write_corrected
from gongjian.readers.errors import ReadError
from gongjian.readers.limits import DEFAULT_LIMITS, READ_LIMITS, ReadLimits
from gongjian.readers.reading import read_text
from gongjian.readers.result import ReadResult, TableRows
from gongjian.readers.secrecy import find_secrecy_mark
from gongjian.readers.sheets import SheetData, SheetRow, guarded, read_sheet, write_xlsx
from gongjian.readers.sniff import Kind, check_name, sniff

__all__ = [
    "DEFAULT_LIMITS",
    "READ_LIMITS",
    "Correction",
    "FigureMark",
    "Kind",
    "ReadError",
    "ReadLimits",
    "ReadResult",
    "SheetData",
    "SheetRow",
    "TableRows",
    "check_name",
    "correct_docx",
    "find_secrecy_mark",
    "guarded",
    "read_figures",
    "read_sheet",
    "read_text",
    "sniff",
    "write_corrected",
    "write_xlsx",
]
