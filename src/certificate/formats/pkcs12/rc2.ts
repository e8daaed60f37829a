/**
 * Decrypts RC2 in CBC mode (RFC 2268), with which Windows and old OpenSSL encrypted the certificates of keystores.
 * OpenSSL 3, and therefore Node, no longer supports it.
 */

/** The permutation of RFC 2268 section 2, derived from the digits of pi. */
const PI_TABLE = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32' +
    'bd8f40eb86b77b0bf09521225c6b4e8254d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed708e8eade8052eef784aa72ac354d6a2a' +
    '961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2e' +
    'c5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
);

const BLOCK = 8;

/** Decrypts `encrypted`; returns null if the key is wrong. `bits` is the effective length of the key. */
export function decryptRc2(key: Buffer, bits: number, iv: Buffer, encrypted: Buffer): Buffer | null {
  if (encrypted.length % BLOCK !== 0) return null;
  const words = expandKey(key, bits);
  const plain = Buffer.alloc(encrypted.length);
  const block = new Uint16Array(4);
  for (let at = 0; at < encrypted.length; at += BLOCK) {
    for (let word = 0; word < 4; word += 1) block[word] = encrypted.readUInt16LE(at + 2 * word);
    decryptBlock(block, words);
    for (let word = 0; word < 4; word += 1) {
      const previous = at === 0 ? iv.readUInt16LE(2 * word) : encrypted.readUInt16LE(at - BLOCK + 2 * word);
      plain.writeUInt16LE((block[word] as number) ^ previous, at + 2 * word);
    }
  }
  return removePadding(plain);
}

/** Removes the padding, of which each byte is its length (PKCS#7). Returns null if it is invalid. */
function removePadding(plain: Buffer): Buffer | null {
  const count = plain.at(-1) ?? 0;
  const isPadded = count >= 1 && count <= BLOCK && plain.subarray(-count).every((byte) => byte === count);
  return isPadded ? plain.subarray(0, -count) : null;
}

/** Expands a key (RFC 2268 section 2). */
function expandKey(key: Buffer, bits: number): Uint16Array {
  const expanded = new Uint8Array(128);
  const at = (index: number) => expanded[index] as number;
  const permuted = (index: number) => PI_TABLE[index & 0xff] as number;
  expanded.set(key);
  for (let index = key.length; index < 128; index += 1) {
    expanded[index] = permuted(at(index - 1) + at(index - key.length));
  }
  const effective = Math.ceil(bits / 8);
  expanded[128 - effective] = permuted(at(128 - effective) & (0xff >> (8 * effective - bits)));
  for (let index = 127 - effective; index >= 0; index -= 1) {
    expanded[index] = permuted(at(index + 1) ^ at(index + effective));
  }
  return Uint16Array.from({ length: 64 }, (_, index) => at(2 * index) | (at(2 * index + 1) << 8));
}

/** Decrypts a block (RFC 2268 section 4): sixteen mixing rounds and two mashing rounds, in reverse. */
function decryptBlock(block: Uint16Array, words: Uint16Array): void {
  for (let round = 15; round >= 0; round -= 1) {
    unmix(block, words, 4 * round);
    if (round === 11 || round === 5) unmash(block, words);
  }
}

const ROTATIONS = [1, 2, 3, 5];

function unmix(block: Uint16Array, words: Uint16Array, first: number): void {
  for (let index = 3; index >= 0; index -= 1) {
    const { one, two, three } = readPrecedingWords(block, index);
    const bits = ROTATIONS[index] as number;
    const value = block[index] as number;
    const rotated = (value >> bits) | (value << (16 - bits));
    block[index] = rotated - (words[first + index] as number) - (one & two) - (~one & three);
  }
}

function unmash(block: Uint16Array, words: Uint16Array): void {
  for (let index = 3; index >= 0; index -= 1) {
    block[index] = (block[index] as number) - (words[readPrecedingWords(block, index).one & 63] as number);
  }
}

/** Reads the three words before a word, wrapping around the block. */
function readPrecedingWords(block: Uint16Array, index: number): { one: number; two: number; three: number } {
  return {
    one: block[(index + 3) & 3] as number,
    two: block[(index + 2) & 3] as number,
    three: block[(index + 1) & 3] as number,
  };
}
