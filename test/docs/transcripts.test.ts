/** Runs the commands that the pages show, and compares what they print with the block below. `-u` rewrites it. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';

/** A command in a comment, with environment variables before it, and the block with what it prints. */
const TRANSCRIPT = /(<!-- run: ((?:\w+=\S+ )*)certvigil ([^\n]+) -->\n```text\n)([\s\S]*?)(^```$)/gm;
/** A manifest with an error is shown as text, because every YAML block must be valid. */
const MANIFEST = /^```(?:yaml|text)\n(version: 1\n[\s\S]*?)^```$/gm;

const PAGES = readdirSync('docs', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => path.join('docs', name))
  .filter((page) => readFileSync(page, 'utf8').includes('<!-- run: '));

/** The last manifest that the page shows. */
function findManifest(page: string): string {
  const shown = Array.from(page.matchAll(MANIFEST), ([, text = '']) => text);
  return shown.at(-1) ?? '';
}

/** A file that the page shows, which the commands after it see. */
const SHOWN_FILE = /<!-- file: (\S+) -->\n```\w*\n([\s\S]*?)^```$/gm;

/** A Kubernetes Secret as in a GitOps repository. */
function createSecret(certificate: Buffer): string {
  return `apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: prod }
type: kubernetes.io/tls
data:
  tls.crt: ${certificate.toString('base64')}
  tls.key: ${Buffer.from('not a key').toString('base64')}
`;
}

/**
 * Standard output and standard error of a command, in a directory with the manifest and files that the page shows before it, `certs/`,
 * `testdata/` and `clusters/`.
 */
async function run(command: string, variables: string, page: string): Promise<string> {
  const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-test-'));
  try {
    writeFileSync(path.join(directory, 'certvigil.yaml'), findManifest(page));
    for (const [, name = '', text = ''] of page.matchAll(SHOWN_FILE)) {
      mkdirSync(path.join(directory, path.dirname(name)), { recursive: true });
      writeFileSync(path.join(directory, name), text);
    }
    // A page with files of its own shows a small repository.
    const isSmall = page.includes('<!-- file: ');
    for (const name of isSmall ? ['shop.pem', 'other.pem'] : [''])
      cpSync(path.join('test/fixtures/certificates', name), path.join(directory, 'certs', name), { recursive: true });
    if (!isSmall) mkdirSync(path.join(directory, 'testdata'));
    for (const [name, source] of isSmall ? [] : Object.entries({ client: 'other', server: 'shop' }))
      cpSync(`test/fixtures/certificates/${source}.pem`, path.join(directory, `testdata/${name}.pem`));
    mkdirSync(path.join(directory, 'clusters/prod'), { recursive: true });
    const secret = createSecret(readFileSync('test/fixtures/certificates/shop.pem'));
    writeFileSync(path.join(directory, 'clusters/prod/shop-tls.yaml'), secret);
    let output = '';
    const write = (text: string) => {
      output += text;
    };
    const env = Object.fromEntries(Array.from(variables.matchAll(/(\w+)=(\S+)/g), ([, name, value]) => [name, value]));
    const io = { ...createTestIo(directory), env, stdout: write, stderr: write };
    await main(command.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [], io);
    return normalizeTrace(output, directory)
      .replace(/[ \t]+$/gm, '')
      .replace(/\n*$/, '\n');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Without what differs in each run. */
function normalizeTrace(output: string, directory: string): string {
  return output.replace(/^trace \+[\d.]+s (.*?)(?: \(\d+ ms\))?$/gm, (line, text: string) => {
    const taken = line.endsWith(' ms)') ? ' (2 ms)' : '';
    return `trace +0.${taken === '' ? '061' : '042'}s ${text.replaceAll(directory, '/srv/certvigil').replaceAll('\\', '/')}${taken}`;
  });
}

async function renew(page: string): Promise<string> {
  let renewed = '';
  let end = 0;
  for (const match of page.matchAll(TRANSCRIPT)) {
    const { 0: all, 1: head = '', 2: variables = '', 3: command = '', 5: fence = '', index } = match;
    renewed += page.slice(end, index) + head + (await run(command, variables, page.slice(0, index))) + fence;
    end = index + all.length;
  }
  return renewed + page.slice(end);
}

describe('transcripts in the documentation', () => {
  it.each(PAGES)('%s shows what its commands print', async (file) => {
    const page = readFileSync(file, 'utf8');
    const renewed = await renew(page);
    expect(page.match(/<!-- run: /g)?.length).toBe([...page.matchAll(TRANSCRIPT)].length);
    await expect(renewed).toMatchFileSnapshot(path.resolve(file));
  });

  it('exist on several pages', () => {
    expect(PAGES.length).toBeGreaterThan(3);
  });
});
