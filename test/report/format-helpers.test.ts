import { describe, expect, it } from 'vitest';
import { escapeXml, escapeXmlAttribute } from '../../src/report/format/xml.ts';
import { findReportKind } from '../../src/report/index.ts';
import { REPORT_KINDS } from '../../src/report/kinds/report-kind.ts';

it.each([
  ['a', 'a'],
  ['&<>"\'', '&amp;&lt;&gt;&quot;&apos;'],
  ['a\tb\rc\nd', 'a&#9;b&#13;c\nd'],
  ['\0\b\u{1f}', '\uFFFD\uFFFD\uFFFD'],
  ['\u{7f}\u{80}\u{9f}', '\u{7f}\u{80}\u{9f}'],
  ['\uD800\uFFFE\uFFFF', '\uFFFD\uFFFD\uFFFD'],
  ['\u{1F600}\u{e000}', '\u{1F600}\u{e000}'],
])('%j is %j in XML', (text, escaped) => {
  expect(escapeXml(text)).toBe(escaped);
});

it('the end of a line is a character reference in an XML attribute', () => {
  expect(escapeXmlAttribute('a\r\n"b"\n')).toBe('a&#13;&#10;&quot;b&quot;&#10;');
  expect(escapeXml('a\n')).toBe('a\n');
});

describe('the kinds of reports', () => {
  it('have these options, and one can be uploaded', () => {
    const kinds = REPORT_KINDS.map((kind) => [kind, findReportKind(kind)?.options, findReportKind(kind)?.uploadable]);
    expect(kinds).toEqual([
      ['json', [], undefined],
      ['markdown', [], undefined],
      ['openmetrics', ['families'], true],
      ['ics', ['owner', 'alarm_days'], undefined],
      ['badge', ['entry', 'label', 'format'], undefined],
      ['junit', [], undefined],
      ['atom', ['url'], undefined],
      ['sarif', [], undefined],
      ['cyclonedx', [], undefined],
      ['html', [], undefined],
      ['csv', ['columns', 'excel'], undefined],
      ['watched', ['badge', 'format'], undefined],
      ['audit', ['format'], undefined],
    ]);
  });
});
