"""One code for each speaker, as programs for focus groups expect."""

from collections.abc import Iterable
from dataclasses import replace

from quotetrail.coding.ids import made_id
from quotetrail.coding.project import Code, Coding, Project
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


def without_speakers(project: Project) -> Project:
    """A project that comes back from coding, without the codes that we gave its speakers.

    Who speaks is known from the transcripts, and a table of codes must not list participants. The
    codings of these codes stay in the list, with the kind ``speaker``, so that they are accounted
    for but not placed.
    """
    ours: set[str] = set()
    for code in project.codes:
        is_root = (code.name, code.description) == (ROOT.name, ROOT.description)
        if is_root or code.parent in ours:
            ours.add(code.code)
    codings = [
        coding._replace(code="", kind="speaker") if coding.code in ours else coding
        for coding in project.codings
    ]
    return replace(
        project,
        codes=tuple(code for code in project.codes if code.code not in ours),
        codings=tuple(codings),
        coders=tuple(name for name in project.coders if name != CODER),
    )
