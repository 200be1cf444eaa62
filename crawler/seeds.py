"""Which blocks are body on their own evidence, before any other is added for theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.hints import COMMENTS, FOOT, SUMMARY
from crawler.likely import BODY, LEAST, STOPS, Likely
from crawler.trimming import before_remarks

# Share of the page's best chance that is near it, where no block is likely.
_NEAR_BEST = 0.6

# Chance that no block of a page's foot has.
_SURELY = 0.8

# Share of the hidden body's weight that shown body must have to be the body.
_UNCOVERED = 0.1

# Sizes.
_SHORT = 36
_SENTENCE = 20

# Blocks. Little text further than this below the headline is a foot's; the sentence
# of a report that has no other stands nearer than that.
_FAR = 40
_NEAR = 8

# Sizes of what is no little text, and of what is more than a few words.
_ENOUGH = 300.0
_LITTLE = 30.0


def seeds(page: Likely) -> set[int]:
    """Return the blocks that are body on their own evidence; none where nothing is.

    Hidden ones are only where next to nothing that is shown is: pages whose
    script uncovers the text once it has loaded.
    """
    likely, weights = page.chances, page.weights
    allowed = [
        index
        for index, chance in enumerate(likely)
        if chance > LEAST and page.may_be_body(index)
    ]
    shown = [index for index in allowed if not page.blocks[index].node.hidden]
    if len(shown) < len(allowed):
        hidden = [index for index in allowed if page.blocks[index].node.hidden]
        if sum([weights[i] for i in shown]) < _UNCOVERED * sum(
            [weights[i] for i in hidden]
        ):
            shown = hidden
    shown = _above_remarks(page, _without_regions(page, shown))
    found = {index for index in shown if likely[index] > BODY}
    if found and max(found) < page.measures.headline:
        found = _below_headline(page, shown, found)
    if not found or _is_foot(page, found) or _are_remarks(page, found):
        if near := _under_headline(page):
            return near
        outside = [i for i in shown if page.region(i) != COMMENTS]
        if outside and _are_remarks(page, found):
            shown, found = outside, set()
    return found or _likeliest(page, shown)


def _below_headline(page: Likely, shown: Sequence[int], above: set[int]) -> set[int]:
    """What is nearly as likely under the headline as all that was found over it.

    Where nothing is, what was found stays: a headline may be another article's.
    """
    least = _NEAR_BEST * max([page.chances[index] for index in above])
    top, sizes = page.measures.headline, page.measures.sizes
    found = {i for i in shown if i > top and page.chances[i] >= least}
    return found if sum([sizes[i] for i in found]) > _SENTENCE else above


def _likeliest(page: Likely, shown: Sequence[int]) -> set[int]:
    """The best of what is unlikely: those beside the first one below the headline."""
    best = max([page.chances[index] for index in shown], default=1.0)
    found = {index for index in shown if page.chances[index] >= _NEAR_BEST * best}
    top = page.measures.headline
    first = next((i for i in sorted(found) if top < i <= top + _NEAR), None)
    if top < 0 or first is None:
        return found
    around = page.blocks[first].node.parent
    beside = {i for i in found if page.blocks[i].node.parent == around}
    return beside if sum([page.measures.sizes[i] for i in beside]) > _LITTLE else found


def _is_foot(page: Likely, found: set[int]) -> bool:
    """Whether little was found, and that far below the headline."""
    far = min(found) - page.measures.headline > _FAR
    return far and sum([page.weights[i] for i in found]) < _ENOUGH


def _are_remarks(page: Likely, found: set[int]) -> bool:
    """Whether all that was found stands in what a class calls comments."""
    return all(page.region(index) == COMMENTS for index in found)


def _under_headline(page: Likely) -> set[int]:
    """The first sentences under the headline: reports may have no more than that."""
    top = page.measures.headline + 1
    if not top:
        return set()
    for index in range(top, min(top + _NEAR, len(page.blocks))):
        text = page.blocks[index].text
        if page.measures.links[index] or page.blocks[index].node.hidden:
            continue
        if page.region(index) == SUMMARY:  # it sums up the text that is looked for
            continue
        long = page.measures.sizes[index] > _SENTENCE
        if long and text.endswith(STOPS) and page.may_be_body(index):
            return {index, *_sentences_behind(page, index)}
    return set()


def _sentences_behind(page: Likely, first: int) -> Iterator[int]:
    """The paragraphs right behind a sentence that are marked up as it is."""
    for index in range(first + 1, min(first + _NEAR, len(page.blocks))):
        alike = page.kind(index) == page.kind(first)
        if not alike or not page.blocks[index].text.endswith(STOPS):
            return
        if page.measures.links[index] or not page.may_be_body(index):
            return
        yield index


def _without_regions(page: Likely, indices: Sequence[int]) -> list[int]:
    """Without what a class calls comments or foot, unless all body is in there."""
    left = list(indices)
    regions = {index: page.region(index) for index in left}
    known = set(regions.values())
    for region, enough in ((COMMENTS, BODY), (FOOT, LEAST)):
        if region not in known:
            continue
        outside = [i for i in left if regions[i] != region]
        inside = [page.chances[i] for i in left if regions[i] == region]
        surely = max(inside, default=0.0) > _SURELY  # whatever its class says
        if any(page.chances[i] > (BODY if surely else enough) for i in outside):
            left = outside
    return left


def _above_remarks(page: Likely, indices: list[int]) -> list[int]:
    """Without what stands under a heading over remarks, if a paragraph is above it."""
    top = max(0, page.measures.headline)
    above = before_remarks(page.blocks, set(indices), top)
    if any(page.measures.sizes[index] > _SHORT for index in above):
        return sorted(above)
    return indices
