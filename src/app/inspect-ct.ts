/** Shows the records of certificate transparency logs about the servers of targets: the unexpired certificates for their names. */

import { isIP } from 'node:net';
import { computeSerialKey, type Issuance, type Source } from '../domain/index.ts';
import { createSource } from '../domain/sources/index.ts';
import type { InspectedCt, InspectedTarget } from '../generated/inspect.ts';
import type { Io } from '../lib/io.ts';
import { parseIsoTime } from '../lib/iso-time.ts';
import { type CtEntry, readDomains } from '../scan/ct/index.ts';
import type { NetworkOptions } from '../scan/network/index.ts';
import { decodeIssuance } from './transparency.ts';
import { createEntryRedactors } from './verify/redact-readings.ts';

/** The API key of Cert Spotter. Without it, the provider permits few requests. */
const TOKEN = 'CERTSPOTTER_TOKEN';

const MAX_SECONDS = 30;
const MAX_SHOWN = 20;

/** A target, with a source unless it was read from standard input. */
type Target = { source: Source } | { location: unknown };

/** Returns the targets with the certificates for their names from the provider at `api_url` (null: Cert Spotter), the latest first. */
export async function inspectCt(
  targets: readonly Target[],
  inspected: readonly InspectedTarget[],
  { api_url, ...options }: NetworkOptions & { api_url: string | null },
  io: Io,
): Promise<InspectedTarget[]> {
  io.registerSecrets([TOKEN]);
  const token = io.env[TOKEN] ? `\${${TOKEN}}` : undefined;
  const names = new Map(targets.map((target, index) => [index, listNames(target)]));
  const tasks = [...new Set([...names.values()].flat())].map((domain) => {
    const spec = { name: domain, ct: domain, include_subdomains: false, api_url: api_url ?? undefined, token };
    const entry = { name: domain, source: createSource(spec, {}), passwords: [], variables: {} } as CtEntry;
    return { entry, domain, cursor: null, answered_at: null, retry_at: null };
  });
  const read = tasks.length === 0 ? [] : await readDomains(tasks, io, options, MAX_SECONDS);
  const redactors = createEntryRedactors(
    tasks.map(({ entry }) => entry),
    io,
  );
  return inspected.map((target, index) => {
    const own = read.filter(({ task }) => names.get(index)?.includes(task.domain));
    if (own.length === 0) return target;
    const served = new Set(
      target.locations.flatMap(({ certificates }) => certificates.map((one) => computeSerialKey(one))),
    );
    const ct = own.map(({ task: { domain }, issuances, failure }): InspectedCt => {
      const redact = redactors?.(domain) ?? ((text: string) => text);
      const latest = issuances
        .map((raw) => decodeIssuance(raw, domain, redact))
        .sort((a, b) => parseIsoTime(b.valid_from) - parseIsoTime(a.valid_from));
      const describe = (one: Issuance) => {
        const { names, issuer, serial_number, valid_from, valid_to } = one;
        return { names, issuer, serial_number, valid_from, valid_to, served: served.has(computeSerialKey(one) ?? '') };
      };
      return { domain, total: latest.length, certificates: latest.slice(0, MAX_SHOWN).map(describe), error: failure };
    });
    return { ...target, ct };
  });
}

/** Lists the DNS names of the servers of a target. */
function listNames(target: Target): string[] {
  if (!('source' in target) || target.source.kind !== 'endpoint') return [];
  const { server_name, targets } = target.source;
  const hosts = server_name === null ? targets.map(({ host }) => host) : [server_name];
  return hosts.map((host) => host.toLowerCase()).filter((host) => host.includes('.') && isIP(host) === 0);
}
