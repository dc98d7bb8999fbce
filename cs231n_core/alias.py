"""Let notebooks that say ``cs231n`` run on this package: ``import cs231n_core.alias``.

After that one line ``cs231n`` and every submodule, such as ``cs231n.classifiers.fc_net``, are this
package's modules themselves, not copies, whatever folder named cs231n lies beside the notebook.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from cs231n_core.errors import explain

_ALIAS, _REAL = "cs231n", "cs231n_core"


class AliasFinder(MetaPathFinder, Loader):
    """Finds ``cs231n`` and all below it, as the module of the same name in this package."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the signature is the import system's
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Return how to import a name that starts with the alias; None for all others."""
        if fullname.partition(".")[0] != _ALIAS:
            return None
        real = _REAL + fullname.removeprefix(_ALIAS)
        return ModuleSpec(fullname, self) if importlib.util.find_spec(real) else None

    def exec_module(self, module: ModuleType) -> None:
        """Put the real module in the place of the empty one that was made for the alias."""
        name = module.__name__
        sys.modules[name] = importlib.import_module(_REAL + name.removeprefix(_ALIAS))


def install() -> None:
    """Make ``cs231n`` an alias of this package. Calling it again changes nothing.

    Raises
    ------
    ImportError
        If another package of that name is in use already.

    Examples
    --------
    >>> install()
    >>> import cs231n.optim, cs231n_core.optim
    >>> cs231n.optim is cs231n_core.optim
    True
    """
    loaded = sys.modules.get(_ALIAS)
    if loaded is not None and loaded is not sys.modules[_REAL]:
        raise ImportError(
            explain(
                "cs231n_core.alias",
                "cs231n is",
                getattr(loaded, "__file__", loaded),
                "not imported yet",
                "restart the kernel and import cs231n_core.alias first",
            )
        )
    if not any(isinstance(finder, AliasFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, AliasFinder())


install()
