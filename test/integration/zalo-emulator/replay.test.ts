import { afterEach, describe, expect, it } from 'vitest';
import { formatRecording } from 'zalo-emulator';
import { closeAll, linesOf, record, replayWith, startBotAtWork, withButtons } from './replay-bench.ts';
import type { Behaviour, BotAtWork } from './replay-bench.ts';

afterEach(closeAll);

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg==',
  'base64',
);

/** A menu, an answer for each of its buttons, thanks for pictures, a welcome. */
const menuBot: Behaviour = ({ event_name: name, message }) => {
  if (name === 'follow') return ['Cảm ơn bác đã quan tâm.'];
  if (name === 'user_send_image') return ['Em đã nhận ảnh.', 'Em xem rồi trả lời bác ngay.'];
  if (message?.text === '#gio') return ['Giờ làm việc: 7 giờ đến 17 giờ.'];
  if (message?.text === '#dvc') return ['Mời bác vào dichvucong.gov.vn.'];
  return name === 'user_send_text' ? [withButtons('Bác cần gì ạ?', 'Dịch vụ công=#dvc', 'Giờ làm việc=#gio')] : [];
};

async function press(pair: BotAtWork, name: string, title: string): Promise<void> {
  const { emulator } = pair;
  const shown = emulator.history(pair.id(name)).findLast(({ buttons }) => buttons !== undefined);
  const index = shown?.buttons?.findIndex((button) => button.title === title) ?? -1;
  emulator.as.press(pair.id(name), shown?.id ?? '', index);
  await pair.idle();
}

async function say(pair: BotAtWork, name: string, text: string): Promise<void> {
  pair.emulator.as.send(pair.id(name), { kind: 'text', text });
  await pair.idle();
}

async function askForHours(pair: BotAtWork): Promise<void> {
  pair.emulator.as.follow(pair.id('Bác Ba'));
  await pair.idle();
  await say(pair, 'Bác Ba', 'Chào em');
  await press(pair, 'Bác Ba', 'Giờ làm việc');
}

describe('a recorded session, replayed', () => {
  it('is equal with the same bot, on a fresh emulator, whatever was sent', async () => {
    const recording = await record(menuBot, async (pair) => {
      await askForHours(pair);
      const { as } = pair.emulator;
      as.send(pair.id('Cô Tư'), { kind: 'image', bytes: png, name: 'don.png', text: 'Đơn đây' });
      await pair.idle();
      as.clickChatNow(pair.id('Anh Năm'));
      as.markSeen(pair.id('Bác Ba'));
      as.send(pair.id('Anh Năm'), { kind: 'sticker', stickerId: 'cuoi' });
      as.unfollow(pair.id('Bác Ba'));
      await pair.idle();
    });
    const report = await replayWith(recording, menuBot);
    expect(linesOf(report)).toEqual([]);
    expect(report).toMatchObject({ isEqual: true, counts: { steps: 8, expected: 5, received: 5 }, updated: recording });
  });

  it('reports a changed answer by person and turn', async () => {
    const recording = await record(menuBot, askForHours);
    const report = await replayWith(recording, (event, bot) =>
      event['message']?.text === '#gio' ? ['Giờ làm việc: 8 giờ đến 16 giờ.'] : menuBot(event, bot),
    );
    expect(report.isEqual).toBe(false);
    expect(linesOf(report)).toEqual([
      'Bác Ba, lượt 3: chờ «Giờ làm việc: 7 giờ đến 17 giờ.», nhận «Giờ làm việc: 8 giờ đến 16 giờ.»',
    ]);
    expect(report.differences[0]).toMatchObject({ kind: 'changed', who: 'Bác Ba', turn: 3 });
  });

  it('shows a long text from where it differs', async () => {
    const long = (word: string) => `${'Bác làm theo từng bước. '.repeat(20)}Cuối cùng ${word} nhé.`;
    const recording = await record(
      () => [long('bấm Gửi')],
      (pair) => say(pair, 'Bác Ba', 'Chào'),
    );
    expect(linesOf(await replayWith(recording, () => [long('bấm Nộp')]))).toEqual([
      'Bác Ba, lượt 1: chờ «…bước. Cuối cùng bấm Gửi nhé.», nhận «…bước. Cuối cùng bấm Nộp nhé.»',
    ]);
  });

  it('reports what a bot says twice', async () => {
    const recording = await record(menuBot, askForHours);
    const report = await replayWith(recording, async (event, bot) => {
      const replies = await menuBot(event, bot);
      return event['event_name'] === 'follow' ? [...replies, ...replies] : replies;
    });
    expect(linesOf(report)).toEqual(['Bác Ba, lượt 1: không chờ gì, nhận «Cảm ơn bác đã quan tâm.»']);
  });

  it('reports what a bot does not say, and goes on', async () => {
    const recording = await record(menuBot, askForHours);
    const report = await replayWith(recording, (event, bot) =>
      event['event_name'] === 'follow' ? [] : menuBot(event, bot),
    );
    expect(linesOf(report)).toEqual(['Bác Ba, lượt 1: chờ «Cảm ơn bác đã quan tâm.», không nhận được gì']);
  });

  it('stops after three turns without any answer', async () => {
    const recording = await record(
      () => ['Dạ.'],
      async (pair) => {
        for (const text of ['1', '2', '3', '4', '5']) await say(pair, 'Bác Ba', text);
      },
    );
    const timers: number[] = [];
    const report = await replayWith(recording, () => [], { timeoutMs: 7000, onTimer: (ms) => timers.push(ms) });
    expect(report.differences.map(({ kind }) => kind)).toEqual(['missing', 'missing', 'missing', 'stopped']);
    expect(linesOf(report).at(-1)).toBe('Dừng sau Bác Ba, lượt 3: OA im lặng 3 lượt liền. Còn 2 bước chưa chạy.');
    expect(timers.filter((ms) => ms >= 7000)).toHaveLength(3);
    expect(report.updated.events.slice(-4)).toEqual(recording.events.slice(-4));
  });

  it('stops when a bot does not stop talking', async () => {
    const recording = await record(menuBot, askForHours);
    const chatter: Behaviour = (event, bot) =>
      event['event_name'] === 'follow' ? Array.from({ length: 600 }, () => 'Alô?') : menuBot(event, bot);
    const report = await replayWith(recording, chatter, { settleMs: 0 });
    expect(linesOf(report).at(-1)).toBe('Dừng sau Bác Ba, lượt 1: OA gửi tin không ngừng. Còn 2 bước chưa chạy.');
    expect(report.updated.events.slice(-4)).toEqual(recording.events.slice(-4));
  });

  it('reports an answer that comes after its time', async () => {
    const recording = await record(menuBot, askForHours);
    const report = await replayWith(
      recording,
      async (event, bot) => {
        if (event['message']?.text === '#gio') await bot.hold();
        return menuBot(event, bot);
      },
      {
        timeoutMs: 5000,
        onTimer: (ms, { bot }) => {
          if (ms >= 5000) bot.release();
        },
      },
    );
    expect(linesOf(report)).toEqual(['Bác Ba, lượt 3: «Giờ làm việc: 7 giờ đến 17 giờ.» đến sau hạn 5000 ms']);
  });

  it('gives an answer as long as it took in the recording, and the time-out on top', async () => {
    const recording = await record(
      () => ['Dạ.'],
      (pair) => say(pair, 'Bác Ba', 'Chào'),
    );
    const [step, answer] = recording.events;
    if (step === undefined || answer === undefined) throw new Error('nothing was recorded');
    const slow = { ...recording, events: [step, { ...answer, atMs: step.atMs + 30_000 }] };
    const timers: number[] = [];
    await replayWith(slow, () => [], { timeoutMs: 1000, onTimer: (ms) => timers.push(ms) });
    expect(timers[0]).toBe(31_000);
  });

  it('does not care who of several people is answered first', async () => {
    const ask = async (pair: BotAtWork) => {
      for (const name of ['Bác Ba', 'Cô Tư']) {
        pair.emulator.as.send(pair.id(name), { kind: 'text', text: `${name} hỏi` });
      }
      await pair.idle();
    };
    const recording = await record(({ message }) => [`Trả lời: ${message.text}`], ask);
    const answered: string[] = [];
    const report = await replayWith(recording, async ({ message }, bot) => {
      if (message.text === 'Bác Ba hỏi') await bot.hold();
      else queueMicrotask(() => setTimeout(() => bot.release(), 0));
      answered.push(message.text);
      return [`Trả lời: ${message.text}`];
    });
    expect(answered).toEqual(['Cô Tư hỏi', 'Bác Ba hỏi']);
    expect(linesOf(report)).toEqual([]);
  });

  it('does not compare what a pattern finds', async () => {
    const recording = await record(
      () => [withButtons('Mã của bác: 4821', 'Mã 4821')],
      (pair) => say(pair, 'Bác Ba', 'Mã'),
    );
    const other: Behaviour = () => [withButtons('Mã của bác: 93', 'Mã 93')];
    expect(linesOf(await replayWith(recording, other))).toHaveLength(2);
    expect(linesOf(await replayWith(recording, other, { ignoreText: [/\d+/] }))).toEqual([]);
    const changed: Behaviour = () => [withButtons('Mã mới: 93', 'Mã 93')];
    expect(linesOf(await replayWith(recording, changed, { ignoreText: [/\d+/] }))).toEqual([
      'Bác Ba, lượt 1: chờ «Mã của bác: …», nhận «Mã mới: …»',
    ]);
  });

  it('knows ids in texts and payloads, which differ in every run', async () => {
    const idBot: Behaviour = ({ sender, message }) =>
      message?.attachments === undefined
        ? [withButtons(`Mã số của bác: ${sender.id}`, `Mời bạn=#moi_${sender.id}`)]
        : [`Ảnh ở ${message.attachments[0].payload.url}, tin ${message.msg_id}`];
    const recording = await record(idBot, async (pair) => {
      const newcomer = pair.emulator.createResident('Dì Sáu');
      await say(pair, newcomer.name, 'Mã của tôi?');
      await press(pair, newcomer.name, 'Mời bạn');
      await say(pair, 'Bác Ba', `Tôi được #moi_${newcomer.id}`);
      pair.emulator.as.send(newcomer.id, { kind: 'image', bytes: png, name: 'a.png' });
      await pair.idle();
    });
    expect(JSON.stringify(recording.events)).toContain('#moi_{{person:Dì Sáu}}');
    expect(JSON.stringify(recording)).not.toMatch(/\d{19}/);
    const heard: string[] = [];
    const report = await replayWith(recording, (event, bot) => {
      heard.push(String(event['message']?.text));
      return idBot(event, bot);
    });
    expect(linesOf(report)).toEqual([]);
    expect(heard.filter((text) => /moi_\d{19}$/.test(text))).toHaveLength(2);
  });
});

describe('a pressed button, replayed', () => {
  const menu = (...titles: string[]): Behaviour => {
    return ({ message }) =>
      message.text.startsWith('#') ? [`Bác chọn ${message.text}`] : [withButtons('Chọn', ...titles)];
  };
  const choose = async (pair: BotAtWork) => {
    await say(pair, 'Bác Ba', 'Chào');
    await press(pair, 'Bác Ba', 'B');
  };

  it('is pressed by its title where it moved, and the menu is reported', async () => {
    const recording = await record(menu('A', 'B'), choose);
    const report = await replayWith(recording, menu('B', 'A'));
    expect(linesOf(report)).toEqual(['Bác Ba, lượt 1: chờ nút [A | B], nhận nút [B | A]']);
    expect(report.updated.events).toContainEqual(
      expect.objectContaining({
        does: 'press',
        button: { title: 'B', index: 0, type: 'oa.query.show', payload: '#B' },
      }),
    );
  });

  it('is looked for in other messages when it moved there', async () => {
    const recording = await record(menu('A', 'B'), choose);
    const report = await replayWith(recording, ({ message }) =>
      message.text.startsWith('#')
        ? [`Bác chọn ${message.text}`]
        : [withButtons('Chọn', 'A'), withButtons('Thêm', 'B')],
    );
    expect(linesOf(report)).toEqual([
      'Bác Ba, lượt 1: chờ nút [A | B], nhận nút [A]',
      'Bác Ba, lượt 1: không chờ gì, nhận «Thêm» nút [B]',
    ]);
  });

  it('is pressed at its place when it has another title', async () => {
    const recording = await record(menu('A', 'B=#b'), choose);
    const report = await replayWith(recording, menu('A', 'Bê=#b'));
    expect(linesOf(report)).toEqual(['Bác Ba, lượt 1: chờ nút [A | B], nhận nút [A | Bê]']);
  });

  it('is reported when it is gone, with what it would have led to', async () => {
    const recording = await record(menu('A', 'B'), choose);
    const report = await replayWith(recording, menu('A'));
    expect(linesOf(report)).toEqual([
      'Bác Ba, lượt 1: chờ nút [A | B], nhận nút [A]',
      'Bác Ba, lượt 2: chờ «Bác chọn #B», không nhận được gì',
      'Bác Ba, lượt 2: press: không còn nút «B» để bấm',
    ]);
  });

  it('sends its payload when the message is from before the recording', async () => {
    const pair = await startBotAtWork(menu('A', 'B'));
    await say(pair, 'Bác Ba', 'Chào');
    pair.emulator.recorder.start();
    await press(pair, 'Bác Ba', 'B');
    const recording = pair.emulator.recorder.stop();
    expect(recording.events[0]).toMatchObject({ does: 'press', on: null });
    expect(linesOf(await replayWith(recording, menu('A', 'B')))).toEqual([]);
  });
});

describe('groups, replayed', () => {
  const asset = '326e977e4d3da4630010';
  /** Makes a group of who asks for it, welcomes who comes, repeats what is said. */
  const groupBot: Behaviour = (event) => {
    const { event_name: name, sender, message, group_id: groupId, users, recipient } = event;
    const write = (id: string, text: string) => {
      const body = { recipient: { group_id: id }, message: { text } };
      return { call: '/v3.0/oa/group/message', body };
    };
    if (message?.text === '#nhom') {
      const body = { group_name: 'Tổ số ấp 3', asset_id: asset, member_user_ids: [sender.id] };
      return ['Em tạo nhóm đây.', { call: '/v3.0/oa/group/creategroupwithoa', body }];
    }
    if (name === 'user_join_group') return [write(groupId, `Chào [@${users[0].id}]`)];
    if (name === 'user_request_join_group') {
      return [
        { call: '/v3.0/oa/group/acceptpendinginvite', body: { group_id: groupId, member_user_ids: [users[0].id] } },
      ];
    }
    if (name === 'user_send_group_text') return [write(recipient.id, `Nghe rồi: ${message.text}`)];
    return [];
  };

  async function meet(pair: BotAtWork): Promise<void> {
    await say(pair, 'Bác Ba', '#nhom');
    const { emulator } = pair;
    const group = emulator.groups.list()[0]?.id ?? '';
    emulator.inGroup.requestJoin(group, pair.id('Cô Tư'));
    await pair.idle();
    emulator.inGroup.send(group, pair.id('Cô Tư'), { kind: 'text', text: 'Chào cả nhà' });
    await pair.idle();
    emulator.inGroup.leave(group, pair.id('Cô Tư'));
    await pair.idle();
  }

  it('are equal when the OA makes them, lets people in and writes', async () => {
    const recording = await record(groupBot, meet);
    expect(recording.events).toContainEqual(
      expect.objectContaining({
        oa: 'groupChange',
        group: 'Tổ số ấp 3',
        change: { created: true, joined: ['Bác Ba'] },
      }),
    );
    expect(recording.events).toContainEqual(
      expect.objectContaining({ oa: 'groupChange', change: { joined: ['Cô Tư'] } }),
    );
    expect(linesOf(await replayWith(recording, groupBot))).toEqual([]);
  });

  it('tell what the OA wrote otherwise, and whom it did not let in', async () => {
    const recording = await record(groupBot, meet);
    const report = await replayWith(recording, (event, bot) => {
      if (event['event_name'] === 'user_request_join_group') return [];
      return groupBot(event, bot);
    });
    expect(linesOf(report)).toEqual([
      'Nhóm Tổ số ấp 3, lượt 1: chờ thay đổi nhóm {"joined":["Cô Tư"]}, không nhận được gì',
      'Nhóm Tổ số ấp 3, lượt 1: chờ «Chào @Cô Tư», không nhận được gì',
      'Nhóm Tổ số ấp 3, lượt 2: chờ «Nghe rồi: Chào cả nhà», không nhận được gì',
      expect.stringContaining('Nhóm Tổ số ấp 3, lượt 2: sendToGroup: EMULATOR_NOT_IN_GROUP'),
      expect.stringContaining('Nhóm Tổ số ấp 3, lượt 3: leave: EMULATOR_NOT_IN_GROUP'),
    ]);
  });

  it('start with the groups that were there, and take what staff and members do', async () => {
    const act = async (pair: BotAtWork) => {
      const { emulator } = pair;
      const group = emulator.groups.list()[0]?.id ?? '';
      emulator.inGroup.send(group, pair.id('Bác Ba'), { kind: 'text', text: 'Có ai không?' });
      await pair.idle();
      emulator.inGroup.sendAsOa(group, { kind: 'text', text: 'Có cán bộ đây.' });
      const second = emulator.groups.create({ name: 'Tổ số ấp 3', description: '', memberIds: [pair.id('Bác Ba')] });
      emulator.inGroup.send(second.id, pair.id('Bác Ba'), { kind: 'text', text: 'Nhóm mới' });
      await pair.idle();
    };
    const pair = await startBotAtWork(groupBot);
    pair.emulator.groups.create({ name: 'Tổ số ấp 3', description: 'Cũ', memberIds: [pair.id('Bác Ba')] });
    pair.emulator.recorder.start();
    await act(pair);
    const recording = pair.emulator.recorder.stop();
    expect(recording.start.groups).toMatchObject([{ name: 'Tổ số ấp 3', description: 'Cũ', members: ['Bác Ba'] }]);
    expect(recording.events.flatMap((event) => ('group' in event ? event.group : []))).toEqual([
      ...['Tổ số ấp 3', 'Tổ số ấp 3', 'Tổ số ấp 3'],
      ...['Tổ số ấp 3 (2)', 'Tổ số ấp 3 (2)', 'Tổ số ấp 3 (2)'],
    ]);
    expect(linesOf(await replayWith(recording, groupBot))).toEqual([]);
  });
});

describe('clock, faults and account, replayed', () => {
  it('are those of the recording', async () => {
    const hours: string[] = [];
    const clockBot: Behaviour = ({ timestamp, message }) => {
      hours.push(new Date(Number(timestamp) + 7 * 3_600_000).toISOString().slice(0, 13));
      return message === undefined ? [] : [`Nghe: ${message.text}`];
    };
    const act = async (pair: BotAtWork) => {
      const { emulator } = pair;
      await say(pair, 'Bác Ba', 'một');
      emulator.clock.advance(5 * 3_600_000);
      emulator.setFaults({ errorReply: { nextCount: 1, delivered: false } });
      await say(pair, 'Bác Ba', 'hai');
      emulator.setFaults({});
      emulator.as.block(pair.id('Bác Ba'));
      await say(pair, 'Bác Ba', 'ba');
      emulator.as.unblock(pair.id('Bác Ba'));
      emulator.account.update({ type: 4 });
      await say(pair, 'Bác Ba', 'bốn');
      emulator.account.update({ type: 2 });
      emulator.refuseSendsTo(pair.id('Bác Ba'), -213);
      await say(pair, 'Bác Ba', 'năm');
      emulator.updateSettings({ sendWindowMs: 60_000 });
      emulator.setEventSwitches({ oa_send_: false });
      await say(pair, 'Cô Tư', 'sáu');
    };
    const recording = await record(clockBot, act, { now: () => Date.UTC(2026, 10, 22, 3, 0, 0) });
    expect(recording.events.filter((event) => 'oa' in event)).toHaveLength(2);
    const recorded = hours.splice(0);
    const report = await replayWith(recording, clockBot, { start: { now: () => Date.now() + 40 * 86_400_000 } });
    expect(linesOf(report)).toEqual([]);
    expect(hours).toEqual(recorded);
  });

  it('leaves the clock alone when asked to', async () => {
    const seen: number[] = [];
    const bot: Behaviour = ({ timestamp }) => {
      seen.push(Number(timestamp));
      return ['Dạ.'];
    };
    const recording = await record(bot, (pair) => say(pair, 'Bác Ba', 'Chào'));
    const dayMs = 86_400_000;
    const start = { now: () => Date.now() + 40 * dayMs };
    expect((await replayWith(recording, bot, { start, clock: 'running' })).isEqual).toBe(true);
    expect((seen[1] ?? 0) - (seen[0] ?? 0)).toBeGreaterThan(39 * dayMs);
  });

  it('waits where a step says so, for what comes unasked and for silence', async () => {
    const recording = await record(
      () => ['Dạ.'],
      (pair) => say(pair, 'Bác Ba', 'Chào'),
    );
    const [step, answer] = recording.events;
    if (step === undefined || answer === undefined) throw new Error('nothing was recorded');
    const events = [step, answer, { atMs: 50, does: 'wait', ms: 60_000 } as const];
    const timers: number[] = [];
    const onTimer = (ms: number) => timers.push(ms);
    expect((await replayWith({ ...recording, events }, () => ['Dạ.'], { onTimer })).isEqual).toBe(true);
    expect(timers).toContain(60_000);
  });
});

describe('a replay that updates', () => {
  it('takes over what came, keeps what is equal word for word, and is equal the next time', async () => {
    const recording = await record(menuBot, async (pair) => {
      await askForHours(pair);
      await say(pair, 'Cô Tư', 'Chào em');
      await press(pair, 'Cô Tư', 'Dịch vụ công');
    });
    const newBot: Behaviour = (event) => {
      const { event_name: name, message } = event;
      if (name === 'follow') return [];
      if (message?.text === '#gio') return ['Bác cứ đến giờ hành chính.', 'Bác cần gì nữa ạ?'];
      if (message?.text === '#dvc') return ['Mời bác vào dichvucong.gov.vn.'];
      return [withButtons('Bác cần gì ạ?', 'Giờ làm việc=#gio', 'Dịch vụ công=#dvc')];
    };
    const report = await replayWith(recording, newBot);
    expect(report.differences.map(({ kind }) => kind)).toEqual(['missing', 'changed', 'changed', 'extra', 'changed']);
    expect(linesOf(await replayWith(report.updated, newBot))).toEqual([]);

    const before = formatRecording(recording).split('\n');
    const after = formatRecording(report.updated).split('\n');
    expect(JSON.parse(formatRecording(report.updated))).toEqual(report.updated);
    const kept = after.filter((line) => before.includes(line));
    // of the ten events three answers and two presses are different lines, one answer is gone, one is new
    expect([before.length - kept.length, after.length - kept.length]).toEqual([6, 6]);
    const numbers = report.updated.events.flatMap((event) => ('message' in event ? event.message : []));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe('a recording that cannot be replayed', () => {
  it('is refused with the field that is wrong', async () => {
    const recording = await record(
      () => ['Dạ.'],
      (pair) => say(pair, 'Bác Ba', 'Chào'),
    );
    const wrong = { ...recording, events: [{ atMs: 0, person: 'Ông Tám', does: 'follow' } as const] };
    await expect(replayWith(wrong, menuBot)).rejects.toThrow('"events.0.person" is wrong: nobody is called "Ông Tám"');
  });
});
