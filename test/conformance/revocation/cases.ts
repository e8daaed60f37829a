/** Draws what a CA says about a certificate: a stapled response, up to two lists, and the response of a responder. */

import fc from 'fast-check';
import { type CaName, type IssuerName, SIGNERS, type SignerName } from './certificates.ts';

/** What is sent instead of a message, or how it is damaged. */
export type Form = 'whole' | 'unreachable' | 'empty' | 'page' | 'cut' | 'pem' | 'followed';

/** All times are in minutes from now. */
export interface Single {
  about: 'target' | 'other-serial' | 'other-issuer' | 'namesake';
  hash: 'sha1' | 'sha256' | 'sha384' | 'md5';
  status: 'good' | 'revoked' | 'unknown';
  reason: number | null;
  revoked: number;
  from: number;
  to: number | null;
  /** Whether it has an unknown critical extension. */
  critical: boolean;
}

export interface Response {
  form: Form;
  /** The status of the response: 0 is successful. */
  status: number;
  signer: SignerName;
  /** Who the response says has signed it, and by what. */
  named: SignerName | null;
  by: 'name' | 'key';
  /** The certificates in it. */
  sent: SignerName[];
  algorithm: 'sha256' | 'sha384' | 'sha1';
  damaged: boolean;
  produced: number;
  nonce: boolean;
  critical: boolean;
  singles: Single[];
}

export interface Entry {
  serial: 'target' | 'responder' | 'other';
  reason: number | null;
  date: number;
  extension: 'invalidity-date' | 'unknown' | 'unknown-critical' | 'issuer' | 'other-issuer' | null;
}

/** The issuing distribution point (RFC 5280 section 5.2.5). */
export interface Scope {
  urls: ('first' | 'second' | 'elsewhere')[] | null;
  only: ('leaves' | 'authorities' | 'attributes')[];
  reasons: boolean;
  indirect: boolean;
  relative: boolean;
}

export interface List {
  form: Form;
  named: CaName;
  signer: SignerName;
  algorithm: 'sha256' | 'sha384' | 'sha1';
  damaged: boolean;
  from: number;
  to: number | null;
  entries: Entry[];
  scope: Scope | null;
  number: boolean;
  delta: boolean;
  extension: 'unknown' | 'unknown-critical' | 'number-twice' | 'key-identifier' | 'freshest' | null;
}

export interface RevocationCase {
  kind: 'leaf' | 'ca';
  serial: string;
  issuer: IssuerName;
  /** What the distribution points in the certificate say besides the URL. */
  point: 'plain' | 'some-reasons' | 'of-other' | 'of-issuer';
  stapled: Response | null;
  lists: List[];
  responder: Response | null;
}

/** Draws the usual value, or sometimes another one. */
function usually<Value>(
  value: Value | fc.Arbitrary<Value>,
  other: fc.Arbitrary<Value>,
  weight = 12,
): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight, arbitrary: value instanceof fc.Arbitrary ? value : fc.constant(value) },
    { weight: 1, arbitrary: other },
  );
}

const DAY = 24 * 60;
const form = usually<Form>('whole', fc.constantFrom('unreachable', 'empty', 'page', 'cut', 'pem', 'followed'), 20);
const algorithm = usually<'sha256' | 'sha384' | 'sha1'>('sha256', fc.constantFrom('sha384', 'sha1'), 20);
const reason = fc.constantFrom(null, 0, 1, 2, 3, 4, 5, 6, 9, 10);
/** Numbers without a name (RFC 5280 section 5.3.1). */
const ODD_REASONS: readonly (number | null)[] = [7, 11, 127];
const anyReason = usually(reason, fc.constantFrom(...ODD_REASONS));
const past = fc.constantFrom(-1, -60, -30 * DAY, -400 * DAY);
const from = fc.oneof(
  { weight: 6, arbitrary: fc.constant(-60) },
  { weight: 4, arbitrary: fc.constantFrom(-1, -3 * DAY, -DAY - 1, -DAY + 1, -400 * DAY) },
  { weight: 1, arbitrary: fc.constantFrom(4, 6, DAY) },
);
const to = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom<number | null>(DAY, DAY, DAY, 1, 8000 * DAY) },
  { weight: 1, arbitrary: fc.constantFrom<number | null>(null, -4, -6, -2 * DAY) },
);
const rarely = fc.boolean().chain((first) => (first ? usually(false, fc.constant(true), 12) : fc.constant(false)));

const single: fc.Arbitrary<Single> = fc.record({
  about: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Single['about']>('target') },
    { weight: 1, arbitrary: fc.constantFrom<Single['about']>('other-serial', 'other-issuer', 'namesake') },
  ),
  hash: usually<Single['hash']>('sha1', fc.constantFrom('sha256', 'sha384', 'md5'), 3),
  status: fc.constantFrom<Single['status']>('good', 'good', 'good', 'revoked', 'revoked', 'revoked', 'unknown'),
  reason: anyReason,
  revoked: past,
  ...{ from, to },
  critical: rarely,
});

const signers = fc.oneof(
  { weight: 6, arbitrary: fc.constant<SignerName>('issuing') },
  {
    weight: 4,
    arbitrary: fc.constantFrom<SignerName>('delegate', 'unchecked-delegate', 'revocable-delegate', 'misnamed'),
  },
  { weight: 2, arbitrary: fc.constantFrom<SignerName>(...SIGNERS) },
);

const response: fc.Arbitrary<Response> = signers.chain((signer) =>
  fc.record({
    form,
    status: usually(0, fc.constantFrom(1, 2, 3, 4, 5, 6, 9), 20),
    signer: fc.constant(signer),
    named: usually<SignerName | null>(null, fc.constantFrom(...SIGNERS)),
    by: fc.constantFrom<Response['by']>('name', 'key'),
    sent: fc.oneof(
      { weight: 8, arbitrary: fc.constant<SignerName[]>(signer === 'issuing' ? [] : [signer]) },
      { weight: 2, arbitrary: fc.uniqueArray(fc.constantFrom(...SIGNERS), { maxLength: 3 }) },
      {
        weight: 1,
        arbitrary: fc
          .uniqueArray(fc.constantFrom(...SIGNERS), { maxLength: 3 })
          .map((others) => [...others.filter((one) => one !== signer), signer]),
      },
    ),
    algorithm,
    damaged: rarely,
    produced: from,
    nonce: fc.boolean(),
    critical: rarely,
    singles: fc.oneof(
      { weight: 3, arbitrary: fc.array(single, { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.array(single, { maxLength: 4 }) },
    ),
  }),
);

const entry: fc.Arbitrary<Entry> = fc
  .record({
    serial: fc.constantFrom<Entry['serial']>('target', 'target', 'responder', 'other', 'other'),
    reason: fc.oneof({ weight: 9, arbitrary: anyReason }, { weight: 1, arbitrary: fc.constant(8) }),
    date: past,
    extension: usually<Entry['extension']>(
      null,
      fc.constantFrom('invalidity-date', 'unknown', 'unknown-critical', 'issuer', 'other-issuer'),
      15,
    ),
  })
  .map((one) => (ODD_REASONS.includes(one.reason) ? { ...one, extension: null } : one));

const scope: fc.Arbitrary<Scope> = fc.record({
  urls: fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: fc.constant<Scope['urls']>(['first']) },
    {
      weight: 2,
      arbitrary: fc.uniqueArray(fc.constantFrom('first', 'second', 'elsewhere'), { minLength: 1, maxLength: 3 }),
    },
  ),
  only: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom<Scope['only'][]>([], ['leaves']) },
    {
      weight: 2,
      arbitrary: fc.uniqueArray(fc.constantFrom('leaves', 'authorities', 'attributes'), { maxLength: 2 }),
    },
  ),
  reasons: rarely,
  indirect: rarely,
  relative: rarely,
});

const list: fc.Arbitrary<List> = fc.record({
  form,
  named: usually<CaName>('issuing', fc.constantFrom<CaName>('root', 'other', 'delegate'), 20),
  signer: usually<SignerName>('issuing', fc.constantFrom('root', 'namesake', 'other', 'delegate', 'misnamed'), 12),
  algorithm,
  damaged: rarely,
  ...{ from, to },
  entries: fc.array(entry, { maxLength: 4 }),
  scope: usually<Scope | null>(null, scope, 2),
  number: fc.boolean(),
  delta: rarely,
  extension: usually<List['extension']>(
    null,
    fc.constantFrom('unknown', 'unknown-critical', 'number-twice', 'key-identifier', 'freshest'),
    8,
  ),
});

const often = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 2 });

export const cases: fc.Arbitrary<RevocationCase> = fc.record({
  kind: usually<RevocationCase['kind']>('leaf', fc.constant('ca'), 4),
  serial: fc.constantFrom('01', '00ffab', '00', '7f00112233445566778899aabbccddeeff001122'),
  issuer: usually<IssuerName>('issuing', fc.constantFrom('without-crl-sign', 'without-usages'), 10),
  point: usually<RevocationCase['point']>('plain', fc.constantFrom('some-reasons', 'of-other', 'of-issuer'), 8),
  stapled: often(response),
  lists: fc.oneof(
    { weight: 2, arbitrary: fc.constant<List[]>([]) },
    { weight: 3, arbitrary: fc.array(list, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(list, { minLength: 2, maxLength: 2 }) },
  ),
  responder: often(response),
});
