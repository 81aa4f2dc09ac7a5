import type { MemberQuestion } from '../../storage/question-ports.ts';
import { buildIndex } from '../../understanding/retrieval.ts';
import { encodeOrder } from '../payloads.ts';
import { fillMessage, type Plan, reply } from '../plan.ts';
import type { Option } from '../session.ts';
import type { Worker } from './standing.ts';

/** Shared answers that are looked through: the newest of some years. */
const MAX_SEARCHED = 500;
const SHOWN = 3;
/** Hits much weaker than the best share but a common word with it. */
const WORTH = 0.3;

/** "KINH NGHIỆM <từ khóa>": shared answers that are near to the words, or the newest. */
export async function sayPractice(plan: Plan, { teams }: Worker, words: string): Promise<void> {
  const { messages, oaId } = plan;
  const all = await teams.listPractice({ oaId, limit: words === '' ? SHOWN : MAX_SEARCHED });
  const found = words === '' ? all : searchPractice(all, words);
  if (found.length === 0) return reply(plan, messages.practiceNone, { numbered: false });
  const intro = words === '' ? messages.practiceNewest : messages.practiceFound;
  const items = found.map((one) =>
    fillMessage(plan, one.text === '' ? messages.practiceAnswer : messages.practiceItem, {
      'câu hỏi': one.text,
      'trả lời': one.answer,
    }),
  );
  const hint = words === '' ? [messages.practiceHint] : [];
  const guides = [...new Set(found.map(({ card }) => card))].flatMap((slug): Option[] => {
    const card = plan.deps.catalogue.card(slug);
    return card ? [{ title: card.title, payload: encodeOrder({ type: 'card', id: slug }) }] : [];
  });
  reply(plan, [intro, ...items, ...hint].join('\n\n'), { numbered: false, options: guides });
}

/** The nearest by the words of question and answer, marks and order of words aside; best first. */
export function searchPractice(all: readonly MemberQuestion[], words: string): readonly MemberQuestion[] {
  const byId = new Map(all.map((one) => [one.id, one]));
  const index = buildIndex(
    all.map(({ id, text, answer }) => ({
      kind: 'card' as const,
      id,
      topic: '',
      title: text === '' ? answer : text,
      asks: [answer, `${text} ${answer}`],
    })),
  );
  const hits = index.search(words, SHOWN);
  const best = hits[0]?.confidence ?? 0;
  return hits.filter(({ confidence }) => confidence >= best * WORTH).flatMap(({ entry }) => byId.get(entry.id) ?? []);
}
