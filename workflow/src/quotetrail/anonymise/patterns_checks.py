"""Check digits of cards, accounts and identity numbers, each as its register defines it."""

_VERHOEFF_TIMES = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_VERHOEFF_TURN = (
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip
_IBAN_LENGTHS = (15, 34)


def luhn(digits: str) -> bool:
    """Cards, and the Israeli identity number with leading zeros."""
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        total += digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4)
    return total % 10 == 0


def card(digits: str) -> bool:
    """Whether digits are a payment card's: an issuer's first digits, a length, and Luhn."""
    lengths = {
        "4": (13, 16, 19),
        "5": (12, 16, 19),
        "3": (14, 15, 16),
        "2": (15, 16),
        "6": range(12, 20),
    }
    known = digits[:1] in lengths and len(digits) in lengths[digits[:1]]
    maestro = digits[:2] in ("50", "56", "57", "58") and 12 <= len(digits) <= 19
    jcb = digits[:4] in ("2131", "1800") and len(digits) == 15
    return (known or maestro or jcb) and luhn(digits)


def iban(text: str) -> bool:
    """ISO 13616: the first four characters to the end, letters as numbers, modulo 97 is 1."""
    if not _IBAN_LENGTHS[0] <= len(text) <= _IBAN_LENGTHS[1] or not text.isalnum():
        return False
    return int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97 == 1


def verhoeff(digits: str) -> bool:
    """The Indian Aadhaar number."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        turned = int(_VERHOEFF_TURN[place % 8][int(digit)])
        check = int(_VERHOEFF_TIMES[check][turned])
    return check == 0


def steuer_id(digits: str) -> bool:
    """The German tax number: one digit of the first ten repeats, ISO 7064 modulo 11, 10."""
    if len(digits) != 11 or digits[0] == "0":
        return False
    counts = sorted(digits[:10].count(digit) for digit in set(digits[:10]))
    if counts[-1] not in (2, 3) or counts.count(counts[-1]) != 1 or counts[-2] != 1:
        return False
    check = 10
    for digit in digits[:10]:
        check = 2 * ((check + int(digit)) % 10 or 10) % 11
    return (11 - check) % 10 == int(digits[10])


def nhs(digits: str) -> bool:
    """The number of a patient of the British NHS: weights 10 to 2, modulo 11."""
    if len(digits) != 10:
        return False
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return (11 - total % 11) % 11 == int(digits[9])
