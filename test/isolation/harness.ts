/** Scans a workspace in which one certificate, the victim, triggers a bug that a test injects. */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import type { Report, ReportCertificate } from '../../src/generated/report.ts';
import { buildCertificate, CN, der, name, pem } from '../helpers/certificates.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { createTestIo } from '../manifest/io.ts';

export const NOW = Date.parse('2026-06-01T00:00:00Z');

/** In five days the certificates below expire. */
const EXPIRY = '260606000000Z';

export const INJECTED = 'an injected bug';
export const VICTIM = 'victim.example';
/** A server that the tests of endpoints and URLs name. Nothing connects to it. */
const VICTIM_HOST = 'victim.test';
const VICTIM_VARIABLE = 'TARGET_OF_A_BUG';

/** A certificate that is critical, so that it is notified. */
export function createCritical(commonName: string, serial = 1): Buffer {
  return buildCertificate({
    subject: name([[CN, 12, commonName]]),
    serial: Buffer.from([serial]),
    to: EXPIRY,
    extensions: { '2.5.29.17': der(0x30, der(0x82, commonName)) },
  });
}

interface Outcome {
  status: number;
  report: Report;
  /** The rows of the victim, and of the others by their common name. */
  victims: ReportCertificate[];
  bystanders: Record<string, string>;
  /** The common names that the receiver was notified about, sorted. */
  notified: string[];
  stderr: string;
  /** With the table instead of the JSON report. */
  table: string;
}

export interface IsolatedWorkspace {
  write: (file: string, content: Uint8Array | string) => void;
  /** The YAML below `version: 1`; `ORIGIN` stands for the receiver. */
  scan: (entries: string, argv?: readonly string[]) => Promise<Outcome>;
  directory: string;
  close: () => Promise<void>;
}

const RULES = `webhooks:
  chat: { url: "ORIGIN/chat", body_template: "{{ data.common_name }} {{ event }}", content_type: text/plain }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }
event_log: { store: file }
`;

/**
 * In it, `certs/` is one entry, with the certificate `target` of the victim and that of its neighbor, and `healthy.pem` is one of another. Each scan
 * is later than the one before.
 */
export async function createIsolatedWorkspace(): Promise<IsolatedWorkspace> {
  const directory = mkdtempSync(join(tmpdir(), 'certvigil-isolation-'));
  const receiver = await startReceiver();
  mkdirSync(join(directory, 'certs'));
  const write = (file: string, content: Uint8Array | string) => writeFileSync(join(directory, file), content);
  write('certs/neighbor.pem', pem(createCritical('neighbor.example')));
  write('healthy.pem', pem(createCritical('healthy.example')));
  let scans = 0;
  const scan = async (entries: string, argv: readonly string[] = []): Promise<Outcome> => {
    const rules = entries.includes('rules:') ? '' : RULES;
    write('certvigil.yaml', `version: 1\n${entries}${rules}`.replaceAll('ORIGIN', receiver.origin));
    rmSync(join(directory, 'report.json'), { force: true });
    const before = receiver.requests.length;
    const output = { stdout: '', stderr: '' };
    const now = NOW + scans++ * 3_600_000;
    const io = {
      ...createTestIo(directory),
      env: { [VICTIM_VARIABLE]: pem(createCritical(VICTIM)) },
      now: () => now,
      stdout: (text: string) => {
        output.stdout += text;
      },
      stderr: (text: string) => {
        output.stderr += text;
      },
    };
    const status = await main(['scan', '--report', 'json=report.json', ...argv], io);
    if (!existsSync(join(directory, 'report.json'))) throw new Error(output.stderr);
    const report = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8')) as Report;
    const isVictim = ({ common_name, locations }: ReportCertificate) =>
      common_name === VICTIM || locations.some(({ location }) => /target|victim/i.test(location));
    return {
      status,
      report,
      victims: report.certificates.filter(isVictim),
      bystanders: Object.fromEntries(
        report.certificates
          .filter((one) => !isVictim(one))
          .map(({ common_name, certificate, status }) => [common_name ?? certificate, status]),
      ),
      notified: receiver.requests
        .slice(before)
        .map(({ body }) => body)
        .sort(),
      stderr: output.stderr,
      table: output.stdout,
    };
  };
  const close = async () => {
    await receiver.close();
    rmSync(directory, { recursive: true });
  };
  return { write, scan, directory, close };
}

export const ENTRIES = `certificates:
  - { name: mixed, file: "certs/*" }
  - { name: healthy, file: healthy.pem }
`;

const MENTIONS = [VICTIM, VICTIM_HOST, VICTIM_VARIABLE];

/** Whether a value mentions the victim, at any depth, in a text or in bytes. */
function mentionsVictim(value: unknown): boolean {
  const seen = new Set<unknown>();
  const visit = (one: unknown): boolean => {
    if (typeof one === 'string') return MENTIONS.some((mention) => one.includes(mention));
    if (typeof one !== 'object' || one === null || seen.has(one)) return false;
    seen.add(one);
    if (one instanceof Uint8Array) return visit(Buffer.from(one).toString('latin1'));
    if (one instanceof Map || one instanceof Set) return [...one].some(visit);
    return Object.values(one).some(visit);
  };
  return visit(value);
}

/** Calls the original, but throws if what is selected from the arguments mentions the victim. */
export function throwForVictim<Args extends unknown[], Result>(
  original: (...args: Args) => Result,
  select: (args: Args) => unknown,
): (...args: Args) => Result {
  return (...args) => {
    if (mentionsVictim(select(args))) throw new Error(INJECTED);
    return original(...args);
  };
}
