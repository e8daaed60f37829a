/** Obtains access tokens for Google Cloud: by an ID token of the job, or from the environment. */

import { join } from 'node:path';
import type { GcpLogin } from '../../../domain/index.ts';
import { removeProviderHost } from '../../../domain/sources/cloud/gcp.ts';
import type { Io } from '../../../lib/io.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { readSecretVariable, resolveText } from '../credentials.ts';
import { JOB_TOKEN, requestIdToken } from '../id-token.ts';
import type { OpenClient } from '../listing-job.ts';
import { tryLogins } from '../login-chain.ts';
import { type GoogleToken, readCredentials } from './credential-file.ts';
import { resolveService } from './endpoints.ts';
import { CLOUD_PLATFORM, createImpersonationUrl, exchangeToken, impersonate } from './federation.ts';
import { requestMetadataToken } from './metadata-server.ts';

const ADVICE =
  'On your machine, run `gcloud auth application-default login`. In a job of GitHub Actions, set `workload_identity_provider`, or use ' +
  'google-github-actions/auth before this step.';

/** Variables with an access token, as Terraform and gcloud read them. */
const TOKEN_VARIABLES = ['GOOGLE_OAUTH_ACCESS_TOKEN', 'CLOUDSDK_AUTH_ACCESS_TOKEN'];

/** Obtains a token for the OAuth scope. Throws InventoryError. */
export async function obtainToken(
  { workload_identity_provider, service_account, audience }: GcpLogin,
  scope: string,
  context: ReadContext,
  open: OpenClient,
): Promise<GoogleToken> {
  const first = service_account === null ? scope : CLOUD_PLATFORM;
  const token =
    workload_identity_provider === null
      ? await readEnvironment(first, context, open)
      : await federate(workload_identity_provider, audience, first, context, open);
  if (service_account === null) return token;
  const url = createImpersonationUrl(resolveText(service_account, context), context.io.env);
  const impersonation = { account: service_account, url, token: token.token, scope };
  return { token: await impersonate(impersonation, context, open), quota_project: null };
}

async function federate(
  provider: string,
  audience: string | null,
  scope: string,
  context: ReadContext,
  open: OpenClient,
): Promise<GoogleToken> {
  const path = removeProviderHost(resolveText(provider, context));
  const token_audience = audience === null ? `https://iam.googleapis.com/${path}` : resolveText(audience, context);
  const exchange = {
    url: new URL('token', resolveService('sts', context.io.env)),
    audience: `//iam.googleapis.com/${path}`,
    subject_token: { token: await requestIdToken(token_audience, context, open), name: JOB_TOKEN },
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    scope,
    names: { provider, audience: audience ?? `https://iam.googleapis.com/${provider}` },
  };
  return { token: await exchangeToken(exchange, context, open), quota_project: null };
}

/** Reads application default credentials, in the order of Google's own clients, after a token in a variable. */
function readEnvironment(scope: string, context: ReadContext, open: OpenClient): Promise<GoogleToken> {
  const { io } = context;
  const quota_project = io.env.GOOGLE_CLOUD_QUOTA_PROJECT || null;
  // `mayBeAbsent`: the file at its usual path is only there after a login with gcloud.
  const readFile = async (file: string, mayBeAbsent: boolean) => {
    const read = await readCredentials(file, scope, context, open);
    if ('problem' in read) return { problem: read.problem, isFinal: !(mayBeAbsent && read.isAbsent) };
    return { credentials: { ...read, quota_project: quota_project ?? read.quota_project } };
  };
  const variables = TOKEN_VARIABLES.map((name) => ({
    name,
    login: async () => {
      const token = readSecretVariable(name, io);
      return token === null ? NOT_SET : { credentials: { token, quota_project } };
    },
  }));
  const file = io.env.GOOGLE_APPLICATION_CREDENTIALS;
  const gcloud = findGcloudFile(io.env);
  return tryLogins<GoogleToken>(
    [
      { name: '`workload_identity_provider`', login: async () => NOT_SET },
      ...variables,
      { name: 'GOOGLE_APPLICATION_CREDENTIALS', login: async () => (file ? readFile(file, false) : NOT_SET) },
      {
        name: 'gcloud',
        login: async () => (gcloud === null ? { problem: 'there is no home directory' } : readFile(gcloud, true)),
      },
      {
        name: 'metadata server',
        login: async () => {
          const read = await requestMetadataToken(context, open);
          return 'problem' in read ? read : { credentials: { ...read, quota_project: null } };
        },
      },
    ],
    { name: 'Google Cloud', advice: ADVICE },
  );
}

const NOT_SET = { problem: 'not set' };

/** Finds the file of `gcloud auth application-default login`; null if it cannot exist. */
function findGcloudFile({ CLOUDSDK_CONFIG, APPDATA, HOME }: Io['env']): string | null {
  const home = HOME ? join(HOME, '.config', 'gcloud') : null;
  const directory = CLOUDSDK_CONFIG || (APPDATA ? join(APPDATA, 'gcloud') : home);
  return directory === null ? null : join(directory, 'application_default_credentials.json');
}
