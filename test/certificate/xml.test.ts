import { expect, it } from 'vitest';
import { readXml } from '../../src/certificate/encoding/xml.ts';

/** What the handlers get, and the defect. */
function read(text: string): string {
  const events: string[] = [];
  const defect = readXml(text, {
    open: (name, attributes) => events.push(`<${name}${JSON.stringify(attributes)}`),
    text: (part) => events.push(part),
    close: (name) => events.push(`${name}>`),
  });
  return `${events.join(' ')}${defect === null ? '' : ` ! ${defect}`}`;
}

const nest = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);

it.each([
  ['<a/>', '<a{} a>'],
  ['<a x="1" b:y="&lt;2"/>', '<a{"x":"1","b:y":"<2"} a>'],
  ['<b:a>x</b:a>', '<b:a{} x b:a>'],
  ['<a>x<!-- c -->y<![CDATA[<z>]]></a>', '<a{} x y <z> a>'],
  ['<a><b>1</b></a>', '<a{} <b{} 1 b> a>'],
  ['<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', '<a{} ! malformed'],
  ['<a><b></a>', '<a{} <b{} b> ! malformed'],
  ['<a>x', '<a{} ! malformed'],
  ['x', ' ! malformed'],
  ['', ' ! malformed'],
])('the XML %s is read as %s', (text, events) => {
  expect(read(text)).toBe(events);
});

it('XML is read up to 100 levels', () => {
  expect(read(nest(100))).not.toContain('!');
  expect(read(nest(101))).toBe(`${Array(100).fill('<a{}').join(' ')} ! too-deep`);
  expect(read(`<r>${nest(99).repeat(3)}</r>`)).not.toContain('!');
});
