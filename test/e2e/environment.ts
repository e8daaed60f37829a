/** Certificates that expire a known time after a fixed date, and checks against schemas. */

import { Ajv2020 } from 'ajv/dist/2020.js';
import {
  type CreatedCertificate,
  createCertificate,
  createKeys,
  type Keys,
} from '../../src/app/demo/create-certificate.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import type { Report } from '../../src/generated/report.ts';
import { readSchema } from '../helpers/compile-schema.ts';
import type { Outcome } from './certvigil.ts';

/** The time of every scan, so that the certificates of the tests never expire. */
const NOW = Date.parse('2031-03-10T12:00:00Z');

/** `--now` with a time `days` later, and the event log that makes the scan a recorded one. */
export function buildTimeOptions(days = 0, log = 'log.json'): string[] {
  return ['--now', new Date(NOW + days * DAY).toISOString(), '--event-log', log];
}

let keys: Promise<Keys> | undefined;

/** A certificate valid for 398 days, with `days` left at `NOW`. */
export async function createCertificateWithDaysLeft(
  days: number,
  commonName: string,
  now = NOW,
): Promise<CreatedCertificate> {
  keys ??= createKeys('ec');
  const notAfter = now + (days + 0.5) * DAY;
  return createCertificate({
    commonName,
    sans: /^[\w.-]+$/.test(commonName) ? [commonName] : [],
    notBefore: new Date(notAfter - 398 * DAY),
    notAfter: new Date(notAfter),
    keys: await keys,
  });
}

/** The report of a scan with `--format json`. Standard output must contain nothing else. */
export function parseReport({ stdout, stderr }: Outcome): Report {
  if (!stdout.startsWith('{')) throw new Error(`no report, but: ${stdout}${stderr}`);
  const report: unknown = JSON.parse(stdout);
  expectSchema('report', report);
  return report as Report;
}

/** Throws if the value does not match `schema/NAME.schema.json`. */
export function expectSchema(name: 'report' | 'event-log' | 'inspect' | 'digest' | 'forecast', value: unknown): void {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema(readSchema('definitions'));
  const schema = readSchema(name);
  if (!ajv.validate(schema, value)) throw new Error(`not by schema/${name}.schema.json: ${ajv.errorsText()}`);
}

/** A YAML block scalar. */
export function toYamlBlock(text: string, indent: number): string {
  return `|\n${text.trimEnd().replace(/^/gm, ' '.repeat(indent))}`;
}

/** Every encoding in which a secret could leak. */
export function listEncodings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    // In longer data, base64 has one of three offsets. The edges depend on the data around the secret.
    ...['', 'x', 'xx'].map((before) =>
      Buffer.from(before + secret)
        .toString('base64')
        .slice(4, -4),
    ),
    bytes.toString('base64url'),
  ];
}
