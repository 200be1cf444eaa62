# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The second stage's measures as ``crawler.surroundings`` has them, and what it says there."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from crawler.native.matrix cimport Matrix
from libc.string cimport memcpy

from crawler import surroundings as twin

cdef double WORTH = twin._WORTH
cdef double LIKELY = twin._LIKELY
cdef int KIN_COUNT = twin._KIN_COUNT

# Places of the measures, in the order of ``SECOND``.
cdef enum:
    P, P_RELATIVE, P_AFTER3, KIN_P, KIN_PART, PARENT_PART
    IN_BEST, FROM_FIRST, TO_LAST, BETWEEN, P_MAX, P_TOTAL, WIDTH

if twin.SECOND != tuple(
    "p p_relative p_after3 kin_p kin_part parent_part "
    "in_best from_first to_last between p_max p_total".split()
):
    raise ImportError("made for other measures")

cdef struct Sums:
    # Over the blocks of a kin: chances, and chances times size.
    double chances
    double weights


cdef class Told:
    """What the first stage said of one page, summed over nodes and kin."""

    cdef Py_ssize_t count, inside_from, inside_to
    cdef list starts, ends, kin
    cdef dict numbers
    cdef double* memory
    cdef double* chances
    # Of each block the sum of all before it: what is likely body, and what it gains a node.
    cdef double* body_until
    cdef double* gains
    cdef Sums* of_kin
    cdef double best, total, first, last

    def __cinit__(self, outline, measures, list chances):
        self.count = len(chances)
        if self.count != len(measures.rows):
            raise ValueError(f"{self.count} chances for {len(measures.rows)} rows")
        cdef Py_ssize_t room = self.count + 1
        self.memory = <double*>PyMem_Calloc(5 * room, sizeof(double))
        if self.memory == NULL:
            raise MemoryError
        self.chances, self.body_until = self.memory, self.memory + room
        self.gains, self.of_kin = self.memory + 2 * room, <Sums*>(self.memory + 3 * room)
        self.starts, self.ends, self.kin = outline.starts, outline.ends, measures.kin
        self.numbers = {}
        self.sum(chances, measures.sizes)
        self.bound()

    def __dealloc__(self):
        PyMem_Free(self.memory)

    cdef int sum(self, list chances, list sizes) except -1:
        cdef Py_ssize_t index
        cdef int number
        cdef double weight, size
        self.best = 0.0
        for index in range(self.count):
            self.chances[index], size = chances[index], sizes[index]
            weight = self.chances[index] * size
            self.best = max(self.best, self.chances[index])
            self.body_until[index + 1] = self.body_until[index] + weight
            self.gains[index + 1] = self.gains[index] + (weight - WORTH * size)
            if self.chances[index]:
                number = self.numbers.setdefault(self.kin[index], len(self.numbers))
                self.of_kin[number].chances += self.chances[index]
                self.of_kin[number].weights += weight
        self.total = max(1e-6, self.body_until[self.count])
        return 0

    cdef int bound(self) except -1:
        """Find the node with most that is likely body, and the ends of that in it."""
        cdef Py_ssize_t index, node
        cdef double gain, most = 0.0
        self.inside_from = self.inside_to = 0
        for node in range(len(self.starts)):
            gain = self.between(self.gains, node)
            if not node or gain > most:
                most, self.inside_from, self.inside_to = gain, self.starts[node], self.ends[node]
        self.first = self.last = -1.0
        for index in range(self.inside_from, self.inside_to):
            if self.chances[index] > LIKELY:
                self.last = index
                self.first = index if self.first < 0 else self.first
        return 0

    cdef double between(self, double* until, Py_ssize_t node) except? -1:
        """What a node holds of that of which the sums are given."""
        cdef Py_ssize_t start = self.starts[node], end = self.ends[node]
        return until[end] - until[start]

    cdef double mean_behind(self, Py_ssize_t index) noexcept:
        """The mean chance of the three blocks behind one, or fewer; -1 of the last."""
        cdef Py_ssize_t behind = min(3, self.count - index - 1), place
        cdef double total = 0.0
        for place in range(index + 1, index + 1 + behind):
            total += self.chances[place]
        return total / behind if behind else -1.0

    cdef int fill(self, double* row, Py_ssize_t index, int parent, double number) except -1:
        """Fill the measures of a block; ``number`` is how many of its kin there are."""
        cdef double chance = self.chances[index]
        cdef Sums of = self.of_kin[<Py_ssize_t>self.numbers[self.kin[index]]]
        cdef double around = self.between(self.body_until, parent) if parent >= 0 else 0.0
        row[P] = chance
        row[P_RELATIVE] = chance / self.best
        row[P_AFTER3] = self.mean_behind(index)
        row[KIN_P] = (of.chances - chance) / (number - 1) if number > 1 else -1.0
        row[KIN_PART] = of.weights / self.total
        row[PARENT_PART] = around / self.total if parent >= 0 else 1.0
        row[IN_BEST] = self.inside_from <= index < self.inside_to
        row[FROM_FIRST] = index - self.first if self.first >= 0 else -99.0
        row[TO_LAST] = self.last - index if self.last >= 0 else -99.0
        row[BETWEEN] = self.first <= index <= self.last
        row[P_MAX] = self.best
        row[P_TOTAL] = self.total
        return 0


def again(outline, measures, list chances, *, double hopeless=twin._HOPELESS):
    """Return the second stage's measures: those of ``FIRST``, then of ``SECOND``."""
    if not isinstance(measures.rows, Matrix):  # who filled them was not compiled
        return twin.again(outline, measures, chances, hopeless=hopeless)
    cdef Told told = Told(outline, measures, chances)
    cdef Matrix before = measures.rows, found = Matrix(before.count, before.width + WIDTH)
    cdef tuple blocks = outline.blocks
    cdef double least = hopeless * told.best
    cdef double* row
    cdef Py_ssize_t index
    if not told.best:
        return found
    for index in range(before.count):
        if told.chances[index] < least or not before.present[index]:
            continue
        row = found.row(index)
        memcpy(row, before.row(index), before.width * sizeof(double))
        told.fill(row + before.width, index, blocks[index].node.parent, row[KIN_COUNT])
        found.present[index] = True
    return found
