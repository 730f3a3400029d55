"""Reads the invoice out of hybrid PDF files with factur-x; prints one JSON line for each file."""
import json
import sys
from pathlib import Path

import facturx

for pair in sys.argv[1:]:
    pdf, xml = pair.split("=")
    errors = []
    name, found = facturx.get_xml_from_pdf(Path(pdf).read_bytes(), check_xsd=True)
    if name != "factur-x.xml":
        errors.append(f"the attached file is {name}")
    if found != Path(xml).read_bytes():
        errors.append("the attached file differs from the invoice")
    else:
        level = facturx.get_level(facturx.facturx.etree.fromstring(found))
        if level != "en16931":
            errors.append(f"the level is {level}")
    print(json.dumps({"file": pdf, "errors": errors}), flush=True)
