/** What certificates in tests may deviate in. Each deviation changes one certificate of a chain. */

import type { CertificatePlan } from './certificates.ts';

export type Role = 'root' | 'intermediate' | 'leaf';
export const ROLES: readonly Role[] = ['root', 'intermediate', 'leaf'];

export interface Deviation {
  name: string;
  roles: readonly Role[];
  /** `issuer` is the plan of the issuing certificate, its own for a root. */
  apply: (plan: CertificatePlan, issuer: CertificatePlan) => CertificatePlan;
}

export const AUTHORITIES: readonly Role[] = ['root', 'intermediate'];
export const ISSUED: readonly Role[] = ['intermediate', 'leaf'];

export const change = (title: string, roles: readonly Role[], apply: Deviation['apply']): Deviation => ({
  name: title,
  roles,
  apply,
});
