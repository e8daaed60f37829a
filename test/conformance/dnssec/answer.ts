/** Answers a case by a resolver: whether mail servers use DANE for the host, and whose CAA records apply to it. */

import { listAcceptedNames, matchTlsa } from '../../../src/app/verify/match-tlsa.ts';
import { isLookupFailure, isRequiredByPostfix } from '../../../src/domain/dns.ts';
import { type DnsClient, lookUpCaa, lookUpTlsa } from '../../../src/scan/dns/index.ts';
import { type CaaCase, type DnssecCase, isMailCase, type MailCase } from './cases.ts';
import { formatHost, type Published } from './names.ts';

/** The lookup fails, so that mail servers do not deliver. */
export const FAILED = 'failed';
/** There are no records that DNSSEC protects. */
export const NO_RECORDS = 'none';
/** There are, but clients ignore them. */
export const UNUSABLE = 'unusable';
export const ACCEPTED = 'accepted';
export const REJECTED = 'rejected';

export async function answerCase(
  one: DnssecCase,
  label: string,
  published: Published,
  client: Pick<DnsClient, 'ask'>,
): Promise<string> {
  return isMailCase(one) ? answerMail(one, label, published, client) : answerCaa(one, label, client);
}

async function answerMail(
  one: MailCase,
  label: string,
  { certificates, port }: Published,
  client: Pick<DnsClient, 'ask'>,
): Promise<string> {
  const name = formatHost(one, label, 0);
  const found = await lookUpTlsa({ name, port, services: [] }, client);
  if (isLookupFailure(found)) return FAILED;
  if (!found.secure || found.tlsa.length === 0) return NO_RECORDS;
  const chainDer = one.sent.map((sent) => certificates[sent].der);
  const names = listAcceptedNames(name, found.base, true);
  const server = { chainDer, trust: undefined, names, is_smtp: true, now: Date.now() };
  const results = (matchTlsa(found.tlsa, server) ?? []).map(({ result }) => result);
  if (results.every((result) => result === 'unusable'))
    return found.tlsa.some(isRequiredByPostfix) ? REJECTED : UNUSABLE;
  return results.includes('match') ? ACCEPTED : REJECTED;
}

/** The name whose CAA records are looked up. */
export function formatCaaName(one: CaaCase, label: string): string {
  return `${one.below ? 'below.' : ''}${formatHost(one, label, 0)}`;
}

async function answerCaa(one: CaaCase, label: string, client: Pick<DnsClient, 'ask'>): Promise<string> {
  const policy = await lookUpCaa(formatCaaName(one, label), client);
  if (isLookupFailure(policy)) return FAILED;
  return formatCaaAnswer(policy.domain, label);
}

/** `domain`: the name that has the records; null: there are none. The label is the case's own. */
export function formatCaaAnswer(domain: string | null, label: string): string {
  return domain === null ? NO_RECORDS : `records of ${domain.replaceAll(`-${label}.`, '.')}`;
}
