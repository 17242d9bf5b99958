"""What changes in inspections."""

from gongjian.apps.inspections.services.adjustments import (
    adjust_score,
    adjust_scores,
    adjust_sheets,
    revoke_adjustment,
    revoke_source,
)
from gongjian.apps.inspections.services.answers import Answer, Upload
from gongjian.apps.inspections.services.appeals import (
    decide_appeal,
    file_appeal,
    preview_appeal,
    withdraw_appeal,
)
from gongjian.apps.inspections.services.draws import apply_draw, drop_draw, make_draw, publish_draw, run_draw
from gongjian.apps.inspections.services.effects import confirm_effects
from gongjian.apps.inspections.services.extensions import answer_extension, ask_extension
from gongjian.apps.inspections.services.fairness import decide_severity, revoke_severity
from gongjian.apps.inspections.services.findings import FindingSpec, record_finding, withdraw_finding
from gongjian.apps.inspections.services.honours import (
    award_honour,
    create_honour,
    follow_grades,
    recall_award,
)
from gongjian.apps.inspections.services.mendings import answer_finding, check_finding
from gongjian.apps.inspections.services.orders import acknowledge_order, issue_orders, withdraw_order
from gongjian.apps.inspections.services.ratings import check_scheme, rate_round, update_grades, update_round
from gongjian.apps.inspections.services.rectification_notices import remind_of_deadlines
from gongjian.apps.inspections.services.rosters import confirm_roster, propose_roster
from gongjian.apps.inspections.services.rounds import (
    change_round,
    choose_places,
    close_round,
    look_at_all,
    remove_team,
    save_team,
    start_round,
)
from gongjian.apps.inspections.services.rubric_import import (
    ReadRubric,
    confirm_rubric_import,
    drop_rubric_import,
    keep_rubric_import,
    read_document,
    read_rubric_import,
    template_xlsx,
)
from gongjian.apps.inspections.services.rubric_items import change_order, save_item, save_outline
from gongjian.apps.inspections.services.rubric_specs import (
    ItemSpec,
    MeasureSpec,
    Outline,
    RuleSpec,
    SectionSpec,
    outline_of,
    specs_of,
)
from gongjian.apps.inspections.services.rubrics import (
    add_version,
    create_rubric,
    publish_version,
    replace_items,
)
from gongjian.apps.inspections.services.schemes import RatingSpec, change_scheme, create_scheme, draft_scheme
from gongjian.apps.inspections.services.sheet_states import return_sheet, transfer_sheets, void_sheet
from gongjian.apps.inspections.services.sheets import (
    add_photo,
    clear_item,
    missing_parts,
    open_sheet,
    record_item,
    record_many,
    remove_photo,
    submit_sheet,
)
from gongjian.apps.inspections.services.visits import change_visit, take_absence, transfer_visits

__all__ = [
    "Answer",
    "FindingSpec",
    "ItemSpec",
    "MeasureSpec",
    "Outline",
    "RatingSpec",
    "ReadRubric",
    "RuleSpec",
    "SectionSpec",
    "Upload",
    "acknowledge_order",
    "add_photo",
    "add_version",
    "adjust_score",
    "adjust_scores",
    "adjust_sheets",
    "answer_extension",
    "answer_finding",
    "apply_draw",
    "ask_extension",
    "award_honour",
    "change_order",
    "change_round",
    "change_scheme",
    "change_visit",
    "check_finding",
    "check_scheme",
    "choose_places",
    "clear_item",
    "close_round",
    "confirm_effects",
    "confirm_roster",
    "confirm_rubric_import",
    "create_honour",
    "create_rubric",
    "create_scheme",
    "decide_appeal",
    "decide_severity",
    "draft_scheme",
    "drop_draw",
    "drop_rubric_import",
    "file_appeal",
    "follow_grades",
    "issue_orders",
    "keep_rubric_import",
    "look_at_all",
    "make_draw",
    "missing_parts",
    "open_sheet",
    "outline_of",
    "preview_appeal",
    "propose_roster",
    "publish_draw",
    "publish_version",
    "rate_round",
    "read_document",
    "read_rubric_import",
    "recall_award",
    "record_finding",
    "record_item",
    "record_many",
    "remind_of_deadlines",
    "remove_photo",
    "remove_team",
    "replace_items",
    "return_sheet",
    "revoke_adjustment",
    "revoke_severity",
    "revoke_source",
    "run_draw",
    "save_item",
    "save_outline",
    "save_team",
    "specs_of",
    "start_round",
    "submit_sheet",
    "take_absence",
    "template_xlsx",
    "transfer_sheets",
    "transfer_visits",
    "update_grades",
    "update_round",
    "void_sheet",
    "withdraw_appeal",
    "withdraw_finding",
    "withdraw_order",
]
