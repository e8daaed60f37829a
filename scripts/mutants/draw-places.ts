/** Draws places of the code at random, for a sample of all changes. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createDice } from '../../test/helpers/dice.ts';

/** A place is so many lines: most functions are longer, and most statements shorter. */
const LINES = 6;

/** Returns patterns for Stryker, such as `src/trust/names.ts:13-18`. Each line of the directories has the same chance. */
export function drawPlaces(rooms: readonly string[], count: number, seed: number): string[] {
  const places = rooms.flatMap((room) => listPlaces(path.join('src', room)));
  const { upTo } = createDice(seed);
  const drawn = new Set<string>();
  while (drawn.size < Math.min(count, places.length)) drawn.add(places[upTo(places.length - 1)] ?? '');
  return [...drawn].sort();
}

function listPlaces(directory: string): string[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return files.sort().flatMap((name) => {
    const file = path.join(directory, name);
    const count = readFileSync(file, 'utf8').trimEnd().split('\n').length;
    const starts = Array.from({ length: Math.ceil(count / LINES) }, (_, index) => 1 + index * LINES);
    return starts.map((start) => `${file}:${start}-${Math.min(start + LINES - 1, count)}`);
  });
}
