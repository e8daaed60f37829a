/** Opens clients for services of Microsoft, and finds the cloud of a service. */

import type { AzureLogin, MicrosoftCloud } from '../../../domain/index.ts';
import type { InventoryClient } from '../../inventory/client.ts';
import { throwInventoryError } from '../../inventory/failures.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { createTokenHolder, parseServerUrl } from '../credentials.ts';
import { type OpenClient, useClients } from '../listing-job.ts';
import { requestEntraToken } from './login.ts';

export interface Cloud {
  /** The server at which applications log in. */
  authority: string;
  graph: string;
  resource_manager: string;
  /** The domain of vaults. */
  vaults: string;
}

/** The clouds (learn.microsoft.com/graph/deployments, and `az cloud list`). */
export const CLOUDS: Readonly<Record<MicrosoftCloud, Cloud>> = {
  public: {
    authority: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    resource_manager: 'https://management.azure.com',
    vaults: 'vault.azure.net',
  },
  us_government: {
    authority: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    resource_manager: 'https://management.usgovcloudapi.net',
    vaults: 'vault.usgovcloudapi.net',
  },
  us_government_dod: {
    authority: 'https://login.microsoftonline.us',
    graph: 'https://dod-graph.microsoft.us',
    resource_manager: 'https://management.usgovcloudapi.net',
    vaults: 'vault.usgovcloudapi.net',
  },
  china: {
    authority: 'https://login.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    resource_manager: 'https://management.chinacloudapi.cn',
    vaults: 'vault.azure.cn',
  },
};

/** Returns the token for a service. `refresh`: the last one was rejected. Throws InventoryError. */
export type GetToken = (refresh: boolean) => Promise<string>;

interface Audience {
  /** The purpose of the credentials, in failures. */
  title: string;
  authority: string;
  /** The resource that tokens are for. */
  resource: string;
}

/** Creates a source of tokens, which logs in at most once, when a token is first needed. */
export function createTokenSource(login: AzureLogin, audience: Audience, context: ReadContext): GetToken {
  const { title, resource } = audience;
  return createTokenHolder(async () => {
    const host = context.io.env.AZURE_AUTHORITY_HOST ?? '';
    const authority = host === '' ? new URL(audience.authority) : parseServerUrl(host, 'AZURE_AUTHORITY_HOST');
    return useClients(context, (open) => requestEntraToken(login, { title, resource, authority }, context, open));
  });
}

/** Opens a client for a service. `name`: the service in failures. */
export function openService(
  name: string,
  origin: string,
  getToken: GetToken,
  open: OpenClient,
): Promise<InventoryClient> {
  return open({
    name,
    origins: [origin],
    authorize: async (_, refresh) => ({ authorization: `Bearer ${await getToken(refresh)}` }),
  });
}

/** Resolves the URL of a service; the variable replaces it, if it is set. Throws InventoryError. */
export function resolveServiceUrl(url: string, variable: string, { io }: ReadContext): string {
  const replaced = io.env[variable] ?? '';
  return replaced === '' ? url : parseServerUrl(replaced, variable).origin;
}

/** Whether the name of a vault is sufficient in a manifest. */
export function isPublicVault({ hostname }: URL): boolean {
  return hostname.endsWith(`.${CLOUDS.public.vaults}`);
}

/** Resolves the URL of a vault, by its name in the public cloud, or its URL. */
export function resolveVaultUrl(vault: string): URL {
  return new URL(vault.startsWith('http') ? vault : `https://${vault}.${CLOUDS.public.vaults}`);
}

/**
 * Finds the cloud of a vault. A vault outside all clouds never gets a token, unless the environment names a private cloud. Throws
 * InventoryError.
 */
export function findVaultCloud({ host, hostname, protocol }: URL, name: string, { io }: ReadContext): Cloud {
  const domain = hostname.replace(/^[^.]+\./, '');
  const found = protocol === 'https:' && Object.values(CLOUDS).find(({ vaults }) => vaults === domain);
  if (found) return found;
  return io.env.AZURE_AUTHORITY_HOST ? CLOUDS.public : throwInventoryError('inventory-host-refused', name, host);
}
