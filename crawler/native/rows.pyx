# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The evidence on each block as ``crawler.rows`` has it, with what it says there."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from crawler.native.matrix cimport Matrix
from libc.string cimport memcpy

cdef extern from "Python.h":
    bint PyUnicode_IS_ASCII(object text)
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_ssize_t PyUnicode_GET_LENGTH(object text)
    Py_UCS4 PyUnicode_READ(int kind, void* data, Py_ssize_t place)

from crawler import rows as twin
from crawler.hints import HEADINGS, inherited
from crawler.text import marks

cdef double LINKED = twin.LINKED
cdef double MOSTLY_LINKED = twin._MOSTLY_LINKED
cdef double READ_WHOLE = twin._READ_WHOLE
cdef double SHORTEST_PROSE = twin._SHORTEST_PROSE
cdef double SHORTEST_TITLE = twin._SHORTEST_TITLE
cdef double LONGEST_TITLE = twin._LONGEST_TITLE
cdef double LONGEST_HEADING = twin._LONGEST_HEADING
cdef double SHORT_LINK = twin._SHORT_LINK
cdef double SOME_PROSE = twin._SOME_PROSE
cdef double ENOUGH_SHOWN = twin._ENOUGH_SHOWN
cdef double LEAST_PROSE = twin._LEAST_PROSE
cdef double CHINESE = twin._CHINESE
cdef Py_ssize_t LONGEST_LINE = marks.LONGEST_LINE
cdef Py_ssize_t FIRST_LETTERS = twin._FIRST_LETTERS

# What each character below the last of these is to us.
cdef enum:
    STOP = 1
    COMMA = 2
    END = 4
    MARKS = 0x10000

cdef unsigned char SAYS[MARKS]


cdef int _mark(str characters, int kind) except -1:
    for character in characters:
        SAYS[<Py_UCS4>character] |= kind
    return 0


_mark(twin._STOPS + "!?;", STOP)
_mark(twin._COMMAS, COMMA)
_mark("".join(twin._ENDS), END)

# Places of the measures, in the order of ``FIRST``.
cdef enum:
    SIZE, LINK, BOLD, ENDS, HIDDEN, DEPTH, TAG, PLACE, LIKENESS, PICTURE, LATIN
    NODE_SIZE, NODE_BLOCKS, NODE_PROSE, FROM_HEADLINE, FROM_DATE, ABOVE_HEADLINE
    RELATIVE_SIZE, RELATIVE_PROSE, LINE, CAPTION, RELATED_ABOVE
    SIZE_AFTER, LINK_BEFORE, LINK_AFTER
    IN_MAIN, IN_ASIDE, ASIDE_TAGS, IN_LIST, IN_CAPTION
    PARENT_PROSE, PARENT_SHARE, PARENT_LINK, PARENT_BLOCKS, PARENT_STOPS
    GRAND_PROSE, GRAND_LINK, GRAND_MEAN, PROSE_TOTAL, BLOCKS, HAN
    KIN_COUNT, KIN_SHARE, KIN_MEAN, KIN_LINK, KIN_PROSE, WIDTH

if twin.FIRST != tuple(
    "size link bold ends hidden depth tag place likeness picture latin "
    "node_size node_blocks node_prose from_headline from_date above_headline "
    "relative_size relative_prose line caption related_above "
    "size_after link_before link_after "
    "in_main in_aside aside_tags in_list in_caption "
    "parent_prose parent_share parent_link parent_blocks parent_stops "
    "grand_prose grand_link grand_mean prose_total blocks han "
    "kin_count kin_share kin_mean kin_link kin_prose".split()
):
    raise ImportError("made for other measures")

# Measures of a node and the one around it, which stand together; then whether they are
# known.
cdef enum:
    FIRST_AROUND = PARENT_PROSE
    KNOWN = PROSE_TOTAL - PARENT_PROSE
    AROUND = KNOWN + 1

cdef struct Weight:
    Py_ssize_t length
    double size
    bint is_ascii
    bint is_marked
    bint has_comma
    int stops


cdef Weight weighed(str text) noexcept:
    """What the characters of a text come to."""
    cdef int kind = PyUnicode_KIND(text), says = 0
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t place, encoded = 0
    cdef Py_UCS4 letter, before = 0
    cdef Weight found
    found.length, found.is_ascii = PyUnicode_GET_LENGTH(text), PyUnicode_IS_ASCII(text)
    found.stops, found.is_marked, found.has_comma = 0, False, False
    for place in range(found.length):
        letter = PyUnicode_READ(kind, data, place)
        encoded += octets(letter)
        if letter < MARKS and SAYS[letter] & (STOP | COMMA):
            found.stops += SAYS[letter] & STOP
            says |= SAYS[letter]
        elif before == c"." and letter == c" ":
            found.stops += 1
        if letter == c".":
            found.is_marked = True
        before = letter
    found.stops += before == c"."
    found.is_marked |= says != 0
    found.has_comma = says & COMMA != 0
    found.size = found.length / 2.0 if found.is_ascii else (found.length + encoded) / 4.0
    return found


cdef inline int octets(Py_UCS4 letter) noexcept:
    """In UTF-8; of half a pair, as a page may hold it, those of the ? in its place."""
    if letter < 0x80:
        return 1
    if letter < 0x800:
        return 2
    if letter >= 0x10000:
        return 4
    return 1 if 0xD800 <= letter <= 0xDFFF else 3


def read_texts(tuple blocks, titles):
    """Return what each block says on its own; only what may be a title is compared."""
    cdef frozenset letters = titles.letters
    cdef str joined = titles.joined
    cdef list words = list(titles.words)
    cdef Py_ssize_t index, count = len(blocks)
    cdef list zeros = [0.0] * count
    cdef list sizes = [None] * count, links = [None] * count, lines = [None] * count
    cdef list stops = zeros.copy(), prose = zeros.copy(), likenesses = zeros
    cdef list headings = []
    cdef str text
    cdef Weight weight
    cdef double link
    for index in range(count):
        block = blocks[index]
        text = block.text
        weight = weighed(text)
        link = <double>block.link_chars / weight.length
        sizes[index], links[index] = weight.size, link
        if link >= MOSTLY_LINKED:
            if block.node.tag in HEADINGS:
                headings.append(index)
            continue
        if not weight.is_ascii and weight.length <= LONGEST_LINE:
            line = marks.line(text)
            if line is not None:
                lines[index] = twin._unless_subhead(block) if line == "writers" else line
        if link >= LINKED:
            continue
        if weight.size > SHORTEST_PROSE and weight.is_marked:
            stops[index] = <double>weight.stops
            if (weight.stops or weight.has_comma) and not block.node.hidden:
                prose[index] = weight.size * (1 - link)
        if SHORTEST_TITLE < weight.size < LONGEST_TITLE:
            if letters.isdisjoint(text[:FIRST_LETTERS].lower()):
                continue
            is_plain = not block.bold_chars and block.node.tag not in HEADINGS
            if weight.is_ascii and is_plain and is_apart(text, joined, words):
                continue
            likenesses[index] = titles.likeness(block)
    return twin.Texts(sizes, links, stops, prose, lines, likenesses, headings)


cdef bint is_apart(str text, str joined, list words) except -1:
    """Whether a text of Western letters holds no title, and stands in none."""
    cdef str lower = text.lower(), opening = lower[:2]
    if not opening.isalnum() or opening in joined:
        return False
    for word in words:
        if <str>word in lower:
            return False
    return True


cdef struct Sums:
    # Over blocks: how many, their size, how much of it is linked, their prose.
    double number
    double size
    double linked
    double prose


cdef class Columns:
    """What is told of the blocks of a page before their rows are filled."""

    cdef Py_ssize_t count, nodes
    cdef list starts, ends, parents
    cdef double* memory
    # Of each block:
    cdef double* sizes
    cdef double* links
    cdef double* prose
    cdef double* steps
    # Of each block the sum of all before it, and last the whole:
    cdef double* size_until
    cdef double* linked_until
    cdef double* stops_until
    cdef double* prose_until
    cdef double size_total, prose_total, largest, most_prose, han
    # Of each node the blocks that it holds itself, of each kin those of it:
    cdef Sums* own
    cdef Sums* of_kin
    cdef int* kin
    # Of each node what is told of it and the one around it, and whether it is:
    cdef double* of_nodes

    def __cinit__(self, outline, texts, kin, headline):
        cdef Py_ssize_t count = len(outline.blocks), nodes = len(outline.nodes)
        if not len(texts.sizes) == len(kin) == count or headline >= max(count, 1):
            raise ValueError(f"texts, kin and headline {headline} of another page")
        self.count, self.nodes = count, nodes
        self.starts, self.ends, self.parents = outline.starts, outline.ends, outline.parents
        self.memory = <double*>PyMem_Calloc(8 * (count + 1), sizeof(double))
        self.own = <Sums*>PyMem_Calloc(nodes + 1, sizeof(Sums))
        self.of_kin = <Sums*>PyMem_Calloc(count + 1, sizeof(Sums))
        self.kin = <int*>PyMem_Calloc(count + 1, sizeof(int))
        self.of_nodes = <double*>PyMem_Calloc((nodes + 1) * AROUND, sizeof(double))
        if (
            self.memory == NULL
            or self.own == NULL
            or self.of_kin == NULL
            or self.kin == NULL
            or self.of_nodes == NULL
        ):
            raise MemoryError
        self.sizes = self.memory
        self.links = self.memory + (count + 1)
        self.prose = self.memory + 2 * (count + 1)
        self.steps = self.memory + 3 * (count + 1)
        self.size_until = self.memory + 4 * (count + 1)
        self.linked_until = self.memory + 5 * (count + 1)
        self.stops_until = self.memory + 6 * (count + 1)
        self.prose_until = self.memory + 7 * (count + 1)
        self.sum(outline.blocks, texts, kin)
        self.step(outline.blocks, headline)

    def __dealloc__(self):
        PyMem_Free(self.memory)
        PyMem_Free(self.own)
        PyMem_Free(self.of_kin)
        PyMem_Free(self.kin)
        PyMem_Free(self.of_nodes)

    cdef int sum(self, tuple blocks, texts, list kin) except -1:
        cdef list sizes = texts.sizes, links = texts.links
        cdef list stops = texts.stops, prose = texts.prose
        cdef dict numbers = {}
        cdef Py_ssize_t index, letters = 0, at
        cdef double linked
        cdef int number
        self.largest, self.most_prose = 0.0, 1.0
        any_unlinked = False
        for index in range(self.count):
            block = blocks[index]
            letters += PyUnicode_GET_LENGTH(block.text)
            self.sizes[index], self.links[index] = sizes[index], links[index]
            self.prose[index] = prose[index]
            linked = self.sizes[index] * self.links[index]
            self.size_until[index + 1] = self.size_until[index] + self.sizes[index]
            self.linked_until[index + 1] = self.linked_until[index] + linked
            self.stops_until[index + 1] = self.stops_until[index] + <double>stops[index]
            self.prose_until[index + 1] = self.prose_until[index] + self.prose[index]
            if self.links[index] < LINKED:
                any_unlinked = True
                self.largest = max(self.largest, self.sizes[index])
            self.most_prose = max(self.most_prose, self.prose[index])
            number = numbers.setdefault(kin[index], len(numbers))
            self.kin[index] = number
            self.of_kin[number].number += 1.0
            self.of_kin[number].size += self.sizes[index]
            self.of_kin[number].linked += linked
            self.of_kin[number].prose += self.prose[index]
            at = block.node.index
            self.own[at].number += 1.0
            self.own[at].size += self.sizes[index]
        if not any_unlinked:
            self.largest = 1.0
        self.size_total = max(1.0, self.size_until[self.count])
        self.prose_total = max(1.0, self.prose_until[self.count])
        self.han = 2 * self.size_until[self.count] / letters - 1 if letters else 0.0
        return 0

    cdef int step(self, tuple blocks, Py_ssize_t headline) except -1:
        """Steps from the headline up to a node that holds both."""
        cdef Py_ssize_t index, first, last, start = headline, end = headline
        cdef int at
        cdef double number = 0.0
        for index in range(self.count):
            self.steps[index] = -1.0 if headline < 0 else 20.0
        at = blocks[headline].node.index if headline >= 0 else -1
        while at >= 0:
            first, last = self.starts[at], self.ends[at]
            for index in range(first, start):
                self.steps[index] = number
            for index in range(end, last):
                self.steps[index] = number
            start, end, at = first, last, self.parents[at]
            number += 1.0
        return 0

    cdef double prose_in(self, int node) except? -1:
        """The prose in a node; of a root's surroundings, that in the first root."""
        cdef int at = max(node, 0)
        cdef Py_ssize_t start = self.starts[at], end = self.ends[at]
        return self.prose_until[end] - self.prose_until[start]

    cdef double* around(self, int parent) except NULL:
        """The measures of a node, then those of the node around it."""
        cdef int node = max(parent, 0), outer = max(<int>self.parents[node], 0)
        cdef double* told = self.of_nodes + node * AROUND
        cdef Py_ssize_t start, end, outer_start, outer_end
        cdef double size, linked, outer_size, outer_linked, outer_number
        if told[KNOWN]:
            return told
        start, end = self.starts[node], self.ends[node]
        outer_start, outer_end = self.starts[outer], self.ends[outer]
        size = self.size_until[end] - self.size_until[start]
        linked = self.linked_until[end] - self.linked_until[start]
        outer_size = self.size_until[outer_end] - self.size_until[outer_start]
        outer_linked = self.linked_until[outer_end] - self.linked_until[outer_start]
        outer_number = outer_end - outer_start
        told[PARENT_PROSE - FIRST_AROUND] = self.prose_in(node) / self.prose_total
        told[PARENT_SHARE - FIRST_AROUND] = size / self.size_total
        told[PARENT_LINK - FIRST_AROUND] = linked / size if size > 1.0 else linked
        told[PARENT_BLOCKS - FIRST_AROUND] = end - start
        told[PARENT_STOPS - FIRST_AROUND] = self.stops_until[end] - self.stops_until[start]
        told[GRAND_PROSE - FIRST_AROUND] = self.prose_in(outer) / self.prose_total
        told[GRAND_LINK - FIRST_AROUND] = outer_linked / outer_size if outer_size > 1.0 else outer_linked
        told[GRAND_MEAN - FIRST_AROUND] = outer_size / outer_number if outer_number > 1.0 else outer_size
        told[KNOWN] = 1.0
        return told


    cdef int fill(self, double* row, Py_ssize_t index, int node, int parent) except -1:
        """Fill what is told of a block by its page, its neighbors, its node and its kin."""
        cdef Py_ssize_t last = self.count - 1
        cdef Sums own = self.own[node], of_kin = self.of_kin[self.kin[index]]
        row[PLACE] = <double>index / <double>self.count
        row[ABOVE_HEADLINE] = self.steps[index]
        row[RELATIVE_SIZE] = self.sizes[index] / self.largest if self.largest else 0.0
        row[RELATIVE_PROSE] = self.prose[index] / self.most_prose
        row[SIZE_AFTER] = min(self.sizes[index + 1], 300.0) if index < last else -1.0
        row[LINK_BEFORE] = self.links[index - 1] if index else -1.0
        row[LINK_AFTER] = self.links[index + 1] if index < last else -1.0
        row[NODE_SIZE] = own.size
        row[NODE_BLOCKS] = own.number
        row[NODE_PROSE] = self.prose_in(node) / self.prose_total
        memcpy(row + FIRST_AROUND, self.around(parent), KNOWN * sizeof(double))
        row[PROSE_TOTAL] = self.prose_total
        row[BLOCKS] = self.count
        row[HAN] = self.han
        row[KIN_COUNT] = of_kin.number
        row[KIN_SHARE] = of_kin.size / self.size_total
        row[KIN_MEAN] = of_kin.size / of_kin.number
        row[KIN_LINK] = of_kin.linked / of_kin.size if of_kin.size > 1.0 else of_kin.linked
        row[KIN_PROSE] = of_kin.prose / self.prose_total
        return 0


def rows(outline, hints, texts, list kin, Py_ssize_t headline):
    """Return a row a block, and of each block whether it is furniture."""
    cdef Columns told = Columns(outline, texts, kin, headline)
    cdef tuple blocks = outline.blocks
    cdef list sizes = texts.sizes, lines = texts.lines, parents = told.parents
    cdef list likenesses = texts.likenesses, tags = hints.tags, counts = hints.counts
    cdef Py_ssize_t index, count = told.count, dated = twin.first_date(blocks, sizes, headline)
    cdef Matrix found = Matrix(count, WIDTH)
    cdef list furniture = [False] * count
    cdef bytearray pictured = bytearray(count + 1)
    cdef double room, link, length, related_above = 0.0
    cdef double few_prose = SOME_PROSE * told.prose_total, least_prose = 0.0
    cdef bint hides = told.prose_total > ENOUGH_SHOWN, hidden, related, caption
    cdef int at, up, path
    cdef str text
    cdef double* row
    if told.han > CHINESE and hides:
        least_prose = LEAST_PROSE * told.prose_total
    for picture in outline.pictures:
        pictured[<Py_ssize_t>picture.before] = True
    for index in range(count):
        block = blocks[index]
        node = block.node
        hidden, up, text = node.hidden, node.parent, block.text
        room, link = told.sizes[index], told.links[index]
        if hidden and hides:
            furniture[index] = True
            continue
        if link > MOSTLY_LINKED and room < SHORT_LINK and told.prose_in(up) < few_prose:
            furniture[index] = True
            continue
        if index <= headline:
            related_above = 0.0
        related = room < LONGEST_HEADING and marks.related(text)
        if least_prose and not told.prose[index]:
            if told.prose_in(parents[up] if up > 0 else 0) < least_prose:
                related_above += related
                continue
        at, path, length = node.index, node.path, PyUnicode_GET_LENGTH(text)
        caption = False
        if link < MOSTLY_LINKED and not PyUnicode_IS_ASCII(text):
            caption = marks.caption(text if room < READ_WHOLE else text[max(0, PyUnicode_GET_LENGTH(text) - 36) :])
        found.present[index] = True
        row = found.row(index)
        row[SIZE] = min(room, 400.0)
        row[LINK] = link
        row[BOLD] = <double>block.bold_chars / length
        row[ENDS] = ends_well(text)
        row[HIDDEN] = hidden
        row[DEPTH] = node.depth
        row[TAG] = tags[path]
        row[LIKENESS] = likenesses[index]
        row[PICTURE] = pictured[index]
        row[LATIN] = 2 - 2 * room / length
        row[FROM_HEADLINE] = index - headline if headline >= 0 else -99.0
        row[FROM_DATE] = index - dated if dated >= 0 else -99.0
        row[LINE] = lines[index] is not None
        row[CAPTION] = caption
        row[RELATED_ABOVE] = related_above
        counted = inherited(counts[path])
        row[IN_MAIN], row[IN_ASIDE], row[ASIDE_TAGS], row[IN_LIST], row[IN_CAPTION] = counted
        told.fill(row, index, at, up)
        related_above += related
    return found, furniture


cdef bint ends_well(str text) noexcept:
    """Whether a text ends as a sentence does."""
    cdef Py_ssize_t last = PyUnicode_GET_LENGTH(text) - 1
    cdef Py_UCS4 letter = PyUnicode_READ(PyUnicode_KIND(text), PyUnicode_DATA(text), last)
    return letter < MARKS and SAYS[letter] & END
