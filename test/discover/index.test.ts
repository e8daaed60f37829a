import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/discover/format.ts';
import { discover } from '../../src/discover/index.ts';
import type { FileProblem, FileTree } from '../../src/discover/read-repository.ts';

/** Each line of a `.hosts` file is a host. */
const HOSTS: Format = {
  name: 'hosts',
  files: /\.hosts$/,
  sniff: (text) => !text.startsWith('#'),
  *read({ text }) {
    if (text.includes('bug')) throw new Error('a bug');
    for (const [index, host] of text.split('\n').entries())
      if (host !== '') yield { kind: 'host', host, port: null, line: index + 1, confidence: 'declared' };
  },
};

function createTree(files: Record<string, string | Buffer | { problem: FileProblem }>, links: string[] = []): FileTree {
  return {
    paths: Object.keys(files).sort(),
    skipped: [],
    read: (path) => {
      const content = files[path];
      if (content === undefined) return 'unreadable';
      if (typeof content === 'object' && 'problem' in content) return content.problem;
      return Buffer.from(content as Buffer);
    },
    isLink: (path) => links.includes(path),
  };
}

const noBugs = (bug: unknown) => {
  throw bug;
};

function find(tree: FileTree, options = {}) {
  return discover(tree, noBugs, { formats: [HOSTS], ...options });
}

const listHosts = ({ mentions }: ReturnType<typeof discover>) =>
  mentions.flatMap((one) => (one.kind === 'host' ? [`${one.file}:${one.line} ${one.host} ${one.confidence}`] : []));

describe('discover', () => {
  it('normalizes hosts, and drops and counts those that nobody can watch', () => {
    const found = find(
      createTree({ 'a.hosts': 'Shop.Internal.\nwww.example.com\n*.shop.internal\nb.shop.internal\n' }),
      {
        domains: ['shop.internal'],
      },
    );
    expect(listHosts(found)).toEqual(['a.hosts:1 shop.internal declared', 'a.hosts:4 b.shop.internal declared']);
    expect(found.dropped).toEqual({ reserved: 1, wildcard: 1 });
  });

  it('lets a bug in one file affect no other, and names the file', () => {
    const bugs: unknown[] = [];
    const tree = createTree({ 'a.hosts': 'a.example.com', 'b.hosts': 'bug', 'c.hosts': 'c.example.com' });
    const options = { formats: [HOSTS], domains: ['example.com'] };
    const found = discover(tree, (bug) => bugs.push(bug), options);
    expect(listHosts(found)).toEqual(['a.hosts:1 a.example.com declared', 'c.hosts:1 c.example.com declared']);
    expect(found.skipped).toEqual([{ file: 'b.hosts', reason: 'an internal error in the format hosts' }]);
    expect(bugs).toHaveLength(1);
  });

  it('reads no links, excluded, binary, large or sniffed-out files', () => {
    const text = 'a.example.com';
    const tree = createTree(
      {
        'binary.hosts': Buffer.from(`\0${text}`),
        'excluded.hosts': text,
        'large.hosts': { problem: 'large' },
        'link.hosts': text,
        'other.hosts': `# ${text}`,
        'read.hosts': text,
      },
      ['link.hosts'],
    );
    const visited: string[] = [];
    const found = find(tree, {
      domains: ['example.com'],
      isExcluded: (path: string) => path.startsWith('excluded'),
      visit: (path: string) => visited.push(path),
    });
    expect(listHosts(found)).toEqual(['read.hosts:1 a.example.com declared']);
    expect(found.skipped).toEqual([{ file: 'large.hosts', reason: 'larger than 5 MB' }]);
    expect(visited).toEqual(['binary.hosts', 'large.hosts', 'link.hosts', 'other.hosts', 'read.hosts']);
  });

  it('only mentions the hosts of examples and documentation', () => {
    const text = 'a.example.com';
    const found = find(createTree({ 'examples/a.hosts': text, 'envs/test/a.hosts': text }), {
      domains: ['example.com'],
    });
    expect(listHosts(found)).toEqual([
      'envs/test/a.hosts:1 a.example.com declared',
      'examples/a.hosts:1 a.example.com mentioned',
    ]);
  });

  it('only mentions the hosts of archives, and does not count what is unresolved there', () => {
    const text = 'a.example.com';
    const open: Format = {
      ...HOSTS,
      name: 'open',
      *read() {
        yield { kind: 'unresolved', expression: '{{ a }}', line: 1 };
      },
    };
    const files = {
      '.archive/a.hosts': text,
      'b/_OLD/c/a.hosts': text,
      'archive/a.hosts': text,
      'c/.archive.hosts': text,
    };
    const found = find(createTree(files), { domains: ['example.com'], formats: [HOSTS, open] });
    expect(listHosts(found)).toEqual([
      '.archive/a.hosts:1 a.example.com mentioned',
      'archive/a.hosts:1 a.example.com declared',
      'b/_OLD/c/a.hosts:1 a.example.com mentioned',
      'c/.archive.hosts:1 a.example.com declared',
    ]);
    const unresolved = found.mentions.flatMap((one) => (one.kind === 'unresolved' ? one.file : []));
    expect(unresolved).toEqual(['archive/a.hosts', 'c/.archive.hosts']);
  });

  it('stops when the time is up, and says so', () => {
    let read = 0;
    const visit = () => {
      read += 1;
    };
    const tree = createTree({ 'a.hosts': 'a.example.com', 'b.hosts': 'b.example.com', 'c.hosts': 'c.example.com' });
    const found = find(tree, { domains: ['example.com'], visit, deadline: { at: 1, now: () => read } });
    expect(listHosts(found)).toHaveLength(1);
    expect(found.skipped).toEqual([
      { file: 'b.hosts', reason: 'only its first 0 values were read' },
      { file: 'c.hosts', reason: 'the time was up: this file was not read, and 0 after it' },
    ]);
  });

  it('stops inside a file when the time is up, and says how much of it was read', () => {
    let now = 0;
    const format: Format = {
      name: 'endless',
      files: /^a$/,
      *read() {
        for (;;) yield { kind: 'host', host: 'a.example.com', port: null, line: 1, confidence: 'declared' };
      },
    };
    const deadline = { at: 10, now: () => now++ };
    const found = find(createTree({ a: 'x' }), { formats: [format], domains: ['example.com'], deadline });
    expect(found.skipped).toEqual([{ file: 'a', reason: 'only its first 10 values were read' }]);
    expect(found.mentions).toHaveLength(10);
  });

  it('counts files that git-crypt encrypted', () => {
    const found = find(createTree({ 'secret.yaml': Buffer.from('\0GITCRYPT\0data') }));
    expect(found.mentions).toEqual([{ kind: 'protected', line: 1, file: 'secret.yaml', format: 'git-crypt' }]);
  });

  it('gives formats the text of other listed files only', () => {
    const seen: (string | null)[] = [];
    const format: Format = {
      name: 'module',
      files: /^a$/,
      read: (_, repository) => {
        seen.push(repository.readText('b'), repository.readText('../outside'), repository.readText('binary'));
        return [];
      },
    };
    discover(createTree({ a: '', b: '\ufefftext', binary: Buffer.from([0]) }), noBugs, { formats: [format] });
    expect(seen).toEqual(['text', null, null]);
  });
});
