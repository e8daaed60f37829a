/** Inventories that change while they are read, and a model of them as a set. */

import type { Entry, SourceReading } from '../../../src/domain/index.ts';
import { getSourceDefinition } from '../../../src/domain/sources/index.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import { compareWithLog } from '../../../src/events/state/compare-with-log.ts';
import { createLocationLister } from '../../../src/events/state/location-names.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import { getOwn } from '../../../src/lib/collections.ts';
import { settings } from '../../events/scenario.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { type ApiReply, FAULTS } from '../../helpers/inventory/fake-api.ts';
import type { Items, RunningInventory } from '../../scan/inventory/table.ts';
import type { Suite } from '../suite.ts';
import { cases, FIXTURES, IDS, type Incident, type ListingCase } from './cases.ts';
import { type Duty, formatLine, listDuties, predict } from './model.ts';

const EXPIRES = '2028-01-01T00:00:00Z';

/** Returns a line for each scan: what it knows of what it must know. */
async function simulate(one: ListingCase): Promise<string[]> {
  const fixture = FIXTURES.find(({ name }) => name === one.inventory);
  if (fixture === undefined) throw new Error(`no inventory ${one.inventory}`);
  const items: Items = new Map(one.initial.map((id) => [id, EXPIRES]));
  const duties = listDuties(one);
  const running = await fixture.start(items);
  try {
    let log = createEmptyLog();
    const lines: string[] = [];
    for (const [index, incidents] of [[], ...one.scans, [], []].entries()) {
      if (index === duties.length - 1) for (const id of [...items.keys()].slice(0, one.hidden)) items.delete(id);
      const finish = disturb(running, items, incidents, fixture.total);
      const reading = await read(running, log);
      finish();
      log = compare(reading, running, log, index);
      const isKnown = (id: string) => getOwn(log.locations.inventory, running.toLocation(id))?.removed === false;
      const isFailed = reading.failure !== null;
      const { exact, kept, read: asked } = duties[index] as Duty;
      if (exact === null) lines.push(formatLine(kept.filter(isKnown), isFailed ? asked : asked.filter(isKnown)));
      else lines.push(isFailed ? 'failed' : IDS.filter(isKnown).join(''));
    }
    return lines;
  } finally {
    await running.close();
  }
}

/** Lets incidents happen during the next scan. Returns a function for those that are left when it has finished, because it made fewer requests. */
function disturb(running: RunningInventory, items: Items, incidents: readonly Incident[], total: string | undefined) {
  let pending = incidents.toSorted((a, b) => a.at - b.at);
  let requests = -1;
  const happen = ({ removed, added, moved }: Incident) => {
    if (removed !== null) items.delete(removed);
    if (added !== null && !items.has(added)) items.set(added, EXPIRES);
    if (moved !== null && items.delete(moved)) items.set(moved, EXPIRES);
  };
  running.onRequest((respond) => {
    requests += 1;
    const current = pending.filter(({ at }) => at === requests);
    pending = pending.filter(({ at }) => at !== requests);
    for (const one of current) happen(one);
    const fault = current.find((one) => one.fault !== null)?.fault ?? null;
    return applyFault(fault, respond(), total);
  });
  return () => {
    for (const one of pending) happen(one);
    running.onRequest((respond) => respond());
  };
}

function applyFault(fault: Incident['fault'], reply: ApiReply, total: string | undefined): ApiReply {
  if (fault === null) return reply;
  if (fault !== 'wrong total') return FAULTS[fault](reply);
  const { body } = reply;
  return total === undefined || typeof body !== 'object' ? reply : { ...reply, body: { ...body, [total]: 7000 } };
}

async function read({ source, env }: RunningInventory, log: EventLog): Promise<SourceReading> {
  const [listing = ''] = getSourceDefinition(source.kind).listLocations(source);
  const known = createLocationLister(log)('inventory', listing);
  const { waits: _, ...reading } = await readInventorySource({ source, env, known });
  return { ...reading, inventory: 'remote' };
}

function compare(reading: SourceReading, { source }: RunningInventory, log: EventLog, index: number): EventLog {
  const entries = [{ name: 'inventory', source, enabled: true, settings: settings({}) } as Entry];
  return compareWithLog({ log, entries, readings: [reading], covers: () => true, now: index * 1000 }).log;
}

/** The kind says whether the last scan knows less than the first one. */
function format(lines: readonly string[]): string {
  const [first = ''] = lines;
  const last = lines.at(-1) ?? '';
  const isKept = last === 'failed' || [...first].every((id) => last.includes(id));
  return `${isKept ? 'kept' : 'removed'} ${lines.join(', ')}`;
}

export const LISTING: Suite<ListingCase> = {
  room: 'listing',
  drawn:
    'every inventory, with items that appear, disappear and move between its pages while it is read, pages that fail, are cut off or have a wrong total, and items that its account may not see any more',
  programs: [],
  batch: 20,
  cases,
  answer: async (one) => format(await simulate(one)),
  open: async () => {
    const ask = async (all: readonly ListingCase[]) => all.map((one) => format(predict(one)));
    return { oracles: [{ name: 'a set', ask }], close: async () => {} };
  },
  differences: [],
};
