/**
 * Finds names that a constraint does not exclude by RFC 5280 section 4.2.1.10, and that other clients take for excluded. A URI or mail address
 * is excluded by its host, but not if its host is below an excluded one; that needs a base with a leading dot.
 */

import type { GeneralName, PathFields } from '../domain/index.ts';
import type { Path } from './build-path.ts';
import { readHost } from './name-constraints.ts';

export interface StrictExclusion {
  /** The CA with the constraint, and the certificate with the name. */
  authority: PathFields;
  certificate: PathFields;
  name: GeneralName;
  base: GeneralName;
  /** Go excludes the hosts below an excluded one (`matchDomainConstraint`). */
  is_for_go: boolean;
  /** GnuTLS rejects every URI of a leaf if any is excluded (`check_unsupported_constraint`). */
  is_for_gnutls: boolean;
}

/** Returns undefined if there is none on an accepted path. One that both clients reject comes first. */
export function findStrictExclusion(path: Path): StrictExclusion | undefined {
  const found = path.flatMap((authority, index) =>
    path.slice(0, index).flatMap((certificate) =>
      listPairs(certificate, authority).map(({ name, base }): StrictExclusion => {
        const is_for_gnutls = name.kind === 'uri' && certificate === path[0];
        return { authority, certificate, name, base, is_for_go: isBelow(name, base), is_for_gnutls };
      }),
    ),
  );
  const count = ({ is_for_go, is_for_gnutls }: StrictExclusion) => Number(is_for_go) + Number(is_for_gnutls);
  return found.filter((one) => count(one) > 0).sort((a, b) => count(b) - count(a))[0];
}

/** The names with a host, and the excluded bases of the same kind. */
function listPairs({ names }: PathFields, { constraints }: PathFields): { name: GeneralName; base: GeneralName }[] {
  return names
    .filter(({ kind }) => kind === 'uri' || kind === 'email')
    .flatMap((name) =>
      (constraints?.excluded ?? []).filter(({ kind }) => kind === name.kind).map((base) => ({ name, base })),
    );
}

function isBelow(name: GeneralName, { text }: GeneralName): boolean {
  return !text.startsWith('.') && readHost(name).toLowerCase().endsWith(`.${text.toLowerCase()}`);
}
