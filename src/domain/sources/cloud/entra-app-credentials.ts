/** Source `entra_app_credentials`: client secrets and certificates of app registrations in Microsoft Entra ID, by their dates. */

import type { SourceDefinition } from '../definition.ts';
import { isItemLocation } from '../item-location.ts';
import { type AzureLogin, createAzureLogin, type MicrosoftCloud } from './azure-key-vault.ts';

export interface EntraAppCredentialsSource extends AzureLogin {
  kind: 'entra_app_credentials';
  cloud: MicrosoftCloud;
  allow_empty: boolean;
}

const KIND = 'entra_app_credentials';

export const ENTRA_APP_CREDENTIALS: SourceDefinition<EntraAppCredentialsSource> = {
  kind: KIND,
  keys: [[KIND, 'a tenant of Microsoft Entra ID']],
  locator: 'cloud',
  variableKeys: { maps: [KIND] },
  inventory: 'remote',
  create: ({ entra_app_credentials, allow_empty }) => ({
    kind: KIND,
    cloud: entra_app_credentials?.cloud ?? 'public',
    ...createAzureLogin(entra_app_credentials),
    allow_empty: allow_empty ?? false,
  }),
  listLocations: () => [KIND],
  matchesLocation: (location) => isItemLocation(location, KIND),
  locationType: KIND,
};
