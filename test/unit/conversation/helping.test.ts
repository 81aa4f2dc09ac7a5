import { describe, expect, test } from 'vitest';
import { type Chat, startChat } from '../../support/chat.ts';
import { anInbound } from '../../support/chat.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

const { messages } = shippedCatalogue();
const CARD = 'temporary-residence';
const HOUR_MS = 3_600_000;
const BANNER = 'Đang làm giúp người khác';

const startMember = (): Chat => startChat({ resident: { teamCode: 'LN03', consent: 'yes', address: 'anh' } });

const visitsOf = ({ plan }: Awaited<ReturnType<Chat['say']>>): (string | undefined)[] => [
  ...new Set(plan.engagement.map(({ visit }) => visit)),
];

describe('helping somebody else', () => {
  test('is for those who have joined a team', async () => {
    const chat = startChat();
    const { text, plan } = await chat.say('#ho-tro');
    expect(text).toContain('TO LN03');
    expect(plan.session).not.toHaveProperty('helping');
    await chat.say('TO LN03');
    expect((await chat.say('#ho-tro')).plan.session.helping).toBeDefined();
  });

  test('says so in front of every answer, with a way out in words and as a button', async () => {
    const chat = startMember();
    for (const text of ['#ho-tro', `#card:${CARD}`, 'xong', 'chưa làm được', 'qwertyuiop', 'menu', 'đổi người'])
      expect((await chat.say(text)).text, text).toMatch(new RegExp(`^\\(${BANNER}.*THÔI LÀM GIÚP`, 'u'));
    await chat.say('menu');
    const { text } = await chat.press(messages.helpStop);
    expect(text).not.toContain(BANNER);
    expect(text).toContain('lần giúp này xong rồi');
  });

  test('counts for the visit, before and after for the member', async () => {
    const chat = startMember();
    expect(visitsOf(await chat.say(`#card:${CARD}`))).toEqual([undefined]);
    await chat.say('#ho-tro');
    const first = await chat.say(`#card:${CARD}`);
    const [visit] = visitsOf(first);
    expect(visit).toMatch(/^[\w-]{8,}$/u);
    expect(visitsOf(await chat.say('chưa làm được'))).toEqual([visit]);
    await chat.say('#het-ho-tro');
    expect(visitsOf(await chat.say(`#card:${CARD}`))).toEqual([undefined]);
    await chat.say('#ho-tro');
    expect(visitsOf(await chat.say(`#card:${CARD}`))).not.toEqual([visit]);
  });

  test('keeps the place of the member, who goes on there afterwards', async () => {
    const chat = startMember();
    await chat.say(`#card:${CARD}`);
    await chat.say('xong');
    await chat.say('#ho-tro');
    await chat.say('#card:transfer-wrong-account');
    const { text } = await chat.say('thôi làm giúp');
    expect(text).toContain('Giờ em lại nói chuyện với anh');
    expect((await chat.say('1')).text).toContain('Bước 2/');
  });

  test('speaks to the person visited, not to the member, and forgets what they chose', async () => {
    const chat = startMember();
    expect((await chat.say('#ho-tro')).text).toContain('Bác cũng có thể hỏi');
    await chat.say('gọi tôi là bà');
    await chat.say('chữ to');
    expect((await chat.say('menu')).text).toContain('Bà cần em giúp việc gì');
    expect(chat.resident).toMatchObject({ address: 'anh' });
    expect(chat.resident).not.toHaveProperty('largeSteps');
    await chat.say('#het-ho-tro');
    expect((await chat.say('menu')).text).toContain('Anh cần em giúp việc gì');
    await chat.say('#ho-tro');
    expect((await chat.say('menu')).text).toContain('Bác cần em giúp việc gì');
  });

  test('DỪNG ends the walk, then the help, and never the announcements of the member', async () => {
    const chat = startMember();
    await chat.say('#ho-tro');
    await chat.say(`#card:${CARD}`);
    expect((await chat.say('dừng')).text).toContain(BANNER);
    expect((await chat.say('dừng')).text).toContain('lần giúp này xong rồi');
    expect(chat.resident).not.toHaveProperty('optOutAt');
  });

  test('ends by itself after two hours: the next message is answered as the member', async () => {
    const chat = startMember();
    await chat.say('#ho-tro');
    await chat.say(`#card:${CARD}`);
    chat.now += 2 * HOUR_MS - 1;
    expect((await chat.say('menu')).text).toContain(BANNER);
    chat.now += 1;
    const { said, text } = await chat.say('menu');
    expect(said[0]?.text).toContain('đã quá hai giờ');
    expect(text).toContain('Anh cần em giúp việc gì');
    expect(text).not.toContain(BANNER);
  });

  test('an emergency at the door is answered with the bank and 113 first', async () => {
    const chat = startMember();
    await chat.say('#ho-tro');
    const turn = await chat.say('vừa bị lừa mất tiền trong tài khoản');
    expect(turn.said[0]?.text).not.toContain(BANNER);
    expect(visitsOf(turn)[0]).toBeDefined();
    chat.now += 3 * HOUR_MS;
    const late = await chat.say('tôi bị lừa mất 5 triệu');
    expect(late.said[0]?.text).not.toContain('hai giờ');
  });

  test('nothing is said to an event that is answered by nothing', async () => {
    const chat = startMember();
    await chat.say('#ho-tro');
    expect((await chat.event(anInbound({ type: 'unfollow' }))).said).toEqual([]);
  });
});
