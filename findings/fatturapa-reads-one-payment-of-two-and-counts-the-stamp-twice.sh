#!/usr/bin/env bash
# Package and version: fatturapa 0.2.0 (PyPI). For comparison a38 0.1.8 (PyPI).
#
# Behaviour: an Italian e-invoice may have several blocks DatiPagamento, one for each kind of terms: here 30.00 in
# advance (TP03) and the rest by instalments (TP01). fatturapa reads the first block only, so the rest is never due.
# If the optional total ImportoTotaleDocumento is absent, it computes one from the tax summary and adds the stamp duty
# of DatiBollo. A stamp charged to the buyer is a line and in the summary already, so the total has it twice. The
# discount of a line is always the empty string, although the field is there. None of it gives an error.
#
# Expected: both payments, and a total of 102.00: it is what the instalments and the lines add up to. FatturaPA schema
# 1.2.1 (in @digitalia/fatturapa 1.3.1 of npm as src/schemas/Schema_1.2.1.xsd): DatiPagamento and ScontoMaggiorazione
# have maxOccurs="unbounded". DatiBollo states the tax that the seller owes; to charge it to the buyer takes a line with
# Natura N1 (https://servicedesk-partner.namirial.com/hc/it/articles/10200611188881-FE-INSERIMENTO-BOLLO-IN-FATTURA).
#
# Output seen:
#   lines: 100.00 (110.00 less 10.00) + 2.00 stamp
#   a38: payments 30.00 + 72.00, computed total 102.00, discount 10.00
#   fatturapa: payments 30,00, computed total 104,00, discount ''
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check fatturapa==0.2.0 a38==0.1.8

cat >see.py <<'EOF'
import xml.etree.ElementTree as ET

import fatturapa
from a38.fattura import auto_from_etree


def party(tag, code, name, regime=""):
    return f"""<{tag}><DatiAnagrafici>
      <IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>{code}</IdCodice></IdFiscaleIVA>
      <Anagrafica><Denominazione>{name}</Denominazione></Anagrafica>{regime}</DatiAnagrafici>
      <Sede><Indirizzo>Via Roma 1</Indirizzo><CAP>00100</CAP><Comune>Roma</Comune><Nazione>IT</Nazione></Sede>
      </{tag}>"""


def line(number, name, price, total, nature, discount=""):
    return f"""<DettaglioLinee><NumeroLinea>{number}</NumeroLinea><Descrizione>{name}</Descrizione>
      <Quantita>1.00</Quantita><PrezzoUnitario>{price}</PrezzoUnitario>{discount}<PrezzoTotale>{total}</PrezzoTotale>
      <AliquotaIVA>0.00</AliquotaIVA><Natura>{nature}</Natura></DettaglioLinee>"""


def summary(amount, nature, rule):
    return f"""<DatiRiepilogo><AliquotaIVA>0.00</AliquotaIVA><Natura>{nature}</Natura>
      <ImponibileImporto>{amount}</ImponibileImporto><Imposta>0.00</Imposta>
      <RiferimentoNormativo>{rule}</RiferimentoNormativo></DatiRiepilogo>"""


def payment(terms, due, amount):
    return f"""<DatiPagamento><CondizioniPagamento>{terms}</CondizioniPagamento><DettaglioPagamento>
      <ModalitaPagamento>MP05</ModalitaPagamento><DataScadenzaPagamento>{due}</DataScadenzaPagamento>
      <ImportoPagamento>{amount}</ImportoPagamento></DettaglioPagamento></DatiPagamento>"""


discount = "<ScontoMaggiorazione><Tipo>SC</Tipo><Importo>10.00</Importo></ScontoMaggiorazione>"
xml = f"""<?xml version="1.0" encoding="UTF-8"?>
<p:FatturaElettronica versione="FPR12" xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2">
<FatturaElettronicaHeader><DatiTrasmissione>
  <IdTrasmittente><IdPaese>IT</IdPaese><IdCodice>01234567897</IdCodice></IdTrasmittente>
  <ProgressivoInvio>1</ProgressivoInvio><FormatoTrasmissione>FPR12</FormatoTrasmissione>
  <CodiceDestinatario>ABC1234</CodiceDestinatario></DatiTrasmissione>
  {party("CedentePrestatore", "01234567897", "Alfa", "<RegimeFiscale>RF01</RegimeFiscale>")}
  {party("CessionarioCommittente", "09876543217", "Beta")}</FatturaElettronicaHeader>
<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>TD01</TipoDocumento>
  <Divisa>EUR</Divisa><Data>2026-11-30</Data><Numero>12</Numero>
  <DatiBollo><BolloVirtuale>SI</BolloVirtuale><ImportoBollo>2.00</ImportoBollo></DatiBollo>
  </DatiGeneraliDocumento></DatiGenerali>
  <DatiBeniServizi>{line(1, "Corso", "110.00", "100.00", "N4", discount)}{line(2, "Bollo", "2.00", "2.00", "N1")}
  {summary("100.00", "N4", "Art. 10 DPR 633/72")}{summary("2.00", "N1", "Art. 15 DPR 633/72")}</DatiBeniServizi>
  {payment("TP03", "2026-12-01", "30.00")}{payment("TP01", "2026-12-31", "72.00")}
</FatturaElettronicaBody></p:FatturaElettronica>"""

print("lines: 100.00 (110.00 less 10.00) + 2.00 stamp")

body = auto_from_etree(ET.fromstring(xml.encode())).fattura_elettronica_body[0]
due = [str(part.importo_pagamento) for block in body.dati_pagamento for part in block.dettaglio_pagamento]
reduced = body.dati_beni_servizi.dettaglio_linee[0].sconto_maggiorazione[0].importo
body.build_importo_totale_documento()
total = str(body.dati_generali.dati_generali_documento.importo_totale_documento)
print(f"a38: payments {' + '.join(due)}, computed total {total}, discount {reduced}")
assert (due, total, str(reduced)) == (["30.00", "72.00"], "102.00", "10.00")

(read,) = fatturapa.parse(xml.encode())
due = [part.importo for part in read.pagamenti]
reduced = read.linee[0].sconto
print(f"fatturapa: payments {' + '.join(due)}, computed total {read.importo_totale}, discount {reduced!r}")
assert (due, read.importo_totale, reduced) == (["30,00"], "104,00", "")
EOF
python/bin/python see.py
