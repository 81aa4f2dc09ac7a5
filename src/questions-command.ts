import { maskIdentifiers } from './shared/identifiers.ts';
import { maskSecrets } from './shared/secrets.ts';
import { vietnamTime } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import type { Storage } from './storage/ports.ts';
import type { MemberQuestion } from './storage/question-ports.ts';

/** Options of `bot questions` as typed. */
export interface QuestionOptions {
  readonly text: string | undefined;
  readonly card: string | undefined;
  readonly commune: string | undefined;
  readonly share: boolean;
  readonly all: boolean;
}

export interface QuestionPlace {
  readonly storage: Storage;
  readonly oaId: string;
  readonly now: number;
  /** Whether there is such a guide. */
  hasCard(slug: string): boolean;
  communeName(code: string): string;
  claim(): Promise<void>;
  say(text: string): void;
}

const MAX_ANSWER = 1_000;
const MAX_LISTED = 500;

/**
 * `bot questions list|answer|forward|share`: the province's hand in questions of members. Whoever asked is told by the
 * running server within half a minute, or when Zalo lets us write to them again. Throws CLI_USAGE, QUESTION_UNKNOWN,
 * QUESTION_INVALID for an answer that cannot be sent, TEAM_CHANGED for a question that is not open any more.
 */
export async function doQuestions(
  words: readonly string[],
  options: QuestionOptions,
  place: QuestionPlace,
): Promise<void> {
  const [action = 'list', id = ''] = words;
  switch (action) {
    case 'list':
      return list(options, place);
    case 'answer':
      return answer(await find(id, place), options, place);
    case 'forward': {
      const { oaId } = await find(id, place);
      await place.storage.forwardMemberQuestion({ oaId, id });
      return place.say(`Câu ${id} nay chờ tỉnh trả lời.`);
    }
    case 'share': {
      const { oaId, useful } = await find(id, place);
      await place.storage.shareAnswer({ oaId, id, at: place.now });
      return place.say(sharedText(useful));
    }
    default:
      throw new AppError(
        'CLI_USAGE',
        `"questions ${action}" is unknown. Expected questions list, answer <mã>, forward <mã> or share <mã>.`,
      );
  }
}

const sharedText = (useful: MemberQuestion['useful']): string =>
  useful === 'yes'
    ? 'Đã chia sẻ: các tổ nhắn KINH NGHIỆM là thấy.'
    : 'Đã đánh dấu chia sẻ: khi người hỏi bấm Hữu ích thì các tổ mới thấy.';

async function find(id: string, { storage, oaId }: QuestionPlace): Promise<MemberQuestion> {
  const question = id === '' ? undefined : await storage.findMemberQuestion({ oaId, id });
  if (question) return question;
  throw new AppError('QUESTION_UNKNOWN', `There is no question "${id}". "bot questions list" shows the code of each.`);
}

async function list(
  { commune, all }: QuestionOptions,
  { storage, oaId, communeName, say }: QuestionPlace,
): Promise<void> {
  const questions = await storage.listMemberQuestions({
    oaId,
    limit: MAX_LISTED,
    ...(all ? {} : { state: 'open' }),
    ...(commune === undefined ? {} : { communeCode: commune }),
  });
  if (questions.length === 0) say('Không có câu hỏi nào đang chờ.');
  for (const one of questions) {
    const waits = one.level === 'province' ? 'CHỜ TỈNH' : 'chờ xã';
    const state = one.state === 'open' ? waits : one.toldAt === undefined ? 'đã trả lời, chưa báo được' : 'đã trả lời';
    const place =
      one.teamCode === '' ? communeName(one.communeCode) : `${one.teamCode}, ${communeName(one.communeCode)}`;
    say(`${one.id}\t${vietnamTime(one.at)}\t${state}\t${place}\n  Hỏi: ${one.text}`);
    const unclear = one.useful === 'no' ? ' (người hỏi thấy chưa rõ)' : one.useful === 'yes' ? ' (hữu ích)' : '';
    if (one.answer !== '') say(`  Đáp: ${one.answer}${unclear}`);
  }
}

async function answer(question: MemberQuestion, options: QuestionOptions, place: QuestionPlace): Promise<void> {
  const { storage, oaId, now, say } = place;
  const given = (options.text ?? '').normalize('NFC').trim();
  const text = maskIdentifiers(maskSecrets(given).text);
  if (text === '' || text.length > MAX_ANSWER)
    throw new AppError('QUESTION_INVALID', `--text has ${text.length} characters. Expected 1 to ${MAX_ANSWER}.`);
  if (options.card !== undefined && !place.hasCard(options.card))
    throw new AppError(
      'QUESTION_INVALID',
      `--card "${options.card}" is not in the catalogue. Expected the file name of a card in content/answers.`,
    );
  await place.claim();
  const { id } = question;
  const card = options.card ?? '';
  await storage.answerMemberQuestion({ oaId, id, answer: text, card, at: now, share: options.share });
  if (text !== given) say(`Đã che số và tên riêng: ${text}`);
  say(`Đã lưu câu trả lời cho ${id}. Máy chủ đang chạy sẽ báo cho người hỏi.`);
  if (options.share) say(sharedText(''));
}
