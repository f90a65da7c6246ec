"""What each text of the instrument must be, put together from `source_tables.md` section by section."""

from __future__ import annotations

import re

from .source_text import Texts, after_colon, listed, numbered, quoted_lines, rows, section, straight, under

OURS: Texts = {
    ("ovr", "name"): "Overige motieven",
    ("qs.scale.ja", "text"): "Ja",
    ("qs.scale.enigszins", "text"): "Enigszins",
    ("qs.scale.nee", "text"): "Nee",
    ("qs.scale.weet_niet", "text"): "Weet ik niet",
}
"""The few words that are not in the sources."""

HEADINGS = {"leg": "LEGITIMERENDE", "ont": "ONTWIKKELINGSGERICHTE", "kap": "KAPITAAL", "maa": "MAATSCHAPPELIJK"}


def tool() -> Texts:
    approach = quoted_lines(under("e", "Aanpak"))
    return {
        ("tool.title", "text"): after_colon(under("e", "Titel")[0]),
        ("tool.subtitle", "text"): after_colon(under("e", "Ondertitel")[0]),
        ("tool.goal", "text"): quoted_lines(under("e", "Doelstelling"))[0],
        ("tool.approach.1", "text"): approach[0],
        **numbered("tool.phase.", approach[1:4]),
        **numbered("tool.approach.", approach[4:], start=2),
    }


def form(kind: str) -> Texts:
    lines = under("a", {"praktijkpartner": "a1.", "opleiding": "a2."}[kind])
    texts = {(row[1], "text"): row[3] for row in rows(lines) if "ovr" not in row[1]}
    return {(f"form.{kind}", "title"): re.sub(r"^### a\d\. ", "", lines[0]), **texts}


def form_headings(kind: str) -> list[tuple[str, str]]:
    lines = under("a", {"praktijkpartner": "a1.", "opleiding": "a2."}[kind])
    return [(row[1], row[2]) for row in rows(lines) if "ovr" not in row[1]]


def phase1() -> Texts:
    columns = under("a", "Kolommen")[0]
    applies, outcome = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", columns)
    options = re.search(r"\*\*(\w+) / (\w+) / (\w+)\*\*", columns)
    assert options
    scale = zip(("ja", "enigszins", "nee"), options.groups(), strict=True)
    form_name = re.search(r"het ‘(Format .*?)’", "\n".join(under("e", "Aanpak")))
    assert form_name
    return {
        ("f1.title", "text"): after_colon(under("a", "Kop")[0]),
        ("f1.instruction", "text"): quoted_lines(under("a", "Instructie"))[0],
        ("f1.form_name", "text"): form_name[1],
        ("f1.applies", "text"): applies,
        ("f1.outcome", "text"): outcome,
        **{(f"f1.scale.{value}", "text"): text for value, text in scale},
        ("f1.reflection_intro", "text"): straight(section("b")[1])[0],
        **numbered("f1.r", listed(section("b"))),
    }


def phase2() -> Texts:
    return {
        ("f2.title", "text"): section("c")[0].partition("Fase 2 – ")[2],
        ("f2.instruction", "text"): quoted_lines(section("c"))[0],
        **numbered("f2.b", listed(under("c", "Zes bespreekvragen"))),
    }


def phase3() -> Texts:
    texts: Texts = {
        ("f3.title", "text"): section("d")[0].partition("Fase 3 – ")[2],
        ("f3.instruction", "text"): quoted_lines(under("d", "Instructie"))[0],
        ("f3.central", "text"): after_colon(under("d", "Centrale vraag")[0]),
        ("f3.deepening", "text"): quoted_lines(under("d", "Verdieping"))[0],
    }
    for number, theme in enumerate(("com", "inv", "cmn", "med"), 1):
        lines = under("d", f"Thema {number}")
        title = re.search(r"‘(\w+)’\*\*|– (\w+)\*\*", lines[0])
        assert title
        assert f"`f3.{theme}.1-" in lines[0]
        texts[f"f3.{theme}", "title"] = title[1] or title[2]
        texts |= numbered(f"f3.{theme}.", listed(lines))
    return texts


def glossary() -> Texts:
    texts: Texts = {("glossary.title", "text"): section("f")[0].removeprefix("## (f) ")}
    for name, text in rows(section("f")):
        term = name.removeprefix("– ")
        term_id = "term." + term.lower().replace(" ", "_")
        texts[term_id, "term"] = term
        if text != "[GAT]":
            texts[term_id, "text"] = re.sub(r" \*\(.*\)\*$", "", text)
    about = under("f", "Over HYBRIDISERING")
    first, second, third = (line for line in about if line.startswith("- "))
    explanations = [first.partition("`: ")[2].strip("'"), *straight(second), *straight(third)]
    return texts | numbered("term.hybridisering.", explanations)


def clusters() -> Texts:
    order = ("leg", "kap", "ont", "maa")
    headings = {row[2] for kind in ("a1.", "a2.") for row in rows(under("a", kind))}
    starts = {**HEADINGS, "ovr": "OVERIGE"}
    texts: Texts = {(c, "heading"): next(h for h in headings if h.startswith(s)) for c, s in starts.items()}
    for cluster, (name, submotives) in zip(order, rows(section("g")), strict=True):
        texts[cluster, "name"] = re.sub(r"^\d\. ", "", name)
        for letter, submotive in zip("abc", submotives.split(" · "), strict=False):
            if "[GAT]" not in submotive:
                texts[f"theory.{cluster}.{letter}", "text"] = re.sub(r"^[abc]\) ", "", submotive)
    levels = straight(next(line for line in section("g") if "Niveaus" in line))[0]
    intro, *names = re.split(r" \d\. ", levels)
    ids = ("level.individual", "level.organisation", "level.collective")
    texts |= {(level, "text"): name for level, name in zip(ids, names, strict=True)}
    texts["level.intro", "text"] = intro
    texts["theory.intro", "text"] = quoted_lines(section("g"))[0].partition(" 1. ")[0]
    return texts


def quick_scan() -> Texts:
    sheet = under("h", "Werkblad")[0]
    sides = re.search(r"\*\*([^*]+)\*\* \| \*\*([^*]+)\*\*", sheet)
    title = re.search(r"titel: (.*?)\. '", sheet)
    assert sides
    assert title
    return {
        ("qs.title", "text"): title[1],
        ("qs.question", "text"): straight(sheet)[0],
        ("qs.exercise", "text"): straight(under("h", "Oefening")[0])[0],
        ("qs.side.opleiding", "text"): sides[1],
        ("qs.side.praktijkpartner", "text"): sides[2],
        **numbered("qs.instruction.", quoted_lines(under("h", "Oefening"))),
        **numbered("qs.recommendation.", quoted_lines(under("h", "Aanbevelingen"))),
    }


def findings() -> Texts:
    cases, seen = _tables("m")[:2]
    fields = ("sector", "partners", "start", "place", "interviewed_practice", "interviewed_education", "composition")
    texts: Texts = {
        ("research.question", "text"): straight(under("m", "Onderzoeksvraag")[0])[0],
        ("research.method", "text"): after_colon(under("m", "Methode")[0]),
        **numbered("conclusion.", quoted_lines(under("m", "Conclusie"))),
    }
    for column, case in enumerate(("ict", "techniek", "educatie", "economie", "zorg"), 1):
        texts |= {(f"case.{case}", field): row[column] for field, row in zip(fields, cases, strict=True)}
    for number, (_, text, quote) in enumerate(seen, 1):
        texts[f"finding.{number}", "text"] = text
        if match := re.fullmatch(r"(“.*”) \(([^()]*)\)", quote):
            texts[f"finding.{number}", "quote"], texts[f"finding.{number}", "quoted"] = match.groups()
    return texts


def mirrors() -> Texts:
    names = "employer_branding private_capital teacher_development student_only innovation_kind society"
    ids = [*names.split(), "learning_community"]
    prompts = {
        (f"mirror.{name}", "text"): row[1] for name, row in zip(ids, rows(under("m", "Spiegelvragen")), strict=True)
    }
    return {("mirror.source_phrase", "text"): straight(under("m", "Spiegelvragen")[0])[0], **prompts}


def framework() -> Texts:
    texts: Texts = {}
    for name, start in (("what", "Wat is"), ("built", "Hoe is"), ("based", "Waar is"), ("when", "Wanneer kan")):
        lines = under("i", start)
        texts[f"framework.{name}", "title"] = lines[0].strip("*")
        texts |= numbered(f"framework.{name}.", quoted_lines(lines))
    built = texts["framework.built.2", "text"]
    positions = re.search(r"van ‘(\w+)’ naar ‘(\w+)’ naar ‘(\w+)’", built)
    levels = re.findall(r"(\w+)(?: niveau)? \((\d) elementen\)", built)
    focus = re.search(r"focus op (.*?), bij tactisch op (.*?) en bij operationeel op (.*?)\.", built)
    assert positions
    assert focus
    for number, ((name, elements), text) in enumerate(zip(levels, focus.groups(), strict=True), 1):
        level = f"framework.level.{number}"
        texts |= {(level, "name"): name, (level, "elements"): elements, (level, "text"): text}
    uses = numbered("framework.use.", quoted_lines(under("i", "Vijf toepassingsgebieden")))
    return texts | uses | numbered("framework.position.", list(positions.groups()))


def olos() -> Texts:
    model, instrument = quoted_lines(section("j"))
    return {
        ("olos.model", "text"): model.removesuffix(" *(link verloren)*"),
        ("olos.instrument", "text"): instrument,
        **{(row[0], "text"): row[1] for row in rows(section("j"))},
    }


def checklist() -> Texts:
    texts: Texts = {("b1.title", "text"): section("k")[0].partition("Bijlage 1 – ")[2]}
    for number in range(1, 6):
        lines = under("k", f"{number}. ")
        texts[f"b1.{number}", "title"] = lines[0].split("**")[1].removeprefix(f"{number}. ")
        texts |= numbered(f"b1.{number}.", listed(lines))
    return texts


def picture() -> Texts:
    heart = straight(under("l", "Hart van de plaat")[0])
    processes = zip(("samenwerken", "afstemmen", "opleiden"), quoted_lines(under("l", "Drie processen")), strict=True)
    highlight = next(line for line in section("l") if line.startswith("Uitgelicht"))
    return {
        ("beeldplaat.title", "text"): section("l")[0].partition("‘")[2].partition("’")[0],
        ("beeldplaat.question", "text"): straight(under("l", "Centrale vraag")[0])[0],
        ("beeldplaat.heart", "text"): heart[0],
        ("beeldplaat.heart.explained", "text"): heart[1],
        **{(f"beeldplaat.process.{name}", "text"): text for name, text in processes},
        ("beeldplaat.levels", "text"): quoted_lines(under("l", "Drie niveaus"))[0],
        **numbered("beeldplaat.design.", re.findall(r"\w+ ontwerp \([^)]*\)", under("l", "Vijf ontwerp")[0])),
        **numbered("beeldplaat.actors.", listed(under("l", "Actoren"))),
        **numbered("beeldplaat.worked.", listed(under("l", "Werkwijze"))),
        **numbered("beeldplaat.made.", listed(under("l", "Hoe de plaat"))),
        **numbered("beeldplaat.strength.", listed(under("l", "Vijf sterke"))),
        **numbered("beeldplaat.recommendation.", listed(under("l", "Acht aanbevelingen"))),
        ("beeldplaat.highlight", "text"): straight(highlight)[0],
        **numbered("beeldplaat.quote.", re.findall(r"“[^”]*”", under("l", "Citaten")[0])),
    }


def background() -> Texts:
    """What the sources say besides: of these texts all that is no summary of ours."""
    advice = re.findall(r"\d\. ([^·]+)", "\n".join(under("k", "Vijf aanbevelingen")))
    levels = re.findall(r"([\w -]+) = '([^']+)'", "\n".join(under("k", "Niveaus")))
    texts = numbered("recommendation.", [text.strip() for text in advice])
    for number, (name, text) in enumerate(levels, 1):
        texts |= {(f"hlo.level.{number}", "name"): name.strip(), (f"hlo.level.{number}", "text"): text}
    return texts


def expected_texts() -> Texts:
    """All of it, with the few words that are ours."""
    parts = (tool(), phase1(), phase2(), phase3(), form("praktijkpartner"), form("opleiding"), glossary(), clusters())
    depth = (quick_scan(), findings(), mirrors(), framework(), olos(), checklist(), picture(), background(), OURS)
    return {key: text for part in (*parts, *depth) for key, text in part.items()}


def _tables(letter: str) -> list[list[list[str]]]:
    blocks = re.split(r"\n(?!\|)", "\n".join(section(letter)))
    return [rows(block.split("\n")) for block in blocks if block.lstrip().startswith("|") or "\n|" in block]
