import { fold } from '../../../shared/vietnamese.ts';
import { wordsOf } from './clauses.ts';
import type { Source } from './material.ts';

/** Words of every Vietnamese sentence; they say nothing about where a text comes from. */
const FUNCTION_WORDS = new Set(
  fold(
    `bác cô chú anh chị ông bà dì cậu em con cháu bạn dạ ạ à nhé nha nào đây thì mà và rồi hay hoặc nếu khi để cho của
    ở trên trong ngoài này nay đó kia ấy một các những mỗi sẽ đã đang vẫn cứ không đừng chưa được bị phải cần nên làm
    theo với như cũng chỉ còn lại nữa người việc gì ai đâu sao tự mình ra vào lên xuống đến tới về qua bằng là có cùng
    ngay luôn trước sau lúc thế vậy bước điều cái chiếc từng giúp hãy xem biết muốn thấy`,
  ).split(' '),
);

/** Share of the content words of a rephrased card that must stand in the card. */
const LEAST_SHARE = 0.6;

/** True when most of what the text says does not come from the card: it would be the model's own knowledge. */
export function isOffCard(text: string, { folded }: Source): boolean {
  const known = new Set(folded.trim().split(' '));
  const said = [...new Set(wordsOf(text).map(fold))].filter((word) => word !== '' && !FUNCTION_WORDS.has(word));
  if (said.length === 0) return true;
  return said.filter((word) => known.has(word)).length / said.length < LEAST_SHARE;
}

const LEAK_WORDS = 6;

/** True when the text repeats the fence, or six words in a row of what the model was told and no card says. */
export function leaksInstructions(
  text: string,
  instructions: string,
  fence: string | undefined,
  source: Source,
): boolean {
  if (fence !== undefined && text.includes(fence)) return true;
  const told = ` ${fold(instructions)} `;
  const words = fold(text).split(' ');
  return words.some((_word, at) => {
    if (at + LEAK_WORDS > words.length) return false;
    const row = ` ${words.slice(at, at + LEAK_WORDS).join(' ')} `;
    return told.includes(row) && !source.folded.includes(row);
  });
}
