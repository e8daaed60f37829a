/** Source `azure_key_vault`: certificates in vaults of Azure Key Vault. */

import { toArray } from '../../../lib/collections.ts';
import { trimEnd } from '../../../lib/text/trim.ts';
import { reportDuplicates, type SourceDefinition } from '../definition.ts';
import { isItemLocation } from '../item-location.ts';

/** The clouds of Microsoft, each with its directory, its login and its services. */
export type MicrosoftCloud = 'public' | 'us_government' | 'us_government_dod' | 'china';

/** The settings of the login to Microsoft Entra ID. */
export interface AzureLogin {
  /** The IDs with their `${NAME}` references; null: AZURE_TENANT_ID and AZURE_CLIENT_ID. */
  tenant_id: string | null;
  client_id: string | null;
  /** The secret with its `${NAME}` reference; null: AZURE_CLIENT_SECRET, or a login without a secret. */
  client_secret: string | null;
  audience: string;
}

export interface AzureKeyVaultSource extends AzureLogin {
  kind: 'azure_key_vault';
  /** Names of vaults, or their URLs in clouds other than the public one. */
  vaults: string[];
  /** IDs of subscriptions, whose vaults are all read, except for the names in `exclude_vaults`. */
  subscriptions: string[];
  exclude_vaults: string[];
  /** The cloud of the subscriptions. */
  cloud: MicrosoftCloud;
  allow_empty: boolean;
}

/** The audience that Microsoft Entra expects in ID tokens of federated credentials. */
const DEFAULT_AUDIENCE = 'api://AzureADTokenExchange';

export function createAzureLogin(spec: Partial<Record<keyof AzureLogin, string>> = {}): AzureLogin {
  const { tenant_id = null, client_id = null, client_secret = null, audience = DEFAULT_AUDIENCE } = spec;
  return { tenant_id, client_id, client_secret, audience };
}

const VAULT = /^(?:[A-Za-z](?:-?[A-Za-z0-9]){2,23}|https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?\/?)$/;

const SUBSCRIPTION = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const AZURE_KEY_VAULT: SourceDefinition<AzureKeyVaultSource> = {
  kind: 'azure_key_vault',
  keys: [['azure_key_vault', 'vaults of Azure Key Vault']],
  locator: 'vaults',
  variableKeys: { maps: ['azure_key_vault'] },
  inventory: 'remote',
  create: ({ azure_key_vault, allow_empty }) => ({
    kind: 'azure_key_vault',
    vaults: toUnique(azure_key_vault?.vaults).map((vault) => trimEnd(vault, '/')),
    subscriptions: toUnique(azure_key_vault?.subscriptions),
    exclude_vaults: toUnique(azure_key_vault?.exclude_vaults),
    cloud: azure_key_vault?.cloud ?? 'public',
    ...createAzureLogin(azure_key_vault),
    allow_empty: allow_empty ?? false,
  }),
  check: (fields) => {
    for (const text of fields.listTexts('azure_key_vault', 'vaults'))
      if (!VAULT.test(text.value))
        fields.report('bad-identifier', text, text.value, 'vault', 'my-vault or https://my-vault.vault.azure.cn');
    for (const text of fields.listTexts('azure_key_vault', 'subscriptions'))
      if (!SUBSCRIPTION.test(text.value))
        fields.report('bad-identifier', text, text.value, 'subscription ID', '33333333-3333-4333-8333-333333333333');
    reportDuplicates(fields, 'azure_key_vault', (vault) => trimEnd(vault.toLowerCase(), '/'), 'vaults');
    reportDuplicates(fields, 'azure_key_vault', (id) => id.toLowerCase(), 'subscriptions');
  },
  listLocations: ({ vaults, subscriptions }) => [
    ...vaults.map(formatVaultName),
    ...subscriptions.map(formatSubscription),
  ],
  matchesLocation: (location) => isItemLocation(location, 'azure_key_vault'),
  locationType: 'azure_key_vault',
};

/**
 * Formats the name of the listing of the vaults in a subscription. The names of the vaults' listings begin with it, followed by a slash.
 */
export function formatSubscription(id: string): string {
  return `azure_key_vault:${id}`;
}

/** Removes duplicates, ignoring case. */
function toUnique(texts: string | string[] = []): string[] {
  return [...new Set(toArray(texts).map((text) => text.toLowerCase()))];
}

/** Formats the name of the listing of a vault. */
export function formatVaultName(vault: string): string {
  return `azure_key_vault:${vault.replace(/^https:\/\//, '')}`;
}
