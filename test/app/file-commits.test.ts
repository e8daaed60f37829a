import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFileCommits } from '../../src/app/file-commits.ts';

const FIRST = '2027-01-01T10:00:00Z';
const SECOND = '2027-02-02T11:30:00Z';

let directory: string;
let root: string;
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'certvigil-commits-test-')));
  root = join(directory, 'checkout');
  mkdirSync(root);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Runs git without the settings of the machine. The zone of a commit must not matter. */
function run(cwd: string, args: readonly string[], time = FIRST): string {
  const identity = { NAME: 'Jo Example', EMAIL: 'jo@example.com', DATE: time.replace('Z', '+0000') };
  const env = Object.entries(identity).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, key === 'DATE' ? '2020-01-01T00:00:00+0900' : value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  return execFileSync('git', args, {
    cwd,
    env: { ...process.env, ...Object.fromEntries(env), GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

/** Commits everything, and returns the commit. */
function commit(files: Record<string, string>, time = FIRST): string {
  if (!existsSync(join(root, '.git'))) run(root, ['init', '--quiet', '--initial-branch=main']);
  write(files);
  run(root, ['add', '--all'], time);
  run(root, ['commit', '--quiet', '--allow-empty', '--message=Rotate <!-- @everyone -->'], time);
  return run(root, ['rev-parse', 'HEAD']);
}

const find = async (paths: readonly string[], from = root, env: NodeJS.ProcessEnv = process.env) =>
  Object.fromEntries(await findFileCommits(from, paths, { env }));

describe('the commit of a file', () => {
  it('is the last one that changed it: its short SHA and its time, and nothing that its author wrote', async () => {
    const first = commit({ 'certs/a.pem': 'old', 'certs/b.pem': 'same' });
    const second = commit({ 'certs/a.pem': 'new' }, SECOND);
    commit({ 'README.md': 'later' }, '2027-03-03T00:00:00Z');
    expect(await find(['certs/a.pem', 'certs/b.pem'])).toEqual({
      'certs/a.pem': { sha: second.slice(0, 12), time: SECOND },
      'certs/b.pem': { sha: first.slice(0, 12), time: FIRST },
    });
  });

  it('is found from a directory of the checkout, also outside of it', async () => {
    const sha = commit({ 'deploy/a.pem': 'x', 'certs/b.pem': 'y' }).slice(0, 12);
    const found = await find(['a.pem', '../certs/b.pem'], join(root, 'deploy'));
    expect(found).toEqual({ 'a.pem': { sha, time: FIRST }, '../certs/b.pem': { sha, time: FIRST } });
  });

  it.skipIf(process.platform === 'win32')('is found whatever the name of the file', async () => {
    const names = [
      'a*.pem',
      '[ab].pem',
      ':(glob)x.pem',
      '--all',
      'a b.pem',
      'ü.pem',
      'tab\t.pem',
      'line\n.pem',
      '"q".pem',
    ];
    const sha = commit(Object.fromEntries(names.map((name) => [name, name]))).slice(0, 12);
    commit({ 'ab.pem': 'matches the first name' }, SECOND);
    expect(await find(names)).toEqual(Object.fromEntries(names.map((name) => [name, { sha, time: FIRST }])));
  });

  it('is that of a merged branch, not its merge', async () => {
    commit({ 'a.pem': 'old' });
    run(root, ['checkout', '--quiet', '-b', 'rotate']);
    const sha = commit({ 'a.pem': 'new' }, SECOND).slice(0, 12);
    run(root, ['checkout', '--quiet', 'main']);
    commit({ 'b.txt': '' });
    run(root, ['merge', '--quiet', '--no-ff', '--message=Merge', 'rotate']);
    expect(await find(['a.pem'])).toEqual({ 'a.pem': { sha, time: SECOND } });
  });

  it('is that of a change, although it also moved the file', async () => {
    commit({ 'a.pem': 'a certificate\nof two lines\n' });
    run(root, ['mv', 'a.pem', 'b.pem']);
    const sha = commit({ 'b.pem': 'a certificate\nof two other lines\n' }, SECOND).slice(0, 12);
    expect(await find(['b.pem'])).toEqual({ 'b.pem': { sha, time: SECOND } });
  });

  it('is found in a repository with SHA-256', async () => {
    run(root, ['init', '--quiet', '--object-format=sha256', '--initial-branch=main']);
    const id = commit({ 'a.pem': 'x' });
    expect(id).toHaveLength(64);
    expect(await find(['a.pem'])).toEqual({ 'a.pem': { sha: id.slice(0, 12), time: FIRST } });
  });

  it('is looked up for at most 20 files', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `${index}.pem`);
    commit(Object.fromEntries(names.map((name) => [name, name])));
    expect(Object.keys(await find(names)).sort()).toEqual(names.slice(0, 20).sort());
  });
});

describe('no commit is named', () => {
  const CASES: Record<string, () => void> = {
    'a file with changes that are not committed': () => write({ 'a.pem': 'newer' }),
    'a file with staged changes': () => {
      write({ 'a.pem': 'newer' });
      run(root, ['add', 'a.pem']);
    },
    'an untracked file': () => run(root, ['rm', '--quiet', '--cached', 'a.pem']),
    'a file that is staged for the first time': () => {
      write({ 'a.pem': 'newer' });
      run(root, ['checkout', '--quiet', '--orphan', 'unborn']);
    },
    'a file that was only moved': () => {
      run(root, ['mv', 'a.pem', 'b.pem']);
      commit({}, SECOND);
      run(root, ['mv', 'b.pem', 'a.pem']);
      commit({}, SECOND);
    },
    'a file whose mode was changed': () => {
      run(root, ['update-index', '--chmod=+x', 'a.pem']);
      run(root, ['commit', '--quiet', '--message=Mode'], SECOND);
    },
    'a missing file': () => rmSync(join(root, 'a.pem')),
  };

  it.each(Object.entries(CASES))('for %s', async (name, change) => {
    commit({ 'a.pem': 'old', 'b.txt': '' });
    commit({ 'a.pem': 'new' }, SECOND);
    expect(Object.keys(await find(['a.pem']))).toEqual(['a.pem']);
    change();
    if (name === 'an untracked file') run(root, ['commit', '--quiet', '--message=Untrack']);
    expect(await find(['a.pem'])).toEqual({});
  });

  it.skipIf(process.platform === 'win32')('for a link, or a file behind one', async () => {
    write({ 'real/a.pem': 'x' });
    symlinkSync('real/a.pem', join(root, 'link.pem'));
    symlinkSync('real', join(root, 'linked'));
    const sha = commit({}).slice(0, 12);
    expect(await find(['link.pem', 'linked/a.pem', 'real/a.pem'])).toEqual({ 'real/a.pem': { sha, time: FIRST } });
  });

  it('for a file outside of the repository', async () => {
    commit({ 'a.pem': 'x' });
    writeFileSync(join(directory, 'a.pem'), 'x');
    expect(await find(['../a.pem', join(directory, 'a.pem'), ''])).toEqual({});
  });

  it('outside of a checkout', async () => {
    write({ 'a.pem': 'x' });
    expect(await find(['a.pem'])).toEqual({});
  });

  it('in a bare repository that looks like a directory of the checkout', async () => {
    run(root, ['init', '--quiet', '--bare', '--initial-branch=main']);
    expect(await find(['HEAD'])).toEqual({});
  });

  it('without git', async () => {
    commit({ 'a.pem': 'x' });
    expect(await find(['a.pem'], root, { ...process.env, PATH: directory })).toEqual({});
  });

  it('before the first commit', async () => {
    run(root, ['init', '--quiet']);
    write({ 'a.pem': 'x' });
    expect(await find(['a.pem'])).toEqual({});
  });

  it('leaves no temporary files behind', async () => {
    commit({ 'a.pem': 'x' });
    const count = () => readdirSync(tmpdir()).filter((name) => /^certvigil-commits-(?!test)/.test(name)).length;
    const before = count();
    await find(['a.pem']);
    expect(count()).toBe(before);
  });
});

describe('a shallow clone', () => {
  const clone = (...args: string[]) => {
    run(directory, ['clone', '--quiet', ...args, `file://${root}`, 'clone']);
    return join(directory, 'clone');
  };

  it('of one commit names none, because that commit seems to add all files', async () => {
    commit({ 'a.pem': 'old' });
    commit({ 'a.pem': 'new' }, SECOND);
    expect(await find(['a.pem'], clone('--depth=1'))).toEqual({});
  });

  it('names only commits whose parents it has', async () => {
    commit({ 'a.pem': 'old', 'b.pem': 'b' });
    commit({ 'b.pem': 'changed' });
    const sha = commit({ 'a.pem': 'new' }, SECOND).slice(0, 12);
    expect(await find(['a.pem', 'b.pem'], clone('--depth=2'))).toEqual({ 'a.pem': { sha, time: SECOND } });
  });

  it('does not name its oldest commits beside a merge', async () => {
    commit({ 'a.pem': 'old' });
    run(root, ['checkout', '--quiet', '-b', 'rotate']);
    commit({ 'a.pem': 'new' });
    commit({ 'c.txt': '' });
    run(root, ['checkout', '--quiet', 'main']);
    commit({ 'b.txt': '' });
    run(root, ['merge', '--quiet', '--no-ff', '--message=Merge', 'rotate']);
    expect(await find(['a.pem'], clone('--depth=2'))).toEqual({});
  });

  it('without the contents of earlier commits names all, and fetches nothing', async () => {
    commit({ 'a.pem': 'old' });
    const sha = commit({ 'a.pem': 'new' }, SECOND).slice(0, 12);
    run(root, ['config', 'uploadpack.allowFilter', 'true']);
    const partial = clone('--filter=blob:none');
    rmSync(root, { recursive: true });
    expect(await find(['a.pem'], partial)).toEqual({ 'a.pem': { sha, time: SECOND } });
  });
});

describe.skipIf(process.platform === 'win32')('the configuration of a hostile repository', () => {
  let mark: string;
  /** Creates a program that leaves a mark when it runs. */
  const createProgram = (): string => {
    const program = join(directory, 'program');
    mark = join(directory, 'has-run');
    writeFileSync(program, `#!/bin/sh\ntouch '${mark}'\nexit 1\n`);
    chmodSync(program, 0o755);
    return program;
  };
  const configure = (settings: Record<string, string>) => {
    for (const [key, value] of Object.entries(settings)) run(root, ['config', key, value]);
  };

  it('runs no program', async () => {
    const program = createProgram();
    commit({ 'a.pem': 'old', '.gitattributes': '*.pem filter=x diff=x\n' });
    const sha = commit({ 'a.pem': 'new' }, SECOND).slice(0, 12);
    const hook = join(root, '.git/hooks/post-index-change');
    mkdirSync(dirname(hook), { recursive: true });
    symlinkSync(program, hook);
    configure({
      'core.fsmonitor': program,
      'core.pager': program,
      'pager.rev-list': program,
      'core.sshCommand': program,
      'core.askPass': program,
      'gpg.program': program,
      'log.showSignature': 'true',
      'filter.x.clean': program,
      'filter.x.smudge': program,
      'filter.x.process': program,
      'filter.x.required': 'true',
      'diff.external': program,
      'diff.x.command': program,
      'diff.x.textconv': program,
      'alias.rev-list': `!${program}`,
      'alias.ls-tree': `!${program}`,
    });
    expect(await find(['a.pem'])).toEqual({ 'a.pem': { sha, time: SECOND } });
    expect(existsSync(mark)).toBe(false);
    // The usual commands do run it.
    expect(() => run(root, ['status'])).toThrow();
    expect(existsSync(mark)).toBe(true);
  });

  it('does not fetch missing objects with its programs', async () => {
    const program = createProgram();
    commit({ 'certs/a.pem': 'old' });
    commit({ 'certs/a.pem': 'new' }, SECOND);
    run(root, ['config', 'uploadpack.allowFilter', 'true']);
    run(directory, ['clone', '--quiet', '--filter=tree:0', `file://${root}`, 'clone']);
    const clone = join(directory, 'clone');
    run(clone, ['config', 'remote.origin.uploadpack', program]);
    run(clone, ['config', 'protocol.file.allow', 'always']);
    expect(await find(['certs/a.pem'], clone)).toEqual({});
    expect(existsSync(mark)).toBe(false);
    // The usual commands do fetch them.
    expect(() => run(clone, ['rev-list', 'HEAD', '--', 'certs/a.pem'])).toThrow();
    expect(existsSync(mark)).toBe(true);
  });

  it('does not redirect the history with replaced objects', async () => {
    commit({ 'a.pem': 'old' });
    const second = commit({ 'a.pem': 'new' }, SECOND);
    const third = commit({ 'b.txt': '' });
    run(root, ['replace', third, second]);
    expect(await find(['a.pem'])).toEqual({ 'a.pem': { sha: second.slice(0, 12), time: SECOND } });
  });
});
