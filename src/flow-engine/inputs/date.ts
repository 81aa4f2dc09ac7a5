import { normalize } from '../../shared/vietnamese.ts';
import { addDays, dayOf, dayText, daysBetween, isDay, weekdayOf } from '../calendar.ts';
import { engineTexts } from '../texts.ts';
import type { InputRules, Reading } from './reading.ts';
import { isNumberWord, readNumber } from './vietnamese-number.ts';
import { withoutAround, wordsOf, type Word } from './words.ts';

/** The moon's calendar, festivals and "mùng" are days that this code does not reckon with. */
const LUNAR = /(?:^| )(?:am lich|al|lich am|mung|mong|ram|tet|thang gieng|thang chap|giap tet|giao thua)(?= |$)/u;

const WEEKDAYS: Readonly<Record<string, number>> = {
  'chu nhat': 0,
  cn: 0,
  'thu hai': 1,
  'thu ba': 2,
  'thu tu': 3,
  'thu nam': 4,
  'thu sau': 5,
  'thu bay': 6,
};

const RELATIVE: Readonly<Record<string, number>> = {
  'hom nay': 0,
  'bua nay': 0,
  'ngay hom nay': 0,
  'ngay mai': 1,
  'sang mai': 1,
  'chieu mai': 1,
  'toi mai': 1,
  mai: 1,
  'ngay kia': 2,
  'ngay mot': 2,
  'hom qua': -1,
  'bua qua': -1,
  'ngay hom qua': -1,
  'hom kia': -2,
  'bua kia': -2,
};

/** The words of a date, folded, without what is around them; slashes and dots inside dates are kept. */
function plainOf(text: string): string {
  const keeps = (word: Word): boolean =>
    ['ngay', 'nay', 'nua'].includes(word.folded) ||
    (word.folded === 'toi' && word.typed !== 'tôi') ||
    isNumberWord(word);
  const separated = normalize(text).replace(/(\d)\s*[/.-]\s*(?=\d)/gu, '$1/');
  return withoutAround(
    separated.split(/[^\p{L}\p{M}\d/]+/u).flatMap((part) => {
      if (part === '') return [];
      return /^[\d/]+$/u.test(part) ? [{ typed: part, folded: part }] : wordsOf(part);
    }),
    keeps,
  )
    .map(({ folded }) => folded)
    .join(' ')
    .replace(/^(?:toi )*(?:sinh )?(?:ngay sinh )?(?=.)/u, '');
}

/** Two digits of a year: up to ten years ahead they are of this century, otherwise of the last. */
function fullYear(year: number, today: string | undefined): number {
  if (year >= 100) return year;
  const thisYear = today === undefined ? 2026 : Number(today.slice(0, 4));
  return year <= (thisYear % 100) + 10 ? 2000 + year : 1900 + year;
}

/** Which of the years of a day without a year is meant: the side that `min`/`max` leave open, otherwise the nearest. */
function nearestYear(month: number, day: number, today: string, rules: InputRules): string | undefined {
  const year = Number(today.slice(0, 4));
  const candidates = [0, -1, 1, 2, -2].flatMap((step) => dayOf(year + step, month, day) ?? []);
  const ahead = candidates.filter((one) => one >= today).toSorted();
  const behind = candidates.filter((one) => one <= today).toSorted();
  if (rules.max === 'today') return behind.at(-1);
  if (rules.min === 'today') return ahead[0];
  return candidates.toSorted(
    (a, b) => Math.abs(daysBetween(today, a) ?? 0) - Math.abs(daysBetween(today, b) ?? 0) || (a < b ? 1 : -1),
  )[0];
}

function readWritten(plain: string, today: string | undefined, rules: InputRules): string | undefined {
  const iso = /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/u.exec(plain);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const written =
    /^(?:ngay )?(\d{1,2})(?:\/| thang | )(\d{1,2})(?:(?:\/| nam | )(\d{4}|\d{2}))?$/u.exec(plain) ??
    /^(\d{2})(\d{2})(\d{4})$/u.exec(plain);
  if (written) {
    const [day, month] = [Number(written[1]), Number(written[2])];
    if (written[3] !== undefined) return dayOf(fullYear(Number(written[3]), today), month, day);
    return today === undefined ? undefined : nearestYear(month, day, today, rules);
  }
  const alone = /^ngay (\d{1,2})(?: thang nay)?$/u.exec(plain);
  if (!alone || today === undefined) return undefined;
  const inMonth = (month: string): string | undefined =>
    dayOf(Number(month.slice(0, 4)), Number(month.slice(5, 7)), Number(alone[1]));
  const here = inMonth(today);
  if (here !== undefined && (here >= today || plain.endsWith('nay') || rules.max === 'today')) return here;
  return inMonth(addDays(`${today.slice(0, 8)}28`, 7));
}

/** "thứ hai tới", "chủ nhật tuần sau", "thứ sáu": weeks begin on Monday. */
function readWeekday(plain: string, today: string, rules: InputRules): string | undefined {
  const match =
    /^(?:ngay )?(thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t ?[2-7]|chu nhat|cn)(?: (tuan nay|nay|tuan sau|tuan toi|sau|toi|tuan truoc|truoc))?$/u.exec(
      plain,
    );
  if (!match) return undefined;
  const name = (match[1] ?? '').replace(/^(?:thu |t ?)([2-7])$/u, '$1');
  const wanted = /^\d$/u.test(name) ? Number(name) - 1 : (WEEKDAYS[name] ?? 0);
  const monday = addDays(today, -((weekdayOf(today) + 6) % 7));
  const inWeek = (week: number): string => addDays(monday, week * 7 + ((wanted + 6) % 7));
  switch (match[2]) {
    case 'tuan nay':
    case 'nay':
      return inWeek(0);
    case 'tuan sau':
    case 'tuan toi':
      return inWeek(1);
    case 'tuan truoc':
    case 'truoc':
      return inWeek(-1);
    default: {
      const isPast = rules.max === 'today' && match[2] === undefined;
      const isOver = isPast ? inWeek(0) > today : inWeek(0) <= today;
      return isPast ? inWeek(isOver ? -1 : 0) : inWeek(isOver ? 1 : 0);
    }
  }
}

/** "3 ngày nữa", "tuần sau" has no day and is none; "một tuần nữa", "cách đây 2 ngày". */
function readDistance(plain: string, today: string): string | undefined {
  const match =
    /^(?:sau )?(?:(.+) )?(ngay|hom|bua|tuan)(?: (nua|sau|toi|truoc))$/u.exec(plain) ??
    /^(sau|cach day) (.+) (ngay|hom|tuan)$/u.exec(plain);
  if (!match) return undefined;
  const isPrefix = match[1] === 'sau' || match[1] === 'cach day';
  const [countText, unit, side] = isPrefix
    ? [match[2], match[3], match[1] === 'sau' ? 'nua' : 'truoc']
    : [match[1], match[2], match[3]];
  const count = countText === undefined ? undefined : readNumber(wordsOf(countText))?.value;
  if (count === undefined || !Number.isInteger(count) || count > 400) return undefined;
  return addDays(today, count * (unit === 'tuan' ? 7 : 1) * (side === 'truoc' ? -1 : 1));
}

/** The day of a limit: `today` or a day. */
function limitDay(limit: number | string | undefined, today: string | undefined): string | undefined {
  if (limit === 'today') return today;
  return typeof limit === 'string' && isDay(limit) ? limit : undefined;
}

/**
 * `date`: "22/11", "22-11-2026", "ngày 22 tháng 11", "hôm nay", "ngày mai", "thứ hai tới", "3 ngày nữa"; days of the
 * moon's calendar are asked back. `today` is the day in Viet Nam; without it only full dates are understood.
 */
export function readDateInput(text: string, rules: InputRules, today: string | undefined): Reading {
  const plain = plainOf(text.slice(0, 200));
  if (LUNAR.test(plain)) return { kind: 'refused', why: engineTexts.lunarDate };
  const relative = Object.hasOwn(RELATIVE, plain) ? RELATIVE[plain] : undefined;
  const day =
    readWritten(plain, today, rules) ??
    (today === undefined
      ? undefined
      : relative === undefined
        ? (readWeekday(plain, today, rules) ?? readDistance(plain, today))
        : addDays(today, relative));
  if (day === undefined) return undefined;
  const [min, max] = [limitDay(rules.min, today), limitDay(rules.max, today)];
  if (min !== undefined && day < min) {
    return { kind: 'refused', why: engineTexts.tooEarly.replace('{min}', () => dayText(min)) };
  }
  if (max !== undefined && day > max) {
    return { kind: 'refused', why: engineTexts.tooLate.replace('{max}', () => dayText(max)) };
  }
  return { kind: 'value', value: day, text: dayText(day) };
}
