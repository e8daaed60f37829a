// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how the manifest names a variable

import { describe, expect, it } from 'vitest';
import {
  createSecretMasker,
  isReservedVariable,
  listReferencedVariables,
  maskReferences,
  resolveVariables,
} from '../../src/lib/secret-references.ts';

describe('references', () => {
  it('are listed in order, without duplicates', () => {
    expect(listReferencedVariables('${B}/${A}?${B} $C ${} ${1A} ${A-B}')).toEqual(['B', 'A']);
  });

  it('are replaced by values, in which references are not replaced', () => {
    expect(resolveVariables('https://${HOST}/${PATH_}', { HOST: 'hooks.example', PATH_: '${HOST}$&' })).toEqual({
      value: 'https://hooks.example/${HOST}$&',
    });
  });

  it('lose trailing line breaks of a value', () => {
    expect(resolveVariables('Bearer ${T}', { T: ' a b \r\n\n' })).toEqual({ value: 'Bearer  a b ' });
  });

  it.each([
    ['unset', {}],
    ['empty', { NAME: '' }],
    ['only a line break', { NAME: '\n' }],
  ])('report the first variable that is %s', (_, env) => {
    expect(resolveVariables('${SET} ${NAME} ${OTHER}', { SET: 'x', ...env })).toEqual({ missing: 'NAME' });
  });

  it.each(['GITHUB_TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'RUNNER_TEMP', 'INPUT_TOKEN', 'github_token'])(
    'to the reserved variable %s are rejected',
    (name) => {
      expect(isReservedVariable(name)).toBe(true);
      expect(resolveVariables(`\${${name}}`, { [name]: 'x' })).toEqual({ missing: name });
    },
  );

  it('are shown as *** if nothing is sent', () => {
    expect(maskReferences('Bearer ${TOKEN}/${B}')).toBe('Bearer ***/***');
  });
});

describe('createSecretMasker', () => {
  const secret = 'p/ä"ss?wörd\n';
  const mask = createSecretMasker(['SECRET', 'SHORT', 'UNSET', 'LONGER'], {
    SECRET: secret,
    SHORT: 'short',
    LONGER: 'x-p/ä"ss?wörd-x',
  });
  const value = secret.trimEnd();

  it.each([
    ['in plain text', value],
    ['with its line break', secret.slice(0, -1)],
    ['percent-encoded', encodeURIComponent(value)],
    ['escaped for JSON', JSON.stringify(value).slice(1, -1)],
    ['in base64', Buffer.from(value).toString('base64')],
    ['in base64url', Buffer.from(value).toString('base64url')],
  ])('hides a value %s', (_, encoded) => {
    expect(mask(`before ${encoded} after`)).toBe('before *** after');
  });

  it('hides the whole value if another secret is part of it', () => {
    expect(mask('x-p/ä"ss?wörd-x')).toBe('***');
  });

  it('does not hide short values', () => {
    expect(mask('a short text')).toBe('a short text');
  });
});
