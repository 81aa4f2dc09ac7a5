import { describe, expect, test } from 'vitest';
import { checkAnnouncement, type CheckDeps, isSendable } from '../../../src/broadcasts/check-content.ts';
import { pictureProblem, pictureTypeOf } from '../../../src/broadcasts/check-picture.ts';
import type { AnnouncementContent } from '../../../src/storage/announcement-ports.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

const catalogue = shippedCatalogue();
const deps: CheckDeps = {
  catalogue,
  now: MORNING,
  officialHosts: new Set(['vneid.example.vn']),
  isReported: (host) => host === 'lua-dao.gov.vn',
  pictureBytes: (file) => ({ 'ok.jpg': 900_000, 'big.jpg': 1_048_577 })[file],
};

const content = (changes: Partial<AnnouncementContent> = {}): AnnouncementContent => ({
  title: 'Lịch cấp căn cước',
  category: 'services',
  text: 'Sáng thứ Bảy, {bác} ra nhà văn hóa {tổ} làm căn cước.',
  buttons: [],
  audience: { communes: [], teams: [], segments: [], interests: [] },
  lanes: ['direct'],
  ...changes,
});

const problems = (changes: Partial<AnnouncementContent>) => checkAnnouncement(content(changes), deps);
const fields = (changes: Partial<AnnouncementContent>): string[] =>
  problems(changes).map(({ field, severity }) => (severity === 'warning' ? `(${field})` : field));

describe('an announcement', () => {
  test('as it should be has nothing wrong with it', () => {
    expect(problems({})).toEqual([]);
    const full = content({
      picture: { file: 'ok.jpg', mime: 'image/jpeg', alt: 'Lịch', expiresAt: MORNING + 1 },
      start: { kind: 'card', id: 'vneid-register-level-2' },
      buttons: [
        { kind: 'link', title: 'Mở cổng', url: 'https://dichvucong.gov.vn/' },
        { kind: 'phone', title: 'Gọi 1022', phone: '1022' },
        { kind: 'guide', title: 'Học cách làm', guide: { kind: 'flow', id: 'open-farm-shop' } },
      ],
      emergency: { reason: 'Nước lũ lên nhanh ở ba ấp ven sông, dân phải đi ngay.' },
      category: 'safety',
      startAt: MORNING + 60_000,
      budgetVnd: 0,
    });
    expect(checkAnnouncement(full, deps)).toEqual([]);
  });

  test('that another part of the product made ready is not read again, but its hour is', () => {
    expect(problems({ ready: '{"text":"x"}', text: '', title: '' })).toEqual([]);
    expect(fields({ ready: '{"text":"x"}', startAt: MORNING })).toEqual(['startAt']);
  });

  test.each([
    ['a title of two letters', { title: 'ab' }, ['title']],
    ['a long title', { title: 'x'.repeat(101) }, ['title']],
    ['no text', { text: ' ' }, ['text']],
    ['a text too long for everybody', { text: 'x'.repeat(2_001) }, ['text']],
    ['a text too long for the longest names', { text: `{tổ}${'x'.repeat(1_930)}` }, ['text']],
    ['a field that does not exist', { text: 'Chào {tên}, mời đến họp.' }, ['text']],
    ['a phrase that must not be said', { text: 'Mời bác ra Công an huyện làm thẻ căn cước.' }, ['text']],
    ['a request for a secret', { text: 'Bác gửi mã OTP cho em để em làm giúp bác.' }, ['text']],
    ['an address that hides', { text: 'Xem thêm ở bit.ly/abc nhé bác, có lịch đầy đủ.' }, ['text']],
    ['an address without https', { text: 'Xem thêm ở http://dichvucong.gov.vn nhé bác.' }, ['text']],
    ['an address nobody knows', { text: 'Xem thêm ở https://trang-la.com/lich nhé bác.' }, ['(text)']],
    ['no way to send', { lanes: [] }, ['lanes']],
    ['half a đồng', { budgetVnd: 0.5 }, ['budgetVnd']],
    ['money back', { budgetVnd: -1 }, ['budgetVnd']],
    ['an hour that has passed', { startAt: MORNING }, ['startAt']],
    ['an hour next year', { startAt: MORNING + 366 * 24 * 3_600_000 }, ['startAt']],
    ['an emergency without a reason', { emergency: { reason: 'Lũ' }, category: 'safety' }, ['emergencyReason']],
    [
      'an emergency about other things',
      { emergency: { reason: 'Một lý do dài hơn hai mươi ký tự.' } },
      ['(emergencyReason)'],
    ],
    ['a guide that is gone', { start: { kind: 'card', id: 'gone' } }, ['start']],
    ['a flow named as a card', { start: { kind: 'card', id: 'open-farm-shop' } }, ['start']],
  ] as const satisfies readonly (readonly [string, Partial<AnnouncementContent>, readonly string[]])[])(
    'with %s says so',
    (_what, changes, expected) => expect(fields(changes)).toEqual(expected),
  );

  test.each([
    ['expired', { file: 'ok.jpg', expiresAt: MORNING }, 'hết hạn'],
    ['gone', { file: 'gone.jpg' }, 'Không còn tệp'],
    ['too large', { file: 'big.jpg' }, '1,1 MB'],
    ['no picture', { mime: 'image/gif' as 'image/png' }, 'JPG hoặc PNG'],
    ['without words', { alt: ' ' }, 'lời tả ảnh'],
  ] as const)('with a picture that is %s says so', (_what, changes, said) => {
    const picture = { file: 'ok.jpg', mime: 'image/png', alt: 'Lịch', expiresAt: MORNING + 1, ...changes } as const;
    expect(problems({ picture }).map(({ problem }) => problem)).toEqual([expect.stringContaining(said)]);
  });

  describe('with a button', () => {
    const link = (url: string) => ({ buttons: [{ kind: 'link', title: 'Mở', url }] }) as const;

    test.each([
      ['https://bit.ly/abc', 'rút gọn'],
      ['http://dichvucong.gov.vn/', 'https://'],
      ['dichvucong.gov.vn', 'https://'],
      ['https://lua-dao.gov.vn/x', 'lừa đảo'],
      ['https://dichvucong.gov.vn@trang-la.com/', 'dấu @'],
      [`https://dichvucong.gov.vn/${'a'.repeat(1_000)}`, '1000 ký tự'],
      ['javascript:alert(1)', 'https://'],
    ])('to %s is refused', (url, said) => {
      expect(problems(link(url))).toEqual([
        { field: 'buttons.0.value', severity: 'error', problem: expect.stringContaining(said) },
      ]);
    });

    test('to a page nobody knows may be sent after a warning', () => {
      const found = problems(link('https://vneid.gov.vn.top/'));
      expect(found).toEqual([
        { field: 'buttons.0.value', severity: 'warning', problem: expect.stringContaining('vneid.gov.vn.top') },
      ]);
      expect(isSendable(found)).toBe(true);
      expect(problems(link('https://vneid.example.vn/x'))).toEqual([]);
    });

    test('without words, with too many, with a wrong number', () => {
      const buttons = [
        { kind: 'phone', title: '', phone: '09 abc' },
        { kind: 'phone', title: 'x'.repeat(101), phone: '1022' },
      ] as const;
      expect(fields({ buttons })).toEqual(['buttons.0.title', 'buttons.0.value', 'buttons.1.title']);
    });

    test('more than four of them leave no place for the one that refuses', () => {
      const buttons = Array.from({ length: 4 }, () => ({ kind: 'phone', title: 'Gọi', phone: '1022' }) as const);
      expect(problems({ buttons })).toEqual([]);
      expect(fields({ buttons, start: { kind: 'card', id: 'vneid-register-level-2' } })).toEqual(['buttons']);
      expect(isSendable(problems({ buttons: [...buttons, ...buttons] }))).toBe(false);
    });
  });
});

describe('the file of a picture', () => {
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
  const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]);

  test('is known by its first bytes', () => {
    expect(pictureTypeOf(png)).toBe('image/png');
    expect(pictureTypeOf(jpeg)).toBe('image/jpeg');
    expect(pictureTypeOf(new TextEncoder().encode('<svg onload=alert(1)>'))).toBeUndefined();
    expect(pictureProblem(png)).toBeUndefined();
  });

  test('that Zalo would refuse is refused with what to do', () => {
    expect(pictureProblem(new Uint8Array())).toContain('trống');
    expect(pictureProblem(new TextEncoder().encode('GIF89a......'))).toContain('JPG hoặc PNG');
    const large = new Uint8Array(1_048_577);
    large.set(jpeg);
    expect(pictureProblem(large)).toContain('1,1 MB');
  });
});
