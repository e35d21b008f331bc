"""Who is who: the names behind each pseudonym of a study. Restricted, and nothing leads to it.

No controlled or public file names this one, is made from it, or holds a hash from which it could
be guessed: it can be locked, moved or destroyed, and everything else stands as before. Destroying
it makes nobody anonymous: while the study's sheets and raw texts exist, it can be made again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from quotetrail.anonymise.files import Pseudonyms
from quotetrail.anonymise.generic import is_generic_label
from quotetrail.anonymise.names import decision_text, mark
from quotetrail.anonymise.spelling import key
from quotetrail.sheets import CATEGORIES, Decision, KnownIdentifier, Participant

MAP_COLUMNS = ("pseudonym", "kind", "only_in", "names", "replacement", "transcripts", "places")
_BARE = {f"[{category}]" for category in CATEGORIES}


@dataclass
class _Entity:
    pseudonym: str
    kind: str
    only_in: str = ""
    names: list[str] = field(default_factory=list)
    replacements: dict[str, None] = field(default_factory=dict)
    transcripts: set[str] = field(default_factory=set)
    places: int = 0


def map_rows(
    participants: Iterable[Participant],
    identifiers: Iterable[KnownIdentifier],
    decisions: Iterable[Decision],
    coders: Mapping[str, str],
    pseudonyms: Sequence[Pseudonyms],
) -> list[dict[str, str]]:
    """One row for each pseudonym, in the order of the sheets.

    Parameters
    ----------
    participants, identifiers, decisions : rows of the sheets
    coders : mapping of str to str
        A coder's name to the pseudonym, "C1".
    pseudonyms : sequence of Pseudonyms
        How each transcript was pseudonymised, in the order of the sheet.

    Returns
    -------
    list of dict
        Columns `MAP_COLUMNS`. ``kind`` is participant, coder, identifier (everything that the
        identifiers or the decisions replace by the same words) or speaker (a label that no sheet
        declares, whose pseudonym counts in the transcript ``only_in`` alone). ``names`` are those
        of the sheets, ``;`` between. ``transcripts`` counts those where the name was replaced or
        the person speaks, ``places`` the replacements. What was replaced by a bare mark such as
        "[place]" has no row: it is nobody in particular.
    """
    people = _people(participants, coders)
    others = _others(identifiers, decisions, people)
    speakers = _speakers(pseudonyms, people)
    for made in pseudonyms:
        for speaker in made.speakers.values():
            if speaker in people:
                people[speaker].transcripts.add(made.transcript)
        for each in made.identifiers:
            gone = any(start <= each.start < end for start, end in made.withdrawn)
            entity = people.get(each.entity) or others.get(each.replacement)
            if entity is not None and each.decision == "replace" and not gone:
                entity.replacements[each.replacement] = None
                entity.transcripts.add(made.transcript)
                entity.places += 1
    own = {id(entity): entity for entity in (*people.values(), *others.values())}
    return [_row(entity) for entity in (*own.values(), *speakers)]


def _people(participants: Iterable[Participant], coders: Mapping[str, str]) -> dict[str, _Entity]:
    people: dict[str, _Entity] = {}
    for person in participants:
        entity = people.setdefault(person.participant, _Entity(person.participant, "participant"))
        labels = [label for label in person.label if not is_generic_label(label)]
        _add(entity, (*person.names, *labels))
    for name, pseudonym in coders.items():
        if key(name) != key(pseudonym):
            _add(people.setdefault(pseudonym, _Entity(pseudonym, "coder")), [name])
    return people


def _others(
    identifiers: Iterable[KnownIdentifier],
    decisions: Iterable[Decision],
    people: Mapping[str, _Entity],
) -> dict[str, _Entity]:
    """By replacement; a decision that puts a person's pseudonym adds a name to that person."""
    others = {f"[{pseudonym}]": entity for pseudonym, entity in people.items()}
    texts = [(row.text, row.replacement, row.category) for row in identifiers]
    texts += [
        (decision_text(row.text), row.replacement, row.category)
        for row in decisions
        if row.decision == "replace"
    ]
    for text, replacement, category in texts:
        words = mark(replacement, category)
        if words not in _BARE:
            entity = others.setdefault(words, _Entity(words[1:-1], "identifier"))
            entity.replacements.setdefault(words)
            _add(entity, [text])
    return others


def _speakers(pseudonyms: Iterable[Pseudonyms], people: Mapping[str, _Entity]) -> list[_Entity]:
    speakers = []
    for made in pseudonyms:
        for label, pseudonym in made.speakers.items():
            if pseudonym not in people and key(label) != key(pseudonym):
                entity = _Entity(pseudonym, "speaker", made.transcript, [label])
                entity.transcripts.add(made.transcript)
                speakers.append(entity)
    return speakers


def _add(entity: _Entity, names: Iterable[str]) -> None:
    known = {key(name) for name in entity.names}
    for name in names:
        if key(name) not in known | {key(entity.pseudonym)}:
            entity.names.append(name)
            known.add(key(name))


def _row(entity: _Entity) -> dict[str, str]:
    default = entity.pseudonym if entity.kind == "speaker" else f"[{entity.pseudonym}]"
    return {
        "pseudonym": entity.pseudonym,
        "kind": entity.kind,
        "only_in": entity.only_in,
        "names": ";".join(entity.names),
        "replacement": ";".join(entity.replacements or [default]),
        "transcripts": str(len(entity.transcripts)),
        "places": str(entity.places),
    }
