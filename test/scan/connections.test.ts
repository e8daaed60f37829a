import { describe, expect, it } from 'vitest';
import type { RawLocation } from '../../src/domain/index.ts';
import { createConnectionLimit, createSilentServers } from '../../src/scan/network/connections.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Starts connections that stay open until they are closed by name. */
function start(perServer: number) {
  const { acquire, grow } = createConnectionLimit(perServer);
  const open = new Map<string, () => void>();
  const connect = (name: string, server = name) =>
    void acquire(server, () => new Promise<void>((resolve) => open.set(name, resolve)));
  const close = async (name: string) => {
    open.get(name)?.();
    open.delete(name);
    await settle();
  };
  return { connect, close, open, grow };
}

describe('the limit of connections', () => {
  it('opens no more than its number to one server, and holds up no other server meanwhile', async () => {
    const { connect, close, open } = start(2);
    for (let index = 0; index < 50; index += 1) connect(`same-${index}`, 'same');
    connect('other');
    await settle();
    expect([...open.keys()]).toEqual(['same-0', 'same-1', 'other']);
    await close('same-1');
    expect([...open.keys()]).toEqual(['same-0', 'other', 'same-2']);
  });

  it.each([
    [1, 10],
    [20, 200],
    [100, 900],
    [1000, 900],
  ])('with %d to one server, it grows from at most 100 to %d to all', async (perServer, overall) => {
    const { connect, close, open, grow } = start(perServer);
    for (let index = 0; index < 1000; index += 1) connect(`server-${index}`);
    await settle();
    expect(open.size).toBe(Math.min(100, overall));
    grow(50);
    await settle();
    expect(open.size).toBe(Math.min(150, overall));
    for (let time = 0; time < 20; time += 1) grow(50);
    await settle();
    expect(open.size).toBe(overall);
    await close('server-3');
    expect([...open.keys()].at(-1)).toBe(`server-${overall}`);
    expect(open.size).toBe(overall);
  });

  it('with 500 servers that never respond, still opens 400 to others', async () => {
    const { connect, close, open, grow } = start(100);
    grow(900);
    for (let index = 0; index < 500; index += 1) connect(`silent-${index}`);
    for (let index = 0; index < 1000; index += 1) connect(`live-${index}`);
    await settle();
    const live = [...open.keys()].filter((name) => name.startsWith('live'));
    expect(live).toHaveLength(400);
    for (const name of live) await close(name);
    expect(open.has('live-799')).toBe(true);
  });
});

const SERVER = '192.0.2.1:443';

function timeOut(location: string): RawLocation {
  return {
    location,
    observed: { address: SERVER },
    failure: { code: 'endpoint-timeout', detail: `${location} did not respond.` },
  };
}

/** Reads locations at one server one after the other; returns how many were tried, and the last result. */
async function readLocations(count: number, respond: (location: string, at: number) => RawLocation) {
  const readUnlessSilent = createSilentServers();
  let tried = 0;
  let last: RawLocation | null = null;
  for (let at = 0; at < count; at += 1) {
    const location = `host-${at}.example:443`;
    last = await readUnlessSilent(SERVER, location, async () => {
      tried += 1;
      return respond(location, at);
    });
  }
  return { tried, last, readUnlessSilent };
}

describe('a server that does not respond', () => {
  it('is not tried again after 20 timeouts: other names there fail with the same reason', async () => {
    const { tried, last } = await readLocations(500, timeOut);
    expect(tried).toBe(20);
    expect(last).toEqual(timeOut('host-499.example:443'));
  });

  it('is tried for at most 20 names until it responds, and then for all', async () => {
    const readUnlessSilent = createSilentServers();
    const finish: ((read: RawLocation) => void)[] = [];
    const read = () => new Promise<RawLocation>((resolve) => finish.push(resolve));
    const start = (server: string) => Array.from({ length: 50 }, (_, at) => readUnlessSilent(server, `${at}`, read));
    const alive = start('alive');
    await settle();
    expect(finish).toHaveLength(20);
    const response: RawLocation = { location: '0', observed: { address: SERVER }, served: [] };
    finish[3]?.(response);
    await settle();
    expect(finish).toHaveLength(50);
    for (const resolve of finish.splice(0)) resolve(response);
    await Promise.all(alive);
    const silent = start('silent');
    await settle();
    for (const resolve of finish.splice(0)) resolve(timeOut('0'));
    expect(new Set((await Promise.all(silent)).map((one) => 'failure' in one && one.failure.code))).toEqual(
      new Set(['endpoint-timeout']),
    );
    expect(finish).toEqual([]);
  });

  it('holds up no other name there if an attempt fails because of a bug', async () => {
    const readUnlessSilent = createSilentServers();
    const broken = Array.from({ length: 20 }, (_, at) =>
      readUnlessSilent(SERVER, `${at}`, () => Promise.reject(new Error('bug'))),
    );
    const other = readUnlessSilent(SERVER, 'other', async () => timeOut('other'));
    expect(new Set((await Promise.allSettled(broken)).map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(await other).toEqual(timeOut('other'));
  });

  it('is always tried if it ever responded, even with an error', async () => {
    const refuse = (location: string): RawLocation => ({
      location,
      observed: { address: SERVER },
      failure: { code: 'endpoint-refused', detail: '' },
    });
    const { tried } = await readLocations(50, (location, at) => (at === 7 ? refuse(location) : timeOut(location)));
    expect(tried).toBe(50);
  });

  it('does not affect another port or address', async () => {
    const { readUnlessSilent } = await readLocations(30, timeOut);
    const other = timeOut('other.example:8443');
    expect(await readUnlessSilent('192.0.2.1:8443', other.location, async () => other)).toBe(other);
  });
});
