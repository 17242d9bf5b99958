"""Builders of documents for tests."""

from gongjian.apps.documents import services
from gongjian.apps.documents.models import Document
from gongjian.core.access import Actor
from tests.apps.indicators.population import YEAR
from tests.factories import COUNTY, make_organisation

BODY = (
    "全区共有{{测试人口}}。\n一、分布。户均{{测试户均人口}}。\n[[表:测试人口,测试户均人口;标题=各街道人口]]"
)


def make_document(actor: Actor, body: str = BODY, place_code: str = COUNTY, **fields: object) -> Document:
    """A bulletin with figures, drafted by the actor."""
    issuer = fields.pop("issuer", None) or make_organisation(place_code)
    defaults = {
        "kind": "bulletin",
        "title": "关于人口情况的通报",
        "period": YEAR,
        "head": {"red_head": "船山区治理办公室文件", "number_code": "船治办发"},
    }
    return services.draft_document(
        actor=actor, place_code=place_code, issuer_id=issuer.pk, body=body, **{**defaults, **fields}
    )


def issue(document: Document, author: Actor, leader: Actor) -> Document:
    """Take a draft all the way to issue."""
    services.send_for_review(actor=author, document_id=document.pk)
    services.sign_document(actor=leader, document_id=document.pk)
    return services.issue_document(actor=author, document_id=document.pk)
