/** Certificates that a `ct` entry expects although no location has them, such as the spare certificate of a CDN. */

import { findOrganization } from './distinguished-name.ts';

/** An item of `expected`: every name of the certificate in the domain, and its issuer, must match. */
export interface ExpectedCertificates {
  /** The names in lower case, international names in ASCII, or patterns of them. */
  names: string[];
  /** The patterns of issuers, as in `expect.issuer`. */
  issuers: string[];
  reason: string;
}

/** The parts of an issuance from which an item is proposed. */
interface Issued {
  domain: string;
  issuance: { names: readonly string[]; issuer: string };
}

/** Whether a name is a domain, or in it. */
export function isInDomain(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/** The maximum of names in a proposed item: nobody can check more. */
const MAX_NAMES = 20;

/** The only names and organizations that are proposed: without special characters of YAML, Markdown and patterns, but for `*.`. */
const PROPOSABLE_NAME = /^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
const PROPOSABLE_ORGANIZATION = /^[\p{L}\p{N}][\p{L}\p{N} .,&'()/-]{0,99}$/u;

/** The reason in proposed items, which whoever adds them may replace. */
const PROPOSED_REASON = 'Not served by us';

/**
 * Proposes one item for each distinct set of names: exactly these names, and the organization of the issuer, so that another intermediate of
 * the same CA matches, and another CA does not. A certificate with unusual characters, or without an organization, has no proposal.
 */
export function proposeExpected(issued: readonly Issued[]): ExpectedCertificates[] {
  const proposals = new Map<string, ExpectedCertificates>();
  for (const { domain, issuance } of issued) {
    const names = issuance.names.filter((name) => isInDomain(name, domain)).sort();
    const organization = findProposable(issuance.issuer);
    const isUsable = names.length > 0 && names.length <= MAX_NAMES && names.every((name) => PROPOSABLE_NAME.test(name));
    if (!isUsable || organization === null) continue;
    const key = names.join(' ');
    const { issuers = [] } = proposals.get(key) ?? {};
    proposals.set(key, { names, issuers: [...new Set([...issuers, organization])], reason: PROPOSED_REASON });
  }
  return [...proposals.values()];
}

/** Returns the organization of an issuer if it is an attribute of the RFC 4514 string as it is, so that a pattern matches it. */
function findProposable(issuer: string): string | null {
  const organization = findOrganization(issuer) ?? '';
  const isWhole = `,${issuer},`.includes(`,O=${organization.replaceAll(',', '\\,')},`);
  return isWhole && PROPOSABLE_ORGANIZATION.test(organization) ? organization : null;
}

/** Renders an item on one line of YAML: `{ names: [status.example.org], issuers: ["Example CA"], reason: Not served by us }`. */
export function renderExpected({ names, issuers, reason }: ExpectedCertificates): string {
  const list = (texts: readonly string[]) => `[${texts.join(', ')}]`;
  const shown = names.map((name) => (name.startsWith('*') ? JSON.stringify(name) : name));
  return `{ names: ${list(shown)}, issuers: ${list(issuers.map((one) => JSON.stringify(one)))}, reason: ${reason} }`;
}

/** The maximum of items in a message. */
const MAX_ITEMS = 5;

/** Renders the proposed items for a message, one a line; null if there is none. */
export function renderProposal(issued: readonly Issued[]): string | null {
  const lines = proposeExpected(issued).map((item) => `- ${renderExpected(item)}`);
  return lines.length === 0 ? null : lines.slice(0, MAX_ITEMS).join('\n');
}
