import { expect, it } from 'vitest';
import { parseYamlDocuments } from '../../src/import/located.ts';
import { appliesTo, isExpiryExpression, readExpiryRule } from '../../src/import/prometheus/expiry-rules.ts';
import { loadRegexCompiler } from '../../src/import/prometheus/regex.ts';

const compile = await loadRegexCompiler();

function readRule(rule: object) {
  const [parsed] = parseYamlDocuments(JSON.stringify(rule));
  return parsed === undefined ? null : readExpiryRule(parsed, compile);
}

const read = (expr: string, severity = 'warning') => readRule({ alert: 'a', expr, labels: { severity } });

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
  ['probe_ssl_earliest_cert_expiry - time() < 1e+6', 1e6],
  ['probe_ssl_earliest_cert_expiry - time() < 12.5e-1', 1.25],
  ['probe_ssl_earliest_cert_expiry - time() < 1.5 * 10', 15],
  ['probe_ssl_earliest_cert_expiry - time() < 100 - 10 - 5', 85],
  ['probe_ssl_earliest_cert_expiry - time() < 2 + 3 * 4 - 1', 13],
  ['probe_ssl_earliest_cert_expiry - time() < (2 + 3) * 4', 20],
  ['probe_ssl_earliest_cert_expiry - time() < 100 / 5 / 2', 10],
  ['probe_ssl_earliest_cert_expiry - time() < 1d12h', 1.5 * DAY],
  ['probe_ssl_earliest_cert_expiry - time() < 1h30m15s', 5_415],
  ['probe_ssl_earliest_cert_expiry - time() < 500ms', 0.5],
  ['probe_ssl_earliest_cert_expiry - time() < 1w', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry - time() <bool 30d', 30 * DAY],
  ['probe_ssl_earliest_cert_expiry - time() <= bool 30d', 30 * DAY],
  ['probe_ssl_earliest_cert_expiry < 7d + time()', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry < time() +7d', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry{a="<1"} - time() < 7d', 7 * DAY],
  ['avg_over_time(probe_ssl_earliest_cert_expiry{a="b"}[1h:5m]) - time() < 7d', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry - time() # < 1d\n < 7d', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry\n-  time()\n<\n7 *\n86400', 7 * DAY],
  ['up > 0 and probe_ssl_earliest_cert_expiry - time() < 7d', 7 * DAY],
  ['up < 1 or 7d > probe_ssl_earliest_cert_expiry - time()', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry - time() < 7d unless up / 2 < 1', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry - time() < 7d or x', 7 * DAY],
  ['7 > (probe_ssl_earliest_cert_expiry - time()) / 86400', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry < time()+7d', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry < 7d+time()', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry  <  time()  +  7d', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry - time() < 7d # a note', 7 * DAY],
  ['probe_ssl_earliest_cert_expiry - time() < 12.25', 12.25],
  ['probe_ssl_earliest_cert_expiry - time() < 1e10', 1e10],
  ['7d > probe_ssl_earliest_cert_expiry - time() and up < 1', 7 * DAY],
  ['probe_ssl_last_chain_expiry_timestamp_seconds - time() < 1', 1],
  ['ssl_verified_cert_not_after - time() < 1', 1],
  ['ssl_file_cert_not_after - time() < 1', 1],
  ['ssl_kubernetes_cert_not_after - time() < 1', 1],
  ['ssl_kubeconfig_cert_not_after - time() < 1', 1],
])('the rule %s alerts %i seconds before the expiry', (expr, seconds) => {
  expect(isExpiryExpression(expr)).toBe(true);
  expect(read(expr)?.seconds).toBe(seconds);
});

it.each([
  'probe_ssl_earliest_cert_expiry - time() < avg(x)',
  'probe_ssl_earliest_cert_expiry',
  'predict_linear(probe_ssl_earliest_cert_expiry[1h], 3600) - time() < y',
  'probe_ssl_earliest_cert_expiry - time() > 1d',
  'probe_ssl_earliest_cert_expiry - time() == 1d',
  'probe_ssl_earliest_cert_expiry - time() != 1 < 2',
  'probe_ssl_earliest_cert_expiry - time() < 1 2',
  'probe_ssl_earliest_cert_expiry - time() < (1 + 2',
  'probe_ssl_earliest_cert_expiry - time() < 1 +',
  'probe_ssl_earliest_cert_expiry - time() < 2 * x',
  'probe_ssl_earliest_cert_expiry - time() < x * 2',
  '7 > 1',
  'probe_ssl_earliest_cert_expiry - time() < 1d2',
  'probe_ssl_earliest_cert_expiry - time() < x1',
  'probe_ssl_earliest_cert_expiry / x < 1d',
  'my_probe_ssl_earliest_cert_expiry - time() < 1d',
  'up < 1d',
  '',
])('the rule %s has no threshold', (expr) => {
  expect(read(expr)).toBeNull();
});

it('a rule without texts has no threshold', () => {
  expect(readRule({})).toBeNull();
  expect(readRule({ alert: 'a', expr: [] })).toBeNull();
});

it.each([
  ['up', false],
  ['probe_ssl_earliest_cert_expiry', true],
  ['my_ssl_cert_not_after', false],
  ['ssl_other_cert_not_after', false],
  ['x509_cert_not_after_total', false],
])('an expression with %s is about the expiry: %s', (metric, expected) => {
  expect(isExpiryExpression(`(${metric} - time()) < 1`)).toBe(expected);
});

it.each([
  ['ssl_cert_not_after', true],
  ['ssl_file_cert_not_after', true],
  ['probe_ssl_earliest_cert_expiry', false],
  ['x509_cert_not_after', false],
])('the metric %s is one of ssl_exporter: %s', (metric, expected) => {
  expect(read(`${metric} - time() < 1`)?.isSslExporter).toBe(expected);
});

it('has the name of the alert, and the severity or priority', () => {
  const expr = 'ssl_cert_not_after - time() < 1';
  expect(readRule({ alert: 'Expiring', expr })).toMatchObject({ name: 'Expiring', isCritical: false });
  expect(readRule({ expr, labels: { priority: 'P1' } })).toMatchObject({ name: '', isCritical: true });
  expect(readRule({ expr, labels: { severity: 'info', priority: 'P1' } })?.isCritical).toBe(false);
  expect(readRule({ expr, labels: { team: 'critical' } })?.isCritical).toBe(false);
});

it.each([
  ['critical', true],
  ['CRIT', true],
  ['1', true],
  ['sev1', true],
  ['SEV-1', true],
  ['urgent', true],
  ['emergency', true],
  ['disaster', true],
  ['major', true],
  ['p10', false],
  ['xp1', false],
  ['sev-10', false],
  ['my-sev1', false],
  ['2', false],
  ['page', true],
  ['high', true],
  ['P1', true],
  ['warning', false],
  ['info', false],
])('the severity %s is critical: %s', (severity, isCritical) => {
  expect(read('ssl_cert_not_after - time() < 1', severity)?.isCritical).toBe(isCritical);
});

it.each<[string, string, boolean]>([
  ['job="a"', 'a', true],
  ['job="a"', 'ab', false],
  ["job='a'", 'a', true],
  ["job='a'", 'b', false],
  ['job!="a"', 'a', false],
  ['job!="a"', 'b', true],
  ['job!="a.c"', 'abc', true],
  ["job='abc'", 'abd', false],
  ['job=~"a|b"', 'b', true],
  ['job=~"a|b"', 'c', false],
  ['job!~"a|b"', 'b', false],
  ['job!~"a|b"', 'c', true],
  ['job=~"("', 'a', false],
  ['job!~"("', 'a', true],
  ['job="a\\"b"', 'a"b', true],
  ["job='a\\'b'", "a'b", true],
  ['job=~"a\\\\.b"', 'a.b', true],
  ['job=~"a\\\\.b"', 'a-b', false],
  [' job = "a" , env="x"', 'b', false],
  ['env="x" , job = "a" ,', 'b', false],
  ['env="x",job="a"', 'b', false],
  ['', 'b', true],
])('the selector {%s} applies to the job %s: %s', (selector, job, expected) => {
  const rule = read(`min(ssl_cert_not_after{${selector}}) - time() < 1`);
  expect(rule && appliesTo(rule, new Map([['job', job]]))).toBe(expected);
});

it('has no selector of another metric', () => {
  const rule = read('ssl_cert_not_after - time() < 1 and up{job="a"}');
  expect(rule && appliesTo(rule, new Map([['job', 'b']]))).toBe(true);
});

it('applies to the targets that its selector matches, and ignores labels that they do not have', () => {
  const rule = read('probe_ssl_earliest_cert_expiry{job=~"black.*",env!="dev",cn="x"} - time() < 1');
  const apply = (labels: Record<string, string>) => rule !== null && appliesTo(rule, new Map(Object.entries(labels)));
  expect(apply({ job: 'blackbox' })).toBe(true);
  expect(apply({ job: 'a-blackbox' })).toBe(false);
  expect(apply({ job: 'blackbox', env: 'dev' })).toBe(false);
  expect(apply({ job: 'blackbox', env: 'prod' })).toBe(true);
});
