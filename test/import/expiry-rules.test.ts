import { expect, it } from 'vitest';
import { parseYamlDocuments } from '../../src/import/located.ts';
import { appliesTo, isExpiryExpression, readExpiryRule } from '../../src/import/prometheus/expiry-rules.ts';
import { loadRegexCompiler } from '../../src/import/prometheus/regex.ts';

const compile = await loadRegexCompiler();

function read(expr: string, severity = 'warning') {
  const [rule] = parseYamlDocuments(JSON.stringify({ alert: 'a', expr, labels: { severity } }));
  return rule === undefined ? null : readExpiryRule(rule, compile);
}

const DAY = 86_400;

it.each([
  ['probe_ssl_earliest_cert_expiry - time() < 86400 * 30', 30 * DAY],
  ['probe_ssl_earliest_cert_expiry - time() <= 30 * 24 * 60 * 60', 30 * DAY],
  ['(probe_ssl_earliest_cert_expiry - time()) / 86400 < 7', 7 * DAY],
  ['(probe_ssl_earliest_cert_expiry{job="x"} - time()) / (60 * 60 * 24) < 14', 14 * DAY],
  ['probe_ssl_earliest_cert_expiry < time() + (86400 * 7)', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry - time() < 30d', 30 * DAY],
  ['30d > probe_ssl_earliest_cert_expiry - time()', 30 * DAY],
  ['86400 * 20 >= (probe_ssl_earliest_cert_expiry - time())', 20 * DAY],
  ['0 <= round((last_over_time(probe_ssl_earliest_cert_expiry[10m]) - time()) / 86400, 0.1) < 20', 20 * DAY],
  ['min by (instance) (probe_ssl_earliest_cert_expiry - time()) < 3 * 86400 and on (instance) up == 1', 3 * DAY],
  ['ssl_cert_not_after{cn!="x"} - time() < 86400 * 3', 3 * DAY],
  ['((x509_cert_not_after - time()) / 86400) < 28', 28 * DAY],
  ['x509_cert_expires_in_seconds < 604800', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry - time() < 1e6', 1e6],
  ['probe_ssl_earliest_cert_expiry - time() < 0', 0],
])('the rule %s alerts %i seconds before the expiry', (expr, seconds) => {
  expect(isExpiryExpression(expr)).toBe(true);
  expect(read(expr)?.seconds).toBe(seconds);
});

it.each([
  'probe_ssl_earliest_cert_expiry - time() < avg(x)',
  'probe_ssl_earliest_cert_expiry',
  'predict_linear(probe_ssl_earliest_cert_expiry[1h], 3600) - time() < y',
])('the rule %s has no threshold', (expr) => {
  expect(read(expr)).toBeNull();
});

it.each([
  ['critical', true],
  ['page', true],
  ['high', true],
  ['P1', true],
  ['warning', false],
  ['info', false],
])('the severity %s is critical: %s', (severity, isCritical) => {
  expect(read('ssl_cert_not_after - time() < 1', severity)?.isCritical).toBe(isCritical);
});

it('applies to the targets that its selector matches, and ignores labels that they do not have', () => {
  const rule = read('probe_ssl_earliest_cert_expiry{job=~"black.*",env!="dev",cn="x"} - time() < 1');
  const apply = (labels: Record<string, string>) => rule !== null && appliesTo(rule, new Map(Object.entries(labels)));
  expect(apply({ job: 'blackbox' })).toBe(true);
  expect(apply({ job: 'a-blackbox' })).toBe(false);
  expect(apply({ job: 'blackbox', env: 'dev' })).toBe(false);
  expect(apply({ job: 'blackbox', env: 'prod' })).toBe(true);
});
