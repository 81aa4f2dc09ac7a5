import { describe, expect, test } from 'vitest';
import type { ConversationDeps } from '../../../src/conversation/plan.ts';
import { serializeSession } from '../../../src/conversation/session.ts';
import { anInbound, type Chat, startChat, type Turn } from '../../support/chat.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

const { messages } = shippedCatalogue();
const URL = 'https://f6-photo.talk.zdn.vn/1/a.jpg';
const POLICE = `09:41
Công an Phường
Tôi là cán bộ công an. Bác có liên quan
đến đường dây rửa tiền. Bác chuyển ngay
50 triệu đồng vào tài khoản tạm giữ
19035512345678 để điều tra, không được
nói với ai, nếu không sẽ bị bắt.
`;
const SCHOOL = 'Kính mời phụ huynh lớp 5A\nđến họp lúc 8 giờ sáng thứ bảy\ntại phòng 12 của trường.';
const ID_CARD = `CĂN CƯỚC CÔNG DÂN
Số / No.: 001099012345
Họ và tên / Full name: NGUYỄN VĂN AN
Ngày sinh / Date of birth: 01/01/1960`;

type Read = NonNullable<ConversationDeps['readPicture']>;
const reads =
  (text: string, confidence = 90): Read =>
  async () => ({ text, confidence });

const chatReading = (read: Read, options: Parameters<typeof startChat>[0] = {}): Chat =>
  startChat({ ...options, readPicture: read });
const sendPicture = (chat: Chat): Promise<Turn> => chat.send('image', undefined, { url: URL });
const buttonsOf = ({ said }: Turn): string[] => said.flatMap(({ buttons }) => buttons.map(({ title }) => title));
/** Everything a turn leaves behind besides what is said. */
const keptOf = ({ plan }: Turn): string =>
  `${serializeSession(plan.session)} ${JSON.stringify([plan.patch, plan.engagement, plan.effects, plan.notices])}`;

describe('a picture a machine can read', () => {
  test('of a scam is answered like the pasted words, says first that a machine read it, and keeps nothing of them', async () => {
    const turn = await sendPicture(chatReading(reads(POLICE)));
    expect(turn.text.startsWith('Em đọc chữ trong ảnh bằng máy')).toBe(true);
    expect(turn.text).toContain(messages.scamDangerous.replace('{Bác}', 'Bác'));
    expect(turn.text).toContain('Dọa bắt');
    expect(buttonsOf(turn)).toEqual(expect.arrayContaining([messages.warnFamily, messages.scamFellForIt]));
    expect(turn.plan.engagement).toMatchObject([{ flow: 'scam-check-dangerous', topic: 'scam-safety' }]);
    expect(keptOf(turn)).not.toMatch(/19035512345678|rửa tiền|zdn\.vn/u);
    expect(turn.plan.patch).not.toHaveProperty('handoverAt');
  });

  test('is read at the address Zalo gave, once', async () => {
    const asked: string[] = [];
    const chat = chatReading(async (url) => {
      asked.push(url);
      return { text: SCHOOL, confidence: 90 };
    });
    await sendPicture(chat);
    expect(asked).toEqual([URL]);
  });

  test('is understood across the lines a narrow bubble breaks', async () => {
    const turn = await sendPicture(chatReading(reads('Chị đọc giúp\nem mã OTP\nvừa gửi về\nmáy chị ạ')));
    expect(turn.plan.engagement).toMatchObject([{ flow: 'scam-check-dangerous' }]);
  });

  test('is masked before the model of the operator sees a word', async () => {
    const seen: string[] = [];
    const summariseMessage = async (text: string): Promise<string> => {
      seen.push(text);
      return 'Tin đòi tiền.';
    };
    const turn = await sendPicture(chatReading(reads(POLICE), { model: { summariseMessage } }));
    expect(turn.text).toContain('Tin đòi tiền.');
    expect(seen).toHaveLength(1);
    expect(seen[0]).toContain('[đã che]');
    expect(seen[0]).not.toContain('19035512345678');
  });

  test('of a cry for help starts the first hour at once, and only then says who read it', async () => {
    const turn = await sendPicture(chatReading(reads('Con ơi mẹ vừa bị lừa chuyển khoản mất hết tiền rồi')));
    expect(turn.said[0]?.text).toContain('Gọi ngay ngân hàng');
    expect(turn.said[1]?.text).toContain('đọc chữ trong ảnh bằng máy');
    expect(turn.plan.session.flow).not.toBeNull();
  });

  test('with nothing found says so, what to do, and offers a person', async () => {
    const turn = await sendPicture(chatReading(reads(SCHOOL)));
    expect(turn.text).toMatch(/^Em đọc chữ trong ảnh bằng máy[^]*chưa thấy dấu hiệu lừa trong ảnh[^]*Bác nên làm:/u);
    expect(buttonsOf(turn)).toEqual([messages.personTitle, messages.backToMenu]);
    expect(turn.plan.engagement).toMatchObject([{ kind: 'unanswered', flow: 'picture' }]);
  });

  test('takes the place of whatever name was asked for', async () => {
    const chat = chatReading(reads(SCHOOL));
    await chat.say('thêm người');
    expect((await sendPicture(chat)).plan.session.asking).toBeUndefined();
  });

  test.each([
    ['an identity card', ID_CARD],
    ['an identity card whose number was misread', ID_CARD.replace('001099012345', 'OO1O99O12E45')],
    ['a bank card', 'Ngân hàng Vietcombank\n9704 3612 3456 7890\nNGUYEN VAN AN\nVALID THRU 09/28'],
    ['a bank card alone', '9704 3612 3456 7890'],
  ])('of %s gets a warning and nothing else, and nothing of it is kept', async (_what, text) => {
    const turn = await sendPicture(chatReading(reads(text)));
    expect(turn.text).toContain('đừng gửi ảnh như vậy cho ai, kể cả em');
    expect(turn.text).toContain('Em không giữ ảnh');
    expect(turn.text).not.toContain('dấu hiệu lừa');
    expect(buttonsOf(turn)).toEqual([messages.secretGiven, messages.backToMenu]);
    expect(turn.plan.engagement).toEqual([]);
    expect(keptOf(turn) + turn.text).not.toMatch(/001099012345|9704|NGUYỄN|NGUYEN/u);
    expect(turn.plan.patch).not.toHaveProperty('handoverAt');
  });

  test('of a scam that names papers is still a scam, with the warning in front', async () => {
    const text = `${POLICE} Gửi ảnh CCCD 001099012345 cho tôi.`;
    const turn = await sendPicture(chatReading(reads(text)));
    expect(turn.text).toMatch(/^Em đọc chữ[^\n]*\nẢnh này có số giấy tờ[^]*rất nguy hiểm/u);
  });

  test('of a code from the bank comes with the warning', async () => {
    const text = 'Ngân hàng ABC: mã OTP của quý khách là 482913. Không cung cấp mã này cho bất kỳ ai.';
    const turn = await sendPicture(chatReading(reads(text)));
    expect(turn.text).toContain('mã bí mật');
    expect(keptOf(turn) + turn.text).not.toContain('482913');
  });
});

describe('a picture no machine can read', () => {
  const cases: readonly (readonly [string, Read | undefined])[] = [
    ['where no reader is installed', undefined],
    ['while the reader is busy or too slow, or the address has expired', async () => undefined],
    ['without letters', reads('', 0)],
    ['with three words', reads('CỬA HÀNG XANH', 95)],
    ['with letters read into leaves', reads(SCHOOL, 59)],
  ];

  test.each(cases)('%s goes to the help desk at once', async (_when, read) => {
    const chat = startChat(read ? { readPicture: read } : {});
    const turn = await sendPicture(chat);
    expect(turn.text).toContain('Cán bộ trực sẽ xem ảnh và nhắn cho bác tại đây');
    expect(turn.plan.patch.handoverAt).toBe(MORNING);
    expect(turn.plan.engagement).toMatchObject([{ kind: 'handover', flow: 'picture' }]);
    expect(buttonsOf(turn)).toEqual([messages.backToMenu]);
  });

  test('whose address Zalo did not give goes there too', async () => {
    const turn = await chatReading(reads(POLICE)).send('image');
    expect(turn.plan.engagement).toMatchObject([{ kind: 'handover' }]);
  });

  test('is counted once, however many come while somebody waits', async () => {
    const chat = startChat();
    await sendPicture(chat);
    chat.now += 60_000;
    const turn = await sendPicture(chat);
    expect(turn.text).toContain('xem cùng các ảnh trước');
    expect(turn.plan.engagement).toEqual([]);
    expect(chat.resident?.handoverAt).toBe(MORNING);
  });
});

describe('a picture that is not looked at', () => {
  const never: Read = () => Promise.reject(new Error('the picture was read'));

  test('inside a walk: the fitting sentence, then the step again', async () => {
    const chat = chatReading(never);
    await chat.say('#card:vneid-register-level-2');
    const before = (await chat.say('1')).plan.session.flow;
    const turn = await sendPicture(chat);
    expect(turn.text).toContain('chưa đọc được nội dung trong ảnh');
    expect(turn.plan.session.flow?.stack).toEqual(before?.stack);
    expect(turn.plan.patch).not.toHaveProperty('handoverAt');
  });

  test('but the menu of a subject is no walk: whoever looks at it may show what they mean', async () => {
    const chat = chatReading(reads(POLICE));
    expect((await chat.say('#topic:scam-safety')).plan.session.flow).not.toBeNull();
    const turn = await sendPicture(chat);
    expect(turn.text).toContain('rất nguy hiểm');
    expect(turn.plan.session.flow).toBeNull();
  });

  test('with words under it: they are answered', async () => {
    const turn = await chatReading(never).send('image', 'chuyển khoản nhầm thì làm sao', { url: URL });
    expect(turn.plan.engagement).toMatchObject([{ kind: 'question' }, { kind: 'started' }]);
  });

  test('while a person of the OA answers', async () => {
    const chat = chatReading(never);
    await chat.event(anInbound({ type: 'echo', messageId: 'z', adminId: '9' }));
    expect((await sendPicture(chat)).said).toEqual([]);
  });

  test.each(['gif', 'sticker', 'video', 'file'] as const)('a %s', async (kind) => {
    const turn = await chatReading(never).send(kind, undefined, { url: URL });
    expect(turn.said.length).toBeGreaterThan(0);
    expect(turn.plan.patch).not.toHaveProperty('handoverAt');
  });
});
