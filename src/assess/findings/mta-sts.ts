/** Detects domains whose MTA-STS does not protect their mail, or keeps senders from delivering it (RFC 8461). */

import type { Failure, LiveLocation, MtaSts, MtaStsPolicy, Severity } from '../../domain/index.ts';
import { isPermittedHost, parseRecordId } from '../../domain/mta-sts.ts';
import { truncate, truncateList } from '../../lib/text/truncate.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { type FindingCheck, isUnreadDomain, MIN_FAILED_LOOKUPS, NO_FINDINGS } from './finding-check.ts';
import { groupProblems, type Problem } from './group-problems.ts';

const EVENT = 'certificate.mta_sts';

/** The minimum of `max_age` in seconds. Policies that are kept for less than a day protect little (RFC 8461 section 3.2: weeks or greater). */
const MIN_AGE = 86_400;

/** Reports each problem once, with all domains that have it. What could not be looked up is undecided, and so is what was not read. */
export const detectMtaSts: FindingCheck = (_, { locations }) => {
  if (!locations.some((at) => at.observed.mta_sts !== undefined || isUnreadDomain(at))) return NO_FINDINGS;
  const findings = groupProblems(EVENT, locations, listProblems);
  return { findings, undecided: locations.some(isUndecided) ? [{ event: EVENT, qualifier: null }] : [] };
};

function isUndecided(location: LiveLocation): boolean {
  return isUnreadDomain(location) || (location.observed.mta_sts?.failures.length ?? 0) > 0;
}

function listProblems({ location, observed, failed_lookups, published_policy }: LiveLocation): Problem[] {
  const { mta_sts: found } = observed;
  if (found === undefined) return [];
  const domain = location.replace(/^domain:/, '');
  // Senders that follow `none` forget the policy, so that the record and the policy can go (RFC 8461 section 8.3).
  const isRemoved = published_policy?.mode === 'none' && isGone(found);
  if (isRemoved) return [];
  return [
    findRecordProblem(domain, found.records),
    ...listPolicyProblems(domain, found),
    findIdProblem(domain, found, published_policy),
    findLookupProblem(found, failed_lookups?.mta_sts ?? 0),
  ].filter((problem) => problem !== null);
}

function isGone({ records, policy }: MtaSts): boolean {
  return records?.length === 0 && (policy === null || 'code' in policy);
}

function findRecordProblem(domain: string, records: MtaSts['records']): Problem | null {
  const [record, ...others] = records ?? [];
  const kind = { qualifier: 'record', severity: 'warning' } as const;
  if (records === null) return null;
  if (record === undefined)
    return {
      ...kind,
      code: 'mta-sts-no-record',
      detail:
        `${domain} has no MTA-STS: there is no TXT record \`v=STSv1; id=…\` at _mta-sts.${domain}. Senders that have kept a policy use it until ` +
        'it expires, and new ones encrypt only if nobody interferes. Publish the record.',
    };
  if (others.length > 0)
    return {
      ...kind,
      code: 'mta-sts-several-records',
      detail: `There are ${records.length} TXT records of MTA-STS at _mta-sts.${domain}, and senders ignore all of them. Remove all but one.`,
    };
  if (parseRecordId(record) !== null) return null;
  return {
    ...kind,
    code: 'mta-sts-bad-record',
    detail:
      `Senders ignore the TXT record at _mta-sts.${domain}, because it is malformed: "${quote(record)}". It must be like ` +
      '`v=STSv1; id=20270301`, with up to 32 letters and digits as the id.',
  };
}

function listPolicyProblems(domain: string, { policy, hosts }: MtaSts): (Problem | null)[] {
  if (policy === null) return [];
  if ('code' in policy) return [describeUnusable(policy)];
  if (policy.problems.length > 0) return [describeRejected(domain, policy)];
  return [
    findMediaTypeProblem(domain, policy),
    findAgeProblem(domain, policy),
    hosts === null ? null : findHostProblem(domain, policy, hosts),
  ];
}

const POLICY_KIND = { qualifier: 'policy', severity: 'warning' } as const;

function describeUnusable({ code, detail }: Failure): Problem {
  const isUntrusted = code === 'mta-sts-untrusted';
  return {
    ...POLICY_KIND,
    code: isUntrusted ? 'mta-sts-untrusted' : 'mta-sts-no-policy',
    detail: `${detail} Senders do not use a policy that they cannot get this way.`,
  };
}

function describeRejected(domain: string, { problems }: MtaStsPolicy): Problem {
  const listed = truncateList(problems, MAX_PROBLEMS, '; ');
  return {
    ...POLICY_KIND,
    code: 'mta-sts-bad-policy',
    detail: `Senders do not accept the MTA-STS policy of ${domain}: ${listed}. Correct it, and change the id of the TXT record.`,
  };
}

const MAX_PROBLEMS = 3;

function findMediaTypeProblem(domain: string, { media_type }: MtaStsPolicy): Problem | null {
  if (media_type === undefined) return null;
  return {
    ...POLICY_KIND,
    code: 'mta-sts-media-type',
    detail:
      `The MTA-STS policy of ${domain} has the media type "${quote(media_type)}", and senders may ignore it. Configure the server to ` +
      'send it as `text/plain`.',
  };
}

function findAgeProblem(domain: string, { mode, max_age }: MtaStsPolicy): Problem | null {
  // A short time is right before a removal, and while the policy is tested.
  if (mode !== 'enforce' || max_age === null || max_age >= MIN_AGE) return null;
  return {
    qualifier: 'max-age',
    severity: 'warning',
    code: 'mta-sts-short-max-age',
    detail:
      `Senders keep the MTA-STS policy of ${domain} for only ${max_age} seconds, so that somebody who interferes for that long removes its ` +
      'protection. Set `max_age` to weeks, such as 1209600.',
  };
}

const MAX_LISTED = 5;

function findHostProblem(domain: string, { mode, mx }: MtaStsPolicy, hosts: readonly string[]): Problem | null {
  const others = mode === 'none' ? [] : hosts.filter((host) => !isPermittedHost(host, mx));
  if (others.length === 0) return null;
  const severity: Severity = mode === 'enforce' ? 'critical' : 'warning';
  const effect =
    mode === 'enforce' ? 'senders do not deliver there' : 'senders would not deliver there with `mode: enforce`';
  return {
    qualifier: 'mx',
    severity,
    code: 'mta-sts-mx-mismatch',
    detail:
      `The MTA-STS policy of ${domain} does not permit ${truncateList(others.map(quote), MAX_LISTED)}, so that ${effect}. Add ` +
      'an `mx` line for each to the policy, and change the id of the TXT record; or correct the MX records.',
  };
}

function findIdProblem(
  domain: string,
  { records, policy }: MtaSts,
  published: LiveLocation['published_policy'],
): Problem | null {
  const [record, ...others] = records ?? [];
  if (published === undefined || record === undefined || others.length > 0) return null;
  if (policy === null || 'code' in policy || policy.problems.length > 0) return null;
  if (parseRecordId(record) !== published.id || policy.sha256 === published.sha256) return null;
  return {
    qualifier: 'id',
    severity: 'warning',
    code: 'mta-sts-id-unchanged',
    detail:
      `The MTA-STS policy of ${domain} has changed, but the id of the TXT record is still ${published.id}, so that senders keep the old policy. ` +
      'Change the id.',
  };
}

function findLookupProblem({ failures }: MtaSts, failed: number): Problem | null {
  const failure = failures.find(({ cause }) => cause === 'bogus' || (cause === 'name' && failed >= MIN_FAILED_LOOKUPS));
  if (failure === undefined) return null;
  const detail = `MTA-STS cannot be read, and senders cannot read it either. ${failure.detail}`;
  return {
    qualifier: 'lookup',
    severity: 'warning',
    code: 'mta-sts-lookup-failed',
    detail,
  };
}

function quote(text: string): string {
  return escapeUnprintable(truncate(text)).replaceAll('`', "'");
}
