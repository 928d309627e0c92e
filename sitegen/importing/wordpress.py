"""A WordPress export (WXR, an RSS file with more in it): posts, pages, authors, and pictures that lie beside it.

What is in it: wordpress.org, "Tools Export Screen", and the export's own header. The feed's ids were the `guid`s, which
never change in WordPress. Pictures are taken from the folder `wp-content/uploads` or `uploads` beside the file.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from datetime import tzinfo
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, unquote

from sitegen.diagnostics import Diagnostic
from sitegen.importing.addresses import parts_of
from sitegen.importing.attachments import PICTURES, Attachments, file_name
from sitegen.importing.entry import LEAD_ON, LOST, Entry, Source, left_over, link_to, not_imported
from sitegen.importing.html import html_to_markdown
from sitegen.importing.moments import read_moment
from sitegen.importing.wordpress_item import Item
from sitegen.importing.wordpress_shortcodes import dynamic_blocks, replace_shortcodes
from sitegen.importing.wordpress_uploads import Uploads
from sitegen.importing.wpautop import has_blocks, with_paragraphs, without_comments
from sitegen.importing.xml import CONTENT, DC, WORDPRESS, Element, Tree, first_text, line_of
from sitegen.markup.tree import plain_html

_DRAFTS = frozenset({"draft", "pending", "private"})
# What WordPress keeps as posts for itself.
_INNER = frozenset(
    "attachment revision nav_menu_item custom_css customize_changeset oembed_cache user_request wp_block wp_template "
    "wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face".split()
)


def read_wordpress(file: Path, tree: Tree, zone: tzinfo) -> Source:
    """What is in the export; `zone` is of dates without one."""
    reader = _Reader(str(file), tree.root, Uploads.beside(file), zone)
    entries = [entry for item in reader.items if (entry := reader.entry(item))]
    return Source("WordPress", tuple(entries), {}, (*tree.problems, *reader.uploads.problems, *reader.told()))


COMMENTS = "keep the export, if you may want them later"


class _Reader:
    """Reads the items; all of them, with their addresses, are known."""

    def __init__(self, place: str, root: Element, uploads: Uploads, zone: tzinfo) -> None:
        channel = root.find("channel")
        channel = channel if channel is not None else root
        spaces = {space for element in (root, channel) for space in element.nsmap.values() if space}
        wp = next((s for s in sorted(spaces) if s.startswith(WORDPRESS) and "excerpt" not in s), f"{WORDPRESS}1.2/")
        excerpt = next((s for s in sorted(spaces) if s.startswith(WORDPRESS) and "excerpt" in s), f"{wp}excerpt/")
        self.place, self.uploads, self.zone = place, uploads, zone
        self.wp, self.excerpt = f"{{{wp}}}", f"{{{excerpt}}}encoded"
        self.items = [Item(element, self.wp) for element in channel.findall("item")]
        self.hosts = {
            parts_of(text).netloc.removeprefix("www.")
            for text in (
                first_text(channel, "link"),
                *(first_text(channel, self.wp + n) for n in ("base_site_url", "base_blog_url")),
            )
            if text
        } - {""}
        self.people = {
            first_text(a, f"{self.wp}author_login"): first_text(
                a, f"{self.wp}author_display_name", f"{self.wp}author_login"
            )
            for a in channel.findall(f"{self.wp}author")
        }
        self.pictures = {item.wp("post_id"): item for item in self.items if item.kind == "attachment"}
        self.addresses = {
            _address(first_text(i.element, "link")): i
            for i in self.items
            if i.kind in ("post", "page") and i.status == "publish"
        }
        self.problems: list[Diagnostic] = []
        self.others: dict[str, list[Item]] = {}
        self.comments = 0

    def entry(self, item: Item) -> Entry | None:
        """The post or page that an item is; None for what is none, which is told."""
        if item.kind not in ("post", "page"):
            if item.kind == "wp_block" or item.kind not in _INNER:
                self.others.setdefault(item.kind, []).append(item)
            return None
        if item.status in ("trash", "auto-draft", "inherit"):
            if item.status == "trash":
                self.say(
                    item.line,
                    f"{item.title!r} is in the bin, and stays there",
                    "restore it there, and export again, if it belongs here",
                )
            return None
        self.comments += len(item.element.findall(f"{self.wp}comment"))
        draft = item.status in _DRAFTS
        title = item.title or item.wp("post_name").replace("-", " ").capitalize() or f"Post {item.wp('post_id')}"
        if item.status == "private" or item.wp("post_password"):
            draft = True
            what = "is private" if item.status == "private" else "has a password"
            help_ = "take out draft: true if everyone may read it"
            self.problems.append(
                left_over(self.place, item.line, 0, f"{title!r} {what} in WordPress, and is a draft here", help_)
            )
        attachments = Attachments()
        text = self._text(item, attachments)
        link = first_text(item.element, "link")
        query = parse_qs(parts_of(link).query)
        url = "" if {"p", "page_id", "post_type"} & {*query} else unquote(parts_of(link).path)
        if not url and item.status == "publish":
            self.say(
                item.line, f"the address {link} of {title!r} has no path, so that nothing can lead on from it", LEAD_ON
            )
        old_slug = item.meta.get("_wp_old_slug")
        aliases = (posixpath.join(posixpath.dirname(url.rstrip("/")), old_slug) + "/",) if old_slug and url else ()
        extra = {"sticky": True} if item.wp("is_sticky") == "1" else {}
        if extra:
            message = f"{title!r} was kept on top in WordPress, and is where its date puts it here"
            self.problems.append(
                left_over(self.place, item.line, 0, message, "leave it so, or link to it from a page of yours")
            )
        login = first_text(item.element, f"{{{DC}}}creator")
        author = self.people.get(login) or login
        moment = item.moment("post_date", self.zone) or read_moment(first_text(item.element, "pubDate"), self.zone)
        return Entry(
            key=item.wp("post_id"),
            path=self.place,
            line=item.line,
            title=title,
            name=unquote(item.wp("post_name")) or title,
            text=text,
            standing=item.kind == "page",
            date=moment,
            updated=item.moment("post_modified", self.zone),
            summary=self._summary(item),
            tags=item.terms("post_tag"),
            categories=tuple(name for name in item.terms("category") if name != "Uncategorized"),
            authors=(author,) if author else (),
            image=self._thumbnail(item, attachments),
            url=url,
            aliases=aliases,
            id=first_text(item.element, "guid"),
            draft=draft,
            extra=extra,
            files=attachments.files,
        )

    def say(self, line: int, message: str, help_: str) -> None:
        self.problems.append(not_imported(self.place, line, message, help_))

    def told(self) -> list[Diagnostic]:
        """All that is to be said once the items are read."""
        for kind, items in self.others.items():
            number = (
                f"{len(items)} of the kind {kind}" if len(items) > 1 else f"{items[0].title!r}, of the kind {kind},"
            )
            verb = "are" if len(items) > 1 else "is"
            self.say(items[0].line, f"{number} {verb} not carried over", "make posts or pages of what matters")
        if below := self.comments:
            comments = f"{below} {'comments' if below > 1 else 'comment'} of readers"
            self.say(
                0,
                f"{comments} {'are' if below > 1 else 'is'} not carried over: there is no place for them here",
                COMMENTS,
            )
        return self.problems

    def _text(self, item: Item, attachments: Attachments) -> str:
        element = item.element.find(f"{{{CONTENT}}}encoded")
        html = "" if element is None else "".join(element.itertext())
        first = line_of(element) if element is not None else item.line

        def line(at: int) -> int:
            return first + html.count("\n", 0, at)

        for left in dynamic_blocks(html):
            message = f"{left.what} is filled by WordPress, and nothing of it is carried over"
            self.problems.append(left_over(self.place, line(left.at), 0, message, "write what it should show"))
        blocks = has_blocks(html)
        text, unknown = replace_shortcodes(without_comments(html) if blocks else html, partial(self._gallery, item))
        for left in unknown:
            message = f"{left.what} is left as it is, and readers would see it so"
            self.problems.append(left_over(self.place, line(left.at), 0, message, "write what it should show"))

        def change(target: str, picture: bool) -> str:
            return self._change(target, picture, attachments, line(max(html.find(target), 0)))

        def lose(words: str) -> None:
            self.problems.append(left_over(self.place, first, 0, words, LOST))

        return html_to_markdown(text if blocks else with_paragraphs(without_comments(text)), change, lose)

    def _change(self, target: str, picture: bool, attachments: Attachments, line: int) -> str:
        """The address to write for a link's or a picture's: a file beside the post, a post's, or as it was."""
        if real := self.uploads.find(target, self.hosts):
            return attachments.add(real, posixpath.basename(real))
        if not picture:
            address, hash_, fragment = target.partition("#")
            item = self.addresses.get(_address(address))
            return link_to(item.wp("post_id"), address) + hash_ + fragment if item and address else target
        if not target.startswith("data:"):
            message = f"the picture {target} is not beside the export, and readers will see a link to it"
            help_ = "copy the folder wp-content/uploads beside the export before you import"
            if "/uploads/" not in target:
                message = f"the picture {target} is on another host, and readers will see a link to it"
                help_ = "download it, put it beside the post, and write its name"
            self.problems.append(left_over(self.place, line, 0, message, help_))
        return target

    def _gallery(self, item: Item, ids: Sequence[str]) -> list[tuple[str, str]]:
        """Address and alternative text of a gallery's pictures: those named, else all that belong to the post."""
        own = [one for one in self.pictures.values() if one.wp("post_parent") == item.wp("post_id")]
        chosen = [self.pictures[id_] for id_ in ids if id_ in self.pictures] if ids else own
        found = ((one.wp("attachment_url"), one.meta.get("_wp_attachment_image_alt") or one.title) for one in chosen)
        return [(address, alt) for address, alt in found if file_name(address).lower().endswith(PICTURES)]

    def _thumbnail(self, item: Item, attachments: Attachments) -> dict[str, str]:
        picture = self.pictures.get(item.meta.get("_thumbnail_id", ""))
        address = picture.wp("attachment_url") if picture else ""
        if not picture or not address.startswith(("http://", "https://")):
            return {}
        source = self._change(address, True, attachments, item.line)
        alt = " ".join(picture.meta.get("_wp_attachment_image_alt", "").split())
        credit = " ".join(plain_html(first_text(picture.element, self.excerpt)).split())
        return {"src": source} | ({"alt": alt} if alt else {}) | ({"credit": credit} if credit else {})

    def _summary(self, item: Item) -> str:
        """The excerpt, else what a plugin for search engines was given as the description."""
        found = first_text(item.element, self.excerpt) or item.meta.get("_yoast_wpseo_metadesc", "")
        return " ".join(plain_html(found).split()) if found else ""


def _address(link: str) -> str:
    """An address as links are compared by: host without www, path without its last slash, query."""
    try:
        parts = parts_of(link)
    except ValueError:
        return link
    return f"{parts.netloc.removeprefix('www.')}{unquote(parts.path).rstrip('/')}?{parts.query}"
