import type { Certificate, Entry, Failure, LocationReading, SourceReading } from '../../../src/domain/index.ts';
import { formatIsoTime } from '../../../src/lib/iso-time.ts';
import type { Random } from './random.ts';

/** A source and its real content, which scans read or fail to read. */
export interface Site {
  source: string;
  shape: 'endpoint' | 'file' | 'glob' | 'bundle' | 'declared';
  slots: Slot[];
  /** The whole source cannot be read until then. */
  silent_until: number;
}

export interface Slot {
  /** The path of a bundle, whose certificates have separate locations under it. */
  location: string;
  names: string[];
  /** null: nothing is there. */
  certificate: Certificate | null;
  former: Certificate | null;
  silent_until: number;
}

/** An entry of the manifest with its sources. */
export interface Item {
  entry: Entry;
  /** Whether the manifest has it at this time. */
  listed: boolean;
  sites: Site[];
  lifetime: number;
  /** How long before expiry the owner starts to consider a renewal, as a part of the lifetime. */
  renews_at: number;
  /** How likely the owner then renews on a given day. */
  diligence: number;
}

const DAY = 86_400_000;

export type Issue = (names: readonly string[], from: number, to: number) => Certificate;

/** Issues certificates with distinct fingerprints, and records them. */
export function issuer(certificates: Map<string, Certificate>): Issue {
  return (names, from, to) => {
    const serial = (certificates.size + 1).toString(16);
    const fingerprint = serial.padStart(12, '0').padEnd(64, 'e');
    const certificate: Certificate = {
      fingerprint,
      facts: {
        common_name: names[0] ?? null,
        subject: `CN=${names[0]}`,
        issuer: 'CN=Model CA',
        serial_number: serial,
        fingerprint_sha256: fingerprint,
        sans: [...names],
        key_algorithm: 'EC',
        key_size: 256,
        signature_algorithm: 'ECDSA-SHA256',
        valid_from: formatIsoTime(from),
        valid_to: formatIsoTime(to),
        lifetime_days: Math.round((to - from) / DAY),
      },
      chain: [],
    };
    certificates.set(fingerprint, certificate);
    return certificate;
  };
}

/** A hard-coded date. */
export function createHardCodedDate(certificates: Map<string, Certificate>, time: number): Certificate {
  const date = formatIsoTime(time).slice(0, 10);
  const certificate: Certificate = {
    fingerprint: date,
    facts: {
      common_name: null,
      subject: null,
      issuer: null,
      serial_number: null,
      fingerprint_sha256: null,
      sans: [],
      key_algorithm: null,
      key_size: null,
      signature_algorithm: null,
      valid_from: null,
      valid_to: `${date}T00:00:00Z`,
      lifetime_days: null,
    },
    chain: [],
  };
  certificates.set(date, certificate);
  return certificate;
}

/** The name of the location that a slot's certificate has. */
function formatLocation(site: Site, slot: Slot): string {
  return site.shape === 'bundle' ? `${slot.location}#${slot.certificate?.fingerprint.slice(0, 12)}` : slot.location;
}

/** The readings of an item in one scan; occasionally a location fails only in this scan. */
export function readItem(item: Item, now: number, random: Random, hiccups: number): SourceReading[] {
  return item.sites.map((site) => readSite(item.entry.name, site, now, random, hiccups));
}

const failure = (code: string): Failure => ({ code, detail: `the model's ${code}` });

function readSite(entry: string, site: Site, now: number, random: Random, hiccups: number): SourceReading {
  const { source, shape } = site;
  const there = site.slots.filter(({ certificate }) => certificate !== null);
  const isSilent = ({ silent_until }: { silent_until: number }): boolean =>
    now < silent_until || random.chance(hiccups);
  const failed = (code: string): SourceReading => ({ entry, source, failure: failure(code), locations: [] });
  if (shape !== 'declared' && isSilent(site)) return failed('unreadable');
  if (there.length === 0) return failed(shape === 'glob' ? 'glob-no-match' : 'file-missing');
  if (shape === 'declared')
    return { entry, source, failure: null, locations: there.map((slot) => createReading(site, slot)) };
  if (shape === 'bundle' && there.some(isSilent)) {
    const path = site.slots[0]?.location ?? '';
    if (path === source) return failed('not-a-certificate');
    return { entry, source, failure: null, locations: [createFailedReading(path)] };
  }
  const locations = there.map((slot) =>
    shape !== 'bundle' && isSilent(slot) ? createFailedReading(slot.location) : createReading(site, slot),
  );
  const lone = locations[0]?.failure ?? null;
  // A failure of the only location and one of its source are equivalent: both forms are used.
  if (lone && shape !== 'glob' && random.chance(0.5)) return { entry, source, failure: lone, locations: [] };
  return {
    entry,
    source,
    failure: null,
    locations: [...new Map(locations.map((one) => [one.location, one])).values()],
  };
}

function createReading(site: Site, slot: Slot): LocationReading {
  const observed = site.shape === 'endpoint' ? { address: '127.0.0.1:443' } : {};
  return { location: formatLocation(site, slot), observed, certificate: slot.certificate, failure: null };
}

function createFailedReading(location: string): LocationReading {
  return { location, observed: {}, certificate: null, failure: failure('unreadable') };
}
