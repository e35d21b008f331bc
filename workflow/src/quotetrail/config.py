"""The configuration: checked against the schema, defaults filled in, errors in plain words."""

import copy
import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from quotetrail.errors import ConfigError

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list: each entry on a line of its own, after '- '",
    "object": "keys of its own, indented below it",
}
SCHEMA = Path(__file__).parents[2] / "schemas" / "config.schema.yaml"


def read_config(path: str | Path) -> dict[str, Any]:
    """Read a config file.

    Raises
    ------
    ConfigError
        If it is missing, not UTF-8, no YAML, or no table of keys; nothing of it is shown.
    """
    file, expected = str(path), "a YAML file in UTF-8 with the key `studies`"
    try:
        config = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        found, place = "the config is not UTF-8", f"byte {error.start}"
        advice = "save the file again as UTF-8"
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        found, place = "the config is no YAML", f"line {mark.line + 1}" if mark else ""
        advice = "look there and in the line above for a bracket or quotation mark that is not "
        advice += "closed, a tab, or a key that is not aligned with the others"
    except OSError:
        found, place = "the config does not exist, or cannot be opened", ""
        advice = "check the path; the working directory is where it starts"
    else:
        if isinstance(config, dict):
            return config
        found, place, advice = "the config has no keys", "", "write it as config/README.md says"
    raise ConfigError(found, file=file, place=place, expected=expected, advice=advice)


def check_config(config: dict[str, Any], file: str = "config") -> dict[str, Any]:
    """Check a configuration and fill in the defaults.

    Parameters
    ----------
    config : dict
        As read from YAML.
    file : str
        How to name the configuration in messages.

    Returns
    -------
    dict
        A copy in which every setting with a default is present.

    Raises
    ------
    ConfigError
        If a key is unknown (the nearest known one is named), missing, or holds a value that the
        schema does not allow; values are not shown.
    """
    schema = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    problems = sorted(validator.iter_errors(config), key=lambda error: list(map(str, error.path)))
    if problems:
        raise _explained(problems[0], file) from None
    checked = copy.deepcopy(config)
    _fill(checked, schema, schema)
    for name in checked.get("synthesis", []):
        if name not in checked["studies"]:
            raise ConfigError(
                f"the synthesis names a study {name!r} that is not configured",
                file=file,
                place="synthesis",
                expected=f"some of {', '.join(checked['studies'])}",
                advice="correct the name, or add the study to `studies`",
            )
    for name, study in checked["studies"].items():
        _check_study(name, study, file)
    return checked


def _check_study(name: str, study: dict[str, Any], file: str) -> None:
    if "transcripts" not in study and "codings" not in study:
        raise ConfigError(
            "the study has neither transcripts nor codings",
            file=file,
            place=f"studies.{name}",
            expected="`transcripts` (a sheet), `codings` (project files), or both",
            advice="add one of the two",
        )
    if "quotations" in study and "codings" not in study:
        raise ConfigError(
            "the study has quotations but no codings",
            file=file,
            place=f"studies.{name}.quotations",
            expected="`codings` too, since the sheet names codings by their ids",
            advice="add `codings`, or take `quotations` out",
        )
    if "codes" in study and "codings" not in study:
        raise ConfigError(
            "the study has a sheet of codes but no codings",
            file=file,
            place=f"studies.{name}.codes",
            expected="`codings` too, since the sheet says what became of their codes",
            advice="add `codings`, or take `codes` out",
        )
    _check_styles(name, study, file)
    for language in study["models"]:
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*|\*", language):
            raise ConfigError(
                "a model is given for something that is no language tag",
                file=file,
                place=f"studies.{name}.models",
                expected="tags such as en, sw or de-CH, or * for every other language",
                advice="correct the key",
            )
    if "contrast" in study:
        listed = [country for group in study["contrast"]["groups"].values() for country in group]
        for site, settings in study["sites"].items():
            if listed.count(settings["country"]) != 1:
                raise ConfigError(
                    f"the country of site {site!r} is in {listed.count(settings['country'])} "
                    "groups of the contrast",
                    file=file,
                    place=f"studies.{name}.contrast.groups",
                    expected="the country of each site in exactly one group",
                    advice="give each site a `country`, and list that country in one group",
                )


def _check_styles(name: str, study: dict[str, Any], file: str) -> None:
    """Styles that need something else: the study's start, or a role that may be published."""
    replacements = study["replacements"]
    for zone in ("controlled", "public"):
        styles, place = replacements[zone], f"studies.{name}.replacements.{zone}"
        if styles.get("date") == "relative" and "study_start" not in replacements:
            raise ConfigError(
                "dates are to be relative to the study's start, which is not given",
                file=file,
                place=f"{place}.date",
                expected="`study_start: YYYY-MM` beside `controlled` and `public`",
                advice="add it, or choose month, year or mark",
            )
        if styles.get("person") in ("number", "role") and "role" not in study["publish"]:
            raise ConfigError(
                "persons are to be shown with their role, which is not published",
                file=file,
                place=f"{place}.person",
                expected="`role` among the attributes in `publish`",
                advice="add it to `publish`, or choose id or mark",
            )


def _explained(problem: jsonschema.ValidationError, file: str) -> ConfigError:
    place = ".".join(map(str, problem.absolute_path))
    rule = problem.validator
    inner: Any = problem.schema
    value: Any = problem.validator_value
    if rule == "additionalProperties" and isinstance(problem.instance, dict):
        known = list(inner.get("properties", {}))
        unknown = next(key for key in problem.instance if key not in known)
        near = difflib.get_close_matches(str(unknown).lower(), known, n=1, cutoff=0.5)
        return ConfigError(
            f"the key {str(unknown)!r} is not known",
            file=file,
            place=place,
            expected=f"one of {', '.join(known)}",
            advice=f"did you mean {near[0]!r}?" if near else "remove it; config/README.md has all",
        )
    if rule == "required" and isinstance(problem.instance, dict):
        missing = [key for key in value if key not in problem.instance]
        return ConfigError(
            f"the key {missing[0]!r} is missing",
            file=file,
            place=place,
            expected=f"the {'keys' if value[1:] else 'key'} {', '.join(value)}",
            advice="add it; config/README.md says what it holds",
        )
    if "propertyNames" in problem.absolute_schema_path:
        return ConfigError(
            f"a study cannot be named {str(problem.instance)!r}",
            file=file,
            place="studies",
            expected="small letters, digits and '_', beginning with a letter, and neither "
            "'synthesis' nor 'evidence', which are folders of their own under results/",
            advice="give the study another name",
        )
    return ConfigError(
        "the value is not allowed",
        file=file,
        place=place,
        expected=_wanted(str(rule), value),
        advice=f"correct it. {inner.get('description', 'config/README.md says what it holds.')}",
    )


def _wanted(rule: str, value: Any) -> str:
    """What a rule of the schema asks for, in words."""
    if rule == "type":
        return " or ".join(_TYPES[each] for each in ([value] if isinstance(value, str) else value))
    if rule == "enum":
        return f"one of {', '.join(value)}"
    if rule == "not":
        return f"any other value than {value['const']}"
    words = {
        "pattern": f"text that matches {value}",
        "minimum": f"{value} or more",
        "minItems": f"a list of {value} or more",
        "minProperties": f"{value} or more keys below it",
        "uniqueItems": "each entry once",
        "maxProperties": f"no more than {value} {'key' if value == 1 else 'keys'} below it",
    }
    return words[rule]


def _fill(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> None:
    schema = _resolved(schema, root)
    if not isinstance(value, dict):
        return
    for key, rule in schema.get("properties", {}).items():
        if key not in value and "default" in rule:
            value[key] = copy.deepcopy(rule["default"])
    for key, inner in value.items():
        rule = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
        if isinstance(rule, dict):
            _fill(inner, rule, root)


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Any = root
    for part in _parts(schema["$ref"]):
        found = found[part]
    return found


def _parts(reference: str) -> Iterable[str]:
    return reference.removeprefix("#/").split("/")
