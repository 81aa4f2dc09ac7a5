import { topics, type Topic, topicTitle } from '../../catalog/catalogue.ts';
import type { LessonPath } from '../../catalog/lessons.ts';
import type { LessonMark } from '../../storage/learning-ports.ts';
import { encodeOrder } from '../payloads.ts';
import { fillMessage, type Plan, reply } from '../plan.ts';
import type { Option } from '../session.ts';
import { awardCertificate, certificateOption } from './certificate.ts';
import { deskOption, type Worker, workerOf } from './standing.ts';

/** How far somebody is on one path. */
interface Progress {
  readonly topic: Topic;
  readonly path: LessonPath;
  readonly joined: boolean;
  readonly done: ReadonlySet<string>;
  readonly passed: boolean;
}

function progressOf(plan: Plan, topic: Topic, marks: readonly LessonMark[]): Progress | undefined {
  const path = plan.deps.catalogue.lessons[topic];
  if (!path) return undefined;
  const items = new Set(marks.filter((mark) => mark.topic === topic).map(({ item }) => item));
  return {
    topic,
    path,
    joined: items.has(''),
    done: new Set(path.cards.filter((slug) => items.has(slug))),
    passed: items.has(path.quiz),
  };
}

const isComplete = ({ path, done, passed }: Progress): boolean => passed && done.size === path.cards.length;

/** `{phần}`, `{xong}`, `{tổng}`, `{còn}` of the sentences about a path. */
const valuesOf = (plan: Plan, { topic, path, done }: Progress): Record<string, string> => ({
  phần: topicTitle(plan.messages, topic),
  xong: String(done.size),
  tổng: String(path.cards.length),
  còn: String(path.cards.length - done.size),
});

const marksOf = (plan: Plan, { teams }: Worker): Promise<readonly LessonMark[]> =>
  teams.listLessonMarks({ oaId: plan.oaId, userId: plan.userId });

/** "BÀI HỌC": the five subjects with how far one is. */
export async function sayLessons(plan: Plan, worker: Worker): Promise<void> {
  const marks = await marksOf(plan, worker);
  const certified = await certifiedTopics(plan, worker);
  const options = topics.flatMap((topic): Option[] => {
    const progress = progressOf(plan, topic, marks);
    if (!progress) return [];
    const title = certified.has(topic) ? plan.messages.learnTitleDone : plan.messages.learnTitle;
    return [deskOption(fillMessage(plan, title, valuesOf(plan, progress)), 'path', topic)];
  });
  reply(plan, plan.messages.learnMenu, { options });
}

async function certifiedTopics(plan: Plan, { teams }: Worker): Promise<ReadonlySet<string>> {
  const certificates = await teams.listCertificates({ oaId: plan.oaId, userId: plan.userId });
  return new Set(certificates.map(({ topic }) => topic));
}

/** One path: what is done, and what comes next. Whoever opens it for the first time joins it, and is told what is kept. */
export async function sayPath(plan: Plan, worker: Worker, name: string): Promise<void> {
  const topic = topics.find((one) => one === name);
  const progress = topic && progressOf(plan, topic, await marksOf(plan, worker));
  if (!progress) return sayLessons(plan, worker);
  const { messages } = plan;
  if (!progress.joined) {
    const { oaId, userId, now: at } = plan;
    plan.effects.push({ operation: 'markLesson', args: { oaId, userId, topic: progress.topic, item: '', at } });
    reply(plan, messages.learnJoined, { numbered: false });
  }
  const values = {
    ...valuesOf(plan, progress),
    thi: progress.passed ? messages.learnQuizPassed : messages.learnQuizOpen,
  };
  const lines = progress.path.cards.map((slug) => {
    const line = progress.done.has(slug) ? messages.learnLineDone : messages.learnLineOpen;
    return fillMessage(plan, line, { bài: plan.deps.catalogue.card(slug)?.title ?? slug });
  });
  const paper = (await certifiedTopics(plan, worker)).has(progress.topic)
    ? [certificateOption(plan, progress.topic)]
    : [];
  reply(plan, [fillMessage(plan, messages.learnPath, values), ...lines].join('\n'), {
    options: [...paper, ...nextOptions(plan, progress), deskOption(messages.learnOther, 'lessons')],
  });
}

/** The next guide, and the quiz while it is not passed. */
function nextOptions(plan: Plan, { path, done, passed }: Progress): Option[] {
  const next = path.cards.find((slug) => !done.has(slug));
  const title = next === undefined ? undefined : plan.deps.catalogue.card(next)?.title;
  return [
    ...(next === undefined || title === undefined
      ? []
      : [
          {
            title: fillMessage(plan, plan.messages.learnNext, { bài: title }),
            payload: encodeOrder({ type: 'card', id: next }),
          },
        ]),
    ...(passed ? [] : [{ title: plan.messages.learnQuiz, payload: encodeOrder({ type: 'flow', id: path.quiz }) }]),
  ];
}

/** What a turn went through, as marks: guides walked to their end by the member themselves, and the quiz they passed. */
function newMarks(plan: Plan): LessonMark[] {
  const { lessons } = plan.deps.catalogue;
  const finished = new Set(
    plan.engagement.flatMap(({ kind, flow, visit }) => (kind === 'finished' && visit === undefined ? [flow] : [])),
  );
  const { passedQuiz } = plan;
  if (finished.size === 0 && !passedQuiz) return [];
  return topics.flatMap((topic): LessonMark[] => {
    const path = lessons[topic];
    if (!path) return [];
    const guides = path.cards.filter((slug) => finished.has(slug)).map((item) => ({ topic, item, at: plan.now }));
    const quiz =
      passedQuiz?.flow === path.quiz ? [{ topic, item: path.quiz, at: plan.now, score: passedQuiz.right }] : [];
    return [...guides, ...quiz];
  });
}

/**
 * After a turn: what an active member went through on a path they joined is kept, and said in one line with what comes
 * next; the end of a path gives the certificate. Nothing is looked up for turns that ended nothing.
 */
export async function recordLessons(plan: Plan): Promise<void> {
  const marks = plan.erase ? [] : newMarks(plan);
  const worker = marks.length === 0 ? undefined : await workerOf(plan);
  if (!worker) return;
  const before = await marksOf(plan, worker);
  for (const topic of new Set(marks.map((mark) => mark.topic))) {
    const now = marks.filter((mark) => mark.topic === topic);
    const earlier = progressOf(plan, topic as Topic, before);
    const progress = progressOf(plan, topic as Topic, [...before, ...now]);
    if (!earlier?.joined || !progress) continue;
    const { oaId, userId } = plan;
    plan.effects.push(...now.map((mark) => ({ operation: 'markLesson', args: { oaId, userId, ...mark } }) as const));
    const isNews = progress.done.size > earlier.done.size || progress.passed !== earlier.passed;
    if (isComplete(progress) && !(await certifiedTopics(plan, worker)).has(topic)) {
      await awardCertificate(plan, worker, progress.topic);
    } else if (isNews) sayStep(plan, progress);
  }
}

function sayStep(plan: Plan, progress: Progress): void {
  const { messages } = plan;
  const isLast = progress.done.size === progress.path.cards.length;
  const text = progress.passed ? messages.learnPassed : isLast ? messages.learnMarkedAll : messages.learnMarked;
  reply(plan, fillMessage(plan, text, valuesOf(plan, progress)), {
    numbered: false,
    options: nextOptions(plan, progress).slice(0, 1),
  });
}
