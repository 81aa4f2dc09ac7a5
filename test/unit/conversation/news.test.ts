import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { REFUSE_PAYLOAD } from '../../../src/broadcasts/render.ts';
import { parseOrder } from '../../../src/conversation/payloads.ts';
import { ANNOUNCEMENT_CATEGORIES } from '../../../src/storage/announcement-ports.ts';
import { parseCommand } from '../../../src/understanding/commands.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { HOA, LAN, OA } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const { messages } = shippedCatalogue();

describe('the words', () => {
  test.each([
    ['NGỪNG NHẬN TIN lớp học', 'unsubscribe', 'training'],
    ['ngung nhan tin lop hoc', 'unsubscribe', 'training'],
    ['ngưng nhận tin về lớp học nữa', 'unsubscribe', 'training'],
    ['Dừng nhận thông báo dịch vụ công', 'unsubscribe', 'services'],
    ['từ chối tin cảnh báo', 'unsubscribe', 'safety'],
    ['khong nhan tin khac nua', 'unsubscribe', 'news'],
    ['em ơi ngừng gửi tin hoạt động đi', 'unsubscribe', 'training'],
    ['ngừng nhận tin tức', 'unsubscribe', 'news'],
    ['NHẬN TIN an toàn', 'subscribe', 'safety'],
    ['nhan tin dich vu cong', 'subscribe', 'services'],
    ['nhận lại lớp học', 'subscribe', 'training'],
    ['cho tôi nhận thông báo loại cảnh báo nhé', 'subscribe', 'safety'],
  ] as const)('"%s" orders %s of %s', (text, type, category) => expect(parseCommand(text)).toEqual({ type, category }));

  test.each([
    ['NGỪNG NHẬN TIN', 'unsubscribe'],
    ['ngung nhan tin', 'unsubscribe'],
    ['NGỪNG TẤT CẢ', 'unsubscribe'],
    ['ngừng nhận tất cả tin', 'unsubscribe'],
    ['NHẬN TIN', 'subscribe'],
    ['nhận lại tất cả', 'subscribe'],
    ['loại tin', 'news'],
    ['tin đang nhận', 'news'],
  ] as const)('"%s" orders %s', (text, type) => expect(parseCommand(text)).toEqual({ type }));

  test.each([
    'nhắn tin cảnh báo lừa đảo cho cả nhà',
    'nhắn tin lớp học',
    'nhận tin lừa đảo phải làm sao',
    'dùng tin dịch vụ công',
    'không nhận được thông báo dịch vụ công',
    'lớp học',
    'nhận lớp học',
    'ngừng dịch vụ công',
    'đăng ký lớp học',
  ])('"%s" orders nothing', (text) => expect(parseCommand(text)).toBeUndefined());

  test('the button under every announcement is an order of ours', () => {
    for (const category of ANNOUNCEMENT_CATEGORIES)
      expect(parseOrder(`${REFUSE_PAYLOAD}:${category}`)).toEqual({ type: 'news', act: 'off', ref: category });
  });
});

describe('announcements by kind', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let stage: ConversationStage;

  beforeEach(async () => {
    folder = makeTempDir();
    stage = await stageConversation(folder.dir, shippedCatalogue());
    await stage.say('xin chào');
    await stage.say('#consent-no');
  });
  afterEach(async () => {
    await stage.close();
    folder[Symbol.dispose]();
  });

  const say = async (text: string): Promise<string> => (await stage.say(text)).join('\n');
  const press = (title: string): Promise<string> => say(stage.payloadOf(title));
  const buttonsNow = (): string[] => {
    const last = stage.bodies().at(-1) as { attachment?: { payload?: { buttons?: { title: string }[] } } };
    return (last.attachment?.payload?.buttons ?? []).map(({ title }) => title);
  };
  const kept = async (userId = LAN) => ({
    all: (await stage.storage.loadTurn({ oaId: OA, userId })).resident?.optOutAt !== undefined,
    refused: await stage.storage.listRefusedCategories({ oaId: OA, userId }),
  });

  test('NGỪNG NHẬN TIN refuses all of them at once and offers each kind', async () => {
    expect(await say('ngung nhan tin')).toContain('em không gửi thông báo cho bác nữa');
    expect(await kept()).toEqual({ all: true, refused: [] });
    expect(buttonsNow()).toEqual([
      'Chỉ nhận: An toàn, cảnh báo',
      'Chỉ nhận: Dịch vụ công',
      'Chỉ nhận: Lớp học, hoạt động',
      'Chỉ nhận: Tin khác',
      'Nhận lại',
    ]);
    expect(await press('Chỉ nhận: An toàn, cảnh báo')).toContain('Bác đang nhận: an toàn, cảnh báo.');
    expect(await kept()).toEqual({ all: false, refused: ['services', 'training', 'news'] });
  });

  test('a kind is refused alone, said what is still on, and taken back by one press', async () => {
    expect(await say('ngung nhan tin lop hoc')).toBe(
      'Dạ, em không gửi cho bác loại tin này nữa: lớp học, hoạt động. Bác vẫn nhận: an toàn, cảnh báo; dịch vụ công; tin khác.',
    );
    expect(buttonsNow()).toEqual(['Nhận lại', 'Ngừng tất cả']);
    expect(await kept()).toEqual({ all: false, refused: ['training'] });
    expect(await press('Nhận lại')).toContain('em sẽ gửi cho bác loại tin này: lớp học, hoạt động');
    expect(await kept()).toEqual({ all: false, refused: [] });
  });

  test('the button under an announcement refuses its kind, in the middle of a guide too, and the guide goes on', async () => {
    await say('#card:vneid-register-level-2');
    const { state } = (await stage.storage.loadTurn({ oaId: OA, userId: LAN })).session;
    expect(await say(`${REFUSE_PAYLOAD}:services`)).toContain('dịch vụ công');
    expect(await kept()).toEqual({ all: false, refused: ['services'] });
    const flowOf = (json: string | null): unknown => (JSON.parse(json ?? '{}') as { f?: unknown }).f;
    const after = (await stage.storage.loadTurn({ oaId: OA, userId: LAN })).session.state;
    expect(flowOf(after)).toEqual(flowOf(state));
    expect(flowOf(after)).toBeDefined();
    await press('Nhận lại');
    expect(await kept()).toEqual({ all: false, refused: [] });
  });

  test('a kind that this version does not know refuses nothing and shows what is on', async () => {
    expect(await say(`${REFUSE_PAYLOAD}:weather`)).toContain('Bác đang nhận: an toàn, cảnh báo; dịch vụ công; lớp học');
    expect(await kept()).toEqual({ all: false, refused: [] });
  });

  test('NGỪNG TẤT CẢ and back again leave an earlier refusal as it was', async () => {
    await say('ngừng nhận tin lớp học');
    await press('Ngừng tất cả');
    expect(await kept()).toEqual({ all: true, refused: ['training'] });
    expect(await press('Nhận lại')).toContain('Bác đã ngừng: lớp học, hoạt động.');
    expect(await kept()).toEqual({ all: false, refused: ['training'] });
  });

  test('NHẬN TIN takes all, each with a button that stops it; with a kind it takes that one', async () => {
    await say('NGỪNG TẤT CẢ');
    expect(await say('NHẬN TIN dịch vụ công')).toContain('Bác đang nhận: dịch vụ công.');
    expect(await kept()).toEqual({ all: false, refused: ['safety', 'training', 'news'] });
    await say('nhan tin canh bao');
    expect(await kept()).toEqual({ all: false, refused: ['training', 'news'] });
    expect(await say('NHẬN TIN')).toContain('từ nay em lại gửi thông báo');
    expect(await kept()).toEqual({ all: false, refused: [] });
    expect(buttonsNow()).toEqual([
      'Ngừng: An toàn, cảnh báo',
      'Ngừng: Dịch vụ công',
      'Ngừng: Lớp học, hoạt động',
      'Ngừng: Tin khác',
      'Ngừng tất cả',
    ]);
    await press('Ngừng: Tin khác');
    expect(await kept()).toEqual({ all: false, refused: ['news'] });
  });

  test('LOẠI TIN shows what is on and what is off, with a button for each', async () => {
    await say('ngừng nhận tin lớp học');
    expect(await say('loai tin')).toBe(
      'Bác đang nhận: an toàn, cảnh báo; dịch vụ công; tin khác.\nBác đã ngừng: lớp học, hoạt động.',
    );
    expect(buttonsNow()).toContain('Nhận lại: Lớp học, hoạt động');
    await say('dừng tin');
    expect(await say('loại tin')).toContain('đang ngừng nhận mọi loại tin');
  });

  test('refusing the last kind says that nothing comes any more', async () => {
    for (const kind of ['an toàn', 'dịch vụ công', 'lớp học']) await say(`ngừng nhận tin ${kind}`);
    expect(await say('ngừng nhận tin khác')).toContain('không nhận loại tin nào');
    expect(await kept()).toEqual({ all: false, refused: ['safety', 'services', 'training', 'news'] });
  });

  test('what one refuses is nothing to another, and goes with XÓA DỮ LIỆU', async () => {
    await say('ngừng nhận tin lớp học');
    await stage.say('xin chào', HOA);
    expect(await kept(HOA)).toEqual({ all: false, refused: [] });
    await say('#erase-confirm');
    expect(await kept()).toEqual({ all: false, refused: [] });
  });

  test('works while a person of the OA is answering', async () => {
    await stage.send({ type: 'echo', messageId: 'z', adminId: '9', text: 'Chào bác' });
    expect(await say('câu gì đó')).toBe('');
    expect(await say(`${REFUSE_PAYLOAD}:news`)).toContain('tin khác');
    expect(await kept()).toEqual({ all: false, refused: ['news'] });
  });

  test('DỪNG outside a walk still refuses everything', async () => {
    expect(await say('DỪNG')).toContain(messages.stopped.replaceAll('{bác}', 'bác').replaceAll('{Bác}', 'Bác'));
    expect(await kept()).toEqual({ all: true, refused: [] });
  });
});
