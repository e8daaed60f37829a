import { describe, expect, it } from 'vitest';
import {
  classifyGraphqlErrors,
  type GraphqlErrorItem,
  isGraphqlResponse,
  isRateLimitedGraphql,
} from '../../src/lib/github/graphql-errors.ts';

it.each<[what: string, error: GraphqlErrorItem, code: string]>([
  ['a changed branch', { type: 'STALE_DATA', message: 'Expected branch to point to a' }, 'github-conflict'],
  ['a changed branch, whatever the message', { type: 'STALE_DATA', message: 'Was archived' }, 'github-conflict'],
  [
    'a protected branch, whatever the message',
    { type: 'BRANCH_PROTECTION_RULE_VIOLATION', message: 'It already exists' },
    'github-branch-protected',
  ],
  ['an archived repository', { type: 'FORBIDDEN', message: 'Repository was archived' }, 'github-archived'],
  ['a missing permission', { type: 'FORBIDDEN', message: 'Resource not accessible' }, 'github-forbidden'],
  ['a ruleset', { type: 'UNPROCESSABLE', message: 'Repository rule violations found' }, 'github-branch-protected'],
  ['an unknown input type', { extensions: { code: 'undefinedType' } }, 'github-unsupported'],
  ['an invalid query', { extensions: { code: 'argumentLiteralsIncompatible' } }, 'github-rejected'],
  ['an invalid query that names it', { extensions: { code: 'isundefined' } }, 'github-rejected'],
  ['an internal timeout', { message: 'Something went wrong while executing' }, 'github-server-error'],
  ['an error that mentions such a timeout', { message: 'x: something went wrong' }, 'github-unknown-error'],
  ['an unknown type', { type: 'NEW_TYPE', message: 'New' }, 'github-unknown-error'],
  ['no type and no message', {}, 'github-unknown-error'],
  ['a rate limit', { type: 'RATE_LIMITED' }, 'github-rate-limited'],
])('classifies %s', (_, error, code) => {
  expect(classifyGraphqlErrors([error])).toBe(code);
});

it('classifies several errors by the first one', () => {
  expect(classifyGraphqlErrors([{ type: 'NOT_FOUND' }, { type: 'FORBIDDEN' }])).toBe('github-not-found');
  expect(classifyGraphqlErrors([])).toBe('github-unknown-error');
});

it('finds an unsupported mutation and a rate limit among several errors', () => {
  const other = { type: 'NOT_FOUND' };
  expect(classifyGraphqlErrors([other, { extensions: { code: 'undefinedField' } }])).toBe('github-unsupported');
  expect(classifyGraphqlErrors([other, { type: 'RATE_LIMIT' }])).toBe('github-rate-limited');
});

it.each<[what: string, error: GraphqlErrorItem, isLimited: boolean]>([
  ['a type', { type: 'RATE_LIMIT' }, true],
  ['another type', { type: 'RATE_LIMITED' }, true],
  ['a code', { code: 'graphql_rate_limit' }, true],
  ['a message', { message: 'You have exceeded a secondary rate limit' }, true],
  ['another error', { type: 'FORBIDDEN', code: 'x', message: 'y' }, false],
  ['an empty error', {}, false],
])('recognizes a rate limit: %s', (_, error, isLimited) => {
  expect(isRateLimitedGraphql([error])).toBe(isLimited);
});

describe('a response', () => {
  it.each<[what: string, data: unknown, isGraphql: boolean]>([
    ['data', { data: { viewer: null } }, true],
    ['errors', { errors: [{ type: 'NOT_FOUND', message: 'x', extensions: { code: 'y' } }] }, true],
    ['errors with data', { data: null, errors: [{}] }, true],
    ['neither', {}, false],
    ['data that is null', { data: null }, false],
    ['data that is a list', { data: [] }, false],
    ['data that is a text', { data: 'x' }, false],
    ['errors that are no list', { errors: {} }, false],
    ['an error that is a text', { errors: ['x'] }, false],
    ['an error that is null', { errors: [null] }, false],
    ['an error with a number as its type', { errors: [{ type: 1 }] }, false],
    ['an error with a number as its message', { errors: [{ message: 1 }] }, false],
    ['an error with a number as its code', { errors: [{ code: 1 }] }, false],
    ['an error with a text as its extensions', { errors: [{ extensions: 'x' }] }, false],
    ['one valid and one invalid error', { errors: [{}, 1] }, false],
    ['a text', 'x', false],
    ['null', null, false],
  ])('with %s is one of GraphQL, or not', (_, data, isGraphql) => {
    expect(isGraphqlResponse(data)).toBe(isGraphql);
  });
});
