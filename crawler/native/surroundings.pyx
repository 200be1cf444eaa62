# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The second stage's measures as ``crawler.surroundings`` has them, and what it says there."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from crawler.native.matrix cimport Matrix
from libc.string cimport memcpy

from crawler import surroundings as twin

cdef double WORTH = twin._WORTH
cdef double LIKELY = twin._LIKELY
cdef int KIN_COUNT = twin._KIN_COUNT
cdef Py_ssize_t OWN = len(twin.SECOND)

cdef struct Sums:
    double chances
    double weights


def again(outline, measures, list chances, *, double hopeless=twin._HOPELESS):
    """Return the second stage's measures: those of ``FIRST``, then of ``SECOND``."""
    if not isinstance(measures.rows, Matrix):
        return twin.again(outline, measures, chances, hopeless=hopeless)
    cdef Py_ssize_t count = len(chances)
    cdef double* memory = <double*>PyMem_Calloc(4 * (count + 1), sizeof(double))
    if memory == NULL:
        raise MemoryError
    try:
        return filled(outline, measures, chances, hopeless, memory)
    finally:
        PyMem_Free(memory)


cdef Matrix filled(outline, measures, list asked, double hopeless, double* memory):
    cdef Matrix before = measures.rows
    cdef Matrix found = Matrix(before.count, before.width + OWN)
    cdef Py_ssize_t count = before.count, index, place, inside_from = 0, inside_to = 0
    cdef double* chances = memory
    cdef double* body_until = memory + count + 1
    cdef double* gains = memory + 2 * (count + 1)
    cdef Sums* of_kin
    cdef list sizes = measures.sizes, kin = measures.kin
    cdef list starts = outline.starts, ends = outline.ends
    cdef double best = 0.0, total, weight, size, least, first = -1.0, last = -1.0
    cdef double most = 0.0, number, body_around
    cdef dict numbers = {}
    cdef double* row
    cdef Sums sums
    cdef int parent
    for index in range(count):
        chances[index] = asked[index]
        size = sizes[index]
        weight = chances[index] * size
        best = max(best, chances[index])
        body_until[index + 1] = body_until[index] + weight
        gains[index + 1] = gains[index] + (weight - WORTH * size)
    if not best:
        return found
    total = max(1e-6, body_until[count])
    for place in range(len(starts)):
        weight = gains[<Py_ssize_t>ends[place]] - gains[<Py_ssize_t>starts[place]]
        if not place or weight > most:
            most, inside_from, inside_to = weight, starts[place], ends[place]
    for index in range(inside_from, inside_to):
        if chances[index] > LIKELY:
            last = index
            if first < 0:
                first = index
    of_kin = <Sums*>PyMem_Calloc(count + 1, sizeof(Sums))
    if of_kin == NULL:
        raise MemoryError
    for index in range(count):
        if chances[index]:
            place = numbers.setdefault(kin[index], len(numbers))
            of_kin[place].chances += chances[index]
            of_kin[place].weights += chances[index] * <double>sizes[index]
    least = hopeless * best
    for index in range(count):
        if chances[index] < least or not before.present[index]:
            continue
        found.present[index] = True
        row = found.row(index)
        memcpy(row, before.row(index), before.width * sizeof(double))
        number = row[KIN_COUNT]
        row += before.width
        sums = of_kin[<Py_ssize_t>numbers[kin[index]]]
        parent = outline.blocks[index].node.parent
        body_around = 1.0
        if parent >= 0:
            body_around = (
                body_until[<Py_ssize_t>ends[parent]] - body_until[<Py_ssize_t>starts[parent]]
            ) / total
        row[0] = chances[index]
        row[1] = chances[index] / best
        row[2] = mean_behind(chances, index, count)
        row[3] = (sums.chances - chances[index]) / (number - 1) if number > 1 else -1.0
        row[4] = sums.weights / total
        row[5] = body_around
        row[6] = 1.0 if inside_from <= index < inside_to else 0.0
        row[7] = index - first if first >= 0 else -99.0
        row[8] = last - index if last >= 0 else -99.0
        row[9] = 1.0 if first <= index <= last else 0.0
        row[10] = best
        row[11] = total
    PyMem_Free(of_kin)
    return found


cdef double mean_behind(double* chances, Py_ssize_t index, Py_ssize_t count) noexcept:
    """The mean chance of the three blocks behind one, or fewer; -1 of the last."""
    cdef Py_ssize_t behind = min(3, count - index - 1), place
    cdef double total = 0.0
    if not behind:
        return -1.0
    for place in range(index + 1, index + 1 + behind):
        total += chances[place]
    return total / behind
