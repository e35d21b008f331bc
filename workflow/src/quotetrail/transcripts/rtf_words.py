"""The words of rich text that a reader has to know (Rich Text Format Specification 1.9.1)."""

SKIPPED = frozenset(
    str.split("""
    fonttbl colortbl stylesheet info pict object datafield listtable listoverridetable listtext
    pntext pntxta pntxtb rsidtbl generator xmlnstbl themedata colorschememapping latentstyles
    datastore fldinst bkmkstart bkmkend filetbl revtbl template ftnsep ftnsepc ftncn aftnsep
    aftnsepc aftncn atnid atnauthor atntime atnref atndate atrfstart atrfend xe tc nonesttables
    pgptbl userprops background nonshppict shppict
    """)
)
"""Groups that hold no text of the document."""

COUNTED = {
    "header": "header",
    "headerl": "header",
    "headerr": "header",
    "headerf": "header",
    "footer": "footer",
    "footerl": "footer",
    "footerr": "footer",
    "footerf": "footer",
    "annotation": "comment",
    "shptxt": "text box",
    "dptxbxtext": "text box",
}
"""Groups with a text that is not read, and what they are called."""

WRITTEN = {
    "tab": "\t",
    "line": "\n",
    "emdash": "\u2014",
    "endash": "\u2013",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "\u2022",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "~": "\u00a0",
    "-": "\u00ad",
    "_": "\u2011",
    "{": "{",
    "}": "}",
    "\\": "\\",
    "\t": "\t",
}
"""What a control word or symbol writes."""

CHARSETS = {
    77: "mac-roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
"""The encoding of a font's letters; those missing here have the file's own."""
