/** Environments with logins to Google Cloud: credential files of each type, in a variable and in gcloud's directory, and a machine. */

import fc from 'fast-check';
import { combine, drawRarely, type Part, type Settings, weigh } from '../arbitraries.ts';
import type { Environment } from '../environment.ts';
import { CLIENT, formatAccount, formatRefreshToken, PROVIDER, STATIC_TOKEN, TOKEN_TYPE } from './server.ts';

type Fields = Readonly<Record<string, unknown>>;

export const NAMED = 'named.json';
export const GCLOUD = '.config/gcloud/application_default_credentials.json';

/** Texts of files that are no credentials. `null`: a directory. */
const BROKEN = ['', 'Sign in', '{', '[]', 'null', '{}', '{"type":"unknown"}', '{"type":5}', '\ufeff{}'];

/** `name`: whose credentials they are. */
function drawCredentials(name: string): fc.Arbitrary<Fields> {
  const key = fc.constantFrom('{key}', '{key}', '{key}', '{other key}', 'Sign in', '').map(
    (private_key): Fields => ({
      ...{ type: 'service_account', project_id: 'p', private_key_id: '1', private_key, client_id: '1' },
      ...{ client_email: formatAccount(name), token_uri: '{origin}/token' },
    }),
  );
  const user = fc.constantFrom(name, name, name, '!', '').map(
    (owner): Fields => ({
      ...{ type: 'authorized_user', ...CLIENT },
      refresh_token: owner === '' ? '' : formatRefreshToken(owner),
    }),
  );
  const workforce = fc.constantFrom(name, name, '!').map(
    (owner): Fields => ({
      ...{ type: 'external_account_authorized_user', ...CLIENT, refresh_token: formatRefreshToken(owner) },
      ...{ token_url: '{origin}/v1/oauthtoken', token_info_url: '{origin}/v1/introspect' },
      audience: '//iam.googleapis.com/locations/global/workforcePools/pool/providers/provider',
    }),
  );
  const pool = fc.record({ credential_source: drawSource(), account: fc.constantFrom('', '', name, 'closed') }).map(
    ({ credential_source, account }): Fields => ({
      ...{ type: 'external_account', audience: PROVIDER, token_url: '{origin}/v1/token', credential_source },
      subject_token_type: TOKEN_TYPE,
      ...(account !== '' && { service_account_impersonation_url: formatImpersonation(account) }),
    }),
  );
  const plain = fc.oneof(
    { weight: 3, arbitrary: key },
    { weight: 2, arbitrary: user },
    { weight: 1, arbitrary: workforce },
    { weight: 3, arbitrary: pool },
  );
  const impersonated = fc
    .record({ source_credentials: fc.oneof(key, user), account: fc.constantFrom(name, name, 'closed') })
    .map(
      ({ source_credentials, account }): Fields => ({
        ...{ type: 'impersonated_service_account', delegates: [], source_credentials },
        service_account_impersonation_url: formatImpersonation(account),
      }),
    );
  return fc.oneof({ weight: 6, arbitrary: plain }, { weight: 1, arbitrary: impersonated });
}

const formatImpersonation = (account: string) =>
  `{origin}/v1/projects/-/serviceAccounts/${formatAccount(account)}:generateAccessToken`;

function drawSource(): fc.Arbitrary<Fields> {
  const states = fc.constantFrom('works', 'works', 'works', 'expired', 'forged', 'empty', 'missing');
  const json = { type: 'json', subject_token_field_name: 'value' };
  return fc.oneof(
    states.map((state): Fields => ({ file: `{home}/token-${state}` })),
    states.map((state): Fields => ({ file: `{home}/token-${state}.json`, format: json })),
    states.map((state): Fields => ({ url: `{origin}/subject?token={token ${state}}`, format: json })),
    fc.constant<Fields>({ executable: { command: '/bin/true' } }),
    fc.constant<Fields>({}),
  );
}

function drawFile(name: string): fc.Arbitrary<string> {
  const whole = fc.record({ fields: drawCredentials(name), dropped: drawRarely(fc.nat({ max: 8 }), 99) });
  const text = whole.map(({ fields, dropped }) => {
    const names = Object.keys(fields);
    return JSON.stringify(Object.fromEntries(names.filter((_, at) => at !== dropped).map((one) => [one, fields[one]])));
  });
  return fc.oneof({ weight: 6, arbitrary: text }, { weight: 1, arbitrary: fc.constantFrom(...BROKEN) });
}

const named: fc.Arbitrary<Part> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Part>({}) },
  {
    weight: 5,
    arbitrary: drawFile('named').map(
      (text): Part => ({ env: { GOOGLE_APPLICATION_CREDENTIALS: `{home}/${NAMED}` }, files: { [NAMED]: text } }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('', '{home}/missing.json', '{home}', `{home}/${GCLOUD}`)
      .map((file): Part => ({ env: { GOOGLE_APPLICATION_CREDENTIALS: file } })),
  },
);

const gcloud: fc.Arbitrary<Part> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Part>({}) },
  { weight: 3, arbitrary: drawFile('gcloud').map((text): Part => ({ files: { [GCLOUD]: text } })) },
  { weight: 1, arbitrary: fc.constant<Part>({ files: { [`${GCLOUD}/directory`]: '' } }) },
);

const directory = drawRarely<Settings>(
  fc.constantFrom('', '{home}/elsewhere').map((CLOUDSDK_CONFIG) => ({ CLOUDSDK_CONFIG })),
  {},
);

const machine: fc.Arbitrary<Part> = weigh<Part>(
  [2, { env: { METADATA_SERVER_DETECTION: 'none', NO_GCE_CHECK: 'true' } }],
  [3, { env: { METADATA_SERVER_DETECTION: 'assume-present' }, services: { machine: 'works' } }],
  [1, { env: { METADATA_SERVER_DETECTION: 'assume-present' }, services: { machine: 'no account' } }],
  [1, { env: { METADATA_SERVER_DETECTION: 'assume-present' }, services: { machine: 'malformed' } }],
  [1, { env: { METADATA_SERVER_DETECTION: 'assume-present' } }],
);

const token = drawRarely<Settings>(
  fc
    .constantFrom('GOOGLE_OAUTH_ACCESS_TOKEN', 'CLOUDSDK_AUTH_ACCESS_TOKEN')
    .map((name) => ({ [name]: STATIC_TOKEN, TOKEN_TYPE })),
  {},
);

export const cases: fc.Arbitrary<Environment> = fc
  .tuple(
    named,
    gcloud,
    machine,
    fc.tuple(directory, drawRarely(token, {})).map((env): Part => ({ env: Object.assign({}, ...env) })),
  )
  .map(combine);
