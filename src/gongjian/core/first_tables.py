"""The migration that an app's tables are created by."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState


class FirstTables(Migration):
    """A migration of nothing but `CreateModel`, for which the models are rendered once.

    After each operation Django renders anew every model that is related to the changed one. Here users are related
    to all, so that the two hundred tables of a new installation would be rendered twenty thousand times. Creations
    need no state between them: the finished one serves for all. The models stand in the order of what they point at.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Bring the state to its end, render it, then create the tables one after another."""
        before = project_state.clone()
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state
