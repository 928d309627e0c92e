"""`/llms.txt`, written: Markdown as the proposal of llmstxt.org wants it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from sitegen.newsroom.plan.llms import Listed, Llms
from sitegen.outputs.markdown import to_markdown
from sitegen.outputs.texts import ReadBody


def write_llms(content: Llms, _read_body: ReadBody) -> str:
    return "\n".join(_lines(content)) + "\n"


def _lines(content: Llms) -> Iterator[str]:
    said = [content.title, content.description]
    for heading, lines in content.sections:
        said += [heading, *(part for line in lines for part in (line.name, line.about))]
    texts = iter(to_markdown([escape(" ".join(text.split()), quote=False) for text in said]))

    def listed(line: Listed) -> str:
        name, about = next(texts), next(texts)
        return f"- [{name}]({line.url}){f': {about}' if about else ''}"

    yield f"# {next(texts)}"
    if description := next(texts):
        yield from ("", f"> {description}")
    for _, lines in content.sections:
        yield from ("", f"## {next(texts)}", "", *map(listed, lines))
