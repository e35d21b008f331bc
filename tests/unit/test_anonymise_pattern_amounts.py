"""Ages, addresses, money, durations, measures and other numbers."""

import pytest
from found_patterns import asked, found

from quotetrail.anonymise.patterns import find_patterns


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aged 34 now", "34"),
        ("a 34-year-old", "34-year-old"),
        ("I'm fifty-three, yes", "fifty-three"),
        ("i'm 58 y/o.", "58 y/o."),
        ("a man of forty-four, he", "forty-four"),
        ("ich bin einundsechzig.", "einundsechzig"),
        ("sie ist 40 Jahre alt", "40 Jahre alt"),
        ("nina miaka ishirini na sita", "miaka ishirini na sita"),
        ("umri arobaini na nne", "arobaini na nne"),
        ("wa myaka ataano mu munaana", "myaka ataano mu munaana"),
        ("तेवीस वर्षांची आहे", "तेवीस वर्षांची"),
        ("उम्र बयालीस", "बयालीस"),
        ("એકતાલીસ વરસનો", "એકતાલીસ વરસનો"),
        ("טל, בת שלושים וארבע, נהגת", "שלושים וארבע"),
        ("mother is seventy-eightનાં, aged seventy-eightનાં", "seventy-eight"),
    ],
)
def test_ages_in_digits_and_words(text, expected):
    assert found(text) == [(expected, "age")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tal, thirty-four, drove", "thirty-four"),
        ("einundsechzig Jahre, und", "einundsechzig Jahre"),
        ("my mother's 78 and she answers", "78"),
        ("બત્રીસ વરસ.", "બત્રીસ વરસ"),
    ],
)
def test_what_may_be_an_age_is_asked(text, expected):
    assert found(text) == []
    assert asked(text) == [(expected, "age")]


def test_a_number_from_zero_is_a_telephone_number_in_no_region_too():
    assert found("it was 0700 000 219 then") == [("0700 000 219", "phone")]
    assert asked("it was 12 345 6789 then") == [("12 345 6789", "phone")]
    assert asked("it was 123456789012345678 then") == [("123456789012345678", "id")]


@pytest.mark.parametrize(
    "text",
    [
        "I'm 100% sure",
        "I am one of them",
        "he was 20 minutes late",
        "for twelve years",
        "ten years ago",
        "seit zwanzig Jahren",
        "दस साल के बाद",
        "kwa miaka kumi na mitano",
    ],
)
def test_counts_and_durations_are_no_ages(text):
    assert find_patterns(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 14 HaGamal Street.", "14 HaGamal Street"),
        ("in der Hauptstraße 5 oben", "Hauptstraße 5"),
        ("ברחוב הגמל 14, קומה", "ברחוב הגמל 14"),
        ("nyumba namba 9, mtaa wa Fundi Rajabu.", "nyumba namba 9, mtaa wa Fundi Rajabu"),
        ("P.O. Box 7062", "P.O. Box 7062"),
        ("Plot 44 Kampala Road", "Plot 44 Kampala Road"),
        ("खोली नंबर नऊ, पाटणकर चाळ", "खोली नंबर नऊ, पाटणकर चाळ"),
        ("near SW1A 1AA they", "SW1A 1AA"),
        ("Hauptstraße 5, 89073 Ulm", "Hauptstraße 5, 89073 Ulm"),
        ("my zip code is 2371", "2371"),
    ],
)
def test_street_addresses(text, expected):
    assert found(text) == [(expected, "address")]


def test_money_is_asked():
    text = "5,000 shillings, €50, Rs. 300, shilingi elfu"
    assert asked(text) == [(part, "other") for part in ("5,000 shillings", "€50", "Rs. 300")]
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a fine of PLN 359.5, later 1,500 Austrian schillings", 2),
        ("PLN 359.5; 200,000 New Turkish liras (TRY)", 2),
        ("about 10,000 euros, 54 000 kr, 80 DEM", 2),
        ("GBP 215 per month and $ 12.50 an hour", 2),
        ("Rs.300, 500/- and 5,000/=", 3),
        ("1 000 000 euros; 2.500 österreichische Schilling", 2),
        ("die Miete war 450 Euro im Monat", 1),
        ("alilipa shilingi 5,000 kwa siku", 1),
        ("yasasula ssilingi 20,000", 1),
        ("שילמתי 300 שקל, אחר כך ₪450", 2),
        ("मैंने 5,000 रुपये दिए, ₹300 भी", 2),
        ("मी ५०० रुपयांचा", 1),
        ("મેં 500 રૂપિયા આપ્યા", 1),
        ("COP 26, MAD 3, all 20, try 5, Top 10", 0),
    ],
)
def test_amounts_of_money_with_codes_words_and_signs(text, expected):
    money = [spot for spot in find_patterns(text) if spot.rule == "money"]
    assert len(money) == expected
    assert all(spot.ask and spot.category == "other" for spot in money)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PLN 552.21 [approx. EUR 138].", "PLN 552.21 [approx. EUR 138]"),
        ("250,000 Swedish kronor (SEK; about 27,000 euros).", None),
        ("16,985 liras (TRY - approximately 9,200 euros (EUR))", None),
        ("paid approximately EUR 1,800 then", "approximately EUR 1,800"),
    ],
)
def test_an_amount_in_two_currencies_is_one(text, expected):
    assert asked(text) == [(expected or text.rstrip("."), "other")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an increase of 15% and 18.5 per cent", ["15%", "18.5 per cent"]),
        ("between 50 % and 79 % of it", ["50 %", "79 %"]),
        ("um 40 Prozent, 20 אחוז, 30 प्रतिशत, 35 टक्के, 25 ટકા", None),
        ("asilimia 40 ya watu, ebitundu 30 ku 100", ["asilimia 40", "ebitundu 30 ku 100"]),
        ("I'm 100% sure, fifty percent", []),
    ],
)
def test_percentages_in_digits_are_asked(text, expected):
    parts = ["40 Prozent", "20 אחוז", "30 प्रतिशत", "35 टक्के", "25 ટકા"]
    assert asked(text) == [(part, "other") for part in (parts if expected is None else expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("after 18 months, 24 hours' notice", ["18 months", "24 hours'"]),
        ("4 years and 7 days; 12-month leave", ["4 years and 7 days", "12-month"]),
        ("two years and six months later", ["two years and six months"]),
        ("nach 18 Monaten", ["18 Monaten"]),
        ("zwei Jahre und drei Monate", ["zwei Jahre und drei Monate"]),
        ("miaka miwili na miezi sita", ["miaka miwili na miezi sita"]),
        ("okumala emyezi 3", ["emyezi 3"]),
        ("אחרי 18 חודשים", ["18 חודשים"]),
        ("दो साल और छह महीने बाद, 6 महीने", ["दो साल और छह महीने", "6 महीने"]),
        ("18 महिने, ૧૮ મહિના", ["18 महिने", "૧૮ મહિના"]),
        ("two years, three weeks, zwei Jahre, miezi mitatu, दो साल", []),
        ("20 minutes late, the 1998 year", []),
    ],
)
def test_durations_are_asked_in_digits_or_of_two_units(text, expected):
    found = [text[s.start : s.end] for s in find_patterns(text) if s.rule == "duration"]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an area of 2,282 sq. m, then 6,299 m²", ["2,282 sq. m", "6,299 m²"]),
        ("at 26 km/h, 15 x 10 mm, 50 metres", ["26 km/h", "15 x 10 mm", "50 metres"]),
        ("4,5 Hektar und 12 Kilometer", ["4,5 Hektar", "12 Kilometer"]),
        ("ekari 5, kilomita 12, 3 દોન", ["ekari 5", "kilomita 12"]),
        ("12 דונם, 5 एकर, ५ एकड़, 3 વીઘા", ["12 דונם", "5 एकर", "५ एकड़", "3 વીઘા"]),
        ("I'm 1h09m31s in, 50 mg a day, M-A-T, two metres", []),
    ],
)
def test_measures_in_digits_are_asked(text, expected):
    found = [text[s.start : s.end] for s in find_patterns(text) if s.rule == "measure"]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plots nos. 260, 45, 119/5, 164.9 and 425.", "260, 45, 119/5, 164.9 and 425"),
        ("plots 12/3, 45 and 46 there", "12/3, 45 and 46"),
        ("die Akten 12, 13 und 14/98", "12, 13 und 14/98"),
        ("namba 3, 4 na 5", "3, 4 na 5"),
        ("पेपर नंबर 3, 4 और 5", "3, 4 और 5"),
        ("it is 4471/12 there", "4471/12"),
        ("and 121/2/3 there", "121/2/3"),
        ("the sheet 33/29, yes", "33/29"),
    ],
)
def test_lists_of_numbers_and_numbers_with_slashes_are_asked(text, expected):
    assert (expected, "id") in asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "open 24/7, on 9/11, 3/4 of it, pressure 120/80 or 145/95, 50/50",
        "numbers 12 May and so on",
        "km/h and m/s",
    ],
)
def test_fractions_and_pressures_are_no_codes(text):
    assert [hit for hit in asked(text) if hit[1] == "id"] == []


def test_a_chamber_belongs_to_its_file_number():
    assert found("the file II CSK 12/05 lay") == [("II CSK 12/05", "id")]


def test_a_day_after_a_list_of_numbers_is_a_date():
    text = "nos. 65731/01 and 65900/01, 12 April 2006"
    assert ("12 April 2006", "date") in found(text)
    assert ("65731/01 and 65900/01", "id") in [*asked(text), *found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "between 4 and 9 May 1998",
        "4-9 May",
        "vom 4. bis 9. Mai 1998",
        "the summer and autumn of 1994",
    ],
)
def test_two_days_of_a_month_are_one_date(text):
    covered = [text[s.start : s.end] for s in find_patterns(text) if not s.ask]
    assert covered == [text.removeprefix("between ").removeprefix("vom ")]
