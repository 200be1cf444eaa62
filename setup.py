"""What is compiled, where there is a C compiler; without one the same runs in Python."""

import sys
from pathlib import Path

import lxml
from Cython.Build import cythonize
from setuptools import Extension, setup

# Python adds a product to a sum in two steps, and so must C, on processors that can do it
# in one, too. Unoptimized, lxml's headers ask for a function that nothing here links.
HOW = [] if sys.platform == "win32" else ["-O2", "-ffp-contract=off"]

ROOMS = [
    Extension(
        f"crawler.native.{source.stem}",
        [str(source)],
        include_dirs=lxml.get_include(),
        extra_compile_args=HOW,
    )
    for source in sorted(Path("crawler/native").glob("*.pyx"))
]

made = cythonize(ROOMS, build_dir="build")
for extension in made:  # cythonize makes them anew, and forgets this
    extension.optional = True

setup(ext_modules=made)
