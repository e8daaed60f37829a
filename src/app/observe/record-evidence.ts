/** Records the responses that verification fetches, so that the scan that decides can verify the same certificates without a network. */

import type { RevocationResult } from '../../domain/index.ts';
import type { ObservedCrl, ObservedResponse } from '../../generated/observations.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import type { UntrustedFetcher } from '../../scan/http/untrusted-fetcher.ts';
import type { CrlLookup } from '../verify/fetch-or-reuse.ts';

type Fetch = UntrustedFetcher['fetch'];

export interface EvidenceRecorder {
  fetch: Fetch;
  lookUpCrl: CrlLookup;
  /** Lists one line for each request and each result, in a fixed order. */
  listLines: () => (ObservedResponse | ObservedCrl)[];
}

/** The maximum of a recorded response. Requests for more are for revocation lists, whose results are recorded instead. */
const MAX_RECORDED_MEBIBYTES = 1;

export function createEvidenceRecorder(fetch: Fetch): EvidenceRecorder {
  const responses = new Map<string, ObservedResponse>();
  const crls = new Map<string, ObservedCrl>();
  return {
    fetch: async (url, request) => {
      const response = await fetch(url, request);
      if (request.max_mebibytes <= MAX_RECORDED_MEBIBYTES) {
        const line = toResponseLine(url, request.body, response);
        responses.set(`${url} ${line.request ?? ''}`, line);
      }
      return response;
    },
    lookUpCrl: async (url, fingerprint, check) => {
      const result = await check();
      crls.set(`${url} ${fingerprint}`, toCrlLine(url, fingerprint, result));
      return result;
    },
    listLines: () => [...sortByKey(responses), ...sortByKey(crls)],
  };
}

function toResponseLine(
  url: string,
  body: Uint8Array | undefined,
  response: Awaited<ReturnType<Fetch>>,
): ObservedResponse {
  const request = body === undefined ? {} : { request: Buffer.from(body).toString('base64') };
  const result =
    'code' in response
      ? { code: response.code, reason: response.why }
      : { body: (response.body ?? Buffer.alloc(0)).toString('base64') };
  return { kind: 'response', url, ...request, ...result };
}

function toCrlLine(url: string, certificate: string, result: RevocationResult): ObservedCrl {
  if ('problem' in result) return { kind: 'crl', url, certificate, problem: result.problem };
  const { status, revoked, this_update, next_update } = result;
  return {
    kind: 'crl',
    url,
    certificate,
    status,
    revoked,
    this_update: formatIsoTime(this_update),
    next_update: next_update === null ? null : formatIsoTime(next_update),
  };
}

function sortByKey<Line>(lines: ReadonlyMap<string, Line>): Line[] {
  return [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}
