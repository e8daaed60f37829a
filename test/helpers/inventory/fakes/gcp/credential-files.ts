/** Credential files as Google's tools write them. */

import type { FakeIdTokens } from '../id-tokens.ts';
import { GCP_PRIVATE_KEY, GCP_USER } from './login.ts';
import { GCP_ACCOUNT, GCP_PROVIDER } from './state.ts';

export interface CredentialFiles {
  createKeyFile: () => { type: string } & Record<string, unknown>;
  createUserFile: () => { type: string } & Record<string, unknown>;
  /** As `gcloud auth application-default login --login-config` writes it. */
  createWorkforceFile: () => {
    type: 'external_account_authorized_user';
    audience: string;
    token_url: string;
    token_info_url: string;
  } & typeof GCP_USER;
  /** As google-github-actions/auth writes it. */
  createExternalFile: (changes?: object) => ReturnType<typeof createExternalFile>;
  /** `origin`: default: that of the fake. */
  toImpersonationUrl: (origin?: string) => string;
}

/** Files whose addresses are those of the fakes. */
export function createCredentialFiles(origin: string, tokens: FakeIdTokens): CredentialFiles {
  return {
    createKeyFile: () => ({
      type: 'service_account',
      project_id: 'shop-production',
      private_key_id: '0123',
      private_key: GCP_PRIVATE_KEY,
      client_email: GCP_ACCOUNT,
      token_uri: `${origin}/token`,
    }),
    createUserFile: () => ({ type: 'authorized_user', ...GCP_USER, quota_project_id: 'quota-project' }),
    createWorkforceFile: () => ({
      type: 'external_account_authorized_user',
      audience: '//iam.googleapis.com/locations/global/workforcePools/staff/providers/example',
      ...GCP_USER,
      token_url: `${origin}/v1/oauthtoken`,
      token_info_url: `${origin}/v1/introspect`,
    }),
    createExternalFile: (changes = {}) => createExternalFile(origin, tokens, changes),
    toImpersonationUrl: (server = origin) =>
      `${server}/v1/projects/-/serviceAccounts/${GCP_ACCOUNT}:generateAccessToken`,
  };
}

function createExternalFile(origin: string, { env }: FakeIdTokens, changes: object) {
  const audience = encodeURIComponent(`https://iam.googleapis.com/${GCP_PROVIDER}`);
  return {
    type: 'external_account',
    audience: `//iam.googleapis.com/${GCP_PROVIDER}`,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${origin}/v1/token`,
    credential_source: {
      url: `${env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${audience}`,
      headers: { Authorization: `Bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` },
      format: { type: 'json' as const, subject_token_field_name: 'value' },
    },
    ...changes,
  };
}
