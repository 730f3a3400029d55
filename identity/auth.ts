import { betterAuth } from 'better-auth'
import { organization, twoFactor } from 'better-auth/plugins'
import type { Pool } from 'pg'
import { listMemberships } from '../db/identity/merchants.ts'
import { confirmAddress } from '../db/identity/people.ts'
import { newId } from '../db/ids.ts'
import type { EntityManager } from '../db/orm.ts'
import { accessControl, accessRoles } from './access.ts'
import { cookieNames, RENEWAL_S, SESSION_S } from './cookies.ts'
import { mailSaver } from './mail-hooks.ts'
import { hashPassword, MAX_PASSWORD, MIN_PASSWORD, verifyPassword } from './passwords.ts'

export interface AuthSettings {
  pool: Pool
  em: EntityManager
  secret: string
  publicUrl: string
}

const HOUR_S = 3_600
const DAY_S = 24 * HOUR_S

export { isAPIError } from 'better-auth/api'

export type Auth = ReturnType<typeof createAuth>

export function createAuth({ pool, em, secret, publicUrl }: AuthSettings) {
  const saveMail = mailSaver({ em, secret })
  const { prefix, isSecure } = cookieNames(publicUrl)
  return betterAuth({
    appName: 'Duewell',
    baseURL: publicUrl,
    basePath: '/auth',
    secret,
    telemetry: { enabled: false },
    // Logs must not contain e-mail addresses.
    logger: { disabled: true },
    database: pool,
    user: {
      modelName: 'auth_user',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      modelName: 'auth_session',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      expiresIn: SESSION_S,
      updateAge: RENEWAL_S,
      cookieCache: { enabled: false },
    },
    account: {
      modelName: 'auth_account',
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'auth_verification',
      // The database must not contain a reset token in plain text.
      storeIdentifier: 'hashed',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: HOUR_S,
      password: { hash: hashPassword, verify: verifyPassword },
      sendResetPassword: ({ user: { email, name }, token }) =>
        saveMail(email, HOUR_S, {
          kind: 'reset_password',
          name,
          url: `${publicUrl}/password/new?token=${token}`,
        }),
      onExistingUserSignUp: ({ user: { email, name } }) =>
        saveMail(email, DAY_S, { kind: 'account_exists', name, url: `${publicUrl}/sign-in` }),
      async onPasswordReset({ user: { id, email, name } }) {
        await confirmAddress(em.fork(), id)
        await saveMail(email, DAY_S, { kind: 'password_changed', name, url: `${publicUrl}/password` })
      },
    },
    emailVerification: {
      sendOnSignUp: true,
      autoSignInAfterVerification: false,
      expiresIn: DAY_S,
      sendVerificationEmail: ({ user: { email, name }, token }) =>
        saveMail(email, DAY_S, { kind: 'confirm_address', name, url: `${publicUrl}/confirm?token=${token}` }),
    },
    rateLimit: { enabled: false },
    advanced: {
      useSecureCookies: false,
      cookiePrefix: prefix,
      defaultCookieAttributes: { secure: isSecure, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: ['x-client-ip'] },
      database: { generateId: ({ model }) => newId(PREFIXES[model.replace('auth_', '')] ?? 'ver') },
    },
    databaseHooks: {
      session: {
        create: {
          async before(session) {
            if (session['activeOrganizationId']) return
            const [first] = await listMemberships(em.fork(), session.userId)
            if (first) return { data: { ...session, activeOrganizationId: first.merchantId } }
          },
        },
      },
    },
    plugins: [
      organization({
        ac: accessControl,
        roles: accessRoles,
        allowUserToCreateOrganization: false,
        disableOrganizationDeletion: true,
        requireEmailVerificationOnInvitation: true,
        schema: {
          session: { fields: { activeOrganizationId: 'active_organization_id' } },
          organization: { modelName: 'auth_organization', fields: { createdAt: 'created_at' } },
          member: {
            modelName: 'auth_member',
            fields: { organizationId: 'organization_id', userId: 'user_id', createdAt: 'created_at' },
          },
          invitation: {
            modelName: 'auth_invitation',
            fields: {
              organizationId: 'organization_id',
              inviterId: 'inviter_id',
              expiresAt: 'expires_at',
              createdAt: 'created_at',
            },
          },
        },
      }),
      twoFactor({
        issuer: 'Duewell',
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: 'auth_two_factor',
            fields: {
              userId: 'user_id',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
    ],
  })
}

const PREFIXES: Partial<Record<string, Parameters<typeof newId>[0]>> = {
  user: 'per',
  session: 'ses',
  account: 'acc',
  verification: 'ver',
  organization: 'mer',
  member: 'mem',
  invitation: 'ivt',
  twoFactor: 'tfa',
  two_factor: 'tfa',
}
