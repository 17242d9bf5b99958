"""What changes in indicators."""

from gongjian.apps.indicators.services.base_values import BaseValueSpec, save_base_value
from gongjian.apps.indicators.services.definitions import (
    DefinitionSpec,
    InputSpec,
    change_definition,
    create_definition,
)
from gongjian.apps.indicators.services.export import export_rows, export_values
from gongjian.apps.indicators.services.project_import import (
    check_projects,
    confirm_projects_import,
    export_projects,
    project_template,
    read_projects,
)
from gongjian.apps.indicators.services.projects import ProjectSpec, UnitSpec, save_project, save_units
from gongjian.apps.indicators.services.screens import (
    OpenScreen,
    ScreenSpec,
    make_screen,
    open_screen,
    renew_screen,
    revoke_screen,
)
from gongjian.apps.indicators.services.tables import Checked, drop_import
from gongjian.apps.indicators.services.value_import import (
    check_values,
    confirm_values_import,
    read_values,
    template_xlsx,
)
from gongjian.apps.indicators.services.values import (
    ValueSpec,
    answer_value,
    confirm_values,
    enter_value,
    require_above,
)
from gongjian.core.attachments import Upload

__all__ = [
    "BaseValueSpec",
    "Checked",
    "DefinitionSpec",
    "InputSpec",
    "OpenScreen",
    "ProjectSpec",
    "ScreenSpec",
    "UnitSpec",
    "Upload",
    "ValueSpec",
    "answer_value",
    "change_definition",
    "check_projects",
    "check_values",
    "confirm_projects_import",
    "confirm_values",
    "confirm_values_import",
    "create_definition",
    "drop_import",
    "enter_value",
    "export_projects",
    "export_rows",
    "export_values",
    "make_screen",
    "open_screen",
    "project_template",
    "read_projects",
    "read_values",
    "renew_screen",
    "require_above",
    "revoke_screen",
    "save_base_value",
    "save_project",
    "save_units",
    "template_xlsx",
]
