/** Logs in to AWS: in the order of its SDK, or with the ID token of a job, and then as further roles. */

import type { AwsLogin, AwsRole } from '../../../domain/index.ts';
import { DEFAULT_AUDIENCE } from '../../../domain/sources/cloud/aws.ts';
import { getOwn } from '../../../lib/collections.ts';
import { getRealClock, type Io } from '../../../lib/io.ts';
import { memoize } from '../../../lib/memoize.ts';
import type { InventoryResponse } from '../../inventory/client.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { createTokenHolder, parseServerUrl, readTokenFile, resolveSecret, resolveText } from '../credentials.ts';
import { JOB_TOKEN, requestIdToken } from '../id-token.ts';
import { type OpenClient, useClients } from '../listing-job.ts';
import { tryLogins } from '../login-chain.ts';
import type { SentToken } from '../token-times.ts';
import { checkConfigurationFiles, findSelectedProfile } from './configuration-files.ts';
import { listDefaultLogins } from './default-logins.ts';
import { type AwsCredentials, createClientConfig } from './request-handler.ts';
import { classifyLogin, type LoginRequest } from './responses.ts';

/** The credentials for one account. Several listings share them. */
export interface AwsSession {
  /** Returns the credentials. `refresh`: AWS says that they have expired. Throws InventoryError. */
  getCredentials: (refresh: boolean) => Promise<AwsCredentials>;
}

const ADVICE =
  'In GitHub Actions, set `role_arn` and `permissions: id-token: write`. On your machine, log in with `aws sso login`, and set ' +
  'AWS_PROFILE. The guide for AWS Certificate Manager lists all ways.';

/** The validity of the credentials of a role: the minimum of AWS, because they are renewed if a scan takes longer. */
const SESSION_SECONDS = 900;

const SESSION_NAME = 'certvigil';

/** The minimum remaining validity: credentials that expire earlier are renewed before they are used. */
const MIN_VALIDITY_MS = 60_000;

/** Resolves the endpoint that replaces that of a service (AWS_ENDPOINT_URL); null: AWS's own. Throws InventoryError. */
export function resolveEndpoint(
  service: 'acm' | 'sts' | 'iam' | 'account',
  env: Readonly<Record<string, string | undefined>>,
): URL | null {
  const custom = env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || env.AWS_ENDPOINT_URL || '';
  return custom === '' ? null : parseServerUrl(custom, 'AWS_ENDPOINT_URL');
}

interface Accounts {
  login: AwsLogin;
  accounts: readonly AwsRole[];
}

/**
 * Creates the sessions of the accounts of an entry, each of which logs in once, at the first request; null: the account of the login.
 * `region`: the region in which roles are assumed.
 */
export function createSessions(
  { login }: Accounts,
  region: string,
  context: ReadContext,
): (account: AwsRole | null) => AwsSession {
  const { role_arn, audience } = login;
  const first = createSession(context, (open) => logInByDefault(region, context, open, role_arn));
  const openRole = (role: AwsRole, base: AwsSession, isFirst: boolean) =>
    createSession(context, (open) => assumeRole({ role, region, audience, base, isFirst }, context, open));
  const base = role_arn === null ? first : openRole({ role_arn, external_id: null }, first, true);
  const isFirst = role_arn === null && !hasKeys(context.io.env);
  const getSession = memoize((role: AwsRole) => openRole(role, base, isFirst));
  return (account) => (account === null ? base : getSession(account));
}

/** Finds a region of the partition of the accounts: that of the manifest or the environment, or the main one. */
export function findHomeRegion(region: string | null, { login, accounts }: Accounts, { io }: ReadContext): string {
  const [, partition = 'aws'] = /^arn:(aws[a-z-]*):/.exec(login.role_arn ?? accounts[0]?.role_arn ?? '') ?? [];
  const main = getOwn(MAIN_REGIONS, partition) ?? 'us-east-1';
  return region ?? (io.env.AWS_REGION || io.env.AWS_DEFAULT_REGION || main);
}

const MAIN_REGIONS: Readonly<Record<string, string>> = {
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-eusc': 'eusc-de-east-1',
};

function createSession(context: ReadContext, login: (open: OpenClient) => Promise<AwsCredentials>): AwsSession {
  const getCredentials = createTokenHolder(async () => {
    await checkConfigurationFiles(context);
    const credentials = await useClients(context, login);
    const { secretAccessKey, sessionToken } = credentials;
    context.io.addSecrets(sessionToken === undefined ? [secretAccessKey] : [secretAccessKey, sessionToken]);
    return credentials;
  });
  return {
    getCredentials: async (refresh) => {
      const current = await getCredentials(refresh);
      const { expiration } = current;
      const isValid = expiration === undefined || expiration.getTime() - getRealClock(context.io)() > MIN_VALIDITY_MS;
      return refresh || isValid ? current : getCredentials(true);
    },
  };
}

function hasKeys(env: Io['env']): boolean {
  return Boolean(env.AWS_ACCESS_KEY_ID?.trim() || findSelectedProfile(env));
}

/** Logs in by the methods of the SDK, in its order. `role_arn`: the role of the entry; null if it has none. Throws InventoryError. */
async function logInByDefault(
  region: string,
  context: ReadContext,
  open: OpenClient,
  role_arn: string | null,
): Promise<AwsCredentials> {
  const { env } = context.io;
  const assume = ({ role, token }: { role: string; token: SentToken }) =>
    assumeRoleWithToken({ role, token, region, audience: DEFAULT_AUDIENCE }, context, open);
  // A job with a role mostly lacks the permission.
  const isJob = role_arn !== null && env.GITHUB_ACTIONS === 'true';
  return tryLogins(listDefaultLogins({ region, assumeRoleWithToken: assume }, context, open), {
    name: 'AWS',
    advice: ADVICE,
    ...(isJob && { code: 'inventory-id-token-permission' }),
  });
}

interface RoleRequest {
  role: AwsRole;
  region: string;
  audience: string;
  base: AwsSession;
  /** Whether the role is assumed with an ID token, if available, and without other credentials. */
  isFirst: boolean;
}

async function assumeRole(
  { role, region, audience, base, isFirst }: RoleRequest,
  context: ReadContext,
  open: OpenClient,
): Promise<AwsCredentials> {
  const arn = resolveText(role.role_arn, context);
  const token = isFirst ? await findIdentityToken(arn, audience, context, open) : null;
  if (token !== null) return assumeRoleWithToken({ role: arn, token, region, audience }, context, open);
  const masterCredentials = await base.getCredentials(false);
  const { fromTemporaryCredentials } = await import('./sdk.ts');
  const params = {
    RoleArn: arn,
    RoleSessionName: SESSION_NAME,
    DurationSeconds: SESSION_SECONDS,
    ...(role.external_id !== null && { ExternalId: resolveSecret(role.external_id, context) }),
  };
  const name = `AWS STS, asked for the role ${role.role_arn},`;
  const clientConfig = createStsConfig({ name, region, audience, sent: null }, context, open);
  return fromTemporaryCredentials({ masterCredentials, params, clientConfig })();
}

/** Finds the token of a file, or of a job of GitHub Actions; null if there is none. Throws InventoryError. */
async function findIdentityToken(
  role: string,
  audience: string,
  context: ReadContext,
  open: OpenClient,
): Promise<SentToken | null> {
  const { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN, ACTIONS_ID_TOKEN_REQUEST_URL } = context.io.env;
  // A pod has a role of its own, which assumes the others.
  if (file) return AWS_ROLE_ARN && AWS_ROLE_ARN !== role ? null : readTokenFile(file, 'AWS', context);
  if (!ACTIONS_ID_TOKEN_REQUEST_URL) return null;
  return { token: await requestIdToken(resolveText(audience, context), context, open), name: JOB_TOKEN };
}

interface TokenRequest {
  role: string;
  token: SentToken;
  region: string;
  audience: string;
}

/** Calls AssumeRoleWithWebIdentity of the Security Token Service. The request is not signed. */
async function assumeRoleWithToken(
  { role, token, region, audience }: TokenRequest,
  context: ReadContext,
  open: OpenClient,
): Promise<AwsCredentials> {
  const { fromWebToken } = await import('./sdk.ts');
  return fromWebToken({
    roleArn: role,
    webIdentityToken: token.token,
    roleSessionName: SESSION_NAME,
    durationSeconds: SESSION_SECONDS,
    clientConfig: createStsConfig({ name: 'AWS STS', region, audience, sent: token }, context, open),
  })();
}

/** Creates the configuration. The request to STS is described as in its failures. */
function createStsConfig(
  { region, ...described }: Omit<LoginRequest, 'now'> & { region: string },
  { io }: ReadContext,
  open: OpenClient,
) {
  const endpoint = resolveEndpoint('sts', io.env);
  const request = { ...described, now: getRealClock(io) };
  const describe = () => ({
    name: request.name,
    classify: (response: InventoryResponse) => classifyLogin(response, request),
  });
  return {
    ...createClientConfig(describe, open),
    region,
    ...(endpoint !== null && { endpoint: endpoint.href }),
  };
}
