import { PassThrough } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { afterEach, expect, it, vi } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { runDialogue } from '../../src/lib/network/dialogue.ts';
import { createTdsStream } from '../../src/scan/starttls/tds.ts';
import { readEndpoint } from '../helpers/reading.ts';
import { startTlsServer } from '../helpers/tls-server.ts';
import { INJECTED } from './harness.ts';

// An error that is thrown in an event handler would end the process, and the scan with it.

afterEach(() => {
  vi.restoreAllMocks();
});

const throwBug = () => {
  throw new Error(INJECTED);
};

it('rejects with a bug in the parser of a reply', async () => {
  const stream = new PassThrough();
  const dialogue = runDialogue(stream, [{ name: 'greeting', send: null, reply: throwBug }], () => {});
  stream.write('220 mail.example\r\n');
  await expect(dialogue).rejects.toThrow(INJECTED);
});

it('destroys a TDS stream with a bug in its parser', async () => {
  const socket = new PassThrough();
  const stream = createTdsStream(socket);
  vi.spyOn(Buffer, 'concat').mockImplementationOnce(throwBug);
  const failed = new Promise<Error>((resolve) => stream.once('error', resolve));
  socket.emit('data', Buffer.from('x'));
  expect((await failed).message).toBe(INJECTED);
});

it.each(['default', 'both algorithms'])(
  'reads nothing from a server whose certificates trigger a bug (%s)',
  async (how) => {
    const life = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };
    const server = await startTlsServer(await createCertificate({ ...life, commonName: 'shop.example' }));
    vi.spyOn(TLSSocket.prototype, 'getPeerX509Certificate').mockImplementation(throwBug);
    // The helper throws a bug that is caught.
    const read = readEndpoint({ port: server.port, both_algorithms: how !== 'default' });
    await expect(read).rejects.toThrow(INJECTED);
    await server.close();
  },
);
