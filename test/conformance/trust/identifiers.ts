/** Key identifiers, each of which may be missing, or name another key or certificate than that of the issuer. */

import { der } from '../../helpers/certificates.ts';
import type { CertificatePlan } from '../../helpers/crafted/certificates.ts';
import { bytes, OID, OTHER_NAME, removeExtension, setExtension } from '../../helpers/crafted/extensions.ts';
import type { Dice } from '../../helpers/dice.ts';

const keyId = (id: Buffer) => der(0x80, id);
const certificate = (dn: Buffer, serial: Buffer) => [der(0xa1, der(0xa4, dn)), der(0x82, serial)];

/** What occurs more often has several places. */
const AUTHORITIES: readonly ((issuer: CertificatePlan) => Buffer[])[] = [
  ({ key }) => [keyId(key.id)],
  () => [],
  ({ issuer, serial }) => certificate(issuer, serial),
  ({ key, issuer, serial }) => [keyId(key.id), ...certificate(issuer, serial)],
  ({ key }) => [keyId(key.id)],
  () => [],
  ({ issuer, serial }) => certificate(issuer, serial),
  () => [keyId(Buffer.alloc(20, 7))],
  ({ issuer }) => certificate(issuer, bytes(99)),
  ({ key, serial }) => [keyId(key.id), ...certificate(OTHER_NAME, serial)],
];

/** `issuer` is the certificate itself if it is self-signed. */
export function chooseIdentifiers({ chance, pick }: Dice, plan: CertificatePlan, issuer: CertificatePlan) {
  const parts = pick(AUTHORITIES)(issuer);
  const own = chance(0.5) ? removeExtension(plan, OID.subjectKeyId) : plan;
  return parts.length === 0
    ? removeExtension(own, OID.authorityKeyId)
    : setExtension(own, OID.authorityKeyId, der(0x30, ...parts));
}
