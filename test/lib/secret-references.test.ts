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
  it('are found in order, each once', () => {
    expect(listReferencedVariables('${B}/${A}?${B} $C ${} ${1A} ${A-B}')).toEqual(['B', 'A']);
  });

  it('are replaced by what the environment holds, and not looked for in it', () => {
    expect(resolveVariables('https://${HOST}/${PATH_}', { HOST: 'hooks.example', PATH_: '${HOST}$&' })).toEqual({
      value: 'https://hooks.example/${HOST}$&',
    });
  });

  it('lose the line breaks that a secret was stored with', () => {
    expect(resolveVariables('Bearer ${T}', { T: ' a b \r\n\n' })).toEqual({ value: 'Bearer  a b ' });
  });

  it.each([
    ['unset', {}],
    ['empty', { NAME: '' }],
    ['nothing but a line break', { NAME: '\n' }],
  ])('name the first variable that is %s', (_, env) => {
    expect(resolveVariables('${SET} ${NAME} ${OTHER}', { SET: 'x', ...env })).toEqual({ missing: 'NAME' });
  });

  it.each(['GITHUB_TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'RUNNER_TEMP', 'INPUT_TOKEN', 'github_token'])(
    "to %s, which is the runner's own, are refused",
    (name) => {
      expect(isReservedVariable(name)).toBe(true);
      expect(resolveVariables(`\${${name}}`, { [name]: 'x' })).toEqual({ missing: name });
    },
  );

  it('read *** where nothing is sent', () => {
    expect(maskReferences('Bearer ${TOKEN}/${B}')).toBe('Bearer ***/***');
  });
});

describe('secretMasker', () => {
  const secret = 'p/ä"ss?wörd\n';
  const mask = createSecretMasker(['SECRET', 'SHORT', 'UNSET', 'LONGER'], {
    SECRET: secret,
    SHORT: 'short',
    LONGER: 'x-p/ä"ss?wörd-x',
  });
  const value = secret.trimEnd();

  it.each([
    ['as it is', value],
    ['with its line break', secret.slice(0, -1)],
    ['percent-encoded', encodeURIComponent(value)],
    ['escaped for JSON', JSON.stringify(value).slice(1, -1)],
    ['in base64', Buffer.from(value).toString('base64')],
    ['in base64url', Buffer.from(value).toString('base64url')],
  ])('hides a value %s', (_, spelling) => {
    expect(mask(`before ${spelling} after`)).toBe('before *** after');
  });

  it('hides the longer of two that hold one another whole', () => {
    expect(mask('x-p/ä"ss?wörd-x')).toBe('***');
  });

  it('leaves values that are too short to be told from ordinary words', () => {
    expect(mask('a short text')).toBe('a short text');
  });
});
