import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';
import {
  type Daemon,
  describeReal,
  findFreePort,
  makeDirectory,
  removeDirectory,
  runProgram,
  startDaemon,
} from './harness.ts';

const DAY = 86_400_000;
const NEEDS = {
  programs: ['prometheus', 'promtool', 'prometheus-node-exporter', 'prometheus-pushgateway', '/usr/bin/python3'],
};

/** Prints each family with its type and number of samples. */
const PARSE = `
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
print(json.dumps({family.name: [family.type, len(family.samples)] for family in parse(sys.stdin.read())}))
`;

describeReal('Prometheus', NEEDS, (prometheus, promtool, nodeExporter, pushgateway, python) => {
  let directory: string;
  let scraper: string;
  let gateway: string;
  const daemons: Daemon[] = [];

  beforeAll(async () => {
    directory = makeDirectory();
    mkdirSync(join(directory, 'metrics'));
    const [nodePort, gatewayPort, port] = [await findFreePort(), await findFreePort(), await findFreePort()];
    gateway = `http://127.0.0.1:${gatewayPort}`;
    scraper = `http://127.0.0.1:${port}`;
    const collector = ['--collector.disable-defaults', '--collector.textfile'];
    const textfile = `--collector.textfile.directory=${join(directory, 'metrics')}`;
    daemons.push(
      await startDaemon(nodeExporter, [...collector, textfile, `--web.listen-address=127.0.0.1:${nodePort}`], {
        ports: [nodePort],
      }),
      // Debian's default is a file of the system, which a Pushgateway that ran before may have written.
      await startDaemon(pushgateway, ['--persistence.file=', `--web.listen-address=127.0.0.1:${gatewayPort}`], {
        ports: [gatewayPort],
      }),
    );
    const job = (name: string, target: number) =>
      `  - { job_name: ${name}, honor_labels: true, scrape_interval: 1s, static_configs: [{ targets: ["127.0.0.1:${target}"] }] }\n`;
    writeFileSync(
      join(directory, 'prometheus.yml'),
      `rule_files: ["${resolve('examples/prometheus/alerts.yml')}"]\nscrape_configs:\n${job('textfile', nodePort)}${job('pushgateway', gatewayPort)}`,
    );
    const flags = [
      '--config.file=prometheus.yml',
      '--storage.tsdb.path=data',
      `--web.listen-address=127.0.0.1:${port}`,
    ];
    daemons.push(await startDaemon(prometheus, flags, { cwd: directory, ports: [port] }));
    const certificate = await createCertificate({
      ...{ commonName: 'shop.example.com', sans: ['shop.example.com'] },
      ...{ notBefore: new Date(Date.now() - 100 * DAY), notAfter: new Date(Date.now() + 20.5 * DAY) },
    });
    writeFileSync(join(directory, 'shop.pem'), certificate.certificate);
    writeFileSync(
      join(directory, 'certvigil.yaml'),
      `version: 1
certificates:
  - { name: shop, file: shop.pem, owner: 'a"b\\c' }
  - { name: missing, file: missing.pem }
event_log: { store: file, path: log.json }
`,
    );
  });

  afterAll(async () => {
    for (const daemon of daemons) await daemon.stop();
    await removeDirectory(directory);
  });

  async function scan(target: string): Promise<number> {
    const io = { ...createTestIo(directory), now: Date.now, stdout: () => {}, stderr: () => {} };
    return main(['scan', '--allow-unread', '--report', `openmetrics=${target}`], io);
  }

  /** The result of a query, once there is one. */
  async function query(expression: string): Promise<{ metric: Record<string, string>; value: [number, string] }[]> {
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline) {
      const response = await fetch(`${scraper}/api/v1/query?query=${encodeURIComponent(expression)}`);
      const { data } = (await response.json()) as { data: { result: [] } };
      if (data.result.length > 0) return data.result;
      await setTimeout(100);
    }
    throw new Error(`no result for ${expression}`);
  }

  it('scrapes the file through the textfile collector', async () => {
    expect(await scan('metrics/certvigil.prom')).toBe(0);
    const text = readFileSync(join(directory, 'metrics', 'certvigil.prom'), 'utf8');
    expect(spawnSync(promtool, ['check', 'metrics'], { input: text, encoding: 'utf8' })).toMatchObject({
      ...{ status: 0, stdout: '', stderr: '' },
    });
    const [shop] = await query('(x509_cert_not_after{job="textfile"} - time()) / 86400');
    expect(shop?.metric).toMatchObject({ filepath: 'shop.pem', filename: 'shop.pem', subject_CN: 'shop.example.com' });
    expect(Number(shop?.value[1])).toBeCloseTo(20.5, 1);
    expect((await query('certvigil_certificate_status{job="textfile",certificate="shop"}'))[0]?.metric.owner).toBe(
      'a"b\\c',
    );
    expect((await query('x509_cert_error == 1'))[0]?.metric.certificate).toBe('missing');
  });

  it('is valid for the strict parser of OpenMetrics, with a series of value zero for each source', async () => {
    await scan('metrics/certvigil.prom');
    const input = readFileSync(join(directory, 'metrics', 'certvigil.prom'), 'utf8');
    const families = JSON.parse(execFileSync(python, ['-c', PARSE], { input, encoding: 'utf8' }));
    expect(families).toMatchObject({
      x509_source_up: ['gauge', 2],
      x509_source_errors_total: ['unknown', 3],
      x509_cert_not_after: ['gauge', 1],
      certvigil_last_scan_timestamp_seconds: ['gauge', 1],
    });
    expect(Object.keys(families)).toHaveLength(input.match(/^# HELP /gm)?.length ?? 0);
  });

  it('receives what is sent to a Pushgateway, where a later scan replaces it', async () => {
    for (const _ of [1, 2]) expect(await scan(`${gateway}/metrics/job/certvigil`)).toBe(0);
    const [pushed] = await query('sum(certvigil_certificates{job="certvigil"})');
    expect(pushed?.value[1]).toBe('2');
  });

  it('reports a Pushgateway that refuses, without the password in its URL', async () => {
    const printed: string[] = [];
    const io = {
      ...createTestIo(directory),
      now: Date.now,
      stdout: () => {},
      stderr: (text: string) => void printed.push(text),
    };
    const target = `openmetrics=${gateway.replace('://', '://user:hidden-secret@')}/no/such/path`;
    expect(await main(['scan', '--report', target], io)).toBe(3);
    expect(printed.join('')).toMatch(
      /error\[report-unwritable\]: the openmetrics report could not be sent to 127\.0\.0\.1:\d+: /,
    );
    expect(printed.join('')).not.toContain('hidden-secret');
  });

  it('accepts the alert rules and their unit tests', async () => {
    const options = { cwd: 'examples/prometheus' };
    expect(`${await runProgram(promtool, ['check', 'rules', 'alerts.yml'], options)}`).toContain('SUCCESS: 8 rules');
    expect(`${await runProgram(promtool, ['test', 'rules', 'alerts.test.yml'], options)}`).toContain('SUCCESS');
  });

  it('fires the rule of x509-certificate-exporter about errors, after two scans with seven failures each', async () => {
    const own = join(directory, 'errors');
    mkdirSync(own);
    const files = [1, 2, 3, 4, 5, 6, 7].map((index) => `bad-${index}.pem`);
    for (const file of files) writeFileSync(join(own, file), 'no certificate');
    writeFileSync(
      join(own, 'certvigil.yaml'),
      'version: 1\ncertificates:\n  - { name: bad, file: "bad-?.pem", skip_empty: false }\nevent_log: { store: file, path: log.json }\n',
    );
    const series: string[][] = [];
    for (const hour of [0, 1]) {
      const io = { ...createTestIo(own), now: () => Date.now() + hour * 3_600_000, stdout: () => {}, stderr: () => {} };
      await main(['scan', '--report', 'openmetrics=m.prom'], io);
      const text = readFileSync(join(own, 'm.prom'), 'utf8');
      series.push(text.split('\n').filter((line) => /^x509_source_errors_total\{.*reason=/.test(line)));
    }
    const [labels] = /\{.*\}/.exec(series[0]?.[0] ?? '') ?? [];
    const values = series.map((lines) => Number(lines[0]?.split(' ').at(-1)));
    expect(values).toEqual([7, 14]);
    // chart/templates/prometheusrule.yaml of https://github.com/enix/x509-certificate-exporter
    const rule = {
      ...{ alert: 'SourceErrors', for: '5m', labels: { severity: 'warning' } },
      expr: 'sum without (reason) (increase(x509_source_errors_total[15m])) > 5',
    };
    const input_series = [{ series: `x509_source_errors_total${labels}`, values: `${values[0]}x10 ${values[1]}x20` }];
    const exp_labels = { severity: 'warning', source_kind: 'file', source_name: 'bad' };
    const alert_rule_test = [
      { eval_time: '10m', alertname: 'SourceErrors', exp_alerts: [] },
      { eval_time: '18m', alertname: 'SourceErrors', exp_alerts: [{ exp_labels }] },
    ];
    writeFileSync(join(own, 'rules.yml'), JSON.stringify({ groups: [{ name: 'x509', rules: [rule] }] }));
    const tests = [{ interval: '1m', input_series, alert_rule_test }];
    writeFileSync(
      join(own, 'test.yml'),
      JSON.stringify({ rule_files: ['rules.yml'], evaluation_interval: '1m', tests }),
    );
    expect(`${await runProgram(promtool, ['test', 'rules', 'test.yml'], { cwd: own })}`).toContain('SUCCESS');
  });

  it('accepts the configuration in the guide', async () => {
    const [, configuration = ''] = /```yaml\n([^`]+)```/.exec(readFileSync('docs/guides/prometheus.md', 'utf8')) ?? [];
    writeFileSync(join(directory, 'guide.yml'), configuration);
    const checked = await runProgram(promtool, ['check', 'config', join(directory, 'guide.yml')]);
    expect(`${checked}`).toContain('SUCCESS');
  });

  it('understands every query of the dashboard, and each names a metric of the report', async () => {
    await scan('metrics/certvigil.prom');
    const metrics = readFileSync(join(directory, 'metrics', 'certvigil.prom'), 'utf8');
    const optional = ['certvigil_certificate_trusted', 'certvigil_certificate_findings'];
    const { panels } = parse(readFileSync('examples/prometheus/grafana-dashboard.json', 'utf8')) as {
      panels: { targets: { expr: string }[] }[];
    };
    const queries = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(queries.length).toBeGreaterThan(10);
    for (const expression of queries) {
      const response = await fetch(`${scraper}/api/v1/query?query=${encodeURIComponent(expression)}`);
      expect(response.status, expression).toBe(200);
      const [name = ''] = /(?:certvigil|x509)_\w+/.exec(expression) ?? [];
      expect(optional.includes(name) || metrics.includes(`# TYPE ${name} `), expression).toBe(true);
    }
  });
});
