/** The failures of places that a probe read, but cannot report, or reports in a way that is not accepted. */

import type { Failure } from '../../domain/index.ts';

const MESSAGES = {
  'observation-secret': (place: string) =>
    `The certificate at ${place} contains the value of a secret, so the probe does not send it. Check why the server repeats what it receives, ` +
    'and replace the secret.',
  'observation-too-large': (place: string) =>
    `What was found at ${place} is too large to send. Check the file or server: a certificate with its chain has a few KiB.`,
  'observation-contradicts': (place: string) =>
    `The certificate that the probe reports at ${place} contradicts what is known under the same fingerprint. Check the probe.`,
} satisfies Record<string, (place: string) => string>;

export function createObservationFailure(code: keyof typeof MESSAGES, place: string): Failure {
  return { code, detail: MESSAGES[code](place) };
}
