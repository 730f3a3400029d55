import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { OUTCOMES } from '../domain/invoice/spec/decision-table.ts'

export function outcomesPage(): string {
  const sections = Object.entries(OUTCOMES).map(([command, row]) => {
    const rows = Object.entries(row).map(([outcome, situations]) => `| ${shown(outcome)} | ${situations} |`)
    return [`## ${command}`, '', '| outcome | in the situations |', '|---|---|', ...rows].join('\n')
  })
  return `${[HEAD, ...sections].join('\n\n')}\n`
}

const HEAD = `# The outcome of every command in every situation

This page lists, for every command and every report from outside, the events that an invoice records in each situation,
or the code of its refusal. \`nothing\` means that the command is accepted and changes nothing, for example when it is
repeated. \`npm run docs:outcomes\` prints this page from \`domain/invoice/spec/decision-table.ts\`, and a test compares
the table with the code.

A draft is issued once by \`issue\`; for other invoices \`issue\` changes nothing. Independently of commands, messages are
sent, refunds are submitted, and open payments are read at their bank. Their results are recorded as they arrive.

A report that contradicts an earlier final report can be outdated. It changes nothing until the bank confirms it, when
the invoice's workflow reads the payment.`

function shown(outcome: string): string {
  if (outcome === 'nothing') return outcome
  return outcome.startsWith('refused: ')
    ? `refused: \`${outcome.slice('refused: '.length)}\``
    : outcome
        .split(' + ')
        .map((type) => `\`${type}\``)
        .join(', ')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('../docs/outcomes.md', import.meta.url), outcomesPage())
}
