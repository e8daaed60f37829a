/** Environments with logins to Azure: those of DefaultAzureCredential. */

import fc from 'fast-check';
import { combine, drawRarely, type Part, type Settings, weigh } from '../arbitraries.ts';
import type { Environment } from '../environment.ts';
import { APP_SERVICE, CLIENT, SECRET, TENANT } from './server.ts';

const drawVariable = (name: string, ...values: [weight: number, value: string | null][]): fc.Arbitrary<Settings> =>
  weigh(...values.map(([weight, value]): [number, Settings] => [weight, value === null ? {} : { [name]: value }]));

const selection = fc.tuple(
  drawVariable('AZURE_TENANT_ID', [8, TENANT], [2, null], [1, ''], [1, 'other']),
  drawVariable('AZURE_CLIENT_ID', [8, CLIENT], [2, null], [1, ''], [1, '00000000-0000-0000-0000-000000000002']),
  drawRarely<Settings>(
    fc
      .constantFrom(
        'prod',
        'dev',
        'EnvironmentCredential',
        ' managedidentitycredential ',
        'AzureCliCredential',
        '',
        'unknown',
      )
      .map((AZURE_TOKEN_CREDENTIALS) => ({ AZURE_TOKEN_CREDENTIALS })),
    {},
  ),
);

const secrets = fc.tuple(
  drawVariable('AZURE_CLIENT_SECRET', [6, null], [2, SECRET], [1, 'another'], [1, '']),
  drawVariable(
    'AZURE_CLIENT_CERTIFICATE_PATH',
    [8, null],
    ...['known', 'known', 'unknown', 'locked', 'text', 'missing', 'keyless'].map((name): [number, string] => [
      1,
      `{home}/${name}.pem`,
    ]),
    [1, '{home}'],
    [1, ''],
  ),
  drawVariable('AZURE_CLIENT_CERTIFICATE_PASSWORD', [4, null], [1, 'password'], [1, 'another'], [1, '']),
  drawVariable('AZURE_USERNAME', [12, null], [1, 'user@example.com'], [1, '']),
  drawVariable('AZURE_PASSWORD', [12, null], [1, 'password-of-the-user'], [1, '']),
  drawVariable(
    'AZURE_FEDERATED_TOKEN_FILE',
    [6, null],
    ...['works', 'works', 'expired', 'forged', 'empty', 'missing'].map((state): [number, string] => [
      1,
      `{home}/token-${state}`,
    ]),
    [1, '{home}'],
    [1, ''],
  ),
);

const machine: fc.Arbitrary<Part> = weigh<Part>(
  [3, {}],
  [2, { services: { machine: 'works' } }],
  [1, { services: { machine: 'none' } }],
);

const appService = { IDENTITY_ENDPOINT: `{origin}${APP_SERVICE.path}`, IDENTITY_HEADER: APP_SERVICE.header };
const app: fc.Arbitrary<Part> = drawRarely<Part>(
  weigh<Part>(
    [2, { env: appService, services: { app: 'works' } }],
    [1, { env: appService, services: { app: 'none' } }],
    [1, { env: { ...appService, IDENTITY_HEADER: 'another' }, services: { app: 'works' } }],
    [1, { env: { IDENTITY_ENDPOINT: appService.IDENTITY_ENDPOINT }, services: { app: 'works' } }],
  ),
  {},
);

const cli: fc.Arbitrary<Part> = fc
  .constantFrom(null, 'works', 'works', 'fails', 'text', 'other')
  .map((state): Part => (state === null ? {} : { files: { 'bin/az': `{az ${state}}` } }));

export const cases: fc.Arbitrary<Environment> = fc
  .tuple(
    fc.tuple(selection, secrets).map((all): Part => ({ env: Object.assign({}, ...all.flat()) })),
    machine,
    app,
    cli,
  )
  .map(combine);
