/**
 * A year of daily scans of 30 domains with certificate transparency. What is issued is drawn beforehand, so that a model can tell from it alone
 * who should hear what.
 */

import { listExpectedItems } from '../../src/app/discover/propose-expected.ts';
import { renderExpected } from '../../src/domain/expected-certificates.ts';
import type { Certificate, DomainReading, Issuance, SourceReading } from '../../src/domain/index.ts';
import { DAY, HOUR } from '../../src/domain/thresholds.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { createRandom } from '../events/model/random.ts';
import { certificate, endpoint } from '../events/scenario.ts';
import { createScanner, parseManifest, type SentMessage } from './simulation.ts';

export const DAYS = 365;
const START = Date.parse('2027-01-01T06:00:00Z');
const DOMAINS = Array.from({ length: 30 }, (_, index) => `d${index}.example`);

/** The CAs by who orders from them. Each issues from several intermediates. */
const CAS = { own: 'Example CA', spare: 'Spare CA', service: 'Service, Inc.', rogue: 'Rogue CA' } as const;

/** A certificate in the logs. Days are counted from the first scan. */
export interface Issued {
  domain: string;
  names: string[];
  kind: keyof typeof CAS;
  /** When it was issued, and when it expires. */
  from: number;
  to: number;
  /** When a server has it; null: never. */
  deployed: number | null;
}

/** Draws everything that is issued before and in the year: the own certificates of each server, and one that nobody ordered. */
export function drawIssued(seed: number): Issued[] {
  const random = createRandom(seed);
  const issued = DOMAINS.flatMap((domain, index): Issued[] => {
    const draw = (names: string[], kind: Issued['kind'], period: () => number): Issued[] => {
      const all: Issued[] = [];
      for (let from = -random.int(1, 50) - 0.4; from < DAYS; from += period()) {
        const deployed = kind === 'own' ? from + random.int(1, 20) / 24 : null;
        all.push({ domain, names, kind, from, to: from + 90, deployed });
      }
      return all;
    };
    const own = draw([domain, `www.${domain}`], 'own', () => 60);
    const renew = () => random.int(60, 85);
    const service = index % 2 === 0 ? `status.${domain}` : `help.${domain}`;
    if (index % 3 === 0) return [...own, ...draw([`*.${domain}`, domain], 'spare', renew)];
    return index % 3 === 1 ? [...own, ...draw([service], 'service', renew)] : own;
  });
  const victim = random.pick(issued.filter(({ kind }) => kind !== 'own'));
  return [...issued, { ...victim, kind: 'rogue', from: 200.3, to: 290.3 }];
}

/** What was sent on a day. */
export interface Told extends SentMessage {
  day: number;
}

/** What a person does with the proposals of messages about a domain: returns those to paste into the manifest. */
export type Reaction = (message: SentMessage) => string;

/** The manifest: `more` has its receivers and rules, `entry` further keys of the `ct` entry. */
interface Setup {
  more: string;
  entry?: string;
  /** Whether the person runs `discover --expected --write` after the first scan. */
  discovers?: boolean;
  /** Whether the person changes `provider`, `api_url` or `include_subdomains` every few days, so that all certificates are read again. */
  changes?: boolean;
  /** How CAs date their certificates. Default: an hour back. */
  date?: (issued_at: number) => number;
}

/** A CA that writes the midnight before the day before. */
export function dateBackToMidnight(issued_at: number): number {
  return Math.floor(issued_at / DAY) * DAY - DAY;
}

/** Scans a year. The person reacts to each message before the next scan. */
export async function scanYear(issued: readonly Issued[], react: Reaction, setup: Setup): Promise<Told[]> {
  const scan = createScanner();
  const pasted: string[] = [];
  let manifest = await parseManifest(writeManifest(pasted, setup));
  const told: Told[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    const readings = DOMAINS.map((domain) => readServer(domain, issued, day));
    const transparency = DOMAINS.map((domain) => readDomain(domain, issued, day, setup));
    const now = START + day * DAY;
    const { sent, log } = scan({ manifest, now, readings, transparency });
    told.push(...sent.map((message) => ({ ...message, day })));
    const proposed = sent.map(react).filter((text) => text !== '');
    if (day === 0 && setup.discovers)
      for (const { items } of listExpectedItems(manifest.entries, log, now))
        proposed.push(...items.map((item) => `- ${renderExpected(item)}`));
    pasted.push(...proposed);
    if (proposed.length > 0) manifest = await parseManifest(writeManifest([...new Set(pasted)], setup));
  }
  return told;
}

function writeManifest(pasted: readonly string[], { more, entry = '' }: Setup): string {
  const lines = pasted.flatMap((text) => text.split('\n')).map((line) => `      ${line}\n`);
  const expected = lines.length === 0 ? '' : `    expected:\n${lines.join('')}`;
  const servers = DOMAINS.map((domain) => `  - { name: ${domain}, endpoint: ${domain} }\n`).join('');
  return `version: 1
certificates:
  - name: transparency
    ct: [${DOMAINS.join(', ')}]
${entry}${expected}${servers}${more}`;
}

function readServer(domain: string, issued: readonly Issued[], day: number): SourceReading {
  const served = issued.filter((one) => one.domain === domain && one.deployed !== null && one.deployed <= day).at(-1);
  if (served === undefined) throw new Error(`no certificate of ${domain} on day ${day}`);
  const { issuer, serial_number } = describe(served, () => 0);
  const one = certificate(`${domain}-${served.from}`, {
    from: START + served.from * DAY,
    to: START + served.to * DAY,
    names: served.names,
  });
  const shown: Certificate = { ...one, facts: { ...one.facts, issuer, serial_number } };
  return endpoint(domain, `${domain}:443`, shown);
}

const QUERIES = [
  'certspotter https://api.certspotter.com with subdomains',
  'crtsh https://crt.sh with subdomains',
  'crtsh https://crt.example with subdomains',
  'crtsh https://crt.example',
];

function readDomain(domain: string, issued: readonly Issued[], day: number, setup: Setup): DomainReading {
  const { changes = false, date = (issued_at) => issued_at - HOUR } = setup;
  const logged = issued.filter((one) => one.domain === domain && one.from <= day && one.to > day);
  return {
    ...{ entry: 'transparency', domain, query: QUERIES[changes ? Math.floor(day / 2) % QUERIES.length : 0] ?? '' },
    ...{
      issuances: logged.map((one) => describe(one, date)),
      cursor: null,
      isComplete: true,
      failure: null,
      retry_at: null,
    },
  };
}

/** Each certificate has a new key, and an intermediate that rotates. */
function describe({ domain, names, kind, from, to }: Issued, date: (issued_at: number) => number): Issuance {
  const serial_number = Buffer.from(`${kind} ${domain} ${from}`.padEnd(20)).toString('hex');
  const organization = CAS[kind].replace(',', '\\,');
  return {
    names,
    issuer: `CN=R${Math.floor(Math.abs(from)) % 5},O=${organization},C=US`,
    ...{ serial_number, tbs_sha256: null, key_sha256: null, caa_domains: [] },
    valid_from: formatIsoTime(date(START + from * DAY)),
    valid_to: formatIsoTime(START + to * DAY),
  };
}
