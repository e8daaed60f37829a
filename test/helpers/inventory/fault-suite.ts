/** Tests that every inventory must pass: a fault that lasts fails the listing as a whole, and one that passes changes nothing. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readInventorySource } from './context.ts';
import { type ApiCall, type ApiReply, FAULTS, type FaultName } from './fake-api.ts';
import type { InventoryFake } from './fakes/fake.ts';

const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** Faults that are tried again, and pass. */
const TEMPORARY: readonly FaultName[] = ['throttled', 'server error', 'closed connection', 'timeout'];

export interface FaultSuite {
  /** A fake with several items, on several pages if the system has pages. */
  start: () => Promise<InventoryFake>;
  /** The requests of the listing itself, not of items and logins. */
  isListing: (call: ApiCall) => boolean;
  /** Default: all. */
  faults?: readonly FaultName[];
  /** What can be wrong with the body of a page, besides its cursors; a body that is not a page stays as it is. */
  malformed?: Record<string, EditBody>;
  /** The field with the cursor of the next page, and the one beside it with the items, by which a page is known. */
  cursor?: { field: string; items: string };
}

type Body = Readonly<Record<string, unknown>>;
type EditBody = (body: Body) => unknown;

/** What is not a cursor. */
const BAD_CURSORS: Readonly<Record<string, unknown>> = {
  'a number': 1,
  'an object': {},
  'a list': ['MQ=='],
  false: false,
  spaces: '  ',
};

/** Timeouts take the longest: without them for systems that differ only in their data. */
export const QUICK_FAULTS: readonly FaultName[] = FAULT_NAMES.filter((name) => name !== 'timeout');

function listMalformed({ malformed = {}, cursor }: FaultSuite): [what: string, edit: EditBody][] {
  if (cursor === undefined) return Object.entries(malformed);
  const { field, items } = cursor;
  const cursors = Object.entries(BAD_CURSORS).map(([what, value]): [string, EditBody] => [
    `${what} as \`${field}\``,
    (body) => (items in body ? setField(body, field, value) : body),
  ]);
  let first: unknown;
  const repeat: EditBody = (body) => {
    if (!(items in body)) return body;
    first ??= getField(body, field);
    return setField(body, field, first);
  };
  return [...Object.entries(malformed), ...cursors, ['the same cursor on each page', repeat]];
}

function getField(body: Body, field: string): unknown {
  return field.split(/(?<=^metadata)\./).reduce<unknown>((value, key) => (value as Body)[key], body);
}

/** `field`: of the body, or of its `metadata`. */
function setField(body: Body, field: string, value: unknown): Body {
  const [, outer, inner] = /^(metadata)\.(.*)$/.exec(field) ?? [];
  if (outer === undefined || inner === undefined) return { ...body, [field]: value };
  return { ...body, [outer]: { ...(body[outer] as Body), [inner]: value } };
}

export function describeFaults(name: string, suite: FaultSuite): void {
  const { start, isListing, faults = FAULT_NAMES } = suite;

  describe(`${name} with faults`, () => {
    let fake: InventoryFake;
    beforeEach(async () => {
      fake = await start();
    });
    afterEach(() => fake.close());

    const read = (timeout_seconds = 20) => readInventorySource({ source: fake.source, env: fake.env, timeout_seconds });

    it.each(faults)('fails as a whole if the first, a middle or the last page fails for good: %s', async (fault) => {
      const good = await read();
      expect(good).toMatchObject({ failure: null });
      const pages = fake.calls.filter(isListing).length;
      for (const from of new Set([0, Math.floor((pages - 1) / 2), pages - 1])) {
        let page = 0;
        fake.inject((call) => (isListing(call) && page++ >= from ? fault : null));
        const { locations, failure, secrets } = await read(fault === 'timeout' ? 0.3 : 20);
        expect(locations).toEqual([]);
        expect(failure?.code).toMatch(/^(inventory|url)-/);
        for (const secret of secrets) expect(failure?.detail).not.toContain(secret);
      }
    });

    it.each(listMalformed(suite))('does not take a malformed page for the last one: %s', async (_, edit) => {
      fake.onRequest((reply) => {
        const { body, ...rest } = reply() as ApiReply & { body: Body };
        return { ...rest, body: edit(body) };
      });
      const { locations, failure } = await read();
      expect(failure?.code).toMatch(
        /^inventory-(?:unexpected-format|next-loop|duplicate-id|malformed|not-found|unexpected-status)$/,
      );
      expect(locations).toEqual([]);
    });

    it.each(TEMPORARY.filter((name) => faults.includes(name)))(
      'is complete after a fault that passes: %s',
      async (fault) => {
        const good = await read();
        expect(good.locations.length).toBeGreaterThan(1);
        const requests = fake.calls.length;
        const middle = Math.floor(requests / 2);
        // A timeout must be long enough for the other requests, on a busy machine too.
        for (const at of new Set(fault === 'timeout' ? [middle] : [0, middle, requests - 1])) {
          fake.inject((_, index) => (index === at ? fault : null));
          const { locations, failure } = await read(fault === 'timeout' ? 1 : 20);
          expect(failure).toBeNull();
          expect(locations).toEqual(good.locations);
        }
      },
    );
  });
}
