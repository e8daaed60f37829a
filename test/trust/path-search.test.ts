import { describe, expect, it } from 'vitest';
import type { PathFields } from '../../src/domain/index.ts';
import { findPath, indexAnchors, isIssuedBy } from '../../src/trust/build-path.ts';
import { listChainNotices } from '../../src/trust/chain-notices.ts';
import type { SignatureStatus } from '../../src/trust/signature-cache.ts';
import { listMissingIssuers, validateChain } from '../../src/trust/validate-path.ts';
import { CA, conform, DAY, LEAF, make, NOW, ROOT } from './synthetic-fields.ts';

const valid = () => 'valid' as const;

describe('the search for a path', () => {
  const search = (
    others: PathFields[],
    anchors: PathFields[],
    verify: (child: PathFields, issuer: PathFields) => SignatureStatus = valid,
    isAcceptable: (path: readonly PathFields[]) => boolean = () => true,
  ) => {
    const found = findPath(LEAF, others, indexAnchors(anchors), verify, isAcceptable);
    const list = (path: readonly PathFields[]) => path.map(({ fingerprint }) => fingerprint).join(' ');
    return {
      best: found.best && list(found.best),
      rejected: found.rejected.map(list),
      deadEnds: found.deadEnds.map(({ path, reason }) => `${list(path)}: ${reason}`),
      exhausted: found.exhausted,
    };
  };
  const none = { best: null, rejected: [], deadEnds: [], exhausted: false };

  it('ends at an anchor, which may be the leaf', () => {
    expect(search([CA], [ROOT])).toEqual({ ...none, best: 'leaf<ca ca<root root<root' });
    expect(search([CA], [LEAF])).toEqual({ ...none, best: 'leaf<ca' });
    expect(search([CA, ROOT], [CA])).toEqual({ ...none, best: 'leaf<ca ca<root' });
  });

  it('prefers what expires later, then the shorter path, then the first', () => {
    const cross = make('ca', 'other', { key: 'k2', valid_to: NOW + 2 * DAY });
    const other = make('other', 'other', { valid_to: NOW + 2 * DAY });
    expect(search([CA, make('ca', 'other', { key: 'k2' })], [ROOT, make('other', 'other')]).best).toBe(
      'leaf<ca ca<root root<root',
    );
    // The leaf ends first on both paths, so the CAs decide.
    expect(search([CA, cross], [ROOT, other]).best).toBe('leaf<ca ca<other other<other');
    const early = { ...CA, valid_to: NOW };
    expect(search([early, cross], [ROOT, other]).best).toBe('leaf<ca ca<other other<other');
    const anchor = make('ca', 'ca', { key: 'k3' });
    expect(search([CA], [ROOT, other, anchor]).best).toBe('leaf<ca ca<ca');
    expect(search([CA], [ROOT], valid, () => false)).toEqual({ ...none, rejected: ['leaf<ca ca<root root<root'] });
  });

  it('prefers the first of equal paths, and the shorter one also if it is found later', () => {
    const [first, second] = ['k1', 'k2'].map((key) => make('ca', key, { key, fingerprint: key }));
    expect(search([], [first, second] as PathFields[]).best).toBe('leaf<ca k1');
    const soon = { valid_to: NOW };
    const long = [make('ca', 'b', { key: 'k1' }), make('b', 'c'), make('c', 'd')];
    const anchors = [make('d', 'd', soon), make('e', 'e', soon)];
    const short = [make('ca', 'f', { key: 'k2', valid_to: NOW + 1 }), make('f', 'e')];
    const paths = ['leaf<ca ca<f f<e e<e', 'leaf<ca ca<b b<c c<d d<d'];
    expect(search([...long, ...short], anchors, valid, () => false).rejected).toEqual(paths);
  });

  it('tries an anchor once that is also sent', () => {
    expect(search([CA, ROOT], [ROOT], valid, () => false).rejected).toEqual(['leaf<ca ca<root root<root']);
  });

  it('ends at the first acceptable path', () => {
    const checked: string[] = [];
    const isAcceptable = (path: readonly PathFields[]) => checked.push(path.at(-1)?.fingerprint ?? '') > 0;
    const early = make('ca', 'other', { key: 'k2', valid_to: NOW });
    search([CA, early], [ROOT, make('other', 'other')], valid, isAcceptable);
    expect(checked).toEqual(['root<root']);
  });

  it('has an unsupported signature if one of several issuers has it', () => {
    const verify = (_: PathFields, { key }: PathFields) => (key === 'k1' ? 'unsupported' : 'invalid');
    const issuers = ['k0', 'k1', 'k2'].map((key) => make('ca', key, { key }));
    expect(search(issuers, [], verify).deadEnds).toEqual(['leaf<ca: unsupported']);
  });

  it('lists the paths that are rejected, the one that expires latest first', () => {
    const cross = make('ca', 'other', { key: 'k2' });
    const other = make('other', 'other', { valid_to: NOW - DAY });
    expect(search([cross, CA], [other, ROOT], valid, () => false).rejected).toEqual([
      'leaf<ca ca<root root<root',
      'leaf<ca ca<other other<other',
    ]);
  });

  it.each<[what: string, others: PathFields[], verify: () => SignatureStatus, deadEnds: string[]]>([
    ['the issuer is missing', [], valid, ['leaf<ca: no-issuer']],
    ['the signature is invalid', [CA], () => 'invalid', ['leaf<ca: invalid']],
    ['the signature is unsupported', [CA], () => 'unsupported', ['leaf<ca: unsupported']],
    ['a root is not an anchor', [make('ca', 'ca')], valid, ['leaf<ca ca<ca: self-signed']],
    ['the issuer of an issuer is missing', [CA], valid, ['leaf<ca ca<root: no-issuer']],
    [
      'key identifiers show a root',
      [make('ca', 'ca', { subject_key_id: '1', authority_key_id: '1' })],
      valid,
      ['leaf<ca ca<ca: self-signed'],
    ],
    [
      'key identifiers show another root',
      [make('ca', 'ca', { subject_key_id: '1', authority_key_id: '2' })],
      valid,
      ['leaf<ca ca<ca: no-issuer'],
    ],
    ['a root names only its key', [make('ca', 'ca', { subject_key_id: '1' })], valid, ['leaf<ca ca<ca: self-signed']],
    [
      'a root names only the key of its issuer',
      [make('ca', 'ca', { authority_key_id: '1' })],
      valid,
      ['leaf<ca ca<ca: self-signed'],
    ],
  ])('has a dead end where %s', (_, others, verify, deadEnds) => {
    expect(search(others, [], verify)).toEqual({ ...none, deadEnds });
  });

  it('compares the parts of names', () => {
    expect(search([make('ca', 'root', { subject: ['c', 'a'] })], [ROOT]).deadEnds).toEqual(['leaf<ca: no-issuer']);
  });

  it('may have two certificates of one key with different names', () => {
    const shared = [make('ca', 'b', { key: 'k' }), make('b', 'root', { key: 'k' })];
    expect(search(shared, [ROOT]).best).toBe('leaf<ca ca<b b<root root<root');
  });

  it('has no certificate of the same name and key twice', () => {
    const loop = [make('ca', 'b'), make('b', 'ca')];
    expect(search(loop, [])).toEqual({ ...none, deadEnds: ['leaf<ca ca<b b<ca: no-issuer'] });
  });

  it('tries issuers that a certificate does not name only if the named one fails, or at an anchor', () => {
    const child = { ...LEAF, authority_key_id: '1' };
    const named = { ...CA, subject_key_id: '1', key: 'k1' };
    const unnamed = make('ca', 'x', { subject_key_id: '2', key: 'k2' });
    const run = (verify: (child: PathFields, issuer: PathFields) => SignatureStatus, anchors: PathFields[]) => {
      const { best, deadEnds, rejected } = findPath(child, [named, unnamed], indexAnchors(anchors), verify, () => true);
      return [best, ...rejected, ...deadEnds.map(({ path }) => path)].map((path) => path?.at(-1)?.fingerprint ?? null);
    };
    expect(run(valid, [])).toEqual([null, 'ca<root']);
    expect(run((_, { key }) => (key === 'k1' ? 'invalid' : 'valid'), [])).toEqual([null, 'ca<x']);
    expect(run(() => 'invalid', [])).toEqual([null, 'leaf<ca']);
    expect(run(valid, [unnamed])).toEqual(['ca<x']);
  });

  it('is limited to 64 certificates on a path', () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, at) => make(at === 0 ? 'ca' : `c${at}`, at === length - 1 ? 'root' : `c${at + 1}`));
    expect(search(chain(62), [ROOT])).toMatchObject({ exhausted: false, best: expect.stringMatching(/root<root$/) });
    expect(search(chain(63), [ROOT])).toEqual({ ...none, exhausted: true });
  });

  it('is limited to 200 signatures', () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => make('ca', `x${at}`, { key: `k${at}` }));
    expect(search(many(200), []).exhausted).toBe(false);
    expect(search(many(201), []).exhausted).toBe(true);
  });

  it.each([199, 999])('finds the one valid issuer of %i that have the same name, at the end', (count) => {
    const expired = (at: number) => make('ca', 'root', { key: `k${at}`, fingerprint: `${at}`, valid_to: NOW - 1 });
    const many = Array.from({ length: count - 1 }, (_, at) => expired(at));
    const isAcceptable = (path: readonly PathFields[]) => path.every(({ valid_to }) => valid_to >= NOW);
    expect(search([...many, CA], [ROOT], valid, isAcceptable).best).toBe('leaf<ca ca<root root<root');
  });

  it('finds the issuer of 199 that have the same name by its signature', () => {
    const others = Array.from({ length: 198 }, (_, at) => make('ca', 'root', { key: `k${at}`, fingerprint: `${at}` }));
    const verify = (child: PathFields, { key }: PathFields) => (child !== LEAF || key === 'ca' ? 'valid' : 'invalid');
    expect(search([...others, CA], [ROOT], verify).best).toBe('leaf<ca ca<root root<root');
    const verified = (chain: PathFields[]) =>
      validateChain({ sent: [LEAF, ...chain, CA], anchors: indexAnchors([ROOT]), host: null, now: NOW }, verify)
        .reasons;
    // OpenSSL does not look for it.
    expect(verified(others)).toEqual(['wrong-order']);
    const more = others.map((one) => ({ ...one, key: `x${one.key}`, fingerprint: `x${one.fingerprint}` }));
    expect(verified([...others, ...more])).toEqual(['path-too-complex']);
  });

  it('verifies at most 200 signatures of one certificate', () => {
    const many = Array.from({ length: 300 }, (_, at) => make('ca', `x${at}`, { key: `k${at}` }));
    const verified: string[] = [];
    search(many, [], (_, { key }) => (verified.push(key) > 0 ? 'invalid' : 'valid'));
    expect(verified).toHaveLength(200);
  });

  // Each of 12 CAs has issued a certificate for each other one.
  it('is limited to 1,000 paths', () => {
    const names = Array.from({ length: 12 }, (_, at) => (at === 0 ? 'ca' : `c${at}`));
    const mesh = names.flatMap((name) => names.filter((one) => one !== name).map((issuer) => make(name, issuer)));
    expect(search(mesh, [])).toMatchObject({ best: null, exhausted: true });
    expect(
      validateChain({ sent: [LEAF, ...mesh], anchors: indexAnchors([]), host: null, now: NOW }, valid),
    ).toMatchObject({
      reason: 'path-too-complex',
    });
  });

  it('is limited to 8 issuers by signature that a certificate does not name', () => {
    const child = { ...LEAF, authority_key_id: '1' };
    const others = Array.from({ length: 10 }, (_, at) => make('ca', `x${at}`, { key: `k${at}`, subject_key_id: '2' }));
    expect(findPath(child, others, indexAnchors([]), valid, () => true).deadEnds).toHaveLength(8);
  });
});

it('a certificate is issued by the subject with its issuer name and key', () => {
  expect(isIssuedBy(LEAF, CA, valid)).toBe(true);
  expect(isIssuedBy(LEAF, ROOT, valid)).toBe(false);
  expect(isIssuedBy(LEAF, CA, () => 'unsupported')).toBe(false);
});

describe('a chain', () => {
  const validate = (
    sent: [PathFields, ...PathFields[]],
    anchors: PathFields[],
    verify: () => SignatureStatus = valid,
  ) => validateChain({ sent, anchors: indexAnchors(anchors), host: null, now: NOW }, verify);

  it('has the earliest expiry on its path, and the certificate that limits it', () => {
    expect(validate([LEAF, { ...CA, valid_to: NOW + 5000 }], [ROOT])).toMatchObject({
      trusted: true,
      reasons: [],
      effective_valid_to: '2026-06-01T00:00:05Z',
      limited_by: { subject: 'ca', fingerprint_sha256: 'ca<root' },
    });
    expect(validate([LEAF, CA], [ROOT]).limited_by?.subject).toBe('leaf');
    expect(validate([LEAF], [ROOT])).toMatchObject({ effective_valid_to: null, limited_by: null, path: [] });
  });

  it.each<[what: string, chain: [PathFields, ...PathFields[]], verify: () => SignatureStatus, reasons: string[]]>([
    ['its issuer is missing', [LEAF], valid, ['unknown-issuer']],
    ['its issuer has a URL', [{ ...LEAF, issuer_urls: ['http://a'] }], valid, ['missing-intermediate']],
    ['the issuer of its issuer has a URL', [LEAF, { ...CA, issuer_urls: ['http://a'] }], valid, ['unknown-issuer']],
    ['it is self-signed', [make('a', 'a')], valid, ['self-signed']],
    ['its root is not an anchor', [LEAF, make('ca', 'ca')], valid, ['unknown-issuer']],
    ['its signature is invalid', [LEAF, CA], () => 'invalid', ['signature-invalid']],
    ['its signature is unsupported', [LEAF, CA], () => 'unsupported', ['signature-unsupported']],
    [
      'only newer versions of Node.js support its signature',
      [{ ...LEAF, signature_algorithm: 'SLH-DSA-SHA2-128s' }, CA],
      () => 'unverified',
      ['signature-unverified'],
    ],
    [
      'only newer versions of Node.js support its signature, and it has expired',
      [{ ...LEAF, signature_algorithm: 'ML-DSA-65', valid_to: NOW - 1 }, CA],
      () => 'unverified',
      ['path-expired', 'signature-unverified'],
    ],
    [
      'it has another defect',
      [{ ...LEAF, defects: [{ code: 'curve-explicit', what: '' }] }],
      valid,
      ['curve-explicit', 'unknown-issuer'],
    ],
    ['it has expired too', [{ ...LEAF, valid_to: NOW - 1 }], valid, ['unknown-issuer', 'path-expired']],
    ['it has defects too', [{ ...LEAF, has_strict_times: false }], valid, ['time-malformed', 'unknown-issuer']],
  ])('has no path where %s', (_, chain, verify, reasons) => {
    const { trusted, reasons: found, reason } = validate(chain, [], verify);
    expect([trusted, [...found].sort(), reason]).toEqual([false, [...reasons].sort(), found[0]]);
  });

  it.each<[status: SignatureStatus, reasons: string[]]>([
    ['valid', []],
    ['unverified', ['signature-unverified']],
    ['invalid', ['wrong-order']],
  ])('has the reason of the path that OpenSSL follows if its signature is %s', (status, reasons) => {
    const first = { ...CA, fingerprint: 'first' };
    const chain = { sent: [LEAF, first, CA] as const, anchors: indexAnchors([ROOT]), host: null, now: NOW };
    expect(validateChain(chain, (child) => (child === first ? status : 'valid')).reasons).toEqual(reasons);
  });

  it('has no notices about clients if it is rejected', () => {
    const leaf = { ...LEAF, restricts_policies: true };
    const [first, ca, root] = conform([leaf, CA, ROOT] as const);
    expect(validate([first, ca], [root]).notes.map(({ code }) => code)).toEqual(['policies-not-checked']);
    expect(validate([{ ...leaf, valid_to: NOW - 1 }, CA], [ROOT])).toMatchObject({ trusted: false, notes: [] });
  });

  it('without a path is explained by the certificate that is furthest from the leaf', () => {
    const near = make('ca', 'x', { key: 'k1', valid_to: NOW + 2 * DAY });
    const far = [make('ca', 'b', { key: 'k2' }), make('b', 'c')];
    const { reasons, detail } = validate([LEAF, near, ...far], []);
    expect([reasons, detail]).toEqual([['unknown-issuer'], expect.stringMatching(/^The chain leads to c,/)]);
  });

  it('is explained by the path with the fewest failures', () => {
    const bad = make('ca', 'root', { key: 'k2', fingerprint: 'bad', valid_to: NOW - 1, has_strict_times: false });
    const early = make('ca', 'root', { key: 'k3', fingerprint: 'early', valid_to: NOW - 2 });
    expect(validate([LEAF, bad, early], [ROOT])).toMatchObject({
      reasons: ['path-expired'],
      path: ['leaf<ca', 'early', 'root<root'],
    });
  });

  it('is too complex if what is sent after 1,024 issuers is missing', () => {
    const others = (count: number) => Array.from({ length: count }, (_, at) => make(`o${at}`, 'x'));
    expect(validate([LEAF, ...others(1023), CA], [ROOT]).trusted).toBe(true);
    expect(validate([LEAF, ...others(1024), CA], [ROOT]).reasons).toEqual(['path-too-complex']);
    expect(validate([LEAF, CA, ...others(1024)], [ROOT]).trusted).toBe(true);
    const missing = (count: number) =>
      listMissingIssuers(
        { sent: [LEAF, ...others(count), CA], anchors: indexAnchors([]), host: null, now: NOW },
        valid,
      );
    expect(missing(1023).map(({ name }) => name)).toEqual(['ca']);
    expect(missing(1024).map(({ name }) => name)).toEqual(['leaf']);
  });

  it('has missing issuers unless it ends at an anchor or a root', () => {
    const list = (sent: [PathFields, ...PathFields[]], anchors: PathFields[], verify: () => SignatureStatus = valid) =>
      listMissingIssuers({ sent, anchors: indexAnchors(anchors), host: null, now: NOW }, verify).map(
        ({ name }) => name,
      );
    expect(list([LEAF, CA], [ROOT])).toEqual([]);
    expect(list([LEAF, CA], [])).toEqual(['ca']);
    expect(list([LEAF, CA], [], () => 'invalid')).toEqual(['leaf']);
    expect(list([LEAF, CA], [], () => 'unsupported')).toEqual([]);
    expect(list([LEAF, make('ca', 'ca')], [])).toEqual([]);
    expect(list([LEAF, CA, make('ca', 'b', { key: 'k2' })], [])).toEqual(['ca', 'ca']);
    expect(list([LEAF, CA, make('ca', 'b', { key: 'k2', valid_to: NOW })], [ROOT])).toEqual([]);
    expect(list([LEAF, CA, make('root', 'top')], [])).toEqual(['root']);
    const dead = make('ca', 'b', { key: 'k2', valid_to: NOW + 2 * DAY });
    expect(list([{ ...LEAF, valid_to: NOW + 2 * DAY }, CA, dead], [ROOT])).toEqual([]);
  });
});

describe('notices about a chain', () => {
  const list = (sent: PathFields[], path: PathFields[] | null, fetched: PathFields[] = []) =>
    listChainNotices({ sent, fetched }, path, NOW).map(
      ({ code, detail }) => `${code}: ${detail.match(/[^ ]*[;.]?$/)?.[0]}`,
    );
  const path = [LEAF, CA, ROOT];

  it.each<[what: string, sent: PathFields[], expected: string[]]>([
    ['only the leaf', [LEAF], []],
    ['the path without its root', [LEAF, CA], []],
    ['the root', [LEAF, CA, ROOT], ['root-sent: root.']],
    ['the wrong order', [LEAF, ROOT, CA], ['out-of-order: require.', 'root-sent: root.']],
    [
      'another certificate between the wrong order',
      [LEAF, ROOT, make('x', 'y'), CA],
      ['out-of-order: require.', 'root-sent: root.', 'not-needed: x.'],
    ],
    ['a certificate twice', [LEAF, CA, CA], ['sent-twice: ca.']],
    ['another certificate', [LEAF, CA, make('x', 'y')], ['not-needed: x.']],
    ['another root', [LEAF, CA, make('x', 'x')], ['not-needed: x.']],
    ['another certificate of an issuer', [LEAF, CA, make('ca', 'y')], []],
    [
      'an expired certificate of an issuer',
      [LEAF, CA, make('ca', 'y', { valid_to: NOW - 1 })],
      ['expired-cross-sign: ca.'],
    ],
    ['one that expires now', [LEAF, CA, make('ca', 'y', { valid_to: NOW })], []],
    ['another root of an issuer', [LEAF, CA, make('ca', 'ca')], ['root-sent: ca.']],
    ['the name of an issuer with another key', [LEAF, CA, make('ca', 'y', { key: 'k' })], ['not-needed: ca.']],
    ['the name of an issuer in other parts', [LEAF, CA, make('ca', 'y', { subject: ['c', 'a'] })], ['not-needed: ca.']],
    ['the key of an issuer with another name', [LEAF, CA, make('z', 'y', { key: 'ca' })], ['not-needed: z.']],
    ['another certificate of the leaf', [LEAF, CA, make('leaf', 'y')], ['not-needed: leaf.']],
  ])('sent with %s', (_, sent, expected) => {
    expect(list(sent, path)).toEqual(expected);
  });

  it('name each certificate', () => {
    const others = ['x', 'y'].map((name) => make(name, 'z'));
    expect(listChainNotices({ sent: [LEAF, CA, ...others], fetched: [] }, path, NOW)).toEqual([
      { code: 'not-needed', detail: 'Sent, but not part of the chain: x; y.' },
    ]);
  });

  it('are part of the result', () => {
    const [first, ca, root] = conform([LEAF, CA, ROOT] as const);
    expect(
      validateChain({ sent: [first, ca, ca], anchors: indexAnchors([root]), host: null, now: NOW }, valid).notes,
    ).toEqual([{ code: 'sent-twice', detail: 'Sent more than once: ca.' }]);
  });

  it('do not call an expired certificate of the path an expired extra', () => {
    const expired = { ...CA, valid_to: NOW - 1 };
    expect(list([LEAF, expired], [LEAF, expired, ROOT])).toEqual([]);
  });

  it('do not call a leaf a root that is sent', () => {
    const own = make('a', 'a');
    expect(list([own], [own])).toEqual([]);
  });

  it('are only about repetition without a path', () => {
    expect(list([LEAF, CA, CA, make('x', 'y')], null)).toEqual(['sent-twice: ca.']);
  });

  it('name what was fetched', () => {
    const notices = listChainNotices({ sent: [LEAF], fetched: [CA] }, path, NOW);
    expect(notices).toEqual([{ code: 'intermediate-fetched', detail: expect.stringContaining('`aia: true`: ca.') }]);
    expect(list([LEAF, CA], path, [CA])).toEqual([]);
    expect(list([LEAF, CA], path, [make('x', 'y')])).toEqual([]);
  });
});
