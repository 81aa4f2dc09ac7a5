import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseName, parsePeople, serializePeople } from '../../../src/conversation/people.ts';
import { type Chat, startChat } from '../../support/chat.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

const { messages } = shippedCatalogue();
const CARD = 'temporary-residence';

const add = async (chat: Chat, name: string) => {
  await chat.say('thêm người');
  return chat.say(name);
};

const namesOf = (chat: Chat): string[] => {
  const people = parsePeople(chat.resident?.people);
  return people ? [people.now, ...people.others.map(({ name }) => name)] : [];
};

describe('a phone of several people', () => {
  test('each has an own walk, address and pace, and finds them again', async () => {
    const chat = startChat({ resident: { address: 'bác', largeSteps: true } });
    await chat.say(`#card:${CARD}`);
    await chat.press('Xong');
    const hello = await add(chat, 'Tí');
    expect(hello.text).toContain('Em chào Tí ạ');
    expect(hello.plan.session.flow).toBeNull();
    expect(chat.resident).not.toHaveProperty('address');
    expect(chat.resident).not.toHaveProperty('largeSteps');
    await chat.say('gọi tôi là em');
    await chat.say('#card:transfer-wrong-account');
    await chat.say('đổi người');
    const back = await chat.press('Tôi là chủ máy');
    expect(chat.resident).toMatchObject({ address: 'bác', largeSteps: true });
    expect(back.text).toContain('Em chào chủ máy ạ');
    expect(back.text).toContain('Bước 2/');
    await chat.say('đổi người');
    await chat.press('Tôi là Tí');
    expect(chat.resident?.address).toBe('em');
  });

  test('the menu says who has it, and how to change that; alone, nothing of the kind is said', async () => {
    const chat = startChat();
    expect((await chat.say('menu')).text).not.toContain('Đang dùng máy');
    await add(chat, 'bà nội');
    expect((await chat.say('menu')).text).toContain('Đang dùng máy: bà nội. Người khác dùng thì nhắn ĐỔI NGƯỜI.');
  });

  test('a name may be typed, pressed or chosen by number, and "ba" is a name', async () => {
    for (const name of ['Bà', '2', 'ba', 'Út']) {
      const chat = startChat();
      await add(chat, name);
      expect(namesOf(chat)[0], name).toBe(name === '2' ? 'Bà' : name);
    }
    const chat = startChat();
    await chat.say('thêm người');
    await chat.press('Mẹ');
    expect(namesOf(chat)).toEqual(['Mẹ', messages.personOwner]);
  });

  test.each(['0912 345 678', 'nguyễn văn a sinh năm 1950', '!!!', '123', 'số 079123456789'])(
    '"%s" is no name and is asked for again',
    async (text) => {
      const chat = startChat();
      const { plan } = await add(chat, text);
      expect(chat.resident).not.toHaveProperty('people');
      expect(plan.session.asking).toBe('new-person');
      await chat.say('Tí');
      expect(namesOf(chat)).toContain('Tí');
    },
  );

  test('an order or a cry for help instead of a name is what it is, and the question is over', async () => {
    for (const text of ['menu', 'dừng', 'tôi vừa bị lừa mất tiền', 'chữ to', `#card:${CARD}`]) {
      const chat = startChat();
      const { plan } = await add(chat, text);
      expect(plan.session, text).not.toHaveProperty('asking');
      expect(chat.resident, text).not.toHaveProperty('people');
      expect(chat.resident, text).not.toHaveProperty('optOutAt');
    }
  });

  test('holds five people, tells so, and has room again when one is dropped', async () => {
    const chat = startChat();
    for (const name of ['Bà', 'Ông', 'Mẹ', 'Tí']) await add(chat, name);
    expect((await chat.say('thêm người')).text).toContain('đủ năm người');
    expect(namesOf(chat)).toHaveLength(5);
    const asked = await chat.say('đổi người');
    expect(asked.said.flatMap(({ buttons }) => buttons.map(({ title }) => title))).not.toContain(messages.personNew);
    await chat.say('bỏ người');
    await chat.press('Ông');
    expect(namesOf(chat)).toEqual(['Tí', 'chủ máy', 'Bà', 'Mẹ']);
    await add(chat, 'Tèo');
    expect(namesOf(chat)).toHaveLength(5);
  });

  test('asking who has it does not end the walk under way, and a name is no answer to it', async () => {
    const chat = startChat();
    await chat.say(`#card:${CARD}`);
    await chat.say('đổi người');
    expect((await chat.say('xong')).text).toContain('Bước 2/');
    await add(chat, 'Xong');
    expect(namesOf(chat)).toEqual(['Xong', messages.personOwner]);
  });

  test('two people have two names', async () => {
    const chat = startChat();
    await add(chat, 'Bà nội');
    expect((await add(chat, 'bà NỘI')).text).toContain('đã có người tên');
    expect(namesOf(chat)).toHaveLength(2);
  });

  test('of one person again keeps no name', async () => {
    const chat = startChat();
    await add(chat, 'Tí');
    await chat.say('bỏ người');
    await chat.press('chủ máy');
    expect(chat.resident).not.toHaveProperty('people');
  });

  test('whoever has it may choose another name', async () => {
    const chat = startChat();
    await chat.say('đổi tên');
    await chat.say('bà nội');
    expect(namesOf(chat)).toEqual(['bà nội']);
  });

  test('an old button adds nobody and takes nobody out', async () => {
    const chat = startChat();
    await chat.say('#call:Bà');
    await chat.say('#use:Bà');
    await chat.say('#drop:Bà');
    expect(chat.resident).not.toHaveProperty('people');
  });

  test('is forgotten as a whole with the resident', async () => {
    const chat = startChat();
    await add(chat, 'Tí');
    await chat.say('xóa dữ liệu');
    expect((await chat.press(messages.eraseConfirm)).plan.erase).toBe(true);
  });
});

test('names are short, of letters, and read back as they were', () => {
  expect(parseName('  Bà  nội ❤️ ')).toBe('Bà nội');
  expect(parseName('Út 2')).toBe('Út 2');
  expect(parseName('x'.repeat(21))).toBeUndefined();
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const name = parseName(text);
      if (name === undefined) return;
      expect(name.length).toBeLessThanOrEqual(20);
      expect(name).not.toMatch(/[{}#|:]|\d.*\d.*\d/u);
      expect(parsePeople(serializePeople({ now: name, others: [] }))).toEqual({ now: name, others: [] });
    }),
  );
});

test('unreadable people are one person', () => {
  for (const json of [undefined, '', 'x', '{}', '[]', 'null']) expect(parsePeople(json)).toBeUndefined();
});
