"""What is sent to an address, where it is always the same."""

from typing import Any, Final

REPORT: Final = {"item": "garbage", "text": "The bins are full.", "place_code": "b3", "key": "k"}

PLAIN: Final[dict[str, dict[str, Any]]] = {
    "console:foot-report": REPORT,
    "console:make-person": {"username": "new", "display_name": "N", "role": "auditor"},
    "console:send-link": {"name": "Liu", "phone": "139 0000 0001"},
    "console:give": {"role": "checker", "place": "s1"},
    "portal:report": REPORT,
    "portal:follow": {"text": "By the north gate.", "key": "k"},
    "console:take": {**REPORT, "channel": "call"},
    "console:register": {"id": "d9", "type": "water_gauge", "place": "b3"},
    "console:tags": {"kind": "lift", "place": "b3", "spot": "Lift 2"},
    "console:give-duty": {"item": "noise", "place": "e1", "party": "water"},
    "console:refuse-draft": {"why": "A test."},
    "console:look": {"purpose": "call"},
    "console:export": {"as": "csv", "purpose": "sheet"},
    "console:log-export": {"as": "csv"},
    "console:duties-export": {"as": "csv"},
    "console:keep-filter": {"name": "Roads", "item": "road_damage"},
    "console:rename-filter": {"name": "Roads"},
    "console:queue-export": {"as": "csv"},
    "console:maintenance-export": {"as": "csv"},
    "console:hotline-sheet": {"as": "csv"},
    "console:hotline-paste": {"text": "工单编号：A1\n诉求内容：路灯不亮\n事项：lamp_fault"},
    "console:hotline-act": {"act": "ask", "reason": "Not in our district.", "version": 1},
    "console:open-incident": {"incident_name": "Flood"},
    "console:incident-act": {"act": "line", "text": "The water rises."},
    "console:incident-export": {"as": "csv"},
    "console:tell": {"answer_text": "We come today.", "act": "send", "key": "a" * 32},
    "console:decide-answer": {"outcome": "sent", "answer_text": "We come today."},
    "console:answer-rules": {"item": "noise", "waits": "yes"},
    "console:note": {"text": "Nobody is at home."},
    "console:case-print": {"purpose": "details"},
    "portal:helped": {"helped": "yes"},
    "portal:again": {"words": "Still wet."},
    "console:reporter": {"purpose": "details"},
    "console:listen": {"purpose": "details"},
    "console:callers": {"phone": "139 0000 0000", "purpose": "asks"},
    "language": {"language": "en"},
}
