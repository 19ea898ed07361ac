"""YAML as nothing but text, lists and tables: no types guessed, no references, no repeated keys."""

from collections.abc import Hashable
from typing import Any, Final

import yaml

MAX_BYTES: Final = 100_000


class BadYaml(ValueError):
    """A text that is not the plain YAML read here; the message names the place in it."""


class _PlainLoader(yaml.SafeLoader):
    """A safe loader that leaves every word as it is written.

    YAML would otherwise read `NO` as false, `08` as text and `07` as 7. References to an earlier part
    (`&name`, `*name`) are refused: nested ones grow a small file beyond all memory.
    """

    yaml_implicit_resolvers: dict = {}  # noqa: RUF012  # the type of the class it overrides

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise BadYaml(f"{_place(self.peek_event().start_mark)}: write it out instead of referring to it")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise BadYaml(f"{_place(key.start_mark)}: a name must be plain text")
            if key.value in seen:
                raise BadYaml(f"{_place(key.start_mark)}: {key.value!r} is there twice: keep one")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _place(mark: yaml.Mark | None) -> str:
    return f"line {mark.line + 1}" if mark else "the file"


def read_plain_yaml(content: bytes) -> object:
    """Text, lists and tables of a YAML document.

    Raises
    ------
    BadYaml
        If it is too large, not UTF-8, not YAML, nested too deep, or uses references, repeated keys or
        tags that name a program's own types.
    """
    if len(content) > MAX_BYTES:
        raise BadYaml(f"it is larger than {MAX_BYTES:,} bytes: a mapping is a page of text")
    try:
        return yaml.load(content.decode("utf-8-sig"), Loader=_PlainLoader)
    except UnicodeDecodeError as error:
        raise BadYaml("it is not UTF-8 text: save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        place = _place(error.problem_mark or error.context_mark)
        raise BadYaml(f"{place}: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise BadYaml(" ".join(str(error).split())[:200]) from error
    except RecursionError as error:
        raise BadYaml("it is nested too deep") from error
    # Explicit tags (`!!int x`) fail in the types they name.
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        if isinstance(error, BadYaml):
            raise
        raise BadYaml(f"it holds a value of a type that it does not fit: {error}") from error
