/** Creates a chain of a root, an intermediate and a leaf, with deviations. */

import { randomBytes } from 'node:crypto';
import {
  type CertificatePlan,
  type CraftedCertificate,
  type CraftedKey,
  commonName,
  craftCertificate,
  craftTime,
} from './certificates.ts';
import { type Deviation, ROLES, type Role } from './deviation.ts';
import { dnsName, OID, SERVER_AUTH, VALUES } from './extensions.ts';

export const HOST = 'www.example.com';
const DAY = 86_400_000;

export interface CraftedChain {
  root: CraftedCertificate;
  intermediate: CraftedCertificate;
  leaf: CraftedCertificate;
}

/** One key for each role, and the deviations of each. */
export type ChainOptions = Record<Role, { key: CraftedKey; deviations: readonly Deviation[] }>;

/** `now` is in milliseconds. A deviation of a role is applied before the certificates below are created. */
export function craftChain(options: ChainOptions, now: number): CraftedChain {
  let issuer: CertificatePlan | null = null;
  const made = {} as CraftedChain;
  for (const role of ROLES) {
    const { key, deviations } = options[role];
    const usual = planCertificate(role, key, issuer, now);
    const plan: CertificatePlan = deviations.reduce((one, { apply }) => apply(one, issuer ?? one), usual);
    const final: CertificatePlan = issuer === null ? { ...plan, issuer: plan.subject } : plan;
    made[role] = craftCertificate(final, (issuer ?? final).key);
    issuer = final;
  }
  return made;
}

/** A certificate without deviations. */
function planCertificate(role: Role, key: CraftedKey, issuer: CertificatePlan | null, now: number): CertificatePlan {
  const subject = commonName(`the ${role}`);
  const isLeaf = role === 'leaf';
  const extension = (dotted: string, value: Buffer, critical = false) => ({ oid: dotted, critical, value });
  return {
    version: 3,
    // Positive, and without leading zeros.
    serial: Buffer.concat([Buffer.from([0x40]), randomBytes(8)]),
    issuer: issuer?.subject ?? subject,
    subject,
    from: craftTime(now - 100 * DAY),
    to: craftTime(now + 100 * DAY),
    key,
    signature: 'sha256',
    extensions: [
      extension(OID.basicConstraints, VALUES[OID.basicConstraints](!isLeaf), true),
      extension(OID.keyUsage, VALUES[OID.keyUsage](isLeaf ? 0xa0 : 0x06), true),
      extension(OID.subjectKeyId, VALUES[OID.subjectKeyId](key.id)),
      extension(OID.authorityKeyId, VALUES[OID.authorityKeyId]((issuer?.key ?? key).id)),
      ...(isLeaf
        ? [
            extension(OID.extendedKeyUsage, VALUES[OID.extendedKeyUsage](SERVER_AUTH)),
            extension(OID.names, VALUES[OID.names](dnsName(HOST))),
          ]
        : []),
    ],
  };
}
