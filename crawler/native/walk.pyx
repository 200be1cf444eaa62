# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The walk of ``crawler.walk`` over libxml2's own nodes, with what it says there.

Elements are made for what keeps one alone: nodes, pictures, links that hold text. The tree
must not change meanwhile, and does not: Python's lock is held, and nobody is called back
but for what a style says. It is one that libxml2 has parsed: no text is empty there, and
none stands beside another.
"""

from cpython.unicode cimport PyUnicode_DecodeUTF8, PyUnicode_Substring
from libc.string cimport strchr, strcmp, strlen
from lxml.includes.etreepublic cimport (
    LXML_VERSION_STRING,
    _Document,
    _Element,
    _isElement,
    attributeValue,
    elementFactory,
    import_lxml__etree,
    namespacedName,
)
from lxml.includes.tree cimport (
    XML_CDATA_SECTION_NODE,
    XML_ELEMENT_NODE,
    XML_TEXT_NODE,
    const_xmlChar,
    xmlAttr,
    xmlNode,
)

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_ssize_t PyUnicode_GET_LENGTH(object text)
    Py_UCS4 PyUnicode_READ(int kind, void* data, Py_ssize_t place)
    void PyUnicode_WRITE(int kind, void* data, Py_ssize_t place, Py_UCS4 letter)
    object PyUnicode_New(Py_ssize_t length, Py_UCS4 largest)

from lxml import etree

from crawler import elements
from crawler.blocks import Block, Node, Picture
from crawler.errors import UnreadablePage

if LXML_VERSION_STRING.decode() != etree.__version__:
    raise ImportError(f"made for lxml {LXML_VERSION_STRING.decode()}")
import_lxml__etree()

cdef dict KINDS = elements.KINDS
cdef int SKIP = elements.SKIP
cdef int BREAK = elements.BREAK
cdef int PICTURE = elements.PICTURE
cdef int INLINE = elements.INLINE
cdef int LINK = elements.LINK
cdef int STRONG = elements.STRONG
cdef int BLOCK = elements.BLOCK
cdef int STYLED = elements.STYLED
cdef int HIDE = elements.HIDE
cdef int UNKNOWN = HIDE + 1
cdef object hides = elements.hides
cdef frozenset PICTURE_TYPES = elements.PICTURE_TYPES

cdef enum:
    MOST_NAMES = 256  # a page has some forty; further ones are asked for again
    MOST_LEVELS = 2040  # as in crawler.walk

cdef struct Name:
    # What elements of one name are.
    const_xmlChar* name
    int tag  # place among the walk's tags
    int kind
    bint is_bold
    bint keeps_lines
    bint is_heading

cdef struct Attributes:
    # Those that are asked for; NULL where an element has none.
    xmlAttr* class_
    xmlAttr* id
    xmlAttr* href
    bint hidden

cdef struct Around:
    # What stands around a text: its node, with what a node in it inherits; its link, is it
    # bold, are its lines kept.
    int node
    int depth
    int path
    bint hidden
    xmlNode* link
    bint bold
    bint lines


cdef class Walk:
    """One pass over the tree; text gathers until an edge or a break ends a block."""

    cdef readonly list blocks, nodes, pictures, parents, starts, ends
    cdef object url, paths
    cdef bint folds
    cdef dict numbers
    cdef _Document document
    cdef list tags
    cdef Name names[MOST_NAMES]
    cdef int known
    cdef Around levels[MOST_LEVELS + 1]
    # Of the block that gathers:
    cdef list parts, links
    cdef xmlNode* last_link
    cdef Py_ssize_t link_chars, bold_chars

    def __init__(self, str url, paths, *, bint folds):
        self.url, self.paths, self.folds = url, paths, folds
        self.numbers = paths.numbers
        self.blocks, self.nodes, self.pictures = [], [], []
        self.parents, self.starts, self.ends = [], [], []
        self.tags, self.parts, self.links = [], [], []
        # Cython has set all numbers to 0, and all pointers to NULL.

    def root(self, _Element root not None):
        """Walk over the tree under ``root``."""
        cdef xmlNode* at = root._c_node
        cdef Around here, inside
        cdef Attributes asked
        cdef Name name = self.name_of(at)
        cdef int depth = 0, left, kind
        self.document = root._doc
        self.read(at, &asked)
        here.node, here.depth, here.path, here.hidden = -1, -1, -1, False
        here.link, here.bold, here.lines = NULL, False, False
        self.enter(at, &name, &asked, &here)
        at = at.children
        while at != NULL:
            if is_text(at):
                at = self.add(at, &here)
            elif at.type == XML_ELEMENT_NODE:
                name = self.name_of(at)
                kind = name.kind
                if kind == UNKNOWN:
                    kind = BLOCK if self.is_block(at) else INLINE
                inside = here
                if kind >= INLINE:
                    self.read(at, &asked)
                    asked.hidden |= kind == HIDE
                    if asked.hidden and self.folds:
                        self.flush(here.node)
                        self.fold(at, &name, &asked, &inside)
                        kind = SKIP
                    elif kind >= BLOCK or asked.hidden:
                        self.flush(here.node)
                        self.enter(at, &name, &asked, &inside)
                    elif kind == LINK and self.is_link(at, &asked):
                        inside.link = at
                    if kind == STYLED or (kind == STRONG and not asked.hidden):
                        inside.bold |= name.is_bold
                        inside.lines |= name.keeps_lines
                elif kind == BREAK:
                    self.flush(here.node)
                elif kind == PICTURE:
                    self.see(at, here.node)
                if at.children != NULL and (kind >= INLINE or kind == PICTURE):
                    if depth == MOST_LEVELS and holds_elements(at):
                        raise UnreadablePage(self.url, "nested too deep", f"{depth + 1} levels")
                    self.levels[depth] = here
                    depth += 1
                    here = inside
                    at = at.children
                    continue
                self.leave(inside.node, here.node)
            while at.next == NULL and depth:
                at = at.parent
                depth -= 1
                left = here.node
                here = self.levels[depth]
                self.leave(left, here.node)
            at = at.next
        self.flush(here.node)
        self.ends[here.node] = len(self.blocks)

    cdef Name name_of(self, xmlNode* at) except *:
        """What elements called like this one are: libxml2 keeps each name once."""
        cdef int slot = (<size_t>at.name >> 3) % MOST_NAMES
        cdef Name found
        while self.names[slot].name != NULL:
            if self.names[slot].name == at.name and at.ns == NULL:
                return self.names[slot]
            slot = (slot + 1) % MOST_NAMES
        tag = namespacedName(at) if at.ns != NULL else decoded(at.name)
        found.name, found.tag, found.kind = at.name, len(self.tags), KINDS.get(tag, UNKNOWN)
        found.is_bold, found.keeps_lines = tag in elements.BOLD, tag in elements.LINES
        found.is_heading = tag in elements.HEADINGS
        self.tags.append(tag)
        if self.known < MOST_NAMES - 1 and at.ns == NULL:  # one slot stays empty, to stop at
            self.names[slot] = found
            self.known += 1
        return found

    cdef int read(self, xmlNode* at, Attributes* found) except -1:
        cdef xmlAttr* attribute = at.properties
        cdef const char* name
        found.class_ = found.id = found.href = NULL
        found.hidden = False
        while attribute != NULL:
            name = <const char*>attribute.name
            if name[0] == c"c" and strcmp(name, "class") == 0:
                found.class_ = attribute
            elif name[0] == c"i" and strcmp(name, "id") == 0:
                found.id = attribute
            elif name[0] == c"h" and strcmp(name, "href") == 0:
                found.href = attribute
            elif name[0] == c"h" and strcmp(name, "hidden") == 0:
                found.hidden = True
            elif name[0] == c"s" and strcmp(name, "style") == 0:
                found.hidden |= hides(value_of(at, attribute))
            attribute = attribute.next
        return 0

    cdef int enter(self, xmlNode* at, Name* name, Attributes* asked, Around* here) except -1:
        """Add a node inside what is around, which it then is itself."""
        cdef int around = here.node
        cdef str hint = "" if asked.class_ == NULL else value_of(at, asked.class_)
        if asked.id != NULL and not name.is_heading:
            hint += " " + value_of(at, asked.id)
        tag = self.tags[name.tag]
        place = (here.path, tag, hint)
        path = self.numbers.get(place)
        if path is None:
            path = self.paths.add(place)
        here.node, here.path = len(self.nodes), path
        here.depth += 1
        here.hidden |= asked.hidden
        hidden = True if here.hidden else False
        element = elementFactory(self.document, at)
        self.nodes.append(Node(here.node, around, here.depth, tag, element, hint, hidden, path))
        self.parents.append(around)
        self.starts.append(len(self.blocks))
        self.ends.append(0)
        return 0

    cdef int leave(self, int node, int around) except -1:
        if node != around:
            self.flush(node)
            self.ends[node] = len(self.blocks)
        return 0

    cdef xmlNode* add(self, xmlNode* at, Around* around) except NULL:
        """Add a text to what gathers, and return the last node of it: it may have many."""
        cdef xmlNode* last = at
        cdef str text
        while last.next != NULL and is_text(last.next):
            last = last.next
        if not self.parts and last == at and is_blank(at.content):
            return last
        text = decoded(at.content)
        while at != last:
            at = at.next
            text += decoded(at.content)
        if self.parts or not is_space(text):
            self.add_styled(text, around)
        return last

    cdef int add_styled(self, str text, Around* around) except -1:
        cdef Py_ssize_t chars
        cdef Around of_line
        if around.lines and "\n" in text:
            of_line = around[0]
            of_line.lines = False
            for line in text.split("\n"):
                self.flush(around.node)
                if line and not is_space(line):
                    self.add_styled(line, &of_line)
            return 0
        self.parts.append(text)
        if around.link == NULL and not around.bold:
            return 0
        chars = count_letters(text)
        if around.bold:
            self.bold_chars += chars
        if around.link != NULL and chars:
            self.link_chars += chars
            if self.last_link != around.link:
                self.last_link = around.link
                self.links.append(elementFactory(self.document, around.link))
        return 0

    cdef int flush(self, int node) except -1:
        """End the block: what has gathered becomes one."""
        cdef tuple parts = (), links = ()
        cdef str text
        if not self.parts:
            return 0
        if len(self.parts) == 1:
            text = self.parts[0]
        else:
            parts = tuple(self.parts)
            text = "".join(parts)
        if self.links:
            links = tuple(self.links)
            self.links.clear()
            self.last_link = NULL
        self.blocks.append(
            Block(
                len(self.blocks),
                collapsed(text),
                self.nodes[node],
                parts,
                links,
                self.link_chars,
                self.bold_chars,
            )
        )
        self.parts.clear()
        self.link_chars = self.bold_chars = 0
        return 0

    cdef int fold(self, xmlNode* at, Name* name, Attributes* asked, Around* here) except -1:
        """Make one block of all that an element hides, if it holds text."""
        cdef int around = here.node
        cdef list parts = texts_inside(at)
        if not parts:
            return 0
        self.enter(at, name, asked, here)
        text, joined = collapsed(" ".join(parts)), tuple(parts) if len(parts) > 1 else ()
        node = self.nodes[here.node]
        self.blocks.append(Block(len(self.blocks), text, node, joined, (), 0, 0))
        self.ends[here.node] = len(self.blocks)
        here.node = around  # what follows stands beside it
        return 0

    cdef int see(self, xmlNode* at, int node) except -1:
        before = len(self.blocks) + (1 if self.parts else 0)
        element = elementFactory(self.document, at)
        self.pictures.append(Picture(element, self.nodes[node], before))
        return 0

    cdef bint is_block(self, xmlNode* at) except -1:
        """Whether an element of no known kind holds blocks, or others of no known kind."""
        return strchr(<const char*>at.name, c":") == NULL and self.holds_blocks(at)

    cdef bint holds_blocks(self, xmlNode* at) except -1:
        cdef xmlNode* child = at.children
        cdef int kind
        while child != NULL:
            if child.type == XML_ELEMENT_NODE:
                kind = self.name_of(child).kind
                if kind == BLOCK or kind == STYLED or kind == UNKNOWN:
                    return True
            child = child.next
        return False

    cdef bint is_link(self, xmlNode* at, Attributes* asked) except -1:
        """Whether an ``a`` ends where its text does, and leads to no picture."""
        if asked.href == NULL:
            return not self.holds_blocks(at) and not holds_link(at)
        return not leads_to_picture(at, asked.href) and not holds_link(at)


cdef str decoded(const_xmlChar* text):
    return PyUnicode_DecodeUTF8(<const char*>text, strlen(<const char*>text), NULL)


cdef str value_of(xmlNode* at, xmlAttr* attribute):
    cdef xmlNode* text = attribute.children
    if text == NULL:
        return ""
    if text.next == NULL and text.type == XML_TEXT_NODE:
        return decoded(text.content)
    return attributeValue(at, attribute)


cdef bint leads_to_picture(xmlNode* at, xmlAttr* href) except -1:
    cdef str address = value_of(at, href)
    return address[max(0, len(address) - 4) :] in PICTURE_TYPES


cdef inline bint is_text(xmlNode* at) noexcept:
    return at.type == XML_TEXT_NODE or at.type == XML_CDATA_SECTION_NODE


cdef bint is_blank(const_xmlChar* text) noexcept:
    """Whether a text is of ASCII's white space alone, as most between two tags is."""
    while text[0] == 32 or 9 <= text[0] <= 13 or 28 <= text[0] <= 31:
        text += 1
    return text[0] == 0


cdef bint holds_elements(xmlNode* at) noexcept:
    cdef xmlNode* child = at.children
    while child != NULL and not _isElement(child):
        child = child.next
    return child != NULL


cdef xmlNode* following(xmlNode* at, xmlNode* top, bint into) noexcept:
    """The next node under ``top``, in document order; NULL behind the last."""
    if into and at.children != NULL:
        return at.children
    while at != top:
        if at.next != NULL:
            return at.next
        at = at.parent
    return NULL


cdef bint holds_link(xmlNode* top) noexcept:
    """Whether another ``a`` stands in this one: browsers end the first there."""
    cdef xmlNode* at = top.children
    while at != NULL:
        if at.type == XML_ELEMENT_NODE and strcmp(<const char*>at.name, "a") == 0:
            return True
        at = following(at, top, at.type == XML_ELEMENT_NODE)
    return False


cdef list texts_inside(xmlNode* top):
    """The texts in an element, but for those that are no text of the page."""
    cdef list found = []
    cdef xmlNode* at = top.children
    cdef bint into
    while at != NULL:
        into = at.type == XML_ELEMENT_NODE and not is_textless(<const char*>at.name)
        if is_text(at):
            text = decoded(at.content)
            if text and not is_space(text):
                found.append(text)
        at = following(at, top, into)
    return found


cdef bint is_textless(const char* name) noexcept:
    return (
        strcmp(name, "script") == 0
        or strcmp(name, "style") == 0
        or strcmp(name, "head") == 0
        or strcmp(name, "title") == 0
        or strcmp(name, "object") == 0
    )


cdef inline bint is_white(Py_UCS4 letter) noexcept:
    """Whether a character is white space to ``str.isspace``, told without a call."""
    if letter > 0x3000:  # as nearly all Chinese ones are
        return False
    if letter < 0x80:
        return letter == 32 or 9 <= letter <= 13 or 28 <= letter <= 31
    return (
        letter == 0x85
        or letter == 0xA0
        or letter == 0x1680
        or 0x2000 <= letter <= 0x200A
        or letter == 0x2028
        or letter == 0x2029
        or letter == 0x202F
        or letter == 0x205F
        or letter == 0x3000
    )


cdef bint is_space(str text):
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t place
    for place in range(PyUnicode_GET_LENGTH(text)):
        if not is_white(PyUnicode_READ(kind, data, place)):
            return False
    return True


cdef Py_ssize_t count_letters(str text):
    """How many characters a text has, white space not counted."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t place, found = 0
    for place in range(PyUnicode_GET_LENGTH(text)):
        found += not is_white(PyUnicode_READ(kind, data, place))
    return found


cdef str collapsed(str text):
    """The text with a space for each run of white space, and none at its ends."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t start = 0, end = PyUnicode_GET_LENGTH(text), length = end, place
    cdef Py_UCS4 letter
    cdef bint is_spaced = False
    while start < end and is_white(PyUnicode_READ(kind, data, start)):
        start += 1
    while start < end and is_white(PyUnicode_READ(kind, data, end - 1)):
        end -= 1
    for place in range(start, end):
        letter = PyUnicode_READ(kind, data, place)
        if not is_white(letter):
            is_spaced = False
        elif letter == 32 and not is_spaced:
            is_spaced = True
        else:
            return rewritten(kind, data, start, end)
    return text if end - start == length else PyUnicode_Substring(text, start, end)


cdef str rewritten(int kind, void* data, Py_ssize_t start, Py_ssize_t end):
    """What stands between two places, with a space for each run of white space."""
    cdef Py_ssize_t place, size = 0
    cdef Py_UCS4 letter
    cdef unsigned int largest = 32
    cdef bint is_spaced = False
    for place in range(start, end):
        letter = PyUnicode_READ(kind, data, place)
        if is_white(letter):
            size += not is_spaced
            is_spaced = True
        else:
            size += 1
            is_spaced = False
            largest |= <unsigned int>letter
    made = PyUnicode_New(size, min(largest, 0x10FFFF))
    cdef int made_kind = PyUnicode_KIND(made)
    cdef void* made_data = PyUnicode_DATA(made)
    size, is_spaced = 0, False
    for place in range(start, end):
        letter = PyUnicode_READ(kind, data, place)
        if not is_white(letter):
            is_spaced = False
        elif is_spaced:
            continue
        else:
            letter, is_spaced = 32, True
        PyUnicode_WRITE(made_kind, made_data, size, letter)
        size += 1
    return made
