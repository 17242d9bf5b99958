"""Pages of inspections: rounds, score sheets, rubrics, rating schemes, grades."""

from gongjian.apps.inspections.views.appeals import file_appeal, list_appeals, show_appeal, withdraw_appeal
from gongjian.apps.inspections.views.draws import (
    add_draw,
    draw_certificate,
    draw_verifier,
    list_draws,
    move_draw,
    run_draw,
    show_draw,
    verify_draw,
)
from gongjian.apps.inspections.views.effects import (
    show_effects,
)
from gongjian.apps.inspections.views.fairness import decide_severity, revoke_severity, show_fairness
from gongjian.apps.inspections.views.findings import (
    add_finding,
    list_findings,
    show_finding,
    withdraw_finding,
)
from gongjian.apps.inspections.views.grades import show_deductions, show_grade
from gongjian.apps.inspections.views.honours import (
    add_honour,
    award_honour,
    list_honours,
    recall_award,
    show_ceremony,
    show_honour,
)
from gongjian.apps.inspections.views.hotspots import (
    show_hot_spots,
)
from gongjian.apps.inspections.views.mendings import (
    answer_finding,
    check_finding,
)
from gongjian.apps.inspections.views.orders import (
    acknowledge_order,
    add_orders,
    answer_extension,
    ask_extension,
    list_orders,
    show_order,
    withdraw_order,
)
from gongjian.apps.inspections.views.phone_shell import manifest as phone_manifest
from gongjian.apps.inspections.views.phone_shell import phone
from gongjian.apps.inspections.views.phone_shell import worker as phone_worker
from gongjian.apps.inspections.views.ranking import ranking
from gongjian.apps.inspections.views.rating import export_differences, rate, rate_changed
from gongjian.apps.inspections.views.results import list_ratings
from gongjian.apps.inspections.views.rosters import confirm_roster, show_roster
from gongjian.apps.inspections.views.round_setup import choose_places, edit_round, edit_teams
from gongjian.apps.inspections.views.rounds import (
    add_round,
    close_round,
    export,
    list_rounds,
    pick_place,
    show_round,
)
from gongjian.apps.inspections.views.rubric_imports import (
    download_template,
    drop_import,
    import_rubric,
    show_import,
)
from gongjian.apps.inspections.views.rubrics import (
    add_rubric,
    add_version,
    list_rubrics,
    show_picture,
    show_rubric,
)
from gongjian.apps.inspections.views.schemes import add_scheme, edit_scheme, list_schemes, show_scheme
from gongjian.apps.inspections.views.scoring import desk, remove_photo, score_item, submit
from gongjian.apps.inspections.views.sheets import my_sheets, return_sheet, show_sheet, void_sheet
from gongjian.apps.inspections.views.version_tools import compare, export_version, try_sheet
from gongjian.apps.inspections.views.versions import (
    change_order,
    edit_item,
    edit_sections,
    publish,
    show_version,
)
from gongjian.apps.inspections.views.visits import change_visit, list_visits, take_absence

__all__ = [
    "acknowledge_order",
    "add_draw",
    "add_finding",
    "add_honour",
    "add_orders",
    "add_round",
    "add_rubric",
    "add_scheme",
    "add_version",
    "answer_extension",
    "answer_finding",
    "ask_extension",
    "award_honour",
    "change_order",
    "change_visit",
    "check_finding",
    "choose_places",
    "close_round",
    "compare",
    "confirm_roster",
    "decide_severity",
    "desk",
    "download_template",
    "draw_certificate",
    "draw_verifier",
    "drop_import",
    "edit_item",
    "edit_round",
    "edit_scheme",
    "edit_sections",
    "edit_teams",
    "export",
    "export_differences",
    "export_version",
    "file_appeal",
    "import_rubric",
    "list_appeals",
    "list_draws",
    "list_findings",
    "list_honours",
    "list_orders",
    "list_ratings",
    "list_rounds",
    "list_rubrics",
    "list_schemes",
    "list_visits",
    "move_draw",
    "my_sheets",
    "phone",
    "phone_manifest",
    "phone_worker",
    "pick_place",
    "publish",
    "ranking",
    "rate",
    "rate_changed",
    "recall_award",
    "remove_photo",
    "return_sheet",
    "revoke_severity",
    "run_draw",
    "score_item",
    "show_appeal",
    "show_ceremony",
    "show_deductions",
    "show_draw",
    "show_effects",
    "show_fairness",
    "show_finding",
    "show_grade",
    "show_honour",
    "show_hot_spots",
    "show_import",
    "show_order",
    "show_picture",
    "show_roster",
    "show_round",
    "show_rubric",
    "show_scheme",
    "show_sheet",
    "show_version",
    "submit",
    "take_absence",
    "try_sheet",
    "verify_draw",
    "void_sheet",
    "withdraw_appeal",
    "withdraw_finding",
    "withdraw_order",
]
