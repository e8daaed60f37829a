/** Fetches ACME renewal information (ARI, RFC 9773): one GET request for each certificate, without an account. */

import { resolve } from 'node:path';
import type { Failure, RenewalWindow } from '../../domain/index.ts';
import { catchBugs, createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { hasPassed, NO_DEADLINE } from '../../lib/deadline.ts';
import { readCaFile } from '../../lib/files/ca-bundle.ts';
import { parseRetryAfter } from '../../lib/http/headers.ts';
import { getRealClock, type Io } from '../../lib/io.ts';
import { createGroupedSemaphore } from '../../lib/semaphore.ts';
import { createInternalFailure } from '../failures.ts';
import { createUntrustedFetcher, type UntrustedFetcher } from '../http/untrusted-fetcher.ts';
import type { NetworkOptions } from '../network/index.ts';
import { createRenewalInfoFailure, parseDirectory, parseWindow } from './renewal-info-response.ts';

export interface RenewalInfoRequest {
  fingerprint: string;
  /** RFC 9773 section 4.1. */
  certificate_id: string;
  /** The expiry of the certificate in milliseconds. */
  expiry: number;
  /** The URL of its ACME directory. */
  directory: string;
  /** The path of a PEM file with the CAs of the ACME server; null: Mozilla's. */
  ca_file: string | null;
}

/** `retry_after` is the time until the next request in milliseconds; null if the server sends no Retry-After. */
export type RenewalInfoResult = { window: RenewalWindow; retry_after: number | null } | RenewalInfoFailure;

type RenewalInfoFailure = Failure & { retry_after?: number };

/** The time limit for all certificates of a scan. The next scan fetches the rest. */
const MAX_SECONDS = 60;

const MAX_MEBIBYTES = 1;

/** The limit of concurrent requests, so that the others can be left out once a server is overloaded. */
const MAX_CONCURRENT = 8;
/** The part of it for one server, so that one that does not answer leaves room for others. */
const MAX_CONCURRENT_PER_SERVER = 4;

/**
 * Fetches each directory once and the renewal information of each certificate. Returns the results by fingerprint, without
 * the certificates for which there was no time. After a `Retry-After` with status 429 or 503, a server gets no further request.
 */
export async function fetchRenewalInfo(
  requests: readonly RenewalInfoRequest[],
  io: Io,
  options: NetworkOptions,
): Promise<Map<string, RenewalInfoResult>> {
  const { deadline = NO_DEADLINE } = options;
  const ends = io.now() + MAX_SECONDS * 1000;
  const fetcher = createUntrustedFetcher(io, { ...options, max_seconds: MAX_SECONDS, kind: 'apis' });
  const servers = new Map<string, Promise<Server | RenewalInfoFailure>>();
  const toServer = ({ directory, ca_file }: RenewalInfoRequest) => {
    const key = JSON.stringify([directory, ca_file]);
    return getOrCreate(servers, key, () => fetchDirectory(directory, ca_file, fetcher, options.root));
  };
  const acquire = createGroupedSemaphore(MAX_CONCURRENT, MAX_CONCURRENT_PER_SERVER);
  const results = new Map<string, RenewalInfoResult>();
  const reportBug = createBugReporter(io);
  const fetchOne = async (request: RenewalInfoRequest) => {
    const server = await toServer(request);
    const result =
      'code' in server ? server : await acquire(server.url, () => fetchUnlessPaused(request, server, fetcher, io));
    if (!('code' in result) || (io.now() < ends && !hasPassed(deadline))) results.set(request.fingerprint, result);
  };
  try {
    await Promise.all(
      requests.map((request) =>
        catchBugs<unknown>(
          () => fetchOne(request),
          () => results.set(request.fingerprint, createInternalFailure(request.directory)),
          reportBug,
        ),
      ),
    );
    return results;
  } finally {
    fetcher.close();
  }
}

interface Server {
  /** The `renewalInfo` URL, to which a slash and the certificate's ID are added. */
  url: string;
  ca: string | null;
  /** Set once the server is overloaded. */
  paused: RenewalInfoFailure | null;
}

async function fetchDirectory(
  directory: string,
  ca_file: string | null,
  fetcher: UntrustedFetcher,
  root: string,
): Promise<Server | RenewalInfoFailure> {
  const read = ca_file === null ? null : await readCaFile(resolve(root, ca_file));
  if (read !== null && 'problem' in read)
    return createRenewalInfoFailure('acme-ca-file-unreadable', directory, ca_file ?? '');
  const ca = read?.pem ?? null;
  const response = await fetcher.fetch(directory, createRequest(ca));
  if ('code' in response) {
    const failure = createRenewalInfoFailure('acme-directory-unreadable', directory, response.why);
    return addRetryAfter(failure, response.retry_after);
  }
  const url = parseDirectory(response.body, directory);
  return typeof url === 'string' ? { url, ca, paused: null } : url;
}

async function fetchUnlessPaused(
  request: RenewalInfoRequest,
  server: Server,
  fetcher: UntrustedFetcher,
  io: Io,
): Promise<RenewalInfoResult> {
  if (server.paused !== null) return server.paused;
  const result = await fetchWindow(request, server, fetcher, io);
  if ('code' in result && result.retry_after !== undefined) server.paused = result;
  return result;
}

async function fetchWindow(
  { certificate_id, expiry }: RenewalInfoRequest,
  { url, ca }: Server,
  fetcher: UntrustedFetcher,
  io: Io,
): Promise<RenewalInfoResult> {
  const response = await fetcher.fetch(`${url}/${certificate_id}`, createRequest(ca));
  if ('code' in response) {
    if (response.code === 'url-not-found') return createRenewalInfoFailure('acme-certificate-unknown', url);
    return addRetryAfter(createRenewalInfoFailure('acme-window-unreadable', url, response.why), response.retry_after);
  }
  const window = parseWindow(response.body, url, expiry);
  return 'code' in window
    ? window
    : { window, retry_after: parseRetryAfter(response.header('retry-after'), getRealClock(io)()) };
}

function createRequest(ca: string | null) {
  return { max_mebibytes: MAX_MEBIBYTES, ca, retry: true, is_protected: true };
}

function addRetryAfter(failure: Failure, retry_after: number | undefined): RenewalInfoFailure {
  return retry_after === undefined ? failure : { ...failure, retry_after };
}
