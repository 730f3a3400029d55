import { translation } from './catalogue.ts'

// Spaces before punctuation and inside quotes do not break.
export const fr = translation({
  'deposit.first': 'un acompte de {amount} (sur {total} au total)',
  'deposit.rest': 'le reste de l’acompte, {amount} (sur {total} au total)',
  'tax.all': 'TVA',
  'tax.rate': 'TVA {rate} % sur {net}',
  'tax.none': 'Sans TVA : {net}',
  'profile.company_number': 'N° d’immatriculation {number}',
  'profile.tax_number': 'N° d’identification fiscale {number}',
  'method.cash': 'Espèces',
  'method.transfer': 'Virement',
  'method.card': 'Carte',
  'method.cheque': 'Chèque',
  'method.other': 'Autre moyen de paiement',
  'invoice.title': 'Facture {number}',
  'invoice.due': 'Échéance le {date}',
  'invoice.overdue': 'En retard depuis le {date}',
  'invoice.total': 'Total',
  'invoice.draft': 'BROUILLON',
  'payment.received': 'Paiement',
  'payment.removed': 'Paiement non parvenu',
  'payment.paid_on': 'Payé le',
  'payment.reference': 'Référence',
  'refund.pending': 'Remboursement en cours',
  'refund.pending_amount': 'Un remboursement de {amount} est en cours.',

  'page.languages': 'Langue',
  'secure.heading': 'Paiement sécurisé',
  'secure.bank':
    'Vous vous connectez à votre propre banque et y approuvez le paiement. Vos données bancaires n’apparaissent jamais ici.',
  'secure.amount':
    'Le montant et le bénéficiaire sont déjà remplis. Vérifiez-les auprès de votre banque avant d’approuver.',
  'secure.confirmed':
    'La facture n’est considérée comme payée qu’après confirmation de la banque. Vous recevez alors un reçu.',
  'page.back': 'Retour à la facture',

  'page.title.invoice': 'Facture {number} émise par {merchant}',
  'page.deposit_of': 'Acompte, sur {total} au total',
  'page.rest_of': 'Reste à payer, sur {total} au total',
  'page.contents': 'Objet de la facture',
  'page.for_customer': 'Pour {customer}',
  'page.item': 'Désignation',
  'page.amount_in': 'Montant en {currency}',
  'page.received': 'Reçu',
  'page.given_back': 'Remboursé',
  'page.still_due': 'Reste à payer',
  'page.deposit_now': 'Acompte à payer',
  'page.plus_tax': 'plus TVA {rate} %',
  'page.download_pdf': 'Télécharger la facture (PDF)',
  'page.pay': 'Payer avec ma banque',
  'page.with_bank': 'avec {bank}',
  'page.no_bank':
    'Cette facture ne peut pas être payée depuis une banque ici. Veuillez demander à {merchant} comment la payer.',
  'page.no_payments':
    '{merchant} ne peut pas recevoir de paiements ici pour le moment. Veuillez demander à {merchant} comment payer : {email}. Si vous avez déjà approuvé un paiement auprès de votre banque, ne payez pas une deuxième fois.',

  'banks.title': 'Choisissez votre banque pour payer {merchant}',
  'banks.section': 'Votre banque',
  'banks.heading': 'Choisissez votre banque',
  'banks.approve_there': 'Vous y approuverez le paiement.',
  'banks.search': 'Rechercher votre banque',
  'banks.country': 'Pays',
  'banks.all_countries': 'Tous les pays',
  'banks.search_all': 'Rechercher dans tous les pays',
  'banks.show': 'Afficher',
  'banks.shown': 'Banques affichées : {count}',
  'banks.last_used': 'Dernière utilisée sur cet appareil',
  'banks.none_found': 'Aucune banque de ce nom n’a été trouvée.',
  'banks.maintenance': 'En maintenance',
  'banks.unavailable': 'Indisponible pour le moment',
  'banks.limit': '{amount} au maximum',

  'consent.pay':
    'En appuyant sur « {pay} », vous autorisez TrueLayer à initier ce paiement depuis votre compte bancaire et acceptez les {terms} de TrueLayer.',
  'consent.pay_mixed':
    'En appuyant sur « {pay} », vous autorisez TrueLayer, ou un autre service pour certaines banques, à initier ce paiement depuis votre compte bancaire et acceptez les {terms} de TrueLayer.',
  'consent.choose':
    'En choisissant votre banque, vous autorisez TrueLayer à initier ce paiement depuis votre compte bancaire et acceptez les {terms} de TrueLayer.',
  'consent.choose_mixed':
    'En choisissant votre banque, vous autorisez TrueLayer, ou un autre service pour certaines banques, à initier ce paiement depuis votre compte bancaire et acceptez les {terms} de TrueLayer.',
  'consent.terms': 'conditions d’utilisation et l’avis de confidentialité',

  'notice.not_started':
    'Le paiement n’a pas été lancé : la facture a peut-être changé. Veuillez la consulter à nouveau, puis appuyer encore une fois sur « {pay} ».',
  'notice.no_answer':
    '{bank} n’a pas encore répondu. {nothing_paid} Veuillez réessayer ou choisir une autre banque.',
  'notice.unclear_amount':
    'Votre banque a envoyé de l’argent, mais le montant n’est pas encore connu : la facture n’est donc pas payée. {merchant} en a été informé et prendra contact avec vous. Veuillez ne pas payer à nouveau d’ici là.',
  'notice.other_currency':
    'Votre dernier paiement est arrivé dans une autre devise que celle de la facture : elle n’est donc pas payée. {merchant} en a été informé et prendra contact avec vous. Veuillez ne pas payer à nouveau d’ici là.',
  'notice.not_arrived':
    'Selon la banque, votre dernier paiement n’est finalement pas arrivé. Veuillez vérifier votre compte chez {bank} avant de payer à nouveau.',
  'notice.arrived': 'Votre dernier paiement est arrivé. Merci.',
  'failure.nothing_paid': 'Rien n’a été payé.',
  'failure.nothing_paid_this_time': 'Rien n’a été payé cette fois-ci.',
  'failure.insufficient_funds':
    'Il n’y avait pas assez d’argent sur le compte. {nothing_paid} Vous pouvez réessayer, aussi depuis un autre compte.',
  'failure.limit':
    'Le montant dépasse votre plafond chez {bank}. {nothing_paid} Vous pouvez relever ce plafond dans l’application de votre banque et réessayer, ou choisir une autre banque.',
  'failure.unavailable':
    '{bank} n’est pas disponible pour le moment. {nothing_paid} Veuillez réessayer dans quelques minutes ou choisir une autre banque.',
  'failure.too_late': 'Le paiement n’a pas été approuvé à temps. {nothing_paid} Vous pouvez réessayer.',
  'failure.stopped': 'Le paiement a été arrêté avant d’être approuvé. {nothing_paid} Vous pouvez réessayer.',
  'failure.identity':
    '{bank} n’a pas pu vérifier qu’il s’agissait bien de vous. {nothing_paid} Vous pouvez réessayer.',
  'failure.not_approved': 'Le paiement n’a pas été approuvé. {nothing_paid} Vous pouvez réessayer.',
  'failure.not_allowed':
    '{bank} n’a pas autorisé le paiement. {nothing_paid} Veuillez lui en demander la raison ou choisir une autre banque.',
  'failure.more_asked':
    '{bank} demande plus d’informations qu’il n’est possible d’en saisir ici. {nothing_paid} Veuillez choisir une autre banque.',
  'failure.not_from_here':
    'Un paiement depuis {bank} ne peut pas être approuvé d’ici. {nothing_paid} Veuillez choisir une autre banque.',
  'failure.returned':
    'Le paiement n’a pas pu être accepté et la facture reste à payer. L’argent qui a quitté votre compte y reviendra. Vous pouvez réessayer depuis un compte à votre nom.',
  'failure.other':
    'Le paiement n’a pas abouti et la facture reste à payer. Vous pouvez réessayer ou choisir une autre banque.',

  'waiting.title': 'En attente de votre banque',
  'waiting.starting': 'Votre paiement chez {bank} est en cours de lancement.',
  'waiting.starting_somewhere': 'Votre paiement est en cours de lancement.',
  'waiting.processing': '{bank} a reçu votre accord et l’argent est en route.',
  'waiting.not_stopped':
    'Le paiement chez {bank} n’a pas pu être arrêté ; aucune autre banque n’a donc été ouverte : personne ne doit payer deux fois. Si vous l’avez approuvé, veuillez patienter. Une heure après le début, vous pourrez choisir une autre banque.',
  'waiting.not_stopped_continue':
    'Le paiement chez {bank} n’a pas pu être arrêté ; aucune autre banque n’a donc été ouverte : personne ne doit payer deux fois. Si vous l’avez approuvé, veuillez patienter ; sinon, veuillez le terminer là-bas. Une heure après le début, vous pourrez choisir une autre banque.',
  'waiting.unconfirmed':
    '{bank} n’a pas encore confirmé le paiement. Si vous ne l’avez pas approuvé, veuillez choisir à nouveau votre banque.',
  'waiting.unconfirmed_continue':
    '{bank} n’a pas encore confirmé le paiement. Si vous ne l’avez pas approuvé, vous pouvez encore le faire ou choisir une autre banque.',
  'waiting.updates': 'Cette page se met à jour automatiquement.',
  'waiting.continue_at': 'Continuer chez {bank}',
  'waiting.another_bank': 'Choisir une autre banque',
  'waiting.choose_again': 'Choisir à nouveau votre banque',

  'paid.title': 'La facture {number} est payée',
  'paid.heading': '{amount} payés',
  'paid.received.one': '{merchant} a reçu votre paiement pour la facture {number}.',
  'paid.received.other': '{merchant} a reçu vos paiements pour la facture {number}.',
  'paid.overpaid': 'Vous avez payé {amount} de plus que le total.',
  'paid.given_back': '{amount} vous ont été remboursés.',
  'paid.payment_reversed': 'Paiement non parvenu, selon la banque',
  'paid.from': 'De',
  'paid.refund': 'Remboursé',
  'paid.refund_since': 'Depuis le',
  'paid.refund_on': 'Le',
  'paid.refund_to': 'Vers',
  'paid.download_receipt': 'Télécharger le reçu',
  'paid.download_invoice': 'Télécharger la facture',

  'link.unknown.title': 'Ce lien ne fonctionne pas',
  'link.unknown.text': 'Il est peut-être incomplet. Veuillez l’ouvrir à nouveau là où vous l’avez trouvé.',
  'link.unknown.help': 'Si cela n’aide pas, veuillez demander un nouveau lien à l’expéditeur.',
  'link.expired.title': 'Ce lien a expiré',
  'link.expired.text': 'Il ne permet plus de payer la facture.',
  'link.revoked.title': 'Ce lien a été remplacé',
  'link.revoked.text': 'Il ne permet plus de payer la facture.',
  'link.revoked.newer': 'Il en existe un plus récent. Veuillez le rechercher dans vos messages.',
  'link.void.title': 'Cette facture a été annulée',
  'link.void.text':
    'Il n’y a rien à payer. Si vous avez déjà approuvé un paiement, un e-mail vous dira ce qu’il devient.',
  'link.paid.title': 'Cette facture est payée',
  'link.paid.text': 'Il n’y a plus rien à payer.',
  'link.requested': 'Un nouveau lien a été demandé à {merchant}.',
  'link.requested_next': 'Vous pourrez ainsi le recevoir.',
  'link.request': 'Demander un nouveau lien',
  'link.question': 'Pour toute question, veuillez contacter {merchant} : {email}.',

  'error.again.title': 'Veuillez réessayer dans un instant',
  'error.page': 'Cette page ne peut pas être affichée pour l’instant.',
  'error.payment':
    'Votre banque n’a pas pu être ouverte. La facture indique ce qu’il est advenu de votre paiement.',
  'error.request': 'Votre demande n’a pas pu être envoyée.',
  'error.bank.title': 'La banque ne répond pas',
  'error.bank.text':
    'Votre banque n’a pas pu être jointe. {nothing_paid} Veuillez réessayer dans quelques minutes ou choisir une autre banque.',
  'error.not_found.title': 'Cette page n’existe pas',
  'error.method.title': 'Cette page ne peut pas être utilisée ainsi',
  'error.address': 'L’adresse est peut-être incomplète.',
  'error.other.title': 'Une erreur s’est produite',
  'error.other.text':
    'Veuillez consulter à nouveau la facture avant de payer : elle indique si un paiement a commencé.',
  'return.title': 'Retour de votre banque',
  'return.text':
    'Si cette page ne change pas d’elle-même, ouvrez à nouveau la facture là où vous avez trouvé son lien : elle indique si elle est payée.',
  'return.late.title': 'Retour de votre banque',
  'return.late.text':
    'Veuillez ouvrir à nouveau la facture là où vous avez trouvé son lien : elle indique si elle est payée.',
  'return.deferred':
    'La réponse de votre banque n’a pas encore pu être transmise. Veuillez recharger cette page dans un instant.',

  'email.greeting': 'Bonjour {customer},',
  'email.thanks': 'Merci de votre confiance.',
  'email.regards': 'Cordialement,',
  'email.open_address': 'Ou ouvrez cette adresse :',
  'email.payment_link': 'Lien de paiement : {url}',
  'email.pdf_link': 'En PDF : {url}',
  'email.pdf': 'La facture en PDF',
  'email.pay': 'Consulter et payer',
  'email.view_invoice': 'Voir la facture',
  'email.view_receipt': 'Voir le reçu',
  'email.for': 'Objet : {description}',
  'email.due': 'Date d’échéance : {date}',
  'email.received': 'Reçu : {amount}',
  'email.given_back': 'Remboursé : {amount}',
  'email.still_due': 'Reste à payer : {amount}',
  'email.invoice.subject': 'Facture {number} - Paiement attendu',
  'email.invoice.attached': 'Veuillez trouver ci-joint votre facture d’un montant de {amount}.',
  'email.invoice.linked': 'Voici votre facture d’un montant de {amount}.',
  'email.invoice.deposit': 'Est à payer d’abord {requested} ; le solde est à payer au plus tard le {date}.',
  'email.receipt.subject': 'Reçu pour la facture {number}',
  'email.receipt.opening':
    'Nous avons reçu votre paiement de {amount} pour la facture {number}. Votre reçu est joint à ce message.',
  'email.receipt.paid_on': 'Payé le : {date}',
  'email.receipt.paid_from': 'Payé depuis : {source}',
  'email.receipt.reference': 'Référence : {reference}',
  'email.receipt.received_in_all': 'Reçu au total : {amount}',
  'email.receipt.still_due': 'Reste à payer : {amount} au plus tard le {date}',
  'email.receipt.overpaid': 'C’est {amount} de plus que le montant dû.',
  'email.receipt.link': 'Facture et reçu : {url}',
  'email.reminder.subject': 'Rappel : facture {number} - {requested}',
  'email.reminder.number': 'Facture : {number}',
  'email.reminder.deposit':
    'Nous vous rappelons qu’il reste à payer, pour la facture {number}, {requested}. La totalité est à payer au plus tard le {date}.',
  'email.reminder.deposit_today':
    'Nous vous rappelons qu’il reste à payer, pour la facture {number}, {requested}. La totalité est à payer aujourd’hui, {date}.',
  'email.reminder.unpaid':
    'Nous vous rappelons que le montant de {amount} pour la facture {number} n’a pas encore été payé.',
  'email.reminder.before':
    'Nous vous rappelons que le montant de {amount} pour la facture {number} arrive à échéance le {date}.',
  'email.reminder.today':
    'Le montant de {amount} pour la facture {number} arrive à échéance aujourd’hui, {date}.',
  'email.reminder.overdue':
    'Le montant de {amount} pour la facture {number} était à payer au plus tard le {date} et n’a pas encore été payé.',
  'email.reminder.closing': 'Si vous avez payé entre-temps, veuillez ignorer ce message.',
  'email.refund.subject': 'Remboursement pour la facture {number}',
  'email.refund.heading': '{amount} remboursés',
  'email.refund.account':
    'Nous avons remboursé {amount} de la facture {number} sur le compte depuis lequel vous avez payé.',
  'email.refund.transfer': 'Nous vous avons remboursé {amount} de la facture {number} par virement.',
  'email.refund.card': 'Nous avons remboursé {amount} de la facture {number} sur votre carte.',
  'email.refund.cheque': 'Nous vous avons remboursé {amount} de la facture {number} par chèque.',
  'email.refund.cash': 'Nous vous avons remboursé {amount} de la facture {number} en espèces.',
  'email.refund.other': 'Nous vous avons remboursé {amount} de la facture {number}.',
  'email.refund.delay': 'Il se peut que votre banque mette un peu de temps à l’afficher.',
  'email.refund.link': 'Facture : {url}',
  'email.void.subject': 'La facture {number} a été annulée',
  'email.void.heading': 'Facture annulée',
  'email.void.opening':
    'La facture {number} d’un montant de {amount} a été annulée. Vous n’avez pas à la payer et son lien de paiement ne fonctionne plus.',
  'email.void.question': 'Pour toute question, veuillez répondre à cet e-mail.',

  'sms.invoice': '{requested}, {number}, échéance {date}. Payer :',
  'sms.reminder': 'Rappel : {requested}, {number}, échéance {date}. Payer :',
  'sms.pay': 'Payer :',
  'sms.void': 'Facture {number} de {amount} annulée. Vous n’avez rien à payer.',

  'pdf.file.invoice': 'facture',
  'pdf.file.receipt': 'recu',
  'pdf.invoice': 'Facture',
  'pdf.receipt': 'Reçu',
  'pdf.receipt_for': 'Reçu pour la facture {number}',
  'pdf.preview': 'Aperçu. Cette facture n’a pas été envoyée et rien n’a été payé.',
  'pdf.bill_to': 'Facturé à',
  'pdf.details': 'Détails',
  'pdf.number': 'Numéro',
  'pdf.issued': 'Date d’émission',
  'pdf.due': 'Date d’échéance',
  'pdf.paid_from': 'Payé depuis',
  'pdf.page': 'page {page} sur {pages}',
  'pdf.column.description': 'Désignation',
  'pdf.column.quantity': 'Quantité',
  'pdf.column.price': 'Prix',
  'pdf.column.tax': 'TVA',
  'pdf.column.amount': 'Montant',
  'pdf.column.date': 'Date',
  'pdf.column.entry': 'Opération',
  'pdf.column.from_or_to': 'De ou vers',
  'pdf.movements': 'Paiements et remboursements',
  'pdf.payment_reversed': 'Paiement signalé comme non parvenu',
  'pdf.refund': 'Remboursement',
  'pdf.subtotal': 'Sous-total',
  'pdf.received': 'Reçu',
  'pdf.refunded': 'Remboursé',
  'pdf.overpaid': 'Trop-perçu',
  'pdf.still_due': 'Reste dû',
  'pdf.to_pay': 'À payer',
  'pdf.state.received': 'Reçu avec nos remerciements',
  'pdf.state.not_arrived': 'Ce paiement n’est pas arrivé',
  'pdf.state.void': 'Annulée',
  'pdf.state.void_since': 'Annulée le {date}',
  'pdf.state.paid': 'Payée',
  'pdf.state.paid_on': 'Payée le {date}',
  'pdf.state.refunded': 'Payée, puis remboursée',
  'pdf.state.paid_on_refunded': 'Payée le {date}, puis remboursée',
  'pdf.state.deposit_due': 'Acompte à payer',
  'pdf.note.received': 'Montant reçu : {amount}.',
  'pdf.note.received_of': 'Montant reçu : {amount} sur {total}.',
  'pdf.note.overpaid': 'Le trop-perçu est de {amount}.',
  'pdf.note.refunded': 'Montant remboursé : {amount}.',
  'pdf.note.deposit_first':
    'Un acompte est à payer d’abord. Le solde, {amount}, est à payer au plus tard le {date}.',
  'pdf.note.deposit_paid': 'L’acompte est payé.',
  'pdf.note.still_due': 'Il reste {amount} à payer.',
  'pdf.note.void': 'Il n’y a rien à payer.',
  'pdf.note.paid': 'Il n’y a plus rien à payer.',
  'pdf.note.not_arrived': 'Selon la banque, {amount} du {date} ne sont pas arrivés.',
})
