/** Classifies the responses of AWS. */

import type { Failure } from '../../../domain/index.ts';
import { getOwn } from '../../../lib/collections.ts';
import type { ClassifyResponse, InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure, type InventoryFailureCode, throwInventoryError } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';
import { type Cause, createLoginRefusal } from '../login-refusals.ts';
import { createTimesFailure, type SentToken } from '../token-times.ts';

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

/** The errors of too many requests, after which the request is sent again: a scan logs in to many accounts at once. */
const THROTTLED = ['Throttling', 'ThrottlingException', 'RequestLimitExceeded'];

/** The causes of refused logins: the errors of STS, and of IAM Identity Center. */
const CAUSES: readonly Cause[] = [
  [
    /^AccessDenied: .*AssumeRoleWithWebIdentity/s,
    'Compare the trust policy of the role with the ID token: its provider, and the conditions for `aud` and `sub` (repository, branch, ' +
      'environment; for a pod, namespace and service account). AWS also returns this if the role does not exist.',
  ],
  [
    /^AccessDenied:/,
    'The trust policy of the role must permit this account, with the same `external_id` if it has a condition, and the account needs the ' +
      'permission `sts:AssumeRole`. AWS also returns this if the role does not exist.',
  ],
  [
    /^InvalidIdentityToken: No OpenIDConnect provider/,
    'In the account of the role, create an IAM identity provider with the issuer of the ID token as its URL.',
  ],
  [
    /^InvalidIdentityToken:/,
    'Compare the IAM identity provider with the issuer of the ID token: its URL and audience. AWS must be able to read its keys.',
  ],
  [/^IDPRejectedClaim:/, 'The issuer has revoked the ID token, or does not confirm it. Request a new one.'],
  [
    /^IDPCommunicationError:/,
    'AWS cannot reach the issuer of the ID token. Its keys must be public, and its certificate valid.',
  ],
  [
    /^RegionDisabledException:/,
    'Activate AWS STS for this region in the account settings of IAM, or select another region with `regions` or AWS_REGION.',
  ],
  [/^ValidationError:/, 'Check the ARN of the role.'],
  [
    /^ForbiddenException:/,
    'The user has no access to this account with this role. Check `sso_account_id` and `sso_role_name`.',
  ],
];

/** The request for credentials that was refused. */
export interface LoginRequest {
  /** The service in failures. */
  name: string;
  /** The audience of the ID token. */
  audience: string;
  /** The ID token; null: another login. */
  sent: SentToken | null;
  /** The clock, in milliseconds. */
  now: () => number;
}

/** Classifies an error of a login: STS returns XML, IAM Identity Center JSON. */
export function classifyLogin(
  response: InventoryResponse,
  { name, audience, sent, now }: LoginRequest,
): ReturnType<ClassifyResponse> {
  const { status, header, body } = response;
  const { type: code, message: text } = readError(header('x-amzn-errortype'), body);
  const fail = (failure: Parameters<typeof createInventoryFailure>[0], detail: string) =>
    createInventoryFailure(failure, name, detail);
  if (code === 'InvalidIdentityToken' && /audience/i.test(text)) return fail('inventory-wrong-audience', audience);
  if (THROTTLED.includes(code)) return 'retry';
  if (code === 'ExpiredTokenException') return createTimesFailure(name, sent, { response, now });
  if (isTimeProblem(code, text)) return fail('inventory-clock-skew', '');
  if (REJECTED_KEYS.includes(code)) return fail('inventory-unauthorized', String(status));
  const failure = createLoginRefusal(name, { status, code, text }, CAUSES);
  // The issuer of an ID token may only be slow.
  return code === 'IDPCommunicationError' ? { next: 'retry', failure } : failure;
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

/** Reads the text of an element of XML. */
function readElement(xml: string, element: string): string | undefined {
  const text = new RegExp(`<${element}>\\s*([^<]+?)\\s*</${element}>`).exec(xml)?.[1];
  return text?.replace(/&(\w+);/g, (entity, name) => getOwn(ENTITIES, name) ?? entity);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Rejects responses that AWS's client cannot explain: a page of a proxy, or a truncated response. Throws InventoryError. */
export function checkXml(body: Buffer, name: string): void {
  const text = body.toString();
  if (/^\s*<(?:!doctype html|html)/i.test(text)) throwInventoryError('inventory-web-page', name);
  if (!/^\s*<[\s\S]*>\s*$/.test(text)) throwInventoryError('inventory-malformed', name);
}
