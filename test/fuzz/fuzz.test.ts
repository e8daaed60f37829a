import { expect, it } from 'vitest';
import { listFilePlaces } from '../../src/certificate/decode-file.ts';
import { fuzz } from './fuzz.ts';
import { listFuzzInputs } from './inputs.ts';

it('decodes 20,000 mutated inputs of all formats to certificates or failures', async () => {
  const fuzzed = await fuzz(1, 20_000);
  // Most fail and many are read, so the mutations are effective.
  expect(fuzzed.read).toBeGreaterThan(3000);
  expect(Object.keys(fuzzed.codes).length).toBeGreaterThan(12);
});

it.each(listFuzzInputs().map((input) => [input.name, input] as const))(
  'decodes the input before it is mutated: %s',
  async (_, input) => {
    const found = await listFilePlaces('a', input);
    const codes = found.flatMap(({ failure }) => failure?.code ?? []);
    const none: Record<string, string[]> = {
      'empty-password.p12': ['keystore-password-wrong'],
      'encrypted.p7m': ['unsupported-format'],
      'secrets.jceks': ['container-empty'],
    };
    expect(codes).toEqual(none[input.name] ?? []);
  },
);
