"""The compiler's stages in their order, from a text to compiled documents."""

from collections.abc import Iterator

from gongjian.engines.plandoc.counted import find_quantities
from gongjian.engines.plandoc.groups import find_groups
from gongjian.engines.plandoc.model import CompiledDocument, CompiledFile, OutlineItem
from gongjian.engines.plandoc.normalise import normalise
from gongjian.engines.plandoc.outline import Node
from gongjian.engines.plandoc.phases import find_phases
from gongjian.engines.plandoc.ratings import find_ratings, rating_items
from gongjian.engines.plandoc.reading import Reading, read_document
from gongjian.engines.plandoc.rubric import action_spans, find_rubric, rubric_records
from gongjian.engines.plandoc.spans import Spans
from gongjian.engines.plandoc.split import split_documents
from gongjian.engines.plandoc.targets import find_targets, target_records
from gongjian.engines.plandoc.tasks import find_tasks, task_records


def compile_text(text: str) -> CompiledFile:
    """Compile a text; a text with nothing recognisable gives a file without items, never an error.

    Deterministic and pure. Cost: about linear in the length of the text.

    >>> [plan] = compile_text("清淤方案\\n一、目标\\n清淤率达到90%。").documents
    >>> [(target.indicator, target.comparator, str(target.value), target.unit) for target in plan.targets]
    [('清淤率', '>=', '90', '%')]
    """
    return CompiledFile(text=text, documents=tuple(map(compile_reading, read_each(text))))


def read_text(text: str) -> tuple[Reading, ...]:
    """Read a text as far as its entities: one `Reading` a document, for engines that go on from there.

    >>> [reading] = read_text("清淤方案\\n3月底前清淤2公里。")
    >>> len(reading.dates), [str(amount.value) for amount in reading.amounts]
    (1, ['2000'])
    """
    return tuple(read_each(text))


def read_each(text: str) -> Iterator[Reading]:
    """Yield what `read_text` returns one document after the other, so that a long file need not be held whole."""
    source = normalise(text)
    for start, end in split_documents(source.text):
        yield read_document(source, start, end)


def _as_written(reading: Reading, node: Node) -> str:
    start = node.heading_end - len(node.heading)
    if reading.text[start : node.heading_end] != node.heading:
        return node.heading
    return reading.source.in_words(start, node.heading_end)


def _outline_items(reading: Reading) -> tuple[OutlineItem, ...]:
    items = []
    for node in reading.outline.nodes:
        start, end, quote = reading.raw_span(node.start, max(node.heading_end, node.marker.end))
        marker = reading.raw_span(node.marker.start, node.marker.start + len(node.marker.text))[2]
        items.append(
            OutlineItem(
                quote=quote,
                start=start,
                end=end,
                rule=f"outline:{node.marker.style}",
                confidence=0.95,
                level=node.level,
                marker=marker,
                heading="" if node.marker.style == "part:条" else _as_written(reading, node),
            )
        )
    return tuple(items)


def compile_reading(reading: Reading) -> CompiledDocument:
    """Compile one document that `read_text` or `read_each` has read."""
    start, end, _ = reading.raw_span(reading.start, reading.end)
    frame = reading.frame
    rubric = find_rubric(reading)
    ratings = find_ratings(reading, Spans((rule.start, rule.end) for item in rubric for rule in item.rules))
    taken = tuple((r.condition.start, r.condition.end) for r in ratings) + action_spans(reading, rubric)
    targets = find_targets(reading, Spans(taken))
    quantities = find_quantities(reading, Spans(taken + tuple((t.taken_from, t.end) for t in targets)))
    return CompiledDocument(
        start=start,
        end=end,
        title=frame.title,
        kind=frame.kind,
        issuer=frame.issuer,
        doc_number=frame.doc_number,
        issued=frame.issued,
        outline=_outline_items(reading),
        targets=target_records(reading, targets),
        phases=find_phases(reading),
        tasks=task_records(
            reading,
            find_tasks(
                reading,
                Spans(taken),
                Spans((i.start, i.end) for i in rubric),
                Spans((t.taken_from, t.end) for t in targets),
            ),
        ),
        ratings=rating_items(reading, ratings),
        rubric_items=rubric_records(reading, rubric),
        groups=find_groups(reading),
        quantities=quantities,
    )
