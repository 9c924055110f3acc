"""The address that a case keeps is for everybody at work: nobody's number, no confidential name."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from linli.ground.rights.asker import Asker
from linli.respond.cases.actions import open_or_join
from linli.respond.cases.actions.documents import write_missing_documents
from linli.respond.cases.models import Case, CaseParty
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from tests.capabilities.cases.happenings import LAT, LON, PART, case_from
from tests.capabilities.cases.searches import found
from tests.cast import SETUP

pytestmark = pytest.mark.usefixtures("district")

NAME, PHONE = "王秀兰", "13900001234"
TOLD = f"{NAME}家 3栋2单元501 电话{PHONE}"


def told_at(address: str, **more: Any) -> Any:
    usual = {"item": "waterlogging", "text": "积水。", "channel": "call", "lat": LAT, "lon": LON}
    return take_report(NewReport(**{**usual, "address": address, **more}), SETUP).signal_id


def in_confidence(address: str = TOLD) -> Any:
    return told_at(address, naming="confidential", reporter_name=NAME, reporter_phone=PHONE)


@pytest.mark.parametrize(
    "address", ["翠竹路 3 号", "3栋2单元501", "3-2-501、3-2-502", "①号楼（北门）"]
)
def test_an_ordinary_address_stays_as_it_was_told(address: str) -> None:
    assert case_from(told_at(address)).address == address


def test_neither_the_number_nor_the_confidential_name_is_kept_with_the_case() -> None:
    assert case_from(in_confidence()).address == "…家 3栋2单元501 电话…"


def test_the_name_of_who_told_it_openly_stays() -> None:
    told = told_at(TOLD, reporter_name=NAME, reporter_phone=PHONE)
    assert case_from(told).address == f"{NAME}家 3栋2单元501 电话…"


def test_only_who_may_see_the_report_finds_the_case_by_the_confidential_name(
    lin: Asker, wu: Asker, he: Asker, district: Any
) -> None:
    case_id = open_or_join(in_confidence(), PART)
    CaseParty.objects.create(case_id=case_id, party_id=district.property)
    for again in (False, True):
        Case.objects.filter(pk=case_id).update(has_document=not again)
        write_missing_documents()
        assert found(NAME, lin) == found("2单元501", wu) == [case_id]
        assert found(NAME, wu) == found(NAME, he) == found(PHONE, lin) == []


def test_addresses_of_before_are_hidden_too_and_found_as_they_are_now(
    wu: Asker, district: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [
        open_or_join(signal, PART)
        for signal in (in_confidence(), told_at("3栋2单元501", item="noise"))
    ]
    CaseParty.objects.create(case_id=ids[0], party_id=district.property)
    Case.objects.filter(pk=ids[0]).update(address=TOLD, has_document=False)
    write_missing_documents()
    assert found(NAME, wu) == [ids[0]]
    migration = import_module("linli.respond.cases.migrations.0010_addresses_without_persons")
    monkeypatch.setattr(migration, "AT_ONCE", 1)

    migration.hide_persons(apps, None)
    assert write_missing_documents() == 1

    kept = dict(Case.objects.values_list("pk", "address"))
    assert kept == {ids[0]: "…家 3栋2单元501 电话…", ids[1]: "3栋2单元501"}
    assert found(NAME, wu) == []
