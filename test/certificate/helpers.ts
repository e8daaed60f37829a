/** Decodes content for tests, in short. */

import { decodeLocation } from '../../src/certificate/decode.ts';
import type { LocationReading } from '../../src/domain/index.ts';

/** The readings of a file at the path `a`. */
export async function readings(
  content: Uint8Array | string,
  password: string | null = null,
): Promise<LocationReading[]> {
  const passwords = password === null ? null : { values: [password], unset: null };
  return decodeLocation({ location: 'a', observed: {}, content: Buffer.from(content as string) }, passwords);
}

/** Each as `location: name < its chain`, or `location: code`. */
export async function summary(content: Uint8Array | string, password: string | null = null): Promise<string[]> {
  return formatReadings(await readings(content, password));
}

export function formatReadings(found: readonly LocationReading[]): string[] {
  return found.map(({ location, certificate, failure }) => {
    const names = [certificate?.facts, ...(certificate?.chain ?? [])].map((facts) => facts?.common_name);
    return `${location}: ${failure?.code ?? names.join(' < ')}`;
  });
}
