/** Checks `expect`: names, fingerprints and pins must be valid, and expected DNS records need a name. */

import { isIP } from 'node:net';
import type { Diagnostic } from '../../domain/index.ts';
import { parseHostPort, removePort } from '../../lib/host-port.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import { parseCaIdentifier, parseExpectedName, parseFingerprint, parseKeyPin } from '../normalize/expectations.ts';
import type { EntrySection, ManifestSections } from '../sections.ts';
import { getChild, getField, isBoolean, listFields, listTextNodes, type Node, type TextNode } from '../yaml/node.ts';
import { checkNoPort } from './certificates.ts';

export function checkExpect({ root, entries, defaults }: ManifestSections): Diagnostic[] {
  const network = getChild(root, 'network');
  const isValidated =
    getChild(network, 'dns_over_https') !== undefined || isBoolean(getChild(network, 'trust_ad'), true);
  return [
    ...checkContents(entries, defaults),
    ...[defaults, ...entries.map(({ own }) => own)].flatMap((own) => (isValidated ? [] : checkValidation(own))),
    ...entries.flatMap(checkServerName),
  ];
}

/** TLSA records are valid only if DNSSEC protects them. */
function checkValidation(own: Node | undefined): Diagnostic[] {
  const field = getField(getChild(own, 'expect'), 'dane');
  return field === undefined ? [] : [createDiagnostic('dane-without-validation', field.key)];
}

/** Records of DNS belong to a name. */
function checkServerName({ own, node }: EntrySection): Diagnostic[] {
  const expect = getChild(own, 'expect');
  return ['caa', 'dane'].flatMap((key) => {
    const field = getField(expect, key);
    return field === undefined || hasServerName(node) ? [] : [createDiagnostic('expect-without-name', field.key, key)];
  });
}

function hasServerName(entry: Node): boolean {
  if (['srv', 'server_name'].some((key) => getChild(entry, key) !== undefined)) return true;
  return listTextNodes(getChild(entry, 'endpoint')).some(({ value }) => {
    const parsed = parseHostPort(value);
    return 'problem' in parsed || isIP(parsed.host) === 0;
  });
}

function checkContents(entries: ManifestSections['entries'], defaults: ManifestSections['defaults']): Diagnostic[] {
  return [defaults, ...entries.map(({ own }) => own)].flatMap((own) => {
    const expect = getField(own, 'expect');
    if (expect?.node.kind !== 'map') return [];
    if (listFields(expect.node).length === 0) return [createDiagnostic('empty-value', expect.key, '"expect"')];
    const listInvalid = (key: string, parse: (text: string) => string | null): TextNode[] =>
      listTextNodes(getChild(expect.node, key)).filter(({ value }) => parse(value) === null);
    return [
      ...listInvalid('names', parseExpectedName).map(
        (node) =>
          checkNoPort(node, `${removePort(node.value)}`) ?? createDiagnostic('bad-expected-name', node, node.value),
      ),
      ...listInvalid('fingerprint_sha256', parseFingerprint).map((node) =>
        createDiagnostic('bad-fingerprint', node, node.value),
      ),
      ...listInvalid('caa', parseCaIdentifier).map((node) => createDiagnostic('bad-caa-identifier', node, node.value)),
      ...listInvalid('spki_sha256', parseKeyPin).map((node) => createDiagnostic('bad-pin', node, node.value)),
    ];
  });
}
