/** Checks `expect`: names, fingerprints and pins must be valid. */
import type { Diagnostic } from '../../domain/index.ts';
import { removePort } from '../../lib/host-port.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import { parseExpectedName, parseFingerprint, parseKeyPin } from '../normalize/expectations.ts';
import type { ManifestSections } from '../sections.ts';
import { getChild, getField, listFields, listTextNodes, type TextNode } from '../yaml/node.ts';
import { checkNoPort } from './certificates.ts';

export function checkExpect({ entries, defaults }: ManifestSections): Diagnostic[] {
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
      ...listInvalid('spki_sha256', parseKeyPin).map((node) => createDiagnostic('bad-pin', node, node.value)),
    ];
  });
}
