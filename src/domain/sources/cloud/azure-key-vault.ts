/** Source `azure_key_vault`: certificates in vaults of Azure Key Vault. */

import { toArray } from '../../../lib/collections.ts';
import { trimEnd } from '../../../lib/text/trim.ts';
import type { SourceDefinition } from '../definition.ts';
import { isItemLocation } from '../item-location.ts';

/** How an application logs in to Microsoft Entra ID. */
export interface AzureLogin {
  /** With their `${NAME}` references; null: AZURE_TENANT_ID and AZURE_CLIENT_ID. */
  tenant_id: string | null;
  client_id: string | null;
  /** With its `${NAME}` reference; null: a login without a secret, unless AZURE_CLIENT_SECRET is set. */
  client_secret: string | null;
  audience: string;
}

export interface AzureKeyVaultSource extends AzureLogin {
  kind: 'azure_key_vault';
  /** Names of vaults, or their URLs in other clouds than the public one. */
  vaults: string[];
  allow_empty: boolean;
}

/** What Microsoft Entra expects of ID tokens in federated credentials. */
const DEFAULT_AUDIENCE = 'api://AzureADTokenExchange';

export function createAzureLogin(spec: Partial<Record<keyof AzureLogin, string>> = {}): AzureLogin {
  const { tenant_id = null, client_id = null, client_secret = null, audience = DEFAULT_AUDIENCE } = spec;
  return { tenant_id, client_id, client_secret, audience };
}

const VAULT = /^(?:[A-Za-z](?:-?[A-Za-z0-9]){2,23}|https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?\/?)$/;

export const AZURE_KEY_VAULT: SourceDefinition<AzureKeyVaultSource> = {
  kind: 'azure_key_vault',
  keys: [['azure_key_vault', 'vaults of Azure Key Vault']],
  locator: 'vaults',
  variableKeys: { maps: ['azure_key_vault'] },
  inventory: 'remote',
  create: ({ azure_key_vault, allow_empty }) => ({
    kind: 'azure_key_vault',
    vaults: [...new Set(toArray(azure_key_vault?.vaults ?? []).map((vault) => trimEnd(vault.toLowerCase(), '/')))],
    ...createAzureLogin(azure_key_vault),
    allow_empty: allow_empty ?? false,
  }),
  check: (fields) => {
    for (const text of fields.listTexts('azure_key_vault', 'vaults'))
      if (!VAULT.test(text.value))
        fields.report('bad-identifier', text, text.value, 'vault', 'my-vault or https://my-vault.vault.azure.cn');
  },
  listLocations: ({ vaults }) => vaults.map(formatVaultName),
  matchesLocation: (location) => isItemLocation(location, 'azure_key_vault'),
  locationType: 'azure_key_vault',
};

/** The name of the listing of a vault. */
export function formatVaultName(vault: string): string {
  return `azure_key_vault:${vault.replace(/^https:\/\//, '')}`;
}
