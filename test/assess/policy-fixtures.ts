/** A certificate, and policies that evaluate it. */

import { createPolicyEvaluator, type KeyUse, type PolicyInput } from '../../src/assess/policies/index.ts';
import type {
  CertificateFacts,
  Checks,
  KeyExchange,
  Policy,
  PolicyFields,
  PolicyResult,
  Purpose,
  ThresholdSpec,
  TlsVersion,
  Trust,
} from '../../src/domain/index.ts';
import { DAY, parseThreshold } from '../../src/domain/thresholds.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';

export const NOW = Date.parse('2027-01-01T00:00:00Z');
export const ISSUER = 'CN=Example TLS CA 1,O=Example Trust\\, Inc.,C=DE';

export const FACTS: CertificateFacts = {
  common_name: 'shop.example.com',
  subject: 'CN=shop.example.com',
  issuer: ISSUER,
  serial_number: '01',
  fingerprint_sha256: 'ab'.repeat(32),
  sans: ['shop.example.com'],
  key_algorithm: 'RSA',
  key_size: 2048,
  signature_algorithm: 'sha256WithRSAEncryption',
  valid_from: formatIsoTime(NOW - 60 * DAY),
  valid_to: formatIsoTime(NOW + 30 * DAY),
  lifetime_days: 90,
};

const POLICY_FIELDS: PolicyFields = {
  key_usages: ['digitalSignature'],
  extended_key_usages: ['serverAuth'],
  must_staple: false,
  timestamps: 2,
  pss_hash: null,
  is_ca: false,
};

const TRUST: Trust = {
  trusted: true,
  reason: null,
  detail: null,
  reasons: [],
  effective_valid_to: null,
  limited_by: null,
  notes: [],
  path: ['a', 'b', 'c'],
};

const KEY_USE: KeyUse = {
  isKnown: true,
  firstUsed: formatIsoTime(NOW - 60 * DAY),
  renewals: [],
  others: { names: [], count: 0, hasUnknown: false },
};

export type Overrides = Partial<CertificateFacts> & {
  traits?: Partial<PolicyFields> | null;
  chain?: Partial<CertificateFacts>[];
  trusts?: Partial<Trust>[];
  staples?: boolean[];
  tls_versions?: TlsVersion[];
  key_exchanges?: KeyExchange[];
  is_presented?: boolean;
  purpose?: Purpose;
  blocklists?: Record<string, string[]>;
  keyUse?: Partial<KeyUse>;
  ends?: number;
};

function createPolicyInput({
  traits = {},
  chain = [],
  trusts = [],
  staples = [],
  tls_versions = [],
  key_exchanges = [],
  is_presented = false,
  purpose,
  blocklists = {},
  keyUse,
  ends,
  ...facts
}: Overrides): PolicyInput {
  const all = { ...FACTS, ...facts };
  return {
    facts: all,
    chain: chain.map((one) => ({ ...FACTS, ...one })),
    policyFields: traits === null ? null : { ...POLICY_FIELDS, ...traits },
    trusts: trusts.map((one) => ({ ...TRUST, ...one })),
    staples,
    tls_versions,
    key_exchanges,
    is_presented,
    ...(purpose && { purpose }),
    blocklists: new Map(Object.entries(blocklists).map(([file, keys]) => [file, new Set(keys)])),
    ...(keyUse && { keyUse: { ...KEY_USE, ...keyUse } }),
    expiresAt: ends ?? Date.parse(all.valid_to),
    now: NOW,
  };
}

export function policy(checks: Partial<Checks>, over: Partial<Policy> = {}): Policy {
  return {
    name: 'strict',
    description: null,
    enabled: true,
    severity: 'warning',
    match: { labels: {}, names: [], status: [], thresholds: [] },
    applies_to: 'leaf',
    checks,
    position: { file: 'certvigil.yaml', line: 1, column: 1 },
    ...over,
  };
}

const SHOP = { entry: { name: 'shop', labels: { env: 'prod' } }, status: 'ok' } as const;

export function evaluatePolicies(policies: Policy[], over: Overrides = {}): PolicyResult[] {
  return createPolicyEvaluator(policies).evaluate(SHOP, createPolicyInput(over));
}

export const limit = (written: number | string) => parseThreshold(written) as ThresholdSpec;

/** A hard-coded date. */
export const DECLARED: Overrides = {
  common_name: null,
  subject: null,
  issuer: null,
  fingerprint_sha256: null,
  sans: [],
  key_algorithm: null,
  key_size: null,
  signature_algorithm: null,
  valid_from: null,
  traits: null,
};
export const UNREAD: Overrides = { traits: null };
