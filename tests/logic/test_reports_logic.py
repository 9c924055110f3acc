"""What a report must look like, and what of it everybody may read."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from linli.sense.reports.logic import (
    BadReport,
    NewReport,
    NewSupplement,
    check,
    check_supplement,
    public_text,
    severity_of,
    tidy,
    tidy_supplement,
)

SOUND = NewReport(item="garbage", text="The bins are full.", channel="portal")


def test_a_sound_report_has_no_fault() -> None:
    assert check(SOUND) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "bins\x00full"}, "text"),
        ({"text": "bins\x1bfull"}, "text"),
        ({"text": "half \ud800"}, "text"),
        ({"channel": "pigeon"}, "channel"),
        ({"reporter_phone": "call me"}, "reporter_phone"),
        ({"reporter_phone": "12"}, "reporter_phone"),
        ({"reporter_phone": "1" * 21}, "reporter_phone"),
        ({"reporter_email": "wang"}, "reporter_email"),
        ({"reporter_email": "wang@home@example.org"}, "reporter_email"),
        ({"reporter_email": "wang\n@example.org"}, "reporter_email"),
        ({"reporter_email": "<wang@example.org>"}, "reporter_email"),
        ({"reporter_email": "w@" + "e" * 190}, "reporter_email"),
        ({"media_url": "javascript:alert(1)"}, "media_url"),
        ({"media_url": "ftp://example.org/photo.jpg"}, "media_url"),
        ({"media_url": "https://"}, "media_url"),
        ({"media_url": "https://example.org/a b"}, "media_url"),
        ({"media_url": "https://example.org/\x00"}, "media_url"),
        ({"media_url": "https://example.org/" + "a" * 1981}, "media_url"),
        ({"reporter_name": "n" * 81}, "reporter_name"),
        ({"reporter_name": "two\nlines"}, "reporter_name"),
        ({"naming": "secret"}, "naming"),
        ({"urgency": "low"}, "urgency"),
        ({"channel": "hotline", "channel_ref": "7" * 65}, "channel_ref"),
        ({"channel_ref": "20261128001"}, "channel_ref"),
        ({"channel": "call", "reporter_phone": "1390000123"}, "reporter_phone"),
        ({"address": "a" * 301}, "address"),
        ({"lat": 31.2}, "lat"),
        ({"lat": float("nan"), "lon": 121.0}, "lat"),
        ({"photos": tuple(UUID(int=n) for n in range(6))}, "photos"),
    ],
)
def test_a_bad_field_is_named(change: dict[str, Any], field: str) -> None:
    faults = check(replace(SOUND, **change))

    assert [fault.field for fault in faults] == [field]


def test_ten_thousand_characters_are_refused_with_their_number() -> None:
    (fault,) = check(replace(SOUND, text="x" * 10_000))

    assert fault.reason == "This has 10000 characters; at most 4000 are allowed."


def test_all_faults_are_told_at_once() -> None:
    faults = check(replace(SOUND, text="", channel="pigeon", lat=91.0, lon=0.0))

    assert [fault.field for fault in faults] == ["text", "channel", "lat"]
    assert BadReport(faults).field == "text"
    assert "“pigeon” is not known" in str(BadReport(faults))


@pytest.mark.parametrize("phone", ["110", "+86 138-0000-1234", "021-5555 0000", "1" * 20])
def test_phone_numbers_are_taken_generously(phone: str) -> None:
    assert check(replace(SOUND, reporter_phone=phone)) == []


@pytest.mark.parametrize("email", ["wang@example.org", "王@例子.中国", "w+bins@" + "e" * 189])
def test_e_mail_addresses_are_taken_generously(email: str) -> None:
    assert check(replace(SOUND, reporter_email=email)) == []


@pytest.mark.parametrize(
    "url", ["http://a", "HTTPS://example.org/照片?n=1#top", "https://example.org/" + "a" * 1980]
)
def test_web_addresses_are_kept_up_to_two_thousand_characters(url: str) -> None:
    assert check(replace(SOUND, media_url=url)) == []


def test_tidying_keeps_the_words_and_drops_the_blanks() -> None:
    tidied = tidy(
        replace(
            SOUND,
            text="  one\r\ntwo \t",
            reporter_phone=" 138 0000 1234 ",
            reporter_name=" Wang ",
            reporter_email=" wang＠example.org",
            media_url=" https://example.org/1.jpg ",
        )
    )

    assert tidied.text == "one\ntwo"
    assert tidied.reporter_phone == "13800001234"
    assert tidied.reporter_name == "Wang"
    assert tidied.reporter_email == "wang@example.org"
    assert tidied.media_url == "https://example.org/1.jpg"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Call 13800001234 please", "Call … please"),
        ("请打138 0000 1234", "请打…"),
        ("(213) 555-0199 or 213.555.0199", "… or …"),
        ("请打139.1234.5678或0519-8512 3456", "请打…或…"),
        ("(139)1234·5678；(0519) 85123456", "…；…"),
        ("138 - 1234 - 5678、138－1234－5678、138–1234–5678", "…、…、…"),
        ("2026-09-07 2026-09-08，12.50 13.50 14.50", "2026-09-07 2026-09-08，12.50 13.50 14.50"),
        ("电话一三九一二三四五六七八", "电话…"),
        ("电话１３９１２３４５６７８", "电话…"),
        ("自2026.11.28 08:30起，3-12-1201漏水三四天", "自2026.11.28 08:30起，3-12-1201漏水三四天"),
        ("身份证31010119800101123X", "身份证…"),
        ("写信到wang.li+1@mail.example.org谢谢", "写信到…谢谢"),
        ("13800001234@example.org", "…"),
        ("3 bins @ the gate, see @linli", "3 bins @ the gate, see @linli"),
        ("since 2026-06-01 at No. 1688, 3 bins", "since 2026-06-01 at No. 1688, 3 bins"),
    ],
)
def test_everybody_reads_the_text_without_what_leads_to_persons(written: str, shown: str) -> None:
    assert public_text(written) == shown


@pytest.mark.parametrize(
    "number",
    [
        *("138/1234/5678", "138,1234,5678", "138_1234_5678", "138、1234、5678", "138*1234*5678"),
        *("138~1234~5678", "138−1234−5678", "138:1234:5678", "138+1234+5678", "(138)/1234/5678"),
        *("138 1234\n5678", "138\t1234\t5678", "13812,345678", "1,3,8,1,2,3,4,5,6,7,8"),
        *(
            "138\u200b1234\u200b5678",
            "1\u200d38123\u206045678",
            "1\ufe0f\u20e338123456 78\ufe0f\u20e3",
        ),
        *(
            "１３８，１２３４，５６７８",
            "①③⑧①②③④⑤⑥⑦⑧",
            "❶❸❽❶❷❸❹❺❻❼❽",
            "壹叁捌壹贰叁肆伍陆柒捌",
            "幺三八/一二三四/五六七八",
        ),
        *("0551/6234/5678", "0551、623、4567", "340101/1990/01/01/123X"),
    ],
)
def test_a_number_is_hidden_however_it_is_spelt(number: str) -> None:
    assert public_text(f"请打{number}。谢谢") == "请打…。谢谢"


@pytest.mark.parametrize(
    "text",
    [
        "1、2、3、4、5、6、7、8、9、10号楼",
        "101、102、103、104室",
        "1301、1302、401室，1301~1304、1501/1502",
        "翠竹苑3栋2单元501，3-2-501、3-2-502",
        "2026/11/28、2026/11/29，2026年11月28日13时45分",
        "08:30~17:30，13:45、14:45、15:45、16:45",
        "13.50、14.50、15.50元，共13,800,001,234元",
        "5㎡，12.5m³，①井盖②路灯③垃圾④积水",
        "第138条、第1234条、第5678条，一、二、三、四、五、六、七、八、九、十",
    ],
)
def test_ordinary_numbers_stay_as_they_were_written(text: str) -> None:
    assert public_text(text) == text


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("我是王秀兰，楼上漏水。", "王秀兰", "我是…，楼上漏水。"),
        ("王 秀 兰、王·秀兰、王\u200b秀\u3000兰家", "王秀兰", "…、…、…家"),
        ("王五在五楼", "王 五", "…在五楼"),
        ("WANG lives here", "Wang", "… lives here"),
    ],
)
def test_a_name_that_is_to_be_hidden_is_not_in_the_public_text(
    text: str, name: str, shown: str
) -> None:
    assert public_text(text, name) == shown


@pytest.mark.parametrize(
    ("text", "photos", "fields"),
    [
        ("Behind block 3.", 0, []),
        ("", 1, []),
        (" \r\n ", 0, ["text"]),
        ("x" * 4001, 0, ["text"]),
        ("a\x00b", 0, ["text"]),
        ("half \ud800", 0, ["text"]),
        ("Behind block 3.", 6, ["photos"]),
    ],
)
def test_what_is_told_when_asked_needs_words_or_a_photo(
    text: str, photos: int, fields: list[str]
) -> None:
    new = NewSupplement(text=text, photos=tuple(UUID(int=n) for n in range(photos)))

    assert [fault.field for fault in check_supplement(tidy_supplement(new))] == fields


@pytest.mark.parametrize("channel", ["call", "portal", "open311"])
def test_numbers_are_kept_in_one_way_of_writing(channel: str) -> None:
    told = replace(SOUND, channel=channel, reporter_phone=" （０５５１）62345678转801")
    assert tidy(told).reporter_phone == "0551-62345678-801"
    assert check(tidy(told)) == []


def test_the_number_of_an_order_is_written_in_one_way() -> None:
    told = replace(SOUND, channel="hotline", channel_ref=" ah2026 １１２８-01 ")
    assert tidy(told).channel_ref == "AH20261128-01"


def test_nothing_is_kept_of_who_told_it_anonymously() -> None:
    told = replace(
        SOUND,
        naming="anonymous",
        reporter_name="Wang",
        reporter_phone="13900001234",
        reporter_email="wang@example.org",
    )
    kept = tidy(told)
    assert (kept.reporter_name, kept.reporter_phone, kept.reporter_email) == ("", "", "")


@pytest.mark.parametrize(
    ("item", "urgency", "severity"),
    [
        ("low", "normal", "low"),
        ("normal", "urgent", "urgent"),
        ("emergency", "normal", "emergency"),
        ("urgent", "emergency", "emergency"),
    ],
)
def test_the_desk_makes_it_graver_and_never_less_grave(
    item: str, urgency: str, severity: str
) -> None:
    assert severity_of(item, urgency) == severity
