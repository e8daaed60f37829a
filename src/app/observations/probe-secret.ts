/** Selects the secret with which a probe signs its files. */

import type { Manifest } from '../../domain/index.ts';
import { getOwn } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { resolveVariables } from '../../lib/secrets/references.ts';

/**
 * Selects the text in the manifest; null if it has none for the probe. A probe that has a secret of its own cannot use that of the others.
 */
export function selectProbeSecret({ secret, secrets }: Manifest['observations'], probe: string | null): string | null {
  return (probe === null ? undefined : getOwn(secrets, probe)) ?? secret;
}

/** The secret of a probe; null: files are not signed. `unusable`: the reason, which continues a sentence after "because". */
export type ProbeSecret = { value: string } | { unusable: string } | null;

/** Resolves the secret. `probe` is null for entries without a probe. */
export function resolveProbeSecret(
  { observations }: Pick<Manifest, 'observations'>,
  probe: string | null,
  { env }: Pick<Io, 'env'>,
): ProbeSecret {
  const { secret, secrets } = observations;
  const text = selectProbeSecret(observations, probe);
  if (text === null)
    return Object.keys(secrets).length === 0 ? null : { unusable: `observations has no secret for ${describe(probe)}` };
  const resolved = resolveVariables(text, env);
  if ('value' in resolved) return resolved;
  const key = text === secret ? 'observations.secret' : `observations.secrets.${probe}`;
  return { unusable: `\${${resolved.missing}} of ${key} is not set or is empty` };
}

function describe(probe: string | null): string {
  return probe === null ? 'entries without a probe' : `the probe ${probe}`;
}
