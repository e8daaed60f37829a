/** Environments with logins to Vault: tokens of an entry, of variables and of `vault login`, and logins with a secret or an ID token. */

import fc from 'fast-check';
import { combine, type Part, type Settings, weigh } from '../arbitraries.ts';
import type { Environment } from '../environment.ts';
import { ROLE, ROLE_ID, SECRET_ID, TOKENS } from './server.ts';

const TOKEN_FILE = '.vault-token';

const drawToken = (name: string, own: string) =>
  weigh<Settings>([4, {}], [3, { [name]: own }], [1, { [name]: 'hvs.revoked' }], [1, { [name]: '' }]);

const tokens: fc.Arbitrary<Part> = fc
  .tuple(drawToken('VAULT_TOKEN', TOKENS.environment), weigh<Settings>([9, {}], [1, { BAO_TOKEN: TOKENS.bao }]))
  .map((env): Part => ({ env: Object.assign({}, ...env) }));

const file: fc.Arbitrary<Part> = weigh<Part>(
  [3, {}],
  [3, { files: { [TOKEN_FILE]: TOKENS.file } }],
  [1, { files: { [TOKEN_FILE]: `${TOKENS.file}\n` } }],
  [1, { files: { [TOKEN_FILE]: 'hvs.revoked' } }],
  [1, { files: { [TOKEN_FILE]: '' } }],
  [1, { files: { [TOKEN_FILE]: 'two\nlines' } }],
  [1, { files: { [`${TOKEN_FILE}/directory`]: '' } }],
);

const STATES = ['works', 'works', 'expired', 'forged', 'empty', 'missing'] as const;

const entry: fc.Arbitrary<Settings> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Settings>({ method: 'token' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(TOKENS.entry, 'hvs.revoked').map((token): Settings => ({ method: 'token', token })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        role_id: fc.constantFrom(ROLE_ID, ROLE_ID, 'another'),
        secret_id: fc.constantFrom(SECRET_ID, SECRET_ID, 'another'),
      })
      .map((ids): Settings => ({ method: 'approle', ...ids })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        method: fc.constantFrom('jwt', 'kubernetes'),
        role: fc.constantFrom(ROLE, ROLE, ROLE, 'another'),
        state: fc.constantFrom(...STATES),
      })
      .map(({ method, role, state }): Settings => ({ method, role, jwt_file: `token-${state}` })),
  },
);

export const cases: fc.Arbitrary<Environment> = fc
  .tuple(
    tokens,
    file,
    entry.map((one): Part => ({ entry: one })),
  )
  .map(combine);
