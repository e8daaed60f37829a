/** Source `vault_pki`: the certificates that PKI mounts of HashiCorp Vault or OpenBao issued. */

import type { VaultPkiSpec } from '../../../generated/manifest.ts';
import { toArray } from '../../../lib/collections.ts';
import { trimBoth, trimEnd } from '../../../lib/text/trim.ts';
import type { EntryFields, FieldText, SourceDefinition } from '../definition.ts';
import { findUrlProblem } from '../http-url.ts';
import { isItemLocation } from '../item-location.ts';

/** The settings of the login. Texts contain their `${NAME}` references. */
type VaultLogin =
  /** The token; null: that of the environment or of `vault login`, as for other clients of Vault. */
  | { method: 'token'; token: string | null }
  | { method: 'approle'; mount: string; role_id: string; secret_id: string | null }
  /** `jwt` takes precedence over the path `jwt_file`; both null: an ID token is requested from GitHub. */
  | {
      method: 'jwt' | 'kubernetes';
      mount: string;
      role: string;
      audience: string | null;
      jwt: string | null;
      jwt_file: string | null;
    };

export interface VaultPkiSource {
  kind: 'vault_pki';
  /** The URL with its `${NAME}` references, without a final slash. */
  url: string;
  mounts: string[];
  namespace: string | null;
  login: VaultLogin;
  /** Whether to monitor certificates although newer ones for the same names exist. */
  superseded: boolean;
  /** Certificates that expired more than this number of days ago are omitted. */
  expired_days: number;
  /** The path of a PEM file with the trust anchors for the server. */
  ca_file: string | null;
  ssl_verification: boolean;
  allow_empty: boolean;
}

const DEFAULT_EXPIRED_DAYS = 7;

/** The path of the service account token in pods. */
const POD_TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token';

export const VAULT_PKI: SourceDefinition<VaultPkiSource> = {
  kind: 'vault_pki',
  keys: [['vault_pki', 'a PKI mount of HashiCorp Vault or OpenBao']],
  locator: 'mounts',
  variableKeys: { maps: ['vault_pki'] },
  caFileUse: 'url',
  inventory: 'remote',
  create: ({ vault_pki, ca_file, ssl_verification, allow_empty }) => {
    const { url, mount, namespace, superseded, expired_days, ...login } = vault_pki ?? { url: '' };
    return {
      kind: 'vault_pki',
      url: trimEnd(url, '/'),
      mounts: [...new Set(toArray(mount ?? 'pki').map(trimSlashes))],
      namespace: namespace ?? null,
      login: createLogin(login),
      superseded: superseded ?? false,
      expired_days: expired_days ?? DEFAULT_EXPIRED_DAYS,
      ca_file: ca_file ?? null,
      ssl_verification: ssl_verification ?? true,
      allow_empty: allow_empty ?? false,
    };
  },
  check: (fields) => {
    for (const text of fields.listTexts('vault_pki', 'url')) {
      const problem = findUrlProblem(text.value);
      if (problem !== null) fields.report('bad-url', text, problem);
    }
    reportLoginConflicts(fields);
  },
  listLocations: ({ mounts }) => mounts.map(formatVaultListing),
  matchesLocation: (location) => isItemLocation(location, 'vault_pki'),
  locationType: 'vault_pki',
};

/** Formats the name of the listing of a mount. */
export function formatVaultListing(mount: string): string {
  return `vault_pki:${mount}`;
}

/** The keys that exclude each other: an entry with several keys of a list would log in with one of them, and ignore the others. */
const ALTERNATIVES = [
  ['role_id', 'role', 'token'],
  ['jwt', 'jwt_file'],
];

function reportLoginConflicts<Text extends FieldText>(fields: EntryFields<Text>): void {
  for (const keys of ALTERNATIVES) {
    const [first, ...others] = keys.flatMap((key) => fields.listTexts('vault_pki', key).map((text) => ({ key, text })));
    for (const { key, text } of others) fields.report('login-conflict', text, key, first?.key ?? key);
  }
}

type LoginSpec = Omit<VaultPkiSpec, 'url' | 'mount' | 'namespace' | 'superseded' | 'expired_days'>;

function createLogin(spec: LoginSpec): VaultLogin {
  const { token, role, audience, jwt, role_id, secret_id, auth_mount, auth_method = 'jwt' } = spec;
  if (role_id !== undefined) {
    return {
      method: 'approle',
      mount: trimSlashes(auth_mount ?? 'approle'),
      role_id,
      secret_id: secret_id ?? null,
    };
  }
  if (role !== undefined) {
    return {
      method: auth_method,
      mount: trimSlashes(auth_mount ?? auth_method),
      role,
      audience: audience ?? null,
      jwt: jwt ?? null,
      jwt_file: spec.jwt_file ?? (auth_method === 'kubernetes' ? POD_TOKEN_FILE : null),
    };
  }
  return { method: 'token', token: token ?? null };
}

function trimSlashes(path: string): string {
  return trimBoth(path, '/');
}
