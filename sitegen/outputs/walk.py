"""A walk through templates as Jinja would go, that keeps of each value only its shape and tells what is missing.

Long because it has a method for each of Jinja's nodes that does anything to variables, and they call each other.

It goes into both branches of every choice, into blocks, into what is included, and into macros by what they are called
with. It is silent where it is not sure, and where a template itself asks whether something is there: by `is defined`,
or `default`. `variables.py` says which pages there are, and what is said of what was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.outputs.shapes import Many, Missing, Named, Row, Shape, Table, Thing, either, item, part

if TYPE_CHECKING:
    from jinja2 import Environment

Scope = dict[str, Shape]

ALWAYS = ("self", "super", "loop", "caller", "varargs", "kwargs")  # what Jinja gives by itself, where it does
_SAME = frozenset("list sort reverse unique select reject selectattr rejectattr".split())  # filters that only choose
_FIRST_NAMES_A_PART = frozenset("selectattr rejectattr groupby".split())


class Miss(NamedTuple):
    """Something that is not there: where, the whole expression, the name in it that is missing, and what there is."""

    template: str
    line: int
    whole: str
    name: str
    missing: Missing


@dataclass(frozen=True, eq=False, slots=True)
class _Macro:
    template: str
    node: Any
    scope: Scope


@dataclass
class Walk:
    """Walks through pages; `known` are shapes of dictionaries that no hint tells, by the name of their field."""

    made: Environment
    known: Mapping[str, Table]
    _trees: dict[str, Any] = field(default_factory=dict)
    _asked: dict[str, frozenset[str]] = field(default_factory=dict)  # by template: the expressions it asks for itself
    _misses: dict[Miss, None] = field(default_factory=dict)
    _called: set[object] = field(default_factory=set)  # macros with the shapes that they were called with
    _open: set[object] = field(default_factory=set)  # the templates and macros that the walk is within
    _blocks: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)  # by name, the page's own version first

    def page(self, template: str, given: Mapping[str, Shape]) -> list[Miss]:
        """What a page of this template misses that is given these variables."""
        from jinja2 import nodes

        self._misses, self._called, self._blocks = {}, set(), {}
        scope = dict.fromkeys(ALWAYS) | dict(given)
        chain: list[str] = []
        name: str | None = template
        while name and name not in chain and (tree := self._tree(name)) is not None:
            chain.append(name)
            for block in tree.find_all(nodes.Block):
                self._blocks.setdefault(block.name, []).append((name, block))
            extends = next((node for node in tree.body if isinstance(node, nodes.Extends)), None)
            name = _constant(extends.template) if extends else None
        for name in chain[:-1]:  # of a template that extends another, only what it sets and its blocks count
            body = self._tree(name).body
            self._run(name, [n for n in body if not isinstance(n, (nodes.Output, nodes.Block))], scope)
        if chain:
            self._run(chain[-1], self._tree(chain[-1]).body, scope)
        return list(self._misses)

    def _tree(self, template: str) -> Any:
        """The parsed template, None where there is none or it cannot be read, which is said elsewhere."""
        from jinja2 import TemplateError

        if template not in self._trees:
            self._trees[template] = None
            try:
                assert self.made.loader is not None
                source = self.made.loader.get_source(self.made, template)[0]
                self._trees[template] = tree = self.made.parse(source, template)
                self._asked[template] = frozenset(_asked_for(tree))
            except (TemplateError, UnicodeDecodeError, RecursionError):
                pass
        return self._trees[template]

    # ── Statements ──────────────────────────────────────────────────────────────────────────────────

    def _run(self, at: str, body: Sequence[Any], scope: Scope) -> None:
        for node in body:
            run = getattr(self, f"_run_{type(node).__name__.lower()}", None)
            if run is not None:
                run(at, node, scope)
            else:
                self._inside(at, node, scope)

    def _inside(self, at: str, node: Any, scope: Scope) -> None:
        """Statements and expressions of a node that does nothing to the scope."""
        from jinja2 import nodes

        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                self._shape(at, child, scope)
            else:
                self._run(at, [child], scope)

    def _run_block(self, at: str, node: Any, scope: Scope) -> None:
        from jinja2 import nodes

        for name, block in self._blocks.get(node.name, [(at, node)]):
            self._run(name, block.body, dict(scope))
            if not any(called.name == "super" for called in block.find_all(nodes.Name)):
                break

    def _run_for(self, at: str, node: Any, scope: Scope) -> None:
        inner = dict(scope)
        self._bind(node.target, item(self._shape(at, node.iter, scope)), inner)
        if node.test is not None:
            self._shape(at, node.test, inner)
        self._run(at, node.body, inner)
        self._run(at, node.else_, dict(scope))

    def _run_if(self, at: str, node: Any, scope: Scope) -> None:
        self._shape(at, node.test, scope)
        ways = [dict(scope), dict(scope)]
        self._run(at, node.body, ways[0])
        self._run(at, [*node.elif_, *node.else_], ways[1])
        for name in {**ways[0], **ways[1]}:
            scope[name] = either(ways[0].get(name), ways[1].get(name))

    def _run_assign(self, at: str, node: Any, scope: Scope) -> None:
        self._bind(node.target, self._shape(at, node.node, scope), scope)

    def _run_assignblock(self, at: str, node: Any, scope: Scope) -> None:
        self._run(at, node.body, dict(scope))
        self._bind(node.target, None, scope)

    def _run_with(self, at: str, node: Any, scope: Scope) -> None:
        inner = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            self._bind(target, self._shape(at, value, scope), inner)
        self._run(at, node.body, inner)

    def _run_macro(self, at: str, node: Any, scope: Scope) -> None:
        scope[node.name] = Named(_Macro(at, node, scope))

    def _run_callblock(self, at: str, node: Any, scope: Scope) -> None:
        self._shape(at, node.call, scope)
        self._run(at, node.body, {**scope, **dict.fromkeys(arg.name for arg in node.args)})

    def _run_include(self, _: str, node: Any, scope: Scope) -> None:
        names = map(_constant, getattr(node.template, "items", [node.template]))
        if name := next((name for name in names if name and self._tree(name) is not None), None):
            self._enter(name, name, dict(scope if node.with_context else dict.fromkeys(ALWAYS)))

    def _enter(self, key: object, template: str, scope: Scope, body: Sequence[Any] | None = None) -> None:
        """Run a template, or the part of it that `body` is, unless the walk is within it already."""
        if key not in self._open:
            self._open.add(key)
            self._run(template, self._tree(template).body if body is None else body, scope)
            self._open.discard(key)

    def _run_import(self, _: str, node: Any, scope: Scope) -> None:
        found = self._module(node, scope)
        scope[node.target] = None if found is None else Named(found)

    def _run_fromimport(self, at: str, node: Any, scope: Scope) -> None:
        found = self._module(node, scope)
        for name in node.names:
            theirs, ours = name if isinstance(name, tuple) else (name, name)
            if found is not None and theirs not in found:
                self._miss(at, node.lineno, theirs, theirs, Missing("macro", tuple(found)))
            scope[ours] = found.get(theirs) if found else None

    def _module(self, node: Any, scope: Scope) -> Scope | None:
        """What a template offers that is imported; None where that is not known."""
        name = _constant(node.template)
        if name is None or self._tree(name) is None:
            return None
        before = dict(scope) if node.with_context else dict.fromkeys(ALWAYS)
        inner = dict(before)
        self._enter(name, name, inner)
        return {key: shape for key, shape in inner.items() if key not in before or before[key] is not shape}

    def _bind(self, target: Any, shape: Shape, scope: Scope) -> None:
        if hasattr(target, "items"):
            known = shape.items if isinstance(shape, Row) and len(shape.items) == len(target.items) else ()
            for number, name in enumerate(target.items):
                self._bind(name, known[number] if known else None, scope)
        elif not hasattr(target, "attr"):  # a namespace's own part
            scope[target.name] = shape

    # ── Expressions ─────────────────────────────────────────────────────────────────────────────────

    def _shape(self, at: str, node: Any, scope: Scope) -> Shape:
        """The shape of an expression's value."""
        find = getattr(self, f"_shape_{type(node).__name__.lower()}", None)
        if find is not None:
            found: Shape = find(at, node, scope)
            return found
        self._inside(at, node, scope)
        return None

    def _shape_name(self, at: str, node: Any, scope: Scope) -> Shape:
        if node.name in scope:
            return scope[node.name]
        if node.name not in self.made.globals:
            self._miss(
                at, node.lineno, node.name, node.name, Missing("variable", tuple(sorted(scope.keys() - set(ALWAYS))))
            )
        return None

    def _shape_getattr(self, at: str, node: Any, scope: Scope) -> Shape:
        return self._part(at, node, self._shape(at, node.node, scope), node.attr)

    def _shape_getitem(self, at: str, node: Any, scope: Scope) -> Shape:
        whole, value = self._shape(at, node.node, scope), _constant(node.arg, object)
        if isinstance(value, str):
            return self._part(at, node, whole, value)
        self._inside(at, node.arg, scope) if value is None else None
        return whole.item if isinstance(whole, Many) and isinstance(value, int) else None

    def _part(self, at: str, node: Any, whole: Shape, name: str) -> Shape:
        if isinstance(whole, Named):
            offered = whole.what if isinstance(whole.what, dict) else {name: None}
            if name not in offered:
                self._miss(at, node.lineno, _dotted(node), name, Missing("macro", tuple(offered)))
            return offered.get(name)
        found = part(whole, name)
        if isinstance(found, Missing):
            self._miss(at, node.lineno, _dotted(node), name, found)
            return None
        return self.known.get(name, found) if isinstance(found, Table) else found

    def _shape_call(self, at: str, node: Any, scope: Scope) -> Shape:
        called = self._shape(at, node.node, scope)
        given = [self._shape(at, argument, scope) for argument in node.args]
        named = {keyword.key: self._shape(at, keyword.value, scope) for keyword in node.kwargs}
        if isinstance(called, Named) and isinstance(called.what, _Macro):
            self._call(called.what, given, named)
        method = getattr(node.node, "attr", "")
        if method in ("items", "values", "get"):
            whole = self._shape(at, node.node.node, scope)
            if isinstance(whole, Table):
                return {"items": Many(Row((Thing(str), whole.value))), "values": Many(whole.value)}.get(method)
        return None

    def _call(self, macro: _Macro, given: Sequence[Shape], named: Mapping[str, Shape]) -> None:
        """Go through a macro with what it is called with; what is left out has its default's shape."""
        names = [argument.name for argument in macro.node.args]
        late = dict(zip(reversed(names), reversed(macro.node.defaults), strict=False))
        bound = {name: self._shape(macro.template, late[name], macro.scope) if name in late else None for name in names}
        bound |= dict(zip(names, given, strict=False)) | {name: named[name] for name in names if name in named}
        key = (macro.node, tuple(bound.values()))
        if key not in self._called:
            self._called.add(key)
            self._enter(macro.node, macro.template, {**macro.scope, **dict.fromkeys(ALWAYS), **bound}, macro.node.body)

    def _shape_filter(self, at: str, node: Any, scope: Scope) -> Shape:
        if node.name not in self.made.filters:
            self._miss(at, node.lineno, node.name, node.name, Missing("filter", tuple(self.made.filters)))
        whole = self._shape(at, node.node, scope) if node.node is not None else None
        for argument in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self._shape(at, argument, scope)
        if node.name in ("default", "d"):
            return whole
        names = [_constant(keyword.value) for keyword in node.kwargs if keyword.key == "attribute"]
        if node.name in _FIRST_NAMES_A_PART and node.args:
            names = [_constant(node.args[0])]
        one = item(whole) if isinstance(whole, Many) else None
        for name in names[0].split(".") if names and names[0] else ():
            found = part(one, name)
            if isinstance(found, Missing):
                self._miss(at, node.lineno, f"{node.name}({names[0]!r})", name, found)
            one = None if isinstance(found, Missing) else found
        if node.name in ("first", "last", "random", "min", "max") and isinstance(whole, Many):
            return whole.item
        if node.name == "map" and names:
            return Many(one)
        return whole if node.name in _SAME and isinstance(whole, Many) else None

    def _shape_test(self, at: str, node: Any, scope: Scope) -> Shape:
        if node.name not in self.made.tests:
            self._miss(at, node.lineno, node.name, node.name, Missing("test", tuple(self.made.tests)))
        self._inside(at, node, scope)
        return None

    def _shape_condexpr(self, at: str, node: Any, scope: Scope) -> Shape:
        self._shape(at, node.test, scope)
        other = self._shape(at, node.expr2, scope) if node.expr2 is not None else None
        return either(self._shape(at, node.expr1, scope), other)

    def _shape_or(self, at: str, node: Any, scope: Scope) -> Shape:
        return either(self._shape(at, node.left, scope), self._shape(at, node.right, scope))

    def _miss(self, at: str, line: int, whole: str, name: str, missing: Missing) -> None:
        if not any(whole == asked or whole.startswith(f"{asked}.") for asked in self._asked[at]):
            self._misses[Miss(at, line, whole, name, missing)] = None


def _constant(node: Any, kind: type = str) -> Any:
    """What an expression is if it is a constant of that kind, else None."""
    value = getattr(node, "value", None) if type(node).__name__ == "Const" else None
    return value if isinstance(value, kind) else None


def _dotted(node: Any) -> str:
    """An expression as it is written, as far as it consists of names: `post.terms.tags`."""
    match type(node).__name__:
        case "Name":
            return str(node.name)
        case "Getattr":
            return f"{_dotted(node.node)}.{node.attr}"
        case "Getitem" if _constant(node.arg):
            return f"{_dotted(node.node)}.{node.arg.value}"
    return "…"


def _asked_for(tree: Any) -> Iterator[str]:
    """The expressions of which a template asks whether they are there."""
    from jinja2 import nodes

    for node in tree.find_all((nodes.Test, nodes.Filter)):
        if node.name in ("defined", "undefined", "default", "d") and node.node is not None:
            yield _dotted(node.node)
