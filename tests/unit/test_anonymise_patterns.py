import json

import pytest

from quotetrail.anonymise.patterns import find_patterns


def found(text: str) -> list[tuple[str, str]]:
    return [(text[start:end], category) for start, end, category in find_patterns(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("am 3.4.2020.", ["3.4.2020"]),
        ("12/05/21 or 2020-05-03", ["12/05/21", "2020-05-03"]),
        ("the 5th of May, March 5th, 2021", ["5th of May", "March 5th, 2021"]),
        ("am 5. März 2020", ["5. März 2020"]),
        ("tarehe 5 Mei 2020", ["5 Mei 2020"]),
        ("ב-5 במאי 2020", ["5 במאי 2020"]),
        ("५ फ़रवरी २०२० को", ["५ फ़रवरी २०२०"]),
        ("दिनांक 5 ऑगस्ट", ["5 ऑगस्ट"]),
        ("૫ જાન્યુઆરી", ["૫ જાન્યુઆરી"]),
        ("since May 2019", ["May 2019"]),
        ("in 2019, at 10:30, 12.30 Uhr, we may, from 2008-2010, 45/46/47, 3.4.1.2", []),
    ],
)
def test_dates_have_a_day_or_a_month_and_a_year(text, expected):
    assert found(text) == [(date, "date") for date in expected]


@pytest.mark.parametrize(
    "number",
    [
        "+256 772 123456",
        "0772-123-456",
        "030 1234567",
        "054-1234567",
        "+91 98765 43210",
        "020 7946 0958",
    ],
)
def test_telephone_numbers_of_the_regions(number):
    assert found(f"call {number}, please") == [(number, "phone")]


@pytest.mark.parametrize(
    "text", ["2019, 2020, 2021", "2008-2010-2012", "00:12:45.120", "1,234,567", "12:30:45"]
)
def test_years_and_times_are_no_telephone_numbers(text):
    assert found(text) == []


def test_addresses():
    text = "mail a.b@x.co.uk, see https://foo.org/a?b=1. or foo.com/anna. It was bad.In fact"
    assert found(text) == [
        ("a.b@x.co.uk", "email"),
        ("https://foo.org/a?b=1", "url"),
        ("foo.com/anna", "url"),
    ]


@pytest.mark.parametrize(
    ("category", "type_", "floor"),
    [("email", "EMAIL_ADDRESS", 1.0), ("url", "DOMAIN_NAME", 1.0), ("phone", "PHONE_NUMBER", 0.74)],
)
def test_recall_on_sentences_that_nobody_here_wrote(real_data, category, type_, floor):
    """Measured: all 49 addresses, all 37 domains, 69 of 92 numbers, most others of 7 digits."""
    sentences = json.loads((real_data / "deid/presidio_synth_v2.json").read_text("utf-8"))
    covered = []
    for sentence in sentences:
        text = sentence["full_text"]
        spans = [span for span in sentence["spans"] if span["entity_type"] == type_]
        hits = find_patterns(text, (category,)) if spans else []
        places = {place for start, end, _ in hits for place in range(start, end)}
        for span in spans:
            inside = range(span["start_position"], span["end_position"])
            covered.append(all(place in places for place in inside if text[place].isalnum()))
    assert len(covered) > 30
    assert sum(covered) / len(covered) >= floor


def test_interviews_without_numbers_have_none(real_data):
    folder = real_data / "transcripts/sheffield-interviews"
    text = (folder / "Ana.txt").read_text("utf-8", errors="replace")
    assert not [hit for hit in find_patterns(text) if hit.category in ("phone", "email")]
