"""`sitegen serve`: build, serve on this machine, rebuild on save, and tell the browsers what is another.

livereload speaks to the browsers, watchfiles says what was saved, and the build is the ordinary one, into
`.sitegen/serve/`: what is previewed is what would be published, except that nothing is minified and style sheets and
scripts keep their own addresses, so that a changed style sheet can be swapped. This module only joins the parts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from functools import partial

from sitegen.configured import load_config
from sitegen.interruption import cancelling
from sitegen.relate import prepare_relating
from sitegen.serve.address import bind, spoken
from sitegen.serve.preview import Preview, Settings
from sitegen.serve.server import listen, tell
from sitegen.serve.watch import changes

__all__ = ["Settings", "serve_site"]

ENDING = 3  # seconds: service managers wait a little longer before they kill


def serve_site(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until interrupted. Raises `ConfigError` where the site's configuration cannot be read at the start."""
    preview = Preview(settings, load_config(settings.site).root, say)
    preview.rebuild()
    builder = ThreadPoolExecutor(1)
    try:
        asyncio.run(_serve(preview, builder, say))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        preview.stop()
        wait([builder.submit(int)], ENDING)  # a build that is under way puts things in order


async def _serve(preview: Preview, builder: Executor, say: Callable[[str], None]) -> None:
    settings = preview.settings
    beside = partial(asyncio.get_running_loop().run_in_executor, builder)
    sockets = bind(settings.host, settings.port, say)
    port = sockets[0].getsockname()[1]
    with cancelling():
        listen(preview, sockets)
        root = preview.root
        say(f"{spoken(settings.host, port, root)} (Ctrl-C ends it)")
        await beside(prepare_relating)  # the first save is not to wait for it
        unasked = True  # the first time, nobody may have saved anything
        async for _ in changes(settings.site.resolve(), lambda: preview.due):
            try:
                await beside(partial(preview.rebuild, unasked=unasked))
            except OSError as problem:  # the disk is full, or an editor was just replacing the file
                preview.refused(f"{problem.strerror or problem}: {problem.filename}")
            unasked = False
            tell(preview)
            if preview.root != root:
                root = preview.root
                say(spoken(settings.host, port, root))
