import { describe, expect, it } from 'vitest';
import type { RawPlace } from '../../src/domain/index.ts';
import { createSilentServers } from '../../src/scan/network/silent-servers.ts';

const SERVER = '192.0.2.1:443';

function timeOut(place: string): RawPlace {
  return { place, address: SERVER, failure: { code: 'endpoint-timeout', detail: `${place} did not respond.` } };
}

/** Reads places at one server one after the other; returns how many were tried, and the last result. */
async function readPlaces(count: number, respond: (place: string, at: number) => RawPlace) {
  const readUnlessSilent = createSilentServers();
  let tried = 0;
  let last: RawPlace | null = null;
  for (let at = 0; at < count; at += 1) {
    const place = `host-${at}.example:443`;
    last = await readUnlessSilent(SERVER, place, async () => {
      tried += 1;
      return respond(place, at);
    });
  }
  return { tried, last, readUnlessSilent };
}

describe('a server that does not respond', () => {
  it('is not tried again after 20 timeouts: other names there fail with the same reason', async () => {
    const { tried, last } = await readPlaces(500, timeOut);
    expect(tried).toBe(20);
    expect(last).toEqual(timeOut('host-499.example:443'));
  });

  it('is always tried if it ever responded, even with an error', async () => {
    const refuse = (place: string): RawPlace => ({
      place,
      address: SERVER,
      failure: { code: 'endpoint-refused', detail: '' },
    });
    const { tried } = await readPlaces(50, (place, at) => (at === 7 ? refuse(place) : timeOut(place)));
    expect(tried).toBe(50);
  });

  it('does not affect another port or address', async () => {
    const { readUnlessSilent } = await readPlaces(30, timeOut);
    const other = timeOut('other.example:8443');
    expect(await readUnlessSilent('192.0.2.1:8443', other.place, async () => other)).toBe(other);
  });
});
