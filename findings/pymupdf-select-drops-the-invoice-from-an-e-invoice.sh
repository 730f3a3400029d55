#!/usr/bin/env bash
# Packages and versions: pymupdf 2.0; the PDF is made and read with pikepdf 10.18.0 (PyPI).
#
# Behaviour: a hybrid invoice (Factur-X, ZUGFeRD) is a PDF that carries the invoice as a file, factur-x.xml, which the
# document names as associated (AF) and its metadata as the invoice. `Document.select` keeps the pages that it is given,
# in that order. The file, AF and the metadata are gone afterwards, also if all pages are kept as they were.
# `delete_page` and `move_page`, which lead to the same pages, keep all three. There is no warning.
#
# Expected: they stay, as they belong to the document and not to a page (EmbeddedFiles, AF and Metadata of the catalog,
# PDF 2.0: https://www.iso.org/standard/75839.html), or go with each way to choose pages. Who takes an empty last page
# off mails a plain PDF, in which the receiver's program finds no invoice.
#
# Output seen on 2026-11-30:
#   as made: 2 pages, files ['factur-x.xml'], AF 1, metadata names factur-x.xml True
#   select([0, 1]): 2 pages, files [], AF 0, metadata names factur-x.xml False
#   select([0]): 1 pages, files [], AF 0, metadata names factur-x.xml False
#   delete_page(1): 1 pages, files ['factur-x.xml'], AF 1, metadata names factur-x.xml True
#   move_page(1, 0): 2 pages, files ['factur-x.xml'], AF 1, metadata names factur-x.xml True
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check pymupdf==2.0 pikepdf==10.18.0

cat >see.py <<'EOF'
from io import BytesIO

import pikepdf
import pymupdf

FACTURX = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#'


def make():
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.add_blank_page(page_size=(595, 842))
        file = pikepdf.AttachedFileSpec(
            pdf,
            b'<CrossIndustryInvoice/>',
            filename='factur-x.xml',
            mime_type='text/xml',
            relationship=pikepdf.Name.Alternative,
        )
        pdf.attachments['factur-x.xml'] = file
        pdf.Root.AF = pikepdf.Array([file.obj])
        with pdf.open_metadata() as metadata:
            metadata.register_xml_namespace(FACTURX, 'fx')
            metadata['fx:DocumentFileName'] = 'factur-x.xml'
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def look(data):
    with pikepdf.open(BytesIO(data)) as pdf:
        with pdf.open_metadata() as metadata:
            named = metadata.get(f'{{{FACTURX}}}DocumentFileName') == 'factur-x.xml'
        files = list(pdf.attachments)
        associated = len(pdf.Root.get('/AF', []))
        return f'{len(pdf.pages)} pages, files {files}, AF {associated}, metadata names factur-x.xml {named}'


invoice = make()
seen = [f'as made: {look(invoice)}']
for name, change in [
    ('select([0, 1])', lambda document: document.select([0, 1])),
    ('select([0])', lambda document: document.select([0])),
    ('delete_page(1)', lambda document: document.delete_page(1)),
    ('move_page(1, 0)', lambda document: document.move_page(1, 0)),
]:
    with pymupdf.open(stream=invoice) as document:
        change(document)
        seen.append(f'{name}: {look(document.tobytes())}')
print('\n'.join(seen))

assert seen == [
    "as made: 2 pages, files ['factur-x.xml'], AF 1, metadata names factur-x.xml True",
    "select([0, 1]): 2 pages, files [], AF 0, metadata names factur-x.xml False",
    "select([0]): 1 pages, files [], AF 0, metadata names factur-x.xml False",
    "delete_page(1): 1 pages, files ['factur-x.xml'], AF 1, metadata names factur-x.xml True",
    "move_page(1, 0): 2 pages, files ['factur-x.xml'], AF 1, metadata names factur-x.xml True",
], seen
EOF
env/bin/python see.py
