"""Who may do what, where: roles, rights, the one table between them, and the one row filter.

A grant is (user, role, place prefix or unit). `Right`s guard views and services; rows come only
through `visible_to` (or `reachable_by` for another right). Another scope's row looks absent.
"""

from gongjian.core.access.actor import SYSTEM, Actor, Grant
from gongjian.core.access.codes import LEVEL_LENGTHS, ancestors_of
from gongjian.core.access.guards import ActorRequest, V, allows, public, signed_in
from gongjian.core.access.rights import RIGHTS, SECOND_FACTOR_ROLES, SEPARATED_ROLES, Right, Role
from gongjian.core.access.rows import OwnedModel, OwnedQuerySet, any_prefix, prefix_range

__all__ = [
    "LEVEL_LENGTHS",
    "RIGHTS",
    "SECOND_FACTOR_ROLES",
    "SEPARATED_ROLES",
    "SYSTEM",
    "Actor",
    "ActorRequest",
    "Grant",
    "OwnedModel",
    "OwnedQuerySet",
    "Right",
    "Role",
    "V",
    "allows",
    "ancestors_of",
    "any_prefix",
    "prefix_range",
    "public",
    "signed_in",
]
