/** Checks which domains have a registry that answers by RDAP, according to the copy of the bootstrap file in the program. */

import type { Diagnostic, Entry, Manifest } from '../../domain/index.ts';
import { findRepeated } from '../../lib/collections.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';

const MAX_NAMES = 5;

/** Returns one diagnostic for all domains of a kind, at the first. Without domains, nothing is loaded. */
export async function checkDomains({ entries }: Pick<Manifest, 'entries'>): Promise<Diagnostic[]> {
  const listed = entries.flatMap((entry) => listDomains(entry).map((domain) => ({ domain, entry })));
  if (listed.length === 0) return [];
  const { findRegistrableDomain, findServers, listBundledServers } = await import('../../scan/rdap/client.ts');
  const servers = listBundledServers();
  const suffixes = listed.filter(({ domain }) => findRegistrableDomain(domain) === null);
  const unserved = listed.filter(
    ({ domain, entry }) =>
      !hasServer(entry) && findRegistrableDomain(domain) !== null && findServers(domain, servers).length === 0,
  );
  const repeated = entries.flatMap((entry) =>
    findRepeated(listDomains(entry), (domain) => findRegistrableDomain(domain) ?? domain).map(([domain]) => ({
      domain,
      entry,
    })),
  );
  return [
    ...report('domain-not-registrable', suffixes),
    ...report('domain-without-rdap', unserved),
    ...report('domain-repeated', repeated),
  ];
}

function listDomains({ enabled, source }: Entry): readonly string[] {
  return enabled && source.kind === 'domain' ? source.domains : [];
}

function hasServer({ source }: Entry): boolean {
  return source.kind === 'domain' && source.rdap_url !== null;
}

function report(
  code: 'domain-not-registrable' | 'domain-without-rdap' | 'domain-repeated',
  found: readonly { domain: string; entry: Entry }[],
): Diagnostic[] {
  const [first] = found;
  if (first === undefined) return [];
  const names = found.map(({ domain }) => domain);
  return [createDiagnostic(code, first.entry.position, truncateList(names, MAX_NAMES), names.length)];
}
