import { describe, expect, it } from 'vitest';
import { skipJavaObject } from '../../src/certificate/encoding/java-serialization.ts';

// Java Object Serialization Specification, section 6.4.

const NULL = '70';
const END = '78';
const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const count = (value: number, bytes: number) => value.toString(16).padStart(2 * bytes, '0');
const utf = (text: string) => count(text.length, 2) + hex(text);
const string = (text: string) => `74${utf(text)}`;
const reference = (handle: number) => `71${count(0x7e0000 + handle, 4)}`;

const SERIALIZABLE = 2;
const WITH_DATA = 3;

interface ClassOptions {
  flags?: number;
  fields?: string[];
  annotation?: string;
  parent?: string;
}

/** The description of a class. A field is a code of a type, or the name of a class. */
function describeClass(name: string, options: ClassOptions = {}): string {
  const { flags = SERIALIZABLE, fields = [], annotation = '', parent = NULL } = options;
  const list = fields.map((type) => hex(type[0] ?? '') + utf('f') + (type.length === 1 ? '' : string(type)));
  return `72${utf(name)}${'00'.repeat(8)}${count(flags, 1)}${count(fields.length, 2)}${list.join('')}${annotation}${END}${parent}`;
}

const array = (type: string, items: string[], description = describeClass(type)) =>
  `75${description}${count(items.length, 4)}${items.join('')}`;
const object = (options: ClassOptions, data = '') => `73${describeClass('A', options)}${data}`;
const TEXT = 'Ljava/lang/String;';

/** Arrays in each other. */
const nest = (depth: number): string => (depth === 0 ? NULL : array('[L', [nest(depth - 1)]));
/** A class with this many ancestors. */
const inherit = (depth: number): string => describeClass('A', depth === 0 ? {} : { parent: inherit(depth - 1) });

const skip = (content: string) => skipJavaObject(Buffer.from(`aced0005${content}ffff`, 'hex'), 0);

const OBJECTS: [what: string, content: string][] = [
  ['nothing', NULL],
  ['a string', string('abc')],
  ['an empty string', string('')],
  ['data', '7703010203'],
  ['a reference', reference(7)],
  ['an empty array', array('[B', [])],
  ...Object.entries({ B: 1, C: 2, D: 8, F: 4, I: 4, J: 8, S: 2, Z: 1 }).map(([type, size]): [string, string] => [
    `an array of the type ${type}`,
    array(`[${type}`, Array(3).fill('70'.repeat(size))),
  ]),
  ['an array of strings', array(`[${TEXT}`, [string('a'), NULL, string('b')])],
  ['an array of an unknown class', array('', [NULL], reference(9))],
  ['an array without a class', array('', [NULL], NULL)],
  ['an object without fields', object({})],
  ['an object with fields', object({ fields: ['I', TEXT, 'J'] }, `${'71'.repeat(4)}${string('x')}${'72'.repeat(8)}`)],
  [
    'an object with data after its fields',
    object({ flags: WITH_DATA, fields: ['I'] }, `${'78'.repeat(4)}770178${string('x')}78`),
  ],
  ['an object with no data after its fields', object({ flags: WITH_DATA }, END)],
  ['an object of an annotated class', object({ annotation: `${string('x')}77020000` })],
  [
    'an object of a class with a parent',
    object({ fields: ['Z'], parent: describeClass('B', { flags: WITH_DATA, fields: ['S'] }) }, '00017801'),
  ],
  ['objects of one class', array('[LA;', [object({ fields: ['I'] }, '70707070'), `73${reference(2)}70707070`])],
  // The handles: the class, its field's type, the object, and its string.
  [
    'an object whose class is named by a handle after a string',
    array('[LA;', [string('x'), object({ fields: ['B'] }, '70'), `73${reference(3)}70`]),
  ],
  ['arrays in each other, 16 deep', nest(16)],
  ['a class with 15 ancestors', `73${inherit(15)}`],
  ['a class that is its own parent', object({ fields: ['I'], parent: reference(0) }, '70'.repeat(17 * 4))],
];

describe('a serialized Java object', () => {
  it.each(OBJECTS)('ends after %s', (_, content) => {
    expect(skip(content)).toBe(4 + content.length / 2);
  });

  it.each(OBJECTS)('may be the last in its file: %s', (_, content) => {
    expect(skipJavaObject(Buffer.from(`aced0005${content}`, 'hex'), 0)).toBe(4 + content.length / 2);
  });

  it.each<[what: string, wrap: (inner: string) => string]>([
    ['an array', (inner) => array('[L', [inner])],
    ['an array of a known class', (inner) => array('', [inner], reference(0))],
    ['a field', (inner) => object({ fields: [TEXT] }, inner)],
    ['a field of a known class', (inner) => `73${reference(0)}${inner}`],
    ['the data of an object', (inner) => object({ flags: WITH_DATA }, `${inner}${END}`)],
    ['an annotation', (inner) => object({ annotation: inner })],
    ['a parent', (inner) => object({ parent: describeClass('B', { annotation: inner }) })],
    [
      'the type of a field',
      (inner) => `73${describeClass('A').replace('020000', `020001${hex('L')}${utf('f')}${inner}`)}${NULL}`,
    ],
  ])('is rejected if it is nested too deeply in %s', (_, wrap) => {
    const nestIn = (depth: number): string => (depth === 0 ? NULL : wrap(nestIn(depth - 1)));
    const known = (content: string) =>
      array('[L', [object({ fields: [TEXT] }, NULL), content], describeClass('A', { fields: [TEXT] }));
    expect(skip(known(nestIn(7)))).toBe(4 + known(nestIn(7)).length / 2);
    expect(() => skip(known(nestIn(40)))).toThrow('a secret key is nested too deeply');
  });

  it('is found at a position', () => {
    expect(skipJavaObject(Buffer.from('ffffaced000570ff', 'hex'), 2)).toBe(7);
  });

  it.each(OBJECTS)('is truncated anywhere before its end: %s', (_, content) => {
    const bytes = Buffer.from(`aced0005${content}`, 'hex');
    const messages = Array.from(bytes, (_, end) => {
      try {
        return `ends at ${skipJavaObject(bytes.subarray(0, end), 0)}`;
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect([...new Set(messages)]).toEqual(['a secret key is truncated']);
  });

  it.each([
    ['another format', 'aced0004', '', 'a secret key that is not a Java object'],
    ['an unknown kind', 'aced0005', '7f', 'a secret key of an unknown structure'],
    ['a class of an unknown kind', 'aced0005', `73${string('A')}`, 'a secret key of an unknown structure'],
    ['a class that writes itself', 'aced0005', object({ flags: 4 }), 'a secret key of an unknown structure'],
    ['a class without flags', 'aced0005', object({ flags: 0 }), 'a secret key of an unknown structure'],
    ['arrays in each other, 17 deep', 'aced0005', nest(17), 'a secret key is nested too deeply'],
    ['a class with 16 ancestors', 'aced0005', `73${inherit(16)}`, 'a secret key is nested too deeply'],
  ])('is malformed with %s', (_, magic, content, message) => {
    expect(() => skipJavaObject(Buffer.from(`${magic}${content}70707070`, 'hex'), 0)).toThrow(message);
  });
});
