/** The sources of revocation information of one certificate: a stapled response, revocation lists and OCSP responders. */

import { findRevokedEntry, readRevocationList } from '../../certificate/revocation/crl-entries.ts';
import { buildOcspRequest } from '../../certificate/revocation/ocsp-request.ts';
import { readOcspResponse } from '../../certificate/revocation/ocsp-response.ts';
import { toBuffer } from '../../certificate/x509/parse.ts';
import type {
  DistributionPoint,
  Failure,
  PathFields,
  Revocation,
  RevocationList,
  RevocationResult,
} from '../../domain/index.ts';
import { checkCrl, evaluateCrl } from '../../trust/revocation/evaluate-crl.ts';
import { evaluateOcspResponse } from '../../trust/revocation/evaluate-ocsp.ts';
import { createRevocationFailure } from '../../trust/revocation/messages.ts';
import { type CrlCache, loadCrl } from './crl-cache.ts';
import { fetchOrReuse, MAX_CRL_MEBIBYTES, MAX_OCSP_MEBIBYTES, type RevocationDependencies } from './fetch-or-reuse.ts';

export type SourceName = NonNullable<Revocation['source']>;

export interface RevocationSource {
  source: SourceName;
  check: () => Promise<RevocationResult>;
}

const STAPLED_RESPONSE = 'The stapled OCSP response';

/** The limit is more than any CA names in a certificate. */
const MAX_URLS = 4;

/** Lists the sources in the order in which they are checked. */
export function listRevocationSources(
  certificate: PathFields,
  issuer: PathFields,
  stapled: Uint8Array | null,
  dependencies: RevocationDependencies,
  crls: CrlCache,
): RevocationSource[] {
  const { lookUpCrl = (_url, _fingerprint, check) => check() } = dependencies;
  const checkList = ({ url, point }: ListUrl, of: PathFields) => {
    const check = () => checkPoint(url, point, of, issuer, dependencies, crls);
    return lookUpCrl(url, of.fingerprint, check);
  };
  const lists = chooseListUrls(certificate);
  /** Rejects a result of a revoked responder (RFC 6960 section 4.2.2.2.1). One without lists of its own is in the lists of its issuer. */
  const rejectRevokedResponder = async (result: RevocationResult, source: string): Promise<RevocationResult> => {
    if ('problem' in result || result.responder === undefined) return result;
    const { responder } = result;
    for (const list of responder.distributionPoints.length > 0 ? chooseListUrls(responder) : lists) {
      const own = await checkList(list, responder);
      if ('revoked' in own && own.revoked !== null) {
        const reason = `the certificate of ${responder.name} was revoked at ${own.revoked.revoked_at}`;
        return createRevocationFailure('revocation-signer-unauthorized', source, reason);
      }
    }
    return result;
  };
  return [
    ...(stapled === null ? [] : [stapled]).map((response): RevocationSource => {
      const check = () => checkStaple(response, certificate, issuer, dependencies.now);
      return { source: 'stapled', check: () => rejectRevokedResponder(check(), STAPLED_RESPONSE) };
    }),
    ...lists.map((list): RevocationSource => ({ source: 'crl', check: () => checkList(list, certificate) })),
    ...chooseUrls(certificate.ocsp_urls, (url) => url).map((url): RevocationSource => {
      const source = `The OCSP response of ${formatUrl(url)}`;
      const check = () => checkResponder(url, source, certificate, issuer, dependencies);
      return { source: 'ocsp', check: async () => rejectRevokedResponder(await check(), source) };
    }),
  ];
}

interface ListUrl {
  url: string;
  point: DistributionPoint;
}

function chooseListUrls({ distributionPoints }: PathFields): ListUrl[] {
  const points = distributionPoints.flatMap((point) => point.urls.map((url) => ({ url, point })));
  return chooseUrls(points, ({ url }) => url);
}

/** Selects the items with http or https URLs, or all items if there are none, so that the failure is reported. */
function chooseUrls<Item>(items: readonly Item[], getUrl: (item: Item) => string): Item[] {
  const usable = items.filter((item) => isHttp(getUrl(item)));
  return (usable.length > 0 ? usable : items).slice(0, MAX_URLS);
}

/** Evaluates the OCSP response that a server stapled. `now` is in milliseconds. */
export function checkStaple(
  stapled: Uint8Array,
  certificate: PathFields,
  issuer: PathFields,
  now: number,
): RevocationResult {
  const response = readOcspResponse(toBuffer(stapled));
  return evaluateOcspResponse(response, certificate, issuer, STAPLED_RESPONSE, now);
}

async function checkPoint(
  url: string,
  point: DistributionPoint,
  certificate: PathFields,
  issuer: PathFields,
  dependencies: RevocationDependencies,
  crls: CrlCache,
): Promise<RevocationResult> {
  const source = `The revocation list at ${formatUrl(url)}`;
  if (!isHttp(url)) return createRevocationFailure('revocation-url-unsupported', source);
  const list = await loadCrl(crls, url, issuer, () => fetchCrl(url, issuer, source, dependencies));
  if ('problem' in list) {
    const isOfOthers = point.issuers !== null && list.problem.code === 'revocation-issuer-mismatch';
    return isOfOthers ? createRevocationFailure('revocation-unsupported', source, 'is a list of another CA') : list;
  }
  const entry = findRevokedEntry(list, certificate.serial_bytes);
  return entry === 'malformed'
    ? createRevocationFailure('revocation-malformed', source)
    : evaluateCrl(list, certificate, point, entry, source);
}

function fetchCrl(
  url: string,
  issuer: PathFields,
  source: string,
  dependencies: RevocationDependencies,
): Promise<RevocationList | { problem: Failure }> {
  const evaluate = (body: Buffer) => {
    const list = readRevocationList(body);
    if (list === null) return createRevocationFailure('revocation-malformed', source);
    return checkCrl(list, issuer, source, dependencies.now) ?? list;
  };
  return fetchOrReuse({ url, max_mebibytes: MAX_CRL_MEBIBYTES, source, evaluate }, dependencies);
}

/**
 * Requests an OCSP response. Requests this short should use GET (RFC 5019 section 5), whose responses come from nearby caches; POST is only
 * used if the responder does not support GET.
 */
async function checkResponder(
  responder: string,
  source: string,
  certificate: PathFields,
  issuer: PathFields,
  dependencies: RevocationDependencies,
): Promise<RevocationResult> {
  if (!isHttp(responder)) return createRevocationFailure('revocation-url-unsupported', source);
  const body = buildOcspRequest(certificate, issuer);
  return fetchOrReuse(
    {
      url: `${responder.replace(/\/$/, '')}/${encodeURIComponent(body.toString('base64'))}`,
      max_mebibytes: MAX_OCSP_MEBIBYTES,
      source,
      evaluate: (response) =>
        evaluateOcspResponse(readOcspResponse(response), certificate, issuer, source, dependencies.now),
      post: { url: responder, body },
    },
    dependencies,
  );
}

function isHttp(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

const MAX_URL_LENGTH = 200;

/** Formats an untrusted URL for a message: printable, and of bounded length. */
function formatUrl(url: string): string {
  const plain = url.replace(/[^\x21-\x7e]/g, '?');
  return plain.length > MAX_URL_LENGTH ? `${plain.slice(0, MAX_URL_LENGTH)}…` : plain;
}
