/** Checks the sources of certificates. */

import type { Diagnostic } from '../../domain/index.ts';
import { type EntryFields, SOURCE_DEFINITIONS } from '../../domain/sources/index.ts';
import { removePort } from '../../lib/host-port.ts';
import { createDiagnostic, createSourceDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import { UNUSED_FIXTURE_KEYS } from '../normalize/entry.ts';
import { type EntrySection, findSource, isFixture, type ManifestSections } from '../sections.ts';
import {
  getChild,
  getField,
  getText,
  isBoolean,
  listOneOrMore,
  listTextNodes,
  type Node,
  type TextNode,
} from '../yaml/node.ts';
import { checkHeaders } from './receivers/webhooks.ts';

export function checkCertificates({ entries, defaults }: ManifestSections): Diagnostic[] {
  const shared = defaults?.kind === 'map' ? [{ own: defaults, node: defaults }] : [];
  return [...entries, ...shared].flatMap((entry) => [
    ...checkSources(entry),
    ...checkHeaders(entry.own),
    ...checkTrust(entry),
    ...checkFixture(entry),
    ...checkTransparency(entry),
  ]);
}

/** Reports the fields of the entry itself that have no effect on test certificates. */
function checkFixture({ own }: CheckedEntry): Diagnostic[] {
  if (!isFixture({ own })) return [];
  return UNUSED_FIXTURE_KEYS.flatMap((key) => {
    const field = getField(own, key);
    return field === undefined ? [] : [createDiagnostic('fixture-not-checked', field.key, key)];
  });
}

/**
 * The keys without effect on entries with `ct`: the scan does not probe for issuances, but finds them in logs, and compares their issuer
 * and key.
 */
const UNUSED_CT_KEYS = [
  'probe',
  'settle_hours',
  'expiry_warning_days',
  'expiry_critical_days',
  'expiry_scan_thresholds',
] as const;
const UNUSED_CT_EXPECTATIONS = ['names', 'fingerprint_sha256', 'self_signed'] as const;

/** Reports the fields of the entry itself that have no effect on entries for certificate transparency logs. */
function checkTransparency({ own }: CheckedEntry): Diagnostic[] {
  if (getChild(own, 'ct') === undefined) return [];
  const report = (parent: Node | undefined, prefix: string) => (key: string) => {
    const field = getField(parent, key);
    return field === undefined ? [] : [createDiagnostic('ct-not-checked', field.key, `${prefix}${key}`)];
  };
  return [
    ...UNUSED_CT_KEYS.flatMap(report(own, '')),
    ...UNUSED_CT_EXPECTATIONS.flatMap(report(getChild(own, 'expect'), 'expect.')),
  ];
}

type CheckedEntry = Pick<EntrySection, 'own' | 'node'>;

/** Runs the checks of all kinds of sources, so that an entry with two sources gets diagnostics for both. */
function checkSources({ own, node }: CheckedEntry): Diagnostic[] {
  const found: Diagnostic[] = [];
  const fields: EntryFields<TextNode> = {
    listTexts: (key, inner, item) => {
      const child = getChild(own, key, inner);
      if (item === undefined) return listTextNodes(child);
      return listOneOrMore(child).flatMap((one) => listTextNodes(getChild(one, item)));
    },
    listEffectiveTexts: (key) => listTextNodes(getChild(node, key)),
    report: (code, at, ...args) => found.push(createSourceDiagnostic(code, at, args)),
    reportSecret: (code, at, ...args) => {
      const { source: _, ...where } = toLocation(at);
      found.push(createSourceDiagnostic(code, where, args));
    },
  };
  for (const { check } of SOURCE_DEFINITIONS) check?.(fields);
  return found;
}

/** Creates a diagnostic for a host or an address with a port, where no port is allowed. */
export function checkNoPort(node: TextNode, better: string): Diagnostic | null {
  return removePort(node.value) === null ? null : createDiagnostic('port-in-address', node, node.value, better);
}

/** Checks the keys of the entry itself: its `ca_file` overrides `trust` in `defaults`. */
function checkTrust({ own, node }: CheckedEntry): Diagnostic[] {
  const trust = getField(own, 'trust');
  if (getField(own, 'ca_file') !== undefined) {
    return trust === undefined ? [] : [createDiagnostic('trust-and-ca-file', trust.key)];
  }
  const enabled = ['aia', 'revocation'].filter((key) => isBoolean(getField(own, key)?.node, true));
  if (enabled.length === 0) return [];
  const isVerified = readTrustStore(node) !== 'none' || getField(node, 'ca_file') !== undefined;
  if (isVerified || findSource(node) === undefined) return [];
  return enabled.map((key) => createDiagnostic('trust-not-checked', getField(own, key)?.key ?? own, key));
}

/** Returns the trust store that verifies the certificates of an entry: `trust`, or the default of its kind of source. */
export function readTrustStore(entry: Node): string {
  return getText(getChild(entry, 'trust')) ?? findSource(entry)?.defaultTrust ?? 'mozilla';
}
