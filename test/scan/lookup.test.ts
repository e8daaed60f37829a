import { createSocket, type Socket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createLookup, type LookupOptions } from '../../src/scan/lookup.ts';

/** By name and record type (1: A, 28: AAAA) the bytes to answer with; `null` is no such name, and a name not here no answer. */
const ZONE: Readonly<Record<string, Record<number, number[] | null> | null>> = {
  'both.example': { 1: [127, 0, 0, 7], 28: [...Array(15).fill(0), 1] },
  'four.example': { 1: [127, 0, 0, 8], 28: null },
  'half.example': { 1: [127, 0, 0, 9] },
  'none.example': null,
};

const NO_SUCH_NAME = 3;

/** A DNS server on loopback: the questions that it was asked, and the answers of ZONE (RFC 1035 section 4). */
let server: Socket;
let asked: string[] = [];
let folder: string;
const closing: (() => void)[] = [];

beforeAll(async () => {
  server = createSocket('udp4').on('message', (query, peer) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length));
      at += length + 1;
    }
    const type = query.readUInt16BE(at + 1);
    asked.push(labels.join('.'));
    const records = ZONE[labels.join('.')];
    const address = records === null ? null : records?.[type];
    if (address === undefined) return;
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | (address === null ? NO_SUCH_NAME : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(address === null ? 0 : 1, 6);
    const answer = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, address?.length ?? 0, ...(address ?? [])]);
    const parts = [header, query.subarray(12, at + 5), ...(address === null ? [] : [answer])];
    server.send(Buffer.concat(parts), peer.port, peer.address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
});

afterAll(() => {
  server.close();
});

beforeEach(() => {
  asked = [];
  folder = mkdtempSync(join(tmpdir(), 'certvigil-hosts-'));
});

afterEach(() => {
  for (const close of closing.splice(0)) close();
  rmSync(folder, { recursive: true, force: true });
});

function start(options: Partial<LookupOptions> = {}) {
  const started = createLookup({
    hostsFile: join(folder, 'hosts'),
    servers: [`127.0.0.1:${server.address().port}`],
    timeout_seconds: 20,
    system: async (name) => [`from the system: ${name}`],
    ...options,
  });
  closing.push(started.close);
  return started.lookup;
}

it.each([
  ['both.example', ['127.0.0.7', '::1']],
  ['FOUR.example.', ['127.0.0.8']],
  ['half.example', ['127.0.0.9']],
])('%s has the addresses that the DNS gives, and those that come in time', async (name, addresses) => {
  expect(await start()(name)).toEqual(addresses);
});

it('an address is itself', async () => {
  expect(await start()('127.0.0.1')).toEqual(['127.0.0.1']);
  expect(await start()('::1')).toEqual(['::1']);
  expect(asked).toEqual([]);
});

it('the hosts file goes before the DNS', async () => {
  writeFileSync(
    join(folder, 'hosts'),
    '# x\n127.0.0.5 first.example FOUR.example # four\n::1 four.example\nrubbish x\n',
  );
  const lookup = start();
  expect(await lookup('four.example')).toEqual(['127.0.0.5', '::1']);
  expect(await lookup('first.example')).toEqual(['127.0.0.5']);
  expect(asked).toEqual([]);
});

it('what the DNS does not have is asked of the system', async () => {
  expect(await start()('none.example')).toEqual(['from the system: none.example']);
  const system = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }));
  await expect(start({ system })('none.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

it('a name that the DNS does not answer is not asked of the system, whose threads it would hold', async () => {
  const lookup = start({ timeout_seconds: 0.1, system: () => Promise.reject(new Error('asked')) });
  await expect(lookup('silent.example')).rejects.toMatchObject({ code: 'ETIMEOUT' });
});

it('each name is looked up once', async () => {
  const lookup = start();
  await Promise.all([lookup('both.example'), lookup('Both.Example'), lookup('both.example')]);
  expect(asked).toEqual(['both.example', 'both.example']);
});

it('names that are reserved are asked of nobody', async () => {
  const lookup = start();
  expect(await lookup('localhost')).toEqual(['127.0.0.1', '::1']);
  await expect(lookup('nothing.invalid')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  expect(asked).toEqual([]);
});

it('closing ends what is under way', async () => {
  const { lookup, close } = createLookup({
    hostsFile: join(folder, 'hosts'),
    servers: [`127.0.0.1:${server.address().port}`],
    timeout_seconds: 3600,
    system: async () => [],
  });
  const found = lookup('silent.example');
  await new Promise<void>((resolve) => server.once('message', () => resolve()));
  close();
  await expect(found).rejects.toMatchObject({ code: 'ETIMEOUT' });
});
