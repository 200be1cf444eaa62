cdef class Matrix:
    cdef readonly Py_ssize_t count, width
    cdef double* numbers
    cdef unsigned char* present
    cdef double* row(self, Py_ssize_t index) noexcept
