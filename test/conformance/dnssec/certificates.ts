/** The certificates of all mail servers. */

import { type CreatedCertificate, createCertificate } from '../../../src/app/demo/create-certificate.ts';
import { ZONES } from './cases.ts';
import { formatZone } from './names.ts';

const NAMES = ['root', 'issuing', 'leaf', 'expired', 'renamed', 'first', 'alone'] as const;
export type Name = (typeof NAMES)[number];
export type Certificates = Record<Name, CreatedCertificate>;

const VALID = { notBefore: new Date('2020-01-01'), notAfter: new Date('2099-01-01') };

let certificates: Promise<Certificates> | null = null;

/** Returns the same certificates for all cases of a run. */
export function prepareCertificates(): Promise<Certificates> {
  certificates ??= create();
  return certificates;
}

async function create(): Promise<Certificates> {
  const sans = ZONES.map((zone) => `*.${formatZone(zone)}`);
  const root = await createCertificate({ commonName: 'Root', ca: true, ...VALID });
  const issuing = await createCertificate({ commonName: 'Issuing', issuer: root, ca: true, ...VALID });
  const issued = { commonName: 'mx', issuer: issuing, ...VALID };
  return {
    ...{ root, issuing },
    leaf: await createCertificate({ ...issued, sans }),
    expired: await createCertificate({ ...issued, sans, notAfter: new Date('2021-01-01') }),
    renamed: await createCertificate({ ...issued, sans: ['mx.example'] }),
    first: await createCertificate({ ...issued, sans: [`*.${formatZone('secure')}`] }),
    alone: await createCertificate({ commonName: 'mx', sans, ...VALID }),
  };
}
