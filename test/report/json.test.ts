import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderCompactPieces, renderJson, renderJsonPieces } from '../../src/report/json.ts';

const objects = fc.object({
  withNullPrototype: false,
  values: [fc.string(), fc.integer(), fc.constantFrom(null, undefined, true)],
});
const levels = fc.integer({ min: 1, max: 5 });

describe('lone surrogates', () => {
  const result = { '\udc00': ['\ud800', 'a\udfffb', '\u{1f512}', '\\ud800', '\\\ud800', '\n\ud83d\u{1f512}'] };
  const expected = { '\ufffd': ['\ufffd', 'a\ufffdb', '\u{1f512}', '\\ud800', '\\\ufffd', '\n\ufffd\u{1f512}'] };

  it('are replaced in JSON, and other text is not', () => {
    expect(renderJson(result)).toBe(renderJson(expected));
    expect(JSON.parse(renderJson(result))).toEqual(expected);
    expect([...renderJsonPieces(result)].join('')).toBe(renderJson(expected));
    expect([...renderCompactPieces(result)].join('')).toBe(JSON.stringify(expected));
  });
});

describe('JSON in pieces', () => {
  it('is the same text as JSON as a whole, however many levels are divided', () => {
    fc.assert(
      fc.property(
        fc.oneof(objects, fc.array(fc.oneof(objects, fc.string(), fc.constant(undefined)))),
        levels,
        (value, count) => {
          expect([...renderJsonPieces(value, count)].join('')).toBe(renderJson(value));
          expect([...renderCompactPieces(value, count)].join('')).toBe(JSON.stringify(value));
        },
      ),
    );
  });

  it.each([1, 19, 20, 21, 100])('has all of %i elements', (count) => {
    const result = { list: Array.from({ length: count }, (_, index) => ({ index, names: ['a', 'b'] })), empty: [] };
    expect([...renderJsonPieces(result)].join('')).toBe(renderJson(result));
    expect([...renderCompactPieces(result)].join('')).toBe(JSON.stringify(result));
  });

  it('has at most twenty elements in a piece', () => {
    const list = Array.from({ length: 41 }, (_, index) => index);
    const sizes = (pieces: Generator<string>) =>
      [...pieces].map((piece) => piece.match(/\d+/g)?.length ?? 0).filter((size) => size > 0);
    expect(sizes(renderCompactPieces({ list }))).toEqual([20, 20, 1]);
    expect(sizes(renderJsonPieces({ list }))).toEqual([20, 20, 1]);
  });

  it('has each member in a piece, as a whole if no more levels are divided', () => {
    const result = { first: { a: { b: 1 } }, second: 2, third: null };
    expect([...renderCompactPieces(result, 1)]).toEqual([
      ...['{"first":', '{"a":{"b":1}}', ',"second":', '2', ',"third":', 'null', '}'],
    ]);
  });

  it('generates the elements of a list while they are written', () => {
    let generated = 0;
    function* generate() {
      for (generated = 0; generated < 1000; generated += 1) yield { generated };
    }
    const pieces = renderJsonPieces({ runs: [{ results: generate() }], none: [].values() }, 4);
    while (!`${pieces.next().value}`.includes('generated'));
    expect(generated).toBeLessThan(50);
    const rest = [...pieces].join('');
    expect(rest.match(/"generated": 999\n/g)).toHaveLength(1);
    expect(rest.endsWith('"none": []\n}\n')).toBe(true);
  });
});
