/** Opens a file with the first password that fits: the keystores of one entry may have different ones. */

import type { Failure, Passwords } from '../domain/index.ts';
import { type MaybePromise, mapMaybePromise } from '../lib/maybe-promise.ts';
import { listFilePlaces } from './decode-file.ts';
import type { FileContent, Format } from './format-types.ts';
import type { GroupedSlot } from './group-slots.ts';

/**
 * As `listFilePlaces`, with every password in turn until one fits. If a password is unavailable, a keystore has that failure, and
 * other files are read.
 */
export function listPlacesWithPasswords(
  path: string,
  content: Omit<FileContent, 'password'>,
  passwords: Passwords | null,
): MaybePromise<GroupedSlot[]> {
  const { values, unset } = passwords ?? { values: [], unset: null };
  const attempt = (index: number): MaybePromise<GroupedSlot[]> =>
    mapMaybePromise(listFilePlaces(path, { ...content, password: values[index] ?? null }), (found) =>
      index + 1 < values.length && found.some(isWrongPassword) ? attempt(index + 1) : found,
    );
  return mapMaybePromise(attempt(0), (found) =>
    unset !== null && found.some(isKeystore) ? [createUnsetPlace(path, unset)] : found,
  );
}

function isWrongPassword({ failure }: GroupedSlot): boolean {
  return failure?.code === 'keystore-password-wrong';
}

const KEYSTORES: ReadonlySet<Format | null> = new Set(['pkcs12', 'jks', 'jceks'] as const);

function isKeystore({ format, failure }: GroupedSlot): boolean {
  return KEYSTORES.has(format) || (failure?.code.startsWith('keystore-') ?? false);
}

function createUnsetPlace(place: string, failure: Failure): GroupedSlot {
  return { place, format: null, slot: null, items: [], failure };
}
