/** Mutations of bytes, drawn from a seed: the same seed makes the same inputs. */

/** Numbers from 0 up to, not including, `below`. */
export type Draw = (below: number) => number;

/** A small generator (xorshift): what is wanted of it is that it is fast and can be repeated. */
export function createDraw(seed: number): Draw {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x2545f491) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

type Mutation = (bytes: Buffer, draw: Draw, other: Buffer) => Buffer;

/** Bytes that mean something in one of the formats: lengths, tags, and marks of text. */
const TELLING = Buffer.from('007f8081828384ff3031a0a1a204060224300a0d202d2b3a5b5d7b7d3c3e26222a2d', 'hex');

const at = (bytes: Buffer, draw: Draw) => draw(bytes.length + 1);

const MUTATIONS: readonly Mutation[] = [
  // A bit, a byte, a telling byte; each a few times.
  (bytes, draw) => editByte(bytes, draw, (byte) => byte ^ (1 << draw(8))),
  (bytes, draw) => editByte(bytes, draw, () => draw(256)),
  (bytes, draw) => editByte(bytes, draw, () => TELLING[draw(TELLING.length)] as number),
  // Cut short, cut out, doubled, put elsewhere.
  (bytes, draw) => bytes.subarray(0, at(bytes, draw)),
  (bytes, draw) => {
    const from = at(bytes, draw);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + draw(64))]);
  },
  (bytes, draw) => {
    const from = at(bytes, draw);
    const part = bytes.subarray(from, from + 1 + draw(256));
    return Buffer.concat([bytes.subarray(0, from), ...Array<Buffer>(1 + draw(8)).fill(part), bytes.subarray(from)]);
  },
  (bytes, draw) => {
    const [from, to] = [at(bytes, draw), at(bytes, draw)];
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from, from + 1 + draw(128)), bytes.subarray(to)]);
  },
  // The head of one format with the tail of another.
  (bytes, draw, other) => Buffer.concat([bytes.subarray(0, at(bytes, draw)), other.subarray(at(other, draw))]),
  (bytes, draw) => Buffer.concat([bytes, Buffer.alloc(draw(64), draw(256))]),
];

function editByte(bytes: Buffer, draw: Draw, edit: (byte: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  const times = 1 + draw(6);
  for (let time = 0; time < times && copy.length > 0; time += 1) {
    const where = draw(copy.length);
    copy[where] = edit(copy[where] as number);
  }
  return copy;
}

/** The bytes after one to three mutations; `other` lends its parts. */
export function mutate(bytes: Buffer, other: Buffer, draw: Draw): Buffer {
  const mutations = Array.from({ length: 1 + draw(3) }, () => MUTATIONS[draw(MUTATIONS.length)] as Mutation);
  return mutations.reduce((changed, mutation) => mutation(changed, draw, other), bytes);
}
