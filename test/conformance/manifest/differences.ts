/** Where our validation of a manifest differs from that of the published schema. */

import { isMap, isScalar, LineCounter, parseDocument, type Scalar, visit, type YAMLMap } from 'yaml';
import type { Difference } from '../suite.ts';

/** The places of errors, as `LINE:KIND`. */
const listPlaces = (answer: string) => (answer.startsWith('invalid ') ? answer.split(' ').slice(1) : []);

const isSubset = (some: readonly string[], all: readonly string[]) => some.every((one) => all.includes(one));

/** The text of a line, from 1. */
const readLine = (text: string, line: string | undefined) => text.split('\n')[Number(line) - 1] ?? '';

/** Parses a text, and finds the line of a node, from 1. */
function parse(text: string) {
  const lineCounter = new LineCounter();
  const document = parseDocument(text.replace(/^\ufeff/, ''), { lineCounter, merge: true, logLevel: 'silent' });
  return { document, findLine: ({ range }: YAMLMap | Scalar) => lineCounter.linePos(range?.[0] ?? 0).line };
}

/** The maps of a text, with the lines of their starts and keys. A drawn misspelling ends with s. */
function listMaps(text: string): { line: number; keys: { name: string; line: number }[] }[] {
  const { document, findLine } = parse(text);
  const maps: YAMLMap[] = [];
  visit(document, { Map: (_, map) => void maps.push(map) });
  return maps.map((map) => {
    const keys = map.items.flatMap(({ key }) => (isScalar(key) ? [key] : []));
    return { line: findLine(map), keys: keys.map((key) => ({ name: String(key.value), line: findLine(key) })) };
  });
}

/** The line of the name of each webhook without a URL and a preset, and that of its map. */
function listIncompleteWebhooks(text: string): { name: number; map: number }[] {
  const { document, findLine } = parse(text);
  const webhooks = document.get('webhooks', true);
  if (!isMap(webhooks)) return [];
  return webhooks.items.flatMap(({ key, value }) => {
    const isIncomplete = isScalar(key) && isMap(value) && !value.has('url') && !value.has('preset');
    return isIncomplete ? [{ name: findLine(key), map: findLine(value) }] : [];
  });
}

export const DIFFERENCES: readonly Difference<string>[] = [
  {
    name: 'a misspelled key is not missing too',
    reason: 'It is unknown, and the right one is missing. One mistake is reported once.',
    source: 'src/manifest/schema-diagnostics.ts#isMisspelled',
    covers: ({ one, ours, theirs }) => {
      const [mine, others] = [listPlaces(ours), listPlaces(theirs)];
      const omitted = others.filter((place) => !mine.includes(place));
      const maps = listMaps(one);
      const hasMisspelled = (place: string) =>
        maps.some(
          ({ line, keys }) =>
            place === `${line}:missing` &&
            keys.some((key) => key.name.endsWith('s') && mine.includes(`${key.line}:unknown`)),
        );
      return mine.length > 0 && isSubset(mine, others) && omitted.length > 0 && omitted.every(hasMisspelled);
    },
  },
  {
    name: 'the rest of another version is not validated',
    reason: 'Another version has other keys, so its errors would be about keys that may be right.',
    source: 'docs/reference/errors/manifest.md#unsupported-version',
    covers: ({ one, ours, theirs }) => {
      const [place = '', ...more] = listPlaces(ours);
      const line = Number(place.split(':')[0]);
      // A map or list begins on the next line.
      const isVersion = [line, line - 1].some((at) => /^\ufeff?\s*"?version"?:/.test(readLine(one, `${at}`)));
      return isVersion && more.length === 0 && listPlaces(theirs).includes(place);
    },
  },
  {
    name: 'a number that is not finite',
    reason:
      'JSON has neither NaN nor infinity, so the validator takes them for another type. In Python they are floats.',
    source: 'RFC 8259, 6',
    covers: ({ one, ours, theirs }) => {
      const [mine, others] = [listPlaces(ours), listPlaces(theirs)];
      const more = mine.filter((place) => !others.includes(place));
      const isInfinite = (place: string) => /\.(?:nan|inf)\b/i.test(readLine(one, place.split(':')[0]));
      return isSubset(others, mine) && more.every((place) => place.endsWith(':value') && isInfinite(place));
    },
  },
  {
    name: 'a tab at the end of a line',
    reason:
      'YAML 1.2 allows white space after a value, tabs included. PyYAML finds a character that cannot start a token.',
    source: 'YAML 1.2.2, 6.2 and 6.6',
    covers: ({ one, theirs }) => {
      const [, line] = /^invalid (\d+):syntax$/.exec(theirs) ?? [];
      return /\t\r?$/.test(readLine(one, line)) && !/^\s*\t/.test(readLine(one, line));
    },
  },
  {
    name: 'an integer with the tag of a float',
    reason:
      'No key needs a tag, and the message says so. The YAML library requires a point or an exponent after !!float.',
    source: 'https://eemeli.org/yaml/#schemas',
    covers: ({ one, ours }) => {
      const [, line] = /^invalid (\d+):syntax$/.exec(ours) ?? [];
      return /!!float [-+]?\d+\b(?![.eE])/.test(readLine(one, line));
    },
  },
  {
    name: 'a webhook without a URL is reported at its name',
    reason: 'Its keys may come from other places, such as a preset, so the message is about the webhook as a whole.',
    source: 'src/manifest/checks/receivers/webhooks.ts',
    covers: ({ one, ours, theirs }) => {
      const webhooks = listIncompleteWebhooks(one);
      const expected = listPlaces(theirs).map((place) => {
        const webhook = webhooks.find(({ map }) => place === `${map}:missing`);
        return webhook === undefined ? place : `${webhook.name}:missing`;
      });
      const mine = listPlaces(ours);
      return mine.length > 0 && isSubset(mine, expected) && isSubset(expected, mine);
    },
  },
  {
    name: 'one of several syntax errors',
    reason: 'PyYAML stops at the first error that it meets. We report all.',
    source: 'https://pyyaml.org/wiki/PyYAMLDocumentation',
    covers: ({ ours, theirs }) => /^invalid \d+:syntax$/.test(theirs) && isSubset(listPlaces(theirs), listPlaces(ours)),
  },
  {
    name: 'a reserved character above a key that is indented too far',
    reason: 'Both are errors. We report the key first, and the character once the key is right.',
    source: 'src/manifest/yaml/parse.ts#findSwallowedKey',
    covers: ({ one, ours, theirs }) => {
      const [[, mine] = [], [, other] = []] = [ours, theirs].map((text) => /^invalid (\d+):syntax$/.exec(text) ?? []);
      return Number(mine) === Number(other) + 1 && /: [@`%]/.test(readLine(one, other));
    },
  },
  {
    name: 'a dash that is indented too far',
    reason:
      'It continues the text of the item above, so the text is a key of several lines. We report the dash, and PyYAML the colon below it.',
    source: 'src/manifest/yaml/parse.ts#findOutdentedLine',
    covers: ({ one, ours, theirs }) => {
      const [[, mine] = [], [, other] = []] = [ours, theirs].map((text) => /^invalid (\d+):syntax$/.exec(text) ?? []);
      return Number(other) === Number(mine) + 1 && /^ *-\r?$/.test(readLine(one, mine));
    },
  },
  {
    name: 'an alias beside another syntax error',
    reason:
      'PyYAML resolves aliases while it reads. We do so when the structure is known, which the other error prevents.',
    source: 'src/manifest/yaml/parse.ts',
    covers: ({ one, ours, theirs }) => {
      const [, line] = /^invalid (\d+):syntax$/.exec(theirs) ?? [];
      const lines = listPlaces(ours).flatMap((place) => (place.endsWith(':syntax') ? [parseInt(place, 10)] : []));
      return /[\s[]\*none\b/.test(readLine(one, line)) && lines.length > 0;
    },
  },
];
