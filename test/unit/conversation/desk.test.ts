import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anAnnouncement } from '../../support/announcements.ts';
import { createAnswerNews } from '../../../src/conversation/answer-news.ts';
import { parseDeskWords } from '../../../src/conversation/desk/words.ts';
import type { Catalogue } from '../../../src/catalog/catalogue.ts';
import { silentLogger } from '../../../src/shared/logger.ts';
import type { MemberRole } from '../../../src/storage/team-ports.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { OA, TEAM } from '../../support/storage-rows.ts';
import { filesContaining, makeTempDir } from '../../support/temp-dir.ts';

const DAY = 24 * 3_600_000;
const [BA, CHIN, SAU, DAN] = ['user-ba', 'user-chin', 'user-sau', 'user-dan'];
const TOPIC = 'e-payments';

describe('lessons, questions and tips in the chat', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let stage: ConversationStage;
  let catalogue: Catalogue;

  beforeEach(async () => {
    folder = makeTempDir();
    catalogue = shippedCatalogue();
    stage = await stageConversation(folder.dir, catalogue);
    await stage.storage.saveTeams({ oaId: OA, teams: [TEAM], at: stage.clock.now() });
    await join(CHIN, 'Lê Thị Chín');
  });
  afterEach(async () => {
    await stage.close();
    folder[Symbol.dispose]();
  });

  /** A member who has written once, so that the first-contact notice is behind them. */
  async function join(userId: string, name: string, role: MemberRole = 'member'): Promise<void> {
    await stage.say('menu', userId);
    await stage.storage.saveMember({
      ...{ oaId: OA, userId, role, name, state: 'active', joinedAt: stage.clock.now() },
      teamCode: role === 'officer' ? '' : TEAM.code,
      communeCode: TEAM.communeCode,
    });
  }
  const say = async (text: string, userId = CHIN): Promise<string> => (await stage.say(text, userId)).join('\n');
  const press = (title: string, userId = CHIN): Promise<string> => say(stage.payloadOf(title), userId);
  const heard = (userId: string): string => stage.sentTo(userId).at(-1) ?? '';
  const marks = () => stage.storage.listLessonMarks({ oaId: OA, userId: CHIN });

  async function walkCard(slug: string, userId = CHIN): Promise<string> {
    let said = await say(`#card:${slug}`, userId);
    for (let step = 0; step < 12 && !said.includes('Về danh mục'); step += 1) {
      const before = said;
      said = await press('Xong', userId);
      if (
        said === before ||
        (await stage.storage.loadTurn({ oaId: OA, userId })).session.state?.includes('"f"') !== true
      )
        break;
    }
    return said;
  }

  async function passQuiz(userId = CHIN): Promise<string> {
    const flow = catalogue.flow(catalogue.lessons[TOPIC]?.quiz ?? '');
    const quiz = Object.values(flow?.steps ?? {}).find((step) => step.type === 'quiz');
    await say(`#flow:${flow?.id}`, userId);
    let said = await press('Thi, khỏi đề tên', userId);
    for (const { answer, choices } of quiz?.questions ?? []) {
      said = await press(choices.find(({ value }) => value === answer)?.title ?? '', userId);
    }
    return said;
  }

  describe('lessons', () => {
    test('joins a path, says what is kept, and marks each guide that is walked to its end', async () => {
      await walkCard('payment-safety-rules');
      expect(await marks()).toEqual([]);
      expect(await say('bài học')).toContain('giấy ghi nhận');
      const joined = await press('Thanh toán (0/8)');
      expect(joined).toContain('Tổ trưởng và cán bộ xã xem được');
      const [first = '', second = ''] = catalogue.lessons[TOPIC]?.cards ?? [];
      expect(await walkCard(first)).toContain('xong 1/8 bài');
      expect(heard(CHIN)).toContain('✓');
      const path = await say(`#desk:path|${TOPIC}`);
      expect(path).toContain(`✓ ${catalogue.card(first)?.title}`);
      expect(path).toContain(`– ${catalogue.card(second)?.title}`);
      expect(path).not.toContain('Từ giờ em ghi lại');
      expect((await marks()).map(({ item }) => item)).toEqual(['', first]);
      expect(await walkCard(first)).not.toContain('1/8');
    });

    test('counts nothing of what a member walks at somebody else’s door', async () => {
      await say(`#desk:path|${TOPIC}`);
      await say('#ho-tro');
      await walkCard('payment-safety-rules');
      expect((await marks()).map(({ item }) => item)).toEqual(['']);
    });

    test('ends in a certificate that anybody can check, once, and goes with the member', async () => {
      await join(BA, 'Trần Văn Ba', 'leader');
      await say(`#desk:path|${TOPIC}`);
      const early = await passQuiz();
      expect(early).toContain('Đi hết 8 bài còn lại');
      const cards = catalogue.lessons[TOPIC]?.cards ?? [];
      let said = '';
      for (const slug of cards) said = await walkCard(slug);
      expect(said).toContain('Lê Thị Chín, Tổ công nghệ số ấp 3, đã học xong phần');
      const [certificate] = await stage.storage.listCertificates({ oaId: OA, userId: CHIN });
      const code = certificate?.code ?? '';
      expect(JSON.stringify(stage.bodies())).toContain(`https://example.vn/c/${code}/giay.pdf`);
      expect(await say(`kiểm tra giấy ${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`, DAN)).toContain(
        'Lê Thị Chín',
      );
      expect(await walkCard(cards[0] ?? '')).not.toContain('GIẤY GHI NHẬN');
      expect(await stage.storage.listCertificates({ oaId: OA, userId: CHIN })).toHaveLength(1);
      expect(await say('tổ của tôi', BA)).toContain('Giấy ghi nhận của tổ');
      expect(await say('ai đã học', BA)).toContain('Lê Thị Chín');
      expect(await say('ai đã học')).toContain('dành cho tổ trưởng');

      await say('xóa dữ liệu');
      await press('Xóa ngay');
      expect(await say(`kiểm tra giấy ${code}`, DAN)).toContain('không tìm thấy');
      expect(await say('ai đã học', BA)).not.toContain('Lê Thị Chín');
    });

    test('leaves the words to everybody else', async () => {
      expect(await say('bài học', DAN)).not.toContain('Bài học cho người trong tổ');
      expect(await say(`#desk:path|${TOPIC}`, DAN)).toContain('chưa ở tổ công nghệ số nào');
    });
  });

  describe('questions', () => {
    const QUESTION = 'Bà con bị mờ thẻ căn cước, máy không đọc được thì làm lại ở đâu';

    test('reach an officer, who answers after a second look; the asker finds it useful and everybody finds it', async () => {
      await join(SAU, 'Nguyễn Thị Sáu', 'officer');
      expect(await say(`Hỏi tuyến trên: ${QUESTION}, gọi 0912345678`)).toContain('Em đã gửi cho cán bộ xã');
      expect(heard(SAU)).toContain(`Lê Thị Chín, Tổ công nghệ số ấp 3, hỏi:\n"${QUESTION}, gọi [số điện thoại]"`);

      expect(await press('Trả lời', SAU)).toContain('nhắn câu trả lời');
      const summary = await say('Ra Công an xã làm lại, mang theo thẻ cũ. Anh Tư 0987654321.', SAU);
      expect(summary).toContain('"Ra Công an xã làm lại, mang theo thẻ cũ. Anh Tư [số điện thoại]."');
      expect(stage.sentTo(CHIN).join()).not.toContain('Công an xã làm lại');
      await press('Gửi', SAU);
      expect(heard(CHIN)).toContain('cán bộ xã trả lời: Ra Công an xã làm lại');

      expect(await say('kinh nghiệm thẻ căn cước')).toContain('Chưa có kinh nghiệm');
      await press('Hữu ích');
      expect(heard(SAU)).toContain('chia sẻ cho mọi tổ');
      await press('Chia sẻ cho các tổ', SAU);
      await join(BA, 'Trần Văn Ba');
      const found = await say('kinh nghiem the can cuoc bi mo', BA);
      expect(found).toContain('Đáp: Ra Công an xã làm lại');
      expect(found).not.toContain('Lê Thị Chín');
      expect(await say('kinh nghiệm', BA)).toContain(QUESTION);
      expect(await say('kinh nghiệm trồng rau', BA)).toContain('Chưa có kinh nghiệm');
    });

    test('are answered by one officer: the other is told that it was done', async () => {
      await join(SAU, 'Nguyễn Thị Sáu', 'officer');
      await join(BA, 'Trần Văn Ba', 'officer');
      await say(`hỏi tuyến trên ${QUESTION}`);
      const guides = stage.payloadOf('Đã có hướng dẫn');
      await say(stage.payloadOf('Trả lời'), BA);
      await say('Ra Công an xã.', BA);
      await press('Gửi', BA);
      expect(await say(guides, SAU)).toContain('đã có người trả lời');
    });

    test('are answered with a guide, which the asker opens with one press', async () => {
      await join(SAU, 'Nguyễn Thị Sáu', 'officer');
      await say('hỏi tuyến trên làm lại thẻ căn cước gắn chip ở đâu vậy');
      await press('Đã có hướng dẫn', SAU);
      const title = catalogue.card('citizen-id-card-issue-renew')?.title ?? '';
      await press(title, SAU);
      expect(heard(CHIN)).toContain(`Việc này đã có hướng dẫn: ${title}`);
      expect(stage.payloadOf(title)).toBe('#card:citizen-id-card-issue-renew');
    });

    test('go to the province where no officer can be written to, or one passes them on, or the answer is not clear', async () => {
      expect(await say(`hỏi tuyến trên ${QUESTION}`)).toContain('Em đã gửi cho tỉnh');
      await join(SAU, 'Nguyễn Thị Sáu', 'officer');
      await say(`hỏi tuyến trên ${QUESTION} vậy ạ`);
      await press('Chuyển tỉnh', SAU);
      await say(`hỏi tuyến trên ${QUESTION} hả em`);
      await press('Trả lời', SAU);
      await say('Ra xã.', SAU);
      await press('Gửi', SAU);
      expect(await press('Chưa rõ')).toContain('chuyển câu này cho tỉnh');
      const open = await stage.storage.listMemberQuestions({ oaId: OA, state: 'open' });
      expect(open.map(({ level }) => level)).toEqual(['province', 'province', 'province']);
    });

    test('stay with the officers of a commune that became another', async () => {
      await join(SAU, 'Nguyễn Thị Sáu', 'officer');
      await say(`hỏi tuyến trên ${QUESTION}`);
      const at = stage.clock.now();
      await stage.storage.applyCommuneChange({
        oaId: OA,
        fromCode: TEAM.communeCode,
        toCode: '25280',
        provinceCode: TEAM.provinceCode,
        atDay: '2026-11-22',
        at,
      });
      expect(await press('Trả lời', SAU)).toContain('nhắn câu trả lời');
    });

    test('are sent with the next message after the bare words, and not with a secret in them', async () => {
      expect(await say('hỏi tuyến trên')).toContain('nhắn câu hỏi trong một tin');
      expect(await say('mật khẩu là Abc12345 thì đổi sao [đã che]')).toContain('em chưa gửi');
      expect(await say('Đổi mật khẩu VNeID ở chỗ nào vậy em')).toContain('Em đã gửi cho tỉnh');
      expect(await say('Đổi mật khẩu VNeID ở chỗ nào vậy em')).not.toContain('Em đã gửi');
      expect(await say('hỏi tuyến trên')).toContain('(đang chờ)');
      expect(await say('thôi')).toContain('em không gửi');
    });

    test('that are an emergency are treated as one', async () => {
      await join(SAU, 'Nguyễn Thị Sáu', 'officer');
      const said = await say('hỏi tuyến trên tôi vừa bị lừa chuyển 50 triệu cho kẻ gian giờ làm sao');
      expect(said).toContain('ngân hàng');
      expect(await stage.storage.listMemberQuestions({ oaId: OA })).toEqual([]);
    });

    test('are five a day at most', async () => {
      for (const number of ['một', 'hai', 'ba', 'bốn', 'năm'])
        expect(await say(`hỏi tuyến trên câu số ${number} là gì`)).toContain('Em đã gửi');
      expect(await say('hỏi tuyến trên câu số sáu là gì')).toContain('đã gửi 5 câu');
      await stage.clock.advance(DAY);
      expect(await say('hỏi tuyến trên câu số sáu là gì')).toContain('Em đã gửi');
    });

    test('of residents are not taken, and a kind sentence says where to turn', async () => {
      expect(await say(`hỏi tuyến trên ${QUESTION}`, DAN)).toContain('dành cho người trong tổ');
    });

    test('answered at the command line, or out of the window, are told when the asker can be written to', async () => {
      await say(`hỏi tuyến trên ${QUESTION}`);
      const [question] = await stage.storage.listMemberQuestions({ oaId: OA });
      const id = question?.id ?? '';
      await stage.clock.advance(8 * DAY);
      await stage.storage.answerMemberQuestion({ oaId: OA, id, answer: 'Ra xã.', card: '', at: stage.clock.now() });
      const accepted: string[] = [];
      const news = createAnswerNews({
        storage: stage.storage,
        clock: stage.clock,
        logger: silentLogger,
        async accept(event) {
          accepted.push(event.key);
          return { state: 'accepted', id: 1 };
        },
        onAccepted: () => {},
      });
      expect(await news.runOnce()).toBe(0);
      await say('menu');
      expect(await news.runOnce()).toBe(1);
      expect(accepted).toEqual([`answer ${id} ${stage.clock.now()}`]);
      const notice = { kind: 'question', what: 'answered', id };
      expect((await stage.send({ type: 'notice', notice }, CHIN)).join()).toContain('tỉnh trả lời: Ra xã.');
      expect(await stage.send({ type: 'notice', notice }, CHIN)).toEqual([]);
      expect(await news.runOnce()).toBe(0);
      await stage.clock.advance(16 * 3_600_000);
      expect(await news.runOnce()).toBe(0);
    });

    test('leave with whoever asked: the words are nowhere on the disk', async () => {
      await join(SAU, 'Nguyễn Thị Sáu', 'officer');
      await say('hỏi tuyến trên con bò lang nhà bác Tám Khỏe đi đâu');
      await say('xóa dữ liệu');
      await press('Xóa ngay');
      await stage.wait(60_000);
      await stage.storage.checkpoint();
      expect(await press('Trả lời', SAU)).toContain('không còn nữa');
      await stage.restart();
      // What the officer was told went to the officer; once sent it is no row of ours any more.
      expect(filesContaining(folder.dir, 'con bò lang')).toEqual([]);
    });
  });

  describe('tips', () => {
    const tip = { oaId: OA, id: 'a1b2', title: 'Mẹo quét mã', text: 'Cho bà con xem tên người nhận trước.' };

    beforeEach(async () => {
      await stage.storage.saveTip({
        ...{ ...tip, card: 'vietqr-pay-and-receive', month: '2026-11' },
        createdAt: stage.clock.now(),
        state: 'sending',
      });
      const at = stage.clock.now();
      await stage.storage.saveAnnouncement(anAnnouncement({ id: 'tip-a1b2', dueAt: at, createdAt: at }));
      await stage.storage.giveTip({ oaId: OA, tipId: 'a1b2', dueAt: at, at, userIds: [CHIN] });
    });

    test('are marked read by a press, which opens the window again', async () => {
      await stage.clock.advance(6 * DAY);
      expect(await say('#desk:tip-read|a1b2')).toContain('cảm ơn');
      expect((await stage.storage.listTips({ oaId: OA }))[0]?.read).toBe(1);
      const [me] = await stage.storage.listMembers({ oaId: OA, teamCode: TEAM.code });
      expect(me?.lastInteractionAt).toBe(stage.clock.now());
    });

    test('begin their guide by a press, and are shown again when asked for', async () => {
      expect(await say('#desk:tip-try|a1b2')).toContain('Bước 1');
      expect(await say('mẹo')).toContain('Cho bà con xem tên người nhận trước.');
      expect(await say('mẹo', DAN)).not.toContain('Cho bà con');
    });

    test('are refused and taken again by words', async () => {
      expect(await say('NGỪNG NHẬN MẸO')).toContain('không gửi mẹo');
      expect((await stage.storage.listTipReaders({ oaId: OA, tipId: 'x' }))[0]?.refuses).toBe(true);
      await say('nhận mẹo');
      expect((await stage.storage.listTipReaders({ oaId: OA, tipId: 'x' }))[0]?.refuses).toBe(false);
    });
  });

  test('a leader sees whom to phone, with the days since their last message', async () => {
    await stage.clock.advance(9 * DAY);
    await join(BA, 'Trần Văn Ba', 'leader');
    expect(await say('tổ của tôi', BA)).toContain('gọi điện giúp: Lê Thị Chín (9 ngày)');
  });
});

describe('words about lessons, questions and tips', () => {
  test.each([
    ['BÀI HỌC', { type: 'lessons' }],
    ['ai da hoc', { type: 'learnt' }],
    ['ngừng nhận mẹo', { type: 'tips-off' }],
    ['Xin hỏi tuyến trên: thẻ mờ?', { type: 'ask', text: 'thẻ mờ?' }],
    ['hoi tuyen tren', { type: 'ask', text: '' }],
    ['Xem kinh nghiệm quét mã', { type: 'practice', text: 'quét mã' }],
    ['kiểm tra giấy ghi nhận 0000-0000', { type: 'check', code: '00000000' }],
    ['kiểm tra giấy 0000-0001', { type: 'check', code: undefined }],
    ['kiểm tra giấy khai sinh', undefined],
    ['bài học đường đời', undefined],
    ['mèo con bị ốm', undefined],
    ['#desk:lessons', undefined],
  ])('reads "%s"', (text, expected) => {
    expect(parseDeskWords(text)).toEqual(expected);
  });
});
