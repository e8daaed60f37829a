/** Fetches ACME renewal information (ARI, RFC 9773): one GET request for each certificate, without an account. */

import { resolve } from 'node:path';
import type { Failure, RenewalWindow } from '../../domain/index.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { readCaFile } from '../../lib/files/ca-bundle.ts';
import { parseRetryAfter } from '../../lib/http/headers.ts';
import type { Io } from '../../lib/io.ts';
import { createUntrustedFetcher, type UntrustedFetcher } from '../http/untrusted-fetcher.ts';
import type { NetworkOptions } from '../network/index.ts';
import { createRenewalInfoFailure, parseDirectory, parseWindow } from './renewal-info-response.ts';

export interface RenewalInfoRequest {
  fingerprint: string;
  /** RFC 9773 section 4.1. */
  certificate_id: string;
  /** The URL of its ACME directory. */
  directory: string;
  /** Path of a PEM file with the CAs of the ACME server; null: Mozilla's. */
  ca_file: string | null;
}

/** `retry_after` is the time of the next request in milliseconds; null if the server sends no Retry-After. */
export type RenewalInfoResult = { window: RenewalWindow; retry_after: number | null } | Failure;

/** For all certificates of a scan. The next scan fetches the rest. */
const MAX_SECONDS = 60;

const MAX_MEBIBYTES = 1;

/**
 * Fetches each directory once and the renewal information of each certificate. Returns the results by fingerprint, without
 * the certificates for which there was no time.
 */
export async function fetchRenewalInfo(
  questions: readonly RenewalInfoRequest[],
  io: Io,
  options: NetworkOptions,
): Promise<Map<string, RenewalInfoResult>> {
  const ends = io.now() + MAX_SECONDS * 1000;
  const fetcher = createUntrustedFetcher(io, { ...options, max_seconds: MAX_SECONDS });
  const servers = new Map<string, Promise<Server | Failure>>();
  const toServer = ({ directory, ca_file }: RenewalInfoRequest) => {
    const key = JSON.stringify([directory, ca_file]);
    return getOrCreate(servers, key, () => fetchDirectory(directory, ca_file, fetcher, options.root));
  };
  const answers = new Map<string, RenewalInfoResult>();
  try {
    await Promise.all(
      questions.map(async (question) => {
        const server = await toServer(question);
        const answer = 'code' in server ? server : await fetchWindow(question, server, fetcher, io);
        if (!('code' in answer) || io.now() < ends) answers.set(question.fingerprint, answer);
      }),
    );
    return answers;
  } finally {
    fetcher.close();
  }
}

interface Server {
  /** The `renewalInfo` URL, to which a slash and the certificate's ID are added. */
  url: string;
  ca: string | null;
}

async function fetchDirectory(
  directory: string,
  ca_file: string | null,
  fetcher: UntrustedFetcher,
  root: string,
): Promise<Server | Failure> {
  const read = ca_file === null ? null : await readCaFile(resolve(root, ca_file));
  if (read !== null && 'problem' in read)
    return createRenewalInfoFailure('acme-ca-file-unreadable', directory, ca_file ?? '');
  const ca = read?.pem ?? null;
  const answer = await fetcher.fetch(directory, { max_mebibytes: MAX_MEBIBYTES, ca, retry: true });
  if ('code' in answer) return createRenewalInfoFailure('acme-directory-unreadable', directory, answer.why);
  const url = parseDirectory(answer.body, directory);
  return typeof url === 'string' ? { url, ca } : url;
}

async function fetchWindow(
  { certificate_id }: RenewalInfoRequest,
  { url, ca }: Server,
  fetcher: UntrustedFetcher,
  { now }: Io,
): Promise<RenewalInfoResult> {
  const how = { max_mebibytes: MAX_MEBIBYTES, ca, retry: true };
  const answer = await fetcher.fetch(`${url}/${certificate_id}`, how);
  if ('code' in answer) {
    if (answer.code === 'url-not-found') return createRenewalInfoFailure('acme-certificate-unknown', url);
    return createRenewalInfoFailure('acme-window-unreadable', url, answer.why);
  }
  const window = parseWindow(answer.body, url);
  return 'code' in window ? window : { window, retry_after: parseRetryAfter(answer.header('retry-after'), now()) };
}
