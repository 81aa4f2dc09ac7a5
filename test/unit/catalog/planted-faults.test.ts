import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../../src/catalog/build.ts';
import { readSourcesSync, type SourceFile } from '../../../src/catalog/sources.ts';
import { rootDir } from '../../support/shipped-content.ts';

const shipped = readSourcesSync(rootDir);
const today = '2026-11-22';

const farm = 'flows/e-commerce/open-farm-shop.yaml';
const learn = 'flows/other-platforms/learn-digital-skills.yaml';
const scam = 'flows/scam-safety/scam-first-hour-flow.yaml';
const vneid = 'flows/public-services/vneid-level-2-guide.yaml';
const pay = 'flows/e-payments/pay-by-qr.yaml';
const seller = 'content/answers/e-commerce/buyer-check-seller.md';
const bank = 'content/answers/e-payments/bank-account-open-ekyc.md';
const dossier = 'content/answers/public-services/dvc-submit-dossier.md';
const hotline = 'content/answers/other-platforms/hotline-1022-feedback.md';
const messages = 'content/messages.yaml';

/** A step behind the start of `learn`, before anything else: for the step types no shipped flow uses yet. */
const step = (yaml: string): readonly [string | RegExp, string] => [/^steps:$/mu, `steps:\n  choose-first: ${yaml}`];
const entered: readonly [string, string] = ['start: choose', 'start: choose-first'];

type Edit = readonly [from: string | RegExp, to: string];

interface Fault {
  readonly what: string;
  readonly rule: string;
  readonly file: string;
  readonly edits: readonly Edit[];
}

const fault = (what: string, rule: string, file: string, ...edits: Edit[]): Fault => ({ what, rule, file, edits });

/** Faults as authors make them, one at a time, in content that is otherwise the shipped one. */
const faults: readonly Fault[] = [
  fault('a step renamed, one way to it forgotten', 'dangling-next', farm, ['  later:\n', '  later-on:\n']),
  fault('a give-up way that leads nowhere', 'dangling-next', pay, ['giveUp: person', 'giveUp: persons']),
  fault('a branch without a way to one of its steps', 'unreachable-step', farm, [
    'next: papers-first',
    'next: account-say',
  ]),
  fault('a flow that walks a card by a wrong name', 'unknown-card', learn, [
    'check-link-website',
    'check-links-website',
  ]),
  fault('a flow that calls one that was removed', 'unknown-flow', pay, ['before-you-start', 'before-start']),
  fault('an outcome nobody counts', 'unknown-outcome', farm, ['product-listed', 'products-listed']),
  fault('a related card misspelt', 'unknown-card', bank, ['vietqr-pay-and-receive', 'vietqr-pay-receive']),
  fault(
    'a loop of branches',
    'loop-without-wait',
    farm,
    ['else: shop\n', 'else: need-photos\n'],
    ['else: photos-walk\n', 'else: route\n'],
  ),
  fault('a word for two buttons', 'choice-ambiguous', learn, ['words: [lua dao,', 'words: [thanh toán, lua dao,']),
  fault('the same button twice', 'choice-ambiguous', scam, ['title: Chưa mất gì', 'title: Có ạ']),
  fault('a keyword copied into the same list', 'choice-word-twice', learn, ['[nghi, thoi,', '[nghi, nghỉ, thoi,']),
  fault('a keyword that is the number of another button', 'choice-word-is-number', learn, [
    '[nghi, thoi,',
    '[nghi, số 1,',
  ]),
  fault('a keyword that hides the menu', 'choice-word-is-command', learn, ['[nghi, thoi,', '[nghi, ve dau,']),
  fault('an ask copied from another card', 'ask-shared', hotline, ['1022 là số gì', 'VietQR là gì?']),
  fault('an ask that is an order', 'ask-is-command', seller, ['gian hang mall la gi', 'Trợ giúp']),
  fault('a variable misspelt in a condition', 'variable-never-set', pay, ['var: role', 'var: rol']),
  fault('a variable misspelt in an expression', 'variable-never-set', pay, [
    '{ var: role, equals: seller }',
    '"roll == \'seller\'"',
  ]),
  fault('an expression with one equals sign', 'bad-expression', pay, [
    '{ var: role, equals: seller }',
    '"role = \'seller\'"',
  ]),
  fault('an expression that calls a function of its own', 'bad-expression', pay, [
    '{ var: role, equals: seller }',
    '"fetch(role)"',
  ]),
  fault('an answer kept for nothing', 'variable-never-read', learn, ['choices:', 'save: what\n    choices:']),
  fault('a field that is no field', 'unknown-field', scam, ['    retry:', '    retries: 3\n    retry:']),
  fault('a number where a list belongs', 'wrong-type', learn, ['asks:\n', 'asks: 3\nx:\n']),
  fault('a placeholder nobody fills', 'unknown-placeholder', vneid, ['{bác} chỉ còn', '{bac} chỉ còn']),
  fault('a placeholder that is never closed', 'unbalanced-placeholder', messages, [
    '{Bác} cần em giúp việc gì ạ?',
    '{Bác cần em giúp việc gì ạ?',
  ]),
  fault(
    'a quiz whose right answer is none of them',
    'step-contradiction',
    learn,
    entered,
    step(
      '{ type: quiz, questions: [{ text: Ai được biết mật khẩu ạ?, choices: [{ title: Chỉ mình tôi, value: me }, { title: Con tôi, value: child }], answer: nobody }], next: choose, giveUp: choose }',
    ),
  ),
  fault(
    'a quiz that fails into nothing',
    'dangling-next',
    learn,
    entered,
    step(
      '{ type: quiz, questions: [{ text: Ai được biết mật khẩu ạ?, choices: [{ title: Chỉ mình tôi, value: me }, { title: Con tôi, value: child }], answer: me }], failed: again, next: choose, giveUp: choose }',
    ),
  ),
  fault(
    'a quiz with one word for two answers',
    'choice-ambiguous',
    learn,
    entered,
    step(
      '{ type: quiz, questions: [{ text: Ai được biết mật khẩu ạ?, choices: [{ title: Chỉ mình tôi, value: me, words: [minh] }, { title: Con tôi, value: child, words: [mình] }], answer: me }], next: choose, giveUp: choose }',
    ),
  ),
  fault(
    'a reminder in a month that is no time',
    'bad-duration',
    learn,
    entered,
    step('{ type: remind, after: 1 tháng, text: "Mình học tiếp nhé.", next: choose }'),
  ),
  fault(
    'a wait that expires into nothing',
    'dangling-next',
    learn,
    entered,
    step('{ type: wait, expires: { after: 2d, next: late }, next: choose }'),
  ),
  fault(
    'a question for a number that cannot be answered',
    'step-contradiction',
    learn,
    entered,
    step('{ type: ask, input: number, text: Nhà mình mấy người ạ?, min: 5, max: 2, next: choose, giveUp: choose }'),
  ),
  fault(
    'a question for a photo of the identity card',
    'secret-as-answer',
    learn,
    entered,
    step(
      '{ type: ask, input: photo, text: "{Bác} chụp giúp em mặt trước thẻ căn cước nhé.", next: choose, giveUp: choose }',
    ),
  ),
  fault(
    'a question for the card number',
    'secret-as-answer',
    learn,
    entered,
    step('{ type: ask, text: Số thẻ của mình là bao nhiêu ạ?, next: choose, giveUp: choose }'),
  ),
  fault(
    'a retry that asks for the code',
    'secret-as-answer',
    learn,
    entered,
    step('{ type: ask, text: Máy báo gì ạ?, retry: "Mã OTP là mấy ạ?", next: choose, giveUp: choose }'),
  ),
  fault('a message that asks for the code', 'secret-request', messages, [
    '{Bác} cần em giúp việc gì ạ?',
    '{Bác} gửi mã OTP để em xem giúp nhé.',
  ]),
  fault('a step that asks to send pictures of the card', 'secret-request', dossier, [
    /^1\. .*$/mu,
    '1. Chụp ảnh căn cước rồi gửi cho em qua Zalo.',
  ]),
  fault('a short link in a step', 'short-link', dossier, [/^1\. .*$/mu, '1. Mở bit.ly/nop-ho-so trên điện thoại.']),
  fault('a link to a copy of the portal', 'unofficial-link', dossier, [
    'https://dichvucong.gov.vn/',
    'https://dichvucong-gov.vn/',
  ]),
  fault('an address of nobody known', 'unofficial-address', dossier, [
    /^1\. .*$/mu,
    '1. Tự gõ nophoso24h.com rồi bấm nút.',
  ]),
  fault('a link without s', 'http-link', dossier, ['https://dichvucong.gov.vn/', 'http://dichvucong.gov.vn/']),
  fault('the office of a district', 'forbidden-phrase', dossier, [/^1\. .*$/mu, '1. Ra UBND huyện lấy số thứ tự.']),
  fault('the collaborator’s own number', 'personal-number', hotline, [
    /^Tổ trưởng, trưởng thôn\./mu,
    'Chị Hoa 0987.654.321.',
  ]),
  fault('a card nobody has asks for', 'too-few-asks', hotline, [/asks:\n(?: {2}- .*\n)+/u, 'asks: []\n']),
  fault('a source that is hearsay', 'source-malformed', hotline, [/ {2}- "baodongnai.*"/u, '  - "cán bộ nói"']),
  fault('a check in the future', 'checked-in-future', hotline, ['checkedOn: 2026-11-22', 'checkedOn: 2026-12-22']),
  fault(
    'a review long past',
    'review-overdue',
    hotline,
    ['checkedOn: 2026-11-22', 'checkedOn: 2025-11-22'],
    ['reviewAfter: 2027-02-22', 'reviewAfter: 2026-02-22'],
  ),
  fault('a warning removed', 'warning-missing', bank, [/^> Cảnh báo: .*\n\n/mu, '']),
  fault('the advice of one step removed', 'stuck-advice-missing', bank, [
    / {3}- Nếu không làm được: Tháo ốp lưng.*\n/u,
    '',
  ]),
  fault('a gloss removed', 'jargon-without-gloss', bank, [' (dãy số máy nhắn về)', '']),
  fault('a new technical word', 'jargon-without-gloss', bank, [
    /^4\. .*$/mu,
    '4. Làm eKYC theo lời nhắc trên màn hình.',
  ]),
  fault('a step that tells a whole story', 'step-too-long', bank, [
    /^4\. .*$/mu,
    `4. ${'Quét thẻ thật chậm. '.repeat(16).trim()}`,
  ]),
  fault('a sentence without end', 'sentence-too-long', bank, [
    /^4\. .*$/mu,
    `4. Quét thẻ ${'rồi quét lại lần nữa '.repeat(7)}cho đến khi máy báo được.`,
  ]),
  fault('the language of offices', 'reading-level', 'flows/scam-safety/before-you-start.yaml', [
    'Trước khi làm, {bác} nhớ ba điều:',
    'Căn cứ quy định pháp luật, cá nhân thực hiện giao dịch điện tử có trách nhiệm bảo mật thông tin, dữ liệu định danh, xác thực hệ thống:',
  ]),
  fault('words typed without marks', 'no-diacritics', bank, [/^4\. .*$/mu, '4. Quet the can cuoc theo loi nhac.']),
  fault('a form of address written out', 'fixed-address', bank, ['{Bác} tự quét mặt', 'Bác tự quét mặt']),
  fault('a heading of the author’s own', 'card-heading-unknown', bank, ['## Ai giúp được', '## Liên hệ hỗ trợ']),
  fault('eight steps', 'too-many-steps', bank, [
    '7. Xem tên',
    '7. Mở lại ứng dụng.\n   - Nếu không làm được: Tắt máy rồi bật lại.\n8. Xem tên',
  ]),
  fault(
    'a price on a card that never changes',
    'changing-fact',
    'content/answers/e-commerce/shop-product-photos-description.md',
    ['Lau ống kính,', 'Mua khăn 20.000 đồng, lau ống kính,'],
  ),
  fault('letters in pieces', 'unicode-not-nfc', bank, ['Quét thẻ căn cước', 'Quét thẻ căn cước'.normalize('NFD')]),
  fault('a Cyrillic letter', 'lookalike-letter', bank, ['4. Quét', '4. Qu\u0435t']),
];

/**
 * Faults in files of their own, planted together: the whole content is built once a handful instead of once a fault, and
 * what is reported about a file can still only be the fault in it.
 */
const handfuls: Fault[][] = [];
for (const one of faults) {
  const free = handfuls.find((handful) => handful.every(({ file }) => file !== one.file));
  if (free) free.push(one);
  else handfuls.push([one]);
}

function plant({ file, edits }: Fault, source: SourceFile): SourceFile {
  if (source.file !== file) return source;
  const raw = edits.reduce((text, [from, to]) => {
    const changed = text.replace(from, () => to);
    if (changed === text) throw new Error(`${file} holds no ${String(from)}`);
    return changed;
  }, source.text);
  return { file, text: raw.normalize('NFC'), raw };
}

/** What is found, as `rule file`. */
function reportedIn(sources: readonly SourceFile[]): string[] {
  const { problems, warnings } = buildCatalogue(sources, today);
  return [...problems, ...warnings].map(({ rule, file }) => `${rule} ${file}`);
}

const reports = new Map<Fault, readonly string[]>();

/** What is found in the content with the fault's handful in it. */
function reportOn(fault: Fault): readonly string[] {
  const handful = handfuls.find((one) => one.includes(fault)) ?? [];
  if (!reports.has(fault)) {
    const planted = shipped.map((source) => handful.reduce((text, one) => plant(one, text), source));
    const report = reportedIn(planted);
    for (const one of handful) reports.set(one, report);
  }
  return reports.get(fault) ?? [];
}

describe('a fault planted in the shipped content', () => {
  it('is one of at least forty', () => expect(faults.length).toBeGreaterThanOrEqual(40));

  it('is not in it before', () => {
    const before = new Set(reportedIn(shipped));
    expect(faults.filter(({ rule, file }) => before.has(`${rule} ${file}`))).toEqual([]);
  });

  it.each(faults)('is found: $what ($rule)', (one) => expect(reportOn(one)).toContain(`${one.rule} ${one.file}`));
});
