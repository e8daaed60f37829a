// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how the manifest names a variable

import { describe, expect, it } from 'vitest';
import {
  isReservedVariable,
  listReferencedVariables,
  maskReferences,
  resolveVariables,
} from '../../src/lib/secrets/references.ts';

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
