/** Where we differ from Microsoft's library, and why. */

import type { Difference } from '../../suite.ts';
import type { Environment } from '../environment.ts';
import { CLIENT, TENANT } from './server.ts';

const GUIDE = 'docs/guides/azure-key-vault.md#all-logins';

const isSet = ({ env }: Environment, name: string) => (env[name] ?? '') !== '';

const hasClient = (one: Environment) => isSet(one, 'AZURE_TENANT_ID') && isSet(one, 'AZURE_CLIENT_ID');

/** Whether the login server accepts the workload identity. */
const isWorkloadKnown = ({ env }: Environment) =>
  env.AZURE_TENANT_ID === TENANT &&
  env.AZURE_CLIENT_ID === CLIENT &&
  env.AZURE_FEDERATED_TOKEN_FILE === '{home}/token-works';

export const differences: readonly Difference<Environment>[] = [
  {
    name: 'a secret or a certificate without a client',
    reason: 'It is half a login, so another one could be that of another tenant. The library ignores it.',
    source: GUIDE,
    covers: ({ one, ours }) =>
      ours === 'failed environment' &&
      !hasClient(one) &&
      ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH'].some((name) => isSet(one, name)),
  },
  {
    name: 'a workload identity that does not work',
    reason:
      'A login that is set up and does not work is the end. The library goes on after most failures of a workload identity.',
    source: GUIDE,
    covers: ({ one, ours, theirs }) =>
      ours === 'failed workload' &&
      isSet(one, 'AZURE_FEDERATED_TOKEN_FILE') &&
      !isWorkloadKnown(one) &&
      theirs !== 'used federated',
  },
  {
    name: 'a managed identity that is selected beside a token file',
    reason:
      'The library uses the token file instead, or the identity of the machine if it lacks a tenant. We use neither.',
    source: 'createDefaultManagedIdentityCredential of @azure/identity',
    covers: ({ one, ours }) =>
      ours === 'failed everything' &&
      isSet(one, 'AZURE_FEDERATED_TOKEN_FILE') &&
      one.env.AZURE_TOKEN_CREDENTIALS?.trim().toLowerCase() === 'managedidentitycredential',
  },
];
