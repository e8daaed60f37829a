/** Classifies the responses of AWS. */

import type { Failure } from '../../../domain/index.ts';
import type { ClassifyResponse, InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure, type InventoryFailureCode, throwInventoryError } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';

/**
 * Classifies an error. AWS returns most errors with status 400 and a type, such as `com.amazon.coral.availability#ThrottlingException`.
 * `expired`: the failure for credentials that have expired.
 */
export function classifyError(
  { status, header, body }: InventoryResponse,
  name: string,
  expired: Failure,
): ReturnType<ClassifyResponse> {
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
      return expired;
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
      return fail(/service control policy/i.test(message) ? 'inventory-organization-denied' : 'inventory-forbidden');
    case 'ResourceNotFoundException':
    case 'NoSuchEntity':
      return fail('inventory-not-found');
    default:
      return null;
  }
}

function isTimeProblem(type: string, message: string): boolean {
  return type.startsWith('Request') || /signature (?:expired|not yet current)/i.test(message);
}

/** The errors for invalid credentials, with which a role was to be assumed. It is unknown whether the role can be assumed. */
const REJECTED_KEYS = ['InvalidClientTokenId', 'SignatureDoesNotMatch', 'ExpiredToken', 'IncompleteSignature'];

/** Errors of the Security Token Service after which the request is sent again: many accounts at once, or a slow identity provider. */
const TEMPORARY = ['Throttling', 'ThrottlingException', 'RequestLimitExceeded', 'IDPCommunicationError'];

/** Classifies an error of a login. `name`: the service in failures. */
export function classifyLogin(
  { status, body }: InventoryResponse,
  name: string,
  audience: string,
): ReturnType<ClassifyResponse> {
  const text = body.toString();
  const code = readElement(text, 'Code') ?? '';
  const message = readElement(text, 'Message') ?? '';
  const fail = (failure: Parameters<typeof createInventoryFailure>[0], detail: string) =>
    createInventoryFailure(failure, name, detail);
  if (code === 'InvalidIdentityToken' && /audience/i.test(text)) return fail('inventory-wrong-audience', audience);
  if (TEMPORARY.includes(code)) return 'retry';
  if (code === 'ExpiredTokenException' || isTimeProblem(code, message)) return fail('inventory-clock-skew', '');
  if (REJECTED_KEYS.includes(code)) return fail('inventory-unauthorized', String(status));
  return fail('inventory-login-refused', String(status));
}

/** Reads an error: IAM returns XML, the other services JSON. */
function readError(header: string | null, body: Buffer): { type: string; message: string } {
  const text = body.toString();
  let fields: Readonly<Record<string, unknown>> = {};
  try {
    fields = toObject(JSON.parse(text));
  } catch {
    // A proxy may respond instead of AWS.
    fields = { __type: readElement(text, 'Code'), message: readElement(text, 'Message') };
  }
  const type = String(header ?? fields.__type ?? '');
  return {
    type: /(?:^|#)([A-Za-z]+)(?::|$)/.exec(type)?.[1] ?? '',
    message: String(fields.message ?? fields.Message ?? ''),
  };
}

/** Reads an element of XML. Its value has only characters that are not escaped. */
function readElement(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>\\s*([^<]+?)\\s*</${element}>`).exec(xml)?.[1];
}

/** Rejects responses that AWS's client cannot explain: a page of a proxy, or a truncated response. Throws InventoryError. */
export function checkXml(body: Buffer, name: string): void {
  const text = body.toString();
  if (/^\s*<(?:!doctype html|html)/i.test(text)) throwInventoryError('inventory-web-page', name);
  if (!/^\s*<[\s\S]*>\s*$/.test(text)) throwInventoryError('inventory-malformed', name);
}
