/** The certificates of all cases, and their TLSA records. */

import { hash, X509Certificate } from 'node:crypto';
import { type CreatedCertificate, createKeys } from '../../../src/app/demo/create-certificate.ts';
import type { TlsaRecord } from '../../../src/domain/dns.ts';
import { dns, type LinkOptions, leaf, link } from '../../helpers/paths.ts';
import type { DrawnRecord } from './cases.ts';

export const HOST = 'www.example.com';

const NAMES = [
  ...(['root', 'other', 'issuing', 'cross', 'stale'] as const),
  ...(['leaf', 'direct', 'wildcard', 'expired', 'renamed', 'alone'] as const),
];
export type Name = (typeof NAMES)[number];
export type Certificates = Record<Name, CreatedCertificate>;

/** Days: OpenSSL only knows the real time. */
const VALIDITY = { from: -3650, to: 36_500 };

let certificates: Promise<Certificates> | null = null;

/** Returns the same certificates for all cases of a run. */
export function prepareCertificates(): Promise<Certificates> {
  certificates ??= create();
  return certificates;
}

async function create(): Promise<Certificates> {
  const keys = await createKeys();
  const root = await link({ subject: 'root', ...VALIDITY });
  const other = await link({ subject: 'other', ...VALIDITY });
  const createIssuing = (issuer: CreatedCertificate, more: LinkOptions = {}) =>
    link({ subject: 'issuing', keys, issuer, ...VALIDITY, ...more });
  const issuing = await createIssuing(root);
  const createLeaf = (more: LinkOptions = {}) => leaf({ issuer: issuing, ...VALIDITY, ...more });
  return {
    ...{ root, other, issuing },
    cross: await createIssuing(other),
    stale: await createIssuing(root, { to: -1000 }),
    leaf: await createLeaf(),
    direct: await createLeaf({ issuer: root }),
    wildcard: await createLeaf({ sans: [dns('*.example.com')] }),
    expired: await createLeaf({ to: -1000 }),
    renamed: await createLeaf({ sans: [dns('www.example.org')] }),
    alone: await link({ subject: 'alone', ca: false, sans: [dns(HOST)], ...VALIDITY }),
  };
}

/** The lengths of the types that have no digest are those of the content. */
const ALGORITHMS: Readonly<Record<number, string>> = { 1: 'sha256', 2: 'sha512' };

/** Creates the record as it is published. */
export function createRecord<Certificate extends string>(
  { usage, selector, matching_type, of, data }: DrawnRecord<Certificate>,
  certificates: Readonly<Record<Certificate, CreatedCertificate>>,
): TlsaRecord {
  const { der } = certificates[of];
  const key = () => new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
  const content = selector === 0 ? Buffer.from(der) : key();
  const algorithm = ALGORITHMS[matching_type];
  const right = algorithm === undefined ? content : hash(algorithm, content, 'buffer');
  return { usage, selector, matching_type, data: damage(right, data).toString('hex') };
}

function damage(right: Buffer, data: DrawnRecord['data']): Buffer {
  const last = right.length - 1;
  if (data === 'changed') return Buffer.concat([right.subarray(0, last), Buffer.of((right[last] ?? 0) ^ 1)]);
  if (data === 'truncated') return right.subarray(0, last);
  if (data === 'extended') return Buffer.concat([right, Buffer.of(0)]);
  return data === 'empty' ? Buffer.alloc(0) : right;
}
