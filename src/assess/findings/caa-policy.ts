/** Lists the CAs that the CAA records of a name permit (RFC 8659 section 4, RFC 8657). */

import type { CaaPolicy, CaaProperty } from '../../domain/dns.ts';

/** A CA that may issue, and its conditions. */
export interface PermittedCa {
  /** The domain name by which the CA recognizes itself, in lower case. */
  identifier: string;
  /** The only ACME account that may order (RFC 8657 section 3); null: any. */
  account_uri: string | null;
  /** The only ways to validate the domain (section 4), such as `dns-01`; null: any. */
  validation_methods: string[] | null;
}

export interface CaaPermission {
  /** The CAs that may issue; null: every CA. */
  permitted: PermittedCa[] | null;
  /** A critical property that is unknown to CAs, so that they must not issue (section 4.1); null: there is none. */
  unknown_critical: string | null;
}

/** The properties that CAs know: RFC 8659, RFC 9495, and the Baseline Requirements, appendix A. */
const KNOWN_TAGS: ReadonlySet<string> = new Set([
  'issue',
  'issuewild',
  'iodef',
  'issuemail',
  'issuevmc',
  'contactemail',
  'contactphone',
]);

/**
 * Lists the CAs that may issue. `isWildcard`: for a certificate with a wildcard name, `issuewild` replaces `issue` if there is one (section
 * 4.3).
 */
export function listPermittedCas({ properties }: CaaPolicy, isWildcard: boolean): CaaPermission {
  const unknown = properties.find(({ critical, tag }) => critical && !KNOWN_TAGS.has(tag));
  const select = (wanted: string) => properties.filter(({ tag }) => tag === wanted);
  const wild = isWildcard ? select('issuewild') : [];
  const relevant = wild.length > 0 ? wild : select('issue');
  return {
    permitted: unknown !== undefined ? [] : relevant.length === 0 ? null : relevant.flatMap(parseIssue),
    unknown_critical: unknown?.tag ?? null,
  };
}

/**
 * Returns the tag of a record that permits one more CA for a name, and takes no permission from another one: the first `issuewild` would end
 * the permission of each `issue` for wildcards (section 4.3).
 */
export function selectPermittingTag({ properties }: CaaPolicy, isWildcard: boolean): 'issue' | 'issuewild' {
  const find = (wanted: string) => properties.filter(({ tag }) => tag === wanted);
  if (!isWildcard) return 'issue';
  return find('issuewild').length > 0 || find('issue').flatMap(parseIssue).length === 0 ? 'issuewild' : 'issue';
}

/** Whether a text can be the domain name by which a CA recognizes itself. */
export function isCaIdentifier(text: string): boolean {
  return DOMAIN.test(text) && text.length <= MAX_NAME_LENGTH;
}

/** The maximum length of a domain name (RFC 1035 section 2.3.4). */
const MAX_NAME_LENGTH = 253;

const DOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;
const PARAMETER = /^([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)[ \t]*=[ \t]*([\x21-\x3a\x3c-\x7e]*)$/i;
const MAX_VALUE_LENGTH = 4096;

/** The list is empty if the value does not name a CA, or is malformed (RFC 8659 section 4.2, RFC 8657 sections 3 and 4). */
function parseIssue({ value }: CaaProperty): PermittedCa[] {
  if (value.length > MAX_VALUE_LENGTH) return [];
  const [issuer = '', ...texts] = value.split(';').map(trimSpace);
  if (!DOMAIN.test(issuer)) return [];
  const parameters = new Map<string, string>();
  for (const text of texts) {
    // A semicolon may end the value.
    if (text === '' && texts.length === 1) continue;
    const [, tag = '', content = ''] = PARAMETER.exec(text) ?? [];
    const name = tag.toLowerCase();
    // No CA permits a second account (RFC 8657 section 3); for other parameters, a CA decides.
    if (tag === '' || (parameters.has(name) && CONDITIONS.has(name))) return [];
    parameters.set(name, content);
  }
  const methods = parameters.get('validationmethods');
  const validation_methods = methods === undefined ? null : methods.split(',');
  if (validation_methods !== null && !validation_methods.every((method) => /^[a-z0-9-]+$/i.test(method))) return [];
  const account_uri = parameters.get('accounturi') ?? null;
  if (account_uri === '') return [];
  return [{ identifier: issuer.toLowerCase(), account_uri, validation_methods }];
}

/** The parameters of RFC 8657. */
const CONDITIONS: ReadonlySet<string> = new Set(['accounturi', 'validationmethods']);

/** Removes spaces and tabs from both ends. Other white space is not allowed anywhere. */
function trimSpace(text: string): string {
  let [start, end] = [0, text.length];
  while (isSpace(text[start])) start += 1;
  while (end > start && isSpace(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
