"""Tables of indicators: definitions, values with their way to confirmation, base values, the project ledger, screens."""

from gongjian.apps.indicators.models.base_values import BaseValue
from gongjian.apps.indicators.models.definitions import DefinitionInput, IndicatorDefinition
from gongjian.apps.indicators.models.imports import TableImport
from gongjian.apps.indicators.models.projects import Project, ProjectUnit
from gongjian.apps.indicators.models.screens import Screen
from gongjian.apps.indicators.models.values import IndicatorValue

__all__ = [
    "BaseValue",
    "DefinitionInput",
    "IndicatorDefinition",
    "IndicatorValue",
    "Project",
    "ProjectUnit",
    "Screen",
    "TableImport",
]
