"""The speakers' codes go out with a project to be coded, and do not come back into the tables."""

from quotetrail.coding.locate import locate
from quotetrail.coding.project import Code, Coding, Project
from quotetrail.coding.record import of_record
from quotetrail.coding.speakers import CODER, speaker_codes, without_speakers
from quotetrail.text import Transcript, Turn

TEXT = Transcript("t", "en", "hello\nyes\nno", (Turn(0, 5, "P1"), Turn(6, 9, "INT"), Turn(10, 12)))


def test_what_was_added_for_the_speakers_is_taken_out_again_and_counted():
    speakers, turns = speaker_codes([TEXT])
    assert [code.name for code in speakers] == ["Speakers", "P1", "INT"]
    trust = Code("c1", "Speakers")  # somebody's own code of the same name
    coding = Coding("k1", "c1", "t", 0, 5, "Ada")
    project = Project("p", (trust, *speakers), (), (coding, *turns), ("Ada", CODER))
    back = without_speakers(project)
    assert (back.codes, back.coders) == ((trust,), ("Ada",))
    assert [each.kind for each in back.codings] == ["text", "speaker", "speaker"]
    located = locate([back], [TEXT])
    assert {each.placement for each in located if each.coding.kind == "speaker"} == {"unplaced"}
    assert of_record(located, {"Ada": "C1"}, "", "s") == {"k1"}
