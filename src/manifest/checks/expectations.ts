/** What is expected of certificates: that it can be true of one. */
import type { Diagnostic } from '../../domain/index.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import { withoutPort } from '../normalize/endpoint.ts';
import { fingerprintOf, nameOf, pinOf } from '../normalize/expectations.ts';
import type { Parts } from '../sections.ts';
import { childOf, fieldOf, isText, oneOrMore, type TextNode } from '../yaml/node.ts';
import { hasPort } from './certificates.ts';

export function checkExpect({ entries }: Parts): Diagnostic[] {
  return entries.flatMap(({ own }) => {
    const expect = fieldOf(own, 'expect');
    if (expect?.node.kind !== 'map') return [];
    if (expect.node.fields.size === 0) return [diagnostic('empty-value', whereIs(expect.key), '"expect"')];
    const texts = (key: string): TextNode[] => oneOrMore(childOf(expect.node, key)).filter(isText);
    return [
      ...unreadable(texts('names'), nameOf).map(
        (node) =>
          hasPort(node, `${withoutPort(node.value)}`) ?? diagnostic('bad-expected-name', whereIs(node), node.value),
      ),
      ...unreadable(texts('fingerprint_sha256'), fingerprintOf).map((node) =>
        diagnostic('bad-fingerprint', whereIs(node), node.value),
      ),
      ...unreadable(texts('spki_sha256'), pinOf).map((node) => diagnostic('bad-pin', whereIs(node), node.value)),
    ];
  });
}

/** An empty text is told of by the schema. */
function unreadable(nodes: readonly TextNode[], read: (text: string) => string | null): TextNode[] {
  return nodes.filter(({ value }) => value !== '' && read(value) === null);
}
