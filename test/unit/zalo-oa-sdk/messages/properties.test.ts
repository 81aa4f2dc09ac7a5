import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buttons,
  buttonsMessage,
  fileMessage,
  gifMessage,
  type GroupTextPart,
  groupGifMessage,
  groupImageMessage,
  groupTextMessage,
  imageMessage,
  type ImageSource,
  type ListAction,
  listActions,
  type ListElement,
  listMessage,
  mention,
  mentionAll,
  quoteMessage,
  requestUserInfoMessage,
  stickerMessage,
  stripMentions,
  textMessage,
  type ZaloButton,
  ZaloMessageError,
} from 'zalo-oa-sdk';
import { mentionedIds, wireFaults } from './wire-rules.ts';

/** Any string, with lengths around the limits as likely as short ones. */
const around = (limit: number) =>
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('', ' ', '\n\t', '\u{1f600}', '\ud800'),
    fc
      .tuple(fc.constantFrom('a', 'ấ', ' ', '\u{1f600}'), fc.integer({ min: -2, max: 2 }))
      .map(([letter, by]) => letter.repeat(Math.floor((limit + by) / letter.length))),
  );
const anyText = around(2000);
const anyUrl = fc.oneof(
  fc.webUrl({ validSchemes: ['http', 'https', 'ftp'], withQueryParameters: true, withFragments: true }),
  fc.constantFrom('https://', 'https:a', 'javascript:alert(1)', ' https://a.vn', 'https://a.vn/b c', 'HTTP://A.VN'),
  fc.string(),
);
const anyPhone = fc.oneof(
  fc.string({ unit: fc.constantFrom('0', '1', '5', '9'), maxLength: 17 }),
  fc.string({ maxLength: 16 }),
  fc.constantFrom('+84912345678', '84912345678\n', '٨٤٩١٢٣'),
);
const anyPixels = fc.oneof(fc.integer({ min: -1, max: 5000 }), fc.double());
const anySource: fc.Arbitrary<ImageSource> = fc.oneof(
  anyUrl.map((url) => ({ url })),
  fc.string().map((attachmentId) => ({ attachmentId })),
  fc.record({ url: anyUrl, attachmentId: fc.string() }).map((both) => both as never),
);
const anySize = fc.record({ widthPx: anyPixels, heightPx: anyPixels });
const anyButton: fc.Arbitrary<ZaloButton> = fc.oneof(
  fc.tuple(around(100), anyUrl).map(([title, url]) => buttons.openUrl(title, url)),
  fc.tuple(around(100), around(1000)).map(([title, payload]) => buttons.showQuery(title, payload)),
  fc.tuple(around(100), around(1000)).map(([title, payload]) => buttons.hideQuery(title, payload)),
  fc.tuple(around(100), anyPhone, around(160)).map(([title, phone, text]) => buttons.sms(title, phone, text)),
  fc.tuple(around(100), anyPhone).map(([title, phone]) => buttons.phone(title, phone)),
);
const goodButton = fc.constantFrom<ZaloButton>(
  buttons.openUrl('Mở', 'https://example.vn'),
  buttons.hideQuery('t'.repeat(100), 'p'.repeat(1000)),
  buttons.sms('Nhắn', '841022', 'c'.repeat(160)),
);
const anyButtons = fc.oneof(fc.array(anyButton, { maxLength: 7 }), fc.array(goodButton, { maxLength: 7 }));
const anyAction: fc.Arbitrary<ListAction> = fc.oneof(
  anyUrl.map((url) => listActions.openUrl(url)),
  around(1000).map((payload) => listActions.hideQuery(payload)),
  fc.tuple(anyPhone, around(160)).map(([phone, text]) => listActions.sms(phone, text)),
  anyPhone.map((phone) => listActions.phone(phone)),
);
const anyRow = fc.record(
  { title: around(100), subtitle: around(500), imageUrl: anyUrl, action: anyAction },
  { requiredKeys: ['title'] },
) as fc.Arbitrary<ListElement>;
const goodRow = fc.constantFrom<ListElement>({ title: 'a', subtitle: 'b' }, { title: 'c' });
const anyRows = fc.oneof(fc.array(anyRow, { maxLength: 7 }), fc.array(goodRow, { maxLength: 7 }));
/** Words rich in the signs that mentions are made of. */
const mentionish = fc.oneof(fc.string({ unit: fc.constantFrom('[', '@', ']', '1', 'a', ' '), maxLength: 30 }), anyText);
const anyParts: fc.Arbitrary<GroupTextPart[]> = fc.array(
  fc.oneof(
    mentionish,
    fc.oneof(fc.stringMatching(/^\d{1,19}$/), fc.string()).map(mention),
    fc.oneof(fc.stringMatching(/^[0-9a-f]{20}$/), fc.string()).map(mentionAll),
  ),
  { maxLength: 6 },
);

/** How often a builder yielded a message and how often it refused, so that a property cannot hold by refusing all. */
function tally(audience: 'resident' | 'group', build: () => object, seen: { built: number; refused: number }): void {
  let message: object;
  try {
    message = build();
  } catch (error) {
    if (!(error instanceof ZaloMessageError)) throw error;
    seen.refused += 1;
    return;
  }
  seen.built += 1;
  expect(wireFaults(message, audience)).toEqual([]);
}

const residentBuilders: readonly [string, fc.Arbitrary<() => object>][] = [
  ['textMessage', anyText.map((text) => () => textMessage(text))],
  [
    'quoteMessage',
    fc.tuple(anyText, fc.string()).map(
      ([text, id]) =>
        () =>
          quoteMessage(text, id),
    ),
  ],
  ['imageMessage', fc.tuple(anySource, fc.option(anyText, { nil: undefined })).map((a) => () => imageMessage(...a))],
  [
    'gifMessage',
    fc.tuple(anySource, anySize, fc.option(anyText, { nil: undefined })).map((a) => () => gifMessage(...a)),
  ],
  ['stickerMessage', fc.string().map((id) => () => stickerMessage(id))],
  ['fileMessage', fc.string().map((token) => () => fileMessage(token))],
  [
    'buttonsMessage',
    fc.tuple(anyText, anyButtons).map(
      ([text, list]) =>
        () =>
          buttonsMessage(text, list),
    ),
  ],
  [
    'requestUserInfoMessage',
    fc
      .record({ title: around(100), subtitle: around(500), imageUrl: anyUrl })
      .map((card) => () => requestUserInfoMessage(card)),
  ],
  [
    'listMessage',
    fc.tuple(anyRows, anyButtons).map(
      ([rows, list]) =>
        () =>
          listMessage(rows as never, list),
    ),
  ],
];

const groupBuilders: readonly [string, fc.Arbitrary<() => object>][] = [
  ['groupTextMessage', anyParts.map((parts) => () => groupTextMessage(parts))],
  ['groupImageMessage', fc.tuple(anySource, anyParts).map((a) => () => groupImageMessage(...a))],
  ['groupGifMessage', fc.tuple(anySource, anySize, anyParts).map((a) => () => groupGifMessage(...a))],
];

describe('builders, on any input', () => {
  it.each(residentBuilders)('%s refuses with ZaloMessageError or keeps every limit', (_name, input) => {
    const seen = { built: 0, refused: 0 };
    fc.assert(
      fc.property(input, (build) => tally('resident', build, seen)),
      { numRuns: 400 },
    );
    expect(seen.built).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  });

  it.each(groupBuilders)('%s refuses with ZaloMessageError or keeps every limit', (_name, input) => {
    const seen = { built: 0, refused: 0 };
    fc.assert(
      fc.property(input, (build) => tally('group', build, seen)),
      { numRuns: 400 },
    );
    expect(seen.built).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  });
});

describe('mentions, in any text', () => {
  it('are gone after stripMentions, which changes nothing a second time', () => {
    fc.assert(
      fc.property(mentionish, (text) => {
        const stripped = stripMentions(text);
        expect(stripped).not.toContain('[@');
        expect(stripMentions(stripped)).toBe(stripped);
      }),
    );
  });

  it('leave a text without their signs as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!text.includes('[@'));
        expect(stripMentions(text)).toBe(text);
      }),
    );
  });

  it('of a group message are exactly those the caller named', () => {
    const goodMention = fc.stringMatching(/^\d{1,19}$/).map(mention);
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            mentionish.filter((text) => text.length < 100),
            goodMention,
          ),
        ),
        (parts) => {
          const named = parts.flatMap((part) => (typeof part === 'object' && 'userId' in part ? [part.userId] : []));
          const message = groupTextMessage([...parts, '.']);
          expect(mentionedIds(message.text)).toEqual(named);
        },
      ),
      { numRuns: 500 },
    );
  });
});
