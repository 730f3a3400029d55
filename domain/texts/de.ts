import { translation } from './catalogue.ts'

export const de = translation({
  'deposit.first': 'eine Anzahlung von {amount} (Gesamtbetrag {total})',
  'deposit.rest': 'der Rest der Anzahlung, {amount} (Gesamtbetrag {total})',
  'tax.all': 'MwSt.',
  'tax.rate': 'MwSt. {rate} % auf {net}',
  'tax.none': 'Ohne MwSt.: {net}',
  'profile.company_number': 'Registernummer {number}',
  'profile.tax_number': 'Steuernummer/USt-IdNr. {number}',
  'method.cash': 'Bar',
  'method.transfer': 'Überweisung',
  'method.card': 'Karte',
  'method.cheque': 'Scheck',
  'method.other': 'Andere Zahlungsart',
  'invoice.title': 'Rechnung {number}',
  'invoice.due': 'Fällig am {date}',
  'invoice.overdue': 'Überfällig seit {date}',
  'invoice.total': 'Gesamtbetrag',
  'invoice.draft': 'ENTWURF',
  'payment.received': 'Zahlung',
  'payment.removed': 'Zahlung, die nicht eingegangen ist',
  'payment.paid_on': 'Bezahlt am',
  'payment.reference': 'Referenz',
  'refund.pending': 'Rückerstattung unterwegs',
  'refund.pending_amount': 'Eine Rückerstattung von {amount} ist unterwegs.',

  'page.languages': 'Sprache',
  'credit.reduction': 'Preisnachlass',
  'secure.heading': 'Sichere Zahlung',
  'secure.bank':
    'Sie melden sich bei Ihrer eigenen Bank an und geben die Zahlung dort frei. Ihre Bankdaten sind hier niemals sichtbar.',
  'secure.amount':
    'Betrag und Empfänger sind ausgefüllt. Prüfen Sie beides bei Ihrer Bank, bevor Sie die Zahlung freigeben.',
  'secure.confirmed':
    'Die Rechnung gilt erst als bezahlt, wenn die Bank es bestätigt hat. Dann erhalten Sie eine Quittung.',
  'page.back': 'Zurück zur Rechnung',

  'page.title.invoice': 'Rechnung {number} von {merchant}',
  'page.deposit_of': 'Anzahlung, Gesamtbetrag {total}',
  'page.rest_of': 'Noch zu zahlen, Gesamtbetrag {total}',
  'page.contents': 'Wofür Sie bezahlen',
  'page.for_customer': 'Für {customer}',
  'page.item': 'Position',
  'page.amount_in': 'Betrag in {currency}',
  'page.received': 'Eingegangen',
  'page.given_back': 'An Sie zurückgezahlt',
  'page.credited': 'Gutgeschrieben',
  'page.still_due': 'Noch zu zahlen',
  'page.deposit_now': 'Anzahlung jetzt',
  'page.plus_tax': 'zzgl. {rate} % MwSt.',
  'page.download_pdf': 'Rechnung herunterladen (PDF)',
  'page.pay': 'Per Bank bezahlen',
  'page.with_bank': 'über {bank}',
  'page.phone': 'Auf dem Handy fortfahren',
  'page.phone_code': 'QR-Code dieses Zahlungslinks',
  'page.phone_text': 'Richten Sie die Kamera des Handys auf den Code: Er öffnet dort diese Rechnung.',
  'page.no_bank':
    'Diese Rechnung kann hier nicht über eine Bank bezahlt werden. Bitte fragen Sie {merchant}, wie Sie sie bezahlen können.',
  'page.no_payments':
    '{merchant} kann hier zurzeit keine Zahlungen annehmen. Bitte fragen Sie {merchant}, wie Sie bezahlen können: {email}. Wenn Sie bei Ihrer Bank bereits eine Zahlung freigegeben haben, zahlen Sie bitte nicht noch einmal.',

  'banks.title': 'Wählen Sie Ihre Bank, um {merchant} zu bezahlen',
  'banks.section': 'Ihre Bank',
  'banks.heading': 'Wählen Sie Ihre Bank',
  'banks.approve_there': 'Dort geben Sie die Zahlung frei.',
  'banks.search': 'Bank suchen',
  'banks.country': 'Land',
  'banks.all_countries': 'Alle Länder',
  'banks.search_all': 'In allen Ländern suchen',
  'banks.show': 'Anzeigen',
  'banks.shown': 'Angezeigte Banken: {count}',
  'banks.last_used': 'Zuletzt auf diesem Gerät verwendet',
  'banks.none_found': 'Es wurde keine Bank mit diesem Namen gefunden.',
  'banks.maintenance': 'In Wartung',
  'banks.unavailable': 'Zurzeit nicht verfügbar',
  'banks.limit': 'Höchstens {amount}',

  'consent.pay':
    'Mit dem Klick auf „{pay}“ erlauben Sie TrueLayer, diese Zahlung von Ihrem Bankkonto auszulösen, und stimmen den {terms} von TrueLayer zu.',
  'consent.pay_mixed':
    'Mit dem Klick auf „{pay}“ erlauben Sie TrueLayer oder, bei einigen Banken, einem anderen Dienst, diese Zahlung von Ihrem Bankkonto auszulösen, und stimmen den {terms} von TrueLayer zu.',
  'consent.choose':
    'Mit der Wahl Ihrer Bank erlauben Sie TrueLayer, diese Zahlung von Ihrem Bankkonto auszulösen, und stimmen den {terms} von TrueLayer zu.',
  'consent.choose_mixed':
    'Mit der Wahl Ihrer Bank erlauben Sie TrueLayer oder, bei einigen Banken, einem anderen Dienst, diese Zahlung von Ihrem Bankkonto auszulösen, und stimmen den {terms} von TrueLayer zu.',
  'consent.terms': 'Nutzungsbedingungen und Datenschutzhinweisen',

  'notice.not_started':
    'Die Zahlung wurde nicht gestartet: Die Rechnung hat sich möglicherweise geändert. Bitte sehen Sie sie sich noch einmal an und klicken Sie dann erneut auf „{pay}“.',
  'notice.no_answer':
    '{bank} hat noch nicht geantwortet. {nothing_paid} Bitte versuchen Sie es noch einmal oder wählen Sie eine andere Bank.',
  'notice.unclear_amount':
    'Ihre Bank hat Geld gesendet, aber der Betrag steht noch nicht fest. Die Rechnung ist damit nicht bezahlt. {merchant} wurde benachrichtigt und wird sich bei Ihnen melden. Bitte zahlen Sie vorher nicht noch einmal.',
  'notice.other_currency':
    'Ihre letzte Zahlung kam in einer anderen Währung als der dieser Rechnung. Die Rechnung ist damit nicht bezahlt. {merchant} wurde benachrichtigt und wird sich bei Ihnen melden. Bitte zahlen Sie vorher nicht noch einmal.',
  'notice.not_arrived':
    'Ihre letzte Zahlung ist laut Bank doch nicht eingegangen. Bitte sehen Sie auf Ihrem Konto bei {bank} nach, bevor Sie noch einmal zahlen.',
  'notice.arrived': 'Ihre letzte Zahlung ist eingegangen. Vielen Dank.',
  'failure.nothing_paid': 'Es wurde nichts bezahlt.',
  'failure.nothing_paid_this_time': 'Dieses Mal wurde nichts bezahlt.',
  'failure.insufficient_funds':
    'Auf dem Konto war nicht genug Geld. {nothing_paid} Sie können es noch einmal versuchen, auch von einem anderen Konto.',
  'failure.limit':
    'Der Betrag liegt über Ihrem Limit bei {bank}. {nothing_paid} Sie können das Limit in Ihrer Banking-App erhöhen und es noch einmal versuchen oder eine andere Bank wählen.',
  'failure.unavailable':
    '{bank} ist zurzeit nicht erreichbar. {nothing_paid} Bitte versuchen Sie es in einigen Minuten noch einmal oder wählen Sie eine andere Bank.',
  'failure.too_late':
    'Die Zahlung wurde nicht rechtzeitig freigegeben. {nothing_paid} Sie können es noch einmal versuchen.',
  'failure.stopped':
    'Die Zahlung wurde abgebrochen, bevor sie freigegeben war. {nothing_paid} Sie können es noch einmal versuchen.',
  'failure.identity':
    '{bank} konnte nicht feststellen, dass Sie es waren. {nothing_paid} Sie können es noch einmal versuchen.',
  'failure.not_approved':
    'Die Zahlung wurde nicht freigegeben. {nothing_paid} Sie können es noch einmal versuchen.',
  'failure.not_allowed':
    '{bank} hat die Zahlung nicht zugelassen. {nothing_paid} Bitte fragen Sie dort nach dem Grund oder wählen Sie eine andere Bank.',
  'failure.more_asked':
    '{bank} verlangt mehr Angaben, als hier möglich sind. {nothing_paid} Bitte wählen Sie eine andere Bank.',
  'failure.not_from_here':
    'Eine Zahlung von {bank} kann hier nicht freigegeben werden. {nothing_paid} Bitte wählen Sie eine andere Bank.',
  'failure.returned':
    'Die Zahlung konnte nicht angenommen werden, und die Rechnung ist weiterhin offen. Geld, das von Ihrem Konto abgegangen ist, kommt dorthin zurück. Sie können es noch einmal versuchen, von einem Konto auf Ihren eigenen Namen.',
  'failure.other':
    'Die Zahlung war nicht erfolgreich, und die Rechnung ist weiterhin offen. Sie können es noch einmal versuchen oder eine andere Bank wählen.',

  'waiting.title': 'Warten auf Ihre Bank',
  'waiting.starting': 'Ihre Zahlung bei {bank} wird gestartet.',
  'waiting.starting_somewhere': 'Ihre Zahlung wird gestartet.',
  'waiting.processing': '{bank} hat Ihre Freigabe erhalten, und das Geld ist unterwegs.',
  'waiting.not_stopped':
    'Die Zahlung bei {bank} ließ sich nicht mehr stoppen, daher wurde keine andere Bank geöffnet: Niemand soll zweimal bezahlen. Wenn Sie sie freigegeben haben, warten Sie bitte. Eine Stunde nach dem Beginn können Sie eine andere Bank wählen.',
  'waiting.not_stopped_continue':
    'Die Zahlung bei {bank} ließ sich nicht mehr stoppen, daher wurde keine andere Bank geöffnet: Niemand soll zweimal bezahlen. Wenn Sie sie freigegeben haben, warten Sie bitte; wenn nicht, schließen Sie sie bitte dort ab. Eine Stunde nach dem Beginn können Sie eine andere Bank wählen.',
  'waiting.unconfirmed':
    '{bank} hat die Zahlung noch nicht bestätigt. Wenn Sie sie nicht freigegeben haben, wählen Sie bitte Ihre Bank noch einmal.',
  'waiting.unconfirmed_continue':
    '{bank} hat die Zahlung noch nicht bestätigt. Wenn Sie sie nicht freigegeben haben, können Sie das noch tun oder eine andere Bank wählen.',
  'waiting.updates': 'Diese Seite aktualisiert sich von selbst.',
  'waiting.continue_at': 'Weiter bei {bank}',
  'waiting.another_bank': 'Andere Bank wählen',
  'waiting.choose_again': 'Bank noch einmal wählen',

  'paid.title': 'Rechnung {number} ist bezahlt',
  'paid.heading': '{amount} bezahlt',
  'paid.received.one': '{merchant} hat Ihre Zahlung für die Rechnung {number} erhalten.',
  'paid.received.other': '{merchant} hat Ihre Zahlungen für die Rechnung {number} erhalten.',
  'paid.overpaid': 'Sie haben {amount} mehr als den Gesamtbetrag bezahlt.',
  'paid.given_back': '{amount} wurden an Sie zurückgezahlt.',
  'paid.payment_reversed': 'Zahlung, die laut Bank nicht eingegangen ist',
  'paid.from': 'Von',
  'paid.refund': 'Zurückgezahlt',
  'paid.refund_since': 'Seit',
  'paid.refund_on': 'Am',
  'paid.refund_to': 'An',
  'paid.download_receipt': 'Zahlungsbeleg herunterladen',
  'paid.download_invoice': 'Rechnung herunterladen',

  'link.unknown.title': 'Dieser Link funktioniert nicht',
  'link.unknown.text':
    'Er ist möglicherweise unvollständig. Bitte öffnen Sie ihn noch einmal dort, wo Sie ihn gefunden haben.',
  'link.unknown.help': 'Wenn das nicht hilft, bitten Sie den Absender um einen neuen Link.',
  'link.expired.title': 'Dieser Link ist abgelaufen',
  'link.expired.text': 'Die Rechnung kann damit nicht mehr bezahlt werden.',
  'link.revoked.title': 'Dieser Link wurde ersetzt',
  'link.revoked.text': 'Die Rechnung kann damit nicht mehr bezahlt werden.',
  'link.revoked.newer': 'Es gibt einen neueren. Bitte suchen Sie ihn in Ihren Nachrichten.',
  'link.void.title': 'Diese Rechnung wurde storniert',
  'link.void.text':
    'Es ist nichts zu bezahlen. Wenn Sie bereits eine Zahlung freigegeben haben, erfahren Sie per E-Mail, was damit geschieht.',
  'link.paid.title': 'Diese Rechnung ist bezahlt',
  'link.paid.text': 'Es ist nichts mehr zu bezahlen.',
  'link.requested': '{merchant} wurde um einen neuen Link gebeten.',
  'link.requested_next': 'Sie können ihn dann von dort erhalten.',
  'link.request': 'Neuen Link anfordern',
  'link.question': 'Wenn Sie eine Frage haben, wenden Sie sich bitte an {merchant}: {email}.',

  'error.again.title': 'Bitte versuchen Sie es gleich noch einmal',
  'error.page': 'Diese Seite kann gerade nicht angezeigt werden.',
  'error.payment':
    'Ihre Bank konnte gerade nicht geöffnet werden. Die Rechnung zeigt, was aus Ihrer Zahlung geworden ist.',
  'error.request': 'Ihre Anfrage konnte gerade nicht gesendet werden.',
  'error.bank.title': 'Die Bank antwortet nicht',
  'error.bank.text':
    'Ihre Bank war nicht erreichbar. {nothing_paid} Bitte versuchen Sie es in einigen Minuten noch einmal oder wählen Sie eine andere Bank.',
  'error.not_found.title': 'Diese Seite gibt es nicht',
  'error.method.title': 'Diese Seite kann so nicht verwendet werden',
  'error.address': 'Die Adresse ist möglicherweise unvollständig.',
  'error.other.title': 'Etwas ist schiefgelaufen',
  'error.other.text':
    'Bitte sehen Sie sich die Rechnung noch einmal an, bevor Sie bezahlen: Sie zeigt, ob eine Zahlung begonnen hat.',
  'return.title': 'Zurück von Ihrer Bank',
  'return.text':
    'Wenn sich diese Seite nicht von selbst ändert, öffnen Sie die Rechnung noch einmal dort, wo Sie den Link gefunden haben: Sie zeigt, ob sie bezahlt ist.',
  'return.late.title': 'Zurück von Ihrer Bank',
  'return.late.text':
    'Bitte öffnen Sie die Rechnung noch einmal dort, wo Sie den Link gefunden haben: Sie zeigt, ob sie bezahlt ist.',
  'return.deferred':
    'Die Antwort Ihrer Bank konnte noch nicht weitergegeben werden. Bitte laden Sie diese Seite gleich noch einmal.',

  'email.greeting': 'Guten Tag {customer},',
  'email.thanks': 'Vielen Dank für Ihr Vertrauen.',
  'email.regards': 'Mit freundlichen Grüßen',
  'email.open_address': 'Oder öffnen Sie diese Adresse:',
  'email.payment_link': 'Zahlungslink: {url}',
  'email.pdf_link': 'Als PDF: {url}',
  'email.pdf': 'Die Rechnung als PDF',
  'email.pay': 'Ansehen und bezahlen',
  'email.view_invoice': 'Rechnung ansehen',
  'email.view_receipt': 'Zahlungsbeleg ansehen',
  'email.for': 'Für: {description}',
  'email.due': 'Fälligkeitsdatum: {date}',
  'email.total': 'Gesamtbetrag: {amount}',
  'email.received': 'Eingegangen: {amount}',
  'email.given_back': 'Zurückgezahlt: {amount}',
  'email.still_due': 'Noch zu zahlen: {amount}',
  'email.invoice.subject': 'Rechnung {number} - Zahlung erforderlich',
  'email.invoice.attached': 'anbei erhalten Sie Ihre Rechnung über {amount}.',
  'email.invoice.linked': 'hier ist Ihre Rechnung über {amount}.',
  'email.invoice.deposit': 'Zuerst ist {requested} zu zahlen; der Rest ist am {date} fällig.',
  'email.receipt.subject': 'Zahlungsbeleg zur Rechnung {number}',
  'email.receipt.opening':
    'wir haben Ihre Zahlung von {amount} für die Rechnung {number} erhalten. Der Zahlungsbeleg ist beigefügt.',
  'email.receipt.paid_on': 'Bezahlt am: {date}',
  'email.receipt.paid_from': 'Bezahlt von: {source}',
  'email.receipt.reference': 'Referenz: {reference}',
  'email.receipt.received_in_all': 'Insgesamt eingegangen: {amount}',
  'email.receipt.still_due': 'Noch zu zahlen: {amount} bis {date}',
  'email.receipt.overpaid': 'Das sind {amount} mehr, als zu zahlen waren.',
  'email.receipt.link': 'Rechnung und Zahlungsbeleg: {url}',
  'email.reminder.subject': 'Zahlungserinnerung: Rechnung {number} - {requested}',
  'email.reminder.number': 'Rechnung: {number}',
  'email.reminder.deposit':
    'wir möchten Sie daran erinnern, dass zur Rechnung {number} noch offen ist: {requested}. Der gesamte Betrag ist am {date} fällig.',
  'email.reminder.deposit_today':
    'wir möchten Sie daran erinnern, dass zur Rechnung {number} noch offen ist: {requested}. Der gesamte Betrag ist heute, am {date}, fällig.',
  'email.reminder.unpaid':
    'wir möchten Sie daran erinnern, dass {amount} für die Rechnung {number} noch nicht bezahlt sind.',
  'email.reminder.before':
    'wir möchten Sie freundlich daran erinnern, dass {amount} für die Rechnung {number} am {date} fällig sind.',
  'email.reminder.today': 'heute, am {date}, sind {amount} für die Rechnung {number} fällig.',
  'email.reminder.overdue':
    'für die Rechnung {number} waren {amount} am {date} fällig und sind noch nicht bezahlt.',
  'email.reminder.closing':
    'Wenn Sie inzwischen bezahlt haben, betrachten Sie diese Nachricht bitte als gegenstandslos.',
  'email.refund.subject': 'Rückerstattung zur Rechnung {number}',
  'email.refund.heading': '{amount} zurückgezahlt',
  'email.refund.account':
    'wir haben {amount} aus der Rechnung {number} auf das Konto zurückgezahlt, von dem Sie bezahlt haben.',
  'email.refund.transfer':
    'wir haben {amount} aus der Rechnung {number} per Überweisung an Sie zurückgezahlt.',
  'email.refund.card': 'wir haben {amount} aus der Rechnung {number} auf Ihre Karte zurückgezahlt.',
  'email.refund.cheque': 'wir haben {amount} aus der Rechnung {number} per Scheck an Sie zurückgezahlt.',
  'email.refund.cash': 'wir haben {amount} aus der Rechnung {number} bar an Sie zurückgezahlt.',
  'email.refund.other': 'wir haben {amount} aus der Rechnung {number} an Sie zurückgezahlt.',
  'email.refund.delay': 'Es kann etwas dauern, bis Ihre Bank den Betrag anzeigt.',
  'email.refund.link': 'Rechnung: {url}',
  'email.void.subject': 'Rechnung {number} wurde storniert',
  'email.void.heading': 'Rechnung storniert',
  'email.void.opening':
    'die Rechnung {number} über {amount} wurde storniert. Sie brauchen sie nicht zu bezahlen, und der Zahlungslink funktioniert nicht mehr.',
  'email.void.question': 'Wenn Sie eine Frage haben, antworten Sie bitte auf diese E-Mail.',

  'sms.invoice': '{requested}, {number}, fällig {date}. Zahlen:',
  'email.void.credit_note': 'Die Rechnungskorrektur {credit} liegt bei.',
  'email.credit_note.subject': 'Rechnungskorrektur {credit} zur Rechnung {number}',
  'email.credit_note.heading': '{amount} gutgeschrieben',
  'email.credit_note.opening':
    'Wir haben Ihnen {amount} der Rechnung {number} gutgeschrieben. Die Rechnungskorrektur {credit} liegt bei.',
  'sms.reminder': 'Erinnerung: {requested}, {number}, fällig {date}. Zahlen:',
  'sms.pay': 'Zahlen:',
  'sms.void': 'Rechnung {number} über {amount} ist storniert. Bitte nicht bezahlen.',

  'pdf.file.invoice': 'rechnung',
  'pdf.file.receipt': 'zahlungsbeleg',
  'pdf.file.credit_note': 'rechnungskorrektur',
  'pdf.invoice': 'Rechnung',
  'pdf.receipt': 'Zahlungsbeleg',
  'pdf.receipt_for': 'Zahlungsbeleg zur Rechnung {number}',
  'pdf.credit_note': 'Rechnungskorrektur',
  'pdf.credit_note_title': 'Rechnungskorrektur {number}',
  'pdf.credit_reason': 'Grund',
  'pdf.credit_total': 'Gutgeschriebener Betrag',
  'pdf.preview': 'Vorschau. Diese Rechnung wurde nicht gesendet, und es wurde nichts bezahlt.',
  'pdf.bill_to': 'Rechnung an',
  'pdf.details': 'Angaben',
  'pdf.number': 'Nummer',
  'pdf.issued': 'Rechnungsdatum',
  'pdf.due': 'Fälligkeitsdatum',
  'pdf.paid_from': 'Bezahlt von',
  'pdf.page': 'Seite {page} von {pages}',
  'pdf.column.description': 'Beschreibung',
  'pdf.column.quantity': 'Menge',
  'pdf.column.price': 'Preis',
  'pdf.column.tax': 'MwSt.',
  'pdf.column.amount': 'Betrag',
  'pdf.column.date': 'Datum',
  'pdf.column.entry': 'Vorgang',
  'pdf.column.from_or_to': 'Von oder an',
  'pdf.movements': 'Zahlungen und Rückerstattungen',
  'pdf.payment_reversed': 'Zahlung, als nicht eingegangen gemeldet',
  'pdf.refund': 'Rückerstattung',
  'pdf.subtotal': 'Zwischensumme',
  'pdf.received': 'Eingegangen',
  'pdf.refunded': 'Zurückgezahlt',
  'pdf.overpaid': 'Zu viel bezahlt',
  'pdf.still_due': 'Noch offen',
  'pdf.to_pay': 'Zu zahlen',
  'pdf.state.received': 'Dankend erhalten',
  'pdf.state.not_arrived': 'Diese Zahlung ist nicht eingegangen',
  'pdf.state.void': 'Storniert',
  'pdf.state.void_since': 'Storniert am {date}',
  'pdf.state.paid': 'Bezahlt',
  'pdf.state.paid_on': 'Bezahlt am {date}',
  'pdf.state.refunded': 'Bezahlt, dann zurückgezahlt',
  'pdf.state.paid_on_refunded': 'Bezahlt am {date}, dann zurückgezahlt',
  'pdf.state.deposit_due': 'Anzahlung fällig',
  'pdf.note.received': '{amount} sind eingegangen.',
  'pdf.note.received_of': '{amount} von {total} sind eingegangen.',
  'pdf.note.overpaid': 'Es wurden {amount} zu viel bezahlt.',
  'pdf.note.credited': '{amount} wurden gutgeschrieben.',
  'pdf.note.refunded': '{amount} wurden zurückgezahlt.',
  'pdf.note.deposit_first': 'Zuerst ist eine Anzahlung fällig. Der Rest, {amount}, ist am {date} fällig.',
  'pdf.note.deposit_paid': 'Die Anzahlung ist bezahlt.',
  'pdf.note.still_due': '{amount} sind noch zu zahlen.',
  'pdf.note.void': 'Es ist nichts zu zahlen.',
  'pdf.note.paid': 'Es ist nichts mehr zu zahlen.',
  'pdf.note.not_arrived': 'Laut Bank sind {amount} vom {date} nicht eingegangen.',
})
