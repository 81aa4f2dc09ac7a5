import { describe, expect, it } from 'vitest';
import {
  createWebhookReceiver,
  MIN_REPLAY_WINDOW_MS,
  type SecretFor,
  WEBHOOK_REFUSALS,
  type WebhookApp,
  type WebhookReceiverOptions,
  type WebhookRequest,
  type WebhookResult,
  type WebhookSecret,
  ZALO_EVENT_NAMES,
  ZaloSetupError,
} from 'zalo-oa-sdk';
import { follow, signedWebhook, TEST_IDS, userSendText } from 'zalo-oa-sdk/testing';
import { eventSamples, sample, vectors } from './samples.ts';

const SECRET: WebhookSecret = { appId: TEST_IDS.appId, oaSecret: 'oa-secret-of-a-test' };
const OTHER: WebhookSecret = { appId: '1111111111111111111', oaSecret: 'oa-secret-of-another-app' };
const SENT_MS = 1795305601733;
const clock = { now: () => SENT_MS };

function receiverOf(apps: readonly WebhookApp[], more: { replayWindowMs?: number; maxBodyBytes?: number } = {}) {
  return createWebhookReceiver({ apps, clock, ...more });
}

const receiver = receiverOf([{ ...SECRET, oaIds: [TEST_IDS.oaId] }]);

/** A request signed by `secret`; the body may be an object or the bytes themselves. */
function post(body: object | string, secret = SECRET, timestamp?: string): WebhookRequest {
  const signed = signedWebhook({ ...secret, body, ...(timestamp === undefined ? {} : { timestamp }) });
  return { rawBody: signed.rawBody, header: signed.headers['x-zevent-signature'] };
}

function outcome(result: WebhookResult): string {
  return result.kind === 'refused' ? `${result.status} ${result.code.replace('ZALO_WEBHOOK_', '')}` : result.kind;
}

describe('reading a genuine webhook', () => {
  it('gives the event, its OA, its app and the body as it came', () => {
    const body = { ...userSendText({ text: 'Chào' }), new_field: [1] };
    const result = receiver.read(post(body));
    expect(result).toEqual({
      kind: 'event',
      appId: SECRET.appId,
      oaId: TEST_IDS.oaId,
      event: userSendText({ text: 'Chào' }),
      raw: body,
    });
  });

  it.each(eventSamples.map(({ title, payload }) => [title, payload] as const))('reads %s', (_title, payload) => {
    const open = receiverOf([SECRET]);
    const result = open.read(post(payload));
    expect(result).toMatchObject({ kind: 'event', event: { event_name: payload['event_name'] }, raw: payload });
  });

  it('has samples of 84 of the 86 known names to read', () => {
    expect(new Set(eventSamples.map(({ event }) => event)).size).toBe(84);
    expect(ZALO_EVENT_NAMES.size).toBe(86);
  });

  it('keeps the whole body of an event of an unknown name', () => {
    const body = { event_name: 'user_dance', oa_id: TEST_IDS.oaId, timestamp: '1', steps: { left: 2 } };
    expect(receiver.read(post(body))).toEqual({
      kind: 'unknown',
      eventName: 'user_dance',
      appId: SECRET.appId,
      oaId: TEST_IDS.oaId,
      raw: body,
    });
  });

  it('keeps the whole body of a known event in an unusable shape, and names the field', () => {
    const { sender: _sender, ...body } = userSendText();
    expect(receiver.read(post(body))).toEqual({
      kind: 'unreadable',
      eventName: 'user_send_text',
      problem: 'sender',
      appId: SECRET.appId,
      oaId: TEST_IDS.oaId,
      raw: body,
    });
  });

  it('takes the bytes as a Buffer or as any Uint8Array, at any place in its memory', () => {
    const { rawBody, header } = post(userSendText());
    const inLarger = new Uint8Array(rawBody.length + 20);
    inLarger.set(rawBody, 7);
    expect(outcome(receiver.read({ rawBody: inLarger.subarray(7, 7 + rawBody.length), header }))).toBe('event');
    expect(outcome(receiver.read({ rawBody: Buffer.from(rawBody), header }))).toBe('event');
  });

  it('takes the header alone in a list, as some frameworks give it', () => {
    const { rawBody, header } = post(userSendText());
    expect(outcome(receiver.read({ rawBody, header: [String(header)] }))).toBe('event');
    expect(outcome(receiver.read({ rawBody, header: [] }))).toBe('401 SIGNATURE_MISSING');
    expect(outcome(receiver.read({ rawBody, header: [String(header), String(header)] }))).toBe(
      '401 SIGNATURE_MALFORMED',
    );
  });

  it('keeps the digits of ids that a number cannot hold', () => {
    const raw = `{"event_name":"follow","oa_id":${TEST_IDS.oaId},"follower":{"id":9007199254740993123},"timestamp":"5"}`;
    expect(receiver.read(post(raw))).toMatchObject({
      kind: 'event',
      oaId: TEST_IDS.oaId,
      event: { follower: { id: '9007199254740993123' } },
      raw: { follower: { id: '9007199254740993123' } },
    });
  });
});

describe('the 21 signature vectors through the receiver', () => {
  const FORMS: Record<string, string> = {
    'neg-no-header': 'SIGNATURE_MISSING',
    'neg-truncated-hex': 'SIGNATURE_MALFORMED',
    'neg-not-hex': 'SIGNATURE_MALFORMED',
  };

  it.each(vectors.map((vector) => [vector.expect, vector.name, vector] as const))(
    '%s: %s',
    (expected, name, { app_id: appId, oa_secret_key: oaSecret, raw_body: raw, header_value: header }) => {
      const result = receiverOf([{ appId, oaSecret }]).read({ rawBody: Buffer.from(raw), header });
      const wanted = expected === 'reject' ? `401 ${FORMS[name] ?? 'SIGNATURE_WRONG'}` : 'event';
      expect(outcome(result)).toBe(wanted);
    },
  );
});

describe('refusing', () => {
  const genuine = post(userSendText());
  const cases: [string, string, WebhookRequest][] = [
    ['no header', '401 SIGNATURE_MISSING', { ...genuine, header: undefined }],
    ['an empty header', '401 SIGNATURE_MISSING', { ...genuine, header: '' }],
    ['a header without hexadecimal digits', '401 SIGNATURE_MALFORMED', { ...genuine, header: 'mac=' }],
    ['a header in upper case', '401 SIGNATURE_MALFORMED', { ...genuine, header: String(genuine.header).toUpperCase() }],
    [
      'two signatures in one header',
      '401 SIGNATURE_MALFORMED',
      { ...genuine, header: `${String(genuine.header)}, mac=00` },
    ],
    ['a signature of another app', '401 SIGNATURE_WRONG', post(userSendText(), OTHER)],
    [
      'the app secret in place of the OA secret',
      '401 SIGNATURE_WRONG',
      post(userSendText(), { ...SECRET, oaSecret: 'x' }),
    ],
    ['another timestamp under the signature', '401 SIGNATURE_WRONG', post(userSendText(), SECRET, '1795305601734')],
    ['an OA that is not served', '403 UNKNOWN_OA', post(userSendText({ oaId: '77' }))],
    ['an OA that is not served, not signed', '401 SIGNATURE_WRONG', post(userSendText({ oaId: '77' }), OTHER)],
    ['text that is not JSON', '400 BAD_JSON', { rawBody: Buffer.from('{"a":'), header: genuine.header }],
    ['an empty body', '400 BAD_JSON', { rawBody: Buffer.alloc(0), header: genuine.header }],
    ['a JSON list', '400 BAD_JSON', { rawBody: Buffer.from('[{}]'), header: genuine.header }],
    ['JSON null', '400 BAD_JSON', { rawBody: Buffer.from('null'), header: genuine.header }],
    ['a JSON text', '400 BAD_JSON', { rawBody: Buffer.from('"{}"'), header: genuine.header }],
    ['no timestamp', '400 NO_TIMESTAMP', post({ event_name: 'follow', oa_id: TEST_IDS.oaId })],
    ['an empty timestamp', '400 NO_TIMESTAMP', post({ ...follow(), timestamp: '' })],
    ['a timestamp that is an object', '400 NO_TIMESTAMP', post({ ...follow(), timestamp: {} })],
    ['a signed empty object', '400 NO_TIMESTAMP', post({})],
  ];

  it.each(cases)('%s: %s', (_name, expected, request) => {
    expect(outcome(receiver.read(request))).toBe(expected);
  });

  it('says in every refusal what the table of refusals says', () => {
    const result = receiver.read({ ...genuine, header: undefined });
    expect(result).toEqual({
      kind: 'refused',
      code: 'ZALO_WEBHOOK_SIGNATURE_MISSING',
      ...WEBHOOK_REFUSALS.ZALO_WEBHOOK_SIGNATURE_MISSING,
    });
  });

  it('documents 13 reasons, each with the status and a sentence without placeholders', () => {
    const statuses = Object.entries(WEBHOOK_REFUSALS).map(([code, { status }]) => `${status} ${code.slice(13)}`);
    expect(statuses.toSorted()).toEqual([
      '400 BAD_JSON',
      '400 BODY_BROKEN',
      '400 NO_TIMESTAMP',
      '401 SIGNATURE_MALFORMED',
      '401 SIGNATURE_MISSING',
      '401 SIGNATURE_WRONG',
      '403 OUTSIDE_REPLAY_WINDOW',
      '403 UNKNOWN_OA',
      '408 BODY_TOO_SLOW',
      '413 BODY_TOO_LARGE',
      '500 BODY_NOT_BYTES',
      '503 HANDLER_FAILED',
      '503 SECRET_UNAVAILABLE',
    ]);
    for (const { message } of Object.values(WEBHOOK_REFUSALS)) expect(message).toMatch(/^[A-Za-z].{40,}\.$/);
  });

  it.each(['MISSING', 'MALFORMED'] as const)('says what a signature looks like when it is %s', (how) => {
    const { message } = WEBHOOK_REFUSALS[`ZALO_WEBHOOK_SIGNATURE_${how}`];
    expect(message).toContain('X-ZEvent-Signature: mac=<64 lower-case hexadecimal digits>');
  });

  it('accepts a header of 128 characters and not one of 129', () => {
    const padded = (length: number) => ({ ...genuine, header: String(genuine.header).padEnd(length) });
    expect(outcome(receiver.read(padded(128)))).toBe('event');
    expect(outcome(receiver.read(padded(129)))).toBe('401 SIGNATURE_MALFORMED');
  });

  it('is not led astray by an own key called __proto__', () => {
    const raw = `{"__proto__":{"event_name":"follow","oa_id":"${TEST_IDS.oaId}","timestamp":"5"},"timestamp":"5"}`;
    const result = receiver.read(post(raw));
    expect(result).toMatchObject({ kind: 'unknown', eventName: '' });
    expect(({} as Record<string, unknown>)['event_name']).toBeUndefined();
  });

  it.each([
    ['a parsed body', { rawBody: userSendText(), header: genuine.header }],
    ['a text', { rawBody: '{}', header: genuine.header }],
    ['nothing', {}],
    ['no request', undefined],
  ])('says that it needs bytes when given %s', (_name, request) => {
    expect(outcome(receiver.read(request as unknown as WebhookRequest))).toBe('500 BODY_NOT_BYTES');
  });

  it.each([[12], [{}], [null]])('takes the header %j for what it is without throwing', (header) => {
    const result = receiver.read({ rawBody: genuine.rawBody, header } as unknown as WebhookRequest);
    expect(outcome(result)).toBe(header === null ? '401 SIGNATURE_MISSING' : '401 SIGNATURE_MALFORMED');
  });
});

describe("the console's probe", () => {
  const unsigned = (text: string) => outcome(receiver.read({ rawBody: Buffer.from(text), header: undefined }));

  it('is an unsigned empty object, with or without spaces', () => {
    expect(['{}', ' { }\n', '{}'.padEnd(16)].map(unsigned)).toEqual(['probe', 'probe', 'probe']);
  });

  it('is nothing else', () => {
    const others = ['', '{', '[]', '{} {}', 'x{}', '{}x', '{"a":1}', '{}'.padEnd(17)];
    expect(others.map(unsigned)).toEqual(others.map(() => '401 SIGNATURE_MISSING'));
  });
});

describe('the size limit', () => {
  it('is 262,144 bytes unless set, and can be read', () => {
    expect(receiver.maxBodyBytes).toBe(262_144);
    expect(receiverOf([SECRET], { maxBodyBytes: 10 }).maxBodyBytes).toBe(10);
  });

  it('lets a body of exactly the limit through and refuses one byte more', () => {
    const request = post(userSendText());
    const limited = (maxBodyBytes: number) => outcome(receiverOf([SECRET], { maxBodyBytes }).read(request));
    expect(limited(request.rawBody.length)).toBe('event');
    expect(limited(request.rawBody.length - 1)).toBe('413 BODY_TOO_LARGE');
  });

  it('counts bytes before it looks at anything else', () => {
    const small = receiverOf([SECRET], { maxBodyBytes: 1 });
    expect(outcome(small.read({ rawBody: Buffer.from('{}'), header: undefined }))).toBe('413 BODY_TOO_LARGE');
  });
});

describe('the replay window', () => {
  const WINDOW = MIN_REPLAY_WINDOW_MS;
  const windowed = receiverOf([SECRET], { replayWindowMs: WINDOW });
  const sentAt = (timestamp: number | string) => outcome(windowed.read(post(userSendText({ timestamp }))));

  it('is two hours at least', () => {
    expect(WINDOW).toBe(2 * 60 * 60 * 1000);
  });

  it('is off by default', () => {
    expect(outcome(receiver.read(post(userSendText({ timestamp: 1 }))))).toBe('event');
  });

  it('includes its edges, before and after now', () => {
    expect([SENT_MS - WINDOW, SENT_MS, SENT_MS + WINDOW].map(sentAt)).toEqual(['event', 'event', 'event']);
    expect([SENT_MS - WINDOW - 1, SENT_MS + WINDOW + 1].map(sentAt)).toEqual([
      '403 OUTSIDE_REPLAY_WINDOW',
      '403 OUTSIDE_REPLAY_WINDOW',
    ]);
  });

  it('lets the last repeat of Zalo through, 1 h 50 min 30 s after the first try', () => {
    expect(sentAt(SENT_MS - 6_630_000)).toBe('event');
  });

  it('needs a timestamp in digits, which without a window is only unreadable', () => {
    expect(sentAt('2026-11-22T00:00:00Z')).toBe('400 NO_TIMESTAMP');
    expect(sentAt('12345678901234567')).toBe('400 NO_TIMESTAMP');
    expect(sentAt(`x${SENT_MS}`)).toBe('400 NO_TIMESTAMP');
    expect(outcome(receiver.read(post(userSendText({ timestamp: '2026-11-22T00:00:00Z' }))))).toBe('unreadable');
  });

  it('takes a timestamp printed as a number', () => {
    expect(outcome(windowed.read(post({ ...userSendText(), timestamp: SENT_MS })))).toBe('event');
  });

  it('is looked at only after the signature: a stranger learns nothing of it', () => {
    const old = post(userSendText({ timestamp: 1 }), OTHER);
    expect(outcome(windowed.read(old))).toBe('401 SIGNATURE_WRONG');
  });
});

describe('several apps', () => {
  const both = receiverOf([
    { ...SECRET, oaIds: ['1', '2'] },
    { ...OTHER, oaIds: ['3'] },
  ]);

  it('checks an event with the secret of the app its OA belongs to', () => {
    expect(both.read(post(userSendText({ oaId: '3' }), OTHER))).toMatchObject({ oaId: '3', appId: OTHER.appId });
    expect(both.read(post(userSendText({ oaId: '2' })))).toMatchObject({ oaId: '2', appId: SECRET.appId });
    expect(outcome(both.read(post(userSendText({ oaId: '3' }))))).toBe('401 SIGNATURE_WRONG');
  });

  it('tries every app for an event that names no OA, and knows the OA when the signer has one only', () => {
    const withdraw = sample('user_withdraw', undefined);
    const nameless = { ...withdraw, oa_id: '', user_id: '' };
    expect(both.read(post(nameless))).toMatchObject({ kind: 'event', oaId: undefined, appId: SECRET.appId });
    expect(both.read(post(nameless, OTHER))).toMatchObject({ kind: 'event', oaId: '3', appId: OTHER.appId });
    expect(outcome(both.read(post(nameless, { ...SECRET, oaSecret: 'no' })))).toBe('401 SIGNATURE_WRONG');
  });

  it('finds the OA of an event of an unknown name among its ids', () => {
    const body = { event_name: 'user_dance', timestamp: '1', sender: { id: '9' }, recipient: { id: '2' } };
    expect(both.read(post(body))).toMatchObject({ kind: 'unknown', oaId: '2' });
    expect(outcome(both.read(post({ ...body, recipient: { id: '8' } })))).toBe('403 UNKNOWN_OA');
  });

  it('accepts both secrets while an app is listed twice', () => {
    const renewed = { ...SECRET, oaSecret: 'the-new-secret' };
    const rotating = receiverOf([
      { ...SECRET, oaIds: ['1'] },
      { ...renewed, oaIds: ['1'] },
    ]);
    for (const secret of [SECRET, renewed]) {
      expect(outcome(rotating.read(post(userSendText({ oaId: '1' }), secret)))).toBe('event');
    }
  });

  it('serves every OA of an app that lists none', () => {
    const open = receiverOf([{ ...OTHER, oaIds: ['3'] }, SECRET]);
    expect(open.read(post(userSendText({ oaId: '555' })))).toMatchObject({ kind: 'event', oaId: '555' });
    expect(outcome(open.read(post(userSendText({ oaId: '3' }))))).toBe('401 SIGNATURE_WRONG');
    const future = { event_name: 'user_dance', timestamp: '1', sender: { id: '9' } };
    expect(open.read(post(future))).toMatchObject({ kind: 'unknown', oaId: undefined, appId: SECRET.appId });
  });

  it('does not look at its settings again after it was made', () => {
    const oaIds = ['1'];
    const app = { ...SECRET, oaIds };
    const made = receiverOf([app]);
    oaIds.push('2');
    app.oaSecret = 'changed';
    expect(outcome(made.read(post(userSendText({ oaId: '1' }))))).toBe('event');
    expect(outcome(made.read(post(userSendText({ oaId: '2' }))))).toBe('403 UNKNOWN_OA');
  });
});

describe('a look-up of secrets', () => {
  const lookup = (secretFor: SecretFor) => createWebhookReceiver({ secretFor, clock });

  it('is asked with the ids the body claims', () => {
    const claims: unknown[] = [];
    const asked = lookup((claim) => {
      claims.push(claim);
      return claim.oaId === '1' || claim.oaId === undefined ? SECRET : undefined;
    });
    expect(asked.read(post(userSendText({ oaId: '1' })))).toMatchObject({ kind: 'event', oaId: '1' });
    const body = { event_name: 'user_dance', timestamp: '1', sender: { id: '1' }, recipient: { id: '2' } };
    expect(asked.read(post(body))).toMatchObject({ kind: 'unknown', oaId: '1' });
    expect(asked.read(post({ event_name: 'x', timestamp: '1', app_id: '' }))).toMatchObject({ oaId: undefined });
    expect(claims).toEqual([
      { oaId: '1', appId: TEST_IDS.appId },
      { oaId: '2', appId: undefined },
      { oaId: '1', appId: undefined },
      { oaId: undefined, appId: undefined },
    ]);
  });

  it('is asked for the OA an event of a known name is for, and for no other id in it', () => {
    const onlyOne = lookup(({ oaId }) => (oaId === '1' ? SECRET : undefined));
    const body = userSendText({ oaId: '2', userId: '1' });
    expect(outcome(onlyOne.read(post(body)))).toBe('403 UNKNOWN_OA');
    expect(outcome(onlyOne.read(post({ ...body, oa_id: '1' })))).toBe('403 UNKNOWN_OA');
  });

  it('may give several secrets to try', () => {
    const several = lookup(() => [OTHER, SECRET]);
    expect(several.read(post(userSendText()))).toMatchObject({ kind: 'event', appId: SECRET.appId });
  });

  it.each([
    ['nothing', () => undefined],
    ['an empty list', () => []],
  ] satisfies [string, SecretFor][])('refuses an OA for which it gives %s', (_name, secretFor) => {
    expect(outcome(lookup(secretFor).read(post(userSendText())))).toBe('403 UNKNOWN_OA');
  });

  it.each([
    ['throws', () => JSON.parse('{')],
    ['gives a promise', async () => SECRET],
    ['gives an empty secret', () => ({ ...SECRET, oaSecret: '' })],
    ['gives an empty app id', () => ({ ...SECRET, appId: '' })],
    ['gives a number', () => ({ ...SECRET, appId: 1 })],
    ['gives null in a list', () => [null]],
  ])('refuses with 503 when it %s', (_name, secretFor) => {
    const result = lookup(secretFor as unknown as SecretFor).read(post(userSendText()));
    expect(outcome(result)).toBe('503 SECRET_UNAVAILABLE');
  });
});

describe('settings that cannot work', () => {
  const made = (options: object) => () => createWebhookReceiver({ clock, ...options } as WebhookReceiverOptions);
  const apps = [SECRET];

  it.each([
    ['no apps and no look-up', {}, 'apps'],
    ['both apps and a look-up', { apps, secretFor: () => undefined }, 'apps'],
    ['an empty list of apps', { apps: [] }, 'apps'],
    ['an empty app id', { apps: [SECRET, { ...SECRET, appId: '' }] }, 'apps[1].appId'],
    ['an empty secret', { apps: [{ ...SECRET, oaSecret: '' }] }, 'apps[0].oaSecret'],
    ['a missing secret', { apps: [{ appId: '1' }] }, 'apps[0].oaSecret'],
    ['an empty OA id', { apps: [{ ...SECRET, oaIds: ['1', ''] }] }, 'apps[0].oaIds[1]'],
    ['a window just under two hours', { apps, replayWindowMs: MIN_REPLAY_WINDOW_MS - 1 }, 'replayWindowMs'],
    ['a window of no number', { apps, replayWindowMs: Number.NaN }, 'replayWindowMs'],
    ['a window of 0', { apps, replayWindowMs: 0 }, 'replayWindowMs'],
    ['no bytes at all', { apps, maxBodyBytes: 0 }, 'maxBodyBytes'],
    ['half a byte', { apps, maxBodyBytes: 1.5 }, 'maxBodyBytes'],
  ])('%s', (_name, options, option) => {
    expect(made(options)).toThrow(ZaloSetupError);
    expect(made(options)).toThrow(expect.objectContaining({ code: 'ZALO_BAD_SETUP', option }));
  });

  it('names limit and value of a window that is too short', () => {
    expect(made({ apps, replayWindowMs: 60_000 })).toThrow(
      expect.objectContaining({
        limit: 7_200_000,
        actual: 60_000,
        message:
          'ZALO_BAD_SETUP: replayWindowMs is 60000; expected a whole number of at least 7200000. Correct the setting.',
      }),
    );
  });

  it.each([
    [{}, 'apps and secretFor exclude each other; expected exactly one of them. Give one.'],
    [{ apps: [] }, 'apps is empty; expected at least one app. Add one.'],
    [
      { apps: [{ appId: '1', oaSecret: '' }] },
      'apps[0].oaSecret is empty or not text; expected it as the console shows it.',
    ],
  ])('says what to do about %j', (options, message) => {
    expect(made(options)).toThrow(
      expect.objectContaining({ name: 'ZaloSetupError', message: `ZALO_BAD_SETUP: ${message}` }),
    );
  });

  it('never repeats a secret', () => {
    expect(made({ apps: [{ appId: '', oaSecret: 'very-secret' }] })).not.toThrow(/very-secret/);
  });

  it('accepts the shortest window and the smallest body', () => {
    expect(made({ apps, replayWindowMs: MIN_REPLAY_WINDOW_MS, maxBodyBytes: 1 })).not.toThrow();
  });
});
