"""What is compiled, where there is a C compiler; without one the same runs in Python."""

from pathlib import Path

import lxml
from Cython.Build import cythonize
from setuptools import Extension, setup

NATIVE = Path("crawler/native")

setup(
    ext_modules=cythonize(
        [
            Extension(
                f"crawler.native.{source.stem}",
                [str(source)],
                include_dirs=lxml.get_include(),
                optional=True,
            )
            for source in sorted(NATIVE.glob("*.pyx"))
        ],
        build_dir="build",
    )
)
