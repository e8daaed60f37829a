/** Certificates at known distances from a fixed time, and the schemas that results must meet. */

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import {
  type CreatedCertificate,
  createCertificate,
  createKeys,
  type Keys,
} from '../../src/app/demo/create-certificate.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import type { Report } from '../../src/generated/report.ts';
import type { Outcome } from './certvigil.ts';

/** The time of every scan here, so that no certificate of a test ever expires. */
const NOW = Date.parse('2031-03-10T12:00:00Z');

/** `--now` of so many days later, with the log that makes the scan a recorded one. */
export function buildTimeOptions(days = 0, log = 'log.json'): string[] {
  return ['--now', new Date(NOW + days * DAY).toISOString(), '--event-log', log];
}

let keys: Promise<Keys> | undefined;

/** A certificate of 398 days with so many days left at `NOW`, whatever the hour. */
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

/** Of a scan with `--format json`, whose standard output must be a report and nothing else. */
export function parseReport({ stdout, stderr }: Outcome): Report {
  if (!stdout.startsWith('{')) throw new Error(`no report, but: ${stdout}${stderr}`);
  const report: unknown = JSON.parse(stdout);
  expectSchema('report', report);
  return report as Report;
}

/** Throws where the value is not what `schema/NAME.schema.json` says. */
export function expectSchema(name: 'report' | 'event-log' | 'inspect' | 'digest' | 'forecast', value: unknown): void {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const schema: object = JSON.parse(readFileSync(`schema/${name}.schema.json`, 'utf8'));
  if (!ajv.validate(schema, value)) throw new Error(`not by schema/${name}.schema.json: ${ajv.errorsText()}`);
}

/** A text as a block under a key of YAML. */
export function toYamlBlock(text: string, indent: number): string {
  return `|\n${text.trimEnd().replace(/^/gm, ' '.repeat(indent))}`;
}

/** Every spelling in which a secret could show. */
export function listEncodings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    // In the middle of more, base64 begins at any of three offsets; what is at the edges is not the secret's alone.
    ...['', 'x', 'xx'].map((before) =>
      Buffer.from(before + secret)
        .toString('base64')
        .slice(4, -4),
    ),
    bytes.toString('base64url'),
  ];
}
