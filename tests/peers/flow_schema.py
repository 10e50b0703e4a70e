"""Python's jsonschema reads the schemas that frontdesk prints: flow_schema.py FRONTDESK ROOT

It takes every shipped flow and translation, and of the mistakes in tests/flows/loader_errors.txt it refuses those that
can be seen in one mapping alone.
"""
import json
import pathlib
import re
import subprocess
import sys

import yaml
from jsonschema import Draft202012Validator

OF_SHAPE = re.compile(r"flows/test\.yaml:.*(unknown key|lacks '|unknown step|unknown slot type|does not fit a slot of type)")


class Loader(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read it: no dates, and only true and false are flags."""


Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool", ":value", ":merge"))]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def schema_of(frontdesk, *options):
    schema = json.loads(subprocess.run([frontdesk, "flow", "schema", *options], check=True, capture_output=True).stdout)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def error_cases(text):
    for case in text.split("\n== ")[1:]:
        name, _, rest = case.partition("\n")
        flow, _, says = rest.partition("\n-- says\n")
        yield name, flow.partition("\n-- zh\n")[0], says


def main(frontdesk, root):
    flow, translation = schema_of(frontdesk), schema_of(frontdesk, "--translation")
    shipped = sorted(pathlib.Path(root, "flows/library").glob("*.yaml"))
    for path in shipped:
        validator = flow if path.name.count(".") == 1 else translation
        for error in validator.iter_errors(yaml.load(path.read_text(), Loader)):
            sys.exit(f"{path}: {error.json_path}: {error.message}")
    refused = wrong = 0
    for name, text, says in error_cases(pathlib.Path(root, "tests/flows/loader_errors.txt").read_text()):
        try:
            valid = flow.is_valid(yaml.load(text, Loader))
        except yaml.YAMLError:
            continue
        refused += not valid
        if (valid and OF_SHAPE.search(says)) or (not valid and " error: " not in says):
            wrong += 1
            print(f"'{name}': the schema {'accepts' if valid else 'refuses'} it, but check says: {says}")
    if wrong or not shipped or refused < 15:
        sys.exit(1)
    print(f"jsonschema takes {len(shipped)} shipped files and refuses {refused} broken ones")


main(sys.argv[1], sys.argv[2])
