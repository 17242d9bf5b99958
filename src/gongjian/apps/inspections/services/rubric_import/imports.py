"""Keep a file that states a rubric, read it again for its preview, and write it as a draft when it is confirmed.

The file itself is kept and read each time: what is shown is what will be written.
"""

from pathlib import Path

from django.db import transaction

from gongjian.apps.inspections.models import RubricImport, RubricVersion
from gongjian.apps.inspections.selectors.rubric_sheets import (
    BONUS_CAP,
    COLUMNS,
    ITEMS,
    SECTION_COLUMNS,
    SECTIONS,
    TOTAL_CAP,
    TOTAL_COLUMNS,
    TOTALS,
    WIDTHS,
)
from gongjian.apps.inspections.selectors.rubrics import get_import, get_rubric
from gongjian.apps.inspections.services.rubric_import.document import read_document
from gongjian.apps.inspections.services.rubric_import.result import ReadRubric
from gongjian.apps.inspections.services.rubric_import.table import read_table
from gongjian.apps.inspections.services.rubrics import add_version, create_rubric
from gongjian.core import audit, files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.readers import (
    Kind,
    ReadError,
    SheetData,
    check_name,
    find_secrecy_mark,
    read_sheet,
    read_text,
    write_xlsx,
)

TABLES = {
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.XLS: "application/vnd.ms-excel",
}
PAPERS = {
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.PDF: "application/pdf",
    Kind.DOC: "application/msword",
    Kind.TXT: "text/plain; charset=utf-8",
    Kind.HTML: "text/html",
}
TYPES = {**TABLES, **PAPERS}


@transaction.atomic
def keep_rubric_import(
    *,
    actor: Actor,
    place_code: str,
    content: bytes,
    name: str,
    title: str = "",
    rubric_id: int | None = None,
) -> RubricImport:
    """Keep a file to look at, for a new rubric or as the next version of one. Raises Invalid when it states none."""
    if rubric_id is not None:
        place_code = get_rubric(actor, rubric_id).place_code
    actor.require(Right.INSPECTIONS_MANAGE, place_code)
    if actor.user_id is None:
        raise NotAllowed("导入要由一位登录的人来做。")
    found = _read(content, name)
    if not found.items and not found.problems:
        raise Invalid(f"《{name}》里没有认出评分项。请确认是评分标准的正文，或者用模板填成表格再导入。")
    stored = files.store_document(
        actor=actor,
        content=content,
        name=name,
        content_type=TYPES[check_name(content, name)],
        right=Right.INSPECTIONS_MANAGE,
        place_code=place_code,
    )
    kept = RubricImport.objects.create(
        place_code=place_code,
        rubric_id=rubric_id,
        made_by_id=actor.user_id,
        title=(title or Path(name).stem)[:120],
        file=stored,
    )
    audit.record(actor, "inspections.import_read", kept, after={"items": len(found.items)})
    return kept


def read_rubric_import(*, actor: Actor, import_id: int) -> tuple[RubricImport, ReadRubric]:
    """Return a kept import with what its file states, read anew."""
    kept = get_import(actor, import_id)
    return kept, _read(files.read_bytes(kept.file), kept.file.name)


@transaction.atomic
def confirm_rubric_import(*, actor: Actor, import_id: int, title: str = "") -> RubricVersion:
    """Write what was shown, as a draft: a new rubric, or the next version of one. Conflict while anything is wrong."""
    kept, found = read_rubric_import(actor=actor, import_id=import_id)
    if found.problems:
        raise Conflict(f"还有 {len(found.problems)} 处有错，什么也没有写入。请改好文件再选一次。")
    if kept.rubric_id is not None:
        version = add_version(
            actor=actor,
            rubric_id=kept.rubric_id,
            items=found.items,
            outline=found.outline,
            source=kept.file,
        )
    else:
        version = create_rubric(
            actor=actor,
            place_code=kept.place_code,
            title=title.strip() or kept.title,
            items=found.items,
            outline=found.outline,
            source=kept.file,
        )
    audit.record(actor, "inspections.import_done", kept, after={"items": len(found.items)})
    kept.delete()
    return version


@transaction.atomic
def drop_rubric_import(*, actor: Actor, import_id: int) -> None:
    """Throw a kept import away."""
    kept = get_import(actor, import_id)
    audit.record(actor, "inspections.import_dropped", kept)
    kept.delete()


def _read(content: bytes, name: str) -> ReadRubric:
    try:
        kind = check_name(content, name)
        if kind in TABLES:
            rows = read_sheet(content, name)
            _refuse_secret("\n".join("\t".join(row.cells) for row in rows), name)
            return read_table(rows)
        if kind not in PAPERS:
            raise Invalid(f"《{name}》不是能导入的文件。请用 Excel、Word、PDF 或纯文本。")
        result = read_text(content, name)
    except ReadError as error:
        raise Invalid(str(error)) from error
    _refuse_secret("\n".join((*result.margins, result.text)), name)
    return read_document(result.text.replace("\x00", ""))


def _refuse_secret(text: str, name: str) -> None:
    if mark := find_secrecy_mark(text):
        raise Invalid(f"《{name}》标有密级“{mark}”。涉密文件不能导入本系统，内容没有保存。请按保密规定处理。")


def template_xlsx() -> bytes:
    """Return the empty workbook to fill in, with two rows to follow and a sheet that explains the columns."""
    first = ("环境", "垃圾清运", 20, None, None, "照片", 1, "看楼道和垃圾房", *(None,) * 4)
    sample = (
        (*first, "积存垃圾", "扣分", 1, "处", 2, 10, None, "垃圾", None, None, None),
        (*(None,) * 12, "零星垃圾", "扣分", 1, "处", 1, 5, None, "垃圾", None, None, None),
    )
    notes = (
        ("类别、项目、满分", "一项写一次，下面各行只写规则。加分项、倒扣项的满分写 0；没有类别写（无）"),
        ("最多扣", "选填。倒扣项要写；不写就是扣完满分为止"),
        ("项目权重", "选填。同一类别里都写或都不写"),
        ("凭证、凭证份数", "选填。扣分要的：照片、材料、说明"),
        (
            "指标、目标值、越低越好",
            "选填。写指标名称，就不由检查人打分；情形写“低于目标”，单位写“个百分点”这样的词",
        ),
        ("情形", "必填。没有“分值”“怎么算”两列时，可以写成“每处扣 2 分，最多扣 10 分”"),
        ("怎么算", "扣分、加分、酌情扣分、酌情加分、一票否决、一票否决总分记0、一票否决本项记0；不写是扣分"),
        ("每、单位、分值、最多几分", "每 5 张扣 1 分，最多 8 分：5、张、1、8"),
        ("不足一档", "写“按一档算”，不足一档的按一档算；不写就不计"),
        ("互斥组", "选填。同一项里同组的只算一条，算分多的"),
        ("不能评为", "选填。一票否决只是不能评为哪些等次，例如 示范；不写是都不能评"),
        ("表“类别”“总分”", "选填。权重合计要正好 100；加分类别写“是”"),
    )
    return write_xlsx(
        [
            SheetData(ITEMS, COLUMNS, sample, WIDTHS),
            SheetData(SECTIONS, SECTION_COLUMNS, [("环境", None, None, None)], (24, 10, 10, 12)),
            SheetData(TOTALS, TOTAL_COLUMNS, [(BONUS_CAP, None), (TOTAL_CAP, None)]),
            SheetData("说明", ("列", "怎么填"), notes, (26, 50)),
        ]
    )
