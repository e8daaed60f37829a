/** Where we differ from Google's clients, and why. */

import type { Difference, Disagreement } from '../../suite.ts';
import type { Environment } from '../environment.ts';
import { GCLOUD, NAMED } from './cases.ts';
import { NODE } from './oracles.ts';

const GUIDE = 'docs/guides/google-cloud.md#other-logins';

const isNode = ({ oracle }: Pick<Disagreement<Environment>, 'oracle'>) => oracle === NODE;

export const differences: readonly Difference<Environment>[] = [
  {
    name: 'a token in a variable',
    reason: 'It takes precedence over application default credentials, as in Terraform and gcloud.',
    source: GUIDE,
    covers: ({ ours }) => ours === 'used static',
  },
  {
    name: 'an empty variable',
    reason: 'An empty variable is not set, as in the client for Node.',
    source: '_tryGetApplicationCredentialsFromEnvironmentVariable of google-auth-library',
    covers: (found) =>
      !isNode(found) &&
      ['GOOGLE_APPLICATION_CREDENTIALS', 'CLOUDSDK_CONFIG'].some((name) => found.one.env[name] === ''),
  },
  {
    name: 'a directory in place of the file of gcloud',
    reason:
      'It cannot be read, so it ends the login, as in the client for Node. The client for Python takes it for no file.',
    source: '_get_gcloud_sdk_credentials of google-auth for Python',
    covers: (found) =>
      !isNode(found) && `${GCLOUD}/directory` in found.one.files && /^failed (?:named|gcloud)$/.test(found.ours),
  },
  {
    name: 'a variable that names the file of gcloud',
    reason: 'The client for Python then uses it as that of gcloud, which may be missing.',
    source: '_get_explicit_environ_credentials of google-auth for Python',
    covers: (found) =>
      !isNode(found) &&
      found.one.env.GOOGLE_APPLICATION_CREDENTIALS === `{home}/${GCLOUD}` &&
      found.ours === 'failed named',
  },
  {
    name: 'a file of a workforce pool without its token endpoint',
    reason: 'The endpoint is that of Google, as in the client for Node. The client for Python requires it.',
    source: 'DEFAULT_TOKEN_URL of google-auth-library',
    covers: (found) =>
      !isNode(found) &&
      /^used user (?:named|gcloud)$/.test(found.ours) &&
      [NAMED, GCLOUD].some((file) => isWorkforceWithoutEndpoint(found.one.files[file] ?? '')),
  },
  {
    name: 'a key without its type or its token endpoint',
    reason: 'The format requires both, as the client for Python does. The client for Node ignores the endpoint.',
    source: '_service_account_info.py of google-auth for Python',
    covers: (found) =>
      isNode(found) &&
      /^failed (?:named|gcloud)$/.test(found.ours) &&
      [NAMED, GCLOUD].some((file) => isPartialKey(found.one.files[file] ?? '')),
  },
];

function isPartialKey(text: string): boolean {
  return text.includes('"private_key"') && !(text.includes('"type"') && text.includes('"token_uri"'));
}

function isWorkforceWithoutEndpoint(text: string): boolean {
  return text.includes('external_account_authorized_user') && !text.includes('"token_url"');
}
