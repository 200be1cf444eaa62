"""正文: which blocks are the body, from what trees say and rules know better.

Seeds are body on their own evidence, others are added for theirs, and what is known to
be none is trimmed: notices at the end, pictures' texts, advertisements, further articles.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawler.blocks import Outline
from crawler.captions import Captions, is_button
from crawler.completion import completed
from crawler.likely import Likely
from crawler.measures import Measures
from crawler.seeds import seeds
from crawler.trimming import trimmed


def body(
    outline: Outline,
    measures: Measures,
    likely: Sequence[float],
    captions: Captions,
) -> set[int]:
    """Return the indices of the blocks that are body; empty where nothing is.

    ``likely`` is how likely each block is body, 0 to 1.
    """
    page = Likely(outline, measures, likely, captions)
    chosen = completed(page, seeds(page))
    chosen = {index for index in chosen if not is_button(outline.blocks[index].text)}
    return trimmed(outline, measures, chosen, page.weights, page.is_caption)
