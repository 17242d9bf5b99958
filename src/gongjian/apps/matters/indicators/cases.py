"""Figures whose rows are matters."""

from typing import Any

from gongjian.apps.matters.indicators import rows
from gongjian.apps.matters.indicators.rows import PARAMS, show
from gongjian.core.registry import Indicator, register

LEFT_OUT = "作废的不算；按规定剔除的不算，剔除了几件另有指标"
COUNTS: tuple[tuple[str, str, str, Any, Any], ...] = (
    ("received", "收到的事项", "期内收到的事项件数，作废的不算", rows.taken_in, "none"),
    ("danger", "有生命危险的事项", "期内收到、标为有生命危险的事项，作废的不算", rows.dangerous, "lower"),
    (
        "same_person",
        "同一人再次反映的事项",
        "期内收到的事项里，反映人留的电话在期内更早时反映过别的事的；只计件数，不列人",
        rows.same_person,
        "lower",
    ),
    (
        "to_contact",
        "应联系的事项",
        f"期内收到、留了联系方式、联系时限已到或者已经联系的事项；{LEFT_OUT}",
        rows.counting(rows.to_contact),
        "none",
    ),
    (
        "contacted",
        "按时联系的事项",
        "应联系的事项里，规定小时内联系到反映人的",
        rows.counting(rows.to_contact, rows.CONTACTED),
        "higher",
    ),
    (
        "to_close",
        "应结案数",
        f"时限落在期内、已受理的事项；合并、暂停和不予受理的不算；{LEFT_OUT}",
        rows.to_close,
        "none",
    ),
    (
        "closed_of_due",
        "应结案中已办结的事项",
        "应结案的事项里，到期末（进行中的到现在）已办结的",
        rows.counting(rows.fallen_due, rows.closed_by),
        "higher",
    ),
    (
        "closed_in_time",
        "按期结案数",
        "应结案的事项里，时限内答复办结的",
        rows.counting(rows.fallen_due, rows.CLOSED_IN_TIME),
        "higher",
    ),
    (
        "done_in_time",
        "按期处置数",
        "应结案的事项里，时限内报来处置结果的",
        rows.counting(rows.fallen_due, rows.DONE_IN_TIME),
        "higher",
    ),
    ("closed", "办结的事项", "期内答复并办结的事项，含办结未解决的", rows.closed, "higher"),
    (
        "unsolved",
        "办结未解决的事项",
        "期内答复并办结、没有解决或者转了其他渠道的事项",
        rows.unsolved,
        "lower",
    ),
    (
        "open",
        "在办的事项",
        "到期末（进行中的到现在）还没有办结的事项；作废和合并的不算",
        rows.still_open,
        "none",
    ),
    (
        "overdue",
        "逾期未结的事项",
        "到期末（进行中的到现在）过了时限还没有办结的事项；暂停和合并的不算",
        rows.overdue,
        "lower",
    ),
    (
        "overdue_before",
        "期初逾期的事项",
        "期初已过时限、还没有办结的事项；暂停和合并的不算",
        rows.overdue_before,
        "lower",
    ),
    (
        "overdue_before_closed",
        "期初逾期已办结的事项",
        "期初逾期的事项里，到期末（进行中的到现在）办结的",
        rows.overdue_before_closed,
        "higher",
    ),
    ("excluded", "剔除的事项", "期内收到、按规定不计入考核的事项，点开看每件的依据", rows.excluded, "none"),
)
RATES: tuple[tuple[str, str, str, Any, Any, str], ...] = (
    (
        "filed_rate",
        "立案率",
        "期内收到的事项里已受理的占比",
        rows.filed,
        "higher",
        "数字化城管绩效评价（GB/T 30428.4）",
    ),
    (
        "response_rate",
        "响应率",
        f"期内收到、留了联系方式的事项里，规定小时内联系到反映人的占比；联系时限没到的先不算；{LEFT_OUT}",
        rows.responded,
        "higher",
        "接诉即办通行口径：24 小时内联系",
    ),
    (
        "closed_rate",
        "结案率",
        f"应结案的事项里已办结的占比；{LEFT_OUT}",
        rows.closed_of_due,
        "higher",
        "结案数 / 应结案数（GB/T 30428.4）",
    ),
    (
        "closed_in_time_rate",
        "按期结案率",
        f"应结案的事项里，时限内（含同意的延期和暂停）答复办结的占比；{LEFT_OUT}",
        rows.closed_in_time,
        "higher",
        "按期结案数 / 应结案数（GB/T 30428.4）",
    ),
    (
        "done_in_time_rate",
        "按期处置率",
        f"应结案的事项里，时限内报来处置结果的占比；{LEFT_OUT}",
        rows.done_in_time,
        "higher",
        "按期处置数 / 应处置数（GB/T 30428.4）",
    ),
    (
        "rework_rate",
        "返工率",
        "期内核查过的事项里，有过核查不通过的占比",
        rows.reworked,
        "lower",
        "返工数 / 核查数（GB/T 30428.4）",
    ),
    (
        "repeat_rate",
        "重复诉求占比",
        "期内收到的事项里，规定天数内同一处同一类反映过的占比",
        rows.repeated,
        "lower",
        "",
    ),
)


def _register(key: str, name: str, definition: str, rows: Any, better: Any, source: str = "") -> None:
    is_rate = key.endswith("_rate")
    register(
        Indicator(
            key=f"matters.{key}",
            name=name,
            unit="%" if is_rate else "件",
            definition=definition,
            rows=rows,
            view=show,
            has_denominator=is_rate,
            empty_is_zero=not is_rate,
            decimals=1 if is_rate else 0,
            better=better,
            source=source,
            param_names=PARAMS,
        )
    )


for entry in COUNTS:
    _register(*entry)
for rate in RATES:
    _register(*rate)
