/** RC4, with which some old keystores are encrypted. OpenSSL 3 has it only in its legacy provider, which Node does not load. */

/** Encrypts or decrypts: RC4 uses the same operation for both. `key` has 1 to 256 bytes. */
export function applyRc4(key: Buffer, input: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number) => {
    [state[a], state[b]] = [state[b] as number, state[a] as number];
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + (state[i] as number) + (key[i % key.length] as number)) & 0xff;
    swap(i, j);
  }
  const output = Buffer.alloc(input.length);
  for (let at = 0, i = 0, j = 0; at < input.length; at += 1) {
    i = (i + 1) & 0xff;
    j = (j + (state[i] as number)) & 0xff;
    swap(i, j);
    const stream = state[((state[i] as number) + (state[j] as number)) & 0xff] as number;
    output[at] = (input[at] as number) ^ stream;
  }
  return output;
}
