import type { Certificate } from '../../../src/domain/index.ts';
import { DAY, newCertificate, type Receiver, sourceOf, type World } from './environment.ts';
import { lifeOf } from './evaluate.ts';
import { describeSettings, editRules, someSettings } from './manifest.ts';
import { declare, type Ground, type Item, type Slot } from './state.ts';

/** The changes of one day; each is described in the log of the simulation. */
export type Note = { entry: string | null; text: string };
type Tell = (entry: string | null, text: string) => void;

export function passDay(world: World, now: number): Note[] {
  const notes: Note[] = [];
  const tell: Tell = (entry, text) => notes.push({ entry, text });
  for (const item of world.items) {
    renewWhatIsDue(item, world, now, tell);
    simulateFaults(item, world, now, tell);
    if (world.random.chance(0.04)) edit(item, world, tell);
    if (world.random.chance(0.1)) bringBack(item, tell);
    item.entry = { ...item.entry, source: sourceOf(item.entry.name, item.grounds) };
  }
  if (world.random.chance(0.04)) {
    const { rules, did } = editRules(world.rules, world.random);
    world.rules = rules;
    tell(null, did);
  }
  for (const [name, receiver] of world.receivers) changeMood(name, receiver, world, now, tell);
  return notes;
}

const slotsOf = (item: Item): Slot[] => item.grounds.flatMap(({ slots }) => slots);
const label = (certificate: Certificate | null): string =>
  certificate ? `${certificate.fingerprint.slice(0, 12)} (to ${certificate.facts.valid_to})` : 'nothing';

function put(item: Item, slot: Slot, certificate: Certificate | null, why: string, tell: Tell): void {
  tell(item.entry.name, `${why}: ${slot.place} ${label(slot.certificate)} -> ${label(certificate)}`);
  slot.former = slot.certificate ?? slot.former;
  slot.certificate = certificate;
}

/** Full and partial renewals, by more or less diligent owners. */
export function renewWhatIsDue(item: Item, world: World, now: number, tell: Tell, always = false): void {
  const { random } = world;
  const held = new Set(slotsOf(item).flatMap(({ certificate }) => certificate ?? []));
  for (const old of held) {
    const left = lifeOf(old).to - now;
    if (!always && (left > item.lifetime * DAY * item.renews_at || !random.chance(item.diligence))) continue;
    const holders = slotsOf(item).filter(({ certificate }) => certificate === old);
    const chosen = random.chance(0.7) ? holders : random.some(holders, 0.5);
    const first = chosen[0];
    if (!first) continue;
    const fresh = newCertificate(item, first, world, now);
    for (const slot of chosen) put(item, slot, fresh, 'renewed', tell);
  }
}

function simulateFaults(item: Item, world: World, now: number, tell: Tell): void {
  const { random } = world;
  const randomEnd = (): number => now + random.int(1, 5) * DAY - 1;
  for (const ground of item.grounds) {
    if (random.chance(0.008)) {
      ground.silent_until = randomEnd();
      tell(item.entry.name, `${ground.source} cannot be read until ${new Date(ground.silent_until).toISOString()}`);
    }
    for (const slot of ground.slots) {
      if (random.chance(0.008)) {
        slot.silent_until = randomEnd();
        tell(item.entry.name, `${slot.place} cannot be read until ${new Date(slot.silent_until).toISOString()}`);
      }
      if (random.chance(0.006) && slot.former && slot.certificate) put(item, slot, slot.former, 'rolled back', tell);
      if (random.chance(0.004) && slot.certificate) put(item, slot, lesser(item, slot, world, now), 'replaced', tell);
      if (ground.shape === 'glob' || ground.shape === 'bundle') comeAndGo(item, ground, slot, world, now, tell);
    }
  }
}

/** A certificate that does not expire later than the current one. */
function lesser(item: Item, slot: Slot, world: World, now: number): Certificate {
  const end = slot.certificate ? lifeOf(slot.certificate).to : now;
  const to = end - world.random.pick([0, 1, 3]) * DAY;
  if (item.entry.source.kind === 'expires') return declare(world.certificates, to);
  return world.issue(slot.names, Math.min(now, to) - 5 * DAY, to);
}

function comeAndGo(item: Item, ground: Ground, slot: Slot, world: World, now: number, tell: Tell): void {
  const { random } = world;
  const alone = ground.slots.filter(({ certificate }) => certificate).length < 2;
  if (slot.certificate === null) {
    if (!random.chance(0.03)) return;
    const back = slot.former && random.chance(0.5) ? slot.former : newCertificate(item, slot, world, now);
    put(item, slot, back, 'put there', tell);
  } else if (random.chance(0.004) && !(alone && ground.shape === 'bundle')) {
    put(item, slot, null, 'deleted', tell);
  }
}

/** An edit of one entry in the manifest. */
function edit(item: Item, world: World, tell: Tell): void {
  const { random } = world;
  const { entry } = item;
  const kind = random.pick(['settings', 'settings', 'list', 'enable', 'sources'] as const);
  if (kind === 'settings') {
    const settings = someSettings(random, entry.source.kind === 'expires');
    item.entry = { ...entry, settings };
    tell(entry.name, `settings: ${describeSettings(settings)}`);
  } else if (kind === 'list') {
    item.listed = !item.listed || random.chance(0.5);
    tell(entry.name, `in the manifest: ${item.listed}`);
  } else if (kind === 'enable') {
    item.entry = { ...entry, enabled: !entry.enabled || random.chance(0.5) };
    tell(entry.name, `enabled: ${item.entry.enabled}`);
  } else if (entry.source.kind === 'endpoint') {
    changeSources(item, world, tell);
  }
}

function bringBack(item: Item, tell: Tell): void {
  if (item.listed && item.entry.enabled) return;
  item.listed = true;
  item.entry = { ...item.entry, enabled: true };
  tell(item.entry.name, 'in the manifest and enabled again');
}

/** Removes a host from the list, or adds it again. */
function changeSources(item: Item, world: World, tell: Tell): void {
  const out = item.grounds.length > 1 ? world.random.pick(item.grounds) : null;
  if (out) {
    item.grounds = item.grounds.filter((ground) => ground !== out);
    tell(item.entry.name, `host taken out: ${out.source}`);
    return;
  }
  const [only] = item.grounds;
  const [slot] = only?.slots ?? [];
  if (!only || !slot) return;
  const source = only.source === 'shop-1.test:443' ? 'shop-2.test:443' : 'shop-1.test:443';
  item.grounds.push({ ...only, source, slots: [{ ...slot, place: source }] });
  tell(item.entry.name, `host put in: ${source}`);
}

function changeMood(name: string, receiver: Receiver, world: World, now: number, tell: Tell): void {
  const { random } = world;
  if (now < receiver.until) return;
  const mood = random.chance(0.04) ? random.pick(['failing', 'refusing', 'losing answers'] as const) : 'well';
  if (mood !== receiver.mood) tell(null, `receiver ${name}: ${mood}`);
  receiver.mood = mood;
  receiver.until = mood === 'well' ? now : now + random.int(1, 10) * DAY - 1;
}
