import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { OUTCOMES } from '../domain/invoice/spec/decision-table.ts'

// `npm run docs:outcomes` writes docs/outcomes.md.

/** Returns docs/outcomes.md: for each command, its outcomes and the situations that lead to each. */
export function outcomesPage(): string {
  const sections = Object.entries(OUTCOMES).map(([command, row]) => {
    const rows = grouped(row).map(
      ([outcome, situations]) => `| ${shown(outcome)} | ${situations.join(', ')} |`,
    )
    return [`## ${command}`, '', '| outcome | situations |', '|---|---|', ...rows].join('\n')
  })
  return `${[HEAD, ...sections].join('\n\n')}\n`
}

const HEAD = `# Outcomes in every situation

This page lists every command and every report of a bank, in every situation of an invoice. The outcome is the recorded
events, or the code of the refusal. \`nothing\` means that the command is accepted and changes nothing, as a repeated
command does. \`npm run docs:outcomes\` prints the page from \`domain/invoice/spec/decision-table.ts\`, and a test runs
every row.

\`issue\` issues a draft once and changes no other invoice. After the listed events the invoice also sends messages,
submits refunds and reads open payments at their bank. It records the results as they arrive.

A report that contradicts an earlier one may be old and late. It changes nothing until the invoice has read the payment
at the bank and got the same answer.`

function grouped(row: Record<string, string>): [string, string[]][] {
  const groups = new Map<string, string[]>()
  for (const [situation, outcome] of Object.entries(row)) {
    groups.set(outcome, [...(groups.get(outcome) ?? []), situation])
  }
  return [...groups]
}

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
