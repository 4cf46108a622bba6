"""Reads feeds as Palace does. Not imported: test_opds.py runs it by a Python that has palace-opds.
Each line of the input is a document; each line of the output says what is wrong with one."""

import json
import sys

from palace.opds.authentication.document import AuthenticationDocument
from palace.opds.opds2 import Feed, Publication, PublicationFeed

MODELS = {
    "feed": Feed,
    "books": PublicationFeed,
    "publication": Publication,
    "authentication": AuthenticationDocument,
}

for line in sys.stdin:
    document = json.loads(line)
    try:
        MODELS[document["kind"]].model_validate_json(document["body"])
    except Exception as problem:  # noqa: BLE001 - whatever it is, the test tells
        print(document["address"], " ".join(str(problem).split())[:400])
