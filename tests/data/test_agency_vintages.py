"""The real files of seizures, loaded in either order."""

from pathlib import Path

import pandas as pd
import pytest

from data.pipeline.harvest import harvest
from model import vintages

SEIZURES = Path(__file__).resolve().parents[3] / "shared" / "sources" / "cbp-seizures"
pytestmark = [
    pytest.mark.sources,
    pytest.mark.skipif(not SEIZURES.is_dir(), reason="no agency files in ../shared/sources"),
]


def test_the_two_files_of_seizures_give_one_view_in_either_order():
    paths = sorted(SEIZURES.glob("nationwide-drugs-*.csv"))
    old, new = (pd.concat(harvest([path], lambda path: None).observations) for path in paths)
    one, other = (vintages.split(vintages.merge(*order))[0] for order in ((old, new), (new, old)))
    columns = list(one.columns)
    one, other = (rows.sort_values(columns).reset_index(drop=True) for rows in (one, other))
    pd.testing.assert_frame_equal(one, other)
    # Nothing of one file stands in the other: no month is in both.
    assert len(one) == len(old) + len(new)
    assert vintages.replaced(old, new) == {}
