# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The trees of ``crawler.forest``, asked as it asks them: their sum is the same."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from crawler.native.matrix cimport Matrix
from libc.math cimport exp

cdef struct Node:
    # A leaf has no measure, and its number as threshold.
    double threshold
    int measure
    int below
    int above

cdef enum:
    LEAF = -1


cdef class Forest:
    """Trees that answer measures with a chance, 0 to 1: their sum says how likely it is."""

    cdef Node* nodes
    cdef int* trees
    cdef int size
    cdef Py_ssize_t width

    def __cinit__(self, trees):
        cdef list nodes = []
        cdef list roots = [_added(tree, nodes) for tree in trees]
        cdef int place
        self.size = len(roots)
        self.width = 1 + max([node[0] for node in nodes])
        self.nodes = <Node*>PyMem_Calloc(len(nodes), sizeof(Node))
        self.trees = <int*>PyMem_Calloc(self.size, sizeof(int))
        if self.nodes == NULL or self.trees == NULL:
            raise MemoryError
        for place, node in enumerate(nodes):
            self.nodes[place].measure, self.nodes[place].threshold = node[0], node[1]
            self.nodes[place].below, self.nodes[place].above = node[2], node[3]
        for place, root in enumerate(roots):
            self.trees[place] = root

    def __dealloc__(self):
        PyMem_Free(self.nodes)
        PyMem_Free(self.trees)

    def chance(self, row):
        """Return the chance of a row. Raises ``TypeError`` where measures are lacking."""
        return self.chances([row])[0]

    def chances(self, rows):
        """Return the chance of each row, 0 where there is none."""
        cdef Matrix matrix = rows if isinstance(rows, Matrix) else _copied(rows, self.width)
        cdef Py_ssize_t index
        cdef list found = [0.0] * matrix.count
        if matrix.width < self.width:
            raise TypeError(f"{self.width} measures are needed, not {matrix.width}")
        for index in range(matrix.count):
            if matrix.present[index]:
                found[index] = self.asked(matrix.row(index))
        return found

    cdef double asked(self, double* measures) noexcept:
        cdef double total = 0.0
        cdef Node* node
        cdef int tree
        for tree in range(self.size):
            node = &self.nodes[self.trees[tree]]
            while node.measure != LEAF:
                below = measures[node.measure] <= node.threshold
                node = &self.nodes[node.below if below else node.above]
            total += node.threshold
        return 1 / (1 + exp(-total))


cdef Matrix _copied(rows, Py_ssize_t width):
    """Rows of Python's as a matrix, of that width or, where one is shorter, of its own."""
    cdef list held = list(rows)
    cdef list widths = [len(row) for row in held if row is not None]
    cdef Matrix found = Matrix(len(held), min(widths + [width]))
    cdef Py_ssize_t index, place
    cdef double* numbers
    for index, row in enumerate(held):
        if row is not None:
            found.present[index] = True
            numbers = found.row(index)
            for place in range(found.width):
                numbers[place] = row[place]
    return found


cdef int _added(tree, list nodes) except -1:
    """Add a tree's nodes, outer before inner, and return the place of its root."""
    cdef int place = len(nodes)
    nodes.append((LEAF, 0.0, 0, 0))
    if isinstance(tree, (int, float)):
        nodes[place] = (LEAF, float(tree), 0, 0)
        return place
    measure, threshold, below, above = tree
    under, over = _added(below, nodes), _added(above, nodes)
    nodes[place] = (int(measure), float(threshold), under, over)
    return place
