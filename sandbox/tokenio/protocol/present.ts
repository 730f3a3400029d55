import { type Payment, type Refund, WAITING } from '../model/payment.ts'

export function describePayment(payment: Payment, publicUrl: string): object {
  const { id, memberId, initiation, status, bankPaymentStatus, statusReasonInformation, errorInfo } = payment
  return {
    id,
    memberId,
    initiation,
    status,
    ...(bankPaymentStatus ? { bankPaymentStatus } : {}),
    ...(statusReasonInformation ? { statusReasonInformation } : {}),
    ...(errorInfo ? { errorInfo } : {}),
    ...(status === WAITING ? { authentication: { redirectUrl: pageOf(payment, publicUrl) } } : {}),
    createdDateTime: instant(payment.createdAt),
    updatedDateTime: instant(payment.updatedAt),
  }
}

export function describeRefund(refund: Refund): object {
  const { id, memberId, initiation, status, statusReasonInformation } = refund
  return {
    id,
    memberId,
    initiation,
    status,
    ...(statusReasonInformation ? { statusReasonInformation } : {}),
    createdDateTime: instant(refund.createdAt),
    updatedDateTime: instant(refund.updatedAt),
  }
}

export function pageOf({ id, secret }: Payment, publicUrl: string): string {
  return `${publicUrl}/session/${encodeURIComponent(id)}?key=${secret}`
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
