/** Where we differ from hvac, and why. */

import type { Difference } from '../../suite.ts';
import type { Environment } from '../environment.ts';

export const differences: readonly Difference<Environment>[] = [
  {
    name: 'the variable of OpenBao',
    reason: 'A client of OpenBao reads BAO_TOKEN before VAULT_TOKEN. hvac is one of Vault.',
    source: 'openbao.org/docs/commands/#environment-variables',
    covers: ({ one, ours }) => one.env.BAO_TOKEN !== undefined && ours === 'used bao',
  },
];
