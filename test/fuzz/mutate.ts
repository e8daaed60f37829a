/** Mutates bytes by a seed: the same seed results in the same inputs. */

/** Draws a number from 0 to `below`, exclusive. */
export type Draw = (below: number) => number;

/** A small random generator (xorshift), which is fast and reproducible. */
export function createDraw(seed: number): Draw {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x2545f491) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Draws an item of a list that is not empty. */
export function pick<T>(items: readonly T[], draw: Draw): T {
  return items[draw(items.length)] as T;
}

type Mutation = (bytes: Buffer, draw: Draw, other: Buffer) => Buffer;

/** Bytes with a meaning in one of the formats: lengths, tags, and text delimiters. */
const TELLING = Buffer.from('007f8081828384ff3031a0a1a204060224300a0d202d2b3a5b5d7b7d3c3e26222a2d', 'hex');

const at = (bytes: Buffer, draw: Draw) => draw(bytes.length + 1);

const MUTATIONS: readonly Mutation[] = [
  // A bit, a byte, a significant byte; each a few times.
  (bytes, draw) => editByte(bytes, draw, (byte) => byte ^ (1 << draw(8))),
  (bytes, draw) => editByte(bytes, draw, () => draw(256)),
  (bytes, draw) => editByte(bytes, draw, () => TELLING[draw(TELLING.length)] as number),
  // Truncated, removed, duplicated, moved.
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
  // The beginning of one input with the end of another.
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

/** Applies one to three mutations; some use parts of `other`. */
export function mutate(bytes: Buffer, other: Buffer, draw: Draw): Buffer {
  const mutations = Array.from({ length: 1 + draw(3) }, () => pick(MUTATIONS, draw));
  return mutations.reduce((changed, mutation) => mutation(changed, draw, other), bytes);
}
