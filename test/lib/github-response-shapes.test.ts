import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { hasShape, isExpectedResponse, SHAPES } from '../../src/lib/github/response-shapes.ts';

it('every endpoint of GitHub that is used has a shape, and no other', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const used = files
    .filter((file) => !file.includes('generated') && !file.endsWith('response-shapes.ts'))
    .flatMap(
      (file) =>
        readFileSync(`src/${file}`, 'utf8').match(/(?<=')(GET|POST|PUT|PATCH|DELETE) \/(?:repos|orgs)\/[^']+(?=')/g) ??
        [],
    );
  expect([...new Set(used)].sort()).toEqual(Object.keys(SHAPES).sort());
});

const TREE = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}';
const ISSUE = 'GET /repos/{owner}/{repo}/issues/{issue_number}';
const LABEL = 'GET /repos/{owner}/{repo}/labels/{name}';
const issue = {
  number: 7,
  title: 'a',
  state: 'open',
  locked: false,
  labels: [{ name: 'b' }],
  repository_url: 'https://api.example/repos/c/d',
};

it.each([
  ['a tree', TREE, { sha: 'a', tree: [{ path: 'b', sha: 'c' }], truncated: false }],
  ['an empty tree', TREE, { sha: 'a', tree: [] }],
  ['an issue', ISSUE, issue],
  ['a label', LABEL, { name: 'a' }],
])('%s is an expected response, with further properties or without', (_, endpoint, response) => {
  expect(isExpectedResponse(endpoint, response)).toBe(true);
});

it.each<readonly [what: string, endpoint: string, response: unknown]>([
  ['a tree without a hash', TREE, { tree: [] }],
  ['a tree without its entries', TREE, { sha: 'a' }],
  ['a tree with one broken entry', TREE, { sha: 'a', tree: [{ path: 'b', sha: 'c' }, { path: 'b' }] }],
  ['a tree with an entry without a path', TREE, { sha: 'a', tree: [{ sha: 'c' }] }],
  ['a label without a name', LABEL, {}],
  ...Object.keys(issue).map((key) => [`an issue without ${key}`, ISSUE, { ...issue, [key]: undefined }] as const),
  ...Object.keys(issue).map((key) => [`an issue with null as ${key}`, ISSUE, { ...issue, [key]: null }] as const),
  ['a text', ISSUE, 'x'],
  ['null', LABEL, null],
  ['a list', LABEL, []],
])('%s is not an expected response', (_, endpoint, response) => {
  expect(isExpectedResponse(endpoint, response)).toBe(false);
});

it('anything is expected of an endpoint whose response is not used', () => {
  expect(isExpectedResponse('GET /repos/{owner}/{repo}/assignees/{assignee}', undefined)).toBe(true);
  expect(isExpectedResponse('GET /unknown', 'x')).toBe(true);
  expect(hasShape([1, 'a'], [])).toBe(true);
});
