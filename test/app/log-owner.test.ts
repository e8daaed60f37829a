import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';

// One log, and the manifests that name it: in one directory, in several, outside of repositories and in links.

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-owner-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const at = (...names: string[]) => path.join(directory, ...names);
const DEFAULT_LOG = '.certvigil/event-log.json';

/** Writes a manifest with one entry. `log`: the value of `event_log.path`. */
function writeManifest(file: string, log = DEFAULT_LOG): void {
  mkdirSync(path.dirname(at(file)), { recursive: true });
  const entry = `{ name: ${file.replaceAll(/\W/g, '-')}, expires: 2031-04-01 }`;
  writeFileSync(at(file), `version: 1\nevent_log: { store: file, path: "${log}" }\ncertificates: [${entry}]\n`);
}

/** Makes a directory a checkout of this URL. */
function writeRepository(name: string, url: string | null): void {
  mkdirSync(at(name, '.git'), { recursive: true });
  const remote =
    url === null ? '' : `[remote "origin"]\n\turl = ${url}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`;
  writeFileSync(at(name, '.git/config'), `[core]\n\tbare = false\n${remote}[branch "main"]\n\tremote = origin\n`);
}

async function scan(cwd: string, ...args: string[]): Promise<{ status: number; stderr: string }> {
  let stderr = '';
  const io = {
    ...createTestIo(at(cwd)),
    stderr: (text: string) => {
      stderr += text;
    },
  };
  return { status: await main(['scan', '--quiet', ...args], io), stderr };
}

const readOwner = (log: string): unknown => JSON.parse(readFileSync(at(log), 'utf8')).scans.manifest;

const ACCEPTED = { status: 0 };
const refuse = (owner: string) => ({
  status: 3,
  stderr: expect.stringContaining(`belongs to the manifest ${JSON.stringify(owner)}`),
});

describe('two manifests with one log', () => {
  it('are rejected if they have the same name in two directories, and the log is outside of both', async () => {
    for (const name of ['a', 'b']) writeManifest(`${name}/certvigil.yaml`);
    expect(await scan('a', '--event-log', '../log.json')).toMatchObject(ACCEPTED);
    const before = readFileSync(at('log.json'), 'utf8');
    expect(await scan('b', '--event-log', '../log.json')).toMatchObject(refuse(at('a/certvigil.yaml')));
    expect(readFileSync(at('log.json'), 'utf8')).toBe(before);
    expect(readOwner('log.json')).toBe('a/certvigil.yaml');
  });

  it('are rejected if the log is next to one of them', async () => {
    writeManifest('a/certvigil.yaml');
    writeManifest('b/certvigil.yaml', '../a/.certvigil/event-log.json');
    expect(await scan('a')).toMatchObject(ACCEPTED);
    expect(await scan('b')).toMatchObject(refuse(at('a/certvigil.yaml')));
    expect(await scan('a')).toMatchObject(ACCEPTED);
  });

  it('are rejected in two repositories', async () => {
    for (const name of ['a', 'b']) {
      writeRepository(name, `https://git.example.com/${name}.git`);
      writeManifest(`${name}/certvigil.yaml`, at('log.json'));
    }
    expect(await scan('a')).toMatchObject(ACCEPTED);
    expect(await scan('b')).toMatchObject(refuse(at('a/certvigil.yaml')));
  });

  it('are rejected in two repositories without a remote', async () => {
    for (const name of ['a', 'b']) {
      writeRepository(name, null);
      writeManifest(`${name}/certvigil.yaml`, at('log.json'));
    }
    expect(await scan('a')).toMatchObject(ACCEPTED);
    expect(await scan('b')).toMatchObject(refuse(at('a/certvigil.yaml')));
  });

  it('are rejected in one repository, with the path from its root', async () => {
    writeRepository('.', 'https://git.example.com/ops.git');
    writeManifest('a/certvigil.yaml', '../state/log.json');
    writeManifest('b/certvigil.yaml', at('state/log.json'));
    expect(await scan('a')).toMatchObject(ACCEPTED);
    expect(await scan('b')).toMatchObject(refuse('a/certvigil.yaml'));
  });

  it('are rejected in one directory', async () => {
    writeManifest('a/certvigil.yaml');
    writeManifest('a/other.yaml');
    expect(await scan('a')).toMatchObject(ACCEPTED);
    expect(await scan('.', '-m', 'a/other.yaml')).toMatchObject(refuse('certvigil.yaml'));
  });

  it.skipIf(process.platform === 'win32')('are rejected if a link leads to the log', async () => {
    mkdirSync(at('shared'));
    writeRepository('.', null);
    for (const name of ['a', 'b']) {
      writeManifest(`${name}/certvigil.yaml`);
      symlinkSync(at('shared'), at(name, '.certvigil'));
    }
    expect(await scan('a')).toMatchObject(ACCEPTED);
    expect(await scan('b')).toMatchObject(refuse('a/certvigil.yaml'));
  });
});

describe('a manifest keeps its log', () => {
  it('from any working directory', async () => {
    writeManifest('a/certvigil.yaml');
    for (const [cwd, manifest] of [
      ['a', 'certvigil.yaml'],
      ['.', 'a/certvigil.yaml'],
      ['.', at('a/certvigil.yaml')],
    ] as const)
      expect(await scan(cwd, '-m', manifest, '--event-log', at('log.json'))).toMatchObject(ACCEPTED);
    expect(readOwner('log.json')).toBe('a/certvigil.yaml');
  });

  it('after it was renamed', async () => {
    writeManifest('a/certvigil.yaml');
    expect(await scan('a')).toMatchObject(ACCEPTED);
    renameSync(at('a/certvigil.yaml'), at('a/other.yaml'));
    expect(await scan('a', '-m', 'other.yaml')).toMatchObject(ACCEPTED);
    expect(readOwner(`a/${DEFAULT_LOG}`)).toBe('../other.yaml');
  });

  it.each([
    ['with its log', DEFAULT_LOG],
    ['away from its log', '../log.json'],
  ])('after its directory was moved %s', async (_, log) => {
    writeManifest('a/certvigil.yaml', log);
    expect(await scan('a')).toMatchObject(ACCEPTED);
    renameSync(at('a'), at('b'));
    expect(await scan('b')).toMatchObject(ACCEPTED);
  });

  it('in a copy of its directory', async () => {
    writeManifest('a/certvigil.yaml');
    expect(await scan('a')).toMatchObject(ACCEPTED);
    cpSync(at('a'), at('b'), { recursive: true });
    expect(await scan('b')).toMatchObject(ACCEPTED);
    expect(await scan('a')).toMatchObject(ACCEPTED);
  });

  it('after its log was moved', async () => {
    writeManifest('a/certvigil.yaml');
    expect(await scan('a')).toMatchObject(ACCEPTED);
    writeManifest('a/certvigil.yaml', 'log.json');
    renameSync(at('a', DEFAULT_LOG), at('a/log.json'));
    expect(await scan('a')).toMatchObject(ACCEPTED);
    expect(readOwner('a/log.json')).toBe('certvigil.yaml');
  });

  it.skipIf(process.platform === 'win32')('if a link leads to its directory', async () => {
    writeManifest('a/certvigil.yaml', at('log.json'));
    symlinkSync(at('a'), at('current'));
    expect(await scan('a')).toMatchObject(ACCEPTED);
    expect(await scan('current')).toMatchObject(ACCEPTED);
    expect(await scan('a')).toMatchObject(ACCEPTED);
  });

  it('in two checkouts of one repository, such as those of concurrent builds', async () => {
    for (const [name, url] of [
      ['job', 'https://build:first@git.example.com/ops.git'],
      ['job@2', 'https://build:second@git.example.com/ops.git'],
    ] as const) {
      writeRepository(name, url);
      writeManifest(`${name}/certvigil.yaml`, at('log.json'));
      writeManifest(`${name}/other/certvigil.yaml`, at('log.json'));
    }
    expect(await scan('job')).toMatchObject(ACCEPTED);
    expect(await scan('job@2')).toMatchObject(ACCEPTED);
    expect(await scan('job', '-m', 'other/certvigil.yaml')).toMatchObject(refuse(at('job@2/certvigil.yaml')));
  });
});
