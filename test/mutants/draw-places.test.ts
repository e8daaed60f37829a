import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawPlaces } from '../../scripts/mutants/draw-places.ts';

describe('places that are drawn', () => {
  it('are different lines of the directories, and exist', () => {
    const places = drawPlaces(['trust', 'assess'], 50, 1);
    expect(new Set(places).size).toBe(50);
    for (const place of places) {
      const [, file = '', from, to] = /^(src\/(?:trust|assess)\/.+\.ts):(\d+)-(\d+)$/.exec(place) ?? [];
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length;
      expect(Number(from)).toBeLessThanOrEqual(Number(to));
      expect(Number(to)).toBeLessThanOrEqual(lines);
    }
  });

  it('are the same for a seed', () => {
    expect(drawPlaces(['trust'], 20, 7)).toEqual(drawPlaces(['trust'], 20, 7));
    expect(drawPlaces(['trust'], 20, 7)).not.toEqual(drawPlaces(['trust'], 20, 8));
  });

  it('are all places, if more are asked for', () => {
    const all = drawPlaces(['trust'], 100_000, 1);
    expect(new Set(all.map((place) => place.split(':')[0])).size).toBeGreaterThan(10);
  });
});
