"""One code for each speaker, as programs for focus groups expect."""

from collections.abc import Iterable

from quotetrail.coding.ids import made_id
from quotetrail.coding.project import Code, Coding
from quotetrail.text import Transcript

CODER = "Quotetrail"
ROOT = Code("speakers", "Speakers", None, "Who speaks, turn by turn.", codable=False)


def speaker_codes(transcripts: Iterable[Transcript]) -> tuple[list[Code], list[Coding]]:
    """A code for each speaker below one root, and a coding for each turn.

    Parameters
    ----------
    transcripts : iterable of Transcript
        Pseudonymised. A label such as "Moderator" that occurs in several is one speaker's code.
    """
    codes: dict[str, Code] = {}
    codings = []
    for transcript in transcripts:
        for turn in transcript.turns:
            if turn.speaker is None or turn.start == turn.end:
                continue
            code = made_id("s", turn.speaker)
            codes.setdefault(code, Code(code, turn.speaker, ROOT.code))
            name = made_id("c", transcript.transcript, turn.start, code)
            codings.append(Coding(name, code, transcript.transcript, turn.start, turn.end, CODER))
    return [ROOT, *codes.values()], codings
