import { expect, it } from 'vitest';
import { listFileLocations } from '../../src/certificate/decode-file.ts';
import { fuzz } from './fuzz.ts';
import { listFuzzInputs } from './inputs.ts';
import { createDraw } from './mutate.ts';
import { nest, PASSWORD, SEEDS, WRAPPERS } from './nest.ts';

it('decodes 5,000 mutated inputs of all formats to certificates or failures', async () => {
  const fuzzed = await fuzz(1, 5_000);
  // Most fail and many are read, so the mutations are effective.
  expect(fuzzed.read).toBeGreaterThan(750);
  expect(Object.keys(fuzzed.codes).length).toBeGreaterThan(12);
});

it.each(listFuzzInputs().map((input) => [input.name, input] as const))(
  'decodes the input before it is mutated: %s',
  async (_, input) => {
    const found = await listFileLocations('a', input);
    const codes = found.flatMap(({ failure }) => failure?.code ?? []);
    const none: Record<string, string[]> = {
      'empty-password.p12': ['keystore-password-wrong'],
      'encrypted.p7m': ['unsupported-format'],
      'java.jceks': ['keystore-secret-key'],
      'secrets.jceks': ['container-empty'],
    };
    expect(codes).toEqual(none[input.name] ?? []);
  },
);

const count = async (bytes: Buffer) =>
  (await listFileLocations('a', { bytes, password: PASSWORD })).filter(({ items }) => items.length > 0).length;

it.each([
  'pem of a certificate',
  'pem in comments',
  'pem in a string',
  'secret > kubeconfig > pem of a certificate',
  'list > secret > base64 in text > pem of a certificate',
  'base64 > utf-16 > configuration map > base64 in lines > pem of a certificate',
  'base64 in lines > pem > pkcs12, encrypted',
  'byte order mark > yaml > base64 in text > pem of a certificate',
  'any resource > pem in comments',
  'saml',
])('nested encodings are decoded: %s', async (name) => {
  const [certificate = Buffer.alloc(0)] = SEEDS;
  // The label PKCS12 of eight, and otherwise a name that says nothing.
  const draw = (below: number) => (below === 8 ? 3 : 2);
  const wrap = (inner: Buffer, wrapper: string) => WRAPPERS[wrapper]?.(inner, draw) ?? inner;
  expect(await count(name.split(' > ').reduceRight(wrap, certificate))).toBeGreaterThan(0);
});

it('some of the nested inputs of the fuzzer are decoded, at every depth', async () => {
  const depths = new Set<number>();
  for (let seed = 1; seed < 3000; seed += 1) {
    const { name, bytes } = nest(createDraw(seed));
    if ((await count(bytes)) > 0) depths.add(name.split(' > ').length);
  }
  expect([...depths].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
