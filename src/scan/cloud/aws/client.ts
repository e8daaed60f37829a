/** Sends signed requests to AWS Certificate Manager. */

import { AwsV4Signer } from 'aws4fetch';
import type { AwsAcmSource } from '../../../domain/index.ts';
import type { Io } from '../../../lib/io.ts';
import { type ClassifyResponse, type InventoryResponse, parseJson } from '../../inventory/client.ts';
import { createInventoryFailure, InventoryError } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { createTokenHolder } from '../credentials.ts';
import type { OpenClient } from '../listing-job.ts';
import { obtainCredentials, resolveEndpoint } from './credentials.ts';

type AcmOperation = 'ListCertificates' | 'DescribeCertificate' | 'GetCertificate' | 'ListTagsForCertificate';

/** Calls an operation. Throws InventoryError; `findErrorType` says which error of AWS it was. */
export type CallAcm = (operation: AcmOperation, parameters: object) => Promise<Readonly<Record<string, unknown>>>;

/** AWS allows ten requests per second for each of the operations on a certificate, and eight listings. */
const INTERVAL_MS = 125;

/** An error of AWS, such as `ResourceNotFoundException`. */
export class AcmError extends InventoryError {
  readonly type: string;
  constructor(type: string, cause: InventoryError) {
    super(cause.failure);
    this.type = type;
  }
}

/** `name`: how failures name the listing. */
export async function openAcm<Place>(
  source: AwsAcmSource,
  region: string,
  name: string,
  context: ReadContext<Place>,
  open: OpenClient,
): Promise<CallAcm> {
  const url = resolveEndpoint('acm', region, context.io.env);
  const getCredentials = createTokenHolder(() => obtainCredentials(source, name, context, open));
  // The keys that are derived for a day, a region and a service.
  const cache = new Map<string, ArrayBuffer>();
  const errors = new WeakMap<object, string>();
  const client = await open({
    name,
    origins: [url.origin],
    authorize: async ({ method, url, headers, body }, refresh) => {
      const credentials = await getCredentials(refresh);
      const request = { method, url: url.href, headers, body: body ?? '', service: 'acm', region, cache };
      const signed = await new AwsV4Signer({ ...request, ...credentials }).sign();
      return Object.fromEntries(signed.headers);
    },
    classify: (response) => classifyError(response, name, errors),
  });
  const pace = createPacer(context.io);
  return async (operation, parameters) => {
    await pace(operation);
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `CertificateManager.${operation}` };
    try {
      const { body } = await client.send({ method: 'POST', url, headers, body: JSON.stringify(parameters) });
      return toObject(parseJson(body, name));
    } catch (error) {
      if (!(error instanceof InventoryError)) throw error;
      throw new AcmError(errors.get(error.failure) ?? '', error);
    }
  };
}

/** Keeps the requests of each operation apart. */
function createPacer({ now, sleep }: Pick<Io, 'now' | 'sleep'>): (operation: AcmOperation) => Promise<void> {
  const next = new Map<AcmOperation, number>();
  return async (operation) => {
    const current = now();
    const at = Math.max(current, next.get(operation) ?? 0);
    next.set(operation, at + INTERVAL_MS);
    if (at > current) await sleep(at - current);
  };
}

/** AWS returns most errors with status 400 and a type, such as `com.amazon.coral.availability#ThrottlingException`. */
function classifyError(
  response: InventoryResponse,
  name: string,
  types: WeakMap<object, string>,
): ReturnType<ClassifyResponse> {
  const { status, header, body } = response;
  if (status >= 500 || status === 429) return null;
  const { type, message } = readError(header('x-amzn-errortype'), body);
  const fail = (code: Parameters<typeof createInventoryFailure>[0], detail = String(status)) => {
    const failure = createInventoryFailure(code, name, detail);
    types.set(failure, type);
    return failure;
  };
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
