// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how configurations write a variable
import { describe, expect, it } from 'vitest';
import { isTemplatedWord, readTemplated } from '../../src/discover/templated-text.ts';

describe('a word', () => {
  it.each([
    '${a}.example.com',
    '$a',
    '{$A}',
    'a{',
    'a}',
    '%[a]',
    '<a>',
    'a>',
    '__A__.example.com',
    'a.@@B@@',
    '{{ a }}',
  ])('is templated: %s', (word) => {
    expect(isTemplatedWord(word)).toBe(true);
  });

  it.each(['a.example.com', 'a__b.example.com', '_a.example.com', 'a@b.example.com', '*.example.com', '[::1]', ''])(
    'is not templated: %s',
    (word) => {
      expect(isTemplatedWord(word)).toBe(false);
    },
  );
});

describe('a templated text', () => {
  /** Reads each word of a text as a host. */
  const read = (text: string) => [
    ...readTemplated(text, (hidden) =>
      hidden
        .split('\n')
        .flatMap((words, index) =>
          (words.match(/\S+/g) ?? []).map((host) =>
            isTemplatedWord(host)
              ? { kind: 'unresolved' as const, expression: host, line: index + 1 }
              : { kind: 'domain' as const, domain: host, line: index + 1 },
          ),
        ),
    ),
  ];

  it('has a line with templates once, as it is written', () => {
    expect(read('a\n  {{ b }}.x {{ c }} d \n{{ e }}.y')).toEqual([
      { kind: 'domain', domain: 'a', line: 1 },
      { kind: 'unresolved', expression: '{{ b }}.x {{ c }} d', line: 2 },
      { kind: 'domain', domain: 'd', line: 2 },
      { kind: 'unresolved', expression: '{{ e }}.y', line: 3 },
    ]);
  });

  it('has no words of statements and comments', () => {
    expect(read('{% if a %}b{% endif %} {# c\nd #} e')).toEqual([
      { kind: 'domain', domain: 'b', line: 1 },
      { kind: 'domain', domain: 'e', line: 2 },
    ]);
  });
});
