/** Reads the DNSSEC signatures of a domain, within the limits of the scan. */

import type { Observed } from '../../domain/index.ts';
import { formatDomainLocation } from '../../domain/sources/domain.ts';
import { limitOr } from '../../lib/deadline.ts';
import { createLateFailure } from '../failures.ts';
import type { ReadContext } from '../sources/reader.ts';
import { readDnssec } from './read-dnssec.ts';

type DnssecFacts = Required<Pick<Observed, 'dnssec'>>;

/** Reads the signatures. If there is no time for it, everything is unknown. */
export function readDnssecFacts(domain: string, context: ReadContext): Promise<DnssecFacts> {
  const createLate = (): DnssecFacts => ({
    dnssec: { failures: [{ ...createLateFailure(formatDomainLocation(domain)), cause: 'resolver' }] },
  });
  return limitOr(context.deadline, () => readInTime(domain, context), createLate);
}

async function readInTime(domain: string, { io, openDns }: ReadContext): Promise<DnssecFacts> {
  const { ask } = await openDns();
  return { dnssec: await readDnssec(domain, { ask, now: io.now() }) };
}
