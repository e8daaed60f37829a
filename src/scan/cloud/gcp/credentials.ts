/** Obtains access tokens for Google Cloud: by an ID token of the job, or from the environment. */

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { GcpLogin } from '../../../domain/index.ts';
import { removeProviderHost } from '../../../domain/sources/cloud/gcp.ts';
import type { Io } from '../../../lib/io.ts';
import { throwInventoryError } from '../../inventory/failures.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { readSecretVariable, resolveText } from '../credentials.ts';
import { requestIdToken } from '../id-token.ts';
import type { OpenClient } from '../listing-job.ts';
import { type GoogleToken, readCredentials } from './credential-file.ts';
import { resolveService } from './endpoints.ts';
import { CLOUD_PLATFORM, createImpersonationUrl, exchangeToken, impersonate } from './federation.ts';
import { requestMetadataToken } from './metadata-server.ts';

const MISSING =
  'Set `workload_identity_provider` for a login with the ID token of the job. Or use google-github-actions/auth before this step, set ' +
  'GOOGLE_APPLICATION_CREDENTIALS to a credential file, or run `gcloud auth application-default login`.';

/** Variables with an access token, as Terraform and gcloud read them. */
const TOKEN_VARIABLES = ['GOOGLE_OAUTH_ACCESS_TOKEN', 'CLOUDSDK_AUTH_ACCESS_TOKEN'];

/** Throws InventoryError. `scope`: what the token is for. */
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
    subject_token: await requestIdToken(token_audience, context, open),
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    scope,
    names: { provider, audience: audience ?? `https://iam.googleapis.com/${provider}` },
  };
  return { token: await exchangeToken(exchange, context, open), quota_project: null };
}

/** Application default credentials, in the order of Google's own clients, after a token in a variable. */
async function readEnvironment(scope: string, context: ReadContext, open: OpenClient): Promise<GoogleToken> {
  const { io } = context;
  for (const name of TOKEN_VARIABLES) {
    const token = readSecretVariable(name, io);
    if (token !== null) return { token, quota_project: io.env.GOOGLE_CLOUD_QUOTA_PROJECT || null };
  }
  const file = io.env.GOOGLE_APPLICATION_CREDENTIALS || (await findGcloudFile(io.env));
  if (file !== null) {
    const { token, quota_project } = await readCredentials(file, scope, context, open);
    return { token, quota_project: io.env.GOOGLE_CLOUD_QUOTA_PROJECT || quota_project };
  }
  const token = await requestMetadataToken(context, open);
  return token === null
    ? throwInventoryError('inventory-credentials-missing', 'Google Cloud', MISSING)
    : { token, quota_project: null };
}

/** What `gcloud auth application-default login` writes; null if there is none. */
async function findGcloudFile({ CLOUDSDK_CONFIG, APPDATA, HOME }: Io['env']): Promise<string | null> {
  const home = HOME ? join(HOME, '.config', 'gcloud') : null;
  const directory = CLOUDSDK_CONFIG || (APPDATA ? join(APPDATA, 'gcloud') : home);
  if (directory === null) return null;
  const file = join(directory, 'application_default_credentials.json');
  return access(file).then(
    () => file,
    () => null,
  );
}
