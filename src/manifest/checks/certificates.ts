/** Checks the sources of certificates. */

import type { Diagnostic } from '../../domain/index.ts';
import { type EntryFields, SOURCE_DEFINITIONS } from '../../domain/sources/index.ts';
import { removePort } from '../../lib/host-port.ts';
import { createDiagnostic, createSourceDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import { type EntrySection, findSource, type ManifestSections } from '../sections.ts';
import { getChild, getField, getText, isBoolean, listTextNodes, type Node, type TextNode } from '../yaml/node.ts';
import { checkHeaders } from './webhooks.ts';

export function checkCertificates({ entries }: ManifestSections): Diagnostic[] {
  return entries.flatMap((entry) => [...checkSources(entry.own), ...checkHeaders(entry.own), ...checkTrust(entry)]);
}

/** Runs the checks of all kinds of sources, so that an entry with two sources gets diagnostics for both. */
function checkSources(entry: EntrySection['own']): Diagnostic[] {
  const found: Diagnostic[] = [];
  const fields: EntryFields<TextNode> = {
    listTexts: (key) => listTextNodes(getChild(entry, key)),
    report: (code, at, ...args) => found.push(createSourceDiagnostic(code, at, args)),
    reportSecret: (code, at, ...args) => {
      const { source: _, ...where } = toLocation(at);
      found.push(createSourceDiagnostic(code, where, args));
    },
  };
  for (const { check } of SOURCE_DEFINITIONS) check?.(fields);
  return found;
}

/** A diagnostic for a host or an address with a port, where no port is allowed. */
export function checkNoPort(node: TextNode, better: string): Diagnostic | null {
  return removePort(node.value) === null ? null : createDiagnostic('port-in-address', node, node.value, better);
}

/** Checks the keys of the entry itself: its `ca_file` overrides `trust` in `defaults`. */
function checkTrust({ own, node }: EntrySection): Diagnostic[] {
  const trust = getField(own, 'trust');
  if (getField(own, 'ca_file') !== undefined) {
    return trust === undefined ? [] : [createDiagnostic('trust-and-ca-file', trust.key)];
  }
  if (readTrustStore(node) !== 'none') return [];
  return ['aia', 'revocation'].flatMap((key) => {
    const field = getField(own, key);
    return field !== undefined && isBoolean(field.node, true)
      ? [createDiagnostic('trust-not-checked', field.key, key)]
      : [];
  });
}

/** The trust store that verifies the certificates of an entry: `trust`, or the default of its kind of source. */
export function readTrustStore(entry: Node): string {
  return getText(getChild(entry, 'trust')) ?? findSource(entry)?.defaultTrust ?? 'mozilla';
}
