"""Writing to reporters on the page of a case: looked at first, sent afterwards."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from linli.organise.answers.models import Answer
from tests.web.conftest import Story

Browse = Callable[[str], Client]

pytestmark = pytest.mark.django_db


def test_a_template_is_put_in_looked_at_and_only_then_sent(story: Story, browse: Browse) -> None:
    leader, lin = browse("leader"), browse("lin")
    wrong = {"item": "*", "name": "Seen", "text": "{电话}"}
    refused = leader.post("/console/answers/", wrong)
    assert (refused.status_code, "{电话}" in refused.content.decode()) == (400, True)
    leader.post("/console/answers/", {**wrong, "text": "{事项}：{受理编号}"})
    page = lin.get(f"/console/cases/{story.reported}/").content.decode()
    [template] = re.findall(r'<option value="(\d+)">Seen</option>', page)
    there = f"/console/cases/{story.reported}/tell/"

    begun = lin.post(there, {"template": template}).content.decode()
    [text] = re.findall(r'name="answer_text"[^>]*>([^<]+)</textarea>', begun)
    form = {"answer_text": text, "key": "b" * 32}
    seen = lin.post(there, form).content.decode()

    assert "［各自的受理编号］" in seen
    assert not Answer.objects.filter(message="written").exists()
    lin.post(there, {**form, "act": "send"})
    assert Answer.objects.get(message="written").text == text
    assert story.receipt in browse("").get(f"/r/{story.receipt}").content.decode()
