"""A deploy from its first question to its last removal: the one place that knows the order.

    read the record ─> compare ─> say what is about to be sent ─> send ─> write the record ─> remove

A deploy that ends anywhere leaves a place that readers can use, and a record by which the next one goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass

from msgspec.structs import replace

from sitegen.deploy.deployed import UNKNOWN, Deployed, Held, brief, held, pack, unpack
from sitegen.deploy.files import File
from sitegen.deploy.plan import Plan, compare
from sitegen.deploy.remote import Outdated, Read, Remote, Undeployed

TRIES = 3  # at a place that other deploys change in the meantime

Progress = Callable[[str, int, int], None]
Waiting = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be in the place of which site (its base URL), and when (seconds since the epoch).

    `grace` is in seconds (`compare`). With `verify`, what the record says is not believed.
    """

    site: str
    files: Sequence[File]
    now: int
    grace: int = 0
    verify: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, or would be: `size` is in bytes as they were sent, `mended` what was not as the record said.

    `changed` are all paths that readers find changed since the last deploy that went to its end.
    """

    plan: Plan
    changed: tuple[str, ...]
    size: int
    mended: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What is in the place, by its record (`said`) and as it turned out; how much of it was not as the record says.

    `known` is whether there is a sound record.
    """

    said: Deployed
    deployed: Deployed
    known: bool
    mended: int


def rehearse(remote: Remote, job: Job, read: Read) -> Done:
    """What a deploy would do now. Changes nothing."""
    found = _find(remote, job, read)
    plan = compare(job.files, found.deployed, job.now, job.grace)
    return Done(plan, _changed(job, found, plan), 0, found.mended)


def deploy_files(remote: Remote, job: Job, read: Read, progress: Progress, waiting: Waiting) -> Done:
    """Make the place what it is to be; raises `Undeployed`, and `OSError` for what this machine does not let us."""
    for _ in range(TRIES):
        found = _find(remote, job, read)
        plan = compare(job.files, found.deployed, job.now, job.grace)
        if found.known and not (plan.waves or plan.fresh or plan.due or found.deployed.pending or found.mended):
            return Done(plan, (), 0, 0)
        with suppress(Outdated), remote.turn(waiting):
            carry_out = _at_once if remote.whole else _in_order
            size = carry_out(remote, job, found.deployed, plan, read, progress)
            return Done(plan, _changed(job, found, plan), size, found.mended)
    raise Undeployed(f"other deploys change {remote.name} again and again", "deploy when they have ended")


def _find(remote: Remote, job: Job, read: Read) -> _Found:
    """What is there, by the record; by a look where that cannot say, or is not to be believed."""
    record = remote.read()
    deployed = unpack(record) if record is not None else None
    if deployed is None:
        nothing = Deployed(job.site)
        return _Found(nothing, nothing, known=False, mended=0)
    if deployed.site != job.site:
        raise Undeployed(
            f"{remote.name} holds another site: {deployed.site}",
            "deploy to a place of its own; or, where the site has moved, delete .sitegen-deployed there",
        )
    if not deployed.pending and not job.verify:
        return _Found(deployed, deployed, known=True, mended=0)
    files, pending = dict(deployed.files), deployed.pending
    asked = [*files, *pending] if job.verify else list(pending)
    there = remote.look(asked)
    mended = 0
    if job.verify:
        for path, was in deployed.files.items():
            if path not in pending and (path not in there or brief(there[path]) != was.tag):
                mended += 1
                files[path] = UNKNOWN
                if path not in there:
                    del files[path]
    for file in job.files:
        mark = pending.get(file.path)
        if mark is None:
            continue
        if mark == file.mark and file.path in there and there[file.path] == remote.tag(read(file)):
            files[file.path] = held(mark, there[file.path])
        elif file.path in files:
            files[file.path] = UNKNOWN
    return _Found(deployed, replace(deployed, files=files), known=True, mended=mended)


def _changed(job: Job, found: _Found, plan: Plan) -> tuple[str, ...]:
    """What is sent now, and what a deploy that was interrupted had sent."""
    before = found.said.files
    earlier = {file.path for file in job.files if not (was := before.get(file.path)) or was.mark != file.mark}
    return tuple(sorted(earlier.union(file.path for file in plan.files)))


def _in_order(remote: Remote, job: Job, before: Deployed, plan: Plan, read: Read, progress: Progress) -> int:
    """Where readers see each file as it comes. Raises `Outdated` only while nothing was sent."""
    sizes: list[int] = []
    marks = {file.path: file.mark for file in plan.files}
    files = {path: held for path, held in before.files.items() if path not in plan.gone}
    remote.write(pack(Deployed(job.site, files, marks, dict(plan.gone))))
    try:
        if plan.blocking:
            remote.remove(plan.blocking)
        for wave in plan.waves:
            files |= _sent(remote, wave, _counting(read, sizes), progress, len(sizes), len(marks))
        remote.write(pack(Deployed(job.site, files, {}, dict(plan.gone))))
        if plan.due:
            remote.remove(plan.due)
            remote.write(pack(Deployed(job.site, files, {}, plan.staying)))
    except Outdated:
        raise Undeployed(f"another deploy has changed {remote.name} in the meantime", "deploy again") from None
    return sum(sizes)


def _at_once(remote: Remote, job: Job, before: Deployed, plan: Plan, read: Read, progress: Progress) -> int:
    """Where readers see nothing of it before the record is written, and then all. Raises `Outdated`."""
    sizes: list[int] = []
    files = {path: held for path, held in before.files.items() if path not in plan.gone}
    files |= _sent(remote, tuple(plan.files), _counting(read, sizes), progress, 0, sum(map(len, plan.waves)))
    remote.remove({*plan.due, *plan.blocking})
    remote.write(pack(Deployed(job.site, files, {}, plan.staying)))
    return sum(sizes)


def _sent(remote: Remote, wave: Sequence[File], read: Read, progress: Progress, done: int, of: int) -> dict[str, Held]:
    """What is there when these files were sent."""
    marks = {file.path: file.mark for file in wave}
    files = {}
    with closing(remote.send(wave, read)) as sent:
        for path, tag in sent:
            files[path] = held(marks[path], tag)
            progress("sending files", done + len(files), of)
    return files


def _counting(read: Read, sizes: list[int]) -> Read:
    """`read`, which notes how many bytes each file has; several threads may read at once."""

    def counted(file: File) -> bytes:
        data = read(file)
        sizes.append(len(data))
        return data

    return counted
