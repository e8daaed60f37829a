import { expect, it } from 'vitest';
import { type Element, readChildren, readElement } from '../../src/certificate/asn1/der.ts';
import { der } from '../helpers/certificates.ts';
import { certificateBag, encryptedContent, pkcs7, pkcs12, plainContent, signedPkcs12 } from '../helpers/keystores.ts';
import { describeChange, type Fields, INPUTS, LIST, OTHER, readLocations, SMALL } from './damaged-inputs.ts';

interface Node {
  tag: number;
  /** The elements inside, or bytes that are not DER. */
  content: Buffer | Node[];
}

/** Certificates inside of other files: `certificate` is an input of its own. */
const WHOLE = [SMALL, OTHER].map((bytes) => bytes.toString('hex'));

function parse(bytes: Buffer, element: Element): Node {
  const content = bytes.subarray(element.start, element.end);
  const whole = bytes.subarray(element.at, element.end).toString('hex');
  if (WHOLE.includes(whole)) return { tag: element.tag, content };
  const isConstructed = (element.tag & 0x20) !== 0;
  const isWrapper = element.tag === 0x04 && content[0] === 0x30;
  if (!isConstructed && !isWrapper) return { tag: element.tag, content };
  try {
    return { tag: element.tag, content: readChildren(bytes, element).map((child) => parse(bytes, child)) };
  } catch {
    return { tag: element.tag, content };
  }
}

function encode({ tag, content }: Node): Buffer {
  return Buffer.isBuffer(content) ? der(tag, content) : der(tag, ...content.map(encode));
}

type Damage = (node: Node) => Node[];

const DAMAGES: Record<string, Damage> = {
  absent: () => [],
  empty: ({ tag }) => [{ tag, content: Buffer.alloc(0) }],
  'of another type': ({ content }) => [{ tag: 0x05, content }],
  twice: (node) => [node, node],
};

/** The tree with one node replaced, for each node. */
function* damageEach(node: Node, path: string, damage: Damage): Generator<{ path: string; nodes: Node[] }> {
  yield { path, nodes: damage(node) };
  const { tag, content } = node;
  if (Buffer.isBuffer(content)) return;
  for (const [index, child] of content.entries()) {
    for (const inner of damageEach(child, `${path}.${index}`, damage)) {
      const rest = content.flatMap((one) => (one === child ? inner.nodes : [one]));
      yield { path: inner.path, nodes: [{ tag, content: rest }] };
    }
  }
}

const bags = der(0x30, certificateBag(SMALL, 'a'), certificateBag(OTHER, 'b'));
const bundle = pkcs7([SMALL, OTHER]);
const MORE: typeof INPUTS = [
  ['pkcs12-encrypted', pkcs12(encryptedContent(bags, 'changeit', 1)), (bytes) => readLocations(bytes, 'changeit')],
  ['pkcs12-signed', signedPkcs12(plainContent(bags)), (bytes) => readLocations(bytes, 'changeit')],
  [
    'pkcs7-with-list',
    Buffer.from(encode(addList(parse(bundle, readElement(bundle, 0, bundle.length))))),
    (bytes) => readLocations(bytes, null),
  ],
];

/** Adds a revocation list to a bundle, after its certificates. */
function addList(node: Node): Node {
  const { tag, content } = node;
  if (Buffer.isBuffer(content)) return node;
  const lists: Node = { tag: 0xa1, content: LIST };
  const hasTwo = (child: Node) => child.tag === 0xa0 && child.content.length === 2 && !Buffer.isBuffer(child.content);
  return { tag, content: content.flatMap((child) => (hasTwo(child) ? [child, lists] : [addList(child)])) };
}

/** Enough for what is malformed in each of several entries. */
const MAX_LENGTH = 260;

/** One line for all elements with the same result, in the order of the first of each. */
function joinSame(results: readonly { path: string; result: string }[]): string {
  const paths = new Map<string, string[]>();
  for (const { path, result } of results) paths.set(result, [...(paths.get(result) ?? []), path]);
  return [...paths].map(([result, all]) => `${result}\n  ${all.join(' ')}\n`).join('');
}

const DER = [...INPUTS.filter(([, bytes]) => bytes[0] === 0x30), ...MORE];

it.each(DER)(
  'each element that is absent, empty, repeated or of another type has its result: %s',
  async (name, bytes, read) => {
    const tree = parse(bytes, readElement(bytes, 0, bytes.length));
    expect(encode(tree).equals(bytes)).toBe(true);
    const intact = await read(bytes);
    const parts: string[] = [];
    for (const [what, damage] of Object.entries(DAMAGES)) {
      const results: { path: string; result: string }[] = [];
      for (const { path, nodes } of damageEach(tree, '0', damage)) {
        const damaged: Fields = await read(Buffer.concat(nodes.map(encode)));
        results.push({ path, result: describeChange(intact, damaged, MAX_LENGTH) });
      }
      parts.push(`${what}\n${joinSame(results)}\n`);
    }
    await expect(parts.join('')).toMatchFileSnapshot(`../golden/certificate/damaged-elements/${name}.txt`);
  },
);
