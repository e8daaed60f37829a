/** Replays the responses that a probe fetched, so that certificates are verified as if they had just arrived. */

import type { Failure, RevocationResult } from '../../domain/index.ts';
import type { ObservedCrl, ObservedResponse } from '../../generated/observations.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import type { UntrustedFetcher, UntrustedResponse } from '../../scan/http/untrusted-fetcher.ts';
import type { CrlLookup } from '../verify/fetch-or-reuse.ts';

export interface EvidenceReplay {
  add: (line: ObservedResponse | ObservedCrl) => void;
  fetch: UntrustedFetcher['fetch'];
  lookUpCrl: CrlLookup;
}

const NOT_REQUESTED = 'was not requested by the probe';

/** Creates a replay without network requests: responses that the probe did not request are unavailable. */
export function createEvidenceReplay(): EvidenceReplay {
  const responses = new Map<string, UntrustedResponse>();
  const crls = new Map<string, RevocationResult>();
  return {
    add: (line) => {
      if (line.kind === 'response') responses.set(`${line.url} ${line.request ?? ''}`, toResponse(line));
      else crls.set(`${line.url} ${line.certificate}`, toResult(line));
    },
    fetch: async (url, { body }) => {
      const request = body === undefined ? '' : Buffer.from(body).toString('base64');
      return responses.get(`${url} ${request}`) ?? { code: 'url-failed', why: NOT_REQUESTED };
    },
    lookUpCrl: async (url, fingerprint) => crls.get(`${url} ${fingerprint}`) ?? { problem: createMissingProblem(url) },
  };
}

function createMissingProblem(url: string): Failure {
  return { code: 'revocation-unreachable', detail: `The revocation list at ${url} ${NOT_REQUESTED}.` };
}

/** Converts a response. Its code decides whether a request is sent again in another way, which an unknown code must not cause. */
function toResponse({ body, code, reason: why = NOT_REQUESTED }: ObservedResponse): UntrustedResponse {
  if (body !== undefined) return { body: Buffer.from(body, 'base64'), header: () => null };
  return { code: (code ?? 'url-failed') as Extract<UntrustedResponse, { code: unknown }>['code'], why };
}

function toResult({ url, status, revoked, this_update, next_update, problem }: ObservedCrl): RevocationResult {
  if (problem !== undefined) return { problem };
  if (status === undefined || this_update === undefined) return { problem: createMissingProblem(url) };
  return {
    status,
    revoked: status === 'revoked' ? (revoked ?? null) : null,
    this_update: parseIsoTime(this_update),
    next_update: next_update ? parseIsoTime(next_update) : null,
  };
}
