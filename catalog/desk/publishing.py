"""A publication that an officer asked for."""

from __future__ import annotations

import json

from catalog.publish import release
from catalog.workbench.home import Home
from catalog.workbench.jobs import Job
from catalog.workbench.progress import Progress


def publish(home: Home, job: Job, progress: Progress) -> str:
    """Publishes everything accepted and gives what came of it as JSON; done again it changes nothing.

    Raises Blocked where the release is odd and the job brings no reason to publish it all the same.
    """
    made = release.publish(home, job.asked_by, force=job.words or None, progress=progress)
    names = ("id", "products", "producers", "added", "changed", "withdrawn", "is_new")
    return json.dumps({name: getattr(made, name) for name in names})
