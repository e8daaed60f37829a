/** Prometheus itself about what `certvigil import` reads: how targets are relabelled, and when alerting rules fire. */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseYamlDocuments, select } from '../../src/import/located.ts';
import { readExpiryRule } from '../../src/import/prometheus/expiry-rules.ts';
import { loadRegexCompiler } from '../../src/import/prometheus/regex.ts';
import { readRelabelSteps, relabel } from '../../src/import/prometheus/relabel.ts';
import { describeReal, makeDirectory, removeDirectory } from './harness.ts';

const name = fc.constantFrom('__address__', '__param_target', 'instance', 'team', 'a', 'b', '__tmp');
const regex = fc.constantFrom(
  '(.*)',
  '(.*);(.*)',
  '.+',
  'https?://([^/]+).*',
  '[a-z]+',
  '(?P<x>a).*',
  'team|a',
  '',
  '(.)(.)?.*',
);
// biome-ignore lint/suspicious/noTemplateCurlyInString: references of Prometheus
const replacement = fc.constantFrom('$1', '$2', '${1}x', '$1x', '${x}-$1', 'b:9115', '', '$$1', '$9', 'https://$1/');
const step = fc.record(
  {
    action: fc.constantFrom('replace', 'keep', 'drop', 'labelmap', 'labeldrop', 'labelkeep', 'lowercase', 'uppercase'),
    source_labels: fc.array(name, { maxLength: 2 }),
    separator: fc.constantFrom(';', '', '@'),
    regex,
    target_label: name,
    replacement,
  },
  { requiredKeys: ['source_labels', 'target_label'] },
);

/** Prometheus rejects keys that an action does not use. */
function toConfig({ action = 'replace', ...step }: Record<string, unknown>) {
  const { source_labels, target_label, ...rest } = step;
  if (/^label/.test(action as string))
    return { action, regex: rest.regex, ...(action === 'labelmap' && { replacement: rest.replacement }) };
  const { replacement, ...others } = rest;
  if (/case$/.test(action as string)) return { action, source_labels, target_label };
  if (action !== 'replace') return { action, source_labels, ...others };
  return { action, source_labels, target_label, ...rest, ...(replacement !== undefined && { replacement }) };
}

const compile = await loadRegexCompiler();

describeReal('an import of Prometheus', { programs: ['promtool'] }, (promtool) => {
  let directory: string;
  beforeAll(() => {
    directory = makeDirectory();
  });
  afterAll(() => removeDirectory(directory));

  /** The labels of the only target after relabelling; null: it is dropped; undefined: Prometheus rejects the configuration. */
  function ask(job: object): Record<string, string> | null | undefined {
    writeFileSync(join(directory, 'prometheus.yml'), JSON.stringify({ scrape_configs: [job] }));
    const args = ['check', 'service-discovery', '--timeout=1s', join(directory, 'prometheus.yml'), 'x'];
    const { stdout, stderr, status } = spawnSync(promtool, args, { encoding: 'utf8' });
    if (`${stdout}${stderr}`.includes('Cannot load config')) return;
    if (status !== 0) throw new Error(`${stdout}${stderr}`);
    const [found] = JSON.parse(stdout) as { labels: Record<string, string> | null }[];
    return found?.labels ?? null;
  }

  it('relabels random targets as promtool does', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 4 }),
        fc.constantFrom('shop.example.com', 'a;b', 'example.com:443'),
        (steps, target) => {
          const config = {
            job_name: 'x',
            static_configs: [{ targets: [target], labels: { team: 'Web', a: 'A' } }],
            relabel_configs: steps.map(toConfig),
          };
          const [root] = parseYamlDocuments(JSON.stringify(config));
          // In the order in which Prometheus maps names, which decides if two become the same.
          const start = new Map([
            ['__address__', target],
            ['a', 'A'],
            ['team', 'Web'],
            ['job', 'x'],
            ['__scrape_interval__', '1m'],
            ['__scrape_timeout__', '10s'],
            ['__metrics_path__', '/metrics'],
            ['__scheme__', 'http'],
          ]);
          const ours = relabel(start, readRelabelSteps(select(root, 'relabel_configs'), compile));
          // Prometheus reports an error for the address of such a target, and keeps no labels.
          fc.pre(!(ours instanceof Map && (ours.get('__address__') ?? '').includes('/')));
          const theirs = ask(config);
          fc.pre(theirs !== undefined);
          // Prometheus also drops targets without an address, and removes labels that begin with two underscores at the end.
          const isDropped = ours === null || !(ours instanceof Map) || (ours.get('__address__') ?? '') === '';
          if (isDropped) expect(theirs ?? {}).toEqual({});
          else {
            const shown = [...ours].filter(([label]) => !label.startsWith('__') && label !== 'instance');
            const expected = Object.entries(theirs ?? {}).filter(
              ([label]) => !label.startsWith('__') && label !== 'instance',
            );
            expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(expected));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads the time before the expiry at which rules of many forms fire', { timeout: 120_000 }, () => {
    const forms = fc.sample(
      fc.tuple(
        fc.constantFrom(
          (m: string, n: string) => `${m} - time() < ${n}`,
          (m: string, n: string) => `(${m} - time()) <= ${n}`,
          (m: string, n: string) => `${n} > ${m} - time()`,
          (m: string, n: string) => `${m} < time() + ${n}`,
          (m: string, n: string) => `(${m} - time()) / 3600 < (${n}) / 3600`,
          (m: string, n: string) => `min by (instance) (${m} - time()) < ${n} and on () vector(1) == 1`,
        ),
        fc.constantFrom('86400 * 7', '(24 * 60 * 60) * 14', '1e6', '604800', '2 * 86400 + 3600', '12 * 3600 / 2'),
      ),
      40,
    );
    for (const [form, number] of forms) {
      const expr = form('probe_ssl_earliest_cert_expiry', number);
      const [rule] = parseYamlDocuments(JSON.stringify({ alert: 'a', expr }));
      const seconds = rule === undefined ? null : (readExpiryRule(rule, compile)?.seconds ?? null);
      expect({ expr, seconds }).toEqual({ expr, seconds: expect.any(Number) });
      expect({ expr, fires: [fires(expr, Number(seconds) - 2), fires(expr, Number(seconds) + 2)] }).toEqual({
        expr,
        fires: [true, false],
      });
    }
  });

  /** Whether the rule fires so many seconds before the expiry. */
  function fires(expr: string, left: number): boolean {
    writeFileSync(
      join(directory, 'rules.yml'),
      JSON.stringify({ groups: [{ name: 'g', rules: [{ alert: 'a', expr }] }] }),
    );
    const test = {
      rule_files: ['rules.yml'],
      tests: [
        {
          input_series: [{ series: 'probe_ssl_earliest_cert_expiry{instance="i"}', values: `${left} ${left}` }],
          alert_rule_test: [{ eval_time: '0m', alertname: 'a', exp_alerts: [] }],
        },
      ],
    };
    writeFileSync(join(directory, 'test.yml'), JSON.stringify(test));
    const { status, stdout, stderr } = spawnSync(promtool, ['test', 'rules', join(directory, 'test.yml')], {
      encoding: 'utf8',
    });
    if (status !== 0 && !`${stdout}${stderr}`.includes('got:')) throw new Error(`${stdout}${stderr}`);
    return status !== 0;
  }
});
