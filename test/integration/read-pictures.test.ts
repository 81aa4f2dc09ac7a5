import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import { findLanguageData } from '../../src/understanding/ocr/installed.ts';
import { createPictureReader, type PictureReader, type Unread } from '../../src/understanding/ocr/reader.ts';
import { startReadingProcess } from '../../src/understanding/ocr/reading-process.ts';
import { startDemo } from '../browser/demo.ts';
import { startChat } from '../support/chat.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithOcr, drawScreenshot, type Screenshot } from '../support/screenshots.ts';
import { filesContaining, makeTempDir } from '../support/temp-dir.ts';

const PATIENCE_MS = 120_000;

/** The machine's clock with the limits of fetching and reading stretched: other tests may need the processor meanwhile. */
const patientClock = {
  now: systemClock.now,
  after: (delayMs: number, run: () => void) =>
    systemClock.after(delayMs === 5_000 || delayMs === 10_000 ? PATIENCE_MS : delayMs, run),
};

const BANK: Screenshot = {
  sender: 'Vietcombank',
  lines: [
    'Tài khoản của quý khách đã bị khóa do',
    'đăng nhập bất thường. Vui lòng truy cập',
    'https://vietcombank-vn.top để xác minh',
    'và nhập mã OTP trong 24h.',
  ],
};
const POLICE: Screenshot = {
  sender: 'Công an Phường',
  dark: true,
  lines: [
    'Tôi là cán bộ công an. Bác có liên quan',
    'đến đường dây rửa tiền. Bác chuyển ngay',
    '50 triệu đồng vào tài khoản tạm giữ',
    '19035512345678 để điều tra, không được',
    'nói với ai, nếu không sẽ bị bắt.',
  ],
};

const SCAMS: readonly (readonly [string, Screenshot])[] = [
  ['an SMS of a false bank', BANK],
  ['the same without diacritics, on a large screen', { ...withoutMarks(BANK), width: 1440, height: 3200, letters: 56 }],
  ['a false policeman in a dark chat', POLICE],
  [
    'somebody who wants the code',
    {
      sender: 'Nhân viên ngân hàng',
      lines: [
        'Chào bác, cháu bên ngân hàng ạ.',
        'Bác đọc giúp cháu mã OTP vừa gửi về',
        'máy để cháu hoàn tiền cho bác nhé.',
      ],
    },
  ],
  [
    'an app to install, on a small screen',
    {
      sender: 'Điện lực',
      width: 540,
      height: 960,
      letters: 22,
      lines: ['Bác nợ tiền điện, tối nay bị cắt. Bác cài', 'http://evn-cskh.top/evn.apk để đóng ngay.'],
    },
  ],
];

function withoutMarks(shot: Screenshot): Screenshot {
  const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd');
  return { ...shot, lines: shot.lines.map(plain) };
}

describeWithOcr('pictures read offline', () => {
  let reader: PictureReader;
  let unread: Unread[];
  beforeEach(() => {
    unread = [];
    reader = createPictureReader({
      clock: patientClock,
      startProcess: () => startReadingProcess(findLanguageData() ?? ''),
      onUnread: (why) => unread.push(why),
    });
  });
  afterEach(() => reader.close());

  test.each(SCAMS)('%s is called dangerous', { timeout: PATIENCE_MS }, async (_what, shot) => {
    const read = await reader.readPicture(drawScreenshot(shot));
    expect(unread).toEqual([]);
    const chat = startChat({ readPicture: async () => read });
    const { text, plan } = await chat.send('image', undefined, { url: 'https://f1-zpg.zdn.vn/a.jpg' });
    expect(plan.engagement, read?.text).toMatchObject([{ flow: 'scam-check-dangerous' }]);
    expect(text).toContain('đọc chữ trong ảnh bằng máy');
  });

  test('letters of Vietnamese come with their marks', { timeout: PATIENCE_MS }, async () => {
    const shot = { sender: 'Trường', lines: ['Kỳ họp phụ huynh: mời đến đúng giờ.'] };
    const read = await reader.readPicture(drawScreenshot(shot));
    expect(read?.text).toContain('Kỳ họp phụ huynh: mời đến đúng giờ.');
    expect(read?.confidence).toBeGreaterThan(60);
  });

  test('a wall without letters has none', { timeout: PATIENCE_MS }, async () => {
    const read = await reader.readPicture(drawScreenshot({ sender: '', lines: [] }));
    expect(read).toBeDefined();
    expect(read?.text.match(/\p{L}{2,}/gu) ?? []).toEqual([]);
  });

  test('damaged and hostile pictures end in nothing, and the next one is read', { timeout: PATIENCE_MS }, async () => {
    const png = drawScreenshot(BANK);
    const hostile = [
      png.subarray(0, 2_000),
      Buffer.concat([png.subarray(0, 60), Buffer.alloc(5_000, 0x41)]),
      Buffer.from('ffd8ffc00011080640043803012200021101031101ffda', 'hex'),
      Buffer.concat([Buffer.from('RIFF\xff\xff\xff\xffWEBPVP8 ', 'latin1'), Buffer.alloc(40, 1)]),
    ];
    for (const bytes of hostile) expect(await reader.readPicture(bytes)).toBeUndefined();
    expect(unread).toEqual(['failed', 'failed', 'failed', 'failed']);
    expect((await reader.readPicture(png))?.text).toContain('OTP');
  });

  test('no process is left after closing', { timeout: PATIENCE_MS }, async () => {
    const running = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'ProcessWrap').length;
    const before = running();
    const reading = reader.readPicture(drawScreenshot(BANK));
    expect(running()).toBe(before + 1);
    reader.close();
    expect(await reading).toBeUndefined();
    await eventually(() => expect(running()).toBe(before));
  });
});

describeWithOcr('a screenshot sent to the demo', () => {
  const folder = makeTempDir();
  let app: App;
  beforeEach(async () => {
    const config = readConfig({ PORT: '0', DATA_DIR: folder.dir });
    app = await startApp({ config, logger: silentLogger, clock: patientClock });
  });
  afterEach(() => app.close());
  afterAll(() => folder[Symbol.dispose]());

  const call = async (path: string, body?: object): Promise<any> => {
    const response = await fetch(`${app.url}/emulator/api/${path}`, {
      ...(body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    return response.json();
  };

  test('is fetched, read and answered, counted, and nowhere on disk', { timeout: PATIENCE_MS }, async () => {
    const { residents } = await call('state');
    const messages = `residents/${residents[0].id as string}/messages`;
    await call(messages, { kind: 'image', name: 'a.png', bytes: drawScreenshot(POLICE).toString('base64') });
    await eventually(async () => {
      const said = JSON.stringify(await call(messages));
      expect(said).toContain('đọc chữ trong ảnh bằng máy');
      expect(said).toContain('Tin này rất nguy hiểm');
    }, PATIENCE_MS);
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toContain('bot_pictures_total{result="read"} 1');
    expect(filesContaining(folder.dir, '19035512345678')).toEqual([]);
    expect(filesContaining(folder.dir, 'rửa tiền')).toEqual([]);
  });
});

describe('the server', () => {
  test('loads nothing of the reader before the first picture', async () => {
    const demo = await startDemo();
    const running = process.getActiveResourcesInfo().filter((kind) => kind === 'ProcessWrap');
    await demo.close();
    expect(running).toEqual([]);
  });
});
