import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { LAN, OA } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const SLUG = 'vneid-register-level-2';
const BINH = '3691470258369147099';
const catalogue = shippedCatalogue();
let folder: ReturnType<typeof makeTempDir>;
let stage: ConversationStage;

beforeEach(async () => {
  folder = makeTempDir();
  stage = await stageConversation(folder.dir, catalogue);
  const team = (code: string) => ({
    code,
    name: `Tổ ${code}`,
    provinceCode: '75',
    communeCode: '26368',
    hamlet: 'Ấp 3',
  });
  await stage.storage.saveTeams({ oaId: OA, at: 1, teams: [team('LN03'), team('LN04')] });
});

afterEach(async () => {
  await stage.close();
  folder[Symbol.dispose]();
});

const makeMember = (userId: string, state: 'active' | 'pending' | 'left' = 'active') =>
  stage.storage.saveMember({
    oaId: OA,
    userId,
    role: 'member',
    state,
    teamCode: 'LN03',
    communeCode: '26368',
    name: 'Chị Lan',
    joinedAt: 1,
  });
const totals = () => stage.storage.listTotals({ oaId: OA, fromDay: '2000-01-01', toDay: '2100-01-01' });
const shares = async () => (await totals()).filter(({ kind }) => kind === 'shared');
/** Picture and buttons of the last message. */
const lastBody = () => stage.bodies().at(-1) as { text: string; attachment?: { payload: Record<string, unknown> } };
const finishCard = async (slug: string, userId = LAN): Promise<string[]> => {
  let texts = await stage.say(`#card:${slug}`, userId);
  for (let step = 0; step < 10 && (texts.at(-1) ?? '').includes('1 Xong'); step++) texts = await stage.say('1', userId);
  return texts;
};

describe('CHIA SẺ', () => {
  test.each(['CHIA SẺ', 'chia se the nay', 'gửi vào nhóm', 'Chia sẻ vào nhóm zalo nhé'])(
    'in a guide: "%s" gives one line of advice and one message to forward',
    async (text) => {
      await makeMember(LAN);
      await stage.say(`#card:${SLUG}`);
      const said = await stage.say(text);
      expect(said).toHaveLength(2);
      expect(said[0]).toContain('bấm Chuyển tiếp');
      expect(said[1]?.split('\n')).toEqual([
        'Làm tài khoản VNeID mức 2',
        expect.stringMatching(/^[^\n{}]+[.!]$/u),
        '',
        `Xem từng bước: https://example.vn/t/LN03/${SLUG}`,
        'Cần tổ giúp: mở Zalo Trợ lý số, nhắn TO LN03',
      ]);
      expect(lastBody().attachment?.payload).toEqual({
        template_type: 'media',
        elements: [{ media_type: 'image', url: `https://example.vn/pictures/cover-${SLUG}.png` }],
      });
    },
  );

  test('leaves the walk where it was, and its numbers mean what they meant', async () => {
    await stage.say(`#card:${SLUG}`);
    await stage.say('CHIA SẺ');
    expect((await stage.say('1')).join('\n')).toContain('Bước 2/');
  });

  test('of somebody with a team’s code carries that code, of anybody else none', async () => {
    await stage.say('TO LN04');
    await stage.say(`#card:${SLUG}`);
    expect((await stage.say('chia sẻ')).at(-1)).toContain(`/t/LN04/${SLUG}`);
    await stage.say(`#card:${SLUG}`, BINH);
    const plain = (await stage.say('chia sẻ', BINH)).at(-1);
    expect(plain).toContain(`https://example.vn/h/${SLUG}`);
    expect(plain).not.toContain('nhắn TO');
  });

  test('after the end of a guide means that guide; a new one takes its place', async () => {
    await finishCard(SLUG);
    expect((await stage.say('chia sẻ')).at(-1)).toContain(`/h/${SLUG}`);
    await stage.say('#card:scam-golden-rules');
    expect((await stage.say('chia sẻ')).at(-1)).toContain('/h/scam-golden-rules');
  });

  test('with words finds the guide', async () => {
    const title = catalogue.card('transfer-wrong-account')?.title ?? '';
    expect((await stage.say(`CHIA SẺ ${title}`)).at(-1)).toContain('/h/transfer-wrong-account');
  });

  test('with words that may mean several offers at most three', async () => {
    const text = (await stage.say('chia sẻ vneid')).at(-1);
    expect(text).toContain('muốn chia sẻ hướng dẫn nào');
    const options = text?.match(/^\d\. /gmu) ?? [];
    expect(options.length).toBeGreaterThan(1);
    expect(options.length).toBeLessThanOrEqual(4);
    expect((await stage.say('1')).at(-1)).toContain('https://example.vn/h/');
  });

  test('with nothing at hand offers a short list', async () => {
    await stage.say('chào em');
    const [text] = await stage.say('chia sẻ');
    expect(text).toContain('nhắn CHIA SẺ kèm tên việc');
    expect((await stage.say('1')).at(-1)).toContain('https://example.vn/h/');
  });

  test.each([
    'chia sẻ màn hình cho người lạ có sao không',
    'chia sẻ vị trí thế nào',
    'chia se mat khau wifi',
    'chia sẻ tài khoản ngân hàng được không?',
  ])('is not "%s"', async (text) => {
    await stage.say(text);
    expect(await shares()).toEqual([]);
  });

  test('never comes before an emergency', async () => {
    const said = await stage.say('chia sẻ màn hình xong bị trừ mất 5 triệu trong tài khoản rồi em ơi');
    expect(said.join('\n')).toContain('Gọi ngay ngân hàng');
  });

  test('of a flow leads to its page', async () => {
    await stage.say('#flow:phone-safety-check');
    const text = (await stage.say('chia sẻ')).at(-1) ?? '';
    expect(text).toContain('Kiểm tra điện thoại của mình\nEm hỏi 10 câu ngắn về chiếc điện thoại của bác');
    expect(text).toContain('https://example.vn/h/phone-safety-check');
  });

  test('counts as work of the member’s team, whatever code the account is credited to', async () => {
    await stage.say('TO LN04');
    await makeMember(LAN);
    await stage.say(`#card:${SLUG}`);
    await stage.say('chia sẻ');
    expect(await shares()).toEqual([
      expect.objectContaining({ teamCode: 'LN03', flow: SLUG, topic: 'public-services', count: 1 }),
    ]);
  });

  test('of a dissolved team carries the code of the one that took over', async () => {
    await makeMember(LAN);
    await stage.storage.dissolveTeam({ oaId: OA, code: 'LN03', successorCode: 'LN04', at: 5 });
    await stage.say(`#card:${SLUG}`);
    expect((await stage.say('chia sẻ')).at(-1)).toContain(`/t/LN04/${SLUG}`);
  });
});

describe('the button at the end of a guide', () => {
  const titles = (): string[] =>
    ((lastBody().attachment?.payload['buttons'] ?? []) as { title: string }[]).map(({ title }) => title);

  test('is there for an active member, within five buttons, in front of the way back', async () => {
    await makeMember(LAN);
    await finishCard(SLUG);
    expect(titles().at(-2)).toBe('Chia sẻ vào nhóm');
    expect(titles().length).toBeLessThanOrEqual(5);
    expect((await stage.say(stage.payloadOf('Chia sẻ vào nhóm'))).at(-1)).toContain(`/t/LN03/${SLUG}`);
  });

  test('makes room: of two related guides one stays while somebody is helped', async () => {
    await makeMember(LAN);
    await stage.say('TO LN03');
    await stage.say('#ho-tro');
    await stage.say('#card:scam-golden-rules');
    await stage.say('menu');
    await finishCard(SLUG);
    expect(titles()).toContain('Chia sẻ vào nhóm');
    expect(titles()).toContain('Thôi làm giúp');
    expect(titles().filter((title) => title.startsWith('Xem tiếp'))).toHaveLength(1);
    expect(titles().length).toBe(5);
  });

  test.each(['pending', 'left'] as const)('is not there for a member who is %s', async (state) => {
    await makeMember(LAN, state);
    await finishCard(SLUG);
    expect(titles()).not.toContain('Chia sẻ vào nhóm');
  });

  test('is not there at the end of the first hour after a loss', async () => {
    await makeMember(LAN);
    await finishCard('scam-first-hour');
    expect(titles()).not.toContain('Chia sẻ vào nhóm');
  });
});
