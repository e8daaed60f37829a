/** The rules for connections of one kind: the permitted addresses, and the proxy. */

import { type AddressPolicy, createAddressPolicy } from './address-policy.ts';
import { lookupWithSystem, type NetworkAccess } from './guarded-access.ts';
import { createProxySelector } from './proxy.ts';

/** The kinds of connections that can have proxies of their own. */
export type ConnectionKind = 'receivers' | 'apis' | 'revocation';

/** A proxy URL with its `${NAME}` references; `env` for the proxies of the environment; null for none. */
type ProxySetting = string | null;

export interface NetworkRules {
  /** CIDR blocks or single addresses. */
  deny: readonly string[];
  allow: readonly string[];
  proxy: Readonly<Record<ConnectionKind, ProxySetting>> & {
    /** Absolute path of a PEM file with the only CAs that are trusted for proxies with TLS; null: the trust store of Node. */
    ca_file: string | null;
  };
}

/** The default: the proxies of the environment for all connections, and only the default rules for addresses. */
export const DEFAULT_NETWORK_RULES: NetworkRules = {
  deny: [],
  allow: [],
  proxy: { receivers: 'env', apis: 'env', revocation: 'env', ca_file: null },
};

interface AccessOptions {
  kind: ConnectionKind;
  env: Readonly<Record<string, string | undefined>>;
  /** The proxy of one receiver or entry, which overrides that of its kind; `none`: no proxy. */
  proxy?: string | null | undefined;
  /** Default: the system resolver. */
  lookup?: NetworkAccess['lookup'];
  /** Default: the addresses that the rules permit. */
  isPermitted?: AddressPolicy;
}

export function createNetworkAccess(rules: NetworkRules, options: AccessOptions): NetworkAccess {
  const { kind, env, proxy, lookup = lookupWithSystem } = options;
  const permits = createAddressPolicy(rules);
  const select = createProxySelector(proxy ?? rules.proxy[kind], { env, ca_file: rules.proxy.ca_file });
  return { lookup, isPermitted: options.isPermitted ?? permits, proxies: { select, isPermitted: permits } };
}
