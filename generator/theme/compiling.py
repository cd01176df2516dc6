"""Templates compiled for speed: partials in place, short ways to plain data and to escaping.

Three things took most of a page's time in jinja2's own sandbox: a call for each look at a field, a
generator for each included partial, and a `Markup` for each escaped word. Here a partial is
compiled into the template that includes it, the field of one of our dataclasses is read where it
stands, and escaped text stays a plain string, which nothing but the output sees. Lines of partials
are then told wrongly in a traceback: `loading.Theme` renders a failing page again with the plain
`templates.Sandbox`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from types import BuiltinFunctionType, FunctionType
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from generator import model, views

try:
    from markupsafe._speedups import _escape_inner as escape_text
except ImportError:
    from markupsafe._native import _escape_inner as escape_text

if TYPE_CHECKING:
    from jinja2.compiler import Frame

# Modules of nothing but frozen dataclasses: their fields hold no way out of the sandbox.
_PLAIN_DATA = frozenset({"generator.views", "generator.model", "generator.editorial"})
_WORDS = frozenset(dir(dict))
_FUNCTIONS = frozenset({FunctionType, BuiltinFunctionType})
_COUNTS = ("index", "index0", "first", "last", "length")
_METHODS = frozenset(
    {(str, "startswith"), (datetime, "isoformat"), *((LoopContext, one) for one in _COUNTS)}
)
"""Of values that tell nothing else: asked for several times on each page."""


class Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, with short ways to fields of views, interface words and our own functions."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The attribute or item as templates see it."""
        kind = type(obj)
        if kind is dict:
            # The interface words; whatever `dict` itself knows goes the long way.
            if attribute in obj and attribute not in _WORDS:
                return obj[attribute]
        elif (kind, attribute) in _METHODS or (
            kind.__module__ in _PLAIN_DATA and attribute in kind.__dataclass_fields__
        ):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Calls what a template calls; plain functions are only those that the program hands in."""
        # What is built in stands here only if `getattr` gave it, and takes no context either.
        if type(__obj) not in _FUNCTIONS:
            return super().call(__context, __obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return __obj(*args, **kwargs)


class FastSandbox(Sandbox):
    """The sandbox with templates compiled for speed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.code_generator_class = _Generator
        self.kinds = _kinds_by_field()
        self.functions = _FUNCTIONS
        self.owners = {name: kind for kind, name in _METHODS if name not in _COUNTS}
        self.escape_text = escape_text

    def escaped(self, value: Any) -> str:
        """The value as it may stand in HTML; plain strings are escaped where they stand."""
        return value if type(value) is Markup else escape(value)

    def plain_tree(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template's syntax tree as it is written."""
        return super()._parse(source, name, filename)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = self.plain_tree(source, name, filename)
        _Inliner(self, name or "").visit(tree)
        return tree


def _kinds_by_field() -> Mapping[str, frozenset[type]]:
    """The dataclasses that templates may see, by the names of their fields."""
    found: dict[str, set[type]] = {}
    for module in (views, model):
        for kind in vars(module).values():
            if isinstance(kind, type) and is_dataclass(kind):
                for one in fields(kind):
                    found.setdefault(one.name, set()).add(kind)
    return {name: frozenset(kinds) for name, kinds in found.items()}


class _Inliner(NodeTransformer):
    """Puts the body of each partial where it is included, unless it is more than a partial."""

    def __init__(self, environment: FastSandbox, *around: str) -> None:
        self._environment = environment
        self._around = around

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        """The partial's body as a scope of its own, or the node as it is."""
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        loader = self._environment.loader
        if not isinstance(name, str) or not node.with_context or name in self._around or not loader:
            return node
        try:
            source, filename, _ = loader.get_source(self._environment, name)
        except TemplateNotFound:
            return node
        tree = self._environment.plain_tree(source, name, filename)
        if tree.find(nodes.Extends) or tree.find(nodes.Block):
            return node
        _Inliner(self._environment, *self._around, name).visit(tree)
        return nodes.Scope(tree.body, lineno=node.lineno)


class _Generator(CodeGenerator):
    """Writes the short ways into the compiled template."""

    environment: FastSandbox

    def write_commons(self) -> None:
        """Names that every function of a template has at hand."""
        super().write_commons()
        self.writeline("escaped = environment.escaped")
        self.writeline("fetch = environment.getattr")
        self.writeline("kinds = environment.kinds")
        self.writeline("functions = environment.functions")
        self.writeline("owners = environment.owners")
        self.writeline("escape_text = environment.escape_text")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """A field of plain data is read where it stands, as an interface word is.

        All else goes through the sandbox.
        """
        name = node.attr
        if name in _WORDS:
            self.write("fetch(")
            self.visit(node.node, frame)
            self.write(f", {name!r})")
            return
        is_field = name in self.environment.kinds
        self.write(f"(_o.{name} if (_o := " if is_field else f"(_o[{name!r}] if (_o := ")
        self.visit(node.node, frame)
        test = f"in kinds[{name!r}]" if is_field else f"is dict and {name!r} in _o"
        self.write(f").__class__ {test} else fetch(_o, {name!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """A plain function by its name is called where it stands, as `Sandbox.call` would.

        So is a method of plain values.
        """
        is_plain = not (forward_caller or node.dyn_args or node.dyn_kwargs)
        if is_plain and (method := self._plain_method(node)):
            self._call_method(node, method, frame)
            return
        if not is_plain or not isinstance(node.node, nodes.Name):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(_f(")
        for one in node.args:
            self.visit(one, frame)
            self.write(", ")
        for given in node.kwargs:
            self.write(f"{given.key}=")
            self.visit(given.value, frame)
            self.write(", ")
        self.write(") if (_f := ")
        self.visit(node.node, frame)
        self.write(").__class__ in functions else ")
        super().visit_Call(node, frame, forward_caller=forward_caller)
        self.write(")")

    def _plain_method(self, node: nodes.Call) -> nodes.Getattr | None:
        """What is called, where it may be a method of plain values."""
        called = node.node
        if not isinstance(called, nodes.Getattr) or called.attr not in self.environment.owners:
            return None
        # What is looked at twice must not do anything.
        return None if node.kwargs or called.find(nodes.Call) else called

    def _call_method(self, node: nodes.Call, called: nodes.Getattr, frame: Frame) -> None:
        self.write(f"(_o.{called.attr}(")
        for one in node.args:
            self.visit(one, frame)
            self.write(", ")
        self.write(") if (_o := ")
        self.visit(called.node, frame)
        self.write(f").__class__ is owners[{called.attr!r}] else ")
        super().visit_Call(node, frame)
        self.write(")")

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if _is_escaped(frame, finalize):
            self.write("(escape_text(_v) if (_v := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if _is_escaped(frame, finalize):
            self.write(").__class__ is str else escaped(_v))")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_escaped(frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> bool:
    """True for output that is always to be escaped."""
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None)
