/** What the fake of Google Cloud stores, and how its APIs report errors. */

import type { ApiReply } from '../../fake-api.ts';

export interface GcpState {
  /** Of Certificate Manager, by resource name. */
  certificates: Map<string, Record<string, unknown>>;
  /** Of Compute Engine, by scope (`global`, `regions/europe-west1`) and name. */
  sslCertificates: Map<string, Record<string, unknown>>;
  targetHttpsProxies: Map<string, Record<string, unknown>>;
  targetSslProxies: Map<string, Record<string, unknown>>;
  /** Access tokens, with their scope and how many requests each is good for. */
  tokens: Map<string, { scope: string; uses: number }>;
  settings: {
    pageSize: number;
    /** Requests that the next token is good for. */
    uses: number;
    /** Locations or regions that cannot be reached. */
    unreachable: string[];
    /** Collections that the account may not list. */
    denied: Set<string>;
    /** Whether the APIs are enabled in the project. */
    enabled: boolean;
    /** How far the clock of Google is ahead, in milliseconds. */
    clock_ms: number;
    /** The subject that the attribute condition of the provider accepts. */
    subject: string;
    /** Whether ID tokens are too old. */
    isStale: boolean;
  };
}

export const GCP_PROJECT = 'shop-production';
export const GCP_PROVIDER = 'projects/123456789012/locations/global/workloadIdentityPools/github/providers/certvigil';
export const GCP_ACCOUNT = 'certvigil@shop-production.iam.gserviceaccount.com';
export const CLOUD_PLATFORM = 'https://www.googleapis.com/auth/cloud-platform';
export const COMPUTE_READONLY = 'https://www.googleapis.com/auth/compute.readonly';

const STATUSES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  503: 'UNAVAILABLE',
};

/** As `google.rpc.Status` in JSON. */
export function failGoogle(code: number, reason: string, message: string): ApiReply {
  const info = { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' };
  return { status: code, body: { error: { code, message, status: STATUSES[code], details: [info] } } };
}

/** As Compute Engine reports errors. */
export function failCompute(code: number, reason: string, message: string): ApiReply {
  return { status: code, body: { error: { code, message, errors: [{ message, domain: 'global', reason }] } } };
}

export function failLogin(error: string, error_description: string): ApiReply {
  return { status: 400, body: { error, error_description } };
}

/** Adds a token. Its number makes it unique. */
export function issueToken({ tokens, settings }: GcpState, scope: string): string {
  const token = `ya29.token-of-the-fake-${tokens.size}`;
  tokens.set(token, { scope, uses: settings.uses });
  return token;
}
