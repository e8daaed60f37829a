/** Compares the rules of MTA-STS with postfix-mta-sts-resolver, the client of Postfix, for random records, policies and media types. */

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isMtaStsRecord, parsePolicy, parseRecordId } from '../../src/domain/mta-sts.ts';
import { describeReal } from './harness.ts';

/** Reads cases as JSON, and answers as the client does in its function `resolve`. */
const CLIENT = `
import json, sys
from postfix_mta_sts_resolver.utils import parse_mta_sts_record, parse_mta_sts_policy
def record(text):
    if not text.startswith('v=STSv1'):
        return None
    found = parse_mta_sts_record(text)
    return found.get('id') if found.get('v') == 'STSv1' else None
def policy(text):
    found = parse_mta_sts_policy(text)
    try:
        age = int(found.get('max_age', '-1'))
    except ValueError:
        return None
    if found.get('version') != 'STSv1' or not 0 <= age <= 31557600:
        return None
    mode = found.get('mode')
    if mode not in ('none', 'testing', 'enforce') or (mode != 'none' and not found['mx']):
        return None
    return {'mode': mode, 'max_age': age, 'mx': found['mx']}
asked = json.load(sys.stdin)
json.dump({'records': [record(x) for x in asked['records']], 'policies': [policy(x) for x in asked['policies']]}, sys.stdout)
`;

interface ClientPolicy {
  mode: string;
  max_age: number;
  mx: string[];
}

const CASES = 5000;
const sample = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.sample(arbitrary, { numRuns: CASES, seed: 1 });

const blank = fc.constantFrom('', '', ' ', '\t ');
const delimiter = fc.tuple(blank, blank).map(([before, after]) => `${before};${after}`);
const field = fc.constantFrom(
  'id=1',
  'id=20270301T0000',
  'id=',
  'id=a-b',
  `id=${'1'.repeat(33)}`,
  'x=1',
  'x',
  'ID=2',
  '',
);
const record = fc
  .tuple(
    fc.constantFrom('v=STSv1', 'v=STSv1', 'v=STSv1', 'v=STSv2', 'v=STSv10'),
    fc.array(fc.tuple(delimiter, field), { maxLength: 3 }),
  )
  .map(([version, fields]) => version + fields.flat().join(''));

const value = {
  version: fc.constantFrom('STSv1', 'STSv1', 'STSv1', 'STSv1', 'STSv2', ''),
  mode: fc.constantFrom('enforce', 'enforce', 'testing', 'none', 'Enforce', ''),
  max_age: fc.constantFrom('604800', '604800', '86400', '0', '31557600', '31557601', '-1', '1e5', '86400s', ''),
  mx: fc.constantFrom('mx.example.org', '*.example.net', 'mx.example.com', 'a.example', '*.b.example', '*', 'a b'),
  future: fc.constantFrom('1', ''),
};
const line = (key: keyof typeof value) =>
  fc.tuple(blank, value[key], blank).map(([before, text, after]) => `${key}:${before}${text}${after}`);
const policy = fc
  .tuple(
    fc
      .tuple(line('version'), line('mode'), line('max_age'))
      .chain((lines) => fc.shuffledSubarray(lines, { minLength: 2 })),
    fc.array(line('mx'), { maxLength: 3 }),
    fc.array(fc.oneof(line('future'), fc.constantFrom('', ' ', 'no field', ' mode: none')), { maxLength: 2 }),
  )
  .chain((groups) =>
    fc.tuple(fc.shuffledSubarray(groups.flat(), { minLength: groups.flat().length }), fc.constantFrom('\n', '\r\n')),
  )
  .map(([lines, end]) => lines.join(end) + end);

/** The problems with what the client does not check, although RFC 8461 section 3.2 does not permit it. */
const STRICTER = /^(?:a line is not|`mx` is ")/;

describeReal('postfix-mta-sts-resolver', { programs: ['mta-sts-query', '/usr/bin/python3'] }, (_, python) => {
  const records = sample(record);
  const policies = sample(policy);
  const ask = () => {
    const answer = execFileSync(python, ['-c', CLIENT], {
      input: JSON.stringify({ records, policies }),
      maxBuffer: 1e8,
    });
    return JSON.parse(answer.toString()) as { records: (string | null)[]; policies: (ClientPolicy | null)[] };
  };

  it('accepts every record and policy that we accept, with the same content, and no other but for known reasons', () => {
    const answers = ask();
    const counts = { records: 0, policies: 0, stricter: 0, rejected: 0 };
    for (const [at, text] of records.entries()) {
      const [id, theirs] = [isMtaStsRecord(text) ? parseRecordId(text) : null, answers.records[at] ?? null];
      // The client accepts every id and every other field.
      const isStricter = id === null && theirs !== null;
      if (isStricter) expect(text).toMatch(/id=(?:;|\s|$|a-b|1{33})|;\s*x\s*(?:;|$)|;\s*;|id=.*id=/);
      else expect(id, text).toBe(theirs);
      if (id !== null) counts.records += 1;
    }
    for (const [at, text] of policies.entries()) {
      const { mode, max_age, mx, problems } = parsePolicy(text);
      const theirs = answers.policies[at] ?? null;
      if (problems.length === 0) {
        expect(theirs && { ...theirs, mx: [...new Set(theirs.mx)] }, text).toEqual({ mode, max_age, mx });
        counts.policies += 1;
      } else if (theirs !== null) {
        expect(
          problems.filter((problem) => !STRICTER.test(problem)),
          text,
        ).toEqual([]);
        counts.stricter += 1;
      } else counts.rejected += 1;
    }
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(100);
  });
});
