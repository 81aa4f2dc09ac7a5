import { describe, expect, test } from 'vitest';
import { anInbound, startChat } from '../../support/chat.ts';
import { MORNING } from '../../support/manual-clock.ts';

const FIRST_LINE = /^Gọi ngay ngân hàng để khóa/u;
const MINUTE = 60_000;

describe('an emergency', () => {
  test.each([
    'tôi vừa bị lừa mất 50 triệu',
    'toi vua bi lua mat 50 trieu',
    'lỡ đọc mã OTP cho nó rồi',
    'bị lừa rồi làm sao',
  ])('gets "Gọi ngay ngân hàng để khóa" as the first line of the first message: %s', async (words) => {
    for (const known of [true, false]) {
      const { said, plan } = await startChat({ known }).say(words);
      expect(said[0]?.text).toMatch(FIRST_LINE);
      expect(plan.engagement).toContainEqual(
        expect.objectContaining({ kind: 'question', topic: 'scam-safety', flow: 'emergency' }),
      );
      expect(plan.patch).not.toHaveProperty('noticeAt');
    }
  });

  test('with a secret in it starts with the same line, and the warning follows', async () => {
    for (const known of [true, false]) {
      const { said, text } = await startChat({ known }).say('tôi vừa đọc mã OTP 482913 cho người lạ rồi');
      expect(said[0]?.text).toMatch(FIRST_LINE);
      expect(text).toContain('đừng gửi thông tin này cho ai');
      expect(text).not.toContain('482913');
    }
  });

  test('in the caption of a picture is one too', async () => {
    const { said } = await startChat().send('image', 'tôi bị lừa mất tiền rồi');
    expect(said[0]?.text).toMatch(FIRST_LINE);
  });

  test('in the middle of a walk comes first, and the walk can be resumed', async () => {
    const chat = startChat();
    await chat.say('#card:temporary-residence');
    const { said } = await chat.say('em ơi bác vừa bị lừa mất 20 triệu');
    expect(said[0]?.text).toMatch(FIRST_LINE);
    expect((await chat.say('menu')).text).toContain('Xem tiếp');
  });

  test('says that this is an automatic assistant, and keeps the notice for after the walk', async () => {
    const chat = startChat({ known: false });
    expect((await chat.say('bị lừa rồi làm sao')).text).toContain('Em là trợ lý tự động');
    let turn = await chat.say('1');
    expect(turn.text).toContain('Bước 1/7');
    for (let turns = 0; turn.plan.session.flow !== null && turns < 10; turns++) {
      expect(turn.text).not.toContain('đồng ý để em đếm');
      expect(turn.plan.patch).not.toHaveProperty('noticeAt');
      turn = await chat.say('xong');
    }
    expect(turn.plan.session.flow).toBeNull();
    expect(turn.text).not.toContain('đồng ý để em đếm');
    expect((await chat.say('cảm ơn em')).said[0]?.text).toContain('đồng ý để em đếm');
  });

  test('left by asking for a person gets the promise without the notice', async () => {
    const chat = startChat({ known: false });
    await chat.say('bị lừa rồi làm sao');
    await chat.say('1');
    const { said } = await chat.press('Gặp người hỗ trợ');
    expect(said.map(({ text }) => text)).toEqual([
      expect.stringMatching(/Cán bộ trực sẽ nhắn[^]*gọi ngân hàng để khóa/u),
    ]);
  });

  test('a question about prevention is none', async () => {
    const { said } = await startChat().say('làm sao để không bị lừa đảo');
    expect(said[0]?.text).not.toMatch(FIRST_LINE);
  });
});

describe('a secret', () => {
  test('in an ordinary message is answered with a warning, and is nowhere in the plan', async () => {
    const { said, plan } = await startChat().say('mã OTP của tôi là 482913');
    expect(said[0]?.text).toContain('đừng gửi thông tin này cho ai');
    expect(JSON.stringify([plan.session, plan.patch, plan.replies, plan.engagement])).not.toContain('482913');
  });

  test('asks whether it was given to somebody, and leads on from there', async () => {
    const chat = startChat();
    expect((await chat.say('mã OTP của tôi là 482913')).text).toContain('đã lỡ đưa thông tin này cho ai');
    expect((await chat.say('1')).said[0]?.text).toMatch(FIRST_LINE);
  });

  test('in a walk is warned about, and the walk goes on', async () => {
    const chat = startChat();
    await chat.say('#card:temporary-residence');
    const { said, plan } = await chat.say('cccd 036075001234');
    expect(said[0]?.text).toContain('đừng gửi thông tin này cho ai');
    expect(plan.session.flow).not.toBeNull();
  });

  test('at first contact is warned about behind the notice', async () => {
    const { text } = await startChat({ known: false }).say('cccd 036075001234');
    expect(text).toContain('trợ lý tự động');
    expect(text).toContain('đừng gửi thông tin này cho ai');
  });

  test('in a caption is warned about', async () => {
    const chat = startChat();
    const turn = await chat.event(
      anInbound({ type: 'media', kind: 'image', msgId: 'm', caption: 'mật khẩu: [đã che]', secrets: ['password'] }),
    );
    expect(turn.said[0]?.text).toContain('đừng gửi thông tin này cho ai');
  });
});

describe('while a person of the OA is answering', () => {
  const silenced = async () => {
    const chat = startChat();
    const echo = await chat.event(anInbound({ type: 'echo', messageId: 'z1', adminId: '4267013579246801350' }));
    expect(echo.said).toEqual([]);
    expect(chat.resident?.silencedUntil).toBe(MORNING + 30 * MINUTE);
    chat.now += MINUTE;
    return chat;
  };

  test('questions, greetings, numbers, pictures and secrets get no answer', async () => {
    const chat = await silenced();
    for (const words of ['xin chào', 'làm căn cước ở đâu', '1', 'cccd 036075001234', '#card:temporary-residence'])
      expect((await chat.say(words)).said, words).toEqual([]);
    expect((await chat.send('image')).said).toEqual([]);
    expect((await chat.send('image', 'giấy này điền sao')).said).toEqual([]);
    expect((await chat.event(anInbound({ type: 'chat-now' }))).said).toEqual([]);
    expect((await chat.event(anInbound({ type: 'follow' }))).said).toEqual([]);
  });

  test('commands and emergencies do', async () => {
    for (const words of ['MENU', 'DỪNG', 'GẶP NGƯỜI', 'XÓA DỮ LIỆU', 'TO LN03', 'đồng ý'])
      expect((await (await silenced()).say(words)).said.length, words).toBe(1);
    expect((await (await silenced()).say('tôi vừa bị lừa mất 5 triệu')).said[0]?.text).toMatch(FIRST_LINE);
    expect((await (await silenced()).send('image', 'tôi vừa bị lừa mất 5 triệu')).said[0]?.text).toMatch(FIRST_LINE);
  });

  test('the buttons of the consent question, of erasing and of asking for a person count as commands', async () => {
    const chat = startChat({ known: false });
    await chat.say('xin chào');
    await chat.event(anInbound({ type: 'echo', messageId: 'z1', adminId: '9' }));
    expect((await chat.say('#consent-yes')).plan.consent).toMatchObject({ choice: 'yes' });
    await chat.say('XÓA DỮ LIỆU');
    expect((await chat.say('#erase-cancel')).said).toHaveLength(1);
    expect((await chat.say('#person')).plan.patch.handoverAt).toBe(chat.now);
    await chat.say('XÓA DỮ LIỆU');
    expect((await chat.say('#erase-confirm')).plan.erase).toBe(true);
  });

  test('the interaction is noted all the same, and after 30 minutes the bot answers again', async () => {
    const chat = await silenced();
    expect((await chat.say('xin chào')).plan.patch.lastInteractionAt).toBe(chat.now);
    chat.now = MORNING + 30 * MINUTE;
    expect((await chat.say('xin chào')).said).toHaveLength(1);
  });
});
