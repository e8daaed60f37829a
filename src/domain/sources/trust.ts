/** Reads the keys that select the trust anchors for the certificates of a source. */

import type { EntrySpec } from '../../generated/manifest.ts';
import type { Purpose } from '../trust.ts';

/** The trust store of the clients. `system`: that of the machine that scans; `none`: trust is not verified. */
export type TrustStore = 'mozilla' | 'system' | 'none';

export interface SourceTrust {
  trust: TrustStore;
  /** Path of a PEM file with the trust anchors. Overrides `trust`. */
  ca_file: string | null;
  /** Whether to fetch missing intermediates from the URLs in the certificates (AIA). */
  aia: boolean;
  /** Whether to check revocation, if trust is verified. */
  revocation: boolean;
  /** Set if the manifest requests this check, so that an unknown result is not accepted for long. */
  revocation_required?: true;
  /** The purpose; null: any that the usages of each certificate allow. */
  purpose: Purpose | null;
}

/** By default, revocation is checked only for public CAs: the CRLs of a private CA are often inside its network. */
export function createSourceTrust(
  { trust, ca_file, aia, revocation, purpose }: Pick<EntrySpec, Exclude<keyof SourceTrust, 'revocation_required'>>,
  defaultTrust: TrustStore,
  defaultPurpose: Purpose | null,
): SourceTrust {
  const store = trust ?? defaultTrust;
  return {
    trust: store,
    ca_file: ca_file ?? null,
    aia: aia ?? false,
    revocation: revocation ?? (store === 'mozilla' && ca_file === undefined),
    ...(revocation === true && { revocation_required: true }),
    purpose: purpose ?? defaultPurpose,
  };
}
