import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { IS_ARCHIVE } from '../helpers/source-files.ts';

// Links in the documentation lead to existing pages and headings, every page is reachable from the README, and figures agree.

const DOCS = listFiles('docs').filter((name) => name.endsWith('.md'));
const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'examples/README.md', ...DOCS];

/** Files whose messages, descriptions or comments name a page. */
const SOURCES = [...['src', 'schema', 'examples', 'deploy', '.github'].flatMap(listFiles), 'action.yml'];

function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.posix.join(entry.parentPath.split(path.sep).join('/'), entry.name))
    .sort();
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}

/** A page without its code blocks, which contain `#` and brackets with another meaning. */
function prose(page: string): string {
  return read(page).replace(/^```[\s\S]*?^```$/gm, '');
}

/** The anchors that GitHub creates for the headings of a page; it numbers duplicates. */
function listAnchors(page: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = Array.from(prose(page).matchAll(/^#{1,6} +(.+)$/gm), ([, heading = '']) => slug(heading));
  return new Set(
    headings.map((anchor) => {
      const times = seen.get(anchor) ?? 0;
      seen.set(anchor, times + 1);
      return times === 0 ? anchor : `${anchor}-${times}`;
    }),
  );
}

function slug(heading: string): string {
  const text = heading.trim().replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

interface Link {
  page: string;
  /** Relative to the root of the repository. */
  file: string;
  anchor: string | null;
}

/** The links of a page to files of the repository. */
function listLinks(page: string): Link[] {
  return Array.from(prose(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g), ([, target = '']) => {
    const [name = '', anchor = null] = target.split('#');
    return { page, file: name === '' ? page : path.posix.join(path.posix.dirname(page), name), anchor };
  });
}

/** Whether an archive of the source leaves the file out. */
const isScreenshot = (file: string) => /^docs\/images\/[\w-]+\.png$/.test(file);

describe('documentation pages', () => {
  const links = PAGES.flatMap(listLinks);

  it('link to existing files', () => {
    expect(links.length).toBeGreaterThan(100);
    const missing = links.filter(({ file }) => !existsSync(file));
    expect(IS_ARCHIVE ? missing.filter(({ file }) => !isScreenshot(file)) : missing).toEqual([]);
  });

  it('link to existing headings', () => {
    const anchored = links.filter(({ file, anchor }) => anchor !== null && file.endsWith('.md') && existsSync(file));
    expect(anchored.length).toBeGreaterThan(10);
    const headings = new Map(PAGES.map((page) => [page, listAnchors(page)]));
    expect(anchored.filter(({ file, anchor }) => headings.get(file)?.has(anchor ?? '') !== true)).toEqual([]);
  });

  it('are all reachable from the README', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      if (!page.endsWith('.md') || !existsSync(page)) continue;
      for (const { file } of listLinks(page)) reached.add(file);
    }
    expect(DOCS.filter((page) => !page.startsWith('docs/images/') && !reached.has(page))).toEqual([]);
  });

  it('exist if a message, description or comment names them', () => {
    // docs/renew-... is an example of a page in the user's own repository.
    const named = SOURCES.flatMap((file) =>
      Array.from(read(file).matchAll(/\bdocs\/(?!renew-)[\w/-]+\.md/g), ([page]) => ({ file, page })),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ page }) => !existsSync(page))).toEqual([]);
  });
});

describe('the pages from start to alert', () => {
  it.each([
    ...['sre', 'gitlab', 'linux'].map((name): [string, number] => [`getting-started/${name}`, 500]),
    ['getting-started/kubernetes', 350],
    ...['guides/audit', 'guides/organization'].map((name): [string, number] => [name, 500]),
  ])('%s.md has at most %d words', (name, limit) => {
    expect(read(`docs/${name}.md`).trim().split(/\s+/).length).toBeLessThanOrEqual(limit);
  });
});

describe('docs/internals/decisions', () => {
  it('has a note about each runtime dependency', () => {
    const { dependencies } = JSON.parse(read('package.json'));
    const notes = listFiles('docs/internals/decisions').map(read).join('\n');
    expect(Object.keys(dependencies).length).toBeGreaterThan(5);
    expect(Object.keys(dependencies).filter((name) => !notes.includes(name))).toEqual([]);
  });
});

describe('the comparison with other tools', () => {
  it('states the number of measured servers', () => {
    const page = read('docs/comparison.md');
    const [, measured] = /^Of (\d+) situations/m.exec(page) ?? [];
    expect(page).toMatch(new RegExp(`^${measured} TLS servers`, 'm'));
    expect(page).toContain(`## Measured: ${measured} TLS servers`);
  });
});

describe('docs/internals/', () => {
  it.each(DOCS.filter((page) => page.startsWith('docs/internals/')))('%s names files that exist', (page) => {
    const named = Array.from(
      prose(page).matchAll(/`([a-z][\w-]*\/(?:[\w./-]+\.ts|[\w/-]*\/)?)`/g),
      ([, name = '']) => name,
    );
    const roots = ['', 'src', ...readdirSync('src').map((name) => `src/${name}`)];
    const missing = named.filter((name) => roots.every((root) => !existsSync(path.join(root, name))));
    expect(missing.filter((name) => name !== 'src/presets/example-chat.ts')).toEqual([]);
  });
});
