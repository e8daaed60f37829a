/** Reads a file with credentials of Google, and logs in with them. */

import { resolve } from 'node:path';
import { decodePercent } from '../../../lib/http/headers.ts';
import { getRealClock } from '../../../lib/io.ts';
import { parseJson } from '../../inventory/client.ts';
import { createInventoryFailure, InventoryError, throwInventoryError } from '../../inventory/failures.ts';
import { toId, toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { readCredentialFile, takeToken } from '../credentials.ts';
import type { OpenClient } from '../listing-job.ts';
import { failLogin } from '../login-chain.ts';
import type { Cause } from '../login-refusals.ts';
import type { SentToken } from '../token-times.ts';
import { createAwsIdentity } from './aws-identity.ts';
import { isGoogleUrl, resolveService } from './endpoints.ts';
import { CLOUD_PLATFORM, exchangeToken, impersonate, STS } from './federation.ts';
import { requestToken, signAssertion } from './service-account-key.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface GoogleToken {
  token: string;
  /** The project whose quota requests use, besides the one that they read; null: none. */
  quota_project: string | null;
}

interface FileContext {
  /** The path, for messages. */
  file: string;
  scope: string;
  context: ReadContext;
  open: OpenClient;
}

/** The name in failures of the issuer of an ID token that is requested as the file describes. */
const ISSUER = 'The service for ID tokens in the credential file';

/**
 * Logs in with the credentials in a file, or in the text itself: a secret of a repository is a text. `scope`: the OAuth scope. `problem`:
 * the reason why the file was not read; `isAbsent`: there is no file. Throws InventoryError.
 */
export async function readCredentials(
  source: string,
  scope: string,
  context: ReadContext,
  open: OpenClient,
): Promise<GoogleToken | { problem: string; isAbsent: boolean }> {
  const isText = source.trimStart().startsWith('{');
  if (isText) context.io.addSecrets([source]);
  const file = isText ? 'GOOGLE_APPLICATION_CREDENTIALS' : source;
  const read = isText ? { text: source } : await readCredentialFile(resolve(context.io.cwd, file));
  if ('problem' in read) return { ...read, problem: `${file} ${read.problem}` };
  const fields = parseFile(read.text, file);
  const token = await login(fields, { file, scope, context, open });
  return { token, quota_project: toId(fields.quota_project_id) };
}

function parseFile(text: string, file: string): Fields {
  try {
    return toObject(JSON.parse(text));
  } catch {
    return throwInventoryError('inventory-credentials-invalid', file, 'it is not valid JSON');
  }
}

async function login(fields: Fields, use: FileContext): Promise<string> {
  switch (fields.type) {
    case 'service_account':
      return loginWithKey(fields, use);
    case 'external_account':
      return loginWithExternalToken(fields, use);
    case 'external_account_authorized_user':
      return loginAsWorkforceUser(fields, use);
    case 'authorized_user':
      return loginAsUser(fields, use);
    case 'impersonated_service_account': {
      const source = toObject(fields.source_credentials);
      if (source.type === fields.type) return reject(use, '`source_credentials` is an impersonation itself');
      return impersonateAccount(fields, await login(source, { ...use, scope: CLOUD_PLATFORM }), use);
    }
    default:
      return reject(use, `its \`type\` is ${describeType(fields.type)}, but must be one of ${TYPES.join(', ')}`);
  }
}

const TYPES = [
  ...['service_account', 'external_account', 'external_account_authorized_user', 'authorized_user'],
  'impersonated_service_account',
];

/** Describes a type, unless the text is something else, such as a secret at the wrong place. */
function describeType(type: unknown): string {
  if (type === undefined) return 'missing';
  return typeof type === 'string' && /^[a-z_]{1,60}$/.test(type) ? type : 'not valid';
}

async function loginWithKey(fields: Fields, use: FileContext): Promise<string> {
  const { context, scope, open } = use;
  const private_key = readText(fields, 'private_key', use);
  context.io.addSecrets([private_key]);
  const url = readGoogleUrl(fields, 'token_uri', use);
  const key = { email: readText(fields, 'client_email', use), private_key, key_id: toId(fields.private_key_id) };
  const options = { audience: url.href, scope, now: getRealClock(context.io)() };
  const assertion = tryToSign(key, options) ?? reject(use, '`private_key` is not a valid key');
  context.io.addSecrets([assertion]);
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  return requestToken({ url, parameters: { grant_type, assertion } }, context, open);
}

function tryToSign(...args: Parameters<typeof signAssertion>): string | null {
  try {
    return signAssertion(...args);
  } catch {
    return null;
  }
}

async function loginAsUser(fields: Fields, use: FileContext): Promise<string> {
  const { context, open } = use;
  const client_secret = readText(fields, 'client_secret', use);
  const refresh_token = readText(fields, 'refresh_token', use);
  context.io.addSecrets([client_secret, refresh_token]);
  const client_id = readText(fields, 'client_id', use);
  const url = new URL('token', resolveService('oauth2', context.io.env));
  const parameters = { grant_type: 'refresh_token', client_id, client_secret, refresh_token };
  return requestToken({ url, parameters, causes: USER_CAUSES }, context, open);
}

/** Logs in as a user of a workforce pool, whose refresh token is one of Google STS. */
async function loginAsWorkforceUser(fields: Fields, use: FileContext): Promise<string> {
  const { context, open } = use;
  const secret = readText(fields, 'client_secret', use);
  const refresh_token = readText(fields, 'refresh_token', use);
  context.io.addSecrets([secret, refresh_token]);
  const client = { id: readText(fields, 'client_id', use), secret };
  const url =
    (fields.token_url ?? null) === null
      ? new URL('oauthtoken', resolveService('sts', context.io.env))
      : readGoogleUrl(fields, 'token_url', use);
  const parameters = { grant_type: 'refresh_token', refresh_token };
  return requestToken({ url, parameters, client, name: STS, causes: USER_CAUSES }, context, open);
}

/** The session of a user has ended, or an administrator has revoked it. */
const USER_CAUSES: readonly Cause[] = [
  [/^invalid_grant\b/, 'Log in again with `gcloud auth application-default login`.'],
];

/** Logs in with a file of google-github-actions/auth or `gcloud iam workload-identity-pools create-cred-config`. */
async function loginWithExternalToken(fields: Fields, use: FileContext): Promise<string> {
  const { context, open, scope } = use;
  const isImpersonated = fields.service_account_impersonation_url !== undefined;
  const token = await exchangeToken(
    {
      url: readGoogleUrl(fields, 'token_url', use),
      audience: readText(fields, 'audience', use),
      subject_token: await readSubjectToken(toObject(fields.credential_source), fields, use),
      subject_token_type: readText(fields, 'subject_token_type', use),
      scope: isImpersonated ? CLOUD_PLATFORM : scope,
      names: { provider: `in ${use.file}`, audience: `that of ${use.file}` },
    },
    context,
    open,
  );
  return isImpersonated ? impersonateAccount(fields, token, use) : token;
}

/** Reads the subject token. Programs (`executable`) are not run. */
async function readSubjectToken(source: Fields, fields: Fields, use: FileContext): Promise<SentToken> {
  const { context, open } = use;
  if (source.environment_id === 'aws1')
    return nameToken(await createAwsIdentity(readText(fields, 'audience', use), context), 'AWS', use);
  const { type, subject_token_field_name } = toObject(source.format);
  const field = type === 'json' ? (toId(subject_token_field_name) ?? 'access_token') : null;
  if (typeof source.file === 'string') {
    const path = resolve(context.io.cwd, source.file);
    const read = await readCredentialFile(path);
    if ('problem' in read) return failLogin('Google Cloud', `the token file ${path} of ${use.file} ${read.problem}`);
    return nameToken(field === null ? read.text : readField(Buffer.from(read.text), field, path), path, use);
  }
  if (typeof source.url !== 'string' || !/^https?:/.test(source.url) || !URL.canParse(source.url))
    return reject(use, 'its `credential_source` has neither a file nor a URL');
  const url = new URL(source.url);
  const headers = Object.fromEntries(
    Object.entries(toObject(source.headers)).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
  context.io.addSecrets(Object.values(headers).map((value) => value.replace(/^\w+ /, '')));
  const client = await open({
    name: ISSUER,
    origins: [url.origin],
    classify: ({ status }) => createInventoryFailure('inventory-id-token-refused', ISSUER, String(status)),
  });
  const { body } = await client.send({ url, headers });
  return nameToken(field === null ? body.toString().trim() : readField(body, field, ISSUER), ISSUER, use);
}

/** Takes a token from `origin`, which is a service or a file. */
function nameToken(value: unknown, origin: string, { context }: FileContext): SentToken {
  return { token: takeToken(value, origin, context.io), name: `the token of ${origin.replace(/^The /, 'the ')}` };
}

function readField(body: Buffer, field: string, name: string): unknown {
  return toObject(parseJson(body, name))[field];
}

async function impersonateAccount(fields: Fields, token: string, use: FileContext): Promise<string> {
  const url = readGoogleUrl(fields, 'service_account_impersonation_url', use);
  const account = decodePercent(/\/serviceAccounts\/([^/:]+):generateAccessToken$/.exec(url.pathname)?.[1] ?? '');
  if (account === '') return reject(use, '`service_account_impersonation_url` is not valid');
  return impersonate({ account, url, token, scope: use.scope }, use.context, use.open);
}

function readText(fields: Fields, key: string, use: FileContext): string {
  const value = fields[key];
  return typeof value === 'string' && value !== '' ? value : reject(use, `\`${key}\` is missing`);
}

/** Reads a URL, which must be one of Google: credentials are never sent to others. */
function readGoogleUrl(fields: Fields, key: string, use: FileContext): URL {
  const text = readText(fields, key, use);
  if (!isGoogleUrl(text, use.context.io.env)) return reject(use, `\`${key}\` is not a URL of Google`);
  return new URL(text);
}

function reject({ file }: FileContext, problem: string): never {
  throw new InventoryError(createInventoryFailure('inventory-credentials-invalid', file, problem));
}
