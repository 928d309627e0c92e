"""`sitegen serve`: build, serve on this machine, rebuild on save, and tell the browsers what is another.

livereload speaks to the browsers, watchfiles says what was saved, and the build is the ordinary one, into
`.sitegen/serve/`: what is previewed is what would be published, except that nothing is minified and style sheets and
scripts keep their own addresses, so that a changed style sheet can be swapped. This module only joins the parts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from sitegen.configured import load_config
from sitegen.relate import prepare_relating
from sitegen.serve.address import bind, spoken
from sitegen.serve.preview import Preview, Settings
from sitegen.serve.server import listen, tell
from sitegen.serve.watch import changes

__all__ = ["Settings", "serve_site"]


def serve_site(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until interrupted. Raises `ConfigError` where the site's configuration cannot be read at the start."""
    preview = Preview(settings, load_config(settings.site).root, say)
    preview.rebuild()
    asyncio.run(_serve(preview, say))


async def _serve(preview: Preview, say: Callable[[str], None]) -> None:
    settings = preview.settings
    sockets = bind(settings.host, settings.port, say)
    port = sockets[0].getsockname()[1]
    listen(preview, sockets)
    root = preview.root
    say(f"{spoken(settings.host, port, root)} (Ctrl-C ends it)")
    await asyncio.to_thread(prepare_relating)  # the first save is not to wait for it
    unasked = True  # the first time, nobody may have saved anything
    async for _ in changes(settings.site.resolve(), lambda: preview.due):
        try:
            await asyncio.to_thread(partial(preview.rebuild, unasked=unasked))
        except OSError as problem:  # the disk is full, or an editor was just replacing the file
            preview.refused(f"{problem.strerror or problem}: {problem.filename}")
        unasked = False
        tell(preview)
        if preview.root != root:
            root = preview.root
            say(spoken(settings.host, port, root))
