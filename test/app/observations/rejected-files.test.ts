import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readObservations } from '../../../src/app/observations/read-observations.ts';
import { computeShardIndex } from '../../../src/app/observations/shard-index.ts';
import { runObserve } from '../../../src/app/observe/observe.ts';
import type { Manifest } from '../../../src/domain/index.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import type { Io } from '../../../src/lib/io.ts';
import { loadManifest } from '../../../src/manifest/load.ts';
import { createTestIo } from '../../manifest/io.ts';

const NOW = Date.parse('2027-03-01T06:00:00Z');
const HOUR = 3_600_000;
const SECRET = 'a-secret-of-the-probes';

let directory: string;
let io: Io;
let plain: Manifest;
let signed: Manifest;

const TEXT = `version: 1
certificates:
  - { name: shop, expires: 2027-09-01 }
  - { name: mail, expires: 2027-10-01 }
  - { name: intranet, expires: 2027-11-01, probe: office }
`;

async function load(name: string, text: string): Promise<Manifest> {
  writeFileSync(join(directory, name), text);
  const { manifest, diagnostics } = await loadManifest(name, io);
  if (manifest === null) throw new Error(JSON.stringify(diagnostics));
  return { ...manifest, file: 'certvigil.yaml' };
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'certvigil-observe-'));
  mkdirSync(join(directory, '.git'));
  io = { ...createTestIo(directory), now: () => NOW, env: { PROBE_SECRET: SECRET } };
  plain = await load('certvigil.yaml', TEXT);
  signed = await load('signed.yaml', `${TEXT}observations: { secret: "\${PROBE_SECRET}" }\n`);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Observing {
  manifest?: Manifest;
  now?: number;
  probe?: string | null;
  only?: string[];
  env?: Io['env'];
}

/** The text of a file as a probe writes it. */
async function observe({ manifest = plain, now = NOW, probe = null, only = [], env = io.env }: Observing = {}) {
  const output = join(directory, 'written.jsonl');
  await runObserve(manifest, { probe, shard: null, only, output, now }, { ...io, env });
  return readFileSync(output, 'utf8');
}

/** Writes files, reads them, and returns the codes of what was rejected and the entries that were observed. */
async function read(files: Record<string, string | Buffer>, manifest = plain, env = io.env) {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  return readPaths(Object.keys(files), manifest, env);
}

async function readPaths(paths: string[], manifest = plain, env = io.env) {
  const request = { paths, log: createEmptyLog(), clock: NOW };
  const options = {
    now: NOW,
    isComplete: true,
    policies: null,
    cache: null,
    onProgress: undefined,
    listKnownLocations: () => [],
  };
  const found = await readObservations(manifest.entries, manifest, request, options, { ...io, env });
  return {
    problems: found.problems,
    codes: found.problems.map(({ code }) => code),
    observed: found.readings.map(({ entry }) => entry),
    unobserved: [...found.unobserved.keys()],
    reasons: [...found.unobserved.values()].map(({ detail }) => detail),
    red: found.reasons.map(({ code, clause }) => `${code}: ${clause}`),
  };
}

/** Changes the lines of a file, and writes a trailer that fits. */
function rewrite(text: string, change: (lines: Record<string, unknown>[]) => void): string {
  const lines = text
    .trimEnd()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  change(lines);
  const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const sha256 = createHash('sha256').update(body).digest('hex');
  return `${body}${JSON.stringify({ kind: 'trailer', lines: lines.length, sha256 })}\n`;
}

describe('a file of a probe that is damaged', () => {
  it('is rejected if it is truncated at any byte', async () => {
    const text = await observe();
    expect((await read({ 'x.jsonl': text })).observed).toEqual(['shop', 'mail']);
    for (let length = 0; length < text.length; length += 1) {
      const { codes, observed } = await read({ 'x.jsonl': text.slice(0, length) });
      expect([length, codes, observed]).toEqual([
        length,
        [length === 0 ? 'observations-empty' : 'observations-truncated'],
        [],
      ]);
    }
  });

  it('is rejected if any byte is changed', async () => {
    const bytes = Buffer.from(await observe());
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ 1;
      const { codes, observed } = await read({ 'x.jsonl': changed });
      expect([at, observed, codes.length]).toEqual([at, [], 1]);
    }
  });

  it.each<[string, (text: string) => string | Buffer, string]>([
    ['that is empty', () => '', 'observations-empty'],
    [
      'that is binary',
      () => Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 89) % 256)),
      'observations-unknown-format',
    ],
    ['of another kind', () => '{"version":1,"certificates":[]}\n', 'observations-unknown-format'],
    ['with a line too many', (text) => `${text}{}\n`, 'observations-truncated'],
    ['with its lines in another order', (text) => swapLines(text), 'observations-modified'],
    [
      'of another version',
      (text) => rewrite(text, ([header]) => Object.assign(header ?? {}, { version: 2 })),
      'observations-other-version',
    ],
    ['without a version', (text) => rewrite(text, ([header]) => delete header?.version), 'observations-other-version'],
    [
      'with an unknown key',
      (text) => rewrite(text, ([, line]) => Object.assign(line ?? {}, { path: '/etc' })),
      'observations-invalid',
    ],
    [
      'with an unknown kind of line',
      (text) => rewrite(text, (lines) => lines.push({ kind: 'template' })),
      'observations-invalid',
    ],
    [
      'with a prototype as its kind',
      (text) => rewrite(text, (lines) => lines.push({ kind: 'constructor' })),
      'observations-invalid',
    ],
    [
      'with an entry that its header does not list',
      (text) => rewrite(text, ([, line]) => Object.assign(line ?? {}, { entry: 'other' })),
      'observations-invalid',
    ],
    [
      'with a long text',
      (text) => rewrite(text, ([, line]) => Object.assign(line ?? {}, { location: 'x'.repeat(5000) })),
      'observations-invalid',
    ],
    [
      'with a long line',
      (text) => rewrite(text, (lines) => lines.push({ kind: 'x'.repeat(9_000_000) })),
      'observations-invalid',
    ],
    [
      'with evidence after the locations',
      (text) => rewrite(text, (lines) => lines.push({ kind: 'anchors', pem: null })),
      'observations-invalid',
    ],
    [
      'with a location that is neither read nor failed',
      (text) => rewrite(text, ([, line]) => delete line?.certificate),
      'observations-invalid',
    ],
    [
      'of another repository',
      (text) => rewrite(text, ([header]) => Object.assign(header ?? {}, { repository: 'a/b' })),
      'observations-other-manifest',
    ],
    [
      'of another manifest',
      (text) =>
        rewrite(text, ([header]) =>
          Object.assign(header ?? {}, { manifest: { file: 'x.yaml', digest: '0'.repeat(64) } }),
        ),
      'observations-other-manifest',
    ],
    [
      'of a probe that no entry has',
      (text) => rewrite(text, ([header]) => Object.assign(header ?? {}, { probe: 'attic' })),
      'observations-probe-unused',
    ],
    [
      'without a valid time',
      (text) => rewrite(text, ([header]) => Object.assign(header ?? {}, { scanned_at: 'now' })),
      'observations-invalid',
    ],
  ])('is rejected: one %s', async (_, change, code) => {
    const env = { ...io.env, GITHUB_REPOSITORY: 'octo/shop' };
    const text = await observe({ env });
    const { codes, observed, unobserved, red, problems } = await read({ 'x.jsonl': change(text) }, plain, env);
    expect(codes).toEqual([code]);
    expect(problems[0]?.detail).toMatch(/^x\.jsonl /);
    expect(observed).toEqual([]);
    expect(unobserved).toEqual(['shop', 'mail', 'intranet']);
    expect(red).toEqual(['observations-rejected: 1 observation was rejected']);
  });

  it('is not read if it has 2 GB', async () => {
    const file = join(directory, 'big.jsonl');
    writeFileSync(file, '{"kind":"header",');
    truncateSync(file, 2 * 1024 ** 3);
    expect((await readPaths(['big.jsonl'])).codes).toEqual(['observations-too-large']);
    rmSync(file);
  });

  it('is rejected if it has more than 500,000 lines, which need more memory than bytes', async () => {
    const [header = ''] = (await observe()).split('\n');
    const fill = (count: number) => `${header}\n${'{}\n'.repeat(count)}`;
    // The trailer is missing in both.
    expect((await read({ 'x.jsonl': fill(499_999) })).codes).toEqual(['observations-truncated']);
    expect((await read({ 'x.jsonl': fill(500_000) })).codes).toEqual(['observations-too-large']);
    rmSync(join(directory, 'x.jsonl'));
  });

  it('is not read if it is a pipe, without waiting for a writer', async () => {
    execFileSync('mkfifo', [join(directory, 'pipe.jsonl')]);
    const { codes, problems } = await readPaths(['pipe.jsonl']);
    expect(codes).toEqual(['observations-unreadable']);
    expect(problems[0]?.detail).toContain('not a regular file');
    rmSync(join(directory, 'pipe.jsonl'));
  });

  it('does not affect the others', async () => {
    const files = {
      'a.jsonl': await observe({ only: ['shop'] }),
      'b.jsonl': '',
      'c.jsonl': await observe({ only: ['mail'] }),
    };
    const { codes, observed, unobserved } = await read(files);
    expect([codes, observed, unobserved]).toEqual([['observations-empty'], ['shop', 'mail'], ['intranet']]);
  });

  it('is ignored if another has the same content', async () => {
    const text = await observe();
    const { codes, observed, problems } = await read({ 'a.jsonl': text, 'b.jsonl': text });
    expect([codes, observed]).toEqual([['observations-duplicate'], ['shop', 'mail']]);
    expect(problems[0]?.detail).toContain('a.jsonl');
  });
});

function swapLines(text: string): string {
  const [header, a, b, ...rest] = text.split('\n');
  return [header, b, a, ...rest].join('\n');
}

describe('the time of a file', () => {
  it.each<[string, number, string[]]>([
    ['24 hours ago', NOW - 24 * HOUR, []],
    ['longer ago', NOW - 24 * HOUR - 1, ['observations-too-old']],
    ['of a clock that is slightly ahead', NOW + 4 * 60_000, []],
    ['in the future', NOW + 6 * 60_000, ['observations-in-future']],
  ])('may be %s or not', async (_, now, codes) => {
    expect((await read({ 'x.jsonl': await observe({ now }) })).codes).toEqual(codes);
  });

  it('decides which of two observations of an entry counts', async () => {
    const early = await observe({ now: NOW - HOUR });
    const later = rewrite(await observe({ only: ['shop'] }), ([, line]) =>
      Object.assign(line ?? {}, { certificate: undefined, failure: { code: 'endpoint-refused', detail: 'later' } }),
    );
    for (const files of [
      { 'a.jsonl': early, 'b.jsonl': later },
      { 'a.jsonl': later, 'b.jsonl': early },
    ]) {
      writeFileSync(join(directory, 'a.jsonl'), files['a.jsonl']);
      writeFileSync(join(directory, 'b.jsonl'), files['b.jsonl']);
      const request = { paths: ['a.jsonl', 'b.jsonl'], log: createEmptyLog(), clock: NOW };
      const options = {
        now: NOW,
        isComplete: true,
        policies: null,
        cache: null,
        onProgress: undefined,
        listKnownLocations: () => [],
      };
      const { readings } = await readObservations(plain.entries, plain, request, options, io);
      expect(readings.map(({ entry, locations }) => [entry, locations[0]?.failure?.detail])).toEqual([
        ['shop', 'later'],
        ['mail', undefined],
      ]);
    }
  });
});

describe('a manifest that changed after the observation', () => {
  it('loses only the entries whose source or probe changed', async () => {
    const text = await observe();
    const changed = TEXT.replace('2027-09-01', '2027-09-02').replace(
      'certificates:',
      'settings: { expiry_warning_days: 20 }\ncertificates:',
    );
    const { codes, observed, unobserved, reasons } = await read(
      { 'x.jsonl': text },
      await load('changed.yaml', changed),
    );
    expect([codes, observed, unobserved]).toEqual([[], ['mail'], ['shop', 'intranet']]);
    expect(reasons[0]).toContain('changed in the manifest');
    expect(reasons[1]).toContain('probe office');
    const moved = await load('moved.yaml', TEXT.replace('2027-10-01 }', '2027-10-01, probe: office }'));
    expect((await read({ 'x.jsonl': text }, moved)).unobserved).toEqual(['mail', 'intranet']);
  });

  it('ignores entries that were removed', async () => {
    const removed = await load('removed.yaml', TEXT.replace(/.*mail.*\n/, ''));
    expect((await read({ 'x.jsonl': await observe() }, removed)).observed).toEqual(['shop']);
  });
});

describe('the secret of observations', () => {
  it('authenticates files, and rejects all others', async () => {
    const good = await observe({ manifest: signed });
    expect((await read({ 'x.jsonl': good }, signed)).observed).toEqual(['shop', 'mail']);
    // A file that is signed although the manifest has no secret is accepted: nothing could verify it.
    expect((await read({ 'x.jsonl': good })).codes).toEqual([]);
    expect((await read({ 'x.jsonl': await observe() }, signed)).codes).toEqual(['observations-unsigned']);
    const other = await observe({ manifest: signed, env: { PROBE_SECRET: 'another-secret-value' } });
    expect((await read({ 'x.jsonl': other }, signed)).codes).toEqual(['observations-signature']);
    const { codes, problems } = await read({ 'x.jsonl': good }, signed, {});
    expect(codes).toEqual(['observations-secret-missing']);
    expect(problems[0]?.detail).toContain('$' + '{PROBE_SECRET}');
  });

  it('is required by the probe, and is not in its file', async () => {
    await expect(observe({ manifest: signed, env: {} })).rejects.toMatchObject({
      code: 'observations-secret-unset',
      exitCode: 3,
    });
    expect(await observe({ manifest: signed })).not.toContain(SECRET);
  });
});

describe('the secret of a probe', () => {
  const SECRETS = `observations: { secret: "\${OTHERS}", secrets: { office: "\${OFFICE}", lab: "\${LAB}" } }\n`;
  const ENTRIES = `${TEXT}  - { name: rack, expires: 2027-12-01, probe: lab }\n`;
  const env = { OTHERS: 'secret-of-the-others', OFFICE: 'secret-of-the-office', LAB: 'secret-of-the-lab' };
  const NAMES: Record<string, string[]> = { null: ['shop', 'mail'], office: ['intranet'], lab: ['rack'] };
  let manifest: Manifest;
  beforeAll(async () => {
    manifest = await load('separate.yaml', ENTRIES + SECRETS);
  });

  it.each([null, 'office', 'lab'])('authenticates its own files, which need no other secret: %s', async (probe) => {
    const own =
      probe === null ? { OTHERS: env.OTHERS } : { [probe.toUpperCase()]: env[probe === 'lab' ? 'LAB' : 'OFFICE'] };
    const text = await observe({ manifest, probe, env: own });
    const { codes, observed } = await read({ 'x.jsonl': text }, manifest, env);
    expect([codes, observed]).toEqual([[], NAMES[`${probe}`]]);
  });

  it.each<[string | null, string, string]>([
    ['lab', 'LAB', 'the secret of the office'],
    [null, 'OTHERS', 'the secret of the office'],
    ['office', 'OFFICE', 'the secret of all others'],
  ])('does not authenticate a file in the name of %s', async (probe, variable, value) => {
    const forged = { ...env, [variable]: value.endsWith('office') ? env.OFFICE : env.OTHERS };
    const text = await observe({ manifest, probe, env: forged });
    const { codes, observed } = await read({ 'x.jsonl': text }, manifest, env);
    expect([codes, observed]).toEqual([['observations-signature'], []]);
  });

  it('does not authenticate a file without a signature', async () => {
    const unsigned = await load('without.yaml', ENTRIES);
    for (const probe of [null, 'office', 'lab']) {
      const { codes } = await read({ 'x.jsonl': await observe({ manifest: unsigned, probe }) }, manifest, env);
      expect(codes).toEqual(['observations-unsigned']);
    }
  });

  it('covers no entry of another probe', async () => {
    // The office lists the entry of the lab in a file of its own, which it can sign.
    const lying = { ...manifest, entries: manifest.entries.map((one) => ({ ...one, probe: 'office' })) };
    const { codes, observed, unobserved } = await read(
      { 'x.jsonl': await observe({ manifest: lying, probe: 'office', env }) },
      manifest,
      env,
    );
    expect([codes, observed, unobserved]).toEqual([[], ['intranet'], ['shop', 'mail', 'rack']]);
  });

  it('is missing if its variable is not set, or the manifest has none', async () => {
    const file = await observe({ manifest, probe: 'office', env });
    const unset = await read({ 'x.jsonl': file }, manifest, { ...env, OFFICE: '' });
    expect(unset.codes).toEqual(['observations-secret-missing']);
    expect(unset.problems[0]?.detail).toContain('$' + '{OFFICE} of observations.secrets.office is not set');
    const none: Manifest = { ...manifest, observations: { ...manifest.observations, secret: null } };
    const without = await read({ 'x.jsonl': await observe({ manifest, env }) }, none, env);
    expect(without.codes).toEqual(['observations-secret-missing']);
    expect(without.problems[0]?.detail).toContain('no secret for entries without a probe');
    const signing = observe({ manifest, probe: 'office', env: {} });
    await expect(signing).rejects.toMatchObject({
      code: 'observations-secret-unset',
      message: expect.stringContaining('$' + '{OFFICE} of observations.secrets.office'),
    });
    await expect(observe({ manifest: none, env })).rejects.toMatchObject({ code: 'observations-secret-unset' });
  });
});

describe('a shard', () => {
  it('cannot list entries of another one', async () => {
    const shard = computeShardIndex('shop', 1000);
    const change = (index: number) => async () =>
      read({
        'x.jsonl': rewrite(await observe({ only: ['shop'] }), ([header]) =>
          Object.assign(header ?? {}, { shard: `${index}/1000` }),
        ),
      });
    expect((await change(shard)()).observed).toEqual(['shop']);
    for (const index of [shard - 1, shard + 1, 1001, 5000]) {
      const { codes, problems } = await change(index)();
      expect([index, codes]).toEqual([index, ['observations-invalid']]);
      expect(problems[0]?.detail).toContain('not in the shard');
    }
  });
});

describe('the paths of observations', () => {
  it('may be files, directories and globs, each file once', async () => {
    const text = await observe({ only: ['shop'] });
    mkdirSync(join(directory, 'download/observations-1'), { recursive: true });
    writeFileSync(join(directory, 'download/observations-1/x.jsonl'), text);
    writeFileSync(join(directory, 'download/observations-1/.x.jsonl.tmp'), 'incomplete');
    for (const paths of [['download'], ['download/*/*.jsonl'], ['download', 'download/observations-1/x.jsonl']]) {
      const { codes, observed } = await readPaths(paths);
      expect([codes, observed]).toEqual([[], ['shop']]);
    }
  });

  it('may be links, and a directory may have some', async () => {
    const text = await observe({ only: ['shop'] });
    mkdirSync(join(directory, 'linked/loop'), { recursive: true });
    writeFileSync(join(directory, 'shop.jsonl'), text);
    symlinkSync('../shop.jsonl', join(directory, 'linked/shop.jsonl'));
    symlinkSync('..', join(directory, 'linked/loop/up'));
    for (const path of ['linked', 'linked/shop.jsonl']) {
      const { codes, observed } = await readPaths([path]);
      expect([codes, observed]).toEqual([[], ['shop']]);
    }
  });

  it('are a problem if the system cannot look them up, and the scan goes on', async () => {
    symlinkSync('circle', join(directory, 'circle'));
    for (const path of ['circle', 'a'.repeat(300)]) {
      const { codes, problems, unobserved } = await readPaths([path]);
      expect([codes, unobserved]).toEqual([['observations-unreadable'], ['shop', 'mail', 'intranet']]);
      expect(problems[0]?.detail).toMatch(/: the path (?:contains a loop|is too long)/);
    }
  });

  it('are a problem if there is no file, and the scan goes on', async () => {
    for (const path of ['nothing.jsonl', 'nothing/*.jsonl', 'nothing']) {
      const { codes, unobserved } = await readPaths([path]);
      expect([codes, unobserved]).toEqual([['observations-not-found'], ['shop', 'mail', 'intranet']]);
    }
  });
});

describe('certificates that a probe describes without their bytes', () => {
  it('cannot change what is known under a fingerprint', async () => {
    const text = rewrite(await observe(), ([, line]) => {
      const { certificate } = line as { certificate: { fingerprint: string; facts: { valid_to: string } } };
      certificate.fingerprint = '2027-10-01';
    });
    writeFileSync(join(directory, 'x.jsonl'), text);
    const request = { paths: ['x.jsonl'], log: createEmptyLog(), clock: NOW };
    const options = {
      now: NOW,
      isComplete: true,
      policies: null,
      cache: null,
      onProgress: undefined,
      listKnownLocations: () => [],
    };
    const { readings } = await readObservations(plain.entries, plain, request, options, io);
    expect(readings.flatMap(({ locations }) => locations.map(({ failure }) => failure?.code))).toEqual([
      undefined,
      'observation-contradicts',
    ]);
  });
});
