import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { OUTCOMES } from '../domain/invoice/spec/decision-table.ts'

// `npm run docs:outcomes` writes docs/outcomes.md.

/** The table of domain/invoice/spec/decision-table.ts as a page: for each command, the situations by what comes of it. */
export function outcomesPage(): string {
  const sections = Object.entries(OUTCOMES).map(([command, row]) => {
    const rows = grouped(row).map(
      ([outcome, situations]) => `| ${shown(outcome)} | ${situations.join(', ')} |`,
    )
    return [`## ${command}`, '', '| outcome | in the situations |', '|---|---|', ...rows].join('\n')
  })
  return `${[HEAD, ...sections].join('\n\n')}\n`
}

const HEAD = `# What happens, in every situation

Every command and every report of the outside, in every situation an invoice can be in: the events that are recorded,
or the code by which it is refused. \`nothing\` means that it is taken and changes nothing, as when it comes a second
time. Printed from \`domain/invoice/spec/decision-table.ts\` by \`npm run docs:outcomes\`; a test holds the code to it.

A draft is issued by \`issue\`, once; to any other invoice \`issue\` does nothing. Beside what is listed, letters go out,
refunds are submitted and open payments are read at their bank; what comes of it is recorded as it happens.

What contradicts what a bank has said before may be an old word that was long on its way. It changes nothing until the
bank, asked by the invoice itself, says the same.`

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
