"""Open office files safely: bounds on the zip, no entities in its XML."""

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from gongjian.readers.errors import ReadError
from gongjian.readers.limits import ReadLimits

_ENCRYPTED_FLAG = 0x1
_ENTRY_SIGN = b"PK\x01\x02"
_TOO_LARGE = "《{name}》解开以后太大，不像正常的办公文件。请把内容复制到新文件，另存后再导入。"
_MIN_SUSPECT_BYTES = 10 * 1024 * 1024
"""Below this no ratio is suspect: short XML packs very well."""


class OfficeZip(zipfile.ZipFile):
    """An office file; `marks_left` is how much more markup may be taken out of it."""

    marks_left = 0


def open_zip(source: bytes, name: str, limits: ReadLimits) -> OfficeZip:
    """Open a zip after checking its directory: entries, unpacked size and ratio, no password.

    Raises ReadError.
    """
    if source.count(_ENTRY_SIGN) > limits.zip_entries:
        raise ReadError(_TOO_LARGE.format(name=name))
    try:
        packed = OfficeZip(io.BytesIO(source))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise ReadError(f"《{name}》已损坏，打不开。请用 Word 或 WPS 打开，另存一份后再导入。") from error
    entries = packed.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise ReadError(f"《{name}》加了密码。请去掉密码，另存后再导入。")
    markup = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if (
        unpacked > limits.unpacked_bytes
        or markup > limits.xml_bytes
        or any(_is_suspect(entry, limits) for entry in entries)
    ):
        raise ReadError(_TOO_LARGE.format(name=name))
    packed.marks_left = limits.xml_marks
    return packed


def _is_suspect(entry: zipfile.ZipInfo, limits: ReadLimits) -> bool:
    return (
        entry.file_size > _MIN_SUSPECT_BYTES and entry.file_size > limits.unpacked_ratio * entry.compress_size
    )


def read_part(packed: zipfile.ZipFile, part: str, name: str) -> bytes | None:
    """Return one part of an office file, or None when there is none; never more than its directory says."""
    try:
        entry = packed.getinfo(part)
    except KeyError:
        return None
    try:
        with packed.open(entry) as stream:
            return stream.read(entry.file_size + 1)[: entry.file_size]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise ReadError(f"《{name}》已损坏，打不开。请用 Word 或 WPS 打开，另存一份后再导入。") from error


def parse_from(packed: OfficeZip, part: str, name: str) -> Element | None:
    """Return one part's XML, or None when there is none. Raises ReadError, also when there is too much of it."""
    blob = read_part(packed, part, name)
    if blob is None:
        return None
    packed.marks_left -= blob.count(b"<") + blob.count(b"=")
    if packed.marks_left < 0:
        raise ReadError(f"《{name}》的内容太长，一次读不完。请分成几份，另存后再导入。")
    return parse_part(blob, name)


def parse_part(blob: bytes, name: str) -> Element:
    """Parse XML that has no document type, hence no entities. Raises ReadError."""
    try:
        root: Element = fromstring(blob, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ReadError(
            f"《{name}》里有外部引用，为了安全没有读。请用 Word 或 WPS 打开，另存一份后再导入。"
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise ReadError(f"《{name}》已损坏，读不出内容。请用 Word 或 WPS 打开，另存一份后再导入。") from error
    return root
