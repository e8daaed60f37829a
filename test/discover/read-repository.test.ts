import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCheckout } from '../../src/discover/read-repository.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'read-repository-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Creates files of a size, and returns the tree. Without git, every file is listed. */
async function createTree(sizes: Readonly<Record<string, number>>) {
  for (const [name, size] of Object.entries(sizes)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), '');
    truncateSync(path.join(root, name), size);
  }
  return readCheckout(root, { env: { PATH: '' } }, (error) => {
    throw error;
  });
}

const MIB = 1024 * 1024;

describe('the files of a checkout', () => {
  it('are sorted, without those of other projects', async () => {
    const tree = await createTree({
      ...{ 'b/z.conf': 1, 'B.conf': 1, 'a.conf': 1, '.hidden/a.conf': 1 },
      ...{ 'x/node_modules/a.conf': 1, '.git/config': 1, 'vendor/a.conf': 1 },
      ...{
        'target/own.conf': 1,
        'java/pom.xml': 1,
        'java/target/built.conf': 1,
        'rust/Cargo.toml': 1,
        'rust/target/b.conf': 1,
      },
    });
    expect(tree.paths).toEqual([
      ...['.hidden/a.conf', 'B.conf', 'a.conf', 'b/z.conf', 'java/pom.xml', 'rust/Cargo.toml', 'target/own.conf'],
    ]);
    expect([...tree.skipped].sort()).toEqual(['.git', 'java/target', 'rust/target', 'vendor', 'x/node_modules']);
  });

  it('are read up to 5 MiB, and keystores up to 50 MiB', async () => {
    const tree = await createTree({
      ...{ 'a.conf': 5 * MIB, 'b.conf': 5 * MIB + 1, 'p12.conf': 5 * MIB + 1 },
      ...{ 'c.P12': 5 * MIB + 1, 'd.jks': 50 * MIB, 'e.jks': 50 * MIB + 1, 'f.p12.conf': 5 * MIB + 1 },
    });
    const sizes = tree.paths.map((name) => {
      const content = tree.read(name);
      return [name, typeof content === 'string' ? content : content.length];
    });
    expect(Object.fromEntries(sizes)).toEqual({
      ...{ 'a.conf': 5 * MIB, 'b.conf': 'large', 'p12.conf': 'large' },
      ...{ 'c.P12': 5 * MIB + 1, 'd.jks': 50 * MIB, 'e.jks': 'large', 'f.p12.conf': 'large' },
    });
  });

  it('that cannot be read have a reason', async () => {
    const tree = await createTree({ 'directory/a.conf': 1 });
    symlinkSync('directory', path.join(root, 'link'));
    symlinkSync('directory/a.conf', path.join(root, 'file'));
    symlinkSync('/etc/hostname', path.join(root, 'outside'));
    expect(['directory', 'link', 'outside', 'absent'].map((name) => tree.read(name))).toEqual([
      ...['directory', 'directory', 'outside', 'unreadable'],
    ]);
    expect(['link', 'file', 'directory/a.conf', 'absent'].map((name) => tree.isLink(name))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
