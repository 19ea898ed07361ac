"""Addresses of the profile of a place."""

from urllib.parse import urlencode

from model.groups import format_groups
from model.view import View


def profile_link(place: str, view: View) -> str:
    """Address of a place's profile; the view's own groups go with it."""
    groups = f"?{urlencode({'groups': format_groups(view.groups)}, safe=',:;')}" if view.groups else ""
    return f"/place/{place}{groups}"
