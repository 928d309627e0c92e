"""`related:` and `follows:`: the posts that an editor named, by slug or by path (contract §3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sitegen.diagnostics import Diagnostic, did_you_mean
from sitegen.model import Post

MOST_SEARCHES = 20  # unknown names for which the nearest slug is looked up


class Pins:
    """Finds posts by what editors write: a slug, or a path under `content/` with or without its ending."""

    def __init__(
        self, posts: Sequence[Post], unpublished: Mapping[str, str], unread: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._posts = posts
        self._unpublished = unpublished
        self._unread = unread
        self._by_path = {post.document.path: position for position, post in enumerate(posts)}
        self._searches = MOST_SEARCHES
        self._by_slug: defaultdict[str, list[int]] = defaultdict(list)
        for position, post in enumerate(posts):
            self._by_slug[post.slug].append(position)

    def related(self, post: Post) -> tuple[tuple[int, ...], list[Diagnostic]]:
        """Positions of the posts pinned by `related`, each once, never the post itself."""
        found: list[int] = []
        problems: list[Diagnostic] = []
        for name in post.meta.related:
            position, more = self._find(post, name, "related")
            problems += more
            if position is not None and position not in found:
                found.append(position)
        return tuple(found), problems

    def followed(self, post: Post) -> tuple[int | None, list[Diagnostic]]:
        """The position of the post that this one follows."""
        return self._find(post, post.meta.follows, "follows") if post.meta.follows else (None, [])

    def named(self, name: str) -> tuple[list[int], str]:
        """The positions of the posts that a name may mean, or how to call the unpublished one that it means."""
        path = name.removeprefix("content/")
        for candidate in (path, f"{path}.md", f"{path}/index.md"):
            if candidate in self._by_path:
                return [self._by_path[candidate]], ""
            if candidate in self._unpublished:
                return [], f"content/{candidate}"
        found = self._by_slug.get(name, [])
        return found, repr(name) if not found and name in self._unpublished.values() else ""

    def paths(self, positions: Sequence[int]) -> str:
        """The files of posts, in words."""
        return ", ".join(self._posts[position].document.place for position in positions)

    def near(self, name: str) -> str:
        """What to write in place of a name that no post has: the nearest slug, if that is quickly found."""
        self._searches -= 1
        found = did_you_mean(name, sorted(self._by_slug)) if self._searches >= 0 else ""
        return found or "write a post's slug, or its path under content/"

    def _find(self, post: Post, name: str, field: str) -> tuple[int | None, list[Diagnostic]]:
        place = (post.document.place, *post.meta.places.get(field, (1, 1)))
        found, unpublished = self.named(name)
        if len(found) > 1:
            message = f"{field}: two posts have the slug {name!r}: {self.paths(found)}"
            help_ = (
                f"write the path of the one you mean, like {self._posts[found[0]].document.path.removesuffix('.md')}"
            )
            return None, [Diagnostic(*place, "error", "ambiguous-post", message, help_)]
        if found:
            return self._not_itself(post, found[0], place, field)
        if unpublished:
            message = f"{field}: {unpublished} is not published"
            help_ = "take it out, or publish that post: until then nothing is shown of it here"
            return None, [Diagnostic(*place, "hint", "unpublished-post", message, help_)]
        if self._is_unread(name):  # what is wrong is told of that file
            return None, []
        message = f"{field}: no post has the slug or path {name!r}"
        return None, [Diagnostic(*place, "warning", "unknown-post", message, self.near(name))]

    def _is_unread(self, name: str) -> bool:
        """Whether a name may mean a file with errors, of which nothing else is known."""
        path = name.removeprefix("content/")
        paths = {path, f"{path}.md", f"{path}/index.md"}
        return name in self._unread.values() or not paths.isdisjoint(self._unread)

    def _not_itself(
        self, post: Post, position: int, place: tuple[str, int, int], field: str
    ) -> tuple[int | None, list[Diagnostic]]:
        if self._posts[position] is not post:
            return position, []
        return None, [
            Diagnostic(*place, "warning", "unknown-post", f"{field}: a post cannot name itself", "leave it out")
        ]
