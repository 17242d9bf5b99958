"""The words of an official page, for the figure checker."""

from gongjian.engines.officialdoc import Heading, OfficialDocument, Paragraph
from gongjian.engines.officialdoc.model import cell_runs, plain_text


def text_of(page: OfficialDocument) -> str:
    """All that a page says, tables as rows of cells."""
    lines = [page.title]
    for block in page.blocks:
        if isinstance(block, Paragraph):
            lines.append(plain_text(block.runs))
        elif isinstance(block, Heading):
            lines.append(f"{block.text}{plain_text(block.body)}")
        else:
            lines.append("\t".join(block.header))
            lines += ["\t".join(plain_text(cell_runs(cell)) for cell in row) for row in block.rows]
    return "\n".join(lines)
