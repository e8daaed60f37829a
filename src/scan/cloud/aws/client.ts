/** Sends signed requests to AWS Certificate Manager. */

import { AwsV4Signer } from 'aws4fetch';
import type { AwsAcmSource } from '../../../domain/index.ts';
import type { Io } from '../../../lib/io.ts';
import type { ClassifyResponse, InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure, type InventoryFailureCode } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { createTokenHolder } from '../credentials.ts';
import type { OpenClient } from '../listing-job.ts';
import { obtainCredentials, resolveEndpoint } from './credentials.ts';

type AcmOperation = 'ListCertificates' | 'DescribeCertificate' | 'GetCertificate' | 'ListTagsForCertificate';

/** Calls an operation. Throws InventoryError. */
export type CallAcm = (operation: AcmOperation, parameters: object) => Promise<Readonly<Record<string, unknown>>>;

/** AWS allows ten requests per second for each of the operations on a certificate, and eight listings. */
const INTERVAL_MS = 125;

/** `name`: how failures name the listing. */
export async function openAcm(
  source: AwsAcmSource,
  region: string,
  name: string,
  context: ReadContext,
  open: OpenClient,
): Promise<CallAcm> {
  const url = resolveEndpoint('acm', region, context.io.env);
  const getCredentials = createTokenHolder(() => obtainCredentials(source, name, context, open));
  // The keys that are derived for a day, a region and a service.
  const cache = new Map<string, ArrayBuffer>();
  const client = await open({
    name,
    origins: [url.origin],
    authorize: async ({ method, url, headers, body }, refresh) => {
      const credentials = await getCredentials(refresh);
      const request = { method, url: url.href, headers, body: body ?? '', service: 'acm', region, cache };
      const signed = await new AwsV4Signer({ ...request, ...credentials }).sign();
      return Object.fromEntries(signed.headers);
    },
    classify: (response) => classifyError(response, name),
  });
  const pace = isAws(url) ? createPacer(context.io) : async () => undefined;
  return async (operation, parameters) => {
    await pace(operation);
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `CertificateManager.${operation}` };
    return toObject(await client.sendJson({ method: 'POST', url, headers, body: JSON.stringify(parameters) }));
  };
}

/** Servers of others, such as those for tests, have no such limits. */
function isAws({ hostname }: URL): boolean {
  return /\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.test(hostname);
}

/** Keeps the requests of each operation apart. */
export function createPacer({ now, sleep }: Pick<Io, 'now' | 'sleep'>): (operation: AcmOperation) => Promise<void> {
  const next = new Map<AcmOperation, number>();
  return async (operation) => {
    const current = now();
    const at = Math.max(current, next.get(operation) ?? 0);
    next.set(operation, at + INTERVAL_MS);
    if (at > current) await sleep(at - current);
  };
}

/** AWS returns most errors with status 400 and a type, such as `com.amazon.coral.availability#ThrottlingException`. */
function classifyError({ status, header, body }: InventoryResponse, name: string): ReturnType<ClassifyResponse> {
  const { type, message } = readError(header('x-amzn-errortype'), body);
  const fail = (code: InventoryFailureCode) => createInventoryFailure(code, name, String(status));
  switch (type) {
    case 'ThrottlingException':
    case 'Throttling':
    case 'TooManyRequestsException':
    case 'RequestLimitExceeded':
      return 'retry';
    case 'ExpiredTokenException':
    case 'ExpiredToken':
      return 'unauthorized';
    case 'InvalidSignatureException':
    case 'SignatureDoesNotMatch':
    case 'RequestExpired':
    case 'RequestTimeTooSkewed':
      return isTimeProblem(type, message) ? fail('inventory-clock-skew') : fail('inventory-unauthorized');
    case 'UnrecognizedClientException':
    case 'InvalidClientTokenId':
    case 'MissingAuthenticationToken':
    case 'MissingAuthenticationTokenException':
    case 'IncompleteSignature':
      return fail('inventory-unauthorized');
    case 'AccessDeniedException':
    case 'AccessDenied':
      return fail('inventory-forbidden');
    case 'ResourceNotFoundException':
      return fail('inventory-not-found');
    default:
      return null;
  }
}

function isTimeProblem(type: string, message: string): boolean {
  return type.startsWith('Request') || /signature (?:expired|not yet current)/i.test(message);
}

function readError(header: string | null, body: Buffer): { type: string; message: string } {
  let fields: Readonly<Record<string, unknown>> = {};
  try {
    fields = toObject(JSON.parse(body.toString()));
  } catch {
    // A proxy may respond instead of AWS.
  }
  const type = String(header ?? fields.__type ?? '');
  return {
    type: /(?:^|#)([A-Za-z]+)(?::|$)/.exec(type)?.[1] ?? '',
    message: String(fields.message ?? fields.Message ?? ''),
  };
}
