"""Headers as servers read them: `_headers` for Netlify and Cloudflare Pages, and files that nginx and Caddy include.

Which headers a path gets is the plan's to say.
"""

from __future__ import annotations

from urllib.parse import quote

from sitegen.newsroom.plan.headers import CaddyHeaders, HostHeaders, NginxHeaders, Rule
from sitegen.outputs.redirects import AS_ASKED, MADE
from sitegen.outputs.texts import ReadBody

_TYPE = "Content-Type"


def write_host_headers(content: HostHeaders, _: ReadBody) -> str:
    """A paragraph for each rule.

    Cloudflare would add a later value to an earlier one, unless `!` takes that away first; Netlify, where the later
    counts, passes over such lines.
    """
    lines = [MADE]
    told: set[str] = set()
    for rule in content.rules:
        lines.append(f"{quote(rule.pattern, safe=AS_ASKED + '*%')}\n")
        lines += [f"  ! {name}\n" for name, _value in rule.headers if name in told]
        lines += [f"  {name}: {value}\n" for name, value in rule.headers]
        told |= {name for name, _value in rule.headers}
    return "".join(lines)


def write_nginx_headers(content: NginxHeaders, _: ReadBody) -> str:
    """What is included in a `server`: variables by path, `add_header` for each, and locations for media types.

    An answer without a file is no file to keep, so only the good ones (no `always`) are told for how long.
    """
    names = [name for name in _names(content.rules) if name != _TYPE]
    lines = [MADE, "charset utf-8;\n"]
    lines += [f'set {_variable(name)} "";\n' for name in names]
    for rule in content.rules:
        settings = "".join(f" set {_variable(name)} {_quoted(value)};" for name, value in rule.headers if name != _TYPE)
        lines += [f"if ($uri ~ {_quoted(rule.expression)}) {{{settings} }}\n"] if settings else []
    lines += [f"add_header {name} {_variable(name)}{'' if name == 'Cache-Control' else ' always'};\n" for name in names]
    for rule in content.rules:
        kinds = [value for name, value in rule.headers if name == _TYPE]
        lines += [
            f"location ~ {_quoted(rule.expression)} {{ types {{ }} default_type {_quoted(kind)}; }}\n" for kind in kinds
        ]
    return "".join(lines)


def write_caddy_headers(content: CaddyHeaders, _: ReadBody) -> str:
    """What is imported into a site: a `route`, for what stands in it is done in this order."""
    lines = [MADE, "route {\n"]
    for number, rule in enumerate(content.rules):
        lines.append(f"\t@sitegen{number} path_regexp {_quoted(rule.expression)}\n\theader @sitegen{number} {{\n")
        lines += [f"\t\t{name} {_quoted(value)}\n" for name, value in rule.headers]
        lines.append("\t}\n")
    return "".join([*lines, "}\n"])


def _names(rules: tuple[Rule, ...]) -> list[str]:
    return sorted({name for rule in rules for name, _value in rule.headers})


def _variable(name: str) -> str:
    return f"$sitegen_{name.lower().replace('-', '_')}"


def _quoted(text: str) -> str:
    """A text between quotes, in which both servers take a backslash for itself unless it is before a quote."""
    return '"' + text.replace('"', '\\"') + '"'
