/** What is expected of certificates: that it can be true of one. */
import type { Diagnostic } from '../../domain/index.ts';
import { removePort } from '../../lib/host-port.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import { parseExpectedName, parseFingerprint, parseKeyPin } from '../normalize/expectations.ts';
import type { ManifestSections } from '../sections.ts';
import { getChild, getField, isText, listOneOrMore, type TextNode } from '../yaml/node.ts';
import { checkNoPort } from './certificates.ts';

export function checkExpect({ entries }: ManifestSections): Diagnostic[] {
  return entries.flatMap(({ own }) => {
    const expect = getField(own, 'expect');
    if (expect?.node.kind !== 'map') return [];
    if (expect.node.fields.size === 0) return [createDiagnostic('empty-value', toLocation(expect.key), '"expect"')];
    const texts = (key: string): TextNode[] => listOneOrMore(getChild(expect.node, key)).filter(isText);
    return [
      ...filterUnreadable(texts('names'), parseExpectedName).map(
        (node) =>
          checkNoPort(node, `${removePort(node.value)}`) ??
          createDiagnostic('bad-expected-name', toLocation(node), node.value),
      ),
      ...filterUnreadable(texts('fingerprint_sha256'), parseFingerprint).map((node) =>
        createDiagnostic('bad-fingerprint', toLocation(node), node.value),
      ),
      ...filterUnreadable(texts('spki_sha256'), parseKeyPin).map((node) =>
        createDiagnostic('bad-pin', toLocation(node), node.value),
      ),
    ];
  });
}

/** An empty text is told of by the schema. */
function filterUnreadable(nodes: readonly TextNode[], read: (text: string) => string | null): TextNode[] {
  return nodes.filter(({ value }) => value !== '' && read(value) === null);
}
