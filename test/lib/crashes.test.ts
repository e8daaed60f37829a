import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { reportCrashes } from '../../src/lib/process/crashes.ts';
import { createRedactingIo } from '../../src/lib/secrets/redacting-io.ts';
import { createTestIo } from '../manifest/io.ts';

it('an error that nothing caught is reported without secrets and causes, with exit code 3', () => {
  const events = new EventEmitter();
  const [printed, codes]: [string[], number[]] = [[], []];
  const env = { TOKEN: 'tok-0123456789' };
  const io = createRedactingIo({ ...createTestIo('/'), env, stderr: (text) => void printed.push(text) });
  io.registerSecrets(['TOKEN']);
  reportCrashes(io, events, (code) => void codes.push(code));
  const cause = Object.assign(new Error('of tok-0123456789'), { input: 'other-secret' });
  events.emit('uncaughtException', new Error('failed with tok-0123456789', { cause }));
  expect(codes).toEqual([3]);
  expect(printed.join('')).toMatch(/^certvigil: internal error: this is a bug[\s\S]*failed with \*\*\*\n/);
  expect(printed.join('')).not.toMatch(/tok-0|other-secret/);
});
