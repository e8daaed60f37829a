import { expect, it } from 'vitest';
import { createRedactingIo } from '../../src/lib/secrets/redacting-io.ts';
import { createTestIo } from '../manifest/io.ts';

it('redacts values that are only known since the program runs', () => {
  const lines: string[] = [];
  const io = createRedactingIo({
    ...createTestIo('/'),
    env: { KEY: 'value-of-a-variable' },
    stdout: (text) => lines.push(text),
  });
  io.stdout('token-of-a-login value-of-a-variable');
  io.registerSecrets(['KEY']);
  io.addSecrets(['token-of-a-login']);
  io.addSecrets([]);
  io.stdout('token-of-a-login value-of-a-variable');
  expect(lines).toEqual(['token-of-a-login value-of-a-variable', '*** ***']);
  expect(io.listSecrets()).toEqual(['value-of-a-variable', 'token-of-a-login']);
});
