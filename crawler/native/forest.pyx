# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The trees of ``crawler.forest``, asked as it asks them: their sum is the same."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from libc.math cimport exp

cdef struct Node:
    # A leaf has no measure, and its number as threshold.
    int measure
    int below
    int above
    double threshold

cdef enum:
    LEAF = -1


cdef class Forest:
    """Answers a row of measures, one an argument, with a chance, 0 to 1."""

    cdef Node* nodes
    cdef int* trees
    cdef int size
    cdef Py_ssize_t width
    cdef double* measures

    def __cinit__(self, trees):
        cdef list nodes = []
        cdef list roots = [_added(tree, nodes) for tree in trees]
        cdef int place
        self.size = len(roots)
        self.width = 1 + max([node[0] for node in nodes], default=0)
        self.nodes = <Node*>PyMem_Calloc(len(nodes) + 1, sizeof(Node))
        self.trees = <int*>PyMem_Calloc(self.size + 1, sizeof(int))
        self.measures = <double*>PyMem_Calloc(self.width + 1, sizeof(double))
        if self.nodes == NULL or self.trees == NULL or self.measures == NULL:
            raise MemoryError
        for place, node in enumerate(nodes):
            self.nodes[place].measure, self.nodes[place].threshold = node[0], node[1]
            self.nodes[place].below, self.nodes[place].above = node[2], node[3]
        for place, root in enumerate(roots):
            self.trees[place] = root

    def __dealloc__(self):
        PyMem_Free(self.nodes)
        PyMem_Free(self.trees)
        PyMem_Free(self.measures)

    def __call__(self, *row):
        cdef Py_ssize_t place
        cdef int tree, at
        cdef double total = 0.0
        cdef Node* node
        if len(row) < self.width:
            raise TypeError(f"{self.width} measures are needed, not {len(row)}")
        for place in range(self.width):  # nobody else asks meanwhile: Python's lock is held
            self.measures[place] = row[place]
        for tree in range(self.size):
            node = &self.nodes[self.trees[tree]]
            while node.measure != LEAF:
                at = node.below if self.measures[node.measure] <= node.threshold else node.above
                node = &self.nodes[at]
            total += node.threshold
        return 1 / (1 + exp(-total))


cdef int _added(tree, list nodes):
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
