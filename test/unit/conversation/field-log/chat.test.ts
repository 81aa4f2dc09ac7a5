import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Storage } from '../../../../src/storage/ports.ts';
import { type ConversationStage, stageConversation } from '../../../support/conversation-stage.ts';
import { aMember, saveTeamOfTwo, theLeader } from '../../../support/field-log-rows.ts';
import { shippedCatalogue } from '../../../support/shipped-content.ts';
import { HOA, LAN, OA, TEAM } from '../../../support/storage-rows.ts';
import { filesContaining, makeTempDir } from '../../../support/temp-dir.ts';

const { messages } = shippedCatalogue();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CARD = 'temporary-residence';

describe('the field log in the chat', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let stage: ConversationStage;
  /** What the fetcher of photos gives next. */
  let photo: string | undefined;

  const start = async (withPhotos = false): Promise<void> => {
    folder = makeTempDir();
    photo = undefined;
    const further = withPhotos ? { keepPhoto: async () => photo } : {};
    stage = await stageConversation(folder.dir, shippedCatalogue(), undefined, further);
    await saveTeamOfTwo(stage.storage);
    // Both have written of late, and have seen the notice.
    for (const user of [HOA, LAN]) await stage.say('menu', user);
  };

  beforeEach(() => start());
  afterEach(async () => {
    await stage.close();
    folder[Symbol.dispose]();
  });

  const say = async (text: string, user = LAN): Promise<string> => (await stage.say(text, user)).join('\n---\n');
  const press = (title: string, user = LAN): Promise<string> => say(stage.payloadOf(title), user);
  const kept = (changes: Partial<Parameters<Storage['listFieldLogs']>[0]> = {}) =>
    stage.storage.listFieldLogs({ oaId: OA, ...changes });
  const logOne = async (line: string, user = LAN): Promise<string> => {
    await say(`ghi nhận ${line}`, user);
    return press(messages.logSave, user);
  };

  test('a whole entry by buttons and numbers: kind, how many, for whom, day, place, summary', async () => {
    expect(await say('GHI NHẬN')).toContain('GHI NHẬN 5 người VNeID');
    expect(await press('Hướng dẫn người dân')).toContain('1. Dịch vụ công');
    expect(await say('2')).toContain('Lượt người được hướng dẫn thanh toán: được bao nhiêu lượt người');
    expect(await say('4')).toContain(messages.logAskGroup);
    expect(await say('1')).toContain('Việc này làm ngày nào');
    expect(await say('hôm qua')).toContain('Làm ở đâu');
    expect(await say('nhà văn hóa thôn 3')).toContain('tổ tự báo');
    const saved = await say('1');
    expect(saved).toContain('- Lượt người được hướng dẫn thanh toán: 4 lượt người');
    expect(saved).toContain('- Cho ai: Người cao tuổi');
    expect(saved).toContain('29/11/2026');
    expect(await kept()).toMatchObject([
      {
        kind: 'guided-e-payments',
        topic: 'e-payments',
        quantity: 4,
        group: 'elderly',
        day: '2026-11-21',
        place: 'nhà văn hóa thôn 3',
        userId: LAN,
        teamCode: TEAM.code,
        flag: '',
      },
    ]);
  });

  test('a whole entry in one line, read back before it is saved', async () => {
    const summary = await say('ghi nhận 5 người VNeID hôm qua ở thôn 3');
    expect(summary).toContain('- Người được hỗ trợ làm VNeID mức 2: 5 người');
    expect(summary).toContain('- Ngày: 21/11/2026');
    expect(await kept()).toEqual([]);
    expect(await say('đồng ý')).toContain('em đã ghi');
    expect(await kept()).toMatchObject([{ kind: 'vneid-level-2', quantity: 5, day: '2026-11-21', place: 'thôn 3' }]);
    // "Đồng ý" answered our question; it agreed to nothing else.
    expect((await stage.storage.loadTurn({ oaId: OA, userId: LAN })).resident).not.toHaveProperty('consent');
  });

  test('asks only for what one line left out, and says why a day or number was not taken', async () => {
    expect(await say('ghi nhận VNeID ở thôn 3')).toContain('được bao nhiêu người');
    expect(await say('nhiều lắm')).toContain(messages.logQuantityUnclear.replace('{Bác}', 'Bác'));
    expect(await say('0')).toContain('một số tròn');
    expect(await say('2,5')).toContain('một số tròn');
    expect(await say('mười hai ạ')).toContain('Việc này làm ngày nào');
    expect(await say('ngày mai')).toContain('22/11/2026 trở về trước');
    expect(await say('1/9')).toContain('22/10/2026 trở đi');
    expect(await say('22/10')).toContain('Em lưu nhé');
    await say('1');
    expect(await kept()).toMatchObject([{ quantity: 12, day: '2026-10-22' }]);
  });

  test('"tổ 3" is a place, a secret is none, and what leads to a person is masked', async () => {
    await say('ghi nhận 5 người VNeID hôm qua');
    expect(await say('mật khẩu: abc12345')).toContain('nơi làm thôi');
    expect(await say('tổ 3')).toContain('- Nơi làm: tổ 3');
    await press(messages.logEdit);
    await press(messages.logFieldNote);
    expect(await say('bà Tư, 0912345678, làm lâu')).toContain('[số điện thoại]');
    await press(messages.logSave);
    const [entry] = await kept();
    expect(entry).toMatchObject({ place: 'tổ 3' });
    expect(entry?.note).not.toContain('0912345678');
  });

  test('"Sửa" changes one field and comes back to the summary; "Bỏ" and DỪNG save nothing', async () => {
    await say('ghi nhận 5 người VNeID hôm qua ở thôn 3');
    await press(messages.logEdit);
    await press(messages.logFieldQuantity);
    expect(await say('6')).toContain('mức 2: 6 người');
    await press(messages.logEdit);
    await press(messages.logFieldKind);
    await press('Ví, QR, bán hàng');
    expect(await press('Điểm bán nhận QR')).toContain('mã QR: 6 điểm bán');
    expect(await press(messages.logDrop)).toContain('bỏ phần đang ghi');
    await say('ghi nhận 5 người VNeID hôm qua ở thôn 3');
    expect(await say('dừng')).toContain('bỏ phần đang ghi');
    expect(await press(messages.logSave)).toContain('đã xong hoặc đã bỏ');
    expect(await kept()).toEqual([]);
  });

  test('a button pressed twice saves once', async () => {
    await say('ghi nhận 5 người VNeID hôm qua ở thôn 3');
    await press(messages.logSave);
    expect(await press(messages.logSave)).toContain('đã xong hoặc đã bỏ');
    expect(await kept()).toHaveLength(1);
  });

  test('a question about something else is answered, and the draft waits an hour for its buttons', async () => {
    await say('ghi nhận 5 người VNeID hôm qua ở thôn 3');
    expect(await say('menu')).toContain('1. Dịch vụ công');
    expect(await press(messages.logSave)).toContain('em đã ghi');
    await say('ghi nhận 7 hồ sơ hôm qua ở thôn 3');
    await say('menu');
    await stage.wait(HOUR);
    expect(await press(messages.logSave)).toContain('đã xong hoặc đã bỏ');
    const { session } = await stage.storage.loadTurn({ oaId: OA, userId: LAN });
    expect(session.state).not.toContain('thôn 3');
  });

  test('an emergency comes before the draft, at every step', async () => {
    await say('ghi nhận 5 người VNeID hôm qua');
    expect(await say('tôi vừa bị lừa chuyển 20 triệu')).toContain('ngân hàng');
    expect(await kept()).toEqual([]);
  });

  test('ten thousand people are asked about, flagged, and the leader is asked', async () => {
    expect(await say('ghi nhận 10.000 người VNeID hôm qua ở thôn 3')).toContain('10.000 người trong một ngày');
    expect(await press(messages.logSureYes)).toContain('Em lưu nhé');
    const before = stage.sentTo(HOA).length;
    expect(await press(messages.logSave)).toContain('nhờ tổ trưởng xem giúp');
    const asked = stage.sentTo(HOA).slice(before).join('\n');
    expect(asked).toContain('Trần Thị Lan vừa ghi');
    expect(asked).toContain('10.000 người');
    expect(await kept({ flagged: true })).toHaveLength(1);
    expect(await press(messages.logFlagYes, HOA)).toContain('em ghi là đúng');
    expect(await kept({ flagged: true })).toEqual([]);
    expect(await press(messages.logFlagNo, HOA)).toContain('có người xem rồi');
  });

  test('"Cần sửa" goes back to whoever wrote it, and a correction settles it', async () => {
    await say('ghi nhận 900 hồ sơ hôm qua ở thôn 3');
    await press(messages.logSureYes);
    await press(messages.logSave);
    await stage.wait(1_000);
    const before = stage.sentTo(LAN).length;
    expect(await press(messages.logFlagNo, HOA)).toContain('nhờ Trần Thị Lan xem lại');
    expect(stage.sentTo(LAN).slice(before).join('\n')).toContain('Tổ trưởng nhờ bác xem lại');
    await press(messages.logEdit);
    await press(messages.logFieldQuantity);
    await say('9');
    expect(await press(messages.logSave)).toContain('9 hồ sơ');
    expect(await kept({ flagged: true })).toEqual([]);
    expect((await kept({ state: 'all' })).map(({ state, quantity }) => [state, quantity])).toEqual([
      ['kept', 9],
      ['replaced', 900],
    ]);
  });

  test('a leader who cannot be written to finds the flag in the book', async () => {
    await stage.wait(8 * DAY);
    await say('menu');
    await say('ghi nhận 900 hồ sơ hôm qua ở thôn 3');
    await press(messages.logSureYes);
    const before = stage.sentTo(HOA).length;
    expect(await press(messages.logSave)).toContain('đánh dấu để tổ trưởng');
    expect(stage.sentTo(HOA)).toHaveLength(before);
    await say('sổ tổ', HOA);
    expect(await say('1', HOA)).toContain('Đang chờ tổ trưởng xem lại con số');
    expect(await press(messages.logFlagYes, HOA)).toContain('em ghi là đúng');
  });

  test('a claim in small parts is added up over the day', async () => {
    await logOne('30 hồ sơ hôm qua ở thôn 3');
    await stage.wait(1_000);
    await say('ghi nhận 30 hồ sơ hôm qua ở thôn 4');
    expect(await press(messages.logSave)).toContain('60 hồ sơ trong một ngày');
    expect(await say('đúng')).toContain('nhờ tổ trưởng xem giúp');
    expect((await kept()).map(({ flag }) => flag)).toEqual(['too-many', '']);
  });

  test('the same work told twice is pointed out with who told it first, and saved only on wish', async () => {
    await logOne('5 người VNeID hôm qua ở thôn 3', HOA);
    const asked = await logOne('5 người vneid hôm qua ở Thôn 3');
    expect(asked).toContain('Lê Văn Hòa ghi lúc 22/11/2026');
    expect(await press(messages.logTwinDrop)).toContain('bỏ phần đang ghi');
    expect(await kept()).toHaveLength(1);
    await logOne('5 người VNeID hôm qua ở thôn 3');
    expect(await press(messages.logTwinSave)).toContain('em đã ghi');
    expect(await kept()).toHaveLength(2);
  });

  test('the book shows the last entries, page by page, and lets one withdraw', async () => {
    for (const n of [1, 2, 3, 4, 5]) {
      await logOne(`${n} hồ sơ hôm qua ở thôn ${n}`);
      await stage.wait(1_000);
    }
    const book = await say('SỔ TỔ');
    expect(book).toContain('tổ tự báo');
    expect(book).toContain('1. 21/11 Hồ sơ trực tuyến: 5 hồ sơ');
    expect(book).not.toContain('Hồ sơ trực tuyến: 1 hồ sơ');
    expect(await say('5')).toContain('Hồ sơ trực tuyến: 1 hồ sơ');
    const shown = await say('1');
    expect(shown).toContain('Trần Thị Lan ghi lúc');
    await press(messages.logWithdraw);
    expect(await press(messages.logWithdrawYes)).toContain('em đã rút');
    expect(await kept()).toHaveLength(4);
  });

  test('corrections are taken on the seventh day and refused on the eighth', async () => {
    await logOne('5 người VNeID hôm qua ở thôn 3');
    await stage.wait(7 * DAY);
    await say('sổ tổ');
    expect(await say('1')).toContain('đến hết ngày 29/11/2026');
    await press(messages.logEdit);
    await press(messages.logFieldQuantity);
    await say('4');
    expect(await press(messages.logSave)).toContain('4 người');
    const [entry] = await kept();
    await stage.wait(DAY);
    await say('sổ tổ');
    expect(await say('1')).toContain('quá 7 ngày');
    expect(await say(`#log:change|${entry?.id}`)).toContain('quá 7 ngày');
    expect(await say(`#log:withdraw-yes|${entry?.id}`)).toContain('quá 7 ngày');
    expect(await kept()).toMatchObject([{ quantity: 4 }]);
  });

  test('another member may look, not change; the leader may', async () => {
    await stage.storage.saveMember(aMember({ userId: 'user-tu', name: 'Phạm Văn Tư' }));
    await logOne('5 người VNeID hôm qua ở thôn 3');
    const [entry] = await kept();
    await say('menu', 'user-tu');
    expect(await say(`#log:show|${entry?.id}`, 'user-tu')).toContain('người ghi hoặc tổ trưởng mới sửa được');
    expect(await say(`#log:change|${entry?.id}`, 'user-tu')).toContain('người ghi hoặc tổ trưởng mới sửa được');
    await stage.storage.saveMember(aMember({ userId: 'user-xa', name: 'Ở xa', teamCode: 'LN09' }));
    expect(await say(`#log:show|${entry?.id}`, 'user-xa')).not.toContain('thôn 3');
    await say(`#log:change|${entry?.id}`, HOA);
    await press(messages.logFieldQuantity, HOA);
    await say('3', HOA);
    await press(messages.logSave, HOA);
    expect(await kept()).toMatchObject([{ quantity: 3, userId: LAN }]);
  });

  test('two changes at the same time: the later one is told, and nothing is counted twice', async () => {
    await logOne('5 người VNeID hôm qua ở thôn 3');
    const [entry] = await kept();
    for (const user of [LAN, HOA]) {
      await say(`#log:change|${entry?.id}`, user);
      await say(stage.payloadOf(messages.logFieldQuantity), user);
      await say(user === LAN ? '6' : '7', user);
    }
    await say('1', LAN);
    expect(await say('1', HOA)).toContain('vừa được sửa hoặc rút');
    expect(await kept()).toMatchObject([{ quantity: 6 }]);
  });

  test('whoever is no member is told kindly how to join, and no resident loses their own question', async () => {
    await say('menu', 'user-x');
    expect(await say('GHI NHẬN', 'user-x')).toContain('VÀO TỔ');
    expect(await say('ghi nhận 5 người VNeID', 'user-x')).toContain('VÀO TỔ');
    expect(await say('sổ tổ', 'user-x')).toContain('VÀO TỔ');
    expect(await say('ghi nhận phản ánh của dân ở đâu', 'user-x')).not.toContain('mã mời');
    expect(await say('kịch bản lừa đảo đặt cọc', 'user-x')).not.toContain('Kịch bản tại nhà');
    await stage.storage.saveMember(aMember({ userId: 'user-x', state: 'pending' }));
    expect(await say('GHI NHẬN', 'user-x')).toContain('đang chờ duyệt');
    await stage.storage.saveMember(aMember({ userId: 'user-x', state: 'left' }));
    expect(await say('GHI NHẬN', 'user-x')).toContain('mã mời');
  });

  test('an officer reads the book of the commune and logs nothing', async () => {
    await stage.storage.saveMember(aMember({ userId: 'user-x', role: 'officer', teamCode: '', name: 'Cán bộ' }));
    await logOne('5 người VNeID hôm qua ở thôn 3');
    await say('menu', 'user-x');
    expect(await say('GHI NHẬN', 'user-x')).toContain('SỔ TỔ');
    const book = await say('SỔ TỔ', 'user-x');
    expect(book).toContain('21/11 VNeID mức 2: 5 người, Tổ công nghệ số ấp 3, Trần Thị Lan');
  });

  test('an erased member leaves the figures and nothing else', async () => {
    await logOne('5 người VNeID hôm qua ở thôn 3');
    await say('ghi nhận 6 hồ sơ hôm qua ở thôn 4');
    await say('xóa dữ liệu');
    await press(messages.eraseConfirm);
    await stage.wait(10 * HOUR);
    expect(await kept()).toMatchObject([{ quantity: 5 }]);
    await stage.close();
    expect(filesContaining(folder.dir, LAN)).toEqual([]);
    stage = await stageConversation(folder.dir, shippedCatalogue());
    expect(await say('sổ tổ', HOA)).toContain('VNeID mức 2: 5 người');
    expect(await say('1', HOA)).toContain('Một thành viên ghi lúc');
  });

  describe('photos', () => {
    beforeEach(async () => {
      await stage.close();
      folder[Symbol.dispose]();
      await start(true);
    });

    const send = async (): Promise<string> =>
      (await stage.send({ type: 'media', kind: 'image', url: 'https://f1-photo.zdn.vn/1.jpg' })).join('\n');

    test('are asked for, kept by name, and may be passed over', async () => {
      expect(await say('ghi nhận 5 người VNeID hôm qua ở thôn 3')).toContain('gửi em một tấm');
      photo = 'abc.jpg';
      expect(await send()).toContain('Em đã nhận ảnh');
      expect(await press(messages.logSave)).toContain('- Ảnh: 1');
      expect(await kept()).toMatchObject([{ photo: 'abc.jpg' }]);
      await say('ghi nhận 6 hồ sơ hôm qua ở thôn 3');
      expect(await say('bỏ qua')).toContain('Em lưu nhé');
    });

    test('that cannot be fetched never cost the entry', async () => {
      await say('ghi nhận 5 người VNeID hôm qua ở thôn 3');
      const answer = await send();
      expect(answer).toContain('chưa lưu được');
      expect(answer).toContain('Em lưu nhé');
      await press(messages.logSave);
      expect(await kept()).toMatchObject([{ quantity: 5 }]);
    });

    test('of a draft that is given up, replaced or withdrawn are dropped', async () => {
      photo = 'draft.jpg';
      await say('ghi nhận 5 người VNeID hôm qua ở thôn 3');
      await send();
      await press(messages.logDrop);
      expect(await stage.storage.listDroppedPhotos()).toEqual(['draft.jpg']);
      photo = 'first.jpg';
      await say('ghi nhận 5 người VNeID hôm qua ở thôn 3');
      await send();
      photo = 'second.jpg';
      await send();
      await press(messages.logSave);
      expect(await stage.storage.listDroppedPhotos()).toEqual(['draft.jpg', 'first.jpg']);
      await say('sổ tổ');
      await say('1');
      await press(messages.logWithdraw);
      await press(messages.logWithdrawYes);
      expect(await stage.storage.listDroppedPhotos()).toEqual(['draft.jpg', 'first.jpg', 'second.jpg']);
    });

    test('stay with an entry whose correction is given up', async () => {
      photo = 'first.jpg';
      await say('ghi nhận 5 người VNeID hôm qua ở thôn 3');
      await send();
      await press(messages.logSave);
      await say('sổ tổ');
      await say('1');
      await press(messages.logEdit);
      await press(messages.logFieldPhoto);
      photo = 'second.jpg';
      await send();
      await press(messages.logDrop);
      expect(await stage.storage.listDroppedPhotos()).toEqual(['second.jpg']);
      expect(await kept()).toMatchObject([{ photo: 'first.jpg' }]);
    });
  });

  describe('at the door', () => {
    test('a member helps without a typed code, and logs the visit with what it did', async () => {
      await say('#ho-tro');
      await say(`#card:${CARD}`);
      for (let step = 0; step < 9; step++) await say('xong');
      await say('thôi làm giúp');
      const answer = await press(messages.logVisitOffer);
      const work = answer.includes('Buổi vừa rồi') ? await say('1') : answer;
      expect(work).not.toContain('được bao nhiêu');
      if (work.includes(messages.logAskGroup)) await press(messages.logGroupAll);
      await say('thôn 3');
      await press(messages.logSave);
      expect(await kept()).toMatchObject([
        { quantity: 1, day: '2026-11-22', topic: 'public-services', teamCode: TEAM.code },
      ]);
      const visits = await stage.storage.listVisits({
        oaId: OA,
        teamCode: TEAM.code,
        fromDay: '2026-11-22',
        toDay: '2026-11-22',
      });
      expect(visits).toHaveLength(1);
    });

    test('a visit that ended by itself may be logged, one of a stranger not', async () => {
      await say('#ho-tro');
      await say(`#card:${CARD}`);
      await stage.wait(3 * HOUR);
      await say('menu');
      await stage.storage.saveMember(theLeader({ userId: 'user-xa', teamCode: 'LN09' }));
      await say('#ho-tro');
      await say(`#card:${CARD}`);
      await say('thôi làm giúp');
      await say('menu', 'user-xa');
      expect(await press(messages.logVisitOffer, 'user-xa')).toContain('ghi nhận việc gì');
      expect(await press(messages.logVisitOffer)).toContain('Chủ yếu hướng dẫn cho ai');
    });

    test('nobody but a member is offered that', async () => {
      await say('TO LN03', 'user-x');
      await say('#ho-tro', 'user-x');
      const walked = await say(`#card:${CARD}`, 'user-x');
      expect(walked).not.toContain(messages.scriptTitle);
      expect(await say('thôi làm giúp', 'user-x')).not.toContain(messages.logVisitOffer);
    });

    test('the first step of a card has the doorstep script beside its answers, and numbers keep their meaning', async () => {
      await say('#ho-tro');
      const first = await say(`#card:${CARD}`);
      expect(first).toContain(messages.scriptTitle);
      const script = await press(messages.scriptTitle);
      expect(script).toContain('Kịch bản tại nhà:');
      expect(script).toContain(shippedCatalogue().card(CARD)?.doorstep?.split('\n')[0] ?? 'none');
      const second = await say('1');
      expect(second).toContain('Bước 2/');
      expect(second).not.toContain(messages.scriptTitle);
      expect(await say('KỊCH BẢN')).toContain('Kịch bản tại nhà:');
      expect(await say('1')).toContain('Bước 3/');
    });

    test('"KỊCH BẢN <tên thẻ>" works anywhere for members, "KỊCH BẢN" alone asks of what', async () => {
      expect(await say('KỊCH BẢN')).toContain('KỊCH BẢN VNeID mức 2');
      const card = shippedCatalogue().card('vneid-register-level-2');
      const script = await say(`kich ban ${card?.title}`);
      expect(script).toContain(card?.doorstep?.split('\n')[0] ?? 'none');
      expect(await press(messages.scriptOpen)).toContain('Bước 1/');
      expect(await say('kịch bản làm VNeID mức 2')).toMatch(/Kịch bản tại nhà|Bác cần kịch bản nào/u);
    });
  });
});
