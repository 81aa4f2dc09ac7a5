import { fold } from '../../shared/vietnamese.ts';
import { MAX_PASSWORD_LENGTH } from './passwords.ts';

/** Characters a password has at least: what NIST and OWASP ask for without rules about signs. */
export const MIN_PASSWORD_LENGTH = 12;
/** Fewer different characters than this are a pattern, however long. */
const MIN_DIFFERENT = 5;

/**
 * Stems that begin the lists of leaked passwords, and what people here put first. A password that is one of them, or a
 * few of them and digits or signs, is guessed first.
 */
const COMMON_STEMS = [
  ...[
    'password',
    'passw',
    'qwerty',
    'qwertyuiop',
    'asdfgh',
    'asdfghjkl',
    'zxcvbn',
    'zxcvbnm',
    'qazwsx',
    'qwer',
    'asdf',
  ],
  ...['admin', 'administrator', 'welcome', 'letmein', 'iloveyou', 'login', 'master', 'secret', 'changeme', 'default'],
  ...['matkhau', 'khongbiet', 'anhyeuem', 'emyeuanh', 'yeuem', 'yeuanh', 'vietnam', 'hanoi', 'saigon', 'xinchao'],
  ...['quantri', 'quantrivien', 'canbo', 'troly', 'trolyso', 'tinh', 'chuyendoiso', 'congnghe', 'zalo', 'abc', 'test'],
  ...['user', 'demo', 'dongnai', 'hochiminh', 'thanhpho', 'uyban', 'congan', 'nhanvien', 'pass', 'mk', 'vn', 'so'],
].toSorted((a, b) => b.length - a.length);

const RUNS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'].flatMap(
  (run) => [run, run.split('').toReversed().join('')],
);

/** Looks of letters in digits and signs, as people swap them. */
const LOOKS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

const letters = (text: string): string => fold(text).replaceAll(/[^a-z]/gu, '');
/** Digits and signs around a word are what people add to it; those inside stand for letters. */
const unmasked = (text: string): string => {
  const word = text.replaceAll(/^[^a-z]+|[^a-z]+$/giu, '');
  return letters(word.replaceAll(/[013457@$]/gu, (sign) => LOOKS[sign] ?? sign));
};

function isCommon(word: string): boolean {
  let rest = word;
  for (const stem of COMMON_STEMS) rest = rest.replaceAll(stem, '');
  return rest === '';
}

function isRun(password: string): boolean {
  const plain = fold(password).replaceAll(/[^a-z0-9]/gu, '');
  const isPart = (text: string): boolean => RUNS.some((run) => run.includes(text));
  // Two runs in a row, "abcdef123456", are one too.
  for (let cut = 0; cut < plain.length; cut += 1) {
    if (isPart(plain.slice(0, cut)) && isPart(plain.slice(cut))) return true;
  }
  return plain === '';
}

/** What is wrong with a new password, as a Vietnamese sentence; undefined when it may be used. */
export function passwordProblem(password: string, login: string): string | undefined {
  const { length } = password.normalize('NFC');
  if (length < MIN_PASSWORD_LENGTH)
    return `Mật khẩu cần ít nhất ${MIN_PASSWORD_LENGTH} ký tự; bạn mới nhập ${length}. Một câu ngắn dễ nhớ là tốt nhất.`;
  if (password.length > MAX_PASSWORD_LENGTH) return `Mật khẩu dài quá ${MAX_PASSWORD_LENGTH} ký tự.`;
  const name = letters(login);
  if (fold(password).includes(fold(login)) || (name.length >= 4 && letters(password).includes(name)))
    return 'Mật khẩu có chứa tên đăng nhập. Bạn chọn một câu khác.';
  if (new Set(fold(password)).size < MIN_DIFFERENT)
    return 'Mật khẩu lặp lại quá ít ký tự nên dễ đoán. Bạn chọn một câu khác.';
  // Without its digits and signs, and with those read as the letters they look like.
  if (isRun(password) || [letters(password), unmasked(password)].some(isCommon))
    return 'Mật khẩu này nhiều người dùng nên dễ đoán. Bạn chọn một câu khác.';
  return undefined;
}
