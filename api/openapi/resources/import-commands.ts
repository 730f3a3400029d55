import { ISSUE_REFUSALS } from '../../../domain/merchant/trust.ts'
import { ConfirmBody } from '../../merchant/imports/schemas.ts'
import { SettingsBody } from '../../merchant/imports/settings-body.ts'
import type { Operation, Resource } from '../operation.ts'
import { idOf } from '../schemas/fields.ts'

const command = (
  name: string,
  id: string,
  rest: Pick<Operation, 'summary' | 'description' | 'problems'>,
): Operation => ({
  method: 'post',
  path: `/v1/imports/{id}/${name}`,
  id,
  body: { optional: 'EmptyRequest' },
  answers: { 200: 'Import' },
  ...rest,
})

export const importCommands: Resource = {
  tag: 'Import commands',
  about: 'Commands to an import that is in review or is being sent.',
  parameters: { id: idOf('imp', 'The import') },
  requests: {
    ImportSettings: { schema: SettingsBody, example: { columns: { Notes: null } } },
    ConfirmRequest: { schema: ConfirmBody, example: { parse_version: 1, rows: 'valid', duplicates: 'skip' } },
  },
  responses: {},
  operations: [
    {
      method: 'patch',
      path: '/v1/imports/{id}',
      id: 'changeImportSettings',
      summary: 'Read the file in another way',
      body: 'ImportSettings',
      conditional: true,
      answers: { 200: { schema: 'Import', headers: ['ETag?'] } },
      problems: ['import_not_ready', 'import_confirmed', 'import_ended'],
    },
    {
      method: 'post',
      path: '/v1/imports/{id}/confirm',
      id: 'confirmImport',
      summary: 'Send the invoices of an import',
      body: 'ConfirmRequest',
      answers: { 202: 'Import' },
      problems: [
        'import_not_ready',
        'import_read_again',
        'import_unreadable',
        'import_has_questions',
        'import_has_errors',
        'import_confirmed',
        'import_ended',
        'nothing_to_send',
        ...ISSUE_REFUSALS,
      ],
    },
    command('pause', 'pauseImport', {
      summary: 'Pause sending',
      problems: ['import_not_issuing', 'import_paused', 'import_ended'],
    }),
    command('resume', 'resumeImport', {
      summary: 'Resume sending',
      problems: ['import_not_paused', 'import_ended'],
    }),
    command('cancel', 'cancelImport', {
      summary: 'Cancel an import',
      description: 'What is not sent yet is not sent.',
      problems: ['import_ended'],
    }),
  ],
}
