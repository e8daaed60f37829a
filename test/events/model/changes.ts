import type { Certificate } from '../../../src/domain/index.ts';
import { createSource, DAY, type Environment, issueCertificate, type Receiver } from './environment.ts';
import { getValidity } from './evaluate.ts';
import { createRandomSettings, describeSettings, editRules } from './manifest.ts';
import { createHardCodedDate, type Item, type Site, type Slot } from './state.ts';

/** The changes of one day; each is described in the log of the simulation. */
export type Note = { entry: string | null; text: string };
type AddNote = (entry: string | null, text: string) => void;

export function simulateChanges(environment: Environment, now: number): Note[] {
  const notes: Note[] = [];
  const addNote: AddNote = (entry, text) => notes.push({ entry, text });
  for (const item of environment.items) {
    renewDue(item, environment, now, addNote);
    simulateFaults(item, environment, now, addNote);
    if (environment.random.chance(0.04)) editEntry(item, environment, addNote);
    if (environment.random.chance(0.1)) restoreEntry(item, addNote);
    item.entry = { ...item.entry, source: createSource(item.entry.name, item.sites) };
  }
  if (environment.random.chance(0.04)) {
    const { rules, did } = editRules(environment.rules, environment.random);
    environment.rules = rules;
    addNote(null, did);
  }
  for (const [name, receiver] of environment.receivers) changeReceiver(name, receiver, environment, now, addNote);
  return notes;
}

const listSlots = (item: Item): Slot[] => item.sites.flatMap(({ slots }) => slots);
const describeCertificate = (certificate: Certificate | null): string =>
  certificate ? `${certificate.fingerprint.slice(0, 12)} (to ${certificate.facts.valid_to})` : 'nothing';

function replaceCertificate(
  item: Item,
  slot: Slot,
  certificate: Certificate | null,
  why: string,
  addNote: AddNote,
): void {
  addNote(
    item.entry.name,
    `${why}: ${slot.location} ${describeCertificate(slot.certificate)} -> ${describeCertificate(certificate)}`,
  );
  slot.former = slot.certificate ?? slot.former;
  slot.certificate = certificate;
}

/** Full and partial renewals, by more or less diligent owners. */
export function renewDue(item: Item, environment: Environment, now: number, addNote: AddNote, always = false): void {
  const { random } = environment;
  const held = new Set(listSlots(item).flatMap(({ certificate }) => certificate ?? []));
  for (const old of held) {
    const left = getValidity(old).to - now;
    if (!always && (left > item.lifetime * DAY * item.renews_at || !random.chance(item.diligence))) continue;
    const holders = listSlots(item).filter(({ certificate }) => certificate === old);
    const chosen = random.chance(0.7) ? holders : random.some(holders, 0.5);
    const first = chosen[0];
    if (!first) continue;
    const fresh = issueCertificate(item, first, environment, now);
    for (const slot of chosen) replaceCertificate(item, slot, fresh, 'renewed', addNote);
  }
}

function simulateFaults(item: Item, environment: Environment, now: number, addNote: AddNote): void {
  const { random } = environment;
  const randomEnd = (): number => now + random.int(1, 5) * DAY - 1;
  for (const site of item.sites) {
    if (random.chance(0.008)) {
      site.silent_until = randomEnd();
      addNote(item.entry.name, `${site.source} cannot be read until ${new Date(site.silent_until).toISOString()}`);
    }
    for (const slot of site.slots) {
      if (random.chance(0.008)) {
        slot.silent_until = randomEnd();
        addNote(item.entry.name, `${slot.location} cannot be read until ${new Date(slot.silent_until).toISOString()}`);
      }
      if (random.chance(0.006) && slot.former && slot.certificate)
        replaceCertificate(item, slot, slot.former, 'rolled back', addNote);
      if (random.chance(0.004) && slot.certificate)
        replaceCertificate(item, slot, issueWorseCertificate(item, slot, environment, now), 'replaced', addNote);
      if (site.shape === 'glob' || site.shape === 'bundle') addOrRemove(item, site, slot, environment, now, addNote);
    }
  }
}

/** A certificate that does not expire later than the current one. */
function issueWorseCertificate(item: Item, slot: Slot, environment: Environment, now: number): Certificate {
  const end = slot.certificate ? getValidity(slot.certificate).to : now;
  const to = end - environment.random.pick([0, 1, 3]) * DAY;
  if (item.entry.source.kind === 'expires') return createHardCodedDate(environment.certificates, to);
  return environment.issue(slot.names, Math.min(now, to) - 5 * DAY, to);
}

function addOrRemove(
  item: Item,
  site: Site,
  slot: Slot,
  environment: Environment,
  now: number,
  addNote: AddNote,
): void {
  const { random } = environment;
  const alone = site.slots.filter(({ certificate }) => certificate).length < 2;
  if (slot.certificate === null) {
    if (!random.chance(0.03)) return;
    const back = slot.former && random.chance(0.5) ? slot.former : issueCertificate(item, slot, environment, now);
    replaceCertificate(item, slot, back, 'put there', addNote);
  } else if (random.chance(0.004) && !(alone && site.shape === 'bundle')) {
    replaceCertificate(item, slot, null, 'deleted', addNote);
  }
}

/** Edits one entry of the manifest. */
function editEntry(item: Item, environment: Environment, addNote: AddNote): void {
  const { random } = environment;
  const { entry } = item;
  const kind = random.pick(['settings', 'settings', 'list', 'enable', 'sources'] as const);
  if (kind === 'settings') {
    const settings = createRandomSettings(random, entry.source.kind === 'expires');
    item.entry = { ...entry, settings };
    addNote(entry.name, `settings: ${describeSettings(settings)}`);
  } else if (kind === 'list') {
    item.listed = !item.listed || random.chance(0.5);
    addNote(entry.name, `in the manifest: ${item.listed}`);
  } else if (kind === 'enable') {
    item.entry = { ...entry, enabled: !entry.enabled || random.chance(0.5) };
    addNote(entry.name, `enabled: ${item.entry.enabled}`);
  } else if (entry.source.kind === 'endpoint') {
    changeSources(item, environment, addNote);
  }
}

function restoreEntry(item: Item, addNote: AddNote): void {
  if (item.listed && item.entry.enabled) return;
  item.listed = true;
  item.entry = { ...item.entry, enabled: true };
  addNote(item.entry.name, 'in the manifest and enabled again');
}

/** Removes a host from the list, or adds it again. */
function changeSources(item: Item, environment: Environment, addNote: AddNote): void {
  const out = item.sites.length > 1 ? environment.random.pick(item.sites) : null;
  if (out) {
    item.sites = item.sites.filter((site) => site !== out);
    addNote(item.entry.name, `host taken out: ${out.source}`);
    return;
  }
  const [only] = item.sites;
  const [slot] = only?.slots ?? [];
  if (!only || !slot) return;
  const source = only.source === 'shop-1.test:443' ? 'shop-2.test:443' : 'shop-1.test:443';
  item.sites.push({ ...only, source, slots: [{ ...slot, location: source }] });
  addNote(item.entry.name, `host put in: ${source}`);
}

function changeReceiver(
  name: string,
  receiver: Receiver,
  environment: Environment,
  now: number,
  addNote: AddNote,
): void {
  const { random } = environment;
  if (now < receiver.until) return;
  const mode = random.chance(0.04) ? random.pick(['failing', 'refusing', 'losing responses'] as const) : 'healthy';
  if (mode !== receiver.mode) addNote(null, `receiver ${name}: ${mode}`);
  receiver.mode = mode;
  receiver.until = mode === 'healthy' ? now : now + random.int(1, 10) * DAY - 1;
}
