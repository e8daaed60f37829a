// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how the manifest names a variable

import { describe, expect, it } from 'vitest';
import { parseHostPort } from '../../src/lib/host-port.ts';

describe('parseHostPort', () => {
  it.each([
    ['${HOST}', 'variable'],
    ['${HOST}:443', 'variable'],
    ['shop.${ZONE}', 'variable'],
    ['shop.example.com:${PORT}', 'variable'],
    ['shop${', 'variable'],
    ['${A B}', 'variable'],
    ['shop$example', 'host'],
    ['shop{example}', 'host'],
    ['https://${HOST}/', 'url'],
  ])('rejects %s: %s', (text, problem) => {
    expect(parseHostPort(text)).toMatchObject({ problem });
  });

  it.each([
    ['shop.example.com', { host: 'shop.example.com', port: null }],
    ['[::1]:443', { host: '::1', port: 443 }],
  ])('accepts %s', (text, expected) => {
    expect(parseHostPort(text)).toEqual(expected);
  });
});
