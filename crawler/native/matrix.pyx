# cython: language_level=3
"""Rows of numbers that compiled rooms fill and ask, without an object for each number."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc


cdef class Matrix:
    """A row a block, all of one width; a sequence of tuples to Python, or of ``None``."""

    def __cinit__(self, Py_ssize_t count, Py_ssize_t width):
        self.count, self.width = count, width
        self.numbers = <double*>PyMem_Malloc(max(1, count * width) * sizeof(double))
        self.present = <unsigned char*>PyMem_Calloc(max(1, count), 1)
        if self.numbers == NULL or self.present == NULL:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self.numbers)
        PyMem_Free(self.present)

    def __len__(self):
        return self.count

    def __getitem__(self, Py_ssize_t index):
        if not 0 <= index < self.count:
            raise IndexError(index)
        if not self.present[index]:
            return None
        cdef double* row = self.row(index)
        return tuple([row[place] for place in range(self.width)])

    cdef double* row(self, Py_ssize_t index) noexcept:
        return self.numbers + index * self.width
