/** The chain of a certificate for a diagram: its issuers up to the trust anchor, as far as they are known. */

import type { ChainLink } from '../../dashboard/data.ts';
import { isTrusted } from '../../domain/index.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { toName, toSeconds } from './tables.ts';

/** Certificates that a server may send are followed up to here. */
const MAX_LINKS = 10;

/** Follows the issuers by name. Empty for a hard-coded date and a self-signed certificate. */
export function buildChain({ subject, issuer, chain, trust, limited_by }: ReportCertificate): ChainLink[] {
  if (subject === null || issuer === null) return [];
  const links: ChainLink[] = [];
  let [name, next] = [subject, issuer];
  while (name !== next && links.length < MAX_LINKS) {
    const found = chain.find((one) => one.subject === next);
    if (found === undefined) return [...links, createEnd(next, isTrusted(trust))];
    const limits = limited_by?.fingerprint_sha256 === found.fingerprint_sha256;
    links.push({ kind: 'issuer', name: toName(next), until: toSeconds(found.valid_to), limits });
    [name, next] = [next, found.issuer ?? next];
  }
  // The last one issued itself: a trust anchor, if the chain is trusted.
  return links.map((link, index) =>
    index === links.length - 1 && trust?.trusted ? { ...link, kind: 'anchor' } : link,
  );
}

/** The issuer of the last certificate that was sent: the trust anchor, unless the chain is not trusted. */
function createEnd(name: string, trusted: boolean | null): ChainLink {
  const kind = trusted === null ? 'issuer' : trusted ? 'anchor' : 'missing';
  return { kind, name: toName(name), until: null, limits: false };
}
