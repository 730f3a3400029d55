import * as v from 'valibot'
import { flag, instant, text, word } from '../../../domain/events/public-event.ts'
import { ROLES } from '../../../domain/identity/roles.ts'
import { MemberBody, NewInvitationBody } from '../../merchant/team/routes.ts'
import type { Resource } from '../operation.ts'
import { idOf } from '../schemas/fields.ts'

const role = word(ROLES, 'The role')

const TeamMember = v.strictObject({
  object: v.literal('team_member'),
  id: idOf('mem'),
  person: idOf('per', 'The person'),
  name: text('The name'),
  email: text('The e-mail address'),
  role,
  two_factor: flag('Whether two-factor sign-in is on'),
  joined_at: instant('When the person joined'),
})

const TeamInvitation = v.strictObject({
  object: v.literal('team_invitation'),
  id: idOf('ivt'),
  email: text('The e-mail address'),
  role,
  created_at: instant('When it was sent'),
  expires_at: instant('When it ends'),
})

const MEMBER = {
  object: 'team_member',
  id: 'mem_01kb8y3m5xf6q8c7w1e2r3t4v5',
  person: 'per_01kb8y3m5xf6q8c7w1e2r3t4v6',
  name: 'Ada Byron',
  email: 'ada@engines.example',
  role: 'owner',
  two_factor: true,
  joined_at: '2026-12-01T09:00:00.000Z',
}
const INVITATION = {
  object: 'team_invitation',
  id: 'ivt_01kb8y3m5xf6q8c7w1e2r3t4v5',
  email: 'kim@engines.example',
  role: 'accountant',
  created_at: '2026-12-01T09:00:00.000Z',
  expires_at: '2026-12-08T09:00:00.000Z',
}

export const team: Resource = {
  tag: 'Team',
  about: 'The people of the merchant. API keys give and take only the roles `member` and `accountant`.',
  parameters: { id: text('The id') },
  requests: {
    NewInvitationRequest: {
      schema: NewInvitationBody,
      example: { email: 'kim@engines.example', role: 'accountant' },
    },
    MemberChanges: { schema: MemberBody, example: { role: 'member' } },
  },
  responses: {
    TeamMember: { schema: TeamMember, example: MEMBER },
    TeamInvitation: { schema: TeamInvitation, example: INVITATION },
    Team: {
      schema: v.strictObject({
        object: v.literal('team'),
        members: v.array(TeamMember),
        invitations: v.pipe(v.array(TeamInvitation), v.description('The open ones')),
      }),
      example: { object: 'team', members: [MEMBER], invitations: [INVITATION] },
    },
  },
  operations: [
    {
      method: 'get',
      path: '/v1/team',
      id: 'getTeam',
      summary: 'Read members and open invitations',
      answers: { 200: 'Team' },
    },
    {
      method: 'post',
      path: '/v1/team/invitations',
      id: 'invitePerson',
      summary: 'Invite a person',
      description: 'By an e-mail whose link works for a week. It replaces an earlier one to the address.',
      body: 'NewInvitationRequest',
      answers: { 201: { about: 'The invitation', schema: 'TeamInvitation', headers: ['Location'] } },
      problems: ['already_member', 'too_many_invitations'],
    },
    {
      method: 'delete',
      path: '/v1/team/invitations/{id}',
      id: 'cancelInvitation',
      summary: 'Cancel an invitation',
      answers: { 204: { about: 'The invitation is cancelled' } },
      problems: ['owner_or_admin'],
    },
    {
      method: 'patch',
      path: '/v1/team/members/{id}',
      id: 'changeMember',
      summary: 'Change the role of a member',
      body: 'MemberChanges',
      answers: { 200: 'TeamMember' },
      problems: ['owner_or_admin'],
    },
    {
      method: 'delete',
      path: '/v1/team/members/{id}',
      id: 'removeMember',
      summary: 'Remove a member',
      description: 'It takes effect at once.',
      answers: { 204: { about: 'The person is no member any more' } },
      problems: ['owner_or_admin'],
    },
  ],
}
