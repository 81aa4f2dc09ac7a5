import * as z from 'zod';
import type { Problem } from './problems.ts';
import { id } from './schema-parts.ts';
import type { YamlSource } from './yaml-source.ts';

/** The file with the lesson paths of team members. Content without it has no lessons. */
export const lessonsFile = 'content/lessons.yaml';

const path = z.strictObject({
  /** Slugs of the guides, in the order in which they are learnt. */
  cards: z.array(id).min(6).max(10),
  /** Flow with the quiz at the end. */
  quiz: id,
});

/** `content/lessons.yaml`: one path for each of the five subjects. */
export const lessonsSchema = z.strictObject({
  'public-services': path,
  'e-payments': path,
  'e-commerce': path,
  'scam-safety': path,
  'other-platforms': path,
});

/** What a member goes through to know a subject. */
export type LessonPath = Readonly<z.infer<typeof path>>;

/** Lesson paths by subject; empty where the content has none. */
export type Lessons = Readonly<Partial<z.infer<typeof lessonsSchema>>>;

/** What the content has under this name, as `card <slug>` or `flow <id>`. */
type Knows = (name: string) => boolean;

/** Guides and quizzes that are named and do not exist, and guides named twice. */
export function lessonProblems(lessons: Lessons, knows: Knows, lineOf: YamlSource['lineOf']): Problem[] {
  return Object.entries(lessons).flatMap(([topic, { cards, quiz }]) => {
    const at = (path: readonly PropertyKey[]) => ({ file: lessonsFile, line: lineOf([topic, ...path]) });
    const unknown = cards.flatMap((slug, index): Problem[] =>
      knows(`card ${slug}`)
        ? []
        : [
            {
              ...at(['cards', index]),
              rule: 'unknown-card',
              problem: `bài học ghi "${slug}", nhưng chưa có thẻ này`,
              fix: 'viết slug của một thẻ trong content/answers, hoặc bỏ dòng này',
            },
          ],
    );
    const twice = cards.flatMap((slug, index): Problem[] =>
      cards.indexOf(slug) === index
        ? []
        : [
            {
              ...at(['cards', index]),
              rule: 'wrong-value',
              problem: `bài học ghi "${slug}" hai lần`,
              fix: 'bỏ dòng này',
            },
          ],
    );
    const noQuiz: Problem[] = knows(`flow ${quiz}`)
      ? []
      : [
          {
            ...at(['quiz']),
            rule: 'unknown-flow',
            problem: `bài học ghi phần thi "${quiz}", nhưng chưa có luồng này`,
            fix: 'viết id của một luồng trong flows, như: quiz-scam-safety',
          },
        ];
    return [...unknown, ...twice, ...noQuiz];
  });
}
