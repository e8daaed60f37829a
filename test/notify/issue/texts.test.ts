import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventContext, EventData } from '../../../src/domain/index.ts';
import { createIssueDraft, decideIssueChange, type ManagedIssue } from '../../../src/notify/issue/decide.ts';
import type { DesiredIssue } from '../../../src/notify/issue/desired-state.ts';
import {
  findBlock,
  formatCommentMarker,
  formatIssuerKey,
  formatMarker,
  type Marker,
  parseAlertKey,
  parseIssuerKey,
  readMarker,
  replaceMarker,
} from '../../../src/notify/issue/marker.ts';
import { createOverflowIssue } from '../../../src/notify/issue/overflow-issue.ts';
import {
  renderBlock,
  renderComment,
  renderEscalationComment,
  renderHeadline,
  renderResolutionComment,
  renderTitle,
} from '../../../src/notify/issue/render.ts';
import { createContext } from '../context.ts';

// Names in certificates, locations and labels are untrusted: none may have an effect in an issue.

const HOSTILE = [
  '@org/team',
  '<script>alert(1)</script>',
  '`](https://evil.example)',
  '::error::owned',
  '\u202egnp.exe',
  'a | b | c',
  '``` \n# heading\n- [x] task',
  '<!-- certvigil:end -->',
  '<!-- certvigil:issue:v1 {"key":"x","manifest":"m","status":"ok","threshold_days":null,"episode":1,"state":"firing"} -->',
  '#1 and GH-2',
  'x'.repeat(300),
  '😀'.repeat(300),
];

const createDesiredIssue = (data: Partial<EventData>): DesiredIssue => ({
  key: data.alert_key ?? 'certvigil/shop/0123',
  isIssuer: false,
  alerts: [{ id: 'e', context: createContext(data), due: true }],
  resolution: null,
  options: { labels: [], assignees: [], milestone: null },
  due: [],
});

const setEverywhere = (text: string): Partial<EventData> => ({
  alert_key: `certvigil/shop/${text}`,
  common_name: text,
  subject: text,
  issuer: text,
  sans: [text],
  location: text,
  assigned_objects: [
    { type: 'endpoint', name: text },
    { type: 'assignment', name: text },
  ],
  labels: { [text]: text },
  owner: `${text} `,
  // A web address in instructions becomes a link.
  renewal_instructions: text.replace('https://', ''),
  error: { code: 'endpoint-refused', detail: text },
});

/** The Markdown without code and escaped characters: the rest could mention, link or be HTML. */
function removeCode(markdown: string): string {
  return markdown
    .replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
    .replace(/\\[!-/:-@[-`{-~]/g, '')
    .replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '')
    .replace(/<!-- certvigil:[\s\S]*? -->/g, '');
}

function createChanges(text: string): EventContext {
  const previous = { fingerprint_sha256: 'a'.repeat(64), valid_to: '2026-01-01T00:00:00Z', common_name: text };
  const renewal_evidence = {
    ...{ text, renewed_locations: 1, locations: 4 },
    ...{ old_locations: [text], other_locations: [text], unread_locations: [text] },
    commits: [{ sha: '3f9c2a81d07e', time: '2026-01-01T00:00:00Z', path: text }],
  };
  return { ...createContext({ ...setEverywhere(text), previous, renewal_evidence }), event: 'certificate.changed' };
}

describe('a hostile name', () => {
  it.each(HOSTILE)('%j has no effect', (text) => {
    const issue = createIssueDraft(createDesiredIssue(setEverywhere(text)), 'certvigil.yaml');
    expect(issue.title.length).toBeLessThanOrEqual(256 * 2);
    expect([...issue.title].length).toBeLessThanOrEqual(256);
    expect(issue.title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const texts = [
      renderBlock([createContext(setEverywhere(text)), createChanges(text)]),
      renderResolutionComment({ ...createContext(setEverywhere(text)), event: 'certificate.removed' }),
      renderResolutionComment({ ...createChanges(text), event: 'certificate.renewed' }),
    ];
    for (const markdown of texts) {
      const bare = removeCode(markdown);
      expect(bare).not.toMatch(/@|<script|\]\([^)]*evil|::error|# heading|#1|GH-2/);
      expect(markdown).not.toContain('<!--');
      expect(bare).not.toMatch(/[^\P{C}\n]/u);
    }
    // Our section is still found completely.
    expect(findBlock(issue.body)).toContain('</sub>');
    expect(readMarker(issue.body)?.key).toBe(`certvigil/shop/${text}`);
  });

  it('of any kind keeps the marker readable and on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (key, manifest) => {
        const facts = { key, manifest, status: 'critical', threshold_days: 14 } as const;
        const marker: Marker = { ...facts, episode: 2, state: 'firing', nonce: 'ab12', issue: null };
        const written = formatMarker(marker);
        expect(written).toMatch(/^<!-- [\x20-\x7e]* -->$/);
        expect(written.slice(4, -3)).not.toMatch(/--|[<>@`]/);
        expect(readMarker(`before\n${written}\nafter`)).toEqual(marker);
        expect(readMarker(replaceMarker(written, { ...marker, state: 'resolved' }))?.state).toBe('resolved');
        expect(formatCommentMarker(key)).toMatch(/^<!-- [\x20-\x7e]* -->$/);
      }),
    );
  });
});

describe('the comment of a renewal', () => {
  const render = (data: Partial<EventData>) =>
    renderResolutionComment({ ...createContext(data), event: 'certificate.renewed' }).split('\n\n')[0];

  it('says where the new certificate is, and what supplied it', () => {
    const evidence = {
      ...{ text: 'is not used', renewed_locations: 1, locations: 3 },
      ...{ old_locations: ['b:443'], unread_locations: ['c:443'] },
      commits: [{ sha: '3f9c2a81d07e', time: '2026-05-19T07:12:09Z', path: 'certs/shop.pem' }],
    };
    expect(render({ renewal_evidence: evidence })).toBe(
      '**Renewed:** at 1 of 3 locations; the old one is still at `b:443`; `c:443` could not be read; `certs/shop.pem` changed in commit 3f9c2a81d07e (2026-05-19 07:12 UTC).',
    );
  });

  it('says only that it was renewed if nothing else is known', () => {
    expect(render({})).toBe('**Renewed.**');
  });
});

describe('a body', () => {
  const long = 'n'.repeat(253);

  it('lists some of ten thousand names, and how many more there are', () => {
    const sans = Array.from({ length: 10_000 }, (_, nth) => `${nth}.${long}`.slice(0, 253));
    const objects = sans.map((name) => ({ type: 'endpoint', name }));
    const { body } = createIssueDraft(createDesiredIssue({ sans, assigned_objects: objects }), 'certvigil.yaml');
    expect(body.length).toBeLessThan(65_536);
    expect(body).toContain('and 9950 more');
  });

  it('gets shorter if people added a lot of text', () => {
    const sans = Array.from({ length: 100 }, (_, nth) => `${nth}.${long}`.slice(0, 253));
    const wanted = createDesiredIssue({ sans, days_remaining: 13 });
    const { body, title } = createIssueDraft(wanted, 'certvigil.yaml');
    const marker = readMarker(body) as Marker;
    const issue = (more: number): ManagedIssue => {
      const whole = `${body}${'p'.repeat(more)}`;
      return { number: 1, title, body: whole, open: true, locked: false, labels: [], marker };
    };
    const later = createDesiredIssue({ sans, owner: 'the platform team' });
    const next = decideIssueChange(later, issue(65_400 - body.length)).body ?? '';
    expect(/and \d+ more/.exec(next)?.[0]).toBe('and 90 more');
    expect(next.includes('the platform team')).toBe(true);
    expect(next.length).toBeLessThan(60_000);
    // If their text alone is too long, ours is not updated.
    expect(decideIssueChange(later, issue(65_535 + 400)).body).toBeNull();
  });

  it.each([
    [
      'https://wiki.example.com/renew?x=1#y',
      '**How to renew:** [`https://wiki.example.com/renew?x=1#y`](https://wiki.example.com/renew?x=1#y)',
    ],
    [
      'docs/renew-shop.md',
      '[docs/renew-shop.md](https://github.com/example/certificates/blob/HEAD/docs/renew-shop.md)',
    ],
    ['Ask the *team*,\nthen order.', '**How to renew:** Ask the \\*team\\*,<br>then order.\n'],
    [
      'Run `vault write | jq .` (see https://wiki.example.com/pki).',
      'Run `vault write | jq .` (see [`https://wiki.example.com/pki`](https://wiki.example.com/pki)).\n',
    ],
    ['a ``` fence', '**How to renew:** a \\`\\`\\` fence\n'],
    ['https://evil.example)<script>', '[`https://evil.example`](https://evil.example))\\<script\\>\n'],
  ])('formats the renewal instructions %j', (renewal_instructions, shown) => {
    const repository = 'example/certificates';
    const run_url = 'https://github.com/example/certificates/actions/runs/1';
    expect(renderBlock([createContext({ renewal_instructions, repository, run_url })])).toContain(shown);
  });

  it('has the items of expected that a finding proposes, as they are', () => {
    const proposal = '- { names: ["*.example.org"] }\n- { names: [`a` <script> @owner] }';
    const finding = {
      event: 'certificate.discovered',
      qualifier: '',
      severity: 'warning',
      code: 'x',
      detail: 'y',
    } as const;
    const markdown = renderBlock([createContext({ finding: { ...finding, proposal } })]);
    expect(markdown).toContain(`\`\`\`text\n${proposal}\n\`\`\``);
    expect(removeCode(markdown)).not.toMatch(/script|@owner/);
    expect(renderBlock([createContext({ finding })])).not.toContain('expected');
  });

  it.each([
    ['https://git.example/forge/o/r/actions/runs/1', 'https://git.example/forge/o/r/blob/HEAD/renew.md'],
    ['https://git.example/(a)/o/r/actions/runs/1', 'https://git.example/%28a%29/o/r/blob/HEAD/renew.md'],
    ['https://ci.example/jobs/1', '**How to renew:** renew.md'],
    [null, '**How to renew:** renew.md'],
  ])('links a file with renewal instructions on the server of the run %s', (run_url, shown) => {
    const context = createContext({ renewal_instructions: 'renew.md', repository: 'o/r', run_url });
    expect(renderBlock([context])).toContain(shown);
  });

  it('contains no number of days, so that it stays the same from day to day', () => {
    const block = (days_remaining: number) => renderBlock([createContext({ days_remaining })]);
    expect(block(13)).toContain('**This certificate expires on 2026-06-01.**');
    expect(block(12)).toBe(block(13));
    expect(block(-3)).toContain('**This certificate expired on 2026-06-01.**');
    expect(block(-4)).toBe(block(-3));
  });
});

describe('a comment', () => {
  const EXPIRY = Date.parse('2026-06-01T12:00:00Z');

  it.each([
    [13.5, 'expires in 13 days, on 2026-06-01.'],
    [1.5, 'expires in 1 day,'],
    [0.5, 'expires within a day,'],
    [-0.5, 'expired less than a day ago,'],
    [-1, 'expired 1 day ago,'],
    [-1.5, 'expired 1 day ago,'],
    [-3.6, 'expired 3 days ago,'],
  ])('counts full days: %d days remaining is "%s"', (days, words) => {
    const context = createContext({
      effective_valid_to: new Date(EXPIRY).toISOString(),
      days_remaining: Math.floor(days),
      days_since_expiry: days < 0 ? Math.floor(-days) : null,
    });
    expect(renderEscalationComment(context, 'warning', false)).toContain(`This certificate ${words}`);
  });
});

it('a comment has the paragraphs and a link to the run', () => {
  const scan = { run_url: 'https://ci.example.com/runs/1', timestamp: '2027-01-01T00:00:00Z' };
  expect(renderComment(['First.', 'Second.'], scan)).toBe(
    'First.\n\nSecond.\n\n<sub>Posted by [the scan](https://ci.example.com/runs/1) of 2027-01-01T00:00:00Z.</sub>',
  );
});

it('a headline calls what has no kind of its own an entry', () => {
  const { event, data } = createContext({ what: null });
  expect(renderHeadline({ event, data } as EventContext)).toMatch(/^This entry /);
});

describe('the overflow issue', () => {
  it('stays within the size limit of GitHub with thousands of long names', () => {
    const wanted = Array.from({ length: 5_000 }, (_, nth) =>
      createDesiredIssue({
        alert_key: `certvigil/e${nth}/x`,
        certificate: 'e'.repeat(200),
        common_name: '😀'.repeat(300),
      }),
    );
    const { body } = createOverflowIssue({
      listed: wanted,
      manifest: 'm',
      max_open: 25,
      scan: { run_url: null, timestamp: 'now' },
    });
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/and 4\d{3} more/);
  });
});

describe('a title', () => {
  it.each<[Partial<EventData>, EventContext['event'], string]>([
    [{}, 'certificate.expiry_warning', 'Certificate shop (shop.example.com) expires on 2026-06-01'],
    [
      { common_name: null, sans: ['a.example.com'] },
      'certificate.expired',
      'Certificate shop (a.example.com) expires on 2026-06-01',
    ],
    [{ common_name: 'shop', sans: [] }, 'certificate.expiry_warning', 'Certificate shop expires on 2026-06-01'],
    [{ status: 'expired' }, 'certificate.expired', 'Certificate shop (shop.example.com) expired on 2026-06-01'],
    [
      { display_name: 'shop.example.com (certs/shop.pem)' },
      'certificate.expired',
      'Certificate shop.example.com (certs/shop.pem) expires on 2026-06-01',
    ],
    [
      { location: 'a.example.com:443' },
      'certificate.unreachable',
      'Certificate shop cannot be read at a.example.com:443',
    ],
  ])('of %j for %s', (data, event, title) => {
    expect(renderTitle({ ...createContext(data), event })).toBe(title);
  });
});

it('an alert key identifies a certificate or a location', () => {
  const fingerprint = 'ab'.repeat(32);
  expect(parseAlertKey(`certvigil/shop/${fingerprint}`)).toEqual({ entry: 'shop', fingerprint, location: null });
  expect(parseAlertKey('certvigil/old/2027-03-01')).toEqual({
    entry: 'old',
    fingerprint: '2027-03-01',
    location: null,
  });
  for (const found of ['untrusted', 'policy_violation/strong keys/2']) {
    expect(parseAlertKey(`certvigil/shop/${fingerprint}/${found}`)).toEqual({
      entry: 'shop',
      fingerprint,
      location: null,
    });
  }
  expect(parseAlertKey(`certvigil/shop/${fingerprint}/a.pem`)).toMatchObject({ location: `${fingerprint}/a.pem` });
  expect(parseAlertKey('certvigil/shop/certs/a.pem')).toEqual({
    entry: 'shop',
    fingerprint: null,
    location: 'certs/a.pem',
  });
  expect(parseAlertKey('something else')).toBeNull();
});

it('the key of the issue about a CA has its fingerprint, and no other key has one', () => {
  const fingerprint = 'ab'.repeat(32);
  const key = formatIssuerKey(fingerprint, 'certvigil.yaml');
  expect(parseIssuerKey(key)).toBe(fingerprint);
  expect(parseIssuerKey(`certvigil/shop/${key}`)).toBeNull();
  expect(parseIssuerKey(key.replace('ab', 'a'))).toBeNull();
  expect(parseIssuerKey(`certvigil:ca ${fingerprint}`)).toBeNull();
});
