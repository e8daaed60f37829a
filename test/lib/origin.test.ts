import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readOrigin } from '../../src/lib/files/origin.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-origin-'));
afterAll(() => rmSync(directory, { recursive: true }));

function createCheckout(config: string): string {
  const checkout = mkdtempSync(path.join(directory, 'checkout-'));
  mkdirSync(path.join(checkout, '.git'));
  writeFileSync(path.join(checkout, '.git/config'), config);
  return checkout;
}

const URL = 'https://user:pass@git.example.com/acme/certs.git';

describe('the origin of a checkout', () => {
  it.each([
    ['is the URL of that remote', `[core]\n\tbare = false\n[remote "origin"]\n\turl = ${URL}\n\tfetch = x\n`, URL],
    ['may have an equals sign', '[remote "origin"]\nurl=ssh://git.example.com/a?b=c', 'ssh://git.example.com/a?b=c'],
    ['may be a path with a space', '[remote "origin"]\n\turl = /srv/my certs\n', '/srv/my certs'],
    ['ends before a comment', '[remote "origin"]\r\n\turl = /srv/certs ; url = y\r\n', '/srv/certs'],
    ['is not that of another remote', '[remote "fork"]\nurl = x\n[remote "origin"]\n[branch "main"]\nurl = y\n', null],
    ['is not the URL to push to', '[remote "origin"]\n\tpushurl = x\n', null],
    ['is not a URL outside of its section', '[core]\n\tbare = false\n\turl = x', null],
    ['may be empty', '[remote "origin"]\n\turl =\n', null],
  ])('%s', (_, config, origin) => {
    expect(readOrigin(createCheckout(config))).toBe(origin);
  });

  it('is what git reads', () => {
    const checkout = createCheckout('');
    for (const args of [
      ['init', '-q'],
      ['remote', 'add', 'other', 'x'],
      ['remote', 'add', 'origin', URL],
    ])
      execFileSync('git', ['-C', checkout, ...args]);
    const read = execFileSync('git', ['-C', checkout, 'config', 'remote.origin.url'], { encoding: 'utf8' });
    expect(readOrigin(checkout)).toBe(read.trim());
  });

  it('is unknown without a configuration, as in a worktree', () => {
    const worktree = path.join(directory, 'worktree');
    mkdirSync(worktree);
    writeFileSync(path.join(worktree, '.git'), 'gitdir: /elsewhere\n');
    expect([readOrigin(worktree), readOrigin(directory)]).toEqual([null, null]);
  });
});
