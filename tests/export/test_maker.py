"""The process that makes files: it comes back after it has gone, and its queue has an end."""

import io
import threading

import pytest
from pypdf import PdfReader
from samples import page, trend_panel

from export.__main__ import MOST_MEMORY
from export.files import Job
from export.maker import MakeProblem, Maker, Queue, QueueFull

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def maker():
    made = Maker()
    yield made
    made.close()


JOB = Job("pdf", "Ohio", (page(trend_panel()),))


def test_a_file_is_made(maker):
    assert len(PdfReader(io.BytesIO(maker.make(JOB))).pages) == 1


def test_a_failure_is_told_and_does_not_end_the_process(maker):
    with pytest.raises(MakeProblem, match="KeyError"):
        maker.make(Job("none", "", ()))
    assert maker.make(JOB)


def test_a_process_that_has_gone_is_replaced(maker):
    maker.start()
    maker._process.kill()
    maker._process.wait()
    assert maker.make(JOB)


def test_a_process_that_takes_too_long_is_ended(maker, monkeypatch):
    maker.make(JOB)
    monkeypatch.setattr("export.maker.LONGEST", 0.0)
    with pytest.raises(MakeProblem, match="in time"):
        maker.make(Job("pptx", "Ohio", tuple(page(trend_panel()) for _ in range(40))))
    monkeypatch.undo()
    assert maker.make(JOB)


def test_a_process_that_ends_over_a_job_is_told_and_replaced(maker):
    maker.start()
    long = Job("pptx", "Ohio", (page(trend_panel()),) * 400)
    killed = threading.Timer(0.5, maker._process.kill)
    killed.start()
    with pytest.raises(MakeProblem, match="ended"):
        maker.make(long)
    killed.join()
    assert maker.make(JOB)


def test_the_size_of_the_server_does_not_end_the_process_after_every_file():
    large = b"\1" * (MOST_MEMORY + 100 * 2**20)
    maker = Maker()
    maker.make(JOB)
    process = maker._process
    assert process is not None
    maker.make(JOB)
    assert maker._process is process and len(large) > MOST_MEMORY
    maker.close()


def test_the_queue_has_an_end():
    queue = Queue(most=2)
    first, second = queue.enter(), queue.enter()
    with pytest.raises(QueueFull):
        queue.enter()
    first.close()
    first.close()
    queue.enter().close()
    del second
    assert [queue.enter() for _ in range(2)]
