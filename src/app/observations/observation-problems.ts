/**
 * The reasons for which a file of a probe, or its report about a location, is rejected. The entries of a rejected file are not observed;
 * other files are used.
 */

import type { Failure } from '../../domain/index.ts';

const MESSAGES = {
  'observations-not-found': (file: string) =>
    `${file}: no file found. Check the path, and that the probe wrote and uploaded its file.`,
  'observations-unreadable': (file: string, reason: string) =>
    `${file} cannot be read: ${reason}. Check the path and its permissions.`,
  'observations-too-large': (file: string) =>
    `${file} has more than 1 GiB or 500,000 lines. Split the entries with --shard, such as --shard 1/4.`,
  'observations-empty': (file: string) => `${file} is empty. Check the log of the probe, and observe again.`,
  'observations-unknown-format': (file: string) =>
    `${file} was not written by certvigil observe: its first line is not a header. Check the path.`,
  'observations-other-version': (file: string, version: string) =>
    `${file} has version ${version} of the format, and this certvigil reads version 1. Use the same certvigil for probes and scans.`,
  'observations-truncated': (file: string) =>
    `${file} is truncated: its last line is missing. Check the upload, and observe again.`,
  'observations-modified': (file: string) =>
    `${file} was changed after it was written: its SHA-256 does not match its last line. Observe again.`,
  'observations-invalid': (file: string, where: string) =>
    `${file} does not follow the format: ${where}. Use the same certvigil for probes and scans, and observe again.`,
  'observations-unsigned': (file: string) =>
    `${file} is not signed, and the manifest has a secret for its probe. Give the probe the same manifest and secret.`,
  'observations-signature': (file: string) =>
    `${file} is not signed with the secret of its probe. Give the probe and the scan the same value.`,
  'observations-secret-missing': (file: string, why: string) =>
    `${file} cannot be authenticated, because ${why}. Set it in the environment of the scan.`,
  'observations-too-old': (file: string, time: string, hours: string) =>
    `${file} is from ${time}, and settings.observations_max_age_hours is ${hours}. Check the schedule of the probe.`,
  'observations-in-future': (file: string, time: string) =>
    `${file} is from ${time}, which is in the future. Check the clocks of the probe and of this machine.`,
  'observations-other-manifest': (file: string, what: string) =>
    `${file} is about ${what}. Pass only the files of this manifest.`,
  'observations-probe-unused': (file: string, probe: string) =>
    `${file} is from the probe ${probe}, which no entry of the manifest has. Fix the name, or remove the job.`,
  'observations-duplicate': (file: string, other: string) =>
    `${file} has the same content as ${other}, and was ignored. Pass each file once.`,
} satisfies Record<string, (file: string, ...details: string[]) => string>;

export type ProblemCode = keyof typeof MESSAGES;

export function createProblem(code: ProblemCode, file: string, ...details: string[]): Failure {
  const format: (file: string, ...details: string[]) => string = MESSAGES[code];
  return { code, detail: format(file, ...details) };
}

/** The error that stops reading a file. */
export class RejectedFile extends Error {
  readonly problem: Failure;

  constructor(code: ProblemCode, file: string, ...details: string[]) {
    super(code);
    this.problem = createProblem(code, file, ...details);
  }
}

/** The messages for a location that a probe read, but cannot report, or reports in an unaccepted form. */
const LOCATION_MESSAGES = {
  'observation-secret': (location: string) =>
    `The certificate at ${location} contains the value of a secret, so the probe does not send it. Check why the server repeats what it receives, ` +
    'and replace the secret.',
  'observation-too-large': (location: string) =>
    `What was found at ${location} is too large to send. Check the file or server: a certificate with its chain has a few KiB.`,
  'observation-contradicts': (location: string) =>
    `The certificate that the probe reports at ${location} contradicts what is known under the same fingerprint. Check the probe.`,
} satisfies Record<string, (location: string) => string>;

export function createObservationFailure(code: keyof typeof LOCATION_MESSAGES, location: string): Failure {
  return { code, detail: LOCATION_MESSAGES[code](location) };
}
