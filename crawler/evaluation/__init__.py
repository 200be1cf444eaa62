"""How near extracted articles come to what a person wrote down.

``cases`` finds pages with what is known of them, ``scores`` compares, ``floors``
says what is still good enough.
"""

from crawler.evaluation.scores import Evaluation, joined

__all__ = ["Evaluation", "joined"]
